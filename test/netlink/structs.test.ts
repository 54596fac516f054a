import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { bitsOf, maskOf, wideBitsOf, wideMaskOf } from "../../src/netlink/mask.ts";
import { isMember, nameOf, openMember } from "../../src/netlink/open-enum.ts";
import { StructReader } from "../../src/netlink/struct-reader.ts";
import { StructWriter } from "../../src/netlink/struct-writer.ts";

enum Fruit {
  Pomme = 1,
  // biome-ignore lint/suspicious/noDuplicateEnumValues: an alias is what the test is about
  Apple = 1,
  Pear = 2,
}

describe("open enums", () => {
  test("a number has the name that was declared last, so generated aliases come first", () => {
    expect(nameOf(Fruit, 1)).toBe("Apple");
  });

  test("a newer kernel's number is its own name, and no member", () => {
    expect(nameOf(Fruit, 9)).toBe("9");
    expect(isMember(Fruit, openMember<Fruit>(9))).toBe(false);
    expect(isMember(Fruit, 2)).toBe(true);
  });
});

describe("masks", () => {
  test("are the numbers of their bits, the highest included", () => {
    expect(bitsOf(0x80000005)).toEqual([0, 2, 31]);
    expect(maskOf([0, 2, 31], 32)).toBe(0x80000005);
    expect(wideBitsOf(0x8000000100000001n)).toEqual([0, 32, 63]);
    expect(wideMaskOf([0, 32, 63])).toBe(0x8000000100000001n);
  });

  test("have no bits beyond their width", () => {
    expect(() => maskOf([8], 8)).toThrow("bit 8 in a mask of 8 bits");
    expect(() => maskOf([-1], 8)).toThrow("bit -1");
    expect(() => wideMaskOf([64])).toThrow("bit 64 in a mask of 64 bits");
  });
});

describe("structs", () => {
  // u16, u8, one octet of padding, u32 le, u32 be, s8, three octets: packed by hand for a little-endian host
  const hex = "0102 03 00 04030201 01020304 ff aabbcc";

  test("are read member by member, in the order of octets that each has", () => {
    const s = new StructReader(fromHex(hex), 0, 16);
    expect([s.u16(), s.u8()]).toEqual([0x0201, 3]);
    s.skip(1);
    expect([s.u32le(), s.u32be(), s.s8()]).toEqual([0x01020304, 0x01020304, -1]);
    expect(toHex(s.rest())).toBe("aabbcc");
    expect(() => s.u8()).toThrow("0 octets, 1 expected");
  });

  test("are written as they are read", () => {
    const bytes = new Uint8Array(16);
    const s = new StructWriter(bytes);
    s.u16(0x0201);
    s.u8(3);
    s.skip(1);
    s.u32le(0x01020304);
    s.u32be(0x01020304);
    s.s8(-1);
    s.put(Uint8Array.of(0xaa, 0xbb, 0xcc), 3);
    expect(toHex(bytes)).toBe(hex.replaceAll(" ", ""));
  });

  test("64 bits go in each order", () => {
    const bytes = new Uint8Array(24);
    const w = new StructWriter(bytes);
    w.u64le(1n);
    w.u64be(1n);
    w.u64(0x0102030405060708n);
    const r = new StructReader(bytes, 0, 24);
    expect(toHex(bytes.subarray(0, 16))).toBe("01000000000000000000000000000001");
    expect([r.u64le(), r.u64be(), r.u64()]).toEqual([1n, 1n, 0x0102030405060708n]);
  });

  test("what does not fit a member is refused, never cut", () => {
    const s = new StructWriter(new Uint8Array(8));
    expect(() => s.u8(256)).toThrow("256 is not a u8 (0 to 255)");
    expect(() => s.put(new Uint8Array(2), 3)).toThrow("2 octets, 3 octets expected");
    expect(() => s.array([1], 2, (writer, value) => writer.u8(value))).toThrow("1 numbers, 2 expected");
  });
});
