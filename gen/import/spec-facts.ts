import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../load.ts";
import type { Attribute, AttributeSet, Entry, EnumDefinition, Family, StructDefinition } from "../model.ts";
import { resolve } from "../resolve.ts";

/** What the spec says, by the names that C has for it. */
export interface SpecFacts {
  readonly family: Family;
  /** Enumerators by the C name of their enum, then by their own: a definition's entries, a set's attributes, the commands. */
  readonly enums: ReadonlyMap<string, SpecEnum>;
  readonly structs: ReadonlyMap<string, StructDefinition>;
  readonly constants: ReadonlyMap<string, number | string>;
  /** The attributes of the sets that an enum of the header numbers, by their C names. */
  readonly attributes: ReadonlyMap<string, SpecAttribute>;
}

export interface SpecAttribute {
  readonly set: AttributeSet;
  readonly attribute: Attribute;
}

export interface SpecEnum {
  readonly what: "definition" | "set" | "commands";
  readonly name: string;
  /** Numbers as C has them: a flag's value is its mask. */
  readonly numbers: ReadonlyMap<string, number>;
  /** "NAME number" of what some headers say otherwise, for a reason that the spec gives. */
  readonly reasons: ReadonlySet<string>;
}

/** Loads the family from its folder under gen/spec. */
export function loadSpec(folder = join(import.meta.dirname, "../spec/nl80211")): Family {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort();
  return resolve(files.map((file) => load(`gen/spec/nl80211/${file}`, readFileSync(join(folder, file), "utf8"))));
}

export function specFacts(family: Family): SpecFacts {
  const enums = new Map<string, SpecEnum>();
  const structs = new Map<string, StructDefinition>();
  const constants = new Map<string, number | string>();
  const attributes = new Map<string, SpecAttribute>();
  for (const definition of family.definitions.values()) {
    if (definition.type === "struct") {
      if (definition.cName !== undefined) structs.set(definition.cName, definition);
    } else if (definition.type === "const") {
      if (definition.cName !== undefined) constants.set(definition.cName, definition.value);
    } else if (definition.cName !== undefined) {
      enums.set(definition.cName, enumFacts(definition));
    }
  }
  for (const set of family.sets.values()) {
    if (set.subsetOf !== undefined || set.cName === undefined) continue;
    const named = set.attributes.map(({ cName, value, differs }) => ({ cName, value, differs }));
    enums.set(set.cName, { what: "set", name: set.name, ...numbersOf(named) });
    for (const attribute of set.attributes) attributes.set(attribute.cName, { set, attribute });
  }
  enums.set("nl80211_commands", { ...enumFacts(family.commands), what: "commands" });
  return { family, enums, structs, constants, attributes };
}

function enumFacts({ name, type, entries }: EnumDefinition): SpecEnum {
  const named = entries.map((entry) => ({
    cName: entry.cName ?? entry.name,
    value: type === "flags" ? 2 ** entry.value : entry.value,
    differs: entry.differs,
  }));
  return { what: "definition", name, ...numbersOf(named) };
}

function numbersOf(entries: readonly { cName: string; value: number; differs: Entry["differs"] }[]) {
  const numbers = new Map(entries.map(({ cName, value }) => [cName, value]));
  const reasons = new Set<string>();
  for (const { cName, differs } of entries) {
    for (const { source, says } of differs) if (source === "header") reasons.add(`${cName} ${says}`);
  }
  return { numbers, reasons };
}
