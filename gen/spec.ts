/** Where something stands in a spec. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where the keys of a mapping stand. */
export const KEYS = Symbol("places of the keys");

export interface Placed {
  readonly place: Place;
  readonly [KEYS]?: Readonly<Record<string, Place>>;
}

/** Where `key` of a mapping stands, or else the mapping. */
export function placeOf(spec: Placed, key: string): Place {
  return spec[KEYS]?.[key] ?? spec.place;
}

/** One spec file as it is written: keys are the language's words (see gen/README.md). */
export interface FileSpec extends Placed {
  readonly family: string;
  readonly topic: string;
  readonly doc?: string;
  readonly definitions?: readonly DefinitionSpec[];
  readonly "attribute-sets"?: readonly SetSpec[];
  readonly operations?: readonly OperationSpec[];
  readonly "mcast-groups"?: { readonly list: readonly GroupSpec[] };
}

export interface DefinitionSpec extends Placed {
  readonly name: string;
  readonly type: "enum" | "flags" | "struct" | "const";
  readonly topic?: string;
  readonly doc?: string;
  readonly "enum-name"?: string;
  readonly "c-name"?: string;
  readonly prefix?: string;
  readonly entries?: readonly EntrySpec[];
  readonly "byte-order"?: ByteOrder;
  readonly members?: readonly MemberSpec[];
  readonly value?: number | string;
}

export interface EntrySpec extends Placed {
  readonly name: string;
  readonly value?: number;
  readonly "alias-of"?: string;
  readonly "c-name"?: string;
  readonly doc?: string;
  readonly differs?: readonly DifferenceSpec[];
}

export const BYTE_ORDERS = ["host", "little-endian", "big-endian"] as const;
export type ByteOrder = (typeof BYTE_ORDERS)[number];

/** What octets are. */
export const BYTE_HINTS = ["mac", "ipv4", "ssid", "frame", "elements", "hex", "ext-capa"] as const;
/** Tables outside this family that a number is from. */
export const NUMBER_HINTS = ["cipher", "akm", "oui", "ethertype", "frame-type", "reason", "status"] as const;
export const HINTS = [...BYTE_HINTS, ...NUMBER_HINTS] as const;
export type Hint = (typeof HINTS)[number];

export const NUMBER_WORDS = ["u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"] as const;
export const TYPE_WORDS = [
  ...NUMBER_WORDS,
  "flag",
  "string",
  "binary",
  "nest",
  "indexed-array",
  "pad",
  "unused",
] as const;
export type TypeWord = (typeof TYPE_WORDS)[number];

export const INDEX_WORDS = ["from-0", "from-1", "none", "value", "band", "tid", "link-id", "enum"] as const;
export type IndexWord = (typeof INDEX_WORDS)[number];

export const TARGET_WORDS = ["wiphy", "netdev", "wdev", "none"] as const;
export type TargetWord = (typeof TARGET_WORDS)[number];

export const PRIVILEGE_WORDS = ["uns-admin-perm", "admin-perm", "none"] as const;
export type PrivilegeWord = (typeof PRIVILEGE_WORDS)[number];

export const UNCHECKED_WORDS = ["strict", "dump"] as const;
export type UncheckedWord = (typeof UNCHECKED_WORDS)[number];

/** The words that shape a value: of an attribute, of an array's element, of a struct's member. */
export interface ShapeSpec {
  readonly type?: TypeWord;
  readonly "sub-type"?: TypeWord;
  readonly element?: ShapeSpec & Placed;
  readonly "nested-attributes"?: string;
  readonly enum?: string;
  readonly "enum-as-flags"?: boolean;
  readonly "byte-order"?: ByteOrder;
  readonly "big-endian-value"?: number;
  readonly "display-hint"?: Hint;
  readonly struct?: string;
  readonly repeated?: boolean;
  readonly bits?: string;
  readonly "flag-set"?: string;
  readonly index?: IndexWord;
  readonly "index-enum"?: string;
  readonly as?: "bigint" | "number";
  readonly nul?: boolean;
  readonly "nested-flag"?: boolean;
  readonly checks?: ChecksSpec;
}

export const SHAPE_KEYS = [
  "sub-type",
  "element",
  "nested-attributes",
  "enum",
  "enum-as-flags",
  "byte-order",
  "big-endian-value",
  "display-hint",
  "struct",
  "repeated",
  "bits",
  "flag-set",
  "index",
  "index-enum",
  "as",
  "nul",
  "nested-flag",
  "checks",
] as const satisfies readonly (keyof ShapeSpec)[];

export interface ChecksSpec {
  readonly min?: number;
  readonly max?: number;
  readonly "min-len"?: number;
  readonly "max-len"?: number;
  readonly "exact-len"?: number;
}

export interface DifferenceSpec {
  readonly source: string;
  readonly says: string;
  readonly why: string;
}

export interface MemberSpec extends Placed, ShapeSpec {
  readonly name: string;
  readonly len?: number;
  readonly doc?: string;
  readonly field?: string;
  readonly unit?: string;
}

export interface SetSpec extends Placed {
  readonly name: string;
  readonly topic?: string;
  readonly doc?: string;
  readonly "enum-name"?: string;
  readonly prefix?: string;
  readonly "attr-max-name"?: string;
  readonly "subset-of"?: string;
  readonly attributes: readonly AttributeSpec[];
}

/** In a subset the name alone is enough: the rest is the parent's. */
export interface AttributeSpec extends Placed, ShapeSpec {
  readonly name: string;
  readonly value?: number;
  readonly "c-name"?: string;
  readonly doc?: string;
  readonly field?: string;
  readonly unit?: string;
  readonly "multi-attr"?: boolean;
  readonly direction?: "request" | "reply";
  readonly secret?: boolean;
  readonly "ignore-len"?: number;
  readonly why?: string;
  readonly differs?: readonly DifferenceSpec[];
}

export interface OperationSpec extends Placed {
  readonly name: string;
  readonly value?: number;
  readonly "c-name"?: string;
  readonly topic?: string;
  readonly doc?: string;
  readonly target?: readonly TargetWord[];
  readonly "alias-of"?: string;
  readonly "dont-validate"?: readonly UncheckedWord[];
  readonly flags?: readonly PrivilegeWord[];
  readonly slow?: boolean;
  readonly up?: boolean;
  readonly do?: ExchangeSpec;
  readonly dump?: ExchangeSpec;
  readonly event?: EventSpec;
  readonly differs?: readonly DifferenceSpec[];
}

export interface ExchangeSpec extends Placed {
  readonly target?: readonly TargetWord[];
  readonly request?: MessageSpec;
  readonly reply?: MessageSpec;
}

export interface MessageSpec extends Placed {
  readonly command?: string;
  readonly "attribute-set"?: string;
  readonly required?: readonly Word[];
  readonly attributes?: readonly Word[];
}

export interface EventSpec extends MessageSpec {
  readonly mcgrp?: string;
  readonly to?: "requester";
  readonly doc?: string;
}

/** A word of a list, with its line. */
export interface Word extends Placed {
  readonly word: string;
}

export interface GroupSpec extends Placed {
  readonly name: string;
  readonly value?: number;
  readonly doc?: string;
  readonly "c-name"?: string;
}

/** What is wrong with the specs: a line for each fault, "file:line: what". */
export class SpecError extends Error {
  override readonly name = "SpecError";
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

/** Collects faults, so that one run shows them all. */
export class Faults {
  readonly #faults: { place: Place; text: string }[] = [];

  add(place: Place, text: string): void {
    this.#faults.push({ place, text });
  }

  throwIfAny(): void {
    if (this.#faults.length === 0) return;
    const sorted = this.#faults.sort((a, b) => compare(a.place.file, b.place.file) || a.place.line - b.place.line);
    throw new SpecError([...new Set(sorted.map(({ place, text }) => `${place.file}:${place.line}: ${text}`))]);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
