import { bit, bits } from "../../bytes/bits.ts";
import { AkmSuite } from "../akm.ts";
import { CipherSuite } from "../cipher.ts";
import { malformed, need } from "../element-kind.ts";

/** The RSN Capabilities field. */
export interface RsnCapabilities {
  readonly preauthentication: boolean;
  /** No WEP default key beside a pairwise key. */
  readonly noPairwise: boolean;
  /** 1, 2, 4 or 16. */
  readonly ptksaReplayCounters: number;
  readonly gtksaReplayCounters: number;
  /** Management frame protection: nobody joins without. */
  readonly mfpRequired: boolean;
  readonly mfpCapable: boolean;
  readonly jointMultiBandRsna: boolean;
  readonly peerKeyEnabled: boolean;
  readonly sppAmsduCapable: boolean;
  readonly sppAmsduRequired: boolean;
  /** Protected block ack agreements (PBAC). */
  readonly protectedBlockAck: boolean;
  /** Individually addressed frames may use key ids 0 and 1. */
  readonly extendedKeyId: boolean;
  /** Operating channel validation (OCVC). */
  readonly operatingChannelValidation: boolean;
  /** Bits without a meaning yet; absent where none is set. */
  readonly reserved?: number;
}

/** The RSN element: how a network is protected. Fields that are left out have the values that the standard gives them. */
export interface Rsn {
  readonly version: number;
  readonly groupCipher: CipherSuite | number;
  readonly pairwiseCiphers: readonly (CipherSuite | number)[];
  readonly akmSuites: readonly (AkmSuite | number)[];
  readonly capabilities: RsnCapabilities;
  readonly pmkids: readonly Uint8Array[];
  readonly groupManagementCipher?: CipherSuite | number;
  /** Octets after the last field. */
  readonly extra?: Uint8Array;
}

/** The fields of such an element as they stand in it: the capabilities as the number that they are. */
export interface RsnFields extends Omit<Rsn, "capabilities"> {
  readonly capabilities: number;
}

export function decodeRsn(body: Uint8Array): Rsn {
  need(body, 2);
  return named(readRsn(body, 0, body.length)!);
}

function named(fields: RsnFields): Rsn {
  return { ...fields, capabilities: decodeRsnCapabilities(fields.capabilities) };
}

const RSN_DEFAULTS: Defaults = {
  group: CipherSuite.Ccmp128,
  pairwise: CipherSuite.Ccmp128,
  akm: AkmSuite.Ieee8021x,
};

/** The same where it lies among others. */
export function readRsn(bytes: Uint8Array, start: number, end: number): RsnFields | undefined {
  if (end - start < 2) return undefined;
  return readSuites(bytes, start + 2, end, bytes[start]! | (bytes[start + 1]! << 8), RSN_DEFAULTS);
}

/** The WPA element of Microsoft (00:50:f2:1): what RSN was before the standard was done. */
export interface Wpa extends Rsn {}

export function decodeWpa(body: Uint8Array): Wpa {
  need(body, 2);
  return named(readWpa(body, 0, body.length)!);
}

const WPA_DEFAULTS: Defaults = {
  group: CipherSuite.WpaTkip,
  pairwise: CipherSuite.WpaTkip,
  akm: AkmSuite.WpaIeee8021x,
};

/** The same where it lies among others. */
export function readWpa(bytes: Uint8Array, start: number, end: number): RsnFields | undefined {
  if (end - start < 2) return undefined;
  return readSuites(bytes, start + 2, end, bytes[start]! | (bytes[start + 1]! << 8), WPA_DEFAULTS);
}

/** The OSEN element of the WFA (50:6f:9a:18): an RSN element without version, for the online sign-up network of Passpoint. */
export interface Osen extends Omit<Rsn, "version"> {}

export function decodeOsen(body: Uint8Array): Osen {
  const defaults = { group: CipherSuite.GroupTrafficNotAllowed, pairwise: CipherSuite.Ccmp128, akm: AkmSuite.Osen };
  const { version: _, ...osen } = named(readSuites(body, 0, body.length, 0, defaults));
  return osen;
}

/** What holds where an element ends early. */
interface Defaults {
  readonly group: CipherSuite;
  readonly pairwise: CipherSuite;
  readonly akm: AkmSuite;
}

/** An element may end after any field, and the rest has its default; one that ends within a field is malformed. */
function readSuites(bytes: Uint8Array, start: number, end: number, version: number, defaults: Defaults): RsnFields {
  let at = start;
  const groupCipher = at < end ? readSuite(bytes, at, end, "group cipher") : defaults.group;
  at += 4;
  const pairwiseCiphers = at < end ? readList(bytes, at, end, "pairwise ciphers") : [defaults.pairwise];
  if (at < end) at += 2 + 4 * pairwiseCiphers.length;
  const akmSuites = at < end ? readList(bytes, at, end, "AKM suites") : [defaults.akm];
  if (at < end) at += 2 + 4 * akmSuites.length;
  const capabilities = at < end ? readU16(bytes, at, end, "capabilities") : 0;
  at += 2;
  let pmkids = NO_PMKIDS;
  if (at < end) {
    const count = readU16(bytes, at, end, "PMKID count");
    at += 2;
    if (at + 16 * count > end) throw malformed(`${count} PMKIDs in ${end - at} octets`);
    const first = at;
    if (count > 0)
      pmkids = Array.from({ length: count }, (_, i) => bytes.subarray(first + 16 * i, first + 16 * (i + 1)));
    at += 16 * count;
  }
  const rsn: Mutable<RsnFields> = { version, groupCipher, pairwiseCiphers, akmSuites, capabilities, pmkids };
  if (at < end) rsn.groupManagementCipher = readSuite(bytes, at, end, "group management cipher");
  if (at + 4 < end) rsn.extra = bytes.subarray(at + 4, end);
  return rsn;
}

const NO_PMKIDS: readonly Uint8Array[] = [];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function readSuite(bytes: Uint8Array, at: number, end: number, what: string): number {
  if (at + 4 > end) throw malformed(`ends within the ${what}`);
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function readU16(bytes: Uint8Array, at: number, end: number, what: string): number {
  if (at + 2 > end) throw malformed(`ends within the ${what}`);
  return bytes[at]! | (bytes[at + 1]! << 8);
}

function readList(bytes: Uint8Array, at: number, end: number, what: string): readonly number[] {
  if (at + 2 > end) throw malformed(`ends within the count of ${what}`);
  const count = bytes[at]! | (bytes[at + 1]! << 8);
  if (at + 2 + 4 * count > end) throw malformed(`${count} ${what} in ${end - at - 2} octets`);
  if (count === 1) return alone(readSuite(bytes, at + 2, end, what));
  const suites: number[] = [];
  for (let i = 0; i < count; i++) suites.push(readSuite(bytes, at + 2 + 4 * i, end, what));
  return suites;
}

/** A list of one suite, which most are: those of the standard's OUI are shared by all who have them, and nobody can change them. */
function alone(suite: number): readonly number[] {
  const known = suite >>> 8 === STANDARD_OUI ? suite & 0xff : COMMON;
  if (known >= COMMON) return [suite];
  return (ALONE[known] ??= Object.freeze([suite]));
}

const STANDARD_OUI = 0x000fac;
const COMMON = 32;
const ALONE: (readonly number[] | undefined)[] = new Array(COMMON);

const REPLAY_COUNTERS = [1, 2, 4, 16] as const;

/** Bits of the RSN capabilities. */
export const MFP_REQUIRED = 1 << 6;
export const MFP_CAPABLE = 1 << 7;

/** The capabilities by their names. */
export function decodeRsnCapabilities(field: number): RsnCapabilities {
  const reserved = field & 0x8000;
  const capabilities: Mutable<RsnCapabilities> = {
    preauthentication: bit(field, 0),
    noPairwise: bit(field, 1),
    ptksaReplayCounters: REPLAY_COUNTERS[bits(field, 2, 2)]!,
    gtksaReplayCounters: REPLAY_COUNTERS[bits(field, 4, 2)]!,
    mfpRequired: bit(field, 6),
    mfpCapable: bit(field, 7),
    jointMultiBandRsna: bit(field, 8),
    peerKeyEnabled: bit(field, 9),
    sppAmsduCapable: bit(field, 10),
    sppAmsduRequired: bit(field, 11),
    protectedBlockAck: bit(field, 12),
    extendedKeyId: bit(field, 13),
    operatingChannelValidation: bit(field, 14),
  };
  if (reserved !== 0) capabilities.reserved = reserved;
  return capabilities;
}

/** The RSN Selection element (50:6f:9a:44): which RSN element of an access point a station took. 0 the RSNE, 1 and 2 the overrides. */
export interface RsnSelection {
  readonly selected: number;
}

export function decodeRsnSelection(body: Uint8Array): RsnSelection {
  need(body, 1);
  return { selected: body[0]! };
}
