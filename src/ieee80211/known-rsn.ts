import { isSame } from "../bytes/same.ts";
import { type RsnFields, readRsn } from "./elements/rsn.ts";
import type { Security } from "./security.ts";

/** An RSN element, as some network had it. Nobody can change its fields. */
export interface KnownRsn {
  readonly octets: Uint8Array;
  readonly fields: RsnFields;
  /** What a network is that has this and no other element with suites, by what else it tells: see `networkSecurity`. */
  readonly securities: (Security | undefined)[];
}

/**
 * RSN elements by their octets. Those of one access point are the same in every frame, and most access points have one of a few, so the
 * last ones are kept: a room by some of the octets, for whoever came there last.
 */
const ROOMS = 256;
const rooms: (KnownRsn | undefined)[] = new Array<undefined>(ROOMS).fill(undefined);

/** What is longer lists PMKIDs, which no access point does. */
const LONGEST = 64;

/** The RSN element whose body is `bytes[start, end)`. The same octets give the same object, mostly. */
export function knownRsn(bytes: Uint8Array, start: number, end: number): KnownRsn | undefined {
  const length = end - start;
  // of a cipher, of an AKM where there is one pairwise cipher, and of what the last fields say
  const mixed =
    length + 7 * bytes[start + 5]! + 13 * bytes[start + 17]! + 31 * bytes[start + 18]! + 61 * bytes[end - 1]!;
  const room = mixed & (ROOMS - 1);
  const resident = rooms[room];
  if (resident !== undefined && isSame(resident.octets, bytes, start, length)) return resident;
  const octets = bytes.slice(start, end);
  const fields = readRsn(octets, 0, length);
  if (fields === undefined) return undefined;
  const rsn = { octets, fields: Object.freeze(fields), securities: new Array<undefined>(8).fill(undefined) };
  if (length <= LONGEST) rooms[room] = rsn;
  return rsn;
}
