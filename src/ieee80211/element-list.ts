import { Nl80211Error } from "../errors.ts";
import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
import { Element, type ElementSource } from "./element.ts";
import { countElements, elementAfter, firstElement, indexed, nextElement } from "./element-index.ts";
import { type DecodeContext, type ElementDecoder, type ElementKind, malformed, type Sender } from "./element-kind.ts";
import { ELEMENT_DECODERS, type ElementTypes } from "./elements/table.ts";

/** How elements are to be read. */
export interface ElementOptions {
  /** Who sent the frame: "ap" (beacons, probe and association responses; the default) or "station" (requests). */
  readonly from?: Sender;
  /** The elements are those of a (re)association response. Profiles of Multi-Link elements are laid out otherwise in it. */
  readonly associationResponse?: boolean;
  /** Kinds of elements that the library does not know, or that shall be decoded otherwise. */
  readonly kinds?: readonly ElementKind<unknown>[];
}

/**
 * Reads a part of an element whose body is `bytes[start, end)`, one of `elements`. Undefined, or an error, where its decoder throws: the
 * element is malformed. (An error takes some microseconds, so what is seen on the air is undefined.)
 */
export type PartReader<T> = (bytes: Uint8Array, start: number, end: number, elements: ElementList) => T | undefined;

const NO_OPTIONS: ElementOptions = {};

/** A hostile frame could nest elements as deep as it is long; real ones stop at two (a profile inside a Multi-Link element). */
const MAX_DEPTH = 4;

/**
 * The information elements of `bytes`, as frames carry them and nl80211 hands them on (NL80211_BSS_INFORMATION_ELEMENTS). Any bytes
 * give a list: each element is decoded, unknown or malformed. Nothing is decoded before it is looked at; the octets are not copied.
 *
 * Throws INVALID_ARGUMENT if `bytes` is not a Uint8Array.
 */
export function parseElements(bytes: Uint8Array, options: ElementOptions = NO_OPTIONS): ElementList {
  return new ElementList(bytes, options);
}

/** A list of information elements. It can be iterated, and asked for an element by its id. */
export class ElementList implements Iterable<Element> {
  readonly bytes: Uint8Array;
  /** How the list was asked to be read. */
  readonly options: ElementOptions;
  #stamp = 0;
  #source: ListSource | undefined;

  constructor(bytes: Uint8Array, options: ElementOptions = NO_OPTIONS) {
    // cheaper than instanceof, and true of another realm's array too
    if (bytes?.[Symbol.toStringTag] !== "Uint8Array") {
      const what = bytes === null ? "null" : Array.isArray(bytes) ? "an array" : typeof bytes;
      throw new Nl80211Error("INVALID_ARGUMENT", `elements are read from a Uint8Array, not from ${what}`);
    }
    this.bytes = bytes;
    this.options = options;
  }

  /** A list that an element of another list holds, in so many of them. */
  static nested(bytes: Uint8Array, options: ElementOptions, depth: number): ElementList {
    const list = new ElementList(bytes, options);
    list.#source = new ListSource(list, depth);
    return list;
  }

  /** How many elements there are, fragments counted with what they continue. */
  get length(): number {
    return countElements(this.bytes);
  }

  /** The first element of a kind that can be decoded: `list.get(ElementId.Rsn)`, or `get(kind)` for a kind of one's own. */
  get<K extends keyof ElementTypes>(key: K): ElementTypes[K] | undefined;
  get<T>(kind: ElementKind<T>): T | undefined;
  get(wanted: number | ElementKind<unknown>): unknown {
    const { bytes } = this;
    const key = typeof wanted === "number" ? wanted : wanted.key;
    for (let at = this.#first(key); at >= 0; at = elementAfter(bytes, key, at)) {
      const element = this.#at(at, wanted);
      if (element.state === "decoded") return element.value;
    }
    return undefined;
  }

  /** All elements of a kind that can be decoded, in their order. */
  all<K extends keyof ElementTypes>(key: K): ElementTypes[K][];
  all<T>(kind: ElementKind<T>): T[];
  all(wanted: number | ElementKind<unknown>): unknown[] {
    const { bytes } = this;
    const key = typeof wanted === "number" ? wanted : wanted.key;
    const values: unknown[] = [];
    for (let at = this.#first(key); at >= 0; at = elementAfter(bytes, key, at)) {
      const element = this.#at(at, wanted);
      if (element.state === "decoded") values.push(element.value);
    }
    return values;
  }

  /**
   * What `part` reads of the first element with this key that is not malformed: where a part is wanted, and decoding all of the element
   * would be waste. Nothing is kept.
   */
  read<T>(key: number, part: PartReader<T>): T | undefined {
    const first = this.#first(key);
    return first < 0 ? undefined : this.#readFrom(first, key, part);
  }

  #readFrom<T>(first: number, key: number, part: PartReader<T>): T | undefined {
    const { bytes } = this;
    for (let at = first; at >= 0; at = elementAfter(bytes, key, at)) {
      const length = bytes[at + 1]!;
      if (at + 2 + length > bytes.length) continue; // cut off
      try {
        const header = key > 0xffff ? 6 : key >= 0xff00 ? 3 : 2;
        const value = length === 255 ? this.#readLong(at, part) : part(bytes, at + header, at + 2 + length, this);
        if (value !== undefined) return value;
      } catch {
        // malformed: the next may not be
      }
    }
    return undefined;
  }

  /** An element that may be put together of fragments. */
  #readLong<T>(at: number, part: PartReader<T>): T | undefined {
    const { body } = new Element(this.#sourceOf(), at);
    return part(body, 0, body.length, this);
  }

  /** The first element with this key, whatever its state: its octets, or what is wrong with it. */
  element(key: number): Element | undefined {
    const at = this.#first(key);
    return at < 0 ? undefined : this.#at(at, key);
  }

  /** Whether an element with this key is there, without decoding it. */
  has(key: number): boolean {
    return this.#first(key) >= 0;
  }

  /** Whether an element with one of these keys is there: quicker than asking for each. */
  hasAny(keys: readonly number[]): boolean {
    const { bytes } = this;
    const stamp = (this.#stamp = indexed(bytes, this.#stamp));
    for (let i = 0; i < keys.length; i++) if (firstElement(bytes, keys[i]!, stamp) >= 0) return true;
    return false;
  }

  /** The elements that are not what the standard says. Decodes all. */
  get malformed(): Element[] {
    return [...this].filter((element) => element.state === "malformed");
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    return inspected(`ElementList(${this.length})`, [...this], depth, options, inspect);
  }

  *[Symbol.iterator](): Generator<Element> {
    const { bytes } = this;
    for (let at = 0; at < bytes.length; at = nextElement(bytes, at)) yield this.#at(at);
  }

  toJSON(): Element[] {
    return [...this];
  }

  /** Where the first element with this key begins; -1 where there is none. */
  #first(key: number): number {
    const { bytes } = this;
    this.#stamp = indexed(bytes, this.#stamp);
    return firstElement(bytes, key, this.#stamp);
  }

  #at(offset: number, wanted?: number | ElementKind<unknown>): Element {
    const source = this.#sourceOf();
    if (typeof wanted === "object" && !this.options.kinds?.includes(wanted)) {
      return new Element(source.reading(wanted), offset);
    }
    let element = source.made.get(offset);
    if (element === undefined) {
      element = new Element(source, offset);
      source.made.set(offset, element);
    }
    return element;
  }

  #sourceOf(): ListSource {
    return (this.#source ??= new ListSource(this, 0));
  }
}

/** What a list tells its elements, and their decoders. */
class ListSource implements ElementSource, DecodeContext {
  readonly elements: ElementList;
  readonly depth: number;
  /** The list's elements by their offsets, as far as they were asked for. */
  readonly made = new Map<number, Element>();
  readonly #own: ElementKind<unknown> | undefined;

  constructor(elements: ElementList, depth: number, own?: ElementKind<unknown>) {
    this.elements = elements;
    this.depth = depth;
    this.#own = own;
  }

  get bytes(): Uint8Array {
    return this.elements.bytes;
  }
  get context(): DecodeContext {
    return this;
  }
  get from(): Sender {
    return this.elements.options.from ?? "ap";
  }
  get associationResponse(): boolean {
    return this.elements.options.associationResponse ?? false;
  }

  /** The same with one more kind. */
  reading(kind: ElementKind<unknown>): ListSource {
    return new ListSource(this.elements, this.depth, kind);
  }

  decoder(key: number): { readonly name?: string; readonly decode: ElementDecoder<unknown> } | undefined {
    if (this.#own?.key === key) return this.#own;
    return this.elements.options.kinds?.find((kind) => kind.key === key) ?? DECODERS.get(key);
  }

  nested(bytes: Uint8Array): ElementList {
    if (this.depth >= MAX_DEPTH) throw malformed(`elements nested deeper than ${MAX_DEPTH}`);
    return ElementList.nested(bytes, this.elements.options, this.depth + 1);
  }
}

const DECODERS: ReadonlyMap<number, { readonly decode: ElementDecoder<unknown> }> = new Map(
  Object.entries(ELEMENT_DECODERS).map(([key, decode]) => [Number(key), { decode }]),
);
