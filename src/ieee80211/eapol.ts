import { ByteReader } from "../bytes/reader.ts";
import { isNl80211Error, Nl80211Error } from "../errors.ts";
import type { Draft } from "./frames/body.ts";
import { SecretBytes } from "./secret-bytes.ts";

/** What an EAPOL frame carries. IEEE 802.1X-2020 table 11-3. */
export enum EapolType {
  Eap = 0,
  Start = 1,
  Logoff = 2,
  Key = 3,
  AsfAlert = 4,
  Mka = 5,
  AnnouncementGeneric = 6,
  AnnouncementSpecific = 7,
  AnnouncementRequest = 8,
}

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

/** The Key Information field, bit by bit. IEEE 802.11-2020, 12.7.2. */
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

/** An EAP packet within EAPOL: the outer header of it. */
export interface EapolEapFrame extends EapolHeader {
  readonly kind: "EAP";
  readonly code: "request" | "response" | "success" | "failure" | number;
  readonly identifier: number;
  /** The EAP method, of requests and responses: 1 identity, 13 TLS, 25 PEAP. */
  readonly method?: number;
}

/** Start, logoff and the rest. */
export interface EapolOtherFrame extends EapolHeader {
  readonly kind: "other";
  readonly body: SecretBytes;
}

/** Octets that end too early. What was sound is in `partial`. */
export interface MalformedEapol {
  readonly kind: "malformed";
  readonly offset: number;
  readonly reason: string;
  readonly partial: Readonly<Record<string, unknown>>;
}

export type EapolFrame = EapolKeyFrame | EapolEapFrame | EapolOtherFrame | MalformedEapol;

const RSN_DESCRIPTOR = 2;
const WPA_DESCRIPTOR = 254;

/**
 * An EAPOL frame from its version octet on: what follows the Ethernet header (NL80211_ATTR_FRAME of CONTROL_PORT_FRAME). Any octets give a result.
 * Keys come as {@link SecretBytes}, which no log shows.
 *
 * Throws INVALID_ARGUMENT if `bytes` is not a Uint8Array.
 */
export function parseEapol(bytes: Uint8Array): EapolFrame {
  if (!(bytes instanceof Uint8Array)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `EAPOL is read from a Uint8Array, not from ${typeof bytes}`);
  }
  const header = new ByteReader(bytes, 0, bytes.length, false);
  const out: Record<string, unknown> = {};
  let reader = header;
  try {
    out["version"] = header.u8();
    out["type"] = header.u8();
    const length = header.u16();
    // Ethernet pads short frames, so that more may follow than the length says.
    reader = new ByteReader(bytes, 4, 4 + length, false);
    readBody(reader, out);
    header.skip(length);
    return out as unknown as EapolFrame;
  } catch (error) {
    if (!isNl80211Error(error, "MALFORMED")) throw error;
    return { kind: "malformed", offset: reader.offset, reason: error.message, partial: out };
  }
}

function readBody(reader: ByteReader, out: Record<string, unknown>): void {
  if (out["type"] === EapolType.Eap) {
    out["kind"] = "EAP";
    readEap(reader, out);
    return;
  }
  const descriptor = reader.bytes[reader.offset];
  if (out["type"] === EapolType.Key && (descriptor === RSN_DESCRIPTOR || descriptor === WPA_DESCRIPTOR)) {
    out["kind"] = "key";
    readKey(reader, out);
    return;
  }
  out["kind"] = "other";
  out["body"] = new SecretBytes(reader.rest());
}

const EAP_CODES = [undefined, "request", "response", "success", "failure"] as const;

function readEap(reader: ByteReader, out: Draft<EapolEapFrame>): void {
  const code = reader.u8();
  out.code = EAP_CODES[code] ?? code;
  out.identifier = reader.u8();
  reader.skip(2);
  if (reader.remaining > 0) out.method = reader.u8();
}

/** Octets of a key frame up to the MIC. */
const BEFORE_MIC = 77;

function readKey(reader: ByteReader, out: Draft<EapolKeyFrame>): void {
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

/** IEEE 802.11-2020, 12.7.6 and 12.7.7. Message 4 has no key data; where its MIC is among them (FILS), no nonce. */
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
