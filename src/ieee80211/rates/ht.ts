import { MODULATIONS, within } from "./modulation.ts";

/**
 * 802.11n. MCS 0 to 31 have one to four equal streams, 32 is 40 MHz alone, 33 to 76 have streams of different
 * modulation.
 */
export interface HighThroughputRate {
  readonly kind: "HT";
  readonly mcs: number;
  readonly widthMhz: 20 | 40;
  /** A guard interval of 0.4 µs instead of 0.8. */
  readonly shortGi?: boolean;
}

/**
 * Coded bits per subcarrier of each stream, MCS 33 to 38 and 39 to 45: coding rates as below. IEEE 802.11-2020 tables
 * 19-36 to 19-41.
 */
const TWO_STREAMS: readonly (readonly number[])[] = [
  [4, 2],
  [6, 2],
  [6, 4],
];
const THREE_STREAMS: readonly (readonly number[])[] = [
  [4, 2, 2],
  [4, 4, 2],
  [6, 2, 2],
  [6, 4, 2],
  [6, 4, 4],
  [6, 6, 2],
  [6, 6, 4],
];
const FOUR_STREAMS: readonly (readonly number[])[] = [
  [4, 2, 2, 2],
  [4, 4, 2, 2],
  [4, 4, 4, 2],
  [6, 2, 2, 2],
  [6, 4, 2, 2],
  [6, 4, 4, 2],
  [6, 4, 4, 4],
  [6, 6, 2, 2],
  [6, 6, 4, 2],
  [6, 6, 4, 4],
  [6, 6, 6, 2],
  [6, 6, 6, 4],
];

/** Each list of unequal streams comes twice: with coding rate 1/2, then with 3/4. */
const UNEQUAL: readonly { readonly bits: number; readonly rate: number }[] = [
  TWO_STREAMS,
  THREE_STREAMS,
  FOUR_STREAMS,
].flatMap((list) =>
  [1 / 2, 3 / 4].flatMap((rate) => list.map((bits) => ({ bits: bits.reduce((sum, each) => sum + each), rate }))),
);

/** N_DBPS over the symbol time; kernel: cfg80211_calculate_bitrate_ht. */
export function highThroughputKbps({ mcs, widthMhz, shortGi }: HighThroughputRate): number | undefined {
  if (!within(mcs, 0, 76)) return undefined;
  const symbolUs = shortGi ? 3.6 : 4;
  // MCS 32 sends the same BPSK 1/2 symbol, of 48 subcarriers, on both halves of 40 MHz.
  if (mcs === 32) return widthMhz === 40 ? (24 * 1000) / symbolUs : undefined;
  const subcarriers = widthMhz === 40 ? 108 : 52;
  if (mcs < 32) {
    const { bits, rate } = MODULATIONS[mcs % 8]!;
    const streams = Math.floor(mcs / 8) + 1;
    return ((((subcarriers * bits * rate[0]) / rate[1]) * streams) / symbolUs) * 1000;
  }
  const { bits, rate } = UNEQUAL[mcs - 33]!;
  return ((subcarriers * bits * rate) / symbolUs) * 1000;
}
