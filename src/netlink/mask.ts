import { Nl80211Error } from "../errors.ts";

/**
 * The numbers of the bits that are set, from the lowest: 0b1010 is [1, 3]. Masks up to 255, which most are, have one list each, made when
 * first needed; nobody can change it.
 */
export function bitsOf(mask: number): readonly number[] {
  if (mask < SMALL.length && mask >= 0) return (SMALL[mask] ??= Object.freeze(listOf(mask)));
  return listOf(mask);
}

const SMALL = new Array<readonly number[] | undefined>(256).fill(undefined);

function listOf(mask: number): number[] {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  const bits = new Array<number>(count); // one that grows takes room for 17, and masks have few bits
  for (let i = 0, rest = mask; i < count; i++, rest &= rest - 1) bits[i] = 31 - Math.clz32(rest & -rest);
  return bits;
}

/** The mask with these bits set; throws INVALID_ARGUMENT for a bit that `width` bits do not have. */
export function maskOf(bits: readonly number[], width: number): number {
  let mask = 0;
  for (const bit of bits) mask |= 1 << checkedBit(bit, width);
  return mask >>> 0;
}

/** `bitsOf` for 64 bits. */
export function wideBitsOf(mask: bigint): readonly number[] {
  return bitsOfHalves(Number(mask >> 32n), Number(mask & 0xffffffffn));
}

/** `bitsOf` for 64 bits in two halves. */
export function bitsOfHalves(high: number, low: number): readonly number[] {
  return high === 0 ? bitsOf(low) : bitsOf(low).concat(bitsOf(high).map((bit) => bit + 32));
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
