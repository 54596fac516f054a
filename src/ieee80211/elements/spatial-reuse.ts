import { bit, bits } from "../../bytes/bits.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { need } from "../element-kind.ts";

/** The Spatial Reuse Parameter Set element: how loud a neighbour may be talked over. */
export interface SpatialReuseParameterSet {
  readonly psrDisallowed: boolean;
  readonly nonSrgObssPdDisallowed: boolean;
  readonly hesigaSpatialReuseValue15Allowed: boolean;
  readonly nonSrgObssPdMaxOffsetDb?: number;
  /** Of the spatial reuse group: */
  readonly srg?: {
    readonly obssPdMinOffsetDb: number;
    readonly obssPdMaxOffsetDb: number;
    readonly bssColorBitmap: bigint;
    readonly partialBssidBitmap: bigint;
  };
}

export function decodeSpatialReuseParameterSet(body: Uint8Array): SpatialReuseParameterSet {
  const reader = new ByteReader(body);
  const control = reader.u8();
  return {
    psrDisallowed: bit(control, 0),
    nonSrgObssPdDisallowed: bit(control, 1),
    hesigaSpatialReuseValue15Allowed: bit(control, 4),
    ...(bit(control, 2) ? { nonSrgObssPdMaxOffsetDb: reader.u8() } : {}),
    ...(bit(control, 3)
      ? {
          srg: {
            obssPdMinOffsetDb: reader.u8(),
            obssPdMaxOffsetDb: reader.u8(),
            bssColorBitmap: reader.u64(),
            partialBssidBitmap: reader.u64(),
          },
        }
      : {}),
  };
}

/** The BSS Color Change Announcement element. */
export interface BssColorChangeAnnouncement {
  /** Beacons until the change. */
  readonly countdown: number;
  readonly newColor: number;
}

export function decodeBssColorChangeAnnouncement(body: Uint8Array): BssColorChangeAnnouncement {
  need(body, 2);
  return { countdown: body[0]!, newColor: bits(body[1]!, 0, 6) };
}

/** The UORA Parameter Set element: how stations contend in trigger frames. */
export interface UoraParameterSet {
  readonly ocwMin: number;
  readonly ocwMax: number;
}

export function decodeUoraParameterSet(body: Uint8Array): UoraParameterSet {
  need(body, 1);
  return { ocwMin: 2 ** bits(body[0]!, 0, 3) - 1, ocwMax: 2 ** bits(body[0]!, 3, 3) - 1 };
}

/** The NDP Feedback Report Parameter Set element. */
export interface NdpFeedbackReportParameterSet {
  readonly resourceRequestBufferThresholdOctets: number;
}

export function decodeNdpFeedbackReportParameterSet(body: Uint8Array): NdpFeedbackReportParameterSet {
  need(body, 1);
  return { resourceRequestBufferThresholdOctets: 256 * 2 ** body[0]! };
}

/** The ESS Report element. */
export interface EssReport {
  /** The access points were set up so that their cells overlap as planned. */
  readonly plannedEss: boolean;
  /** This access point is at the edge of the network. */
  readonly edgeOfEss: boolean;
  /** The signal below which to look for another access point; absent where none is recommended (63). */
  readonly recommendedTransitionRssiDbm?: number;
}

export function decodeEssReport(body: Uint8Array): EssReport {
  need(body, 1);
  const threshold = bits(body[0]!, 2, 6);
  return {
    plannedEss: bit(body[0]!, 0),
    edgeOfEss: bit(body[0]!, 1),
    ...(threshold === 63 ? {} : { recommendedTransitionRssiDbm: threshold - 100 }),
  };
}

/** The OPS element: opportunistic power save, slots of a period in which stations may be wanted. */
export interface OpportunisticPowerSave {
  readonly durationMilliseconds: number;
  readonly bitmap: Uint8Array;
}

export function decodeOpportunisticPowerSave(body: Uint8Array): OpportunisticPowerSave {
  need(body, 1);
  return { durationMilliseconds: body[0]!, bitmap: body.subarray(1) };
}
