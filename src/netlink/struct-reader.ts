import { formatMac, type Mac } from "../bytes/mac.ts";
import { hostU16, hostU32 } from "./host-order.ts";

/**
 * Reads the members of packed C structs, one after the other. Numbers are in host order; `le` and `be` in a method's name say
 * otherwise. Throws where the struct ends too early.
 */
export class StructReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  u8(): number {
    return this.bytes[this.#take(1)]!;
  }
  s8(): number {
    return (this.u8() << 24) >> 24;
  }
  u16(): number {
    return hostU16(this.bytes, this.#take(2));
  }
  s16(): number {
    return (this.u16() << 16) >> 16;
  }
  u16le(): number {
    return this.u8() | (this.u8() << 8);
  }
  u16be(): number {
    return (this.u8() << 8) | this.u8();
  }
  u32(): number {
    return hostU32(this.bytes, this.#take(4));
  }
  s32(): number {
    return this.u32() | 0;
  }
  u32le(): number {
    return (this.u16le() | (this.u16le() << 16)) >>> 0;
  }
  u32be(): number {
    return ((this.u16be() << 16) | this.u16be()) >>> 0;
  }
  u64(): bigint {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
    return view.getBigUint64(this.#take(8), hostU16(Uint8Array.of(1, 0), 0) === 1);
  }
  u64le(): bigint {
    return BigInt(this.u32le()) | (BigInt(this.u32le()) << 32n);
  }
  u64be(): bigint {
    return (BigInt(this.u32be()) << 32n) | BigInt(this.u32be());
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
  /** `count` numbers that `read` gives one by one: a C array. */
  array(count: number, read: (reader: StructReader) => number): number[] {
    return Array.from({ length: count }, () => read(this));
  }
  skip(length: number): void {
    this.#take(length);
  }

  #take(length: number): number {
    const at = this.at;
    if (at + length > this.end) throw new Error(`${this.end - at} octets, ${length} expected`);
    this.at = at + length;
    return at;
  }
}
