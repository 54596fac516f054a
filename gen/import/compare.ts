import type { Attribute, EnumDefinition, Family, ValueType } from "../model.ts";
import type { Header } from "./c-header.ts";
import type { Evidence, Limits, Source } from "./evidence.ts";
import type { SpecFacts } from "./spec-facts.ts";

/** Something that the spec lacks, or that a source says otherwise. */
export interface Difference {
  readonly kind: "missing" | "number" | "type" | "limits" | "direction" | "command";
  /** C name. */
  readonly what: string;
  readonly spec: string | undefined;
  readonly source: string;
  readonly says: string;
  readonly where: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Differences that the spec gives a reason for. */
  readonly accepted: readonly Difference[];
  /** Reasons in the spec for differences that no source shows any more. */
  readonly idle: readonly string[];
  /** Attributes whose type no line of code shows: words alone, or a reader of the code, vouch for them. */
  readonly unseen?: readonly string[];
  /** What was found in the header, and in the spec of it. */
  readonly counts: Readonly<Record<string, { readonly header: number; readonly spec: number }>>;
}

/** Compares names and numbers: each thing of the header must be in the spec under its number. The spec may know more. */
export function compareHeader(spec: SpecFacts, header: Header): Comparison {
  const differences: Difference[] = [];
  const accepted: Difference[] = [];
  const count = counter();
  for (const { name, entries } of header.enums) {
    // the tag of an enum is no part of what user space compiles against: 7.3 renamed some
    const known = spec.enums.get(name) ?? [...spec.enums.values()].find(({ numbers }) => numbers.has(entries[0]!.name));
    const kind = name === "nl80211_commands" ? "commands" : name === "nl80211_attrs" ? "attributes" : undefined;
    count("enums", known !== undefined);
    for (const { name: own, value, bookkeeping, aliasOf } of entries) {
      const number = known?.numbers.get(own);
      if (bookkeeping && number === undefined) continue;
      if (!bookkeeping) count("enumerators", number !== undefined);
      if (kind !== undefined && aliasOf === undefined) count(kind, number !== undefined);
      const what = { what: own, source: "header", where: `enum ${name}` };
      if (number === value) continue;
      const reason = known?.reasons.has(`${own} ${value}`) ? accepted : differences;
      if (number !== undefined) reason.push({ kind: "number", ...what, spec: `${number}`, says: `${value}` });
      else {
        const missing: Difference = { kind: "missing", ...what, spec: undefined, says: `${value}` };
        reason.push(missing);
      }
    }
  }
  for (const { name, members, size } of header.structs) {
    const known = spec.structs.get(name);
    count("structs", known !== undefined);
    const says = members.map(
      (member) => `${member.name} ${member.type}${member.count === 1 ? "" : `[${member.count ?? ""}]`}`,
    );
    const ours = known?.members.map(({ name: own, type, len }) => {
      const word = type.kind === "number" ? `${type.signed ? "s" : "u"}${type.width}` : "u8";
      const array = type.kind === "number" ? (len === undefined ? "" : `[${len}]`) : `[${len ?? ""}]`;
      return `${own.replace(/-/g, "_")} ${word}${array}`;
    });
    if (ours?.join() === says.join() && known?.size === size) continue;
    const kind = ours === undefined ? "missing" : "type";
    differences.push({
      kind,
      what: name,
      spec: ours?.join(", "),
      source: "header",
      says: says.join(", "),
      where: "struct",
    });
  }
  for (const [name, value] of header.constants) {
    const known = spec.constants.get(name);
    count("constants", known !== undefined);
    if (known === value) continue;
    const kind = known === undefined ? "missing" : "number";
    differences.push({
      kind,
      what: name,
      spec: known?.toString(),
      source: "header",
      says: `${value}`,
      where: "#define",
    });
  }
  for (const [name, target] of header.aliases) {
    const there = [...spec.enums.values()].some(({ numbers }) => numbers.has(target) || numbers.has(name));
    count("other names", there);
  }
  const groups = new Set(spec.family.groups.map((group) => group.name));
  for (const [name, text] of header.texts) {
    if (!name.startsWith("NL80211_MULTICAST_GROUP_")) continue;
    count("multicast groups", groups.has(text));
    if (groups.has(text)) continue;
    differences.push({ kind: "missing", what: name, spec: undefined, source: "header", says: text, where: "#define" });
  }
  return { differences, accepted, idle: [], counts: count.all };
}

/** On which side of the conversation a source sees an attribute. */
const SIDES: Readonly<Partial<Record<Source, "request" | "reply">>> = { put: "reply", get: "request" };

const CODE: readonly string[] = ["policy", "put", "get"] satisfies Source[];

/** The sources that a reason can be checked against here; `policy 6.1` is for the kernel of that release to confirm. */
const EVIDENCE_SOURCES: readonly string[] = ["policy", "put", "get", "comment", "yaml"] satisfies Source[];

/** Compares types and limits: each source must say what the spec says, or the spec must say why not. */
export function compareEvidence(spec: SpecFacts, evidence: readonly Evidence[], kernel: KernelFacts): Comparison {
  const differences = new Map<string, Difference>();
  const accepted = new Map<string, Difference>();
  const used = new Set<string>();
  const count = counter();
  const tables = new Map<string, Set<string>>();
  for (const { attribute, table } of evidence) {
    if (table !== undefined) tables.set(table, (tables.get(table) ?? new Set()).add(attribute));
  }
  const overrides = overridesOf(spec.family);
  for (const { attribute: name, source, says, limits, where } of evidence) {
    const known = spec.attributes.get(name);
    if (known === undefined) continue;
    const { type, wire, differs, direction } = known.attribute;
    const found: Difference[] = [];
    const common = { what: name, source, where };
    if (!agrees(type, says)) found.push({ kind: "type", ...common, spec: wire, says });
    else if (limits !== undefined) {
      const [ours, theirs] = limitTexts(known.attribute, limits, tables, kernel.header);
      if (ours !== theirs) found.push({ kind: "limits", ...common, spec: ours, says: theirs });
    }
    const side = SIDES[source];
    if (side !== undefined && direction !== undefined && side !== direction) {
      found.push({ kind: "direction", ...common, spec: `${direction} only`, says: side });
    }
    count(source, found.length === 0);
    for (const difference of found) {
      const reason = differs.find((one) => {
        const fits = one.source === source || one.source === `${source} ${kernel.release}`;
        return fits && (one.says === difference.says || difference.says.split(", ").includes(one.says));
      });
      if (reason !== undefined) used.add(`${name} ${source} ${reason.says}`);
      // a subset that says why the attribute is another type there
      const elsewhere = source !== "yaml" && overrides.get(name)?.some((other) => agrees(other, says));
      const list = reason === undefined && !elsewhere ? differences : accepted;
      const key = `${name} ${source} ${difference.says}`;
      if (!list.has(key)) list.set(key, difference);
    }
  }
  const shown = new Set(evidence.filter(({ source }) => CODE.includes(source)).map(({ attribute }) => attribute));
  const unseen = [...spec.attributes]
    .filter(([name, { attribute }]) => !shown.has(name) && attribute.type.kind !== "pad")
    .filter(([name]) => kernel.header.value(name) !== undefined)
    .map(([name]) => name);
  const idle: string[] = [];
  for (const [name, { attribute }] of isOlder(spec, kernel.header) ? [] : spec.attributes) {
    for (const { source, says } of attribute.differs) {
      if (EVIDENCE_SOURCES.includes(source) && !used.has(`${name} ${source} ${says}`))
        idle.push(`${name}: ${source} says ${says}`);
    }
  }
  return { differences: [...differences.values()], accepted: [...accepted.values()], idle, unseen, counts: count.all };
}

/** The types that subsets give an attribute, with the reason that each must state. */
function overridesOf(family: Family): Map<string, ValueType[]> {
  const overrides = new Map<string, ValueType[]>();
  for (const { subsetOf, attributes } of family.sets.values()) {
    if (subsetOf === undefined) continue;
    for (const { cName, why, type } of attributes) {
      if (why !== undefined) overrides.set(cName, [...(overrides.get(cName) ?? []), type]);
    }
  }
  return overrides;
}

/** Whether a source's word fits a type of the spec. `data` says only that there are octets. */
export function agrees(type: ValueType, says: string): boolean {
  switch (type.kind) {
    case "number":
      return says === `${type.signed ? "s" : "u"}${type.width}${type.bigEndian ? " big-endian" : ""}`;
    case "flag":
    case "string":
      return says === type.kind || (type.kind === "string" && says === "data");
    case "nest":
    case "flag-set":
      return says === "nest" || says === "none" || says === "data";
    case "array":
      return says === "nest";
    case "ipv4":
      return says === "ipv4" || says === "data";
    case "pad":
      return true;
    case "unused":
      return false;
    default:
      return says === "binary" || says === "data";
  }
}

/** The kernel that evidence is from. */
export interface KernelFacts {
  readonly header: Header;
  /** "6.12": a `differs` whose source is `policy 6.12` is for this release alone. */
  readonly release: string | undefined;
}

/** A header that lacks attributes that the spec has: what its kernel does not know says nothing about the spec. */
export function isOlder(spec: SpecFacts, header: Header): boolean {
  const known = header.enums.find(({ name }) => name === spec.family.root.cName)?.entries ?? [];
  const names = new Set(known.map(({ name }) => name));
  return spec.family.root.attributes.some(({ cName }) => !names.has(cName));
}

/** The attributes of each policy table. */
type Tables = ReadonlyMap<string, ReadonlySet<string>>;

/** The limits of an attribute by the spec and by a policy, in the same words: equal texts agree. */
function limitTexts({ type, checks }: Attribute, policy: Limits, tables: Tables, header: Header): [string, string] {
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
function sizeOf(type: ValueType): number | undefined {
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

function counter() {
  const all: Record<string, { header: number; spec: number }> = {};
  const count = (what: string, there: boolean): void => {
    const both = (all[what] ??= { header: 0, spec: 0 });
    both.header++;
    if (there) both.spec++;
  };
  return Object.assign(count, { all });
}
