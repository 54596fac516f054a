import type { BandBitrates, Bitrates, McsByStreams } from "../client/station/bitrates.ts";
import { Nl80211Error } from "../errors.ts";
import type { Band } from "../ieee80211/channel.ts";
import { numberOf } from "./typed.ts";

/** What rates can be said by, in iw's words and, for EHT, in words like them. */
export const RATE_WORDS =
  "[legacy-<2.4|5> <Mbit/s>...] [ht-mcs-<2.4|5> <MCS>...] [vht-mcs-<2.4|5> <NSS:MCS,MCS|NSS:MCS-MCS>...] " +
  "[he-mcs-<2.4|5|6> ...] [eht-mcs-<2.4|5|6> ...] [sgi-<2.4|5>] [lgi-<2.4|5>] " +
  "[he-gi-<2.4|5|6> <0.8|1.6|3.2>] [he-ltf-<2.4|5|6> <1|2|4>] [eht-gi-<2.4|5|6> ...] [eht-ltf-<2.4|5|6> <1|2|4|6|8>]";

const BANDS: Readonly<Record<string, Band>> = { "2.4": "2.4 GHz", "5": "5 GHz", "6": "6 GHz" };

/** What a word says of a band, given the values that follow it. */
const WORDS: Readonly<Record<string, (values: readonly string[], word: string) => BandBitrates>> = {
  legacy: (values) => ({ legacyMbps: values.map((value) => numberOf("rate", value)) }),
  "ht-mcs": (values) => ({ htMcs: values.map((value) => numberOf("MCS", value)) }),
  "vht-mcs": (values) => ({ vhtMcs: mcsByStreams(values) }),
  "he-mcs": (values) => ({ heMcs: mcsByStreams(values) }),
  "eht-mcs": (values) => ({ ehtMcs: mcsByStreams(values) }),
  sgi: () => ({ gi: "short" }),
  lgi: () => ({ gi: "long" }),
  "he-gi": ([value], word) => ({ heGiUs: numberOf(word, value) as 0.8 }),
  "he-ltf": ([value], word) => ({ heLtf: numberOf(word, value) as 1 }),
  "eht-gi": ([value], word) => ({ ehtGiUs: numberOf(word, value) as 0.8 }),
  "eht-ltf": ([value], word) => ({ ehtLtf: numberOf(word, value) as 1 }),
};

/** Whether a word begins something about rates: "vht-mcs-5". */
export function isRateWord(word: string): boolean {
  return split(word) !== undefined;
}

/** Rates from iw's words. Throws INVALID_ARGUMENT. */
export function ratesOf(words: readonly string[]): Bitrates {
  const bands: Partial<Record<Band, BandBitrates>> = {};
  for (let at = 0; at < words.length; ) {
    const word = words[at++]!;
    const known = split(word);
    if (known === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", `rates: "${word}": expected ${RATE_WORDS}`);
    }
    const [read, band] = known;
    const first = at;
    while (at < words.length && !isRateWord(words[at]!)) at++;
    bands[band] = { ...bands[band], ...read(words.slice(first, at), word) };
  }
  return bands;
}

function split(word: string): readonly [(typeof WORDS)[string], Band] | undefined {
  const dash = word.lastIndexOf("-");
  const [kind, band] = [word.slice(0, dash), word.slice(dash + 1)];
  if (!Object.hasOwn(WORDS, kind) || !Object.hasOwn(BANDS, band)) return undefined;
  return [WORDS[kind]!, BANDS[band]!];
}

/** "1:0-9", "2:7,8". */
function mcsByStreams(values: readonly string[]): McsByStreams {
  const byStreams: Record<number, number[]> = {};
  for (const value of values) {
    const [, streams, list] = /^(\d+):(\d+(?:[-,]\d+)*)$/.exec(value) ?? [];
    if (streams === undefined || list === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", `MCS "${value}": expected such as 1:0-9 or 2:7,8`);
    }
    const indices = list.split(",").flatMap((part) => span(part));
    byStreams[Number(streams)] = [...(byStreams[Number(streams)] ?? []), ...indices];
  }
  return byStreams;
}

function span(part: string): number[] {
  const [first = 0, last = first] = part.split("-").map(Number);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}
