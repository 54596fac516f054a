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
  readonly #view: DataView;
  readonly #little: boolean;

  /** Reads `bytes[offset, end)`; multi-octet numbers are little-endian unless told otherwise. */
  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length, littleEndian = true) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = Math.min(end, bytes.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = littleEndian;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  u8(): number {
    return this.bytes[this.#take(1)]!;
  }
  i8(): number {
    return this.#view.getInt8(this.#take(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), this.#little);
  }
  i16(): number {
    return this.#view.getInt16(this.#take(2), this.#little);
  }
  u24(): number {
    const at = this.#take(3);
    const [a, b, c] = [this.bytes[at]!, this.bytes[at + 1]!, this.bytes[at + 2]!];
    return this.#little ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), this.#little);
  }
  i32(): number {
    return this.#view.getInt32(this.#take(4), this.#little);
  }
  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), this.#little);
  }
  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8), this.#little);
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
