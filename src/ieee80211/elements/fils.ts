import { bit, bits } from "../../bytes/bits.ts";
import { toHex } from "../../bytes/hex.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { need } from "../element-kind.ts";

/** The FILS Indication element: fast initial link setup, 802.11ai. */
export interface FilsIndication {
  readonly ipAddressConfiguration: boolean;
  readonly skWithoutPfs: boolean;
  readonly skWithPfs: boolean;
  readonly publicKey: boolean;
  /** Two octets as hex: where a key from an earlier login still counts. */
  readonly cacheId?: string;
  readonly hessid?: string;
  /** Hashes of the realms that can authenticate here, two octets each as hex. */
  readonly realms: readonly string[];
  readonly publicKeys: readonly { readonly type: number; readonly bytes: Uint8Array }[];
}

export function decodeFilsIndication(body: Uint8Array): FilsIndication {
  const reader = new ByteReader(body);
  const info = reader.u16();
  return {
    ipAddressConfiguration: bit(info, 6),
    skWithoutPfs: bit(info, 9),
    skWithPfs: bit(info, 10),
    publicKey: bit(info, 11),
    ...(bit(info, 7) ? { cacheId: toHex(reader.take(2)) } : {}),
    ...(bit(info, 8) ? { hessid: reader.mac() } : {}),
    realms: Array.from({ length: bits(info, 3, 3) }, () => toHex(reader.take(2))),
    publicKeys: Array.from({ length: bits(info, 0, 3) }, () => ({
      type: reader.u8(),
      bytes: reader.take(reader.u8()),
    })),
  };
}

/** The FILS Session element. */
export interface FilsSession {
  readonly session: Uint8Array;
}

export function decodeFilsSession(body: Uint8Array): FilsSession {
  need(body, 8);
  return { session: body.subarray(0, 8) };
}

/** The FILS Key Confirmation element. */
export interface FilsKeyConfirmation {
  readonly keyAuthentication: Uint8Array;
}

export function decodeFilsKeyConfirmation(body: Uint8Array): FilsKeyConfirmation {
  return { keyAuthentication: body };
}

/** The FILS Nonce element. */
export interface FilsNonce {
  readonly nonce: Uint8Array;
}

export function decodeFilsNonce(body: Uint8Array): FilsNonce {
  need(body, 16);
  return { nonce: body.subarray(0, 16) };
}

/** The Association Delay Info element: how long an access point takes to answer an association request. */
export interface AssociationDelayInfo {
  readonly delayTu: number;
}

export function decodeAssociationDelayInfo(body: Uint8Array): AssociationDelayInfo {
  need(body, 1);
  return { delayTu: body[0]! };
}
