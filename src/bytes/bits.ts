/** Bit `index` of a number of up to 32 bits; bit 0 is the least significant. */
export function bit(value: number, index: number): boolean {
  return ((value >>> index) & 1) === 1;
}

/** `width` bits of a number of up to 32 bits, from bit `index` upwards. */
export function bits(value: number, index: number, width: number): number {
  return (value >>> index) & ((1 << width) - 1);
}

/** Bit `index` of a field in little-endian octets (bit 0 is the least significant of the first octet); false past the end. */
export function bitAt(bytes: Uint8Array, index: number): boolean {
  return (((bytes[index >>> 3] ?? 0) >>> (index & 7)) & 1) === 1;
}

/** `width` bits (up to 24) of a field in little-endian octets, from bit `index` upwards; octets past the end count as 0. */
export function bitsAt(bytes: Uint8Array, index: number, width: number): number {
  const at = index >>> 3;
  const octets =
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>>
    0;
  return (octets >>> (index & 7)) & ((1 << width) - 1);
}

/** The indices of the bits that are set in little-endian octets, ascending. */
export function setBits(bytes: Uint8Array): number[] {
  const indices: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    for (let octet = bytes[at]!, index = 8 * at; octet !== 0; octet >>>= 1, index++) {
      if (octet & 1) indices.push(index);
    }
  }
  return indices;
}
