import { isNl80211Error } from "../errors.ts";
import { type Json, toJson } from "../json.ts";
import { ElementId, elementName } from "./element-id.ts";
import type { DecodeContext, ElementDecoder } from "./element-kind.ts";
import { malformed } from "./element-kind.ts";

/** What became of an element's octets: read, left alone because no decoder knows them, or not what the standard says. */
export type ElementState = "decoded" | "unknown" | "malformed";

/** Where elements come from, and how to read them: what a list and its elements share. */
export interface ElementSource {
  /** The octets that the list was made of. */
  readonly bytes: Uint8Array;
  readonly context: DecodeContext;
  decoder(key: number): { readonly name?: string; readonly decode: ElementDecoder<unknown> } | undefined;
}

/** One information element of a frame (IEEE 802.11-2024, 9.4.2). */
export class Element<T = unknown> {
  /** Where its id stands in the list's octets. */
  readonly offset: number;
  /** The element ID octet, 0 to 255. */
  readonly id: number;
  /** The Element ID Extension octet, of elements with id 255. */
  readonly extension?: number;
  /** OUI and type, of vendor elements (id 221). */
  readonly vendor?: { readonly oui: number; readonly type?: number };
  /** What {@link ElementList.get} takes: the id, `0xff00 + extension`, or `OUI * 256 + type`. */
  readonly key: number;
  /** The octets that a decoder gets: without id, length, extension id, OUI and type; fragments are put together. */
  readonly body: Uint8Array;
  readonly #source: ElementSource;
  #outcome: { readonly state: ElementState; readonly value?: T; readonly reason?: string } | undefined;

  constructor(source: ElementSource, offset: number) {
    const { bytes } = source;
    const payload = elementPayload(bytes, offset);
    const id = bytes[offset]!;
    this.#source = source;
    this.offset = offset;
    this.id = id;
    this.key = id;
    this.body = payload;
    if (offset + 2 > bytes.length) {
      this.#fail("ends after its id");
    } else if (offset + 2 + bytes[offset + 1]! > bytes.length) {
      this.#fail(`length ${bytes[offset + 1]} exceeds the ${bytes.length - offset - 2} octets left`);
    } else if (id === ElementId.Fragment) {
      this.#fail("a fragment that continues nothing");
    }
    if (id === 255) {
      if (payload.length === 0) {
        this.#fail("no extension id");
        return;
      }
      this.extension = payload[0]!;
      this.key = 0xff00 + payload[0]!;
      this.body = payload.subarray(1);
    } else if (id === 221) {
      if (payload.length < 3) {
        this.#fail("no OUI");
        return;
      }
      const oui = (payload[0]! << 16) | (payload[1]! << 8) | payload[2]!;
      this.vendor = payload.length > 3 ? { oui, type: payload[3]! } : { oui };
      if (payload.length > 3 && oui !== 0) this.key = oui * 256 + payload[3]!;
      this.body = payload.subarray(Math.min(4, payload.length));
    }
  }

  /** The element's name in the standard: "RSN". */
  get name(): string {
    return this.#source.decoder(this.key)?.name ?? elementName(this.key);
  }

  get state(): ElementState {
    return this.#decode().state;
  }

  /** The decoded element; undefined where {@link Element.state} is not "decoded". */
  get value(): T | undefined {
    return this.#decode().value;
  }

  /** What is wrong with the octets of a malformed element. */
  get reason(): string | undefined {
    return this.#decode().reason;
  }

  /** Where the next element begins: after this one and its fragments. */
  get end(): number {
    return Math.min(
      afterElement(this.#source.bytes, this.offset) || Number.POSITIVE_INFINITY,
      this.#source.bytes.length,
    );
  }

  /** The element as it was sent, with its header and its fragments. */
  get bytes(): Uint8Array {
    return this.#source.bytes.subarray(this.offset, this.end);
  }

  toJSON(): Json {
    const { state, value, reason } = this.#decode();
    const { offset, key, name } = this;
    if (state === "decoded") return toJson({ offset, key, name, value });
    return toJson({ offset, key, name, [state]: reason ?? true, body: this.body });
  }

  #decode() {
    return (this.#outcome ??= this.#attempt());
  }

  #attempt(): { readonly state: ElementState; readonly value?: T; readonly reason?: string } {
    const decoder = this.#source.decoder(this.key);
    if (decoder === undefined) return { state: "unknown" };
    try {
      return { state: "decoded", value: decoder.decode(this.body, this.#source.context) as T };
    } catch (error) {
      // A decoder of the user's may throw anything; a bad element must never stop the reading of the others.
      const reason = error instanceof Error ? error.message : String(error);
      return { state: "malformed", reason: isNl80211Error(error) ? reason : `decoder failed: ${reason}` };
    }
  }

  #fail(reason: string): void {
    this.#outcome ??= { state: "malformed", reason };
  }
}

/** The payload of the element at `offset`, together with the Fragment elements that continue it (10.28.11), cut off at the end. */
export function elementPayload(bytes: Uint8Array, offset: number): Uint8Array {
  const start = offset + 2;
  const end = start + (bytes[offset + 1] ?? 0);
  if (end - start < 255 || bytes[end] !== ElementId.Fragment) return bytes.subarray(start, end);
  const stop = afterElement(bytes, offset);
  const parts: Uint8Array[] = [];
  for (let at = offset; at < stop; at += 2 + bytes[at + 1]!) {
    parts.push(bytes.subarray(at + 2, Math.min(at + 2 + bytes[at + 1]!, bytes.length)));
  }
  return concatenate(parts);
}

/** Where the next element begins after the one at `offset` and the fragments that continue it. May lie past the end. */
export function afterElement(bytes: Uint8Array, offset: number): number {
  let length = bytes[offset + 1]!;
  let next = offset + 2 + length;
  while (length === 255 && bytes[next] === ElementId.Fragment && next + 1 < bytes.length) {
    length = bytes[next + 1]!;
    if (next + 2 + length > bytes.length) break; // a cut-off fragment is listed by itself, as malformed
    next += 2 + length;
  }
  return next;
}

/** All parts in one new array. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** One subelement: its id and what follows its length. */
export interface Subelement {
  readonly id: number;
  readonly body: Uint8Array;
}

/**
 * The subelements of `bytes` (9.4.3): like elements, without extension ids. `fragmentId` names the id that continues a subelement
 * of 255 octets. Throws MALFORMED where one is longer than what is left.
 */
export function subelements(bytes: Uint8Array, fragmentId?: number): Subelement[] {
  const list: { id: number; body: Uint8Array; parts?: Uint8Array[] }[] = [];
  let continues = false;
  for (let at = 0; at < bytes.length; ) {
    if (at + 2 > bytes.length || at + 2 + bytes[at + 1]! > bytes.length) {
      throw malformed(`a subelement at octet ${at} exceeds the ${bytes.length - at} octets left`);
    }
    const body = bytes.subarray(at + 2, at + 2 + bytes[at + 1]!);
    const last = list.at(-1);
    if (continues && bytes[at] === fragmentId) (last!.parts ??= [last!.body]).push(body);
    else list.push({ id: bytes[at]!, body });
    continues = body.length === 255;
    at += 2 + body.length;
  }
  return list.map(({ id, body, parts }) => ({ id, body: parts === undefined ? body : concatenate(parts) }));
}
