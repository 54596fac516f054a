/** Bits that a subcarrier carries in one symbol of one stream: modulation times coding rate, as a fraction. */
export interface Modulation {
  /** Coded bits per subcarrier: 1 BPSK, 2 QPSK, 4 16-QAM, 6 64-QAM, 8 256-QAM, 10 1024-QAM, 12 4096-QAM. */
  readonly bits: number;
  /** Coding rate, numerator and denominator. */
  readonly rate: readonly [numerator: number, denominator: number];
}

/**
 * MCS 0 to 13 of VHT (to 9), HE (to 11) and EHT. IEEE 802.11-2020 tables 19-27 ff. and 21-29 ff., 802.11ax 27.5,
 * 802.11be 36.5. Drivers use 10 and 11 with VHT, and 12 and 13 with HE as well.
 */
export const MODULATIONS: readonly Modulation[] = [
  { bits: 1, rate: [1, 2] },
  { bits: 2, rate: [1, 2] },
  { bits: 2, rate: [3, 4] },
  { bits: 4, rate: [1, 2] },
  { bits: 4, rate: [3, 4] },
  { bits: 6, rate: [2, 3] },
  { bits: 6, rate: [3, 4] },
  { bits: 6, rate: [5, 6] },
  { bits: 8, rate: [3, 4] },
  { bits: 8, rate: [5, 6] },
  { bits: 10, rate: [3, 4] },
  { bits: 10, rate: [5, 6] },
  { bits: 12, rate: [3, 4] },
  { bits: 12, rate: [5, 6] },
];

/**
 * Data bits per symbol of all streams. The standard's tables show N_DBPS without its fraction, but their rates come of
 * the whole.
 */
export function dataBitsPerSymbol(subcarriers: number, modulation: Modulation, streams: number): number {
  const [numerator, denominator] = modulation.rate;
  return (subcarriers * modulation.bits * numerator * streams) / denominator;
}

/** True for a whole number from `low` to `high`. */
export function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
