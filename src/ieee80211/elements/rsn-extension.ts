import { bit, bitAt, setBits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The RSN Extension element, RSNXE. */
export interface RsnExtension {
  readonly protectedTwt: boolean;
  /** SAE with hash-to-element: mandatory in 6 GHz. */
  readonly saeHashToElement: boolean;
  /** SAE with a public key: the password proves the network. */
  readonly saePk: boolean;
  readonly protectedWurFrames: boolean;
  /** Positioning of 802.11az: */
  readonly secureLtf: boolean;
  readonly secureRtt: boolean;
  /** Unassociated ranging needs protected frames: exempt 20 MHz, and always. */
  readonly protectedUnassociatedRangingX20: boolean;
  readonly protectedAnnounce: boolean;
  readonly protectedBlockAck: boolean;
  readonly extendedS1gActionProtection: boolean;
  readonly sppAmsdu: boolean;
  readonly protectedUnassociatedRanging: boolean;
  readonly kekInPasn: boolean;
  readonly ssidProtection: boolean;
  /** Protected association frames, of 802.11bi: */
  readonly associationFrameEncryption: boolean;
  readonly ieee8021xInAuthenticationFrames: boolean;
  readonly pmksaCachingPrivacy: boolean;
  readonly saePasswordIdentifierChange: boolean;
  readonly unauthenticatedEppke: boolean;
  /** The numbers of the other bits that are set. */
  readonly unknown: readonly number[];
}

// The numbers of hostap's WLAN_RSNX_CAPAB_*.
const KNOWN = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18, 21, 27, 28, 29, 34, 36]);

/** What it says of SAE alone. */
export function readSaeExtension(
  bytes: Uint8Array,
  start: number,
  end: number,
): Pick<RsnExtension, "saeHashToElement" | "saePk"> | undefined {
  if (end - start < 1 || end - start < 1 + (bytes[start]! & 0x0f)) return undefined;
  return { saeHashToElement: bit(bytes[start]!, 5), saePk: bit(bytes[start]!, 6) };
}

export function decodeRsnExtension(body: Uint8Array): RsnExtension {
  need(body, 1);
  need(body, 1 + (body[0]! & 0x0f)); // the low four bits count the octets after the first
  return {
    protectedTwt: bitAt(body, 4),
    saeHashToElement: bitAt(body, 5),
    saePk: bitAt(body, 6),
    protectedWurFrames: bitAt(body, 7),
    secureLtf: bitAt(body, 8),
    secureRtt: bitAt(body, 9),
    protectedUnassociatedRangingX20: bitAt(body, 10),
    protectedAnnounce: bitAt(body, 11),
    protectedBlockAck: bitAt(body, 12),
    extendedS1gActionProtection: bitAt(body, 13),
    sppAmsdu: bitAt(body, 14),
    protectedUnassociatedRanging: bitAt(body, 15),
    kekInPasn: bitAt(body, 18),
    ssidProtection: bitAt(body, 21),
    associationFrameEncryption: bitAt(body, 27),
    ieee8021xInAuthenticationFrames: bitAt(body, 28),
    pmksaCachingPrivacy: bitAt(body, 29),
    saePasswordIdentifierChange: bitAt(body, 34),
    unauthenticatedEppke: bitAt(body, 36),
    unknown: setBits(body).filter((index) => !KNOWN.has(index)),
  };
}
