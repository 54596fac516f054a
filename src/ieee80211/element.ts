import { isNl80211Error } from "../errors.ts";
import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
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

/** One information element of a frame. */
export class Element<T = unknown> {
  /** Where its id stands in the list's octets. */
  readonly offset: number;
  readonly #source: ElementSource;
  #payload: Uint8Array | undefined;
  #outcome: Outcome<T> | undefined;

  constructor(source: ElementSource, offset: number) {
    this.#source = source;
    this.offset = offset;
  }

  /** The element ID octet, 0 to 255. */
  get id(): number {
    return this.#source.bytes[this.offset]!;
  }

  /** The Element ID Extension octet, of elements with id 255. */
  get extension(): number | undefined {
    return this.id === 255 ? this.payload[0] : undefined;
  }

  /** OUI and type, of vendor elements (id 221). */
  get vendor(): { readonly oui: number; readonly type?: number } | undefined {
    const { payload } = this;
    if (this.id !== 221 || payload.length < 3) return undefined;
    const oui = (payload[0]! << 16) | (payload[1]! << 8) | payload[2]!;
    return payload.length > 3 ? { oui, type: payload[3]! } : { oui };
  }

  /** What {@link ElementList.get} takes: the id, `0xff00 + extension`, or `OUI * 256 + type`. */
  get key(): number {
    const { id, payload } = this;
    if (id === 255 && payload.length > 0) return 0xff00 + payload[0]!;
    if (id !== 221 || payload.length < 4) return id;
    const oui = (payload[0]! << 16) | (payload[1]! << 8) | payload[2]!;
    return oui === 0 ? id : oui * 256 + payload[3]!;
  }

  /** All octets after id and length; fragments are put together. */
  get payload(): Uint8Array {
    return (this.#payload ??= elementPayload(this.#source.bytes, this.offset));
  }

  /** The octets that a decoder gets: the payload without extension id, OUI and type. */
  get body(): Uint8Array {
    const { id, payload } = this;
    return id === 255 ? payload.subarray(1) : id === 221 ? payload.subarray(4) : payload;
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

  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    const { name, state, value, reason, body } = this;
    const told = state === "decoded" ? { value } : state === "malformed" ? { malformed: reason, body } : { body };
    return inspected(`Element ${name}`, told, depth, options, inspect);
  }

  toJSON(): Json {
    const { state, value, reason } = this.#decode();
    const { offset, key, name } = this;
    if (state === "decoded") return toJson({ offset, key, name, value });
    return toJson({ offset, key, name, [state]: reason ?? true, body: this.body });
  }

  #decode(): Outcome<T> {
    return (this.#outcome ??= this.#attempt());
  }

  #attempt(): Outcome<T> {
    const fault = this.#fault();
    if (fault !== undefined) return { state: "malformed", reason: fault };
    const decoder = this.#source.decoder(this.key);
    if (decoder === undefined) return UNKNOWN;
    try {
      return { state: "decoded", value: decoder.decode(this.body, this.#source.context) as T };
    } catch (error) {
      // A decoder of the user's may throw anything; a bad element must never stop the reading of the others.
      const reason = error instanceof Error ? error.message : String(error);
      return { state: "malformed", reason: isNl80211Error(error) ? reason : `decoder failed: ${reason}` };
    }
  }

  /** What is wrong with the element itself, before anyone decodes it. */
  #fault(): string | undefined {
    const { bytes } = this.#source;
    const left = bytes.length - this.offset - 2;
    if (left < 0) return "ends after its id";
    const { id } = this;
    const length = bytes[this.offset + 1]!;
    if (length > left) return `length ${length} exceeds the ${left} octets left`;
    if (id === ElementId.Fragment) return "a fragment that continues nothing";
    if (id === 255 && length === 0) return "no extension id";
    if (id === 221 && length < 3) return "no OUI";
    return undefined;
  }
}

interface Outcome<T> {
  readonly state: ElementState;
  readonly value?: T;
  readonly reason?: string;
}

const UNKNOWN: Outcome<never> = { state: "unknown" };

/** The payload of the element at `offset`, together with the Fragment elements that continue it, cut off at the end. */
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
 * The subelements of `bytes`: like elements, without extension ids. `fragmentId` names the id that continues a subelement
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
