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

/** The ways to join that an RSN element offers; some may come twice. WPA3 Specification 3.4, sections 2 to 7. */
function rsnModes({ akmSuites, capabilities: { mfpRequired, mfpCapable } }: Rsn): SecurityMode[] {
  const modes: SecurityMode[] = [];
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
