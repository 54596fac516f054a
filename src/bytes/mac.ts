import { Nl80211Error } from "../errors.ts";
import { HEX } from "./hex.ts";

/** A MAC address as everybody writes it: six lower-case octets, "02:00:00:00:01:00". */
export type Mac = string;

/** The six octets at `offset` as "02:00:00:00:01:00". The caller has checked that they are there. */
export function formatMac(bytes: Uint8Array, offset = 0): Mac {
  const a = bytes[offset]!;
  const b = bytes[offset + 1]!;
  const c = bytes[offset + 2]!;
  const d = bytes[offset + 3]!;
  const e = bytes[offset + 4]!;
  const f = bytes[offset + 5]!;
  // One flat string at once: joined of pieces it would be a tree of them, which takes longer to make and more memory.
  // biome-ignore format: an address a line
  return String.fromCharCode(
    HIGH[a]!, LOW[a]!, COLON, HIGH[b]!, LOW[b]!, COLON, HIGH[c]!, LOW[c]!, COLON,
    HIGH[d]!, LOW[d]!, COLON, HIGH[e]!, LOW[e]!, COLON, HIGH[f]!, LOW[f]!,
  );
}

const COLON = 0x3a;
/** The codes of an octet's two digits. */
const HIGH = Uint8Array.from(HEX, (digits) => digits.charCodeAt(0));
const LOW = Uint8Array.from(HEX, (digits) => digits.charCodeAt(1));

/** Six octets of "02:00:00:00:01:00" (or with dashes, any case). Throws INVALID_ARGUMENT naming the text. */
export function parseMac(text: string): Uint8Array {
  if (!/^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}$/.test(text)) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `not a MAC address: "${text}" (expected six octets, as 02:00:00:00:01:00)`,
    );
  }
  return Uint8Array.from(text.split(/[:-]/), (octet) => Number.parseInt(octet, 16));
}
