import { parseMac } from "./mac.ts";

/** Bytes in the making: grows as needed, little-endian unless told otherwise. `finish()` gives the bytes, owned by the caller. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;
  readonly #little: boolean;

  constructor(capacity = 256, littleEndian = true) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#little = littleEndian;
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }
  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, this.#little);
    return this;
  }
  u24(value: number): this {
    return this.#little ? this.u16(value & 0xffff).u8(value >>> 16) : this.u8(value >>> 16).u16(value & 0xffff);
  }
  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, this.#little);
    return this;
  }
  u64(value: bigint): this {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, BigInt.asUintN(64, value), this.#little);
    return this;
  }
  mac(text: string): this {
    return this.put(parseMac(text));
  }
  put(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }
  /** `count` zero octets. */
  zeros(count: number): this {
    const at = this.#grow(count);
    this.#bytes.fill(0, at, at + count);
    return this;
  }
  /** Overwrites the u8 at `offset`: for lengths known only afterwards. */
  setU8(offset: number, value: number): void {
    this.#view.setUint8(offset, value);
  }
  /** Overwrites the u16 at `offset`. */
  setU16(offset: number, value: number): void {
    this.#view.setUint16(offset, value, this.#little);
  }
  /** Overwrites the u32 at `offset`. */
  setU32(offset: number, value: number): void {
    this.#view.setUint32(offset, value, this.#little);
  }
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(count: number): number {
    const at = this.#length;
    if (at + count > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, at + count));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length = at + count;
    return at;
  }
}
