import { MODULATIONS, within } from "./modulation.ts";

/** 802.11ac. 160 MHz stands for 80+80 MHz as well. MCS 10 and 11 are not in the standard, but in use. */
export interface VeryHighRate {
  readonly kind: "VHT";
  readonly mcs: number;
  readonly nss: number;
  readonly widthMhz: 20 | 40 | 80 | 160;
  /** A guard interval of 0.4 µs instead of 0.8. */
  readonly shortGi?: boolean;
}

/** Data subcarriers (N_SD). IEEE 802.11-2020 table 21-5. */
const SUBCARRIERS = { 20: 52, 40: 108, 80: 234, 160: 468 } as const;

/**
 * N_DBPS over the symbol time; kernel: cfg80211_calculate_bitrate_vht. Given for combinations, too, that {@link
 * isVhtMcsDefined} denies.
 */
export function veryHighKbps({ mcs, nss, widthMhz, shortGi }: VeryHighRate): number | undefined {
  const subcarriers = SUBCARRIERS[widthMhz] as number | undefined;
  if (subcarriers === undefined || !within(mcs, 0, 11) || !within(nss, 1, 8)) return undefined;
  const { bits, rate } = MODULATIONS[mcs]!;
  return ((((subcarriers * bits * rate[0]) / rate[1]) * nss) / (shortGi ? 3.6 : 4)) * 1000;
}

/**
 * Whether the standard has this combination: some are left out because their bits do not divide among the encoders.
 * IEEE 802.11-2020 tables 21-29 to 21-60: MCS 9 at 20 MHz but for 3 and 6 streams; 6 at 80 MHz with 3 and 7, 9 at 80
 * MHz with 6; 9 at 160 MHz with 3.
 */
export function isVhtMcsDefined(mcs: number, nss: number, widthMhz: 20 | 40 | 80 | 160): boolean {
  if (!within(mcs, 0, 9) || !within(nss, 1, 8)) return false;
  if (mcs === 9 && widthMhz === 20) return nss === 3 || nss === 6;
  if (mcs === 6 && widthMhz === 80) return nss !== 3 && nss !== 7;
  if (mcs === 9 && widthMhz === 80) return nss !== 6;
  if (mcs === 9 && widthMhz === 160) return nss !== 3;
  return true;
}
