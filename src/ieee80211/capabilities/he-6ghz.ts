import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The HE 6 GHz Band Capabilities element: what HT and VHT capabilities would say. NL80211_BAND_IFTYPE_ATTR_HE_6GHZ_CAPA. */
export interface He6GhzCapabilities {
  /** 0 is no restriction. */
  readonly minMpduStartSpacingMicroseconds: number;
  /** 2^(13 + exponent) - 1. */
  readonly maxAmpduOctets: number;
  /** Absent for the reserved value. */
  readonly maxMpduOctets?: 3895 | 7991 | 11454;
  readonly smPowerSave: "static" | "dynamic" | "reserved" | "disabled";
  readonly reverseDirectionResponder: boolean;
  readonly rxAntennaPatternConsistency: boolean;
  readonly txAntennaPatternConsistency: boolean;
}

export function decodeHe6GhzCapabilities(body: Uint8Array): He6GhzCapabilities {
  need(body, 2);
  const field = body[0]! | (body[1]! << 8);
  const spacing = bits(field, 0, 3);
  const maxMpduOctets = ([3895, 7991, 11454] as const)[bits(field, 6, 2)];
  return {
    minMpduStartSpacingMicroseconds: spacing === 0 ? 0 : 2 ** (spacing - 3),
    maxAmpduOctets: 2 ** (13 + bits(field, 3, 3)) - 1,
    ...(maxMpduOctets === undefined ? {} : { maxMpduOctets }),
    smPowerSave: (["static", "dynamic", "reserved", "disabled"] as const)[bits(field, 9, 2)]!,
    reverseDirectionResponder: bit(field, 11),
    rxAntennaPatternConsistency: bit(field, 12),
    txAntennaPatternConsistency: bit(field, 13),
  };
}
