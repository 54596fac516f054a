import { Nl80211Error } from "../errors.ts";
import { afterElement, Element, type ElementSource } from "./element.ts";
import { type DecodeContext, type ElementKind, malformed, type Sender } from "./element-kind.ts";
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

/** A hostile frame could nest elements as deep as it is long; real ones stop at two (a profile inside a Multi-Link element). */
const MAX_DEPTH = 4;

/**
 * The information elements of `bytes`, as frames carry them and nl80211 hands them on (NL80211_BSS_INFORMATION_ELEMENTS). Any bytes
 * give a list: each element is decoded, unknown or malformed. Nothing is decoded before it is looked at; the octets are not copied.
 *
 * Throws INVALID_ARGUMENT if `bytes` is not a Uint8Array.
 */
export function parseElements(bytes: Uint8Array, options: ElementOptions = {}): ElementList {
  return new ElementList(bytes, options);
}

/** A list of information elements. It can be iterated, and asked for an element by its id. */
export class ElementList implements Iterable<Element> {
  readonly bytes: Uint8Array;
  /** How the list was asked to be read. */
  readonly options: ElementOptions;
  readonly #depth: number;
  #index: number[] | undefined; // id and offset of each element in turn
  #elements: (Element | undefined)[] | undefined;
  #shared: ElementSource | undefined;

  constructor(bytes: Uint8Array, options: ElementOptions = {}, depth = 0) {
    if (!(bytes instanceof Uint8Array)) {
      const what = bytes === null ? "null" : Array.isArray(bytes) ? "an array" : typeof bytes;
      throw new Nl80211Error("INVALID_ARGUMENT", `elements are read from a Uint8Array, not from ${what}`);
    }
    this.bytes = bytes;
    this.options = options;
    this.#depth = depth;
  }

  /** How many elements there are, fragments counted with what they continue. */
  get length(): number {
    return this.#walk().length >>> 1;
  }

  /** The first element of a kind that can be decoded: `list.get(ElementId.Rsn)`, or `get(kind)` for a kind of one's own. */
  get<K extends keyof ElementTypes>(key: K): ElementTypes[K] | undefined;
  get<T>(kind: ElementKind<T>): T | undefined;
  get(key: number | ElementKind<unknown>): unknown {
    for (const element of this.#matching(key)) {
      if (element.state === "decoded") return element.value;
    }
    return undefined;
  }

  /** All elements of a kind that can be decoded, in their order. */
  all<K extends keyof ElementTypes>(key: K): ElementTypes[K][];
  all<T>(kind: ElementKind<T>): T[];
  all(key: number | ElementKind<unknown>): unknown[] {
    return this.#matching(key)
      .filter((element) => element.state === "decoded")
      .map((element) => element.value);
  }

  /** The first element with this key, whatever its state: its octets, or what is wrong with it. */
  element(key: number): Element | undefined {
    return this.#matching(key)[0];
  }

  /** Whether an element with this key is there, without decoding it. */
  has(key: number): boolean {
    return this.#matching(key).length > 0;
  }

  /** The elements that are not what the standard says. Decodes all. */
  get malformed(): Element[] {
    return [...this].filter((element) => element.state === "malformed");
  }

  *[Symbol.iterator](): Generator<Element> {
    for (let i = 0; i < this.length; i++) yield this.#at(i);
  }

  toJSON(): Element[] {
    return [...this];
  }

  #matching(key: number | ElementKind<unknown>): Element[] {
    if (typeof key !== "number") return this.#ofKind(key);
    const index = this.#walk();
    const id = key > 0xffff ? 221 : key >= 0xff00 ? 255 : key;
    const found: Element[] = [];
    for (let i = 0; i < index.length; i += 2) {
      if (index[i] !== id) continue;
      const element = this.#at(i >>> 1);
      if (element.key === key || key === id) found.push(element);
    }
    return found;
  }

  #ofKind(kind: ElementKind<unknown>): Element[] {
    const found = this.#matching(kind.key);
    if (this.options.kinds?.includes(kind)) return found;
    const source: ElementSource = { ...this.#source, decoder: (key) => (key === kind.key ? kind : builtIn(key)) };
    return found.map((element) => new Element(source, element.offset));
  }

  #at(i: number): Element {
    this.#elements ??= [];
    return (this.#elements[i] ??= new Element(this.#source, this.#walk()[2 * i + 1]!));
  }

  get #source(): ElementSource {
    const { kinds } = this.options;
    return (this.#shared ??= {
      bytes: this.bytes,
      context: this.#makeContext(),
      decoder: kinds === undefined ? builtIn : (key) => kinds.find((kind) => kind.key === key) ?? builtIn(key),
    });
  }

  #makeContext(): DecodeContext {
    return {
      from: this.options.from ?? "ap",
      associationResponse: this.options.associationResponse ?? false,
      elements: this,
      nested: (bytes) => {
        if (this.#depth >= MAX_DEPTH) throw malformed(`elements nested deeper than ${MAX_DEPTH}`);
        return new ElementList(bytes, this.options, this.#depth + 1);
      },
    };
  }

  #walk(): number[] {
    if (this.#index !== undefined) return this.#index;
    const { bytes } = this;
    const index: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      index.push(bytes[at]!, at);
      const length = bytes[at + 1]!;
      at = length === 255 ? afterElement(bytes, at) : at + 2 + length; // NaN at a lone last octet ends the loop
    }
    return (this.#index = index);
  }
}

const DECODERS: ReadonlyMap<number, ElementSource["decoder"] extends (key: number) => infer D ? D : never> = new Map(
  Object.entries(ELEMENT_DECODERS).map(([key, decode]) => [Number(key), { decode }]),
);

function builtIn(key: number): ReturnType<ElementSource["decoder"]> {
  return DECODERS.get(key);
}
