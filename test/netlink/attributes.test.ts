import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";

// All bytes here are little-endian, by hand from struct nlattr: u16 length (header included), u16 type, payload, padding to 4.

describe("AttributeReader", () => {
  it("steps over padding and masks the flag bits of types", () => {
    // u8 7 in attribute 1 (5 octets, 3 padding), then a nest (0x8002) that holds u16 0x0102 in attribute 3
    const reader = new AttributeReader(fromHex("0500 0100 07000000 0c00 0280 0600 0300 02010000"));
    const seen: unknown[] = [];
    for (let at = reader.start, limit = reader.end; (at = reader.step(at, limit)) !== 0; ) {
      if (reader.type === 1) seen.push(reader.u8());
      else
        for (let in_ = reader.start, end = reader.end; (in_ = reader.step(in_, end)) !== 0; )
          seen.push(reader.type, reader.u16());
    }
    expect(seen).toEqual([7, 3, 0x0102]);
    expect(reader.malformed).toBeUndefined();
  });

  it("reports an attribute that is longer than its set, and ends there", () => {
    const reader = new AttributeReader(fromHex("0500 0100 07000000 ff00 0200 00000000"));
    expect(types(reader)).toEqual([1]);
    expect(reader.malformed).toEqual([{ attribute: "2", offset: 8, reason: "length 255 in a set with 8 octets left" }]);
  });

  it("reports a length below the header's own", () => {
    const reader = new AttributeReader(fromHex("0300 0100"));
    expect(types(reader)).toEqual([]);
    expect(reader.malformed?.[0]?.reason).toBe("length 3 in a set with 4 octets left");
  });

  it("does not read a number of another size", () => {
    const reader = new AttributeReader(fromHex("0800 0100 01020304"));
    reader.step(reader.start, reader.end);
    expect(() => reader.u16()).toThrow("4 octets, 2 expected");
    expect(reader.u32()).toBe(0x04030201);
  });

  it("gives a 64-bit number beyond 2^53 as bigint only", () => {
    const reader = new AttributeReader(fromHex("0c00 0100 ffffffffffffffff"));
    reader.step(reader.start, reader.end);
    expect(reader.u64()).toBe(0xffffffffffffffffn);
    expect(reader.s64()).toBe(-1n);
    expect(() => reader.u64number()).toThrow("beyond 2^53");
  });

  it("ends text at the first NUL and survives invalid UTF-8", () => {
    const reader = new AttributeReader(fromHex("0b00 0100 77 6c 00 61 ff 00 00 00"));
    reader.step(reader.start, reader.end);
    expect(reader.string()).toBe("wl");
    const broken = new AttributeReader(fromHex("0600 0100 77ff0000"));
    broken.step(broken.start, broken.end);
    expect(broken.string()).toBe("w\ufffd");
  });

  it("comes to an end on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reader = new AttributeReader(bytes);
        expect(types(reader).length).toBeLessThanOrEqual(bytes.length / 4);
      }),
    );
  });
});

describe("AttributeWriter", () => {
  it("writes attributes padded to four octets, and closes nests with their length", () => {
    const writer = new AttributeWriter();
    writer.u8(1, 7);
    const mark = writer.open(2);
    writer.u16(3, 0x0102);
    writer.close(mark);
    expect(toHex(writer.finish())).toBe("0500010007000000" + "0c000280" + "0600030002010000");
  });

  it("refuses numbers that do not fit, and never cuts them", () => {
    const writer = new AttributeWriter();
    expect(() => writer.u8(1, 256)).toThrow("256 is not a u8 (0 to 255)");
    expect(() => writer.u32(1, -1)).toThrow("-1 is not a u32");
    expect(() => writer.u16(1, 1.5)).toThrow("1.5 is not a u16");
    expect(() => writer.u64(1, 2n ** 64n)).toThrow("not a u64");
  });

  it("refuses text with a NUL, and an attribute that is too long for its header", () => {
    expect(() => new AttributeWriter().string(1, "a\0b")).toThrow("NUL");
    expect(() => new AttributeWriter().bytes(1, new Uint8Array(65532))).toThrow("65531 at most");
  });

  it("writes numbers of every size that the reader gives back", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => {
        const low = Number(value & 0xffffffffn);
        const writer = new AttributeWriter(0, 1);
        writer.u64(1, value);
        writer.s64(2, BigInt.asIntN(64, value));
        writer.u32(3, low);
        writer.s32(4, low | 0);
        writer.u16(5, low & 0xffff);
        writer.u16be(6, low & 0xffff);
        writer.u32be(7, low);
        writer.u32array(8, [low, 1]);
        writer.s32array(9, [low | 0]);
        const reader = new AttributeReader(writer.finish());
        const read: unknown[] = [];
        const methods = ["u64", "s64", "u32", "s32", "u16", "u16be", "u32be", "u32array", "s32array"] as const;
        for (let at = 0, limit = reader.end; (at = reader.step(at, limit)) !== 0; )
          read.push(reader[methods[reader.type - 1]!]());
        const expected = [
          value,
          BigInt.asIntN(64, value),
          low,
          low | 0,
          low & 0xffff,
          low & 0xffff,
          low,
          [low, 1],
          [low | 0],
        ];
        expect(read).toEqual(expected);
      }),
    );
  });
});

function types(reader: AttributeReader): number[] {
  const found: number[] = [];
  for (let at = reader.start, limit = reader.end; (at = reader.step(at, limit)) !== 0; ) found.push(reader.type);
  return found;
}
