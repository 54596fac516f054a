import { endianness } from "node:os";

/** True where the host is little-endian. Netlink's numbers are in host order. */
export const LITTLE_ENDIAN: boolean = endianness() === "LE";

/** u16 at `at` in host order. The caller has checked the bounds. */
export function hostU16(bytes: Uint8Array, at: number): number {
  return LITTLE_ENDIAN ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
}

/** u32 at `at` in host order. The caller has checked the bounds. */
export function hostU32(bytes: Uint8Array, at: number): number {
  return LITTLE_ENDIAN
    ? (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
    : ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** The lower half of the u64 at `at`. */
export function hostLow(bytes: Uint8Array, at: number): number {
  return hostU32(bytes, LITTLE_ENDIAN ? at : at + 4);
}

/** The upper half of the u64 at `at`. */
export function hostHigh(bytes: Uint8Array, at: number): number {
  return hostU32(bytes, LITTLE_ENDIAN ? at + 4 : at);
}

// Two halves written here are read back as one bigint at once, which costs a fifth of a DataView made for it.
const HALVES = new Uint32Array(2);
const UNSIGNED = new BigUint64Array(HALVES.buffer);
const SIGNED = new BigInt64Array(HALVES.buffer);

/** The u64 of two halves. */
export function toU64(high: number, low: number): bigint {
  HALVES[LITTLE_ENDIAN ? 0 : 1] = low;
  HALVES[LITTLE_ENDIAN ? 1 : 0] = high;
  return UNSIGNED[0]!;
}

/** The s64 of two halves. */
export function toS64(high: number, low: number): bigint {
  HALVES[LITTLE_ENDIAN ? 0 : 1] = low;
  HALVES[LITTLE_ENDIAN ? 1 : 0] = high;
  return SIGNED[0]!;
}

/** Writes a u16 at `at` in host order. */
export function setHostU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[LITTLE_ENDIAN ? at : at + 1] = value;
  bytes[LITTLE_ENDIAN ? at + 1 : at] = value >>> 8;
}

/** Writes a u32 (or s32, by its bits) at `at` in host order. */
export function setHostU32(bytes: Uint8Array, at: number, value: number): void {
  setHostU16(bytes, LITTLE_ENDIAN ? at : at + 2, value & 0xffff);
  setHostU16(bytes, LITTLE_ENDIAN ? at + 2 : at, value >>> 16);
}
