import { Nl80211Error } from "../errors.ts";
import type { Chandef } from "../ieee80211/chandef.ts";
import { CipherSuite } from "../ieee80211/cipher.ts";
import { ssidBytes } from "../ieee80211/encode/ssid.ts";
import { HiddenSsid, type StartApRequest } from "../nl80211/generated/ap.ts";
import { AuthType, WpaVersion } from "../nl80211/generated/connect.ts";
import { netdev } from "./addressee.ts";
import { whole } from "./argument.ts";
import {
  type AccessList,
  accessListFields,
  type BssSettings,
  bssFields,
  type OweAnswer,
  oweFields,
} from "./bss-settings.ts";
import { type ChannelChoice, chandefFields, toChandef } from "./channel-choice.ts";
import { type ChannelSwitchOptions, moveNetwork } from "./channel-switch.ts";
import { type ColorChangeOptions, changeColor } from "./color-change.ts";
import type { CallOptions, Core } from "./core.ts";
import { Lasting } from "./lasting.ts";
import { type BeaconChange, beaconFields, type NetworkBeacon, ServedNetwork } from "./served-network.ts";
import type { Target } from "./target.ts";

/** A network to serve: what its beacon says, and where. */
export interface AccessPointInput extends Omit<NetworkBeacon, "bssid" | "chandef"> {
  readonly channel: ChannelChoice;
  /** Beacons from one DTIM to the next. Default: 2. */
  readonly dtimPeriod?: number;
  /** Seconds after which a silent station is asked whether it is still there. */
  readonly inactivityTimeoutS?: number;
}

/** An access point that beacons until this is closed, or the process ends. */
export class AccessPoint extends Lasting {
  readonly #network: ServedNetwork;

  constructor(network: ServedNetwork, undo: () => Promise<unknown>) {
    super(network.core, undo);
    this.#network = network;
  }

  /** The channel that it is on. */
  get channel(): Chandef {
    return this.#network.chandef;
  }

  /** Beacons otherwise from now on: what is not given is as it was at the start. */
  async change(change: BeaconChange, options: CallOptions = {}): Promise<void> {
    const { core, ifindex, call } = this.#network;
    const beacon = beaconFields(this.#network.changed(change));
    await core.request("SetBeacon", { ifindex, ...beacon }, { ...call, ...options });
    this.#network.hasChanged(change);
  }

  /**
   * Goes to another channel with its stations: announces it in `count` beacons, and resolves when it is there.
   *
   * Rejects with INVALID_ARGUMENT for what is no channel, BUSY while another switch runs, NOT_SUPPORTED where the driver cannot, TIMEOUT, ABORTED,
   * LOST where the access point stopped meanwhile, and KERNEL: EINVAL where regulation or the device bars the channel, or it asks for radar
   * detection and was not checked (`wifi.radar`).
   */
  switchChannel(channel: ChannelChoice, options: ChannelSwitchOptions = {}): Promise<void> {
    return moveNetwork(this.#network, channel, options);
  }

  /**
   * Takes another BSS colour, 1 to 63: announces it in `count` beacons, and resolves when it has it. Needs a network with `he`, and a device that
   * knows colours (NOT_SUPPORTED).
   */
  changeColor(color: number, options: ColorChangeOptions = {}): Promise<void> {
    return changeColor(this.#network, color, options);
  }
}

/**
 * Access points, of interfaces of type "ap" that are up. All of it needs CAP_NET_ADMIN.
 *
 * The kernel beacons. Where the driver has no management of its own (those of mac80211 have none), it leaves the answers to
 * authentications and associations to the program, as it does to hostapd: stations see the network, and do not get in by this alone.
 */
export class AccessPoints {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Begins to beacon. Rejects with INTERFACE_DOWN, NOT_SUPPORTED for an interface that is no access point, and KERNEL: EALREADY where it
   * beacons already, EINVAL where regulation or the device bars the channel.
   */
  async start(target: Target, input: AccessPointInput, options: CallOptions = {}): Promise<AccessPoint> {
    const chandef = toChandef(input.channel);
    const request = startFields(input);
    const [selector, call] = await netdev(this.#core, target, options);
    const bssid = (await this.#core.request("GetInterface", selector, call))?.mac;
    if (bssid === undefined) throw new Nl80211Error("MALFORMED", `${call.target} is told without an address`);
    const { channel: _, ...described } = input;
    const core = this.#core.separate();
    const network = new ServedNetwork(core, selector.ifindex, call, { ...described, bssid }, chandef);
    try {
      const fields = { ...request, ...chandefFields(chandef), ...beaconFields(network.beacon) };
      await core.request("StartAp", { ...selector, ...fields, socketOwner: true }, call);
    } catch (error) {
      core.close();
      throw error;
    }
    return new AccessPoint(network, () => core.request("StopAp", selector));
  }

  /** Stops an access point, whoever started it. One that does not beacon is KERNEL with ENOENT. */
  async stop(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("StopAp", selector, call);
  }

  /** Changes what is not in the beacon: CTS protection, slot time, isolation of stations, basic rates. */
  async setBss(target: Target, settings: BssSettings, options: CallOptions = {}): Promise<void> {
    const fields = bssFields(settings);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetBss", { ...selector, ...fields }, call);
  }

  /**
   * Refuses stations by their addresses, in place of the list before; `{ denied: [] }` refuses none. Only devices that authenticate
   * stations by themselves can (`limits.accessListAddresses` of the wiphy): NOT_SUPPORTED elsewhere, KERNEL with EINVAL where nothing beacons.
   */
  async setMacAcl(target: Target, list: AccessList, options: CallOptions = {}): Promise<void> {
    const fields = accessListFields(list);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetMacAcl", { ...selector, ...fields }, call);
  }

  /** Sends multicast packets to each station by itself, acknowledged and faster, or no longer. */
  async setMulticastToUnicast(target: Target, on: boolean, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request(
      "SetMulticastToUnicast",
      { ...selector, ...(on && { multicastToUnicastEnabled: true }) },
      call,
    );
  }

  /** Answers an "update-owe-info" event: devices that associate stations by themselves leave the key exchange of OWE to the program. */
  async updateOwe(target: Target, answer: OweAnswer, options: CallOptions = {}): Promise<void> {
    const fields = oweFields(answer);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("UpdateOweInfo", { ...selector, ...fields }, call);
  }
}

const HIDDEN = { empty: HiddenSsid.ZeroLen, zeros: HiddenSsid.ZeroContents } as const;

/** What does not depend on the interface; throws before anything is asked. */
function startFields(input: AccessPointInput): Omit<StartApRequest, "ifindex" | "beaconHead"> {
  const { hidden, rsn, inactivityTimeoutS } = input;
  return {
    ssid: ssidBytes(input.ssid),
    beaconIntervalTu: whole("beacon interval in TU", input.beaconIntervalTu ?? 100, 10, 10_000),
    dtimPeriod: whole("DTIM period", input.dtimPeriod ?? 2, 1, 255),
    hiddenSsid: hidden === undefined ? HiddenSsid.NotInUse : HIDDEN[hidden],
    ...(inactivityTimeoutS !== undefined && {
      inactivityTimeoutS: whole("inactivity timeout in seconds", inactivityTimeoutS, 0, 65_535),
    }),
    authType: AuthType.OpenSystem,
    ...(rsn !== undefined && {
      privacy: true,
      wpaVersions: [WpaVersion.Version2],
      akmSuites: rsn.akmSuites,
      cipherSuitesPairwise: rsn.pairwiseCiphers ?? [CipherSuite.Ccmp128],
      cipherSuiteGroup: rsn.groupCipher ?? rsn.pairwiseCiphers?.[0] ?? CipherSuite.Ccmp128,
    }),
  };
}
