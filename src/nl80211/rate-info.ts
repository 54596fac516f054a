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

type Building<T> = { -readonly [K in keyof T]: T[K] };

/** The rate in a station's TX_BITRATE or RX_BITRATE. */
export function stationRate(from: RateInfo): StationRate {
  const rate: Building<StationRate> = { kind: "legacy", widthMhz: widthOf(from) };
  const in100Kbps = from.bitrate32In100Kbps ?? from.bitrateIn100Kbps;
  if (in100Kbps !== undefined) rate.mbps = in100Kbps / 10;
  addModulation(rate, from);
  return rate;
}

function addModulation(rate: Building<StationRate>, from: RateInfo): void {
  if (from.uhrMcs !== undefined) {
    add(rate, "UHR", from.uhrMcs, from.ehtNss, GUARD_INTERVALS_US[from.ehtGi!]);
    addUnit(rate, EHT_UNITS[from.ehtRuAlloc!]);
    if (from.uhrElr) rate.enhancedLongRange = true;
    if (from.uhrIm) rate.interferenceMitigation = true;
  } else if (from.ehtMcs !== undefined) {
    add(rate, "EHT", from.ehtMcs, from.ehtNss, GUARD_INTERVALS_US[from.ehtGi!]);
    addUnit(rate, EHT_UNITS[from.ehtRuAlloc!]);
  } else if (from.heMcs !== undefined) {
    add(rate, "HE", from.heMcs, from.heNss, GUARD_INTERVALS_US[from.heGi!]);
    addUnit(rate, HE_UNITS[from.heRuAlloc!]);
    if (from.heDcm !== undefined) rate.dcm = from.heDcm === 1;
  } else if (from.vhtMcs !== undefined) add(rate, "VHT", from.vhtMcs, from.vhtNss, from.shortGi ? 0.4 : 0.8);
  else if (from.mcs !== undefined) add(rate, "HT", from.mcs, Math.floor(from.mcs / 8) + 1, from.shortGi ? 0.4 : 0.8);
  // S1G clocks ten times slower: 4 and 8 µs.
  else if (from.s1gMcs !== undefined) add(rate, "S1G", from.s1gMcs, from.s1gNss, from.shortGi ? 4 : 8);
}

function add(
  rate: Building<StationRate>,
  kind: StationRate["kind"],
  mcs: number,
  nss: number | undefined,
  guardIntervalUs: number | undefined,
): void {
  rate.kind = kind;
  rate.mcs = mcs;
  if (nss !== undefined) rate.nss = nss;
  if (guardIntervalUs !== undefined) rate.guardIntervalUs = guardIntervalUs;
}

function addUnit(rate: Building<StationRate>, resourceUnit: string | undefined): void {
  if (resourceUnit !== undefined) rate.resourceUnit = resourceUnit;
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
