import { describe, expect, it } from "vitest";
import { toJson } from "../src/json.ts";

describe("toJson", () => {
  it("gives bytes as hex and bigints as decimal text", () => {
    expect(toJson({ ssid: Uint8Array.of(0xde, 0xad), cookie: 2n ** 63n })).toEqual({
      ssid: "dead",
      cookie: "9223372036854775808",
    });
  });

  it("leaves out what is absent, and keeps null", () => {
    expect(JSON.stringify(toJson({ a: undefined, b: null, c: 0 }))).toBe('{"b":null,"c":0}');
  });

  it("gives maps as objects, iterables as arrays, dates as text", () => {
    expect(toJson([new Map([[5, "x"]]), new Set([1]), new Date(0)])).toEqual([
      { "5": "x" },
      [1],
      "1970-01-01T00:00:00.000Z",
    ]);
  });

  it("gives an error with its text", () => {
    expect(toJson(Object.assign(new Error("no"), { code: "BUSY" }))).toMatchObject({ message: "no", code: "BUSY" });
  });

  it("refuses an object that contains itself, and allows one that occurs twice", () => {
    const twice = { a: 1 };
    expect(toJson([twice, twice])).toEqual([{ a: 1 }, { a: 1 }]);
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => toJson(loop)).toThrow(/contains itself/);
  });
});
