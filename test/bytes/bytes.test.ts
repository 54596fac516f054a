import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { formatMac, parseMac } from "../../src/bytes/mac.ts";
import { ByteReader } from "../../src/bytes/reader.ts";
import { ByteWriter } from "../../src/bytes/writer.ts";

describe("hex", () => {
  it("reads what it writes, with any separator", () => {
    expect(toHex(Uint8Array.of(0, 0x7f, 0xff), ":")).toBe("00:7f:ff");
    expect(fromHex("00:7F ff")).toEqual(Uint8Array.of(0, 0x7f, 0xff));
  });
  it("names what is not hex", () => {
    expect(() => fromHex("00zz")).toThrow('not hex: "z" in "00zz"');
    expect(() => fromHex("123")).toThrow("odd number of digits");
  });
});

describe("MAC addresses", () => {
  it("are six lower-case octets", () => {
    expect(formatMac(Uint8Array.of(2, 0, 0, 0, 0xab, 1))).toBe("02:00:00:00:ab:01");
    expect(parseMac("02-00-00-00-AB-01")).toEqual(Uint8Array.of(2, 0, 0, 0, 0xab, 1));
  });
  it.each(["", "02:00:00:00:00", "02:00:00:00:00:0g", "0200.0000.0000"])("refuses %j", (text) => {
    expect(() => parseMac(text)).toThrow(`not a MAC address: "${text}"`);
  });
});

describe("ByteReader and ByteWriter", () => {
  it("read and write both byte orders", () => {
    for (const little of [true, false]) {
      const bytes = new ByteWriter(1, little)
        .u8(1)
        .u16(0x0203)
        .u24(0x040506)
        .u32(0x0708090a)
        .u64(0x0b0c0d0e0f101112n)
        .finish();
      const reader = new ByteReader(bytes, 0, bytes.length, little);
      expect([reader.u8(), reader.u16(), reader.u24(), reader.u32(), reader.u64()]).toEqual([
        1,
        0x0203,
        0x040506,
        0x0708090a,
        0x0b0c0d0e0f101112n,
      ]);
      expect(bytes[1]).toBe(little ? 3 : 2);
    }
  });
  it("says what was expected at the end of the bytes", () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    reader.u16();
    expect(() => reader.u32()).toThrow("4 octets expected at offset 2, 1 there");
    expect(reader.u8()).toBe(3);
  });
  it("does not read past its own end into what follows", () => {
    expect(() => new ByteReader(new Uint8Array(8), 0, 2).u32()).toThrow("2 there");
  });
});
