import { Nl80211Error } from "../errors.ts";
import { formatMac, type Mac } from "./mac.ts";

/**
 * A cursor over bytes whose format is fixed: C structs, 802.11 fields, file headers. Every read is checked against the end and
 * throws MALFORMED with the offset. Views that it returns share the bytes' memory.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;
  readonly #little: boolean;

  /** Reads `bytes[offset, end)`; multi-octet numbers are little-endian unless told otherwise. */
  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length, littleEndian = true) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = Math.min(end, bytes.length);
    this.#little = littleEndian;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  u8(): number {
    return this.bytes[this.#take(1)]!;
  }
  i8(): number {
    return (this.u8() << 24) >> 24;
  }
  u16(): number {
    const at = this.#take(2);
    const { bytes } = this;
    return this.#little ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
  }
  i16(): number {
    return (this.u16() << 16) >> 16;
  }
  u24(): number {
    const at = this.#take(3);
    const [a, b, c] = [this.bytes[at]!, this.bytes[at + 1]!, this.bytes[at + 2]!];
    return this.#little ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  }
  u32(): number {
    const at = this.#take(4);
    const { bytes } = this;
    return this.#little
      ? (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
      : ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }
  i32(): number {
    return this.u32() | 0;
  }
  u64(): bigint {
    const at = this.#take(8);
    // A view made for each is slow, but others than these need none.
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + at).getBigUint64(0, this.#little);
  }
  i64(): bigint {
    return BigInt.asIntN(64, this.u64());
  }
  mac(): Mac {
    return formatMac(this.bytes, this.#take(6));
  }
  /** The next `length` octets as a view. */
  take(length: number): Uint8Array {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }
  /** All that is left, as a view. */
  rest(): Uint8Array {
    return this.take(this.remaining);
  }
  skip(length: number): void {
    this.#take(length);
  }

  #take(length: number): number {
    const at = this.offset;
    if (length < 0 || at + length > this.end) {
      throw new Nl80211Error("MALFORMED", `${length} octets expected at offset ${at}, ${this.end - at} there`);
    }
    this.offset = at + length;
    return at;
  }
}
