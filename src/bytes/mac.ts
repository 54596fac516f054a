import { Nl80211Error } from "../errors.ts";
import { HEX } from "./hex.ts";

/** A MAC address as everybody writes it: six lower-case octets, "02:00:00:00:01:00". */
export type Mac = string;

/** The six octets at `offset` as "02:00:00:00:01:00". The caller has checked that they are there. */
export function formatMac(bytes: Uint8Array, offset = 0): Mac {
  return (
    COLON[bytes[offset]!]! +
    COLON[bytes[offset + 1]!]! +
    COLON[bytes[offset + 2]!]! +
    COLON[bytes[offset + 3]!]! +
    COLON[bytes[offset + 4]!]! +
    HEX[bytes[offset + 5]!]!
  );
}

/** "00:" to "ff:". Six pieces join in half the time of eleven. */
const COLON: readonly string[] = HEX.map((octet) => `${octet}:`);

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
