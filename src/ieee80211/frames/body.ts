import type { ByteReader } from "../../bytes/reader.ts";
import type { Sender } from "../element-kind.ts";
import { type ElementList, parseElements } from "../element-list.ts";

/** An object in the making, field by field, so that what was read before the octets ended is kept. */
export type Draft<T> = { -readonly [K in keyof T]?: T[K] };

/** Reads a frame's body into `out`. Throws MALFORMED, with the offset, where the octets end too early. */
export type BodyReader<T> = (reader: ByteReader, out: Draft<T>, from: Sender) => void;

/** The elements that fill the rest of the frame. They decode when they are looked at. */
export function restElements(reader: ByteReader, from: Sender = "ap"): ElementList {
  return parseElements(reader.rest(), { from });
}
