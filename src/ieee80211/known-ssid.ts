import { copyOf } from "../bytes/octets.ts";
import { Known } from "./known.ts";
import { Ssid } from "./ssid.ts";

const known = new Known<Ssid>(512);

/** The name whose octets are `bytes[start, end)`, the body of an SSID or Mesh ID element; undefined for more than 32. */
export function knownSsid(bytes: Uint8Array, start: number, end: number): Ssid | undefined {
  const length = end - start;
  if (length > 32) return undefined;
  const mixed = length < 2 ? length : mix(bytes, start, end);
  const before = known.find(mixed, bytes, start, length);
  if (before !== undefined) return before;
  const octets = copyOf(bytes, start, end);
  return known.keep(mixed, octets, new Ssid(octets));
}

/** Of the octets at both ends and in the middle, which is where the names of one place differ mostly. */
function mix(bytes: Uint8Array, start: number, end: number): number {
  const middle = (start + end) >> 1;
  const few = bytes[start]! + 5 * bytes[middle - 1]! + 13 * bytes[middle]!;
  return few + 31 * bytes[end - 2]! + 67 * bytes[end - 1]! + 7 * (end - start);
}
