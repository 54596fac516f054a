import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { didYouMean } from "./names.ts";
import {
  BYTE_ORDERS,
  Faults,
  type FileSpec,
  HINTS,
  INDEX_WORDS,
  KEYS,
  type Place,
  type Placed,
  PRIVILEGE_WORDS,
  TARGET_WORDS,
  TYPE_WORDS,
  UNCHECKED_WORDS,
} from "./spec.ts";

/** What a key's value must be. */
type Rule = "text" | "number" | "number or text" | "true or false" | "words" | Choice | ObjectRule | ListRule;
/** One of these words. */
interface Choice {
  readonly of: readonly string[];
}
/** A mapping with these keys; those in `must` have to be there. `short` is the key that a bare word stands for. */
interface ObjectRule {
  readonly what: string;
  readonly keys: Readonly<Record<string, Rule>>;
  readonly must?: readonly string[];
  readonly short?: string;
}
interface ListRule {
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

const shape: Record<string, Rule> = {
  type: { of: TYPE_WORDS },
  "sub-type": { of: TYPE_WORDS },
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

const FILE: ObjectRule = {
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

/** A spec file's text as a FileSpec. Throws SpecError with all that the language does not allow, each with its line. */
export function load(file: string, text: string): FileSpec {
  const faults = new Faults();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: true });
  for (const error of document.errors) {
    faults.add({ file, line: error.linePos?.[0].line ?? 1 }, error.message.split("\n")[0]!);
  }
  faults.throwIfAny();

  const placeOf = (node: Node | null | undefined): Place => ({
    file,
    line: node?.range ? lines.linePos(node.range[0]).line : 1,
  });

  function read(node: Node | null | undefined, rule: Rule, key: string, place: Place): unknown {
    if (isAlias(node)) node = node.resolve(document);
    if (typeof rule === "object") {
      if ("of" in rule) return readChoice(node, rule, key, place);
      if ("list" in rule) return readList(node, rule, key, place);
      return readObject(node, rule, place);
    }
    if (rule === "words") return readWords(node, key, place);
    const value = isScalar(node) ? node.value : undefined;
    const good =
      (rule.includes("text") && typeof value === "string") ||
      (rule.includes("number") && typeof value === "number" && Number.isInteger(value)) ||
      (rule === "true or false" && typeof value === "boolean");
    if (good) return value;
    // `name: 40` and `doc: 5` are text that YAML takes for a number.
    if (rule === "text" && typeof value === "number") return String((node as { source?: string }).source ?? value);
    faults.add(place, `${key} must be ${rule}${isScalar(node) ? `, not ${JSON.stringify(value)}` : ""}`);
    return undefined;
  }

  function readChoice(node: Node | null | undefined, rule: Choice, key: string, place: Place): unknown {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === "string" && rule.of.includes(value)) return value;
    const meant = didYouMean(String(value), rule.of) || `: one of ${rule.of.join(", ")}`;
    faults.add(place, `${key}: no such word "${String(value)}"${meant}`);
    return undefined;
  }

  function readList(node: Node | null | undefined, rule: ListRule, key: string, place: Place): unknown[] {
    if (!isSeq(node)) {
      faults.add(place, `${key} must be a list`);
      return [];
    }
    return node.items.map((item) => read(item as Node, rule.list, key, placeOf(item as Node)));
  }

  function readWords(node: Node | null | undefined, key: string, place: Place): unknown[] {
    if (!isSeq(node)) {
      faults.add(place, `${key} must be a list`);
      return [];
    }
    return node.items.flatMap((item) => {
      if (isAlias(item)) item = item.resolve(document);
      // A list that holds another one (by a YAML alias, say) is that list's words.
      if (isSeq(item)) return readWords(item, key, placeOf(item));
      const word = read(item as Node, "text", key, placeOf(item as Node));
      return typeof word === "string" ? [{ word, place: placeOf(item as Node) }] : [];
    });
  }

  function readObject(node: Node | null | undefined, rule: ObjectRule, place: Place): Record<string, unknown> {
    const keys: Record<string, Place> = {};
    const out: Record<string, unknown> & Placed = { place, [KEYS]: keys };
    if (
      rule.short !== undefined &&
      isScalar(node) &&
      (typeof node.value === "string" || typeof node.value === "number")
    ) {
      out[rule.short] = String(node.source ?? node.value);
      return out;
    }
    // An empty mapping may be written as nothing: `request:`.
    if (!isMap(node)) {
      if (!isNothing(node)) faults.add(place, `${rule.what} must be a mapping`);
      return out;
    }
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "?";
      const at = placeOf(pair.key as Node);
      const wanted = rule.keys[key];
      if (wanted === undefined) {
        const all = Object.keys(rule.keys);
        if (key.includes(" ") && isNothing(pair.value)) {
          faults.add(
            at,
            `${rule.what}${named(out)}: "${key}" stands after a comma, which ends a text in { }: quote the text`,
          );
          continue;
        }
        faults.add(at, `${rule.what} has no key "${key}"${didYouMean(key, all) || `: it has ${all.join(", ")}`}`);
        continue;
      }
      const value = read(pair.value as Node, wanted, key, at);
      keys[key] = at;
      if (value !== undefined) out[key] = value;
    }
    for (const key of rule.must ?? []) {
      if (!(key in out) && !node.has(key)) faults.add(place, `${rule.what}${named(out)} has no ${key}`);
    }
    return out;
  }

  const spec = readObject(document.contents, FILE, { file, line: 1 });
  faults.throwIfAny();
  return spec as unknown as FileSpec;
}

function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

function named(out: Record<string, unknown>): string {
  return typeof out["name"] === "string" ? ` "${out["name"]}"` : "";
}
