import type { TidConfig } from "../client/station/tid-config.ts";
import { Nl80211Error } from "../errors.ts";
import { isRateWord, RATE_WORDS, ratesOf } from "./rate-words.ts";
import { numberOf, switchOf } from "./typed.ts";

/** What iw's `set tidconf` can be told. */
export const TID_WORDS =
  "[peer <address>] tids <mask> [override] [sretry <n>] [lretry <n>] [ampdu|amsdu|noack|rtscts <on|off>] " +
  `[bitrates <auto|limit|fixed> ${RATE_WORDS}] [tids ...]`;

type Changes = { -readonly [Key in keyof TidConfig]: TidConfig[Key] };

/** Configurations from iw's words, and the peer that they are for. Throws INVALID_ARGUMENT. */
export function tidConfigsOf(words: readonly string[]): { readonly configs: TidConfig[]; readonly peer?: string } {
  const rest = [...words];
  const peer = rest[0] === "peer" ? rest.splice(0, 2)[1] : undefined;
  const configs: Changes[] = [];
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === "tids") configs.push({ tids: tidsOf(rest.shift()) });
    else if (configs.length > 0) say(configs.at(-1)!, word, rest);
    else throw new Nl80211Error("INVALID_ARGUMENT", `tidconf "${word}": expected ${TID_WORDS}`);
  }
  return { configs, ...(peer !== undefined && { peer }) };
}

function say(config: Changes, word: string, rest: string[]): void {
  if (word === "override") config.override = true;
  else if (word === "sretry") config.retryShort = numberOf(word, rest.shift());
  else if (word === "lretry") config.retryLong = numberOf(word, rest.shift());
  else if (word === "ampdu" || word === "amsdu") config[word] = switchOf(word, rest.shift());
  else if (word === "noack") config.noAck = switchOf(word, rest.shift());
  else if (word === "rtscts") config.rtsCts = switchOf(word, rest.shift());
  else if (word === "bitrates") config.rates = rates(rest);
  else throw new Nl80211Error("INVALID_ARGUMENT", `tidconf "${word}": expected ${TID_WORDS}`);
}

/** The words after "bitrates", up to the next that is none of rates. */
function rates(rest: string[]): NonNullable<TidConfig["rates"]> {
  const how = rest.shift();
  if (how === "auto") return how;
  const end = rest.findIndex((word, at) => (at === 0 ? !isRateWord(word) : OTHERS.has(word)));
  const bitrates = ratesOf(rest.splice(0, end < 0 ? rest.length : end));
  if (how === "limit") return { limit: bitrates };
  if (how === "fixed") return { fixed: bitrates };
  throw new Nl80211Error("INVALID_ARGUMENT", `bitrates ${how ?? "(not given)"}: expected auto, limit or fixed`);
}

const OTHERS = new Set(["tids", "override", "sretry", "lretry", "ampdu", "amsdu", "noack", "rtscts", "bitrates"]);

/** Bits of a mask: "0x5" is 0 and 2. */
function tidsOf(mask: string | undefined): number[] {
  const bits = numberOf("mask of traffic ids", mask);
  return Array.from({ length: 16 }, (_, tid) => tid).filter((tid) => (bits >> tid) & 1);
}
