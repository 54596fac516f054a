import { ByteReader } from "../bytes/reader.ts";
import { isNl80211Error, Nl80211Error } from "../errors.ts";
import { type EapolHeader, type EapolKeyFrame, RSN_DESCRIPTOR, readKey, WPA_DESCRIPTOR } from "./eapol-key.ts";
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

/**
 * An EAPOL frame from its version octet on: what follows the Ethernet header (NL80211_ATTR_FRAME of
 * CONTROL_PORT_FRAME). Any octets give a result. Keys come as {@link SecretBytes}, which no log shows.
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
