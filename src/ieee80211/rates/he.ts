import { dataBitsPerSymbol, MODULATIONS, within } from "./modulation.ts";

/** Guard interval of HE, EHT and UHR in microseconds. */
export type GuardIntervalUs = 0.8 | 1.6 | 3.2;

/** Resource units of 802.11ax by their tones, in the order of NL80211_RATE_INFO_HE_RU_ALLOC_*. */
export const HIGH_EFFICIENCY_RUS = ["26", "52", "106", "242", "484", "996", "2x996"] as const;
export type HighEfficiencyRu = (typeof HIGH_EFFICIENCY_RUS)[number];

/** 802.11ax. The rate is of the resource unit, where one is given, else of the whole width. */
export interface HighEfficiencyRate {
  readonly kind: "HE";
  readonly mcs: number;
  readonly nss: number;
  readonly widthMhz?: 20 | 40 | 80 | 160;
  readonly ru?: HighEfficiencyRu;
  /** 0.8 where not given. */
  readonly guardIntervalUs?: GuardIntervalUs;
  /** Dual carrier modulation: everything twice. MCS 0, 1, 3, 4 with one or two streams. */
  readonly dcm?: boolean;
}

/** Data subcarriers of a resource unit (N_SD). IEEE 802.11ax table 27-12 and tables 27-55 ff. */
export const RU_SUBCARRIERS: Readonly<Record<HighEfficiencyRu, number>> = {
  26: 24,
  52: 48,
  106: 102,
  242: 234,
  484: 468,
  996: 980,
  "2x996": 1960,
};

/** The resource unit that fills a channel. */
export const FULL_WIDTH_RU = { 20: "242", 40: "484", 80: "996", 160: "2x996" } as const;

/** Symbol of HE, EHT and UHR without guard interval, in microseconds. */
export const SYMBOL_US = 12.8;

/**
 * N_DBPS over the symbol time; kernel: cfg80211_calculate_bitrate_he, which gives four fifths of this for 26, 52 and
 * 106 tones (Linux 7.3: the base of MCS 9 stands where that of MCS 11 is meant).
 */
export function highEfficiencyKbps(rate: HighEfficiencyRate): number | undefined {
  const { mcs, nss, guardIntervalUs = 0.8, dcm = false } = rate;
  const ru = rate.ru ?? (rate.widthMhz === undefined ? undefined : FULL_WIDTH_RU[rate.widthMhz]);
  const subcarriers = ru === undefined ? undefined : (RU_SUBCARRIERS[ru] as number | undefined);
  if (subcarriers === undefined || !within(mcs, 0, 13) || !within(nss, 1, 8)) return undefined;
  if (dcm && (![0, 1, 3, 4].includes(mcs) || nss > 2)) return undefined;
  const bits = dataBitsPerSymbol(dcm ? subcarriers / 2 : subcarriers, MODULATIONS[mcs]!, nss);
  return (bits / (SYMBOL_US + guardIntervalUs)) * 1000;
}
