import { formatMac, type Mac } from "../bytes/mac.ts";
import { ATTRIBUTE_HEADER, ATTRIBUTE_TYPE_MASK, align } from "./constants.ts";
import { hostHigh, hostLow, hostU16, hostU32, toS64, toU64 } from "./host-order.ts";
import { bitsOf, bitsOfHalves } from "./mask.ts";
import { StructReader } from "./struct-reader.ts";

/** An attribute that no decoder knew: a newer kernel's, kept as it came. */
export interface UnknownAttribute {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** An object while a decoder fills it. */
export type Building<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] | undefined ? Item[] : T[K];
};

/** An attribute whose bytes are not what its type says. It is left out of the decoded object; the others are there. */
export interface MalformedAttribute {
  /** Set and attribute, as the kernel's specs name them: "bss.signal-mbm"; a number where the attribute has no name. */
  readonly attribute: string;
  /** Offset of its payload in the datagram. */
  readonly offset: number;
  readonly reason: string;
}

/**
 * A cursor over netlink attributes. `step` moves from one to the next; the reading methods give the payload of the attribute it
 * stands on and throw where its length is not the type's. Position is held by the caller, so that nested sets need no other cursor:
 *
 *     for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) switch (r.type) { case 1: ... }
 *
 * Bytes that it returns are views of the datagram.
 */
export class AttributeReader {
  readonly bytes: Uint8Array;
  /** Number of the attribute that the cursor stands on, without its flag bits. */
  type = 0;
  /** Where its payload starts. Before the first step: where the set starts. */
  start: number;
  /** Where its payload ends. Before the first step: where the set ends. */
  end: number;
  /** What could not be decoded so far. */
  malformed: MalformedAttribute[] | undefined;
  /** Where the datagram begins. */
  readonly #base: number;

  /** `base`: where the datagram begins in `bytes`, which are more than that where it shares memory with others. */
  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length, base = 0) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.#base = base;
  }

  /** Moves to the attribute at `at` in a set that ends at `limit`. Returns where the next one starts, 0 where there is none. */
  step(at: number, limit: number): number {
    const left = limit - at;
    if (left < ATTRIBUTE_HEADER) {
      if (left > 0) this.#report("?", at, `${left} trailing octets`);
      return 0;
    }
    const length = hostU16(this.bytes, at);
    this.type = hostU16(this.bytes, at + 2) & ATTRIBUTE_TYPE_MASK;
    if (length < ATTRIBUTE_HEADER || length > left) {
      this.#report(`${this.type}`, at, `length ${length} in a set with ${left} octets left`);
      return 0;
    }
    this.start = at + ATTRIBUTE_HEADER;
    this.end = at + length;
    return at + align(length);
  }

  get length(): number {
    return this.end - this.start;
  }

  u8(): number {
    return this.bytes[sized(this, 1)]!;
  }
  s8(): number {
    return (this.bytes[sized(this, 1)]! << 24) >> 24;
  }
  u16(): number {
    return hostU16(this.bytes, sized(this, 2));
  }
  s16(): number {
    return (hostU16(this.bytes, sized(this, 2)) << 16) >> 16;
  }
  u16be(): number {
    const at = sized(this, 2);
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }
  u32(): number {
    return hostU32(this.bytes, sized(this, 4));
  }
  s32(): number {
    return hostU32(this.bytes, sized(this, 4)) | 0;
  }
  u32be(): number {
    const at = sized(this, 4);
    return (
      ((this.bytes[at]! << 24) | (this.bytes[at + 1]! << 16) | (this.bytes[at + 2]! << 8) | this.bytes[at + 3]!) >>> 0
    );
  }
  /** A u32 in host order, but for `value`, which the kernel sends big-endian there. Either form of it is taken. */
  u32BigEndianIf(value: number): number {
    return this.u32be() === value ? value : this.u32();
  }
  /** A u64 as bigint: cookies, TSFs. */
  u64(): bigint {
    const at = sized(this, 8);
    return toU64(hostHigh(this.bytes, at), hostLow(this.bytes, at));
  }
  s64(): bigint {
    const at = sized(this, 8);
    return toS64(hostHigh(this.bytes, at), hostLow(this.bytes, at));
  }
  /** A u64 as number: counters, wdev. Beyond 2^53 it throws rather than round. */
  u64number(): number {
    const at = sized(this, 8);
    const high = hostHigh(this.bytes, at);
    if (high === 0) return hostLow(this.bytes, at); // mostly: and a small integer it stays
    if (high > 0x1fffff) throw new Error("u64 beyond 2^53");
    return high * 0x1_0000_0000 + hostLow(this.bytes, at);
  }
  s64number(): number {
    const at = sized(this, 8);
    const high = hostHigh(this.bytes, at) | 0;
    if (high > 0x1fffff || high < -0x200000) throw new Error("s64 beyond 2^53");
    return high * 0x1_0000_0000 + hostLow(this.bytes, at);
  }
  u64be(): bigint {
    const at = sized(this, 8);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).getBigUint64(at);
  }
  /** Numbers of the bits that are set. */
  mask8(): readonly number[] {
    return bitsOf(this.u8());
  }
  mask16(): readonly number[] {
    return bitsOf(this.u16());
  }
  mask32(): readonly number[] {
    return bitsOf(this.u32());
  }
  mask64(): readonly number[] {
    const at = sized(this, 8);
    return bitsOfHalves(hostHigh(this.bytes, at), hostLow(this.bytes, at));
  }
  /** Numbers of the bits that are set in a bitmap, octet by octet, least bit first. */
  bitmap(): number[] {
    const bits: number[] = [];
    for (let at = this.start; at < this.end; at++) {
      for (const bit of bitsOf(this.bytes[at]!)) bits.push(8 * (at - this.start) + bit);
    }
    return bits;
  }
  /** A nested set whose attributes say something by being there: their numbers, in order. */
  flagSet(): number[] {
    const types: number[] = [];
    for (let at = this.start, limit = this.end; (at = this.step(at, limit)) !== 0; ) types.push(this.type);
    return types;
  }
  /** A flag: present, whatever its payload. */
  flag(): true {
    return true;
  }
  mac(): Mac {
    return formatMac(this.bytes, sized(this, 6));
  }
  /** "192.0.2.1". */
  ipv4(): string {
    const at = sized(this, 4);
    return `${this.bytes[at]}.${this.bytes[at + 1]}.${this.bytes[at + 2]}.${this.bytes[at + 3]}`;
  }
  /** A C struct of `size` octets; what a newer kernel appends to it is passed over. */
  struct(size: number): StructReader {
    const length = this.end - this.start;
    if (length < size) throw new Error(`${length} octets, ${size} expected`);
    return new StructReader(this.bytes, this.start, this.start + size);
  }
  /** A C struct of at least `size` octets, the last member of which is all the rest. */
  openStruct(size: number): StructReader {
    return new StructReader(this.bytes, this.struct(size).at, this.end);
  }
  /** C structs of `size` octets, one after the other. */
  structs(size: number): StructReader {
    const length = this.end - this.start;
    if (length % size !== 0) throw new Error(`${length} octets, not a multiple of ${size}`);
    return new StructReader(this.bytes, this.start, this.end);
  }
  /** The payload as a view. */
  payload(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }
  /** Text up to the first NUL; UTF-8, with replacement characters where it is not. */
  string(): string {
    let end = this.start;
    while (end < this.end && this.bytes[end] !== 0) end++;
    return decodeText(this.bytes, this.start, end);
  }
  /** A C array of u8: a list of numbers, where `payload` is bytes. */
  u8array(): number[] {
    return Array.from(this.payload());
  }
  /** A C array of u16, host order. */
  u16array(): number[] {
    return this.#array(2, hostU16);
  }
  /** A C array of u32, host order. */
  u32array(): number[] {
    return this.#array(4, hostU32);
  }
  /** A C array of s32, host order. */
  s32array(): number[] {
    return this.#array(4, hostS32);
  }

  /** Keeps the attribute that the cursor stands on, raw, in `out.unknown`. */
  unknown(out: { unknown?: UnknownAttribute[] | readonly UnknownAttribute[] }): void {
    const list = (out.unknown ??= []) as UnknownAttribute[];
    list.push({ type: this.type, bytes: this.payload() });
  }

  /**
   * Records that attribute `name` of set `set`, whose payload starts at `offset`, could not be decoded, and why. The name may come
   * as the member of an attribute enum: "SignalMbm" is signal-mbm.
   */
  bad(error: unknown, set: string, name: string | number, offset: number): void {
    this.#report(`${set}.${attributeName(name)}`, offset, error instanceof Error ? error.message : String(error));
  }

  #report(attribute: string, offset: number, reason: string): void {
    (this.malformed ??= []).push({ attribute, offset: offset - this.#base, reason });
  }

  #array(size: number, read: (bytes: Uint8Array, at: number) => number): number[] {
    if ((this.end - this.start) % size !== 0) {
      throw new Error(`${this.end - this.start} octets, not a multiple of ${size}`);
    }
    const values: number[] = [];
    for (let at = this.start; at < this.end; at += size) values.push(read(this.bytes, at));
    return values;
  }
}

// Functions rather than private methods, whose every call asks whether the object is one of the class: it shows in each attribute.

/** Where the payload starts, which must be of `length` octets. */
function sized(reader: AttributeReader, length: number): number {
  if (reader.end - reader.start !== length) throw wrongSize(reader, length);
  return reader.start;
}

function wrongSize({ start, end }: AttributeReader, length: number): Error {
  return new Error(`${end - start} octets, ${length} expected`);
}

const text = new TextDecoder();

/** "SignalMbm", a member of an attribute enum, as the specs write it: "signal-mbm". */
export function attributeName(member: string | number): string {
  return String(member)
    .replace(/^_/, "")
    .replace(/_|(?<!^|_)(?=[A-Z])/g, "-")
    .toLowerCase();
}

function hostS32(bytes: Uint8Array, at: number): number {
  return hostU32(bytes, at) | 0;
}

/** Short ASCII, which names are, is faster by hand than by TextDecoder. */
function decodeText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 32) return text.decode(bytes.subarray(start, end));
  let out = "";
  for (let at = start; at < end; at++) {
    const octet = bytes[at]!;
    if (octet >= 0x80) return text.decode(bytes.subarray(start, end));
    out += String.fromCharCode(octet);
  }
  return out;
}
