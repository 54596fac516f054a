import { copyOf, isSame } from "../bytes/octets.ts";
import { Ssid } from "./ssid.ts";

/**
 * Names that were read before, by their octets: those of the networks around are read again with every scan, and many networks share one.
 * The last ones are kept, a room by the octets, for whoever came there last.
 */
const ROOMS = 512;
const rooms: (Ssid | undefined)[] = new Array<undefined>(ROOMS).fill(undefined);

/** The name whose octets are `bytes[start, end)`, the body of an SSID or Mesh ID element; undefined for more than 32. */
export function knownSsid(bytes: Uint8Array, start: number, end: number): Ssid | undefined {
  const length = end - start;
  if (length > 32) return undefined;
  let mixed = length;
  for (let at = start; at < end; at++) mixed = (Math.imul(mixed, 31) + bytes[at]!) | 0;
  const room = (mixed ^ (mixed >>> 9)) & (ROOMS - 1);
  const resident = rooms[room];
  if (resident !== undefined && isSame(resident.bytes, bytes, start, length)) return resident;
  return (rooms[room] = new Ssid(copyOf(bytes, start, end)));
}
