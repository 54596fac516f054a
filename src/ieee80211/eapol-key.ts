import type { ByteReader } from "../bytes/reader.ts";
import type { Draft } from "./frames/body.ts";
import { SecretBytes } from "./secret-bytes.ts";

/** What every EAPOL frame begins with. */
export interface EapolHeader {
  /** Of 802.1X: 1 to 3. */
  readonly version: number;
  readonly type: number;
}

/** Which step of a handshake a key frame is. */
export type HandshakeMessage =
  | "4-way 1/4"
  | "4-way 2/4"
  | "4-way 3/4"
  | "4-way 4/4"
  | "group 1/2"
  | "group 2/2"
  | "request";

/** The Key Information field, bit by bit. */
export interface KeyInformation {
  /** 1 HMAC-MD5 and RC4, 2 HMAC-SHA-1 and AES, 3 AES-CMAC; 0 as the AKM says. */
  readonly descriptorVersion: number;
  /** The pairwise key; otherwise the group key. */
  readonly pairwise: boolean;
  readonly install: boolean;
  /** An answer is wanted. */
  readonly ack: boolean;
  readonly mic: boolean;
  /** The keys are in use. */
  readonly secure: boolean;
  /** A MIC failure is reported. */
  readonly error: boolean;
  readonly request: boolean;
  readonly encryptedKeyData: boolean;
}

/** An EAPOL-Key frame of WPA or RSN. */
export interface EapolKeyFrame extends EapolHeader {
  readonly kind: "key";
  readonly descriptor: "RSN" | "WPA";
  readonly message: HandshakeMessage;
  readonly information: KeyInformation;
  /** Octets of the pairwise key, 16 for CCMP; 0 where it goes without saying. */
  readonly keyLength: number;
  readonly replayCounter: bigint;
  /** ANonce or SNonce; zeros in most of the others. */
  readonly nonce: Uint8Array;
  /** Receive sequence counter of the group key, six octets used. */
  readonly rsc: Uint8Array;
  /** 16, 24 or 32 octets, as the AKM says; none where key data are authenticated by themselves (FILS). */
  readonly mic: Uint8Array;
  /** Elements and keys, encrypted where `information` says so. A decrypted message 3 holds the group key here. */
  readonly keyData: SecretBytes;
}

export const RSN_DESCRIPTOR = 2;
export const WPA_DESCRIPTOR = 254;

/** Octets of a key frame up to the MIC. */
const BEFORE_MIC = 77;

/** Reads a key descriptor of RSN or WPA. Throws MALFORMED where it ends too early. */
export function readKey(reader: ByteReader, out: Draft<EapolKeyFrame>): void {
  const micLength = micLengthOf(reader);
  out.descriptor = reader.u8() === WPA_DESCRIPTOR ? "WPA" : "RSN";
  const information = parseKeyInformation(reader.u16());
  out.information = information;
  out.keyLength = reader.u16();
  out.replayCounter = reader.u64();
  out.nonce = reader.take(32);
  reader.skip(16); // IV
  out.rsc = reader.take(8);
  reader.skip(8); // reserved
  out.mic = reader.take(micLength);
  out.keyData = new SecretBytes(reader.take(reader.u16()));
  out.message = messageOf(information, out.keyData.length, micLength, out.nonce);
}

/** The AKM decides and is not in the frame; but the key data end where the frame ends. */
function micLengthOf({ bytes, offset, end }: ByteReader): number {
  for (const length of [16, 24, 32, 0]) {
    const at = offset + BEFORE_MIC + length;
    if (at + 2 <= end && at + 2 + ((bytes[at]! << 8) | bytes[at + 1]!) === end) return length;
  }
  return 16;
}

function parseKeyInformation(field: number): KeyInformation {
  const bit = (n: number) => ((field >>> n) & 1) === 1;
  return {
    descriptorVersion: field & 7,
    pairwise: bit(3),
    install: bit(6),
    ack: bit(7),
    mic: bit(8),
    secure: bit(9),
    error: bit(10),
    request: bit(11),
    encryptedKeyData: bit(12),
  };
}

/** Message 4 has no key data; where its MIC is among them (FILS), no nonce. */
function messageOf(
  information: KeyInformation,
  keyDataLength: number,
  micLength: number,
  nonce: Uint8Array,
): HandshakeMessage {
  if (information.request) return "request";
  if (!information.pairwise) return information.ack ? "group 1/2" : "group 2/2";
  const authenticated = information.mic || (micLength === 0 && information.encryptedKeyData);
  if (information.ack) return authenticated ? "4-way 3/4" : "4-way 1/4";
  const last = micLength === 0 ? nonce.every((octet) => octet === 0) : keyDataLength === 0;
  return last ? "4-way 4/4" : "4-way 2/4";
}
