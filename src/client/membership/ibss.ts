import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { encodeHtCapabilities, type HtCapabilitiesInput } from "../../ieee80211/encode/capabilities.ts";
import { type SsidInput, ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { JoinIbssRequest } from "../../nl80211/generated/ibss.ts";
import { netdev } from "../addressee.ts";
import { checkedMac, whole } from "../argument.ts";
import { outcome, withoutTimeout } from "../awaited-event.ts";
import type { WepKey } from "../connection/connect-options.ts";
import { wepKeys } from "../connection/wep-key.ts";
import { type CallOptions, type Core, decodeMessage } from "../core.ts";
import { Lasting } from "../lasting.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";
import { rateIn100Kbps } from "../radio/interface-calls.ts";
import { rateOctets } from "../rate-octets.ts";
import { type Target, targetName } from "../target.ts";

/** Which ad-hoc network to join, and how; where there is none of that name, it is begun. */
export interface JoinIbss {
  readonly ssid: SsidInput;
  /** Where it is begun, and, with `fixedChannel`, the only place where it is looked for. */
  readonly channel: ChannelChoice;
  readonly fixedChannel?: boolean;
  /** The only one; without it the one of the cell that is found, or a random one. */
  readonly bssid?: Mac;
  /** In time units of 1024 µs: 10 to 10000. Default: 100. */
  readonly beaconIntervalTu?: number;
  /** Rates that every member must have, in Mbit/s. */
  readonly basicRatesMbps?: readonly number[];
  readonly multicastRateMbps?: number;
  /** WEP keys, the first the one to send with. Not together with HT (KERNEL, EINVAL). */
  readonly wep?: readonly WepKey[];
  /** What of the radio's HT capabilities to use: of the bits set in `mask` those set in `capabilities`. */
  readonly ht?: { readonly capabilities: HtCapabilitiesInput; readonly mask: HtCapabilitiesInput };
  /** Elements of its beacons and probe responses beside those that the kernel makes. */
  readonly elements?: Uint8Array;
  /** Peers must be authorized (RSN): data passes when the user has said so. */
  readonly controlPort?: boolean;
  /** The network is encrypted: set by `wep`, and to be set for RSN. */
  readonly privacy?: boolean;
  /** The caller heeds radar (events of "radar-detect") and switches channels then: without it, no channel that asks for that. */
  readonly handleDfs?: boolean;
}

/** A place in an ad-hoc network: until this is closed, or the process ends. */
export class IbssMembership extends Lasting {
  /** Of the cell, when it was joined; cells of one name that meet become one, a "join-ibss" event each. */
  readonly bssid: Mac;

  constructor(core: Core, bssid: Mac, undo: () => Promise<unknown>) {
    super(core, undo);
    this.bssid = bssid;
  }
}

/** How long mac80211 looks for a network before it begins one, 7 s, and as much again for a slow radio. */
const TIMEOUT_MS = 15_000;

/** Ad-hoc networks (IBSS), of interfaces of type "adhoc" that are up. All of it needs CAP_NET_ADMIN. */
export class Ibss {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Joins an ad-hoc network or begins it, and resolves when that is done: at once with a BSSID, else within 8 s or so, in which the
   * kernel looks for it (`timeoutMs`; default: 15 s). What fails leaves nothing behind.
   *
   * Rejects with INTERFACE_DOWN, NOT_SUPPORTED for an interface of another type, TIMEOUT, ABORTED, and KERNEL: EALREADY where it is in a
   * network already, EINVAL where regulation, the device or WEP bars the channel or its width.
   */
  async join(target: Target, ibss: JoinIbss, options: CallOptions = {}): Promise<IbssMembership> {
    const fields = joinFields(ibss);
    const { joinIbssCommand } = await import("../../nl80211/generated/ibss.ts");
    const [selector, call] = await netdev(this.#core, target, withoutTimeout(options));
    const core = this.#core.separate();
    const leave = () => core.request("LeaveIbss", selector);
    let asked = false;
    const awaited = {
      ...{ command: "JoinIbss", target: targetName(target, options), groups: ["mlme"], signal: options.signal },
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      heard: (message: Parameters<typeof decodeMessage>[0]) => {
        if (message.command !== joinIbssCommand.value) return undefined;
        const event = decodeMessage(message, joinIbssCommand.event.decode);
        return event.ifindex === selector.ifindex ? event.mac : undefined;
      },
    };
    try {
      const bssid = await outcome(core, awaited, async () => {
        await core.request("JoinIbss", { ...selector, ...fields, socketOwner: true }, call);
        asked = true;
      });
      return new IbssMembership(core, bssid, leave);
    } catch (error) {
      if (asked) await leave().catch(() => {});
      core.close();
      throw error;
    }
  }

  /** Leaves the network, whoever joined it. Not in one is KERNEL with ENOLINK. */
  async leave(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("LeaveIbss", selector, call);
  }
}

function joinFields(ibss: JoinIbss): Omit<JoinIbssRequest, "ifindex"> {
  const { fixedChannel, bssid, beaconIntervalTu, basicRatesMbps, multicastRateMbps, wep, ht, elements } = ibss;
  const ssid = ssidBytes(ibss.ssid);
  if (ssid.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "an empty SSID names no ad-hoc network");
  return {
    ssid,
    ...chandefFields(toChandef(ibss.channel)),
    ...(fixedChannel && { freqFixed: true }),
    ...(bssid !== undefined && { mac: checkedMac(bssid) }),
    ...(beaconIntervalTu !== undefined && {
      beaconIntervalTu: whole("beacon interval in TU", beaconIntervalTu, 10, 10_000),
    }),
    ...(basicRatesMbps !== undefined && { bssBasicRates: rateOctets("basic rate", basicRatesMbps) }),
    ...(multicastRateMbps !== undefined && { mcastRateIn100Kbps: rateIn100Kbps(multicastRateMbps) }),
    ...(elements !== undefined && { ie: elements }),
    ...(ht !== undefined && {
      htCapability: elementBody(encodeHtCapabilities(ht.capabilities)),
      htCapabilityMask: elementBody(encodeHtCapabilities(ht.mask)),
    }),
    ...(ibss.controlPort && { controlPort: true }),
    ...((ibss.privacy || wep !== undefined) && { privacy: true }),
    ...(wep !== undefined && { keys: wepKeys(wep) }),
    ...(ibss.handleDfs && { handleDfs: true }),
  };
}

/** An element without its id and length. */
function elementBody(element: Uint8Array): Uint8Array {
  return element.subarray(2);
}
