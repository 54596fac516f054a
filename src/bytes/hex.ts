import { Nl80211Error } from "../errors.ts";

/** "00" to "ff", indexed by octet. */
export const HEX: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0"));

/** Lower-case hex of all bytes, `separator` between octets: toHex(bytes, ":") is "de:ad". */
export function toHex(bytes: Uint8Array, separator = ""): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += i === 0 ? HEX[bytes[i]!] : separator + HEX[bytes[i]!];
  return text;
}

/** Bytes of hex text; spaces, colons and dashes between octets are allowed. Throws INVALID_ARGUMENT that shows what is not hex. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/[\s:-]/g, "");
  const bad = digits.search(/[^0-9a-fA-F]/);
  if (bad >= 0) throw new Nl80211Error("INVALID_ARGUMENT", `not hex: "${digits[bad]}" in "${shorten(text)}"`);
  if (digits.length % 2 === 1)
    throw new Nl80211Error("INVALID_ARGUMENT", `hex of an odd number of digits: "${shorten(text)}"`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
