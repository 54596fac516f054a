import { type ExtremelyHighRate, extremelyHighBits, subcarriersOf } from "./eht.ts";
import { SYMBOL_US } from "./he.ts";
import { dataBitsPerSymbol, type Modulation, within } from "./modulation.ts";

/**
 * 802.11bn, as far as Linux 7.3 defines it: the rates of EHT, four more, enhanced long range, and interference
 * mitigation.
 */
export interface UltraHighRate extends Omit<ExtremelyHighRate, "kind"> {
  readonly kind: "UHR";
  /** Enhanced long range: MCS 0 and 1 at 20 MHz, one stream, guard interval 1.6 µs. */
  readonly elr?: boolean;
  /** Interference mitigation: one stream, a tenth of the rate less. */
  readonly interferenceMitigation?: boolean;
}

/** The MCS that EHT has not: QPSK, 16-QAM and 256-QAM at 2/3, 16-QAM at 5/6. */
const MORE_MODULATIONS: Readonly<Record<number, Modulation>> = {
  17: { bits: 2, rate: [2, 3] },
  19: { bits: 4, rate: [2, 3] },
  20: { bits: 4, rate: [5, 6] },
  23: { bits: 8, rate: [2, 3] },
};

/** kernel: cfg80211_calculate_bitrate_uhr. */
export function ultraHighKbps(rate: UltraHighRate): number | undefined {
  const { mcs, nss } = rate;
  // Linux has 1.7 and 3.3 Mbit/s: 24 and 48 bits in a symbol of 14.4 µs.
  if (rate.elr) return mcs === 0 || mcs === 1 ? ((24 * (mcs + 1)) / 14.4) * 1000 : undefined;
  const subcarriers = subcarriersOf(rate);
  if (subcarriers === undefined || !within(nss, 1, 8) || !(within(mcs, 0, 15) || mcs in MORE_MODULATIONS)) {
    return undefined;
  }
  if (rate.interferenceMitigation && (nss !== 1 || mcs === 15)) return undefined;
  const more = MORE_MODULATIONS[mcs];
  const bits = more ? dataBitsPerSymbol(subcarriers, more, nss) : extremelyHighBits(subcarriers, mcs, nss);
  if (bits === undefined) return undefined;
  const kbps = (bits / (SYMBOL_US + (rate.guardIntervalUs ?? 0.8))) * 1000;
  return rate.interferenceMitigation ? 0.9 * kbps : kbps;
}
