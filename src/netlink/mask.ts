import { Nl80211Error } from "../errors.ts";

/** The numbers of the bits that are set, from the lowest: 0b1010 is [1, 3]. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = [];
  for (let rest = mask >>> 0, bit = 0; rest !== 0; rest >>>= 1, bit++) if ((rest & 1) !== 0) bits.push(bit);
  return bits;
}

/** The mask with these bits set; throws INVALID_ARGUMENT for a bit that `width` bits do not have. */
export function maskOf(bits: readonly number[], width: number): number {
  let mask = 0;
  for (const bit of bits) mask |= 1 << checkedBit(bit, width);
  return mask >>> 0;
}

/** `bitsOf` for 64 bits. */
export function wideBitsOf(mask: bigint): number[] {
  const high = bitsOf(Number(mask >> 32n)).map((bit) => bit + 32);
  return bitsOf(Number(mask & 0xffffffffn)).concat(high);
}

/** `maskOf` for 64 bits. */
export function wideMaskOf(bits: readonly number[]): bigint {
  let mask = 0n;
  for (const bit of bits) mask |= 1n << BigInt(checkedBit(bit, 64));
  return mask;
}

function checkedBit(bit: number, width: number): number {
  if (Number.isInteger(bit) && bit >= 0 && bit < width) return bit;
  throw new Nl80211Error("INVALID_ARGUMENT", `bit ${String(bit)} in a mask of ${width} bits`);
}
