import { copyOf } from "../bytes/octets.ts";
import { Known } from "./known.ts";
import { Ssid } from "./ssid.ts";

const known = new Known<Ssid>(512);

/** The name whose octets are `bytes[start, end)`, the body of an SSID or Mesh ID element; undefined for more than 32. */
export function knownSsid(bytes: Uint8Array, start: number, end: number): Ssid | undefined {
  const length = end - start;
  if (length > 32) return undefined;
  let mixed = length;
  for (let at = start; at < end; at++) mixed = (Math.imul(mixed, 31) + bytes[at]!) | 0;
  mixed ^= mixed >>> 9;
  const before = known.find(mixed, bytes, start, length);
  if (before !== undefined) return before;
  const octets = copyOf(bytes, start, end);
  return known.keep(mixed, octets, new Ssid(octets));
}
