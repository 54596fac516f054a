import type { Mac } from "../../bytes/mac.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import { type BeaconInput, type BssProtection, buildBeacon } from "../../ieee80211/encode/beacon.ts";
import type { BeaconUpdate } from "../../nl80211/generated/ap.ts";
import type { CallOptions, Core } from "../core.ts";
import { type FtmResponderInput, toFtmResponder } from "./ftm-responder.ts";
import type { FilsDiscoveryInput } from "./unasked-frames.ts";

/** What a beacon says, and what the device does that the requests of a beacon carry too. */
export interface NetworkBeacon extends BeaconInput {
  /** Answer fine timing measurements. NOT_SUPPORTED where the device cannot ("enable-ftm-responder" of a wiphy's extended features). */
  readonly ftmResponder?: FtmResponderInput;
  /** In 6 GHz: a probe response that nobody asked for every 1 to 20 TU. Of devices with the extended feature "unsol-bcast-probe-resp" (KERNEL, EINVAL). */
  readonly unsolicitedProbeResponseTu?: number;
  /** In 6 GHz: FILS discovery frames. Of devices with the extended feature "fils-discovery" (KERNEL, EINVAL). */
  readonly filsDiscovery?: FilsDiscoveryInput;
}

/** What of a running access point can be changed: what its beacon says, but not its name, channel and interval. */
export type BeaconChange = Omit<NetworkBeacon, "bssid" | "chandef" | "ssid" | "beaconIntervalTu">;

/** An access point's network as it is served now: on whose socket, where, and what its beacon says. */
export class ServedNetwork {
  readonly core: Core;
  readonly ifindex: number;
  /** Options of its requests: the name that errors use. */
  readonly call: CallOptions;
  readonly #start: Omit<NetworkBeacon, "chandef">;
  #chandef: Chandef;
  #changed: BeaconChange = {};
  #bssColor: number | undefined;
  #protection: BssProtection | undefined;

  constructor(core: Core, ifindex: number, call: CallOptions, start: Omit<NetworkBeacon, "chandef">, chandef: Chandef) {
    this.core = core;
    this.ifindex = ifindex;
    this.call = call;
    this.#start = start;
    this.#chandef = chandef;
  }

  get bssid(): Mac {
    return this.#start.bssid;
  }

  /** The channel that it is on. */
  get chandef(): Chandef {
    return this.#chandef;
  }

  /** All that its beacon says. */
  get beacon(): NetworkBeacon {
    return this.changed(this.#changed);
  }

  /** The beacon that it would have with a change: what is not given is as it was at the start, on the channel and in the colour of now. */
  changed(change: BeaconChange): NetworkBeacon {
    const protection = change.protection ?? this.#protection;
    const beacon = {
      ...{ ...this.#start, ...change, chandef: this.#chandef },
      ...(protection !== undefined && { protection }),
    };
    const bssColor = change.heOperation?.bssColor ?? this.#bssColor;
    return bssColor === undefined ? beacon : { ...beacon, heOperation: { ...beacon.heOperation, bssColor } };
  }

  /** The kernel has taken a change. */
  hasChanged(change: BeaconChange): void {
    this.#changed = change;
  }

  /** Its stations need another protection, which its beacon tells from now on. */
  protect(protection: BssProtection): void {
    this.#protection = protection;
  }

  /** The kernel has gone to another channel with it. */
  hasMoved(chandef: Chandef): void {
    this.#chandef = chandef;
  }

  /** The kernel has given it another colour. */
  hasColor(bssColor: number): void {
    this.#bssColor = bssColor;
    if (this.#changed.heOperation !== undefined) {
      this.#changed = { ...this.#changed, heOperation: { ...this.#changed.heOperation, bssColor } };
    }
  }
}

/** A beacon as requests carry it, with the colour that the device filters by. */
export function beaconFields(input: NetworkBeacon) {
  const { head, tail, probeResponse } = buildBeacon(input);
  const { ftmResponder, heOperation: { bssColor, bssColorDisabled } = {} } = input;
  const colored = input.he !== undefined && bssColor !== undefined && bssColor !== 0;
  return {
    ...{ beaconHead: head, beaconTail: tail, probeResp: probeResponse },
    ...(ftmResponder !== undefined && { ftmResponder: toFtmResponder(ftmResponder) }),
    ...(colored && { heBssColor: { color: bssColor, ...(bssColorDisabled && { disabled: true }) } }),
  } satisfies BeaconUpdate;
}

/** Where fixed fields end and elements begin, in a beacon or probe response: header of 24 octets, 12 of fixed fields. */
export const ELEMENTS_AT = 36;
