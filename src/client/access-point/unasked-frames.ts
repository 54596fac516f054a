import { buildBeacon } from "../../ieee80211/encode/beacon.ts";
import type { FilsDiscovery, ObssPd, UnsolBcastProbeResp } from "../../nl80211/generated/ap.ts";
import { whole } from "../argument.ts";
import type { NetworkBeacon } from "./served-network.ts";

/** FILS discovery frames: short ones between beacons, by which stations of 6 GHz find the network. */
export interface FilsDiscoveryInput {
  /** Least and greatest time between them, up to 10000 TU. */
  readonly minIntervalTu: number;
  readonly maxIntervalTu: number;
  /** The frame with its header, without its timestamp's value. */
  readonly frame: Uint8Array;
}

/** What may be sent over frames of neighbours (HE spatial reuse), as offsets above -82 dBm: 1 to 20 dB. */
export interface SpatialReuse {
  /** SR Control field of the Spatial Reuse Parameter Set element. */
  readonly control: number;
  readonly minOffsetDb?: number;
  readonly maxOffsetDb?: number;
  /** Outside the group. */
  readonly nonGroupMaxOffsetDb?: number;
  /** Colours and partial BSSIDs of the group: 8 octets, a bit each. */
  readonly colorBitmap?: Uint8Array;
  readonly partialBssidBitmap?: Uint8Array;
}

/** Frames that the device sends unasked beside beacons, as START_AP and SET_BEACON carry them. */
export function unaskedFrames(input: NetworkBeacon) {
  const { filsDiscovery } = input;
  return { ...probeResponses(input), ...(filsDiscovery !== undefined && { filsDiscovery: discovery(filsDiscovery) }) };
}

/** Probe responses that nobody asked for: to all, with the network as it is now. */
export function probeResponses(input: NetworkBeacon): { readonly unsolBcastProbeResp?: UnsolBcastProbeResp } {
  const { unsolicitedProbeResponseTu } = input;
  if (unsolicitedProbeResponseTu === undefined) return {};
  const intTu = whole("unsolicitedProbeResponseTu", unsolicitedProbeResponseTu, 1, 20);
  const { probeResponse } = buildBeacon(input);
  const tmpl = probeResponse.slice();
  tmpl.fill(0xff, 4, 10); // the destination, which an answer has from who asks
  return { unsolBcastProbeResp: { intTu, tmpl } };
}

/** Spatial reuse as START_AP carries it. Throws INVALID_ARGUMENT. */
export function obssPd(reuse: SpatialReuse): ObssPd {
  const { control, minOffsetDb, maxOffsetDb, nonGroupMaxOffsetDb, colorBitmap, partialBssidBitmap } = reuse;
  const most = maxOffsetDb ?? 20;
  return {
    ...(minOffsetDb !== undefined && { minOffsetDb: whole("minOffsetDb", minOffsetDb, 1, most) }),
    ...(maxOffsetDb !== undefined && { maxOffsetDb: whole("maxOffsetDb", maxOffsetDb, 1, 20) }),
    ...(nonGroupMaxOffsetDb !== undefined && {
      nonSrgMaxOffsetDb: whole("nonGroupMaxOffsetDb", nonGroupMaxOffsetDb, 1, 20),
    }),
    ...(colorBitmap !== undefined && { bssColorBitmap: eight("colorBitmap", colorBitmap) }),
    ...(partialBssidBitmap !== undefined && { partialBssidBitmap: eight("partialBssidBitmap", partialBssidBitmap) }),
    srCtrl: whole("control", control, 0, 255),
  };
}

function discovery({ minIntervalTu, maxIntervalTu, frame }: FilsDiscoveryInput): FilsDiscovery {
  const intMaxTu = whole("maxIntervalTu", maxIntervalTu, 1, 10_000);
  whole("octets of a FILS discovery frame", frame.length, 42, 2304);
  return { intMinTu: whole("minIntervalTu", minIntervalTu, 0, intMaxTu), intMaxTu, tmpl: frame };
}

function eight(what: string, octets: Uint8Array): Uint8Array {
  whole(`octets of ${what}`, octets.length, 8, 8);
  return octets;
}
