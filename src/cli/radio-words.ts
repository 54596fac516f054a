import { fromHex } from "../bytes/hex.ts";
import type { Nl80211 } from "../client/nl80211.ts";
import type { ChannelChoice } from "../client/radio/channel-choice.ts";
import type { SarLimit } from "../client/radio/power-calls.ts";
import type { QueueLimits, TxPower } from "../client/radio/radio-calls.ts";
import { Nl80211Error } from "../errors.ts";
import { numberOf } from "./typed.ts";
import { Words } from "./words.ts";

/** Where a radio is to be tuned, as `tunedTo` reads it. */
export const CHANNEL_WORDS =
  "<number | MHz> [NOHT | HT20 | HT40+ | 80MHz | ... | 20 | 40 | 80 | 80+80 | 160 | 320 [center1 MHz [center2 MHz]]] [punct <bits>]";

/** iw's words for a channel: "36 80MHz", "5180 80 5210", "5955 320MHz punct 0xc"; in kHz for S1G: "902500 1MHz". */
export function tunedTo(words: readonly string[], unit: "MHz" | "kHz" = "MHz"): ChannelChoice {
  const rest = new Words(words, unit === "kHz" ? "<kHz> [1MHz | 2MHz | 4MHz | 8MHz | 16MHz]" : CHANNEL_WORDS);
  const scale = unit === "kHz" ? 1000 : 1;
  const number = rest.number(unit === "kHz" ? "kHz" : "channel or MHz") / scale;
  const named = rest.mode().mode;
  const width = named === undefined ? rest.optional((word) => Object.hasOwn(WIDTHS, word)) : undefined;
  const centre = () => rest.optional((word) => /^\d+$/.test(word));
  const [center1, center2] = width === undefined ? [] : [centre(), centre()];
  const punctured = rest.flag("punct") ? rest.number("punctured subchannels") : undefined;
  rest.end();
  const mode =
    width === undefined ? named : modeOf(width, number, center1 === undefined ? undefined : +center1 / scale);
  return {
    ...(number > 300 ? { frequencyMhz: number } : { channel: number }),
    ...(mode !== undefined && { mode: mode as "HT20" }),
    ...(center1 !== undefined && { center1Mhz: Number(center1) / scale }),
    ...(center2 !== undefined && { center2Mhz: Number(center2) / scale }),
    ...(punctured !== undefined && { punctured }),
  };
}

/** Widths that iw writes as numbers, and the modes that they are. */
const WIDTHS: Readonly<Record<string, string>> = {
  ...{ "1": "1MHz", "2": "2MHz", "4": "4MHz", "8": "8MHz", "16": "16MHz", "5": "5MHz", "10": "10MHz" },
  ...{ "20": "HT20", "40": "HT40+", "80": "80MHz", "80+80": "80+80MHz", "160": "160MHz", "320": "320MHz" },
};

/** 40 MHz lie above or below the primary channel, as their centre says. */
function modeOf(width: string, number: number, center1Mhz: number | undefined): string {
  if (width !== "40") return WIDTHS[width]!;
  if (center1Mhz !== undefined) return center1Mhz > number ? "HT40+" : "HT40-";
  throw new Nl80211Error("INVALID_ARGUMENT", "40: say HT40+ or HT40-, or the centre of the whole in MHz behind it");
}

/** Monitor flags, or whose MU-MIMO frames it hears too. */
export function setMonitor(wifi: Nl80211, target: string, words: readonly string[]): Promise<void> {
  const [word, value = ""] = words;
  if (word === "mumimo-follow-mac") return wifi.setMuMimo(target, { follow: value });
  if (word === "mumimo-groupid") return wifi.setMuMimo(target, { groups: fromHex(value) });
  return wifi.setMonitorFlags(target, word === "none" ? [] : words);
}

/** The places of the bits that are set: those of TIDs. */
export function bitsOf(map: number): number[] {
  return Array.from({ length: 16 }, (_, tid) => tid).filter((tid) => (map >> tid) & 1);
}

/** iw's "short 7 long 4", or the numbers alone. */
export function retries(words: readonly string[]): { readonly short?: number; readonly long?: number } {
  if (words[0] !== "short" && words[0] !== "long") {
    return { short: numberOf("short", words[0]), long: numberOf("long", words[1]) };
  }
  const value = (word: string) => {
    const at = words.indexOf(word);
    return at < 0 ? {} : { [word]: numberOf(word, words[at + 1]) };
  };
  return { ...value("short"), ...value("long") };
}

/** One limit of queues, by iw's word for it. */
export function queueLimit(what: string, value: string | undefined): QueueLimits {
  if (what === "limit") return { packets: numberOf("packets", value) };
  if (what === "memory_limit") return { memoryBytes: numberOf("octets", value) };
  if (what === "quantum") return { quantumBytes: numberOf("octets", value) };
  throw new Nl80211Error("INVALID_ARGUMENT", `txq ${what}: expected limit, memory_limit or quantum`);
}

/** iw's type (0: power) and a limit for each range. */
export function sarLimits([type, ...limits]: readonly string[]): SarLimit[] {
  if (type !== "0") throw new Nl80211Error("INVALID_ARGUMENT", `sar_specs type ${type}: expected 0, limits of power`);
  return limits.map((text) => {
    const [, range, quarters] = /^(\d+):(-?\d+)$/.exec(text) ?? [];
    if (range !== undefined) return { range: Number(range), powerDbm: Number(quarters) / 4 };
    throw new Nl80211Error("INVALID_ARGUMENT", `${text}: expected range:quarters of a dBm, such as 0:44 for 11 dBm`);
  });
}

/** A threshold in octets, or none. */
export function limit(octets: string | undefined): number | "off" {
  return octets === "off" ? octets : numberOf("octets", octets);
}

/** iw's auto, limit and fixed; the power in dBm. */
export function txPower(how: string | undefined, dbm: string | undefined): TxPower {
  if (how === "auto") return how;
  if (how === "limit") return { limitDbm: numberOf("dBm", dbm) };
  if (how === "fixed") return { fixedDbm: numberOf("dBm", dbm) };
  throw new Nl80211Error("INVALID_ARGUMENT", `txpower ${how ?? "(not given)"}: expected auto, limit or fixed`);
}
