import { createDecipheriv, timingSafeEqual } from "node:crypto";
import { parseMac } from "../../bytes/mac.ts";
import { MIC_AT, MIC_LENGTH } from "../../ieee80211/encode/eapol-key.ts";
import type { KeyDerivation } from "./key-derivation.ts";

/** The keys that a PSK and two nonces give: to confirm with, to encrypt keys with, and to encrypt data with. */
export interface PairwiseKeys {
  readonly kck: Uint8Array;
  readonly kek: Uint8Array;
  readonly tk: Uint8Array;
}

/** Who derives a pairwise key, and from what. */
export interface PairwiseInput {
  readonly derivation: KeyDerivation;
  readonly pmk: Uint8Array;
  readonly accessPoint: string;
  readonly station: string;
  readonly anonce: Uint8Array;
  readonly snonce: Uint8Array;
  /** Octets of the key for data: 16 of CCMP-128. */
  readonly tkLength: number;
}

/** The keys of a connection. IEEE 802.11-2020, 12.7.1.3. */
export function pairwiseKeys(input: PairwiseInput): PairwiseKeys {
  const [low, high] = ordered(parseMac(input.accessPoint), parseMac(input.station));
  const [less, more] = ordered(input.anonce, input.snonce);
  const context = Buffer.concat([low, high, less, more]);
  const keys = input.derivation.expand(input.pmk, "Pairwise key expansion", context, 32 + input.tkLength);
  return { kck: keys.subarray(0, 16), kek: keys.subarray(16, 32), tk: keys.subarray(32) };
}

/** Fills in a key frame's MIC, which is over the frame with zeros in its place. */
export function sign(frame: Uint8Array, kck: Uint8Array, derivation: KeyDerivation): Uint8Array {
  const signed = frame.slice();
  signed.set(micOf(frame, kck, derivation), MIC_AT);
  return signed;
}

/** Whether a key frame's MIC is of this key. */
export function signedWith(frame: Uint8Array, kck: Uint8Array, derivation: KeyDerivation): boolean {
  if (frame.length < MIC_AT + MIC_LENGTH) return false;
  return timingSafeEqual(micOf(frame, kck, derivation), frame.subarray(MIC_AT, MIC_AT + MIC_LENGTH));
}

/** Key data in the clear: AES key wrap (RFC 3394). Undefined where they are not of this key. */
export function unwrapKeyData(keyData: Uint8Array, kek: Uint8Array): Uint8Array | undefined {
  if (keyData.length < 24 || keyData.length % 8 !== 0) return undefined;
  try {
    const decipher = createDecipheriv("id-aes128-wrap", kek, Buffer.alloc(8, 0xa6));
    return new Uint8Array(Buffer.concat([decipher.update(keyData), decipher.final()]));
  } catch {
    return undefined;
  }
}

function micOf(frame: Uint8Array, kck: Uint8Array, derivation: KeyDerivation): Uint8Array {
  const blank = frame.slice();
  blank.fill(0, MIC_AT, MIC_AT + MIC_LENGTH);
  return derivation.mic(blank, kck);
}

function ordered(a: Uint8Array, b: Uint8Array): [Uint8Array, Uint8Array] {
  return Buffer.compare(a, b) <= 0 ? [a, b] : [b, a];
}
