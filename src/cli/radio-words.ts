import { fromHex } from "../bytes/hex.ts";
import type { Nl80211 } from "../client/nl80211.ts";
import type { SarLimit } from "../client/power-calls.ts";
import type { QueueLimits, TxPower } from "../client/radio-calls.ts";
import { Nl80211Error } from "../errors.ts";
import { numberOf } from "./changes.ts";

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
