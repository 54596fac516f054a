/** Whether `octets` are the `length` octets of `bytes` from `start` on. */
export function isSame(octets: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (octets.length !== length) return false;
  for (let i = 0; i < length; i++) if (octets[i] !== bytes[start + i]) return false;
  return true;
}

/** The octets in memory of their own, also where `bytes` is a Buffer, whose own `slice` would share them. */
export function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, start, end);
}
