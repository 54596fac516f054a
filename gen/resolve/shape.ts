import type { AttributeSet, Definition, EnumDefinition, NumberType, StructDefinition, ValueType } from "../model.ts";
import { didYouMean } from "../names.ts";
import {
  type Faults,
  type Hint,
  NUMBER_HINTS,
  NUMBER_WORDS,
  type Placed,
  placeOf,
  SHAPE_KEYS,
  type ShapeSpec,
  type TypeWord,
} from "../spec.ts";
import { checksFault } from "./checks.ts";

/** What a shape's names can refer to. */
export interface Lookups {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly sets: ReadonlyMap<string, AttributeSet>;
}

type ShapeKey = (typeof SHAPE_KEYS)[number];

/** The words that go with each type, besides checks. */
const COMPANIONS: Readonly<Record<string, readonly ShapeKey[]>> = {
  number: ["enum", "enum-as-flags", "byte-order", "big-endian-value", "display-hint", "as"],
  flag: [],
  string: ["nul"],
  binary: ["display-hint", "sub-type", "struct", "repeated", "bits", "enum", "enum-as-flags", "byte-order"],
  nest: ["nested-attributes", "flag-set", "nested-flag"],
  "indexed-array": SHAPE_KEYS,
  pad: [],
  unused: [],
};

/** What a value is, from the words that shape it. Adds a fault and gives nothing where they do not make sense. */
export function resolveShape(
  spec: ShapeSpec & Placed,
  what: string,
  lookups: Lookups,
  faults: Faults,
): ValueType | undefined {
  const { place, type } = spec;
  /** Where a text begins with a key, that key's line is the fault's. */
  const fail = (text: string): undefined => {
    const key = /^[a-z-]+/.exec(text)?.[0] ?? "";
    return void faults.add(placeOf(spec, key), `${what}: ${text}`);
  };

  function definition<T extends Definition>(key: ShapeKey, name: string, is: (found: Definition) => found is T) {
    const found = lookups.definitions.get(name);
    if (found === undefined)
      return fail(`${key}: no definition "${name}"${didYouMean(name, lookups.definitions.keys())}`);
    return is(found) ? found : fail(`${key}: "${name}" is a ${found.type}`);
  }
  const enumOf = (key: ShapeKey, name: string) => definition(key, name, isEnum);
  const structOf = (name: string) => definition("struct", name, isStruct);

  if (type === undefined) return fail("has no type");
  for (const key of SHAPE_KEYS) {
    if (spec[key] === undefined || key === "checks") continue;
    const fits = COMPANIONS[isNumber(type) ? "number" : type]!;
    if (!fits.includes(key)) return fail(`${key} does not go with type ${type}`);
  }

  const misfit = checksFault(spec);
  if (misfit !== undefined) return fail(misfit);

  if (isNumber(type)) {
    if (spec["display-hint"] === "ipv4" && type === "u32") return { kind: "ipv4" };
    if (!numberHint(spec["display-hint"])) return fail(`display-hint: ${spec["display-hint"]} is for bytes`);
    return number(type, spec);
  }
  switch (type) {
    case "flag":
    case "pad":
    case "unused":
      return { kind: type };
    case "string":
      return { kind: "string", nul: spec.nul ?? true };
    case "binary":
      return binary();
    case "nest":
      return nest();
    case "indexed-array":
      return array();
  }

  function number(word: TypeWord, { enum: name, ...shape }: ShapeSpec): NumberType | undefined {
    const found = name === undefined ? undefined : enumOf("enum", name);
    if (name !== undefined && found === undefined) return undefined;
    const width = Number(word.slice(1)) as NumberType["width"];
    const mask = found !== undefined && ((shape["enum-as-flags"] ?? false) || found.type === "flags");
    if (shape["enum-as-flags"] && found === undefined) return fail("enum-as-flags without enum");
    if (shape.as === "bigint" && width !== 64) return fail(`as: bigint is for 64 bits`);
    const bit = mask ? found.entries.find(({ value }) => value >= width) : undefined;
    if (bit !== undefined) return fail(`enum: bit ${bit.value} ("${bit.name}" of "${name}") is not in ${word}`);
    if (mask && shape["byte-order"] === "big-endian") return fail("a big-endian mask is not provided for");
    const odd = shape["big-endian-value"];
    if (odd !== undefined && (word !== "u32" || mask || shape["byte-order"] !== undefined)) {
      return fail("big-endian-value is for a u32 in host order");
    }
    return {
      kind: "number",
      width,
      signed: word.startsWith("s"),
      bigEndian: shape["byte-order"] === "big-endian",
      bigEndianValue: odd,
      bigint: shape.as === "bigint",
      enum: found,
      mask,
      hint: shape["display-hint"],
    };
  }

  function binary(): ValueType | undefined {
    const { struct, bits, "sub-type": subType, "display-hint": hint } = spec;
    if ([struct, bits, subType].filter((word) => word !== undefined).length > 1) {
      return fail("only one of struct, bits and sub-type says what binary holds");
    }
    if (hint !== undefined && (struct ?? bits ?? (subType !== undefined && !numberHint(hint)))) {
      return fail(`display-hint: ${hint} is for plain bytes`);
    }
    if (hint !== undefined && subType === undefined && numberHint(hint)) {
      return fail(`display-hint: ${hint} is for numbers`);
    }
    if (struct !== undefined) {
      const found = structOf(struct);
      if (found?.open && spec.repeated) return fail(`repeated: "${struct}" has no fixed length`);
      return found && { kind: spec.repeated ? "structs" : "struct", struct: found };
    }
    if (bits !== undefined) {
      const found = enumOf("bits", bits);
      return found && { kind: "bits", enum: found, least: spec.checks?.["exact-len"] ?? spec.checks?.["min-len"] ?? 0 };
    }
    if (subType !== undefined) {
      if (!isNumber(subType) || subType.endsWith("64")) return fail(`sub-type of binary cannot be ${subType}`);
      const of = number(subType, spec);
      if (of?.mask) return fail("a C array of masks is not provided for");
      return of && { kind: "numbers", of };
    }
    if (hint === "mac" || hint === "ipv4") return { kind: hint };
    return { kind: "bytes", hint };
  }

  function nest(): ValueType | undefined {
    const { "nested-attributes": nested, "flag-set": flags } = spec;
    if ((nested === undefined) === (flags === undefined))
      return fail("a nest has either nested-attributes or flag-set");
    if (flags !== undefined) {
      if (spec["nested-flag"] !== undefined) return fail("nested-flag is for nested-attributes");
      const found = enumOf("flag-set", flags);
      return found && { kind: "flag-set", enum: found };
    }
    const set = lookups.sets.get(nested!);
    if (set === undefined)
      return fail(`nested-attributes: no set "${nested}"${didYouMean(nested!, lookups.sets.keys())}`);
    return { kind: "nest", set, bare: spec["nested-flag"] === false };
  }

  function array(): ValueType | undefined {
    const { index, "index-enum": indexName, "sub-type": subType, element, ...rest } = spec;
    if (index === undefined) return fail("an indexed-array says what its index is");
    if ((index === "enum") !== (indexName !== undefined)) return fail("index: enum and index-enum go together");
    if ((subType === undefined) === (element === undefined))
      return fail("an indexed-array has either sub-type or element");
    const indexEnum = indexName === undefined ? undefined : enumOf("index-enum", indexName);
    if (indexName !== undefined && indexEnum === undefined) return undefined;
    const inner = resolveShape(element ?? { ...rest, type: subType!, place }, what, lookups, faults);
    return inner && { kind: "array", index, indexEnum, element: inner };
  }
}

/** A type in the spec's words: "u32", "nest of bss", "array of u32". */
export function wireText(type: ValueType): string {
  switch (type.kind) {
    case "number": {
      const { signed, width, bigEndian, enum: members, mask } = type;
      const meaning = members === undefined ? "" : mask ? `, mask of ${members.name}` : `, ${members.name}`;
      const hint = type.hint === undefined ? "" : `, ${type.hint}`;
      const odd = type.bigEndianValue === undefined ? "" : `, 0x${type.bigEndianValue.toString(16)} big-endian`;
      return `${signed ? "s" : "u"}${width}${bigEndian ? " big-endian" : ""}${odd}${meaning}${hint}`;
    }
    case "bytes":
      return type.hint === undefined ? "binary" : `binary, ${type.hint}`;
    case "string":
      return type.nul ? "string" : "string without NUL";
    case "mac":
      return "MAC address";
    case "ipv4":
      return "IPv4 address";
    case "numbers":
      return `C array of ${wireText(type.of)}`;
    case "struct":
      return `struct ${type.struct.name}`;
    case "structs":
      return `array of struct ${type.struct.name}`;
    case "bits":
      return `bitmap of ${type.enum.name}`;
    case "flag-set":
      return `flags of ${type.enum.name}`;
    case "nest":
      return `nest of ${type.set.name}`;
    case "array":
      return `array${indexText(type.index, type.indexEnum)} of ${wireText(type.element)}`;
    default:
      return type.kind;
  }
}

function indexText(index: string, members: EnumDefinition | undefined): string {
  if (members !== undefined) return ` by ${members.name}`;
  return index === "band" || index === "tid" || index === "link-id" || index === "value" ? ` by ${index}` : "";
}

function numberHint(hint: Hint | undefined): boolean {
  return hint === undefined || (NUMBER_HINTS as readonly string[]).includes(hint);
}

function isNumber(type: TypeWord): boolean {
  return (NUMBER_WORDS as readonly string[]).includes(type);
}

function isEnum(definition: Definition): definition is EnumDefinition {
  return definition.type === "enum" || definition.type === "flags";
}

function isStruct(definition: Definition): definition is StructDefinition {
  return definition.type === "struct";
}
