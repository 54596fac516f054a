import { type GuardIntervalUs, RU_SUBCARRIERS, SYMBOL_US } from "./he.ts";
import { dataBitsPerSymbol, MODULATIONS, type Modulation, within } from "./modulation.ts";

/** Resource units of 802.11be by their tones, alone or together, in the order of NL80211_RATE_INFO_EHT_RU_ALLOC_*. */
export const EXTREMELY_HIGH_RUS = [
  "26",
  "52",
  "52+26",
  "106",
  "106+26",
  "242",
  "484",
  "484+242",
  "996",
  "996+484",
  "996+484+242",
  "2x996",
  "2x996+484",
  "3x996",
  "3x996+484",
  "4x996",
] as const;
export type ExtremelyHighRu = (typeof EXTREMELY_HIGH_RUS)[number];

/** 802.11be. The rate is of the resource unit, where one is given, else of the whole width. */
export interface ExtremelyHighRate {
  readonly kind: "EHT";
  /** 0 to 13; 14 is BPSK twice, duplicated over 80, 160 or 320 MHz (EHT DUP); 15 is BPSK twice (DCM). */
  readonly mcs: number;
  readonly nss: number;
  readonly widthMhz?: 20 | 40 | 80 | 160 | 320;
  readonly ru?: ExtremelyHighRu;
  /** 0.8 where not given. */
  readonly guardIntervalUs?: GuardIntervalUs;
}

const FULL_WIDTH_RU = { 20: "242", 40: "484", 80: "996", 160: "2x996", 320: "4x996" } as const;

/** Data subcarriers of a resource unit: the sum of its parts; NaN for what is none. IEEE 802.11be 36.5. */
export function ruSubcarriers(ru: ExtremelyHighRu): number {
  let subcarriers = SUBCARRIERS.get(ru);
  if (subcarriers === undefined) {
    subcarriers = sumOfParts(ru);
    if (!Number.isNaN(subcarriers)) SUBCARRIERS.set(ru, subcarriers);
  }
  return subcarriers;
}

/** As far as they were asked for. */
const SUBCARRIERS = new Map<ExtremelyHighRu, number>();

function sumOfParts(ru: ExtremelyHighRu): number {
  let sum = 0;
  for (const part of ru.split("+")) {
    const [times, tones] = part.includes("x") ? part.split("x") : ["1", part];
    sum += Number(times) * (RU_SUBCARRIERS[tones as keyof typeof RU_SUBCARRIERS] ?? Number.NaN);
  }
  return sum;
}

/**
 * What EHT and UHR have in common: the subcarriers of the unit, or of the width. `undefined` where neither is of the
 * standard.
 */
export function subcarriersOf(rate: Pick<ExtremelyHighRate, "widthMhz" | "ru">): number | undefined {
  const ru = rate.ru ?? (rate.widthMhz === undefined ? undefined : FULL_WIDTH_RU[rate.widthMhz]);
  const subcarriers = ru === undefined ? Number.NaN : ruSubcarriers(ru);
  return Number.isNaN(subcarriers) ? undefined : subcarriers;
}

const BPSK: Modulation = MODULATIONS[0]!;

/**
 * Data subcarriers of EHT DUP by those of the unit: half of the channel is a copy, and each symbol is sent twice. IEEE
 * 802.11be tables of MCS 14.
 */
const DUPLICATED_SUBCARRIERS: Readonly<Record<number, number>> = { 980: 234, 1960: 490, 3920: 980 };

/** Data bits per symbol for MCS 0 to 15. */
export function extremelyHighBits(subcarriers: number, mcs: number, nss: number): number | undefined {
  if (mcs === 15) return nss === 1 ? dataBitsPerSymbol(subcarriers / 2, BPSK, 1) : undefined;
  if (mcs === 14) {
    const left = DUPLICATED_SUBCARRIERS[subcarriers];
    return nss === 1 && left !== undefined ? dataBitsPerSymbol(left, BPSK, 1) : undefined;
  }
  return dataBitsPerSymbol(subcarriers, MODULATIONS[mcs]!, nss);
}

/** N_DBPS over the symbol time; kernel: cfg80211_calculate_bitrate_eht (for units below 242 tones, see HE). */
export function extremelyHighKbps(rate: ExtremelyHighRate): number | undefined {
  const subcarriers = subcarriersOf(rate);
  if (subcarriers === undefined || !within(rate.mcs, 0, 15) || !within(rate.nss, 1, 8)) return undefined;
  const bits = extremelyHighBits(subcarriers, rate.mcs, rate.nss);
  return bits === undefined ? undefined : (bits / (SYMBOL_US + (rate.guardIntervalUs ?? 0.8))) * 1000;
}
