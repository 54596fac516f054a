import type { Mac } from "../bytes/mac.ts";
import { cipherName } from "../ieee80211/cipher.ts";
import type { GetKeyReply } from "./generated/key.ts";

/** What the kernel tells of a key in use. The key itself stays where it is: no driver of today gives it, and it is not passed on. */
export interface KeyInfo {
  readonly index: number;
  /** Whose pairwise key; absent for a group key. */
  readonly peer?: Mac;
  readonly cipher?: string;
  /** Packet number of the last frame: 6 octets, little-endian, for TKIP, CCMP and GCMP. */
  readonly sequence?: Uint8Array;
}

export function toKeyInfo(from: GetKeyReply): KeyInfo {
  const cipher = from.key?.cipher ?? from.keyCipher;
  const sequence = from.key?.seq ?? from.keySeq;
  return {
    index: from.key?.idx ?? from.keyIdx!,
    ...(from.mac !== undefined && { peer: from.mac }),
    ...(cipher !== undefined && { cipher: cipherName(cipher) }),
    ...(sequence !== undefined && { sequence }),
  };
}
