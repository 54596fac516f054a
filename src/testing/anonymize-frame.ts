import type { Pseudonyms } from "./pseudonyms.ts";

const MANAGEMENT_HEADER = 24;
/** Octets of fixed fields before the elements, by the subtype of a management frame (IEEE 802.11-2020, 9.3.3). */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0, 4], // association request
  [1, 6], // association response
  [2, 10], // reassociation request
  [3, 6], // reassociation response
  [4, 0], // probe request
  [5, 12], // probe response
  [8, 12], // beacon
]);
const REASSOCIATION_REQUEST = 2;

/** Replaces who is named in an 802.11 frame: its addresses, and what its elements tell. */
export function anonymizeFrame(bytes: Uint8Array, start: number, end: number, pseudonyms: Pseudonyms): void {
  if (end - start < MANAGEMENT_HEADER) return;
  for (const at of [4, 10, 16]) pseudonyms.mac(bytes, start + at);
  const control = bytes[start]!;
  const isManagement = (control & 0x0c) === 0;
  const isProtected = (bytes[start + 1]! & 0x40) !== 0;
  const subtype = control >> 4;
  const fixed = isManagement && !isProtected ? FIXED.get(subtype) : undefined;
  if (fixed === undefined) return;
  const body = start + MANAGEMENT_HEADER;
  if (subtype === REASSOCIATION_REQUEST && body + 10 <= end) pseudonyms.mac(bytes, body + 4);
  anonymizeElements(bytes, body + fixed, end, pseudonyms);
}

/** Replaces the addresses and blanks the body of an EAPOL frame, with its Ethernet header or without. */
export function anonymizeEapol(bytes: Uint8Array, start: number, end: number, pseudonyms: Pseudonyms): void {
  const ethernet = end - start >= 14 && bytes[start + 12] === 0x88 && bytes[start + 13] === 0x8e;
  if (ethernet) {
    pseudonyms.mac(bytes, start);
    pseudonyms.mac(bytes, start + 6);
  }
  // Version, type and length stay. Nonces and MIC would let a passphrase be tried.
  const body = start + (ethernet ? 14 : 0) + 4;
  if (body < end) bytes.fill(0, body, end);
}

/** Elements by id (IEEE 802.11-2020, table 9-92) that name somebody. */
enum Id {
  Ssid = 0,
  Rsn = 48,
  NeighborReport = 52,
  FastTransition = 55,
  MultipleBssid = 71,
  Interworking = 107,
  RoamingConsortium = 111,
  MeshId = 114,
  CiscoName = 133,
  ReducedNeighborReport = 201,
  Vendor = 221,
  Extension = 255,
}
const MULTI_LINK = 107;

/** Replaces who is named in a list of elements. What vendors put into theirs is not known: it is zeros, but for WPA and WMM. */
export function anonymizeElements(bytes: Uint8Array, from: number, end: number, pseudonyms: Pseudonyms): void {
  for (let at = from; at + 2 <= end; ) {
    const start = at + 2;
    const next = start + bytes[at + 1]!;
    if (next > end) return;
    anonymizeElement(bytes, bytes[at]!, start, next, pseudonyms);
    at = next;
  }
}

function anonymizeElement(bytes: Uint8Array, id: Id, start: number, end: number, pseudonyms: Pseudonyms): void {
  const length = end - start;
  switch (id) {
    case Id.Ssid:
    case Id.MeshId:
      pseudonyms.ssid(bytes, start, end);
      break;
    case Id.NeighborReport:
      if (length >= 6) pseudonyms.mac(bytes, start);
      break;
    case Id.MultipleBssid:
      multipleBssid(bytes, start + 1, end, pseudonyms);
      break;
    case Id.Interworking:
      if (length === 7 || length === 9) pseudonyms.mac(bytes, end - 6);
      break;
    case Id.ReducedNeighborReport:
      reducedNeighborReport(bytes, start, end, pseudonyms);
      break;
    case Id.Rsn:
      blankPmkids(bytes, start, end);
      break;
    case Id.FastTransition:
    case Id.RoamingConsortium:
    case Id.CiscoName:
      bytes.fill(0, start, end);
      break;
    case Id.Vendor:
      if (!isWpaOrWmm(bytes, start) && length > 4) bytes.fill(0, start + 4, end);
      break;
    case Id.Extension:
      if (bytes[start] === MULTI_LINK) multiLink(bytes, start + 1, end, pseudonyms);
  }
}

/** Nontransmitted BSSID profiles (subelement 0), each a list of elements. */
function multipleBssid(bytes: Uint8Array, from: number, end: number, pseudonyms: Pseudonyms): void {
  for (let at = from; at + 2 <= end; ) {
    const next = at + 2 + bytes[at + 1]!;
    if (next > end) return;
    if (bytes[at] === 0) anonymizeElements(bytes, at + 2, next, pseudonyms);
    at = next;
  }
}

/** Neighbor AP information fields (9.4.2.170): BSSIDs, and hashes of SSIDs, which are blanked. */
function reducedNeighborReport(bytes: Uint8Array, from: number, end: number, pseudonyms: Pseudonyms): void {
  for (let at = from; at + 4 <= end; ) {
    const count = (bytes[at]! >> 4) + 1;
    const size = bytes[at + 1]!;
    const withBssid = size >= 7;
    const shortSsid = [5, 6].includes(size) ? 1 : size >= 11 ? 7 : 0;
    at += 4;
    for (let i = 0; i < count && at + size <= end; i++, at += size) {
      if (withBssid) pseudonyms.mac(bytes, at + 1);
      if (shortSsid !== 0) bytes.fill(0, at + shortSsid, at + shortSsid + 4);
    }
    if (size === 0) return;
  }
}

/** Basic multi-link element (9.4.2.321 of 802.11be): the MLD's address, and its links' in their profiles. */
function multiLink(bytes: Uint8Array, start: number, end: number, pseudonyms: Pseudonyms): void {
  const isBasic = start + 9 <= end && (bytes[start]! & 7) === 0;
  if (!isBasic) return;
  pseudonyms.mac(bytes, start + 3);
  for (let at = start + 2 + bytes[start + 2]!; at + 2 <= end; ) {
    const next = at + 2 + bytes[at + 1]!;
    if (next > end) return;
    const hasAddress = bytes[at] === 0 && next - at >= 11 && (bytes[at + 2]! & 0x20) !== 0;
    if (hasAddress) pseudonyms.mac(bytes, at + 5);
    at = next;
  }
}

/** PMKIDs are made of the passphrase: they would let it be tried. */
function blankPmkids(bytes: Uint8Array, start: number, end: number): void {
  let at = start + 6; // version, group cipher
  for (let list = 0; list < 2; list++) {
    if (at + 2 > end) return;
    at += 2 + 4 * (bytes[at]! | (bytes[at + 1]! << 8));
  }
  at += 2; // capabilities
  if (at + 2 > end) return;
  const count = bytes[at]! | (bytes[at + 1]! << 8);
  bytes.fill(0, at + 2, Math.min(end, at + 2 + 16 * count));
}

function isWpaOrWmm(bytes: Uint8Array, start: number): boolean {
  const microsoft = bytes[start] === 0x00 && bytes[start + 1] === 0x50 && bytes[start + 2] === 0xf2;
  return microsoft && (bytes[start + 3] === 1 || bytes[start + 3] === 2);
}
