import { parseMac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { checkedNumber, checkedWide } from "./checked.ts";
import { LITTLE_ENDIAN, setHostU16, setHostU32 } from "./host-order.ts";

/**
 * Writes the members of packed C structs, one after the other, into bytes of fixed length. Numbers are checked, and in host order
 * unless the method's name says otherwise.
 */
export class StructWriter {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  u8(value: number): void {
    this.#bytes[this.#at++] = checkedNumber(value, 0, 0xff, "u8");
  }
  s8(value: number): void {
    this.#bytes[this.#at++] = checkedNumber(value, -0x80, 0x7f, "s8");
  }
  u16(value: number): void {
    setHostU16(this.#bytes, this.#move(2), checkedNumber(value, 0, 0xffff, "u16"));
  }
  s16(value: number): void {
    setHostU16(this.#bytes, this.#move(2), checkedNumber(value, -0x8000, 0x7fff, "s16"));
  }
  u16le(value: number): void {
    this.#number(checkedNumber(value, 0, 0xffff, "u16"), 2, true);
  }
  u16be(value: number): void {
    this.#number(checkedNumber(value, 0, 0xffff, "u16"), 2, false);
  }
  u32(value: number): void {
    setHostU32(this.#bytes, this.#move(4), checkedNumber(value, 0, 0xffffffff, "u32"));
  }
  s32(value: number): void {
    setHostU32(this.#bytes, this.#move(4), checkedNumber(value, -0x80000000, 0x7fffffff, "s32"));
  }
  u32le(value: number): void {
    this.#number(checkedNumber(value, 0, 0xffffffff, "u32"), 4, true);
  }
  u32be(value: number): void {
    this.#number(checkedNumber(value, 0, 0xffffffff, "u32"), 4, false);
  }
  u64(value: bigint | number): void {
    this.#wide(value, LITTLE_ENDIAN);
  }
  u64le(value: bigint | number): void {
    this.#wide(value, true);
  }
  u64be(value: bigint | number): void {
    this.#wide(value, false);
  }
  mac(value: string): void {
    this.put(parseMac(value), 6);
  }
  /** Bytes that fill a member of `length` octets exactly. */
  put(value: Uint8Array, length: number): void {
    if (!(value instanceof Uint8Array) || value.length !== length) {
      const what = value instanceof Uint8Array ? `${value.length} octets` : typeof value;
      throw new Nl80211Error("INVALID_ARGUMENT", `${what}, ${length} octets expected`);
    }
    this.#bytes.set(value, this.#move(length));
  }
  /** A C array of `count` numbers, each written by `write`. */
  array(values: readonly number[], count: number, write: (writer: StructWriter, value: number) => void): void {
    if (values.length !== count) {
      throw new Nl80211Error("INVALID_ARGUMENT", `${values.length} numbers, ${count} expected`);
    }
    for (const value of values) write(this, value);
  }
  /** `length` zero octets. */
  skip(length: number): void {
    this.#move(length);
  }

  #wide(value: bigint | number, little: boolean): void {
    const wide = checkedWide(value, 0n, (1n << 64n) - 1n, "u64");
    const [low, high] = [Number(wide & 0xffffffffn), Number(wide >> 32n)];
    this.#number(little ? low : high, 4, little);
    this.#number(little ? high : low, 4, little);
  }

  #number(value: number, length: number, little: boolean): void {
    const at = this.#move(length);
    for (let i = 0; i < length; i++) this.#bytes[at + i] = value >>> (8 * (little ? i : length - 1 - i));
  }

  #move(length: number): number {
    const at = this.#at;
    this.#at = at + length;
    return at;
  }
}
