import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import { encodeRsn, type RsnInput } from "../../ieee80211/encode/rsn.ts";
import { type SsidInput, ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { AssociateRequest, AuthenticateRequest } from "../../nl80211/generated/connect.ts";
import { AuthType, Mfp, WpaVersion } from "../../nl80211/generated/connect-enums.ts";
import { checkedMac, octets, whole } from "../argument.ts";
import { type AssociationChoice, associationFields, type CapabilityOverride } from "./association-choice.ts";
import { authType } from "./authentication-type.ts";
import type { WepKey } from "./connect-options.ts";
import { frequencyFields } from "./connect-request.ts";
import type { KeyedOptions } from "./connect-security.ts";
import { type AddedLink, linkFields } from "./link-fields.ts";
import { wepKey } from "./wep-key.ts";

/** An access point to authenticate with, and how. The kernel must have heard it: ENOENT means scan first. */
export interface Authenticate {
  readonly ssid: SsidInput;
  readonly bssid: Mac;
  readonly frequencyMhz: number;
  /** Default: "open". In the kernel's words also "network-eap", "fils-sk", "fils-sk-pfs", "fils-pk", "eppke", "ieee8021x". */
  readonly type?: "open" | "shared" | "ft" | "sae" | (string & {});
  /** Of "shared": the key that answers the challenge. */
  readonly wepKey?: WepKey;
  /**
   * Of "sae", FILS and the newer ones, whose exchange is yours: the body of the frame from the transaction number on (2 octets), the status
   * (2 octets), and what follows.
   */
  readonly data?: Uint8Array;
  /** Elements to add, such as those of FT. */
  readonly elements?: Uint8Array;
  /** Of a multi-link access point: the link that this goes over, whose address is `bssid`, and the address of the multi-link device. */
  readonly link?: { readonly linkId: number; readonly mldAddress: Mac };
  /** BSS membership selectors that the program implements. */
  readonly supportedSelectors?: readonly number[];
}

/** What to associate with, after an authentication, and how. */
export interface Associate extends AssociationChoice {
  readonly ssid: SsidInput;
  /** Of an access point without links; of one with them, `multiLink` says all. */
  readonly bssid?: Mac;
  readonly frequencyMhz?: number;
  /** The access point that the station comes from: a reassociation. */
  readonly previousBssid?: Mac;
  /** Secured by RSN: the element, and what it says for the driver. One pairwise cipher. */
  readonly rsn?: RsnInput;
  /** Secured by WEP: the octets of its keys. They are installed once associated. */
  readonly wep?: 5 | 13;
  /** Elements to add. */
  readonly elements?: Uint8Array;
  /** Keys with which FILS encrypts the association: KEK, and both nonces one after the other (32 octets). */
  readonly fils?: { readonly kek: Uint8Array; readonly nonces: Uint8Array };
  readonly multiLink?: MultiLinkAssociation;
  /** A-MSDUs protected in signalling and payload (SPP). */
  readonly sppAmsdu?: boolean;
  /** 15 octets each (S1G). */
  readonly s1gOverride?: CapabilityOverride;
  readonly supportedSelectors?: readonly number[];
  /** False: nobody owns it, as with `connect()`. Default: true. */
  readonly owned?: boolean;
}

/** The links of a multi-link association. */
export interface MultiLinkAssociation {
  /** Address of the access point's multi-link device. */
  readonly mldAddress: Mac;
  /** The link that the association goes over: one of `links`. */
  readonly linkId: number;
  readonly links: readonly AddedLink[];
  /** Extended MLD capabilities and operations, as the element has them. */
  readonly extendedCapabilities?: number;
}

/** How to end an authentication or an association. */
export interface Leave {
  readonly bssid: Mac;
  /** Reason code of 802.11, not 0. Default: 3 for deauthentication, 8 for disassociation: the station leaves. */
  readonly reasonCode?: number;
  readonly elements?: Uint8Array;
  /** Sends no frame: the access point does not learn of it. */
  readonly localOnly?: boolean;
}

/** Exchanges whose frames the program makes: it judges the answers. */
const DRIVEN: ReadonlySet<number> = new Set([
  AuthType.Sae,
  AuthType.FilsSk,
  AuthType.FilsSkPfs,
  AuthType.FilsPk,
  AuthType.Eppke,
  AuthType.Ieee8021x,
]);

/** Whether the program makes the frames of this kind of authentication. */
export function drivenByCaller(type: Authenticate["type"]): boolean {
  return DRIVEN.has(authType(type));
}

/** Throws INVALID_ARGUMENT, which never shows a key. */
export function toAuthenticate(ifindex: number, input: Authenticate): AuthenticateRequest {
  const { data, elements, link, supportedSelectors } = input;
  const type = authType(input.type);
  if ((type === AuthType.SharedKey) !== (input.wepKey !== undefined)) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      'authentication with a shared key, and no other, has a WEP key: "shared", wepKey',
    );
  }
  if (DRIVEN.has(type) !== (data !== undefined)) {
    const what = DRIVEN.has(type) ? "needs data: the frame's transaction, status and what follows" : "takes no data";
    throw new Nl80211Error("INVALID_ARGUMENT", `authentication of type "${input.type ?? "open"}" ${what}`);
  }
  return {
    ifindex,
    mac: checkedMac(input.bssid),
    ...frequencyFields(input.frequencyMhz),
    ssid: ssidBytes(input.ssid),
    authType: type,
    ...(input.wepKey !== undefined && { key: wepKey(input.wepKey) }),
    ...(data !== undefined && { authData: octets("data of the authentication", data, 4, 2304) }),
    ...(elements !== undefined && { ie: elements }),
    ...(link !== undefined && {
      mloLinkId: whole("link id", link.linkId, 0, 14),
      mldAddr: checkedMac(link.mldAddress),
    }),
    ...selectors(supportedSelectors),
  };
}

/** Throws INVALID_ARGUMENT. */
export function toAssociate(ifindex: number, input: Associate): AssociateRequest {
  const { previousBssid, rsn, wep, elements, fils, sppAmsdu, s1gOverride, owned = true } = input;
  const association = associationFields(input);
  if (!owned && association.controlPortOverNl80211) {
    throw new Nl80211Error("INVALID_ARGUMENT", "owned: false: control port frames need an owner");
  }
  const ie = new Uint8Array([...(rsn === undefined ? [] : encodeRsn(rsn)), ...(elements ?? [])]);
  return {
    ifindex,
    ssid: ssidBytes(input.ssid),
    ...placeFields(input),
    ...(previousBssid !== undefined && { prevBssid: checkedMac(previousBssid) }),
    ...(ie.length > 0 && { ie }),
    ...(rsn !== undefined && rsnFields(rsn)),
    ...(wep !== undefined && wepFields(wep)),
    ...association,
    ...(fils !== undefined && {
      filsKek: octets("FILS KEK", fils.kek, 16, 64),
      filsNonces: octets("FILS nonces", fils.nonces, 32),
    }),
    ...(sppAmsdu === true && { assocSppAmsdu: true }),
    ...(s1gOverride !== undefined && {
      s1gCapability: octets("S1G capability", s1gOverride.value, 15),
      s1gCapabilityMask: octets("mask of the S1G capability", s1gOverride.mask, 15),
    }),
    ...selectors(input.supportedSelectors),
    ...(owned && { socketOwner: true }),
  };
}

/** What a `connect()` to another access point of the network would say: for a reassociation. */
export function associatedAs(input: Associate): KeyedOptions {
  const { ssid, rsn, elements, controlPort, disable, htOverride, vhtOverride, radioMeasurement, owned } = input;
  const given = { elements, controlPort, disable, htOverride, vhtOverride, radioMeasurement, owned };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ssid, security: rsn === undefined ? "open" : { supplicant: rsn }, ...present };
}

/** Throws INVALID_ARGUMENT. */
export function leaveFields(leave: Leave, usual: number) {
  const { bssid, reasonCode = usual, elements, localOnly } = leave;
  return {
    mac: checkedMac(bssid),
    reasonCode: whole("reason code", reasonCode, 1, 0xffff),
    ...(elements !== undefined && { ie: elements }),
    ...(localOnly === true && { localStateChange: true }),
  };
}

/** One access point, or the links of one: the kernel takes no address beside links. */
function placeFields({ bssid, frequencyMhz, multiLink }: Associate): Partial<AssociateRequest> {
  if (multiLink === undefined) {
    if (bssid === undefined || frequencyMhz === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", "an association needs bssid and frequencyMhz, or multiLink");
    }
    return { mac: checkedMac(bssid), ...frequencyFields(frequencyMhz) };
  }
  const { mldAddress, linkId, links, extendedCapabilities } = multiLink;
  if (!links.some((link) => link.linkId === linkId)) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `multiLink: link ${linkId}, which the association goes over, is none of links`,
    );
  }
  return {
    mldAddr: checkedMac(mldAddress),
    mloLinkId: whole("link id", linkId, 0, 14),
    mloLinks: links.map(linkFields),
    ...(extendedCapabilities !== undefined && {
      extMldCapaAndOps: whole("extended MLD capabilities", extendedCapabilities, 0, 0xffff),
    }),
  };
}

function rsnFields({ akmSuites, pairwiseCiphers, groupCipher, mfp }: RsnInput): Partial<AssociateRequest> {
  const pairwise = pairwiseCiphers ?? [CipherSuite.Ccmp128];
  whole("number of pairwise ciphers", pairwise.length, 1, 1);
  return {
    // The kernel's word for protection here is yes or no; the element says whether it is a must.
    ...(mfp !== undefined && { useMfp: Mfp.Required }),
    wpaVersions: [WpaVersion.Version2],
    cipherSuitesPairwise: pairwise,
    cipherSuiteGroup: groupCipher ?? pairwise[0]!,
    akmSuites,
  };
}

function wepFields(octets: number): Partial<AssociateRequest> {
  const cipher = octets === 5 ? CipherSuite.Wep40 : CipherSuite.Wep104;
  return { cipherSuitesPairwise: [cipher], cipherSuiteGroup: cipher };
}

function selectors(supported: readonly number[] | undefined) {
  if (supported === undefined) return {};
  return { supportedSelectors: Uint8Array.from(supported, (selector) => whole("selector", selector, 0, 127)) };
}
