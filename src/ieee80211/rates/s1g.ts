import { MODULATIONS, within } from "./modulation.ts";

/** 802.11ah. MCS 10 is MCS 0 sent twice, at 1 MHz. */
export interface SubGigahertzRate {
  readonly kind: "S1G";
  readonly mcs: number;
  readonly nss: number;
  readonly widthMhz: 1 | 2 | 4 | 8 | 16;
  /** A guard interval of 4 µs instead of 8. */
  readonly shortGi?: boolean;
}

/** Data subcarriers (N_SD). IEEE 802.11-2020 table 23-4. */
const SUBCARRIERS = { 1: 24, 2: 52, 4: 108, 8: 234, 16: 468 } as const;

/**
 * N_DBPS over the symbol time, ten times that of VHT. Kernel: cfg80211_calculate_bitrate_s1g, whose 8.58 Mbit/s for MCS
 * 0 at 16 MHz (Linux 7.3) are 5.85 in the standard (table 23-57).
 */
export function subGigahertzKbps({ mcs, nss, widthMhz, shortGi }: SubGigahertzRate): number | undefined {
  const subcarriers = SUBCARRIERS[widthMhz] as number | undefined;
  if (subcarriers === undefined || !within(mcs, 0, 10) || !within(nss, 1, 4)) return undefined;
  const symbolUs = shortGi ? 36 : 40;
  if (mcs === 10) return widthMhz === 1 && nss === 1 ? (6 * 1000) / symbolUs : undefined;
  const { bits, rate } = MODULATIONS[mcs]!;
  const perSymbol = (subcarriers * bits * rate[0] * nss) / rate[1];
  // MCS 9 at 2 MHz comes to whole bits with three streams only, and the standard leaves the others out.
  return Number.isInteger(perSymbol) ? (perSymbol / symbolUs) * 1000 : undefined;
}
