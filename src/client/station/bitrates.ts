import type { Band } from "../../ieee80211/channel.ts";
import type { TxRate } from "../../nl80211/generated/interface.ts";
import { TxrateGi } from "../../nl80211/generated/interface-enums.ts";
import { EhtGi, EhtLtf, HeGi, HeLtf } from "../../nl80211/generated/station-enums.ts";
import { Band as BandNumber } from "../../nl80211/generated/wiphy-enums.ts";
import { chosen, whole } from "../argument.ts";
import { rateOctets } from "../rate-octets.ts";

/** MCS by numbers of spatial streams: `{ 1: [0, 1, 2], 2: [7] }`; streams that are not named send with none. */
export type McsByStreams = Readonly<Record<number, readonly number[]>>;

/** Rates to send with in one band. What is not given is as the driver likes; an empty list forbids all of its kind. */
export interface BandBitrates {
  readonly legacyMbps?: readonly number[];
  /** HT MCS, 0 to 76: the streams are in the number. */
  readonly htMcs?: readonly number[];
  /** VHT MCS 0 to 9 (drivers also have 10 and 11), 1 to 8 streams. */
  readonly vhtMcs?: McsByStreams;
  /** HE MCS 0 to 11, 1 to 8 streams. */
  readonly heMcs?: McsByStreams;
  /** EHT MCS 0 to 15, 1 to 16 streams. */
  readonly ehtMcs?: McsByStreams;
  /** Guard interval of HT and VHT. Default: the driver's choice. */
  readonly gi?: "short" | "long";
  readonly heGiUs?: 0.8 | 1.6 | 3.2;
  /** Long training field of HE, as a multiple of 3.2 µs. */
  readonly heLtf?: 1 | 2 | 4;
  readonly ehtGiUs?: 0.8 | 1.6 | 3.2;
  readonly ehtLtf?: 1 | 2 | 4 | 6 | 8;
}

/** Rates to send with, by band; a band that is not named may use all. */
export type Bitrates = Readonly<Partial<Record<Band, BandBitrates>>>;

const BANDS: Readonly<Record<Band, BandNumber>> = {
  "2.4 GHz": BandNumber.Band2ghz,
  "5 GHz": BandNumber.Band5ghz,
  "6 GHz": BandNumber.Band6ghz,
  "60 GHz": BandNumber.Band60ghz,
  S1G: BandNumber.BandS1ghz,
};

/** Rates as requests carry them, by the band's number. Throws INVALID_ARGUMENT. */
export function txRates(bitrates: Bitrates): Readonly<Record<number, TxRate>> {
  const bands = Object.entries(bitrates).filter(([, rates]) => rates !== undefined);
  return Object.fromEntries(bands.map(([band, rates]) => [chosen("band", BANDS, band as Band), txRate(rates)]));
}

const GI = { short: TxrateGi.ForceSgi, long: TxrateGi.ForceLgi } as const;
const HE_GI = { 0.8: HeGi.Gi0us8, 1.6: HeGi.Gi1us6, 3.2: HeGi.Gi3us2 } as const;
const HE_LTF = { 1: HeLtf.Ltf1x, 2: HeLtf.Ltf2x, 4: HeLtf.Ltf4x } as const;
const EHT_GI = { 0.8: EhtGi.Gi0us8, 1.6: EhtGi.Gi1us6, 3.2: EhtGi.Gi3us2 } as const;
const EHT_LTF = { 1: EhtLtf.Ltf1x, 2: EhtLtf.Ltf2x, 4: EhtLtf.Ltf4x, 6: EhtLtf.Ltf6x, 8: EhtLtf.Ltf8x } as const;

function txRate(from: BandBitrates): TxRate {
  const { legacyMbps, htMcs, vhtMcs, heMcs, ehtMcs, gi, heGiUs, heLtf, ehtGiUs, ehtLtf } = from;
  return {
    ...(legacyMbps !== undefined && { legacy: rateOctets("rate", legacyMbps) }),
    ...(htMcs !== undefined && { ht: Uint8Array.from(htMcs, (mcs) => whole("HT MCS", mcs, 0, 76)) }),
    ...(vhtMcs !== undefined && { vht: { mcs: masks("VHT", vhtMcs, 8, 11) } }),
    ...(heMcs !== undefined && { he: { mcs: masks("HE", heMcs, 8, 11) } }),
    ...(ehtMcs !== undefined && { eht: { mcs: masks("EHT", ehtMcs, 16, 15) } }),
    ...(gi !== undefined && { gi: chosen("guard interval", GI, gi) }),
    ...(heGiUs !== undefined && { heGi: chosen("guard interval of HE in µs", HE_GI, heGiUs) }),
    ...(heLtf !== undefined && { heLtf: chosen("long training field of HE", HE_LTF, heLtf) }),
    ...(ehtGiUs !== undefined && { ehtGi: chosen("guard interval of EHT in µs", EHT_GI, ehtGiUs) }),
    ...(ehtLtf !== undefined && { ehtLtf: chosen("long training field of EHT", EHT_LTF, ehtLtf) }),
  };
}

/** A mask of MCS for each number of streams, from one on. */
function masks(what: string, byStreams: McsByStreams, mostStreams: number, highestMcs: number): number[] {
  const list = new Array<number>(mostStreams).fill(0);
  for (const [streams, indices] of Object.entries(byStreams)) {
    const at = whole(`number of ${what} streams`, Number(streams), 1, mostStreams) - 1;
    for (const mcs of indices) list[at]! |= 1 << whole(`${what} MCS`, mcs, 0, highestMcs);
  }
  return list;
}
