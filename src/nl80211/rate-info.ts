import type { RateInfo } from "./generated/station.ts";

/** How frames go to or come from a station: the kernel's bit rate, and the modulation behind it. */
export interface StationRate {
  readonly mbps?: number;
  readonly kind: "legacy" | "HT" | "VHT" | "HE" | "EHT" | "UHR" | "S1G";
  readonly mcs?: number;
  /** Spatial streams. HT counts them in the MCS: 8 a stream. */
  readonly nss?: number;
  readonly widthMhz: number;
  /** Guard interval in µs; absent for legacy rates. */
  readonly guardIntervalUs?: number;
  /** Dual carrier modulation (HE). */
  readonly dcm?: boolean;
  /** Size of the resource unit in tones, with OFDMA: "106", "996+484". */
  readonly resourceUnit?: string;
  /** Enhanced long range (UHR). */
  readonly enhancedLongRange?: true;
  /** Interference mitigation (UHR). */
  readonly interferenceMitigation?: true;
}

/** NL80211_RATE_INFO_HE_RU_ALLOC_* by number. */
const HE_UNITS = ["26", "52", "106", "242", "484", "996", "2x996"];
/** NL80211_RATE_INFO_EHT_RU_ALLOC_* by number. */
const EHT_UNITS = [
  ...["26", "52", "52+26", "106", "106+26", "242", "484", "484+242", "996", "996+484", "996+484+242"],
  ...["2x996", "2x996+484", "3x996", "3x996+484", "4x996"],
];
/** NL80211_RATE_INFO_HE_GI_*, and EHT's, by number. */
const GUARD_INTERVALS_US = [0.8, 1.6, 3.2];

/** The rate in a station's TX_BITRATE or RX_BITRATE. */
export function stationRate(from: RateInfo): StationRate {
  const in100Kbps = from.bitrate32In100Kbps ?? from.bitrateIn100Kbps;
  return {
    ...(in100Kbps !== undefined && { mbps: in100Kbps / 10 }),
    ...modulationOf(from),
    widthMhz: widthOf(from),
  };
}

type Modulation = Omit<StationRate, "mbps" | "widthMhz">;

function modulationOf(from: RateInfo): Modulation {
  if (from.uhrMcs !== undefined) {
    return {
      ...present("UHR", from.uhrMcs, from.ehtNss, from.ehtGi, EHT_UNITS, from.ehtRuAlloc),
      ...(from.uhrElr && { enhancedLongRange: true as const }),
      ...(from.uhrIm && { interferenceMitigation: true as const }),
    };
  }
  if (from.ehtMcs !== undefined)
    return present("EHT", from.ehtMcs, from.ehtNss, from.ehtGi, EHT_UNITS, from.ehtRuAlloc);
  if (from.heMcs !== undefined) {
    const he = present("HE", from.heMcs, from.heNss, from.heGi, HE_UNITS, from.heRuAlloc);
    return { ...he, ...(from.heDcm !== undefined && { dcm: from.heDcm === 1 }) };
  }
  const shortOrLong = { guardIntervalUs: from.shortGi ? 0.4 : 0.8 };
  if (from.vhtMcs !== undefined) return { ...present("VHT", from.vhtMcs, from.vhtNss), ...shortOrLong };
  if (from.mcs !== undefined) return { ...present("HT", from.mcs, Math.floor(from.mcs / 8) + 1), ...shortOrLong };
  // S1G clocks ten times slower: 4 and 8 µs.
  if (from.s1gMcs !== undefined)
    return { ...present("S1G", from.s1gMcs, from.s1gNss), guardIntervalUs: from.shortGi ? 4 : 8 };
  return { kind: "legacy" };
}

function present(
  kind: StationRate["kind"],
  mcs: number,
  nss: number | undefined,
  gi?: number,
  units?: readonly string[],
  unit?: number,
): Modulation {
  const guardIntervalUs = gi === undefined ? undefined : GUARD_INTERVALS_US[gi];
  const resourceUnit = unit === undefined ? undefined : units?.[unit];
  return {
    kind,
    mcs,
    ...(nss !== undefined && { nss }),
    ...(guardIntervalUs !== undefined && { guardIntervalUs }),
    ...(resourceUnit !== undefined && { resourceUnit }),
  };
}

/** The width comes as flags; none of them means 20 MHz. */
function widthOf(from: RateInfo): number {
  if (from.width320Mhz) return 320;
  if (from.width160Mhz || from.width80p80Mhz) return 160;
  if (from.width80Mhz) return 80;
  if (from.width40Mhz) return 40;
  if (from.width16Mhz) return 16;
  if (from.width10Mhz) return 10;
  if (from.width8Mhz) return 8;
  if (from.width5Mhz) return 5;
  if (from.width4Mhz) return 4;
  if (from.width2Mhz) return 2;
  return from.width1Mhz ? 1 : 20;
}
