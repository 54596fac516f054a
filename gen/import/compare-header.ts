import type { StructDefinition } from "../model.ts";
import type { Header, HeaderStruct } from "./c-header.ts";
import { type Comparison, counter, type Difference } from "./comparison.ts";
import type { SpecFacts } from "./spec-facts.ts";

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
      else reason.push({ kind: "missing", ...what, spec: undefined, says: `${value}` });
    }
  }
  for (const struct of header.structs) {
    count("structs", spec.structs.has(struct.name));
    differences.push(...compareStruct(struct, spec.structs.get(struct.name)));
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

/** A struct must have the same members, of the same widths, in the same order. */
function compareStruct({ name, members, size }: HeaderStruct, known: StructDefinition | undefined): Difference[] {
  const says = members.map(({ name: own, type, count }) => `${own} ${type}${count === 1 ? "" : `[${count ?? ""}]`}`);
  const ours = known?.members.map(({ name: own, type, len }) => {
    const word = type.kind === "number" ? `${type.signed ? "s" : "u"}${type.width}` : "u8";
    const array = type.kind === "number" && len === undefined ? "" : `[${len ?? ""}]`;
    return `${own.replace(/-/g, "_")} ${word}${array}`;
  });
  if (ours?.join() === says.join() && known?.size === size) return [];
  const kind = ours === undefined ? "missing" : "type";
  const [spec, text] = [ours?.join(", "), says.join(", ")];
  return [{ kind, what: name, spec, source: "header", says: text, where: "struct" }];
}

/** A header that lacks attributes that the spec has: what its kernel does not know says nothing about the spec. */
export function isOlder(spec: SpecFacts, header: Header): boolean {
  const known = header.enums.find(({ name }) => name === spec.family.root.cName)?.entries ?? [];
  const names = new Set(known.map(({ name }) => name));
  return spec.family.root.attributes.some(({ cName }) => !names.has(cName));
}
