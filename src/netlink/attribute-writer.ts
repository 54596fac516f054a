import { parseMac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { attributeName, type UnknownAttribute } from "./attribute-reader.ts";
import { checkedNumber as checked, checkedWide } from "./checked.ts";
import { ATTRIBUTE_HEADER, ATTRIBUTE_TYPE_MASK, align, MESSAGE_HEADER, NESTED_FLAG } from "./constants.ts";
import { LITTLE_ENDIAN, setHostU16, setHostU32 } from "./host-order.ts";
import { maskOf, wideMaskOf } from "./mask.ts";
import { StructWriter } from "./struct-writer.ts";

/**
 * Netlink attributes in the making. Numbers are checked against their type: what does not fit throws, it is never cut.
 *
 *     const mark = writer.open(ScanSsids); writer.bytes(0, ssid); writer.close(mark);
 */
export class AttributeWriter {
  #bytes: Uint8Array;
  #length: number;

  /** `reserve` octets at the front are left for a header of the protocol's own; room for netlink's is before them in any case. */
  constructor(reserve = 0, capacity = 256) {
    const length = MESSAGE_HEADER + reserve;
    this.#bytes = new Uint8Array(Math.max(capacity, length));
    this.#length = length;
  }

  get length(): number {
    return this.#length - MESSAGE_HEADER;
  }

  /** Sets an octet of what was reserved. */
  setReserved(at: number, value: number): void {
    this.#bytes[MESSAGE_HEADER + at] = value;
  }

  u8(type: number, value: number): void {
    const at = this.#attribute(type, 1);
    this.#bytes[at] = checked(value, 0, 0xff, "u8");
  }
  s8(type: number, value: number): void {
    const at = this.#attribute(type, 1);
    this.#bytes[at] = checked(value, -0x80, 0x7f, "s8");
  }
  u16(type: number, value: number): void {
    const at = this.#attribute(type, 2);
    setHostU16(this.#bytes, at, checked(value, 0, 0xffff, "u16"));
  }
  s16(type: number, value: number): void {
    const at = this.#attribute(type, 2);
    setHostU16(this.#bytes, at, checked(value, -0x8000, 0x7fff, "s16"));
  }
  u16be(type: number, value: number): void {
    const at = this.#attribute(type, 2);
    this.#bytes[at] = checked(value, 0, 0xffff, "u16") >>> 8;
    this.#bytes[at + 1] = value;
  }
  u32(type: number, value: number): void {
    const at = this.#attribute(type, 4);
    setHostU32(this.#bytes, at, checked(value, 0, 0xffffffff, "u32"));
  }
  s32(type: number, value: number): void {
    const at = this.#attribute(type, 4);
    setHostU32(this.#bytes, at, checked(value, -0x80000000, 0x7fffffff, "s32"));
  }
  u32be(type: number, value: number): void {
    const at = this.#attribute(type, 4);
    checked(value, 0, 0xffffffff, "u32");
    for (let i = 0; i < 4; i++) this.#bytes[at + i] = value >>> (24 - 8 * i);
  }
  /** A u32 in host order, but big-endian where it is `odd`. */
  u32BigEndianIf(type: number, value: number, odd: number): void {
    if (value === odd) this.u32be(type, value);
    else this.u32(type, value);
  }
  /** A u64 from a bigint or a safe integer. */
  u64(type: number, value: bigint | number): void {
    this.#wide(type, checkedWide(value, 0n, (1n << 64n) - 1n, "u64"));
  }
  s64(type: number, value: bigint | number): void {
    this.#wide(type, BigInt.asUintN(64, checkedWide(value, -(1n << 63n), (1n << 63n) - 1n, "s64")));
  }
  u64be(type: number, value: bigint | number): void {
    const wide = checkedWide(value, 0n, (1n << 64n) - 1n, "u64");
    const at = this.#attribute(type, 8);
    new DataView(this.#bytes.buffer).setBigUint64(at, wide);
  }
  /** A mask from the numbers of its bits. */
  mask8(type: number, bits: readonly number[]): void {
    this.u8(type, maskOf(bits, 8));
  }
  mask16(type: number, bits: readonly number[]): void {
    this.u16(type, maskOf(bits, 16));
  }
  mask32(type: number, bits: readonly number[]): void {
    this.u32(type, maskOf(bits, 32));
  }
  mask64(type: number, bits: readonly number[]): void {
    this.u64(type, wideMaskOf(bits));
  }
  /** A bitmap, octet by octet, least bit first; of at least `least` octets. */
  bitmap(type: number, bits: readonly number[], least = 0): void {
    const bytes = new Uint8Array(
      Math.max(least, ...bits.map((bit) => (checked(bit, 0, 0xffff, "bit number") >> 3) + 1)),
    );
    for (const bit of bits) bytes[bit >> 3]! |= 1 << (bit & 7);
    this.bytes(type, bytes);
  }
  /** A nested set of attributes without payload: what counts is which are there. */
  flagSet(type: number, types: readonly number[]): void {
    const mark = this.open(type);
    for (const each of types) this.flag(checked(each, 0, ATTRIBUTE_TYPE_MASK, "attribute number"));
    this.close(mark);
  }
  flag(type: number): void {
    this.#attribute(type, 0);
  }
  mac(type: number, value: string): void {
    this.bytes(type, parseMac(value));
  }
  ipv4(type: number, value: string): void {
    const octets = value.split(".").map((octet) => (/^\d{1,3}$/.test(octet) ? Number(octet) : 256));
    if (octets.length !== 4 || octets.some((octet) => octet > 255)) {
      throw new Nl80211Error("INVALID_ARGUMENT", `not an IPv4 address: "${value}" (expected as 192.0.2.1)`);
    }
    this.bytes(type, Uint8Array.from(octets));
  }
  bytes(type: number, value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) {
      throw new Nl80211Error("INVALID_ARGUMENT", `bytes (a Uint8Array) expected, ${typeof value} given`);
    }
    const at = this.#attribute(type, value.length);
    this.#bytes.set(value, at);
  }
  /** Text with the NUL that the kernel's NLA_NUL_STRING wants. */
  string(type: number, value: string): void {
    this.#text(type, value, "\0");
  }
  /** Text without a NUL, for the few attributes that may have none. */
  bareString(type: number, value: string): void {
    this.#text(type, value, "");
  }
  u8array(type: number, values: readonly number[]): void {
    const at = this.#attribute(type, values.length);
    values.forEach((value, i) => {
      this.#bytes[at + i] = checked(value, 0, 0xff, "u8");
    });
  }
  u16array(type: number, values: readonly number[]): void {
    const at = this.#attribute(type, 2 * values.length);
    values.forEach((value, i) => {
      setHostU16(this.#bytes, at + 2 * i, checked(value, 0, 0xffff, "u16"));
    });
  }
  u32array(type: number, values: readonly number[]): void {
    const at = this.#attribute(type, 4 * values.length);
    values.forEach((value, i) => {
      setHostU32(this.#bytes, at + 4 * i, checked(value, 0, 0xffffffff, "u32"));
    });
  }
  s32array(type: number, values: readonly number[]): void {
    const at = this.#attribute(type, 4 * values.length);
    values.forEach((value, i) => {
      setHostU32(this.#bytes, at + 4 * i, checked(value, -0x80000000, 0x7fffffff, "s32"));
    });
  }

  /** A place for `size` octets of C structs, to be filled at once. */
  struct(type: number, size: number): StructWriter {
    const at = this.#attribute(type, size);
    return new StructWriter(this.#bytes.subarray(at, at + size));
  }
  /** Attributes that a decoder did not know, as they came. */
  unknown(attributes: readonly UnknownAttribute[]): void {
    for (const { type, bytes } of attributes) this.bytes(type, bytes);
  }

  /** Opens a nested set (with NLA_F_NESTED, which newer commands require); what is written until `close(mark)` is in it. */
  open(type: number): number {
    this.#attribute(type | NESTED_FLAG, 0);
    return this.#length - ATTRIBUTE_HEADER;
  }
  /** Opens a nested set without NLA_F_NESTED, for the rare one that the kernel's policy takes for something else. */
  openBare(type: number): number {
    this.#attribute(type, 0);
    return this.#length - ATTRIBUTE_HEADER;
  }
  close(mark: number): void {
    const length = this.#length - mark;
    if (length > 0xffff)
      throw new Nl80211Error("INVALID_ARGUMENT", `a nested set of ${length} octets: 65535 is the most`);
    setHostU16(this.#bytes, mark, length);
  }

  /**
   * Rethrows what an attribute's value met, with the attribute named: "bss.bssid: not a MAC address ...". The name may come as the
   * member of an attribute enum: "SignalMbm" is signal-mbm.
   */
  bad(error: unknown, set: string, name: string | number): never {
    const ours = error instanceof Nl80211Error;
    if (ours ? error.attribute !== undefined : !(error instanceof TypeError)) throw error;
    const attribute = `${set}.${attributeName(name)}`;
    const code = ours ? error.code : "INVALID_ARGUMENT";
    throw new Nl80211Error(code, `${attribute}: ${(error as Error).message}`, { attribute, cause: error });
  }

  /** Refuses a request that lacks what its command demands. */
  missing(set: string, name: string): never {
    throw new Nl80211Error("INVALID_ARGUMENT", `${set} needs ${name}`, { attribute: name });
  }

  finish(): Uint8Array {
    return this.#from(MESSAGE_HEADER);
  }

  /** What `finish` gives, with room before it for a netlink message's header: in the writer's own memory, so that a writer is one message at a time. */
  finishMessage(): Uint8Array {
    return this.#from(0);
  }

  #from(start: number): Uint8Array {
    // V8 keeps up to 64 octets in its own heap, until somebody makes a view of them: there a copy is cheaper
    return this.#bytes.length <= 64
      ? this.#bytes.slice(start, this.#length)
      : this.#bytes.subarray(start, this.#length);
  }

  /** Short ASCII, which names are, is faster by hand than by TextEncoder. */
  #text(type: number, value: string, end: "" | "\0"): void {
    if (typeof value !== "string") throw new Nl80211Error("INVALID_ARGUMENT", `text expected, ${typeof value} given`);
    if (value.includes("\0")) throw new Nl80211Error("INVALID_ARGUMENT", "text with a NUL in it");
    if (value.length > 32 || !isAscii(value)) {
      this.bytes(type, new TextEncoder().encode(value + end));
      return;
    }
    const at = this.#attribute(type, value.length + end.length); // fresh octets: the NUL is there
    for (let i = 0; i < value.length; i++) this.#bytes[at + i] = value.charCodeAt(i);
  }

  #attribute(type: number, length: number): number {
    const total = ATTRIBUTE_HEADER + length;
    if (total > 0xffff)
      throw new Nl80211Error("INVALID_ARGUMENT", `${length} octets: an attribute holds 65531 at most`);
    const at = this.#length;
    this.#grow(at + align(total));
    setHostU16(this.#bytes, at, total);
    setHostU16(this.#bytes, at + 2, type);
    return at + ATTRIBUTE_HEADER;
  }

  #wide(type: number, value: bigint): void {
    const at = this.#attribute(type, 8);
    setHostU32(this.#bytes, LITTLE_ENDIAN ? at : at + 4, Number(value & 0xffffffffn));
    setHostU32(this.#bytes, LITTLE_ENDIAN ? at + 4 : at, Number(value >> 32n));
  }

  #grow(length: number): void {
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#length = length;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}
