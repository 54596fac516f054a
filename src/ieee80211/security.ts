import type { AkmSuite } from "./akm.ts";
import { CipherSuite } from "./cipher.ts";
import { ElementId, VendorElement } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { MFP_CAPABLE, MFP_REQUIRED, type RsnFields, readRsn } from "./elements/rsn.ts";
import { readSaeExtension } from "./elements/rsn-extension.ts";
import { type KnownRsn, knownRsn, knownWpa, noSecurities, type Securities } from "./known-rsn.ts";
import { offeredModes } from "./offered-modes.ts";
import {
  ENTERPRISE,
  ENTERPRISE_192,
  isSeveral,
  namesOf,
  OPEN,
  OSEN,
  PERSONAL,
  type SecurityMode,
  UNKNOWN,
  WAPI,
  WEP,
} from "./security-mode.ts";

/** How a network is protected. */
export interface Security {
  /** For a person: "Open", "WPA2-Personal", "WPA2/WPA3-Personal", "WPA2/WPA3-Enterprise". */
  readonly name: string;
  /** All ways to join, the weakest first. */
  readonly modes: readonly SecurityMode[];
  /** Frames are encrypted for whoever joins; OWE counts, although it asks nobody for a password. */
  readonly encrypted: boolean;
  /** One joins with a password that all know. */
  readonly personal: boolean;
  /** One joins with an identity of one's own (802.1X). */
  readonly enterprise: boolean;
  /** Old and new ways side by side: WPA with WPA2, WPA2 with WPA3, open with enhanced open. */
  readonly transition: boolean;
  /** The twin of an open network with OWE, or of the OWE network, is told of in an OWE transition element. */
  readonly oweTransition: boolean;
  readonly akmSuites: readonly (AkmSuite | number)[];
  readonly pairwiseCiphers: readonly (CipherSuite | number)[];
  readonly groupCipher?: CipherSuite | number;
  /** Of group-addressed management frames, where they are protected. */
  readonly groupManagementCipher?: CipherSuite | number;
  /** Management frame protection. */
  readonly mfp: "none" | "capable" | "required";
  /** SAE: hash-to-element, and public keys. */
  readonly saeHashToElement: boolean;
  readonly saePk: boolean;
}

/** The Privacy bit of the capability information field: without RSN and WPA it means WEP. */
const PRIVACY = 0x10;

/**
 * How a network is protected, by its RSN, RSN override, RSNXE, WPA and OWE transition elements; without those, by the Privacy bit of
 * `capability`. An RSN element that is malformed makes the mode "Unknown" rather than "WEP".
 */
export function networkSecurity(elements: ElementList, capability = 0): Security {
  const rsn = elements.read(ElementId.Rsn, knownRsn);
  let rest = elements.read(ElementId.RsnExtension, readSae) ?? 0;
  let first: RsnFields | undefined;
  let second: RsnFields | undefined;
  let wpa: KnownRsn | undefined;
  if (elements.hasAny(RARE)) {
    first = elements.read(VendorElement.RsnOverride, readRsn);
    second = elements.read(VendorElement.RsnOverride2, readRsn);
    wpa = elements.read(VendorElement.Wpa, knownWpa);
    rest |= elements.read(VendorElement.RsnExtensionOverride, readSae) ?? 0;
    if (elements.get(VendorElement.OweTransition) !== undefined) rest |= OWE_TRANSITION;
  }
  if (first !== undefined || second !== undefined) {
    const rsns = [rsn?.fields, first, second].filter((each) => each !== undefined);
    return securityOf(rsns, wpa?.fields, UNKNOWN, rest);
  }
  const securities = securitiesOf(rsn, wpa);
  if (securities === undefined) return withoutSuites(modeWithout(elements, capability), rest);
  // networks with the same elements have one object, which nobody can change
  return (securities[rest] ??= frozen(securityOf(rsn ? [rsn.fields] : [], wpa?.fields, UNKNOWN, rest)));
}

function securitiesOf(rsn: KnownRsn | undefined, wpa: KnownRsn | undefined): Securities | undefined {
  if (rsn === undefined) return wpa?.securities;
  if (wpa === undefined) return rsn.securities;
  if (rsn.beside?.wpa !== wpa) rsn.beside = { wpa, securities: noSecurities() };
  return rsn.beside.securities;
}

/** What tells of security too, but is not there mostly. */
const RARE = [
  VendorElement.Wpa,
  VendorElement.RsnOverride,
  VendorElement.RsnOverride2,
  VendorElement.RsnExtensionOverride,
  VendorElement.OweTransition,
];

// What is told beside RSN and WPA elements, as bits.
const HASH_TO_ELEMENT = 1;
const SAE_PK = 2;
const OWE_TRANSITION = 4;

function readSae(bytes: Uint8Array, start: number, end: number): number | undefined {
  const sae = readSaeExtension(bytes, start, end);
  return sae && (sae.saeHashToElement ? HASH_TO_ELEMENT : 0) | (sae.saePk ? SAE_PK : 0);
}

/** What networks are whose mode is told by other things. */
function withoutSuites(mode: number, rest: number): Security {
  const key = 8 * mode + rest;
  let security = WITHOUT_SUITES.get(key);
  if (security === undefined) WITHOUT_SUITES.set(key, (security = frozen(securityOf([], undefined, mode, rest))));
  return security;
}

const WITHOUT_SUITES = new Map<number, Security>();

function frozen(security: Security): Security {
  for (const list of [security.akmSuites, security.pairwiseCiphers]) Object.freeze(list);
  return Object.freeze(security);
}

/** `without`: the mode where no element names suites. */
function securityOf(rsns: readonly RsnFields[], wpa: RsnFields | undefined, without: number, rest: number): Security {
  const bits = offeredModes(rsns, wpa) || without;
  const { name, modes } = namesOf(bits);
  const mfp = protection(rsns);
  const group = rsns[0] ?? wpa;
  const oweTransition = (rest & OWE_TRANSITION) !== 0;
  const security: Mutable<Security> = {
    name,
    modes,
    encrypted: bits !== OPEN,
    personal: (bits & PERSONAL) !== 0,
    enterprise: (bits & (ENTERPRISE | ENTERPRISE_192)) !== 0,
    transition: isSeveral(bits & PERSONAL) || isSeveral(bits & ENTERPRISE) || (oweTransition && bits === OPEN),
    oweTransition,
    akmSuites: suitesOf(rsns, wpa, "akmSuites"),
    pairwiseCiphers: suitesOf(rsns, wpa, "pairwiseCiphers"),
    mfp,
    saeHashToElement: (rest & HASH_TO_ELEMENT) !== 0,
    saePk: (rest & SAE_PK) !== 0,
  };
  if (group !== undefined) security.groupCipher = group.groupCipher;
  if (mfp !== "none") security.groupManagementCipher = group?.groupManagementCipher ?? CipherSuite.BipCmac128;
  return security;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function suitesOf(
  rsns: readonly RsnFields[],
  wpa: RsnFields | undefined,
  field: "akmSuites" | "pairwiseCiphers",
): readonly number[] {
  const first = rsns[0] ?? wpa;
  if (first === undefined) return [];
  const alone = rsns.length === 0 || (rsns.length === 1 && wpa === undefined);
  if (alone && first[field].length === 1) return first[field];
  const suites: number[] = [];
  for (const rsn of rsns) addNew(suites, rsn[field]);
  if (wpa !== undefined) addNew(suites, wpa[field]);
  return suites;
}

function addNew(suites: number[], more: readonly number[]): void {
  for (const suite of more) if (!suites.includes(suite)) suites.push(suite);
}

/** The mode of a network whose elements name no suites. */
function modeWithout(elements: ElementList, capability: number): number {
  if (elements.has(VendorElement.Osen)) return OSEN;
  if (elements.has(ElementId.Rsn) || elements.has(VendorElement.Wpa)) return UNKNOWN; // there, but malformed
  if ((capability & PRIVACY) === 0) return OPEN;
  // WAPI took number 68, which the standard gives to another element, one without OUIs.
  const wapi = elements.element(ElementId.BssAcAccessDelay)?.body;
  return wapi !== undefined && wapi.length >= 12 && isWapi(wapi) ? WAPI : WEP;
}

/** Version, count, then AKM suites of the OUI 00:14:72. */
function isWapi(body: Uint8Array): boolean {
  return body[4] === 0x00 && body[5] === 0x14 && body[6] === 0x72;
}

function protection(rsns: readonly RsnFields[]): Security["mfp"] {
  let [some, all] = [false, true];
  for (const { capabilities } of rsns) {
    some ||= (capabilities & (MFP_CAPABLE | MFP_REQUIRED)) !== 0;
    all &&= (capabilities & MFP_REQUIRED) !== 0;
  }
  return !some ? "none" : all ? "required" : "capable";
}
