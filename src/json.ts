import { toHex } from "./bytes/hex.ts";

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * A copy of anything this library returns that `JSON.stringify` takes: bytes as lower-case hex, bigints as decimal text, dates as
 * ISO 8601, maps as objects, sets and other iterables as arrays; whatever has a `toJSON` as that says. Absent stays absent.
 */
export function toJson(value: unknown): Json {
  return convert(value, new Set());
}

function convert(value: unknown, above: Set<object>): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value !== "object") return null;
  if (value instanceof Uint8Array) return toHex(value);
  if (above.has(value)) throw new TypeError("toJson: an object that contains itself");
  above.add(value);
  const json = convertObject(value, above);
  above.delete(value);
  return json;
}

function convertObject(value: object, above: Set<object>): Json {
  if ("toJSON" in value && typeof value.toJSON === "function") return convert(value.toJSON(), above);
  if (value instanceof Error) return convert({ ...value, message: value.message }, above);
  if (value instanceof Map) return fromEntries(value, above);
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, (item) => convert(item, above));
  return fromEntries(Object.entries(value), above);
}

function fromEntries(entries: Iterable<[unknown, unknown]>, above: Set<object>): Json {
  const json: { [key: string]: Json } = {};
  for (const [key, item] of entries) {
    if (item !== undefined && typeof item !== "function") json[String(key)] = convert(item, above);
  }
  return json;
}
