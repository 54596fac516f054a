import { AkmSuite } from "./akm.ts";
import { CipherSuite } from "./cipher.ts";
import { ElementId, VendorElement } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { MFP_CAPABLE, MFP_REQUIRED, type RsnFields, readRsn } from "./elements/rsn.ts";
import { readSaeExtension } from "./elements/rsn-extension.ts";
import { type KnownRsn, knownRsn, knownWpa, noSecurities, type Securities } from "./known-rsn.ts";

/** One way to join a network, as the Wi-Fi Alliance calls it. */
export type SecurityMode =
  | "Open"
  | "Enhanced Open"
  | "WEP"
  | "WPA-Personal"
  | "WPA2-Personal"
  | "WPA3-Personal"
  | "WPA-Enterprise"
  | "WPA2-Enterprise"
  | "WPA3-Enterprise"
  | "WPA3-Enterprise 192-bit"
  | "DPP"
  | "OSEN"
  | "WAPI"
  | "Unknown";

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

// The modes as bits, the weakest lowest, so that collecting them sorts them and leaves out what comes twice.
const ORDER: readonly SecurityMode[] = [
  "Open",
  "WEP",
  "WPA-Personal",
  "WPA2-Personal",
  "WPA3-Personal",
  "WPA-Enterprise",
  "WPA2-Enterprise",
  "WPA3-Enterprise",
  "WPA3-Enterprise 192-bit",
  "Enhanced Open",
  "DPP",
  "OSEN",
  "WAPI",
  "Unknown",
];
const bitOf = (mode: SecurityMode): number => 1 << ORDER.indexOf(mode);
const OPEN = bitOf("Open");
const WEP = bitOf("WEP");
const WPA_PERSONAL = bitOf("WPA-Personal");
const WPA2_PERSONAL = bitOf("WPA2-Personal");
const WPA3_PERSONAL = bitOf("WPA3-Personal");
const WPA_ENTERPRISE = bitOf("WPA-Enterprise");
const WPA2_ENTERPRISE = bitOf("WPA2-Enterprise");
const WPA3_ENTERPRISE = bitOf("WPA3-Enterprise");
const ENTERPRISE_192 = bitOf("WPA3-Enterprise 192-bit");
const ENHANCED_OPEN = bitOf("Enhanced Open");
const DPP = bitOf("DPP");
const OSEN = bitOf("OSEN");
const WAPI = bitOf("WAPI");
const UNKNOWN = bitOf("Unknown");
const PERSONAL = WPA_PERSONAL | WPA2_PERSONAL | WPA3_PERSONAL;
const ENTERPRISE = WPA_ENTERPRISE | WPA2_ENTERPRISE | WPA3_ENTERPRISE;

/** More than one bit. */
function isSeveral(bits: number): boolean {
  return (bits & (bits - 1)) !== 0;
}

/** The modes and what they are called together. There are few such sets, so each is named once; nobody can change it then. */
function namesOf(bits: number): Names {
  let names = NAMES.get(bits);
  if (names === undefined) {
    const modes = Object.freeze(ORDER.filter((_, index) => ((bits >>> index) & 1) === 1));
    names = { name: modes.length === 1 ? modes[0]! : securityName(modes), modes };
    NAMES.set(bits, names);
  }
  return names;
}

interface Names {
  readonly name: string;
  readonly modes: readonly SecurityMode[];
}

const NAMES = new Map<number, Names>();

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

/** "Unknown" only where nothing else is known; 0 where there are no suites. */
function offeredModes(rsns: readonly RsnFields[], wpa: RsnFields | undefined): number {
  let bits = 0;
  for (const rsn of rsns) bits |= rsnModes(rsn);
  if (wpa !== undefined) bits |= wpaModes(wpa);
  return bits === UNKNOWN ? bits : bits & ~UNKNOWN;
}

/** The ways to join that an RSN element offers. WPA3 Specification 3.4, sections 2 to 7. */
function rsnModes({ akmSuites, capabilities }: RsnFields): number {
  const [mfpRequired, mfpCapable] = [(capabilities & MFP_REQUIRED) !== 0, (capabilities & MFP_CAPABLE) !== 0];
  let bits = 0;
  let [plain, strong, fast] = [false, false, false];
  for (const akm of akmSuites) {
    switch (akm) {
      case AkmSuite.Psk:
      case AkmSuite.FtPsk:
      case AkmSuite.PskSha256:
      case AkmSuite.FtPskSha384:
      case AkmSuite.PskSha384:
        bits |= WPA2_PERSONAL;
        break;
      case AkmSuite.Sae:
      case AkmSuite.FtSae:
      case AkmSuite.SaeExtKey:
      case AkmSuite.FtSaeExtKey:
        bits |= WPA3_PERSONAL;
        break;
      case AkmSuite.Ieee8021x:
      case AkmSuite.Cckm:
        plain = true;
        break;
      case AkmSuite.FtIeee8021x:
        fast = true;
        break;
      case AkmSuite.Ieee8021xSha256:
      case AkmSuite.Ieee8021xSuiteB:
      case AkmSuite.Ieee8021xSha384:
      case AkmSuite.FtIeee8021xSha384Unrestricted:
      case AkmSuite.FilsSha256:
      case AkmSuite.FilsSha384:
      case AkmSuite.FtFilsSha256:
      case AkmSuite.FtFilsSha384:
        strong = true;
        break;
      case AkmSuite.Ieee8021xSuiteB192:
      case AkmSuite.FtIeee8021xSha384:
        bits |= ENTERPRISE_192;
        break;
      case AkmSuite.Owe:
        bits |= ENHANCED_OPEN;
        break;
      case AkmSuite.Dpp:
        bits |= DPP;
        break;
      case AkmSuite.Osen:
        bits |= OSEN;
        break;
    }
  }
  // Plain 802.1X is WPA2's, protected management frames or not. Its stronger forms are WPA3's where those frames are protected.
  if (plain) bits |= WPA2_ENTERPRISE;
  if (strong) bits |= mfpRequired || (plain && mfpCapable) ? WPA3_ENTERPRISE : WPA2_ENTERPRISE;
  if (fast && !plain && !strong) bits |= mfpRequired ? WPA3_ENTERPRISE : WPA2_ENTERPRISE;
  return bits === 0 ? UNKNOWN : bits;
}

function wpaModes({ akmSuites }: RsnFields): number {
  let bits = 0;
  for (const akm of akmSuites) {
    if (akm === AkmSuite.WpaPsk) bits |= WPA_PERSONAL;
    if (akm === AkmSuite.WpaIeee8021x || akm === AkmSuite.Cckm) bits |= WPA_ENTERPRISE;
  }
  return bits === 0 ? UNKNOWN : bits;
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

/** "WPA2-Personal" and "WPA3-Personal" become "WPA2/WPA3-Personal"; kinds that have nothing in common are listed. */
function securityName(modes: readonly SecurityMode[]): string {
  const names: string[] = [];
  const kinds: (string | undefined)[] = [];
  for (const mode of modes) {
    const kind = kindOf(mode);
    const known = kind === undefined ? -1 : kinds.indexOf(kind);
    if (known < 0) {
      names.push(mode);
      kinds.push(kind);
    } else names[known] = `${names[known]!.slice(0, -kind!.length - 1)}/${mode}`;
  }
  return names.join(", ");
}

/** What follows the dash: "Personal", "Enterprise" or "Enterprise 192-bit"; undefined where there is none. */
function kindOf(mode: SecurityMode): string | undefined {
  const dash = mode.indexOf("-");
  return dash < 0 ? undefined : mode.slice(dash + 1);
}
