import { ByteWriter } from "../../bytes/writer.ts";
import { RSN_DESCRIPTOR } from "../eapol-key.ts";

/** What a key frame of a station says: an answer in a handshake. */
export interface EapolKeyInput {
  /** The Key Information field, as it is. */
  readonly information: number;
  /** As in the frame that is answered. */
  readonly replayCounter: bigint;
  /** Default: zeros. */
  readonly nonce?: Uint8Array;
  readonly keyData?: Uint8Array;
}

/** Where the MIC of a key frame is, and its 16 octets. */
export const MIC_AT = 81;
export const MIC_LENGTH = 16;

/** An EAPOL-Key frame of RSN, its MIC of 16 octets still zeros: who has the key fills it in. */
export function encodeEapolKey({ information, replayCounter, nonce, keyData }: EapolKeyInput): Uint8Array {
  const data = keyData ?? new Uint8Array();
  const writer = new ByteWriter();
  writer.u8(1).u8(3); // version that every authenticator takes, type Key
  bigEndian(writer, 95 + data.length);
  writer.u8(RSN_DESCRIPTOR);
  bigEndian(writer, information);
  bigEndian(writer, 0); // key length: the access point's to say
  for (let shift = 56n; shift >= 0n; shift -= 8n) writer.u8(Number((replayCounter >> shift) & 0xffn));
  writer.put(nonce ?? new Uint8Array(32));
  writer.put(new Uint8Array(16 + 8 + 8 + MIC_LENGTH)); // IV, RSC, reserved, MIC
  bigEndian(writer, data.length);
  writer.put(data);
  return writer.finish();
}

function bigEndian(writer: ByteWriter, value: number): void {
  writer.u8(value >>> 8).u8(value & 0xff);
}
