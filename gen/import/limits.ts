import type { Attribute, EnumDefinition, ValueType } from "../model.ts";
import type { Header } from "./c-header.ts";
import type { Limits } from "./evidence.ts";

/** The attributes of each policy table. */
type Tables = ReadonlyMap<string, ReadonlySet<string>>;

/** The limits of an attribute by the spec and by a policy, in the same words: equal texts agree. */
export function limitTexts(
  { type, checks }: Attribute,
  policy: Limits,
  tables: Tables,
  header: Header,
): [string, string] {
  const ours: string[] = [];
  const theirs: string[] = [];
  const say = (what: string, own: number | string | undefined, other: number | string | undefined) => {
    if (own !== undefined) ours.push(`${what} ${own}`);
    if (other !== undefined) theirs.push(`${what} ${other}`);
  };
  if (type.kind === "number") {
    const lowest = type.signed ? -(2 ** (type.width - 1)) : 0;
    const highest = type.enum === undefined ? undefined : highestOf(type.enum, type.mask, header);
    say("min", checks?.min ?? lowest, policy.min ?? lowest);
    say("max", checks?.max ?? (policy.max === undefined ? undefined : highest), policy.max);
  } else if (policy.nested !== undefined) {
    const set =
      type.kind === "nest"
        ? type.set
        : type.kind === "array" && type.element.kind === "nest"
          ? type.element.set
          : undefined;
    const [, array, table] = /^(array of )?(.*)$/.exec(policy.nested)!;
    const same = set?.base.attributes.some(({ cName }) => tables.get(table!)?.has(cName));
    const name = same ? set?.base.name : table;
    say("nest", `${type.kind === "array" ? "array of " : ""}${set?.base.name}`, `${array ?? ""}${name}`);
  } else if (type.kind !== "array") {
    const fixed = checks?.["exact-len"] ?? sizeOf(type);
    const least = checks?.["min-len"] ?? fixed;
    const most = checks?.["max-len"] ?? fixed;
    if (!policy.checkedByCode) say("from", least, policy.minLength);
    // where a policy leaves the upper end open, a type of fixed size closes it
    say("to", most, policy.maxLength ?? (policy.minLength === most ? most : undefined));
  }
  return [ours.join(", "), theirs.join(", ")];
}

/** Octets of a type that has a size of its own. */
export function sizeOf(type: ValueType): number | undefined {
  if (type.kind === "mac") return 6;
  if (type.kind === "ipv4") return 4;
  return type.kind === "struct" && !type.struct.open ? type.struct.size : undefined;
}

/** The greatest number of an enum that a header knows; of a mask all its bits. */
export function highestOf({ type, entries }: EnumDefinition, mask: boolean, header?: Header): number {
  const known = entries.filter(({ cName }) => header === undefined || header.value(cName ?? "") !== undefined);
  const values = [...new Set(known.map(({ value }) => value))];
  if (mask || type === "flags") return values.reduce((sum, bit) => sum + 2 ** bit, 0);
  return Math.max(...values);
}
