import { closeSync } from "node:fs";
import { Nl80211Error } from "../../errors.ts";
import { type NetworkNamespace, openNamespace } from "../../netlink/network-namespace.ts";
import type { TxqParams } from "../../nl80211/generated/interface.ts";
import { Ac, TxPowerSetting } from "../../nl80211/generated/interface-enums.ts";
import { UserRegHintType } from "../../nl80211/generated/regulatory-enums.ts";
import type { SetWiphyFields } from "../../nl80211/generated/wiphy.ts";
import { radio } from "../addressee.ts";
import { memberNamed, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Devices } from "../devices.ts";
import { Lasting } from "../lasting.ts";
import type { Target } from "../target.ts";
import { checkChannel } from "./channel-check.ts";
import { type ChannelChoice, chandefFields, toChandef } from "./channel-choice.ts";
import { InterfaceCalls } from "./interface-calls.ts";

/** How much power a radio, or one interface of it, sends with: the driver's choice, at most so much, or exactly so much. */
export type TxPower = "auto" | { readonly limitDbm: number } | { readonly fixedDbm: number };

/** How the transmit queue of one access category contends for the air. */
export interface TransmitQueue {
  /** "vo" voice, "vi" video, "be" best effort, "bk" background. */
  readonly category: string;
  /** Longest burst in units of 32 µs; 0 is one frame. */
  readonly burst32Us: number;
  /** Contention windows: one less than a power of two, 1 to 32767. */
  readonly cwMin: number;
  readonly cwMax: number;
  /** Arbitration space in slots. */
  readonly aifs: number;
}

/** Limits of a radio's queues in software; what is not given stays. */
export interface QueueLimits {
  readonly packets?: number;
  readonly memoryBytes?: number;
  /** What a flow may send in its turn. */
  readonly quantumBytes?: number;
}

const OFF = 0xffffffff;

/**
 * What is set once of radios; an interface may stand for its radio. All of it needs CAP_NET_ADMIN (NOT_PERMITTED); what the driver
 * does not do is NOT_SUPPORTED, and every other refusal KERNEL, with the attribute that the kernel names.
 */
export class RadioCalls extends InterfaceCalls {
  readonly #core: Core;

  constructor(core: Core) {
    super(core);
    this.#core = core;
  }

  /** Gives a radio another name: up to 19 octets; "phy" and a number only if it is its own. */
  async renameWiphy(target: Target, name: string, options: CallOptions = {}): Promise<void> {
    whole("octets of a radio's name", new TextEncoder().encode(name).length, 1, 19);
    await this.#set(target, { wiphyName: name }, options);
  }

  /**
   * Tunes a monitor, or an access point that is to start: `{ channel: 36, mode: "80MHz" }`, `{ frequencyMhz: 2412 }`. A channel that
   * cannot be is INVALID_ARGUMENT with those that can; so is one that the wiphy itself says it cannot tune to, with the reason (the wiphy is
   * read for that; `checked: false` leaves it to the kernel, for those who tune many times a second). What else the kernel bars is KERNEL with
   * EINVAL; while another interface of the radio is up, often BUSY.
   */
  async setChannel(
    target: Target,
    choice: ChannelChoice,
    { checked = true, ...options }: CallOptions & { readonly checked?: boolean } = {},
  ): Promise<void> {
    const chandef = toChandef(choice);
    if (checked) await checkChannel(new Devices(this.#core), target, chandef, options);
    await this.#set(target, chandefFields(chandef), options);
  }

  /**
   * Transmit power, of the radio or of the interface named. mac80211 takes whole dBm, not below 0 (NOT_SUPPORTED). Of an interface it keeps the limit
   * for the channel that this is on, and tells of it only where the driver has channel contexts: where `txPowerDbm` stays as it was, name the
   * radio ("phy0"), whose limit is that of all its interfaces.
   */
  async setTxPower(target: Target, power: TxPower, options: CallOptions = {}): Promise<void> {
    await this.#set(target, txPowerFields(power), options);
  }

  /**
   * Frames longer than this ask for the air with RTS first: 0 to 65536 octets, "off" for none. Of a wiphy with several radios, `radio` is the index
   * of one of them; a kernel that does not know this sets it for all.
   */
  async setRtsThreshold(
    target: Target,
    octets: number | "off",
    { radio, ...options }: CallOptions & { readonly radio?: number } = {},
  ): Promise<void> {
    const wiphyRtsThreshold = octets === "off" ? OFF : whole("RTS threshold", octets, 0, 65_536);
    const one = radio === undefined ? {} : { wiphyRadioIndex: whole("radio", radio, 0, 255) };
    await this.#set(target, { wiphyRtsThreshold, ...one }, options);
  }

  /** Frames longer than this are sent in parts: 256 to 8000 octets, "off" for none. The kernel clears the lowest bit. */
  async setFragmentationThreshold(target: Target, octets: number | "off", options: CallOptions = {}): Promise<void> {
    const wiphyFragThreshold = octets === "off" ? OFF : whole("fragmentation threshold", octets, 256, 8000);
    await this.#set(target, { wiphyFragThreshold }, options);
  }

  /** How often frames up to (short) and above (long) the RTS threshold are tried: 1 to 255. */
  async setRetries(
    target: Target,
    { short, long }: { readonly short?: number; readonly long?: number },
    options: CallOptions = {},
  ): Promise<void> {
    const fields: SetWiphyFields = {
      ...(short !== undefined && { wiphyRetryShort: whole("short retries", short, 1, 255) }),
      ...(long !== undefined && { wiphyRetryLong: whole("long retries", long, 1, 255) }),
    };
    await this.#set(target, fields, options);
  }

  /** Which antennas send and receive, a bit each. All interfaces of the radio must be down (BUSY). */
  async setAntennas(
    target: Target,
    antennas: "all" | { readonly tx: number; readonly rx: number },
    options: CallOptions = {},
  ): Promise<void> {
    const { tx, rx } = antennas === "all" ? { tx: OFF, rx: OFF } : antennas;
    const wiphyAntennaTx = whole("mask of sending antennas", tx, 0, OFF);
    const wiphyAntennaRx = whole("mask of receiving antennas", rx, 0, OFF);
    await this.#set(target, { wiphyAntennaTx, wiphyAntennaRx }, options);
  }

  /** Air propagation that acknowledgements may take: 3 µs for each class, 0 to 255. */
  async setCoverageClass(target: Target, coverageClass: number, options: CallOptions = {}): Promise<void> {
    await this.#set(target, { wiphyCoverageClass: whole("coverage class", coverageClass, 0, 255) }, options);
  }

  /** The coverage class for a distance in metres, 450 each; "auto" where the driver estimates it. */
  async setDistance(target: Target, metres: number | "auto", options: CallOptions = {}): Promise<void> {
    if (metres === "auto") return this.#set(target, { wiphyDynAck: true }, options);
    const wiphyCoverageClass = Math.ceil(whole("distance in metres", metres, 0, 114_750) / 450);
    await this.#set(target, { wiphyCoverageClass }, options);
  }

  /** Limits of the queues in software. */
  async setQueueLimits(target: Target, limits: QueueLimits, options: CallOptions = {}): Promise<void> {
    const { packets, memoryBytes, quantumBytes } = limits;
    const fields: SetWiphyFields = {
      ...(packets !== undefined && { txqLimit: whole("packets", packets, 0, OFF) }),
      ...(memoryBytes !== undefined && { txqMemoryLimit: whole("memory", memoryBytes, 0, OFF) }),
      ...(quantumBytes !== undefined && { txqQuantum: whole("quantum", quantumBytes, 0, 0x7fffffff) }),
    };
    await this.#set(target, fields, options);
  }

  /** How an access point's own transmit queues contend. The interface must be up and an access point. */
  async setTransmitQueues(target: Target, queues: readonly TransmitQueue[], options: CallOptions = {}): Promise<void> {
    await this.#set(target, { wiphyTxqParams: queues.map(queueParams) }, options);
  }

  /** Moves a radio with its interfaces to another network namespace. There they have their names, and are down. `open({ netns })` finds them. */
  async moveWiphy(target: Target, to: NetworkNamespace, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await radio(this.#core, target, options);
    if (typeof to === "object" && "pid" in to) {
      await this.#core.request("SetWiphyNetns", { ...selector, pid: whole("pid", to.pid, 1, 0x7fffffff) }, call);
      return;
    }
    const netnsFd = openNamespace(to);
    try {
      await this.#core.request("SetWiphyNetns", { ...selector, netnsFd }, call);
    } finally {
      closeSync(netnsFd);
    }
  }

  /**
   * Asks for the rules of a country: "DE"; "00" for those of the world. The kernel takes it as a hint: what comes of it
   * `watchRegulatory()` tells, and radios that manage themselves stay as they are. `cellular` says that a cellular network told the country:
   * it counts in kernels that were built for that (CONFIG_CFG80211_REG_CELLULAR_HINTS).
   */
  async setRegulatory(
    country: string,
    { cellular, ...options }: CallOptions & { readonly cellular?: boolean } = {},
  ): Promise<void> {
    if (!/^([A-Z]{2}|00)$/.test(country)) {
      throw new Nl80211Error(
        "INVALID_ARGUMENT",
        `country "${country}": expected two capital letters, such as DE, or 00`,
      );
    }
    const hint = cellular ? { userRegHintType: UserRegHintType.CellBase } : {};
    await this.#core.request("ReqSetReg", { regAlpha2: country, ...hint }, options);
  }

  /**
   * Tells the kernel that this machine is indoors, where some more channels may be used: as long as the object that this resolves to is
   * open (and another process does not say so too).
   */
  async declareIndoor(options: CallOptions = {}): Promise<Lasting> {
    const core = this.#core.separate();
    const hint = { userRegHintType: UserRegHintType.Indoor, socketOwner: true };
    try {
      await core.request("ReqSetReg", { ...hint, regIndoor: true }, options);
    } catch (error) {
      core.close();
      throw error;
    }
    return new Lasting(core, () => core.request("ReqSetReg", hint));
  }

  /** Has the kernel read its regulatory database again. */
  async reloadRegulatory(options: CallOptions = {}): Promise<void> {
    await this.#core.request("ReloadRegdb", {}, options);
  }

  async #set(target: Target, fields: SetWiphyFields, options: CallOptions): Promise<void> {
    if (Object.keys(fields).length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "nothing to set is given");
    const [selector, call] = await radio(this.#core, target, options);
    await this.#core.request("SetWiphy", { ...selector, ...fields }, call);
  }
}

/** Power in hundredths of a dBm. Throws INVALID_ARGUMENT for what is no power. */
function txPowerFields(power: TxPower): SetWiphyFields {
  if (power === "auto") return { wiphyTxPowerSetting: TxPowerSetting.Automatic };
  const [setting, dbm] =
    "limitDbm" in power ? [TxPowerSetting.Limited, power.limitDbm] : [TxPowerSetting.Fixed, power.fixedDbm];
  const wiphyTxPowerLevelMbm = whole("tx power in hundredths of a dBm", Math.round(dbm * 100), -10_000, 10_000);
  return { wiphyTxPowerSetting: setting, wiphyTxPowerLevelMbm };
}

function queueParams({ category, burst32Us, cwMin, cwMax, aifs }: TransmitQueue): TxqParams {
  return {
    ac: memberNamed<Ac>(Ac, "access category", category),
    txopIn32Us: whole("burst", burst32Us, 0, 0xffff),
    cwmin: contentionWindow("cwMin", cwMin),
    cwmax: contentionWindow("cwMax", cwMax),
    aifs: whole("aifs", aifs, 1, 255),
  };
}

function contentionWindow(what: string, value: number): number {
  whole(what, value, 1, 32_767);
  if ((value & (value + 1)) === 0) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${value}: expected one less than a power of two`);
}
