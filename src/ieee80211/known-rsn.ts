import { copyOf } from "../bytes/octets.ts";
import { type RsnFields, readRsn, readWpa } from "./elements/rsn.ts";
import { Known } from "./known.ts";
import type { Security } from "./security.ts";

/** An RSN or WPA element, as some network had it. Nobody can change its fields. */
export interface KnownRsn {
  readonly fields: RsnFields;
  /** What a network is that has this and no other element with suites, by what else it tells: see `networkSecurity`. */
  readonly securities: Securities;
  /** Of an RSN element: the WPA element that stood beside it last, and what networks with both are. */
  beside: { readonly wpa: KnownRsn; readonly securities: Securities } | undefined;
}

export type Securities = (Security | undefined)[];

export function noSecurities(): Securities {
  return new Array<undefined>(8).fill(undefined);
}

// Those of one access point are the same in every frame, and most access points have one of a few.
const rsns = new Known<KnownRsn>(256);
const wpas = new Known<KnownRsn>(256);

/** What is longer lists PMKIDs, which no access point does. */
const LONGEST = 64;

/** The RSN element whose body is `bytes[start, end)`. The same octets give the same object, mostly. */
export function knownRsn(bytes: Uint8Array, start: number, end: number): KnownRsn | undefined {
  return known(rsns, readRsn, bytes, start, end);
}

/** The same for a WPA element. */
export function knownWpa(bytes: Uint8Array, start: number, end: number): KnownRsn | undefined {
  return known(wpas, readWpa, bytes, start, end);
}

function known(
  before: Known<KnownRsn>,
  read: typeof readRsn,
  bytes: Uint8Array,
  start: number,
  end: number,
): KnownRsn | undefined {
  const length = end - start;
  // the types of a cipher and of the last AKM, and what the capabilities or the fields behind them say: none of it beyond the element
  const mixed = length < 6 ? length : length + 7 * bytes[start + 5]! + 31 * bytes[end - 3]! + 61 * bytes[end - 1]!;
  const found = before.find(mixed, bytes, start, length);
  if (found !== undefined) return found;
  const octets = copyOf(bytes, start, end);
  const fields = read(octets, 0, length);
  if (fields === undefined) return undefined;
  const one = { fields: Object.freeze(fields), securities: noSecurities(), beside: undefined };
  return length <= LONGEST ? before.keep(mixed, octets, one) : one;
}
