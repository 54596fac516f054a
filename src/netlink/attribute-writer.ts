import { parseMac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { ATTRIBUTE_HEADER, align, NESTED_FLAG } from "./constants.ts";
import { LITTLE_ENDIAN, setHostU16, setHostU32 } from "./host-order.ts";

/**
 * Netlink attributes in the making. Numbers are checked against their type: what does not fit throws, it is never cut.
 *
 *     const mark = writer.open(ScanSsids); writer.bytes(0, ssid); writer.close(mark);
 */
export class AttributeWriter {
  #bytes: Uint8Array;
  #length: number;

  /** `reserve` octets at the front are left for a header that the caller fills in. */
  constructor(reserve = 0, capacity = 256) {
    this.#bytes = new Uint8Array(Math.max(capacity, reserve));
    this.#length = reserve;
  }

  get length(): number {
    return this.#length;
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
  /** A u64 from a bigint or a safe integer. */
  u64(type: number, value: bigint | number): void {
    this.#wide(type, checkedWide(value, 0n, (1n << 64n) - 1n, "u64"));
  }
  s64(type: number, value: bigint | number): void {
    this.#wide(type, BigInt.asUintN(64, checkedWide(value, -(1n << 63n), (1n << 63n) - 1n, "s64")));
  }
  flag(type: number): void {
    this.#attribute(type, 0);
  }
  mac(type: number, value: string): void {
    this.bytes(type, parseMac(value));
  }
  bytes(type: number, value: Uint8Array): void {
    const at = this.#attribute(type, value.length);
    this.#bytes.set(value, at);
  }
  /** Text with the NUL that the kernel's NLA_NUL_STRING wants. */
  string(type: number, value: string): void {
    if (value.includes("\0")) throw new Nl80211Error("INVALID_ARGUMENT", "text with a NUL in it");
    this.bytes(type, new TextEncoder().encode(`${value}\0`));
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

  /** Opens a nested set (with NLA_F_NESTED, which newer commands require); what is written until `close(mark)` is in it. */
  open(type: number): number {
    this.#attribute(type | NESTED_FLAG, 0);
    return this.#length - ATTRIBUTE_HEADER;
  }
  close(mark: number): void {
    const length = this.#length - mark;
    if (length > 0xffff)
      throw new Nl80211Error("INVALID_ARGUMENT", `a nested set of ${length} octets: 65535 is the most`);
    setHostU16(this.#bytes, mark, length);
  }

  /** Rethrows what an attribute's value met, with the attribute named: "bss.bssid: not a MAC address ...". */
  bad(error: unknown, set: string, name: string | number): never {
    if (!(error instanceof Nl80211Error) || error.attribute !== undefined) throw error;
    const attribute = `${set}.${name}`;
    throw new Nl80211Error(error.code, `${attribute}: ${error.message}`, { attribute });
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
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
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#length = length;
  }
}

function checked(value: number, least: number, most: number, type: string): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Nl80211Error("INVALID_ARGUMENT", `${String(value)} is not a ${type} (${least} to ${most})`);
}

function checkedWide(value: bigint | number, least: bigint, most: bigint, type: string): bigint {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) {
    const wide = BigInt(value);
    if (wide >= least && wide <= most) return wide;
  }
  throw new Nl80211Error("INVALID_ARGUMENT", `${String(value)} is not a ${type}`);
}
