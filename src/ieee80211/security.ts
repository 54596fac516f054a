import { AkmSuite } from "./akm.ts";
import { CipherSuite } from "./cipher.ts";
import { ElementId, VendorElement } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { type Rsn, readRsn, readWpa } from "./elements/rsn.ts";
import { readSaeExtension } from "./elements/rsn-extension.ts";

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
  const rsns = rsnElements(elements);
  const wpa = elements.read(VendorElement.Wpa, readWpa);
  const extension = elements.read(ElementId.RsnExtension, readSaeExtension);
  const override = elements.read(VendorElement.RsnExtensionOverride, readSaeExtension);
  const oweTransition = elements.get(VendorElement.OweTransition) !== undefined;
  const modes = securityModes(rsns, wpa);
  if (modes.length === 0) modes.push(withoutSuites(elements, capability));
  const mfp = protection(rsns);
  const group = rsns[0] ?? wpa;
  const security: Mutable<Security> = {
    name: modes.length === 1 ? modes[0]! : securityName(modes),
    modes,
    encrypted: !modes.includes("Open"),
    personal: countOf(modes, "Personal") > 0,
    enterprise: countOf(modes, "Enterprise") + countOf(modes, "Enterprise 192-bit") > 0,
    transition: isTransition(modes) || (oweTransition && modes[0] === "Open"),
    oweTransition,
    akmSuites: suitesOf(rsns, wpa, "akmSuites"),
    pairwiseCiphers: suitesOf(rsns, wpa, "pairwiseCiphers"),
    mfp,
    saeHashToElement: extension?.saeHashToElement === true || override?.saeHashToElement === true,
    saePk: extension?.saePk === true || override?.saePk === true,
  };
  if (group !== undefined) security.groupCipher = group.groupCipher;
  if (mfp !== "none") security.groupManagementCipher = group?.groupManagementCipher ?? CipherSuite.BipCmac128;
  return security;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The RSN element, and those that override it for stations that know them. */
function rsnElements(elements: ElementList): Rsn[] {
  const rsns: Rsn[] = [];
  for (const key of [ElementId.Rsn, VendorElement.RsnOverride, VendorElement.RsnOverride2] as const) {
    const rsn = elements.read(key, readRsn);
    if (rsn !== undefined) rsns.push(rsn);
  }
  return rsns;
}

function suitesOf(rsns: readonly Rsn[], wpa: Rsn | undefined, field: "akmSuites" | "pairwiseCiphers"): number[] {
  const suites: number[] = [];
  for (const rsn of rsns) addNew(suites, rsn[field]);
  if (wpa !== undefined) addNew(suites, wpa[field]);
  return suites;
}

function addNew(suites: number[], more: readonly number[]): void {
  for (const suite of more) if (!suites.includes(suite)) suites.push(suite);
}

/** The weakest first; "Unknown" only where nothing else is known. */
function securityModes(rsns: readonly Rsn[], wpa: Rsn | undefined): SecurityMode[] {
  const modes: SecurityMode[] = [];
  for (const rsn of rsns) addRsnModes(modes, rsn);
  if (wpa !== undefined) addWpaModes(modes, wpa);
  if (modes.length <= 1) return modes;
  const known = modes.some((mode) => mode !== "Unknown");
  return ORDER.filter((mode) => modes.includes(mode) && (mode !== "Unknown" || !known));
}

/** Adds the ways to join that an RSN element offers; some may come twice. WPA3 Specification 3.4, sections 2 to 7. */
function addRsnModes(modes: SecurityMode[], { akmSuites, capabilities: { mfpRequired, mfpCapable } }: Rsn): void {
  const before = modes.length;
  let [plain, strong, fast] = [false, false, false];
  for (const akm of akmSuites) {
    switch (akm) {
      case AkmSuite.Psk:
      case AkmSuite.FtPsk:
      case AkmSuite.PskSha256:
      case AkmSuite.FtPskSha384:
      case AkmSuite.PskSha384:
        modes.push("WPA2-Personal");
        break;
      case AkmSuite.Sae:
      case AkmSuite.FtSae:
      case AkmSuite.SaeExtKey:
      case AkmSuite.FtSaeExtKey:
        modes.push("WPA3-Personal");
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
        modes.push("WPA3-Enterprise 192-bit");
        break;
      case AkmSuite.Owe:
        modes.push("Enhanced Open");
        break;
      case AkmSuite.Dpp:
        modes.push("DPP");
        break;
      case AkmSuite.Osen:
        modes.push("OSEN");
        break;
    }
  }
  // Plain 802.1X is WPA2's, protected management frames or not. Its stronger forms are WPA3's where those frames are protected.
  if (plain) modes.push("WPA2-Enterprise");
  if (strong) modes.push(mfpRequired || (plain && mfpCapable) ? "WPA3-Enterprise" : "WPA2-Enterprise");
  if (fast && !plain && !strong) modes.push(mfpRequired ? "WPA3-Enterprise" : "WPA2-Enterprise");
  if (modes.length === before) modes.push("Unknown");
}

function addWpaModes(modes: SecurityMode[], { akmSuites }: Rsn): void {
  const before = modes.length;
  if (akmSuites.includes(AkmSuite.WpaPsk)) modes.push("WPA-Personal");
  if (akmSuites.includes(AkmSuite.WpaIeee8021x) || akmSuites.includes(AkmSuite.Cckm)) modes.push("WPA-Enterprise");
  if (modes.length === before) modes.push("Unknown");
}

function withoutSuites(elements: ElementList, capability: number): SecurityMode {
  if (elements.has(VendorElement.Osen)) return "OSEN";
  if (elements.has(ElementId.Rsn) || elements.has(VendorElement.Wpa)) return "Unknown"; // there, but malformed
  if ((capability & PRIVACY) === 0) return "Open";
  // WAPI took number 68, which the standard gives to another element, one without OUIs.
  const wapi = elements.element(ElementId.BssAcAccessDelay)?.body;
  return wapi !== undefined && wapi.length >= 12 && isWapi(wapi) ? "WAPI" : "WEP";
}

/** Version, count, then AKM suites of the OUI 00:14:72. */
function isWapi(body: Uint8Array): boolean {
  return body[4] === 0x00 && body[5] === 0x14 && body[6] === 0x72;
}

function protection(rsns: readonly Rsn[]): Security["mfp"] {
  let [some, all] = [false, true];
  for (const { capabilities } of rsns) {
    some ||= capabilities.mfpCapable || capabilities.mfpRequired;
    all &&= capabilities.mfpRequired;
  }
  return !some ? "none" : all ? "required" : "capable";
}

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

function countOf(modes: readonly SecurityMode[], kind: string): number {
  let count = 0;
  for (const mode of modes) if (kindOf(mode) === kind) count++;
  return count;
}

function isTransition(modes: readonly SecurityMode[]): boolean {
  return modes.length > 1 && (countOf(modes, "Personal") > 1 || countOf(modes, "Enterprise") > 1);
}
