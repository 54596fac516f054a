import { Nl80211Error } from "../errors.ts";
import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
import { Element, type ElementSource, elementPayload } from "./element.ts";
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
export function parseElements(bytes: Uint8Array, options?: ElementOptions): ElementList {
  return new ElementList(bytes, options);
}

/** A list of information elements. It can be iterated, and asked for an element by its id. */
export class ElementList implements Iterable<Element> {
  // Three fields, and no private methods (they would cost a fourth): beside a walk over a beacon, making its list counts.
  readonly bytes: Uint8Array;
  #stamp = 0;
  #source: ListSource | undefined;

  constructor(bytes: Uint8Array, options?: ElementOptions) {
    // cheaper than instanceof, and true of another realm's array too
    if (bytes?.[Symbol.toStringTag] !== "Uint8Array") {
      const what = bytes === null ? "null" : Array.isArray(bytes) ? "an array" : typeof bytes;
      throw new Nl80211Error("INVALID_ARGUMENT", `elements are read from a Uint8Array, not from ${what}`);
    }
    this.bytes = bytes;
    if (options !== undefined) this.#source = new ListSource(this, options, 0);
  }

  /** A list that an element of another list holds, in so many of them. */
  static nested(bytes: Uint8Array, options: ElementOptions, depth: number): ElementList {
    const list = new ElementList(bytes);
    list.#source = new ListSource(list, options, depth);
    return list;
  }

  /** How the list was asked to be read. */
  get options(): ElementOptions {
    return this.#source?.options ?? NO_OPTIONS;
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
    for (let at = ElementList.#first(this, key); at >= 0; at = elementAfter(bytes, key, at)) {
      const element = ElementList.#sourceOf(this).element(at, wanted);
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
    for (let at = ElementList.#first(this, key); at >= 0; at = elementAfter(bytes, key, at)) {
      const element = ElementList.#sourceOf(this).element(at, wanted);
      if (element.state === "decoded") values.push(element.value);
    }
    return values;
  }

  /**
   * What `part` reads of the first element with this key that is not malformed: where a part is wanted, and decoding all of the element
   * would be waste. Nothing is kept.
   */
  read<T>(key: number, part: PartReader<T>): T | undefined {
    const first = ElementList.#first(this, key);
    return first < 0 ? undefined : readFrom(this, first, key, part);
  }

  /** The first element with this key, whatever its state: its octets, or what is wrong with it. */
  element(key: number): Element | undefined {
    const at = ElementList.#first(this, key);
    return at < 0 ? undefined : ElementList.#sourceOf(this).element(at);
  }

  /** Whether an element with this key is there, without decoding it. */
  has(key: number): boolean {
    return ElementList.#first(this, key) >= 0;
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
    const source = ElementList.#sourceOf(this);
    for (let at = 0; at < bytes.length; at = nextElement(bytes, at)) yield source.element(at);
  }

  toJSON(): Element[] {
    return [...this];
  }

  /** Where the first element with this key begins; -1 where there is none. */
  static #first(list: ElementList, key: number): number {
    const { bytes } = list;
    list.#stamp = indexed(bytes, list.#stamp);
    return firstElement(bytes, key, list.#stamp);
  }

  static #sourceOf(list: ElementList): ListSource {
    return (list.#source ??= new ListSource(list, NO_OPTIONS, 0));
  }
}

/** What `part` reads of the first element with this key at or after `first` that is not malformed. */
function readFrom<T>(list: ElementList, first: number, key: number, part: PartReader<T>): T | undefined {
  const { bytes } = list;
  const header = key > 0xffff ? 6 : key >= 0xff00 ? 3 : 2;
  for (let at = first; at >= 0; at = elementAfter(bytes, key, at)) {
    const length = bytes[at + 1]!;
    if (at + 2 + length > bytes.length) continue; // cut off
    try {
      const value = length === 255 ? readLong(list, at, header, part) : part(bytes, at + header, at + 2 + length, list);
      if (value !== undefined) return value;
    } catch {
      // malformed: the next may not be
    }
  }
  return undefined;
}

/** An element that may be put together of fragments. */
function readLong<T>(list: ElementList, at: number, header: number, part: PartReader<T>): T | undefined {
  const payload = elementPayload(list.bytes, at);
  return part(payload, header - 2, payload.length, list);
}

/** What a list tells its elements, and their decoders. */
class ListSource implements ElementSource, DecodeContext {
  readonly elements: ElementList;
  readonly options: ElementOptions;
  readonly depth: number;
  /** The list's elements by their offsets, as far as they were asked for. */
  readonly #made = new Map<number, Element>();

  constructor(elements: ElementList, options: ElementOptions, depth: number) {
    this.elements = elements;
    this.options = options;
    this.depth = depth;
  }

  get bytes(): Uint8Array {
    return this.elements.bytes;
  }
  get context(): DecodeContext {
    return this;
  }
  get from(): Sender {
    return this.options.from ?? "ap";
  }
  get associationResponse(): boolean {
    return this.options.associationResponse ?? false;
  }

  /** The element at `offset`: always the same, but for one read by a kind that the list was not made with. */
  element(offset: number, wanted?: number | ElementKind<unknown>): Element {
    if (typeof wanted === "object" && !this.options.kinds?.includes(wanted)) {
      return new Element({ bytes: this.bytes, context: this, decoder: (key) => this.decoder(key, wanted) }, offset);
    }
    let element = this.#made.get(offset);
    if (element === undefined) {
      element = new Element(this, offset);
      this.#made.set(offset, element);
    }
    return element;
  }

  decoder(key: number, first?: ElementKind<unknown>): ReturnType<ElementSource["decoder"]> {
    if (first?.key === key) return first;
    return this.options.kinds?.find((kind) => kind.key === key) ?? DECODERS.get(key);
  }

  nested(bytes: Uint8Array): ElementList {
    if (this.depth >= MAX_DEPTH) throw malformed(`elements nested deeper than ${MAX_DEPTH}`);
    return ElementList.nested(bytes, this.options, this.depth + 1);
  }
}

const DECODERS: ReadonlyMap<number, { readonly decode: ElementDecoder<unknown> }> = new Map(
  Object.entries(ELEMENT_DECODERS).map(([key, decode]) => [Number(key), { decode }]),
);
