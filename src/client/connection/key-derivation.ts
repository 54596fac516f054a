import { createCipheriv, createHmac } from "node:crypto";
import { AkmSuite } from "../../ieee80211/akm.ts";

/** How an AKM derives keys and signs key frames. */
export interface KeyDerivation {
  /** Descriptor version of its key frames. */
  readonly version: number;
  /** `length` octets of key for a purpose, from another key and what is said of both ends. */
  expand(key: Uint8Array, purpose: string, context: Uint8Array, length: number): Uint8Array;
  /** 16 octets that nobody makes without the key. */
  mic(octets: Uint8Array, key: Uint8Array): Uint8Array;
}

/** Of the AKMs whose handshake this library does. IEEE 802.11-2020, tables 9-151 and 12-10. */
export const KEY_DERIVATIONS: Readonly<Partial<Record<number, KeyDerivation>>> = {
  [AkmSuite.Psk]: { version: 2, expand: prf, mic: hmacSha1 },
  [AkmSuite.PskSha256]: { version: 3, expand: kdf, mic: aesCmac },
};

/** The PRF on HMAC-SHA-1. IEEE 802.11-2020, 12.7.1.2. */
function prf(key: Uint8Array, purpose: string, context: Uint8Array, length: number): Uint8Array {
  const blocks: Buffer[] = [];
  for (let i = 0; i * 20 < length; i++) {
    blocks.push(createHmac("sha1", key).update(`${purpose}\0`).update(context).update(Uint8Array.of(i)).digest());
  }
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

/** The KDF on HMAC-SHA-256. IEEE 802.11-2020, 12.7.1.6.2. */
function kdf(key: Uint8Array, purpose: string, context: Uint8Array, length: number): Uint8Array {
  const blocks: Buffer[] = [];
  for (let i = 1; (i - 1) * 32 < length; i++) {
    const block = createHmac("sha256", key).update(u16le(i)).update(purpose).update(context);
    blocks.push(block.update(u16le(length * 8)).digest());
  }
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

function hmacSha1(octets: Uint8Array, key: Uint8Array): Uint8Array {
  return createHmac("sha1", key).update(octets).digest().subarray(0, 16);
}

/** AES-128-CMAC. RFC 4493. */
export function aesCmac(octets: Uint8Array, key: Uint8Array): Uint8Array {
  const whole = octets.length > 0 && octets.length % 16 === 0;
  const blocks = new Uint8Array(Math.max(1, Math.ceil(octets.length / 16)) * 16);
  blocks.set(octets);
  if (!whole) blocks[octets.length] = 0x80;
  const once = doubled(encrypted(new Uint8Array(16), key));
  const mask = whole ? once : doubled(once);
  const last = blocks.subarray(blocks.length - 16);
  for (let i = 0; i < 16; i++) last[i]! ^= mask[i]!;
  return encrypted(blocks, key).subarray(-16);
}

/** By AES in CBC from zeros, of whole blocks. */
function encrypted(blocks: Uint8Array, key: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-128-cbc", key, new Uint8Array(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]);
}

/** Times x in GF(2^128). */
function doubled(block: Uint8Array): Uint8Array {
  const out = block.map((octet, i) => (octet << 1) | ((block[i + 1] ?? 0) >>> 7));
  out[15]! ^= block[0]! & 0x80 ? 0x87 : 0;
  return out;
}

function u16le(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >>> 8);
}
