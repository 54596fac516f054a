import { AkmSuite } from "./akm.ts";
import { CipherSuite } from "./cipher.ts";
import { ElementId, VendorElement } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import type { Rsn } from "./elements/rsn.ts";

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

const PSK: ReadonlySet<number> = new Set([
  AkmSuite.Psk,
  AkmSuite.FtPsk,
  AkmSuite.PskSha256,
  AkmSuite.FtPskSha384,
  AkmSuite.PskSha384,
]);
const SAE: ReadonlySet<number> = new Set([AkmSuite.Sae, AkmSuite.FtSae, AkmSuite.SaeExtKey, AkmSuite.FtSaeExtKey]);
const SUITE_B_192: ReadonlySet<number> = new Set([AkmSuite.Ieee8021xSuiteB192, AkmSuite.FtIeee8021xSha384]);
/** 802.1X with SHA-256 or better, and FILS: what WPA3-Enterprise is made of. Plain 802.1X is WPA2's. */
const STRONG_8021X: ReadonlySet<number> = new Set([
  AkmSuite.Ieee8021xSha256,
  AkmSuite.Ieee8021xSuiteB,
  AkmSuite.FilsSha256,
  AkmSuite.FilsSha384,
  AkmSuite.FtFilsSha256,
  AkmSuite.FtFilsSha384,
  AkmSuite.FtIeee8021xSha384Unrestricted,
  AkmSuite.Ieee8021xSha384,
]);
const PLAIN_8021X: ReadonlySet<number> = new Set([AkmSuite.Ieee8021x, AkmSuite.FtIeee8021x, AkmSuite.Cckm]);

/**
 * How a network is protected, by its RSN, RSN override, RSNXE, WPA and OWE transition elements; without those, by the Privacy bit of
 * `capability`. An RSN element that is malformed makes the mode "Unknown" rather than "WEP".
 */
export function networkSecurity(elements: ElementList, capability = 0): Security {
  const rsns = rsnElements(elements);
  const wpa = elements.get(VendorElement.Wpa);
  const extension = elements.get(ElementId.RsnExtension);
  const override = elements.get(VendorElement.RsnExtensionOverride);
  const oweTransition = elements.get(VendorElement.OweTransition) !== undefined;
  const modes = securityModes(rsns, wpa);
  if (modes.length === 0) modes.push(withoutSuites(elements, capability));
  const mfp = protection(rsns);
  const group = rsns[0] ?? wpa;
  const security: Mutable<Security> = {
    name: modes.length === 1 ? modes[0]! : securityName(modes),
    modes,
    encrypted: !modes.includes("Open"),
    personal: modes.some((mode) => mode.endsWith("Personal")),
    enterprise: modes.some((mode) => mode.includes("Enterprise")),
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
    const rsn = elements.get(key);
    if (rsn !== undefined) rsns.push(rsn);
  }
  return rsns;
}

function suitesOf(rsns: readonly Rsn[], wpa: Rsn | undefined, field: "akmSuites" | "pairwiseCiphers"): number[] {
  const suites: number[] = [];
  const add = (suite: number) => {
    if (!suites.includes(suite)) suites.push(suite);
  };
  for (const rsn of rsns) rsn[field].forEach(add);
  wpa?.[field].forEach(add);
  return suites;
}

/** The weakest first; "Unknown" only where nothing else is known. */
function securityModes(rsns: readonly Rsn[], wpa: Rsn | undefined): SecurityMode[] {
  const modes: SecurityMode[] = [];
  for (const rsn of rsns) modes.push(...rsnModes(rsn));
  if (wpa !== undefined) modes.push(...wpaModes(wpa));
  if (modes.length <= 1) return modes;
  const known = modes.some((mode) => mode !== "Unknown");
  return ORDER.filter((mode) => modes.includes(mode) && (mode !== "Unknown" || !known));
}

function rsnModes({ akmSuites, capabilities: { mfpRequired, mfpCapable } }: Rsn): SecurityMode[] {
  const has = (family: ReadonlySet<number>) => akmSuites.some((akm) => family.has(akm));
  const modes: SecurityMode[] = [];
  if (has(PSK)) modes.push("WPA2-Personal");
  if (has(SAE)) modes.push("WPA3-Personal");
  const plain = akmSuites.includes(AkmSuite.Ieee8021x) || (has(PLAIN_8021X) && !has(STRONG_8021X));
  if (plain && (!mfpRequired || !has(STRONG_8021X))) modes.push(mfpRequired ? "WPA3-Enterprise" : "WPA2-Enterprise");
  if (has(STRONG_8021X)) modes.push(mfpRequired || (plain && mfpCapable) ? "WPA3-Enterprise" : "WPA2-Enterprise");
  if (has(SUITE_B_192)) modes.push("WPA3-Enterprise 192-bit");
  if (akmSuites.includes(AkmSuite.Owe)) modes.push("Enhanced Open");
  if (akmSuites.includes(AkmSuite.Dpp)) modes.push("DPP");
  if (akmSuites.includes(AkmSuite.Osen)) modes.push("OSEN");
  return modes.length === 0 ? ["Unknown"] : modes;
}

function wpaModes({ akmSuites }: Rsn): SecurityMode[] {
  const modes: SecurityMode[] = [];
  if (akmSuites.includes(AkmSuite.WpaPsk)) modes.push("WPA-Personal");
  if (akmSuites.includes(AkmSuite.WpaIeee8021x) || akmSuites.includes(AkmSuite.Cckm)) modes.push("WPA-Enterprise");
  return modes.length === 0 ? ["Unknown"] : modes;
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
  if (rsns.length === 0 || rsns.every(({ capabilities }) => !capabilities.mfpCapable && !capabilities.mfpRequired)) {
    return "none";
  }
  return rsns.every(({ capabilities }) => capabilities.mfpRequired) ? "required" : "capable";
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
  const kinds = new Map<string, string[]>();
  for (const mode of modes) {
    const [, version, kind] = /^(WPA\d?)-(.*)$/.exec(mode) ?? [mode, mode, ""];
    kinds.set(kind!, [...(kinds.get(kind!) ?? []), version!]);
  }
  return [...kinds]
    .map(([kind, versions]) => (kind === "" ? versions.join(", ") : `${versions.join("/")}-${kind}`))
    .join(", ");
}

function isTransition(modes: readonly SecurityMode[]): boolean {
  const versions = (kind: string) => modes.filter((mode) => mode.endsWith(kind)).length;
  return versions("Personal") > 1 || versions("Enterprise") > 1;
}
