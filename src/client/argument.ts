import { formatMac, type Mac, parseMac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import type { NumericEnum } from "../netlink/open-enum.ts";
import { allWords, memberOf } from "../nl80211/words.ts";

/** A whole number within limits. Throws INVALID_ARGUMENT that names what it is, and the limits. */
export function whole(what: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${value}: expected a whole number from ${least} to ${most}`);
}

/** Octets whose number is within limits. Throws INVALID_ARGUMENT, which does not show them. */
export function octets(what: string, value: Uint8Array, least: number, most = least): Uint8Array {
  whole(`number of octets of the ${what}`, value.length, least, most);
  return value;
}

/**
 * The member of an enum that a word names: in the kernel's spelling, or by one of `others` (what iw calls it). Throws
 * INVALID_ARGUMENT that lists the words.
 */
export function memberNamed<E extends number>(
  members: NumericEnum,
  what: string,
  word: string,
  others: Readonly<Record<string, E>> = {},
): E {
  const found = Object.hasOwn(others, word) ? others[word] : (memberOf(members, word) as E | undefined);
  if (found !== undefined) return found;
  const known = [...allWords(members), ...Object.keys(others)].join(", ");
  throw new Nl80211Error("INVALID_ARGUMENT", `there is no ${what} "${word}": expected one of ${known}`);
}

/** What a word stands for in a table. Throws INVALID_ARGUMENT that lists the words. */
export function chosen<Word extends string | number, T>(
  what: string,
  choices: Readonly<Record<Word, T>>,
  word: Word,
): T {
  if (Object.hasOwn(choices, word)) return choices[word];
  const known = Object.keys(choices).join(", ");
  throw new Nl80211Error("INVALID_ARGUMENT", `there is no ${what} "${word}": expected one of ${known}`);
}

/** A MAC address as the kernel's are written, whatever its case and with dashes too. Throws INVALID_ARGUMENT. */
export function checkedMac(text: string): Mac {
  return formatMac(parseMac(text));
}

/** Throws INVALID_ARGUMENT for what the kernel takes for no interface name: 1 to 15 octets, no slash, colon or blank, no dots alone. */
export function interfaceName(name: string): string {
  const octets = new TextEncoder().encode(name).length;
  if (octets >= 1 && octets <= 15 && !/[/:\s]/.test(name) && name !== "." && name !== "..") return name;
  throw new Nl80211Error(
    "INVALID_ARGUMENT",
    `"${name}" cannot be an interface's name: expected 1 to 15 octets without "/", ":" and blanks`,
  );
}
