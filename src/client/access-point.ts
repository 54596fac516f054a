import { Nl80211Error } from "../errors.ts";
import { CipherSuite } from "../ieee80211/cipher.ts";
import { type Beacon, type BeaconInput, buildBeacon } from "../ieee80211/encode/beacon.ts";
import { ssidBytes } from "../ieee80211/encode/ssid.ts";
import { HiddenSsid, type StartApRequest } from "../nl80211/generated/ap.ts";
import { AuthType, WpaVersion } from "../nl80211/generated/connect.ts";
import { netdev } from "./addressee.ts";
import { whole } from "./argument.ts";
import { type ChannelChoice, chandefFields, toChandef } from "./channel-choice.ts";
import type { CallOptions, Core } from "./core.ts";
import { type FtmResponderInput, toFtmResponder } from "./ftm-responder.ts";
import { Lasting } from "./lasting.ts";
import type { Target } from "./target.ts";

/** A network to serve: what its beacon says, and where. */
export interface AccessPointInput extends Omit<BeaconInput, "bssid" | "chandef"> {
  readonly channel: ChannelChoice;
  /** Beacons from one DTIM to the next. Default: 2. */
  readonly dtimPeriod?: number;
  /** Seconds after which a silent station is asked whether it is still there. */
  readonly inactivityTimeoutS?: number;
  /** Answer fine timing measurements. NOT_SUPPORTED where the device cannot ("enable-ftm-responder" of a wiphy's extended features). */
  readonly ftmResponder?: FtmResponderInput;
}

/** What of a running access point can be changed: what its beacon says, but not its name, channel and interval. */
export type BeaconChange = Omit<BeaconInput, "bssid" | "chandef" | "ssid" | "beaconIntervalTu"> &
  Pick<AccessPointInput, "ftmResponder">;

/** An access point that beacons until this is closed, or the process ends. */
export class AccessPoint extends Lasting {
  readonly #change: (change: BeaconChange, options: CallOptions) => Promise<void>;

  constructor(
    core: Core,
    change: (change: BeaconChange, options: CallOptions) => Promise<void>,
    undo: () => Promise<unknown>,
  ) {
    super(core, undo);
    this.#change = change;
  }

  /** Beacons otherwise from now on: what is not given is as it was at the start. */
  change(change: BeaconChange, options: CallOptions = {}): Promise<void> {
    return this.#change(change, options);
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
    const beacon = buildBeacon({ ...input, bssid, chandef });
    const core = this.#core.separate();
    try {
      const fields = { ...request, ...chandefFields(chandef), ...beaconFields(beacon) };
      await core.request("StartAp", { ...selector, ...fields, socketOwner: true }, call);
    } catch (error) {
      core.close();
      throw error;
    }
    const change = async (changed: BeaconChange, options: CallOptions) => {
      const other = buildBeacon({ ...input, ...changed, bssid, chandef });
      const fields = { ...beaconFields(other), ...responderFields({ ...input, ...changed }) };
      await core.request("SetBeacon", { ...selector, ...fields }, { ...call, ...options });
    };
    return new AccessPoint(core, change, () => core.request("StopAp", selector));
  }

  /** Stops an access point, whoever started it. One that does not beacon is KERNEL with ENOENT. */
  async stop(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("StopAp", selector, call);
  }
}

const HIDDEN = { empty: HiddenSsid.ZeroLen, zeros: HiddenSsid.ZeroContents } as const;

function responderFields({ ftmResponder }: Pick<AccessPointInput, "ftmResponder">) {
  return ftmResponder === undefined ? {} : { ftmResponder: toFtmResponder(ftmResponder) };
}

function beaconFields({ head, tail, probeResponse }: Beacon) {
  return { beaconHead: head, beaconTail: tail, probeResp: probeResponse };
}

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
    ...responderFields(input),
    ...(rsn !== undefined && {
      privacy: true,
      wpaVersions: [WpaVersion.Version2],
      akmSuites: rsn.akmSuites,
      cipherSuitesPairwise: rsn.pairwiseCiphers ?? [CipherSuite.Ccmp128],
      cipherSuiteGroup: rsn.groupCipher ?? rsn.pairwiseCiphers?.[0] ?? CipherSuite.Ccmp128,
    }),
  };
}
