import { expect, it } from "vitest";
import { evaluate } from "../../../gen/import/c-expression.ts";

const names: Readonly<Record<string, number>> = { EIGHT: 8, LAST: 368, "sizeof(structpair)": 8 };
const value = (text: string) => evaluate(text, (name) => names[name]);

it("evaluates what enums and defines of a header say, with C's precedence", () => {
  expect(value("1 << 3")).toBe(8);
  expect(value("LAST - 1")).toBe(367);
  expect(value("(1 << 0) | (1 << 2)")).toBe(5);
  expect(value("1 + 2 * EIGHT")).toBe(17);
  expect(value("-300")).toBe(-300);
  expect(value("0x3c")).toBe(60);
  expect(value("7 / 2 % 2")).toBe(1);
  expect(value("~0 & 0xff")).toBe(255);
  expect(value("sizeof(struct pair) * 2")).toBe(16);
});

it("keeps bit 31 and what lies above it positive", () => {
  expect(value("1U << 31")).toBe(2147483648);
  expect(value("0x80000000 | 1")).toBe(2147483649);
  expect(value("1ULL << 40")).toBe(1099511627776);
});

it("says that it does not know rather than guess", () => {
  expect(value("UNHEARD_OF + 1")).toBeUndefined();
  expect(value("(1 << 2")).toBeUndefined();
  expect(value('"text"')).toBeUndefined();
  expect(value("")).toBeUndefined();
});
