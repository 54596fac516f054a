import { bit, bits } from "../../bytes/bits.ts";
import { AkmSuite } from "../akm.ts";
import { CipherSuite } from "../cipher.ts";
import { malformed, need } from "../element-kind.ts";

/** The RSN Capabilities field (9.4.2.23.4). */
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

/** The RSN element (9.4.2.23): how a network is protected. Fields that are left out have the values that the standard gives them. */
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

export function decodeRsn(body: Uint8Array): Rsn {
  const { Ccmp128 } = CipherSuite;
  return decodeSuites(body, { group: Ccmp128, pairwise: Ccmp128, akm: AkmSuite.Ieee8021x });
}

/** The WPA element of Microsoft (00:50:f2:1): what RSN was before the standard was done. */
export interface Wpa extends Rsn {}

export function decodeWpa(body: Uint8Array): Wpa {
  const { WpaTkip } = CipherSuite;
  return decodeSuites(body, { group: WpaTkip, pairwise: WpaTkip, akm: AkmSuite.WpaIeee8021x });
}

/** The OSEN element of the WFA (50:6f:9a:18): an RSN element without version, for the online sign-up network of Passpoint. */
export interface Osen extends Omit<Rsn, "version"> {}

export function decodeOsen(body: Uint8Array): Osen {
  const defaults = { group: CipherSuite.GroupTrafficNotAllowed, pairwise: CipherSuite.Ccmp128, akm: AkmSuite.Osen };
  const { version: _, ...osen } = readSuites(body, 0, 0, defaults);
  return osen;
}

/** What holds where an element ends early. */
interface Defaults {
  readonly group: CipherSuite;
  readonly pairwise: CipherSuite;
  readonly akm: AkmSuite;
}

function decodeSuites(body: Uint8Array, defaults: Defaults): Rsn {
  need(body, 2);
  return readSuites(body, 2, body[0]! | (body[1]! << 8), defaults);
}

/** An element may end after any field, and the rest has its default; one that ends within a field is malformed. */
function readSuites(body: Uint8Array, start: number, version: number, defaults: Defaults): Rsn {
  let at = start;
  const more = () => at < body.length;
  const groupCipher = more() ? readSuite(body, at, "group cipher") : defaults.group;
  at += 4;
  const pairwiseCiphers = more() ? readList(body, at, "pairwise ciphers") : [defaults.pairwise];
  at += more() ? 2 + 4 * pairwiseCiphers.length : 0;
  const akmSuites = more() ? readList(body, at, "AKM suites") : [defaults.akm];
  at += more() ? 2 + 4 * akmSuites.length : 0;
  const capabilities = decodeRsnCapabilities(more() ? readU16(body, at, "capabilities") : 0);
  at += 2;
  const pmkids: Uint8Array[] = [];
  if (more()) {
    const count = readU16(body, at, "PMKID count");
    at += 2;
    if (at + 16 * count > body.length) throw malformed(`${count} PMKIDs in ${body.length - at} octets`);
    for (let i = 0; i < count; i++, at += 16) pmkids.push(body.subarray(at, at + 16));
  }
  const groupManagementCipher = more() ? { groupManagementCipher: readSuite(body, at, "group management cipher") } : {};
  at += 4;
  const extra = more() ? { extra: body.subarray(at) } : {};
  return { version, groupCipher, pairwiseCiphers, akmSuites, capabilities, pmkids, ...groupManagementCipher, ...extra };
}

function readSuite(body: Uint8Array, at: number, what: string): number {
  if (at + 4 > body.length) throw malformed(`ends within the ${what}`);
  return ((body[at]! << 24) | (body[at + 1]! << 16) | (body[at + 2]! << 8) | body[at + 3]!) >>> 0;
}

function readU16(body: Uint8Array, at: number, what: string): number {
  if (at + 2 > body.length) throw malformed(`ends within the ${what}`);
  return body[at]! | (body[at + 1]! << 8);
}

function readList(body: Uint8Array, at: number, what: string): number[] {
  const count = readU16(body, at, `count of ${what}`);
  if (at + 2 + 4 * count > body.length) throw malformed(`${count} ${what} in ${body.length - at - 2} octets`);
  const suites: number[] = [];
  for (let i = 0; i < count; i++) suites.push(readSuite(body, at + 2 + 4 * i, what));
  return suites;
}

const REPLAY_COUNTERS = [1, 2, 4, 16] as const;

/** The capabilities by their names. */
export function decodeRsnCapabilities(field: number): RsnCapabilities {
  const reserved = field & 0x8000;
  return {
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
    ...(reserved === 0 ? {} : { reserved }),
  };
}

/** The RSN Selection element (50:6f:9a:44): which RSN element of an access point a station took. 0 the RSNE, 1 and 2 the overrides. */
export interface RsnSelection {
  readonly selected: number;
}

export function decodeRsnSelection(body: Uint8Array): RsnSelection {
  need(body, 1);
  return { selected: body[0]! };
}
