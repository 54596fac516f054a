import { afterElement } from "./element.ts";

/**
 * Where each kind of element first begins in one list of elements: in the list that was asked last, since all questions about a network
 * come together mostly. So one pass over a list answers them all, and no list holds memory for it. A slot counts while it carries the
 * stamp of that pass.
 */
const stamps = new Uint32Array(256 + 256 + 64);
const offsets = new Uint32Array(stamps.length);
let newest = 0;

/** The stamp of a pass over `bytes`, made now unless the last one was theirs: `stamp` is what this returned for them before, 0 for never. */
export function indexed(bytes: Uint8Array, stamp: number): number {
  if (stamp === newest && stamp !== 0) return stamp;
  newest = newest === 0xffffffff ? 1 : newest + 1;
  const fresh = newest;
  const end = bytes.length;
  for (let at = 0; at < end; at = nextElement(bytes, at)) {
    const id = bytes[at]!;
    mark(id, at, fresh);
    if (id === 255) mark(extensionSlot(bytes[at + 2]!), at, fresh);
    else if (id === 221) mark(vendorSlot(bytes[at + 5]!), at, fresh);
  }
  return fresh;
}

function mark(slot: number, at: number, stamp: number): void {
  if (stamps[slot] === stamp) return;
  stamps[slot] = stamp;
  offsets[slot] = at;
}

const extensionSlot = (extension: number): number => 256 + (extension & 255);
/** By their type alone, and not all of it: an element found there may be another vendor's. */
const vendorSlot = (type: number): number => 512 + (type & 63);

/**
 * Where the first element of `bytes` with this key begins; -1 where there is none. `stamp` is what `indexed(bytes, ...)` has returned.
 */
export function firstElement(bytes: Uint8Array, key: number, stamp: number): number {
  const slot = key > 0xffff ? vendorSlot(key) : key >= 0xff00 ? extensionSlot(key) : key < 256 ? key : -1;
  if (stamps[slot] !== stamp) return -1;
  const at = offsets[slot]!;
  return key < 256 || hasKey(bytes, at, key) ? at : elementAfter(bytes, key, at);
}

/** Where the first element with this key after the one at `at` begins; -1 where there is none. */
export function elementAfter(bytes: Uint8Array, key: number, at: number): number {
  const id = key > 0xffff ? 221 : key >= 0xff00 ? 255 : key;
  for (let next = nextElement(bytes, at); next < bytes.length; next = nextElement(bytes, next)) {
    if (bytes[next] === id && (id === key || hasKey(bytes, next, key))) return next;
  }
  return -1;
}

/** Where the element after the one at `at` begins. Past the end, or NaN for a lone last octet, it ends every loop. */
export function nextElement(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1]!;
  return length === 255 ? afterElement(bytes, at) : at + 2 + length;
}

/**
 * How many elements there are, fragments counted with what they continue, and a lone last octet as one. Each look at a length waits for the
 * one before it, so that alone is what takes time: four elements a turn, from length to length, and of the sum that leads to the next one
 * what does not wait (`body`) apart.
 */
export function countElements(bytes: Uint8Array): number {
  const end = (bytes.length + 2) | 0;
  // where a length is looked for, one octet may be left: the id of a cut-off element
  let at = 1;
  let body = 0;
  let length = 0;
  for (let count = 0; ; count += 4) {
    if ((body = (at + 2) | 0) >= end) return count + (body === end ? 1 : 0);
    if ((length = bytes[at]!) === 255) break;
    at = (body + length) | 0;
    if ((body = (at + 2) | 0) >= end) return count + 1 + (body === end ? 1 : 0);
    if ((length = bytes[at]!) === 255) break;
    at = (body + length) | 0;
    if ((body = (at + 2) | 0) >= end) return count + 2 + (body === end ? 1 : 0);
    if ((length = bytes[at]!) === 255) break;
    at = (body + length) | 0;
    if ((body = (at + 2) | 0) >= end) return count + 3 + (body === end ? 1 : 0);
    if ((length = bytes[at]!) === 255) break;
    at = (body + length) | 0;
  }
  // one that may be continued by fragments: again, with a look at what follows each
  let count = 0;
  for (let next = 0; next < end - 2; next = nextElement(bytes, next)) count++;
  return count;
}

/** Whether the extension or vendor element at `at` is of this key; a cut-off one is not. */
function hasKey(bytes: Uint8Array, at: number, key: number): boolean {
  const length = bytes[at + 1]!;
  if (at + 2 + length > bytes.length) return false;
  if (key <= 0xffff) return length >= 1 && bytes[at + 2] === (key & 0xff);
  return (
    length >= 4 &&
    bytes[at + 5] === (key & 0xff) &&
    bytes[at + 4] === ((key >>> 8) & 0xff) &&
    bytes[at + 3] === ((key >>> 16) & 0xff) &&
    bytes[at + 2] === key >>> 24
  );
}
