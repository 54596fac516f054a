import {
  BYTE_HINTS,
  BYTE_ORDERS,
  HINTS,
  INDEX_WORDS,
  PRIVILEGE_WORDS,
  TARGET_WORDS,
  TYPE_WORDS,
  UNCHECKED_WORDS,
} from "./spec.ts";

/** What a key's value must be. */
export type Rule = "text" | "number" | "number or text" | "true or false" | "words" | Choice | ObjectRule | ListRule;
/** One of these words. `instead` has what to write for some that others use. */
export interface Choice {
  readonly of: readonly string[];
  readonly instead?: Readonly<Record<string, string>>;
}
/** A mapping with these keys; those in `must` have to be there. `short` is the key that a bare word stands for. */
export interface ObjectRule {
  readonly what: string;
  readonly keys: Readonly<Record<string, Rule>>;
  readonly must?: readonly string[];
  readonly short?: string;
}
export interface ListRule {
  readonly list: Rule;
}

const DIFFERENCES: Rule = {
  list: {
    what: "a difference",
    keys: { source: "text", says: "text", why: "text" },
    must: ["source", "says", "why"],
  },
};

const CHECKS: Rule = {
  what: "checks",
  keys: { min: "number", max: "number", "min-len": "number", "max-len": "number", "exact-len": "number" },
};

/** Types of other languages, the kernel's policies among them, by what says them here. */
const INSTEAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(BYTE_HINTS.map((hint) => [hint, `binary with display-hint: ${hint}`])),
  array: "indexed-array, or binary with sub-type",
  bool: "flag, or u8",
  NLA_MSECS: "u64 with unit: ms",
  NLA_NUL_STRING: "string",
};

const shape: Record<string, Rule> = {
  type: { of: TYPE_WORDS, instead: INSTEAD },
  "sub-type": { of: TYPE_WORDS, instead: INSTEAD },
  "nested-attributes": "text",
  enum: "text",
  "enum-as-flags": "true or false",
  "byte-order": { of: BYTE_ORDERS },
  "big-endian-value": "number",
  "display-hint": { of: HINTS },
  struct: "text",
  repeated: "true or false",
  bits: "text",
  "flag-set": "text",
  index: { of: INDEX_WORDS },
  "index-enum": "text",
  as: { of: ["number", "bigint"] },
  nul: "true or false",
  "nested-flag": "true or false",
  checks: CHECKS,
};
shape["element"] = { what: "an element", keys: shape, must: ["type"] };

const ATTRIBUTE: Rule = {
  what: "an attribute",
  keys: {
    name: "text",
    value: "number",
    ...shape,
    "c-name": "text",
    doc: "text",
    field: "text",
    unit: "text",
    "multi-attr": "true or false",
    direction: { of: ["request", "reply"] },
    secret: "true or false",
    "ignore-len": "number",
    why: "text",
    differs: DIFFERENCES,
  },
  must: ["name"],
  short: "name",
};

const message: Record<string, Rule> = {
  command: "text",
  "attribute-set": "text",
  required: "words",
  attributes: "words",
};
const EXCHANGE: Rule = {
  what: "an exchange",
  keys: {
    target: { list: { of: TARGET_WORDS } },
    request: { what: "a request", keys: message },
    reply: { what: "a reply", keys: message },
  },
};

export const FILE: ObjectRule = {
  what: "a spec",
  keys: {
    family: "text",
    topic: "text",
    doc: "text",
    definitions: {
      list: {
        what: "a definition",
        keys: {
          name: "text",
          type: { of: ["enum", "flags", "struct", "const"] },
          topic: "text",
          doc: "text",
          "enum-name": "text",
          "c-name": "text",
          prefix: "text",
          entries: {
            list: {
              what: "an entry",
              keys: {
                name: "text",
                value: "number",
                "alias-of": "text",
                "c-name": "text",
                doc: "text",
                differs: DIFFERENCES,
              },
              must: ["name"],
            },
          },
          "byte-order": { of: BYTE_ORDERS },
          members: {
            list: {
              what: "a member",
              keys: { name: "text", ...shape, len: "number", doc: "text", field: "text", unit: "text" },
              must: ["name", "type"],
            },
          },
          value: "number or text",
        },
        must: ["name", "type"],
      },
    },
    "attribute-sets": {
      list: {
        what: "an attribute set",
        keys: {
          name: "text",
          topic: "text",
          doc: "text",
          "enum-name": "text",
          prefix: "text",
          "attr-max-name": "text",
          "subset-of": "text",
          attributes: { list: ATTRIBUTE },
        },
        must: ["name", "attributes"],
      },
    },
    operations: {
      list: {
        what: "an operation",
        keys: {
          name: "text",
          value: "number",
          "c-name": "text",
          topic: "text",
          doc: "text",
          target: { list: { of: TARGET_WORDS } },
          "alias-of": "text",
          "dont-validate": { list: { of: UNCHECKED_WORDS } },
          flags: { list: { of: PRIVILEGE_WORDS } },
          slow: "true or false",
          up: "true or false",
          do: EXCHANGE,
          dump: EXCHANGE,
          event: {
            what: "an event",
            keys: { ...message, mcgrp: "text", to: { of: ["requester"] }, doc: "text" },
          },
          differs: DIFFERENCES,
        },
        must: ["name"],
      },
    },
    "mcast-groups": {
      what: "multicast groups",
      keys: {
        list: {
          list: {
            what: "a group",
            keys: { name: "text", value: "number", doc: "text", "c-name": "text" },
            must: ["name"],
            short: "name",
          },
        },
      },
      must: ["list"],
    },
  },
  must: ["family", "topic"],
};
