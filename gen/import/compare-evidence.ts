import type { Family, ValueType } from "../model.ts";
import type { Header } from "./c-header.ts";
import { isOlder } from "./compare-header.ts";
import { type Comparison, counter, type Difference } from "./comparison.ts";
import type { Evidence, Source, SourceText } from "./evidence.ts";
import { limitTexts } from "./limits.ts";
import { mentionOf } from "./mentions.ts";
import type { SpecFacts } from "./spec-facts.ts";

/** The kernel that evidence is from. */
export interface KernelFacts {
  readonly header: Header;
  /** "6.12": a `differs` whose source is `policy 6.12` is for this release alone. */
  readonly release: string | undefined;
  /** For how the code uses what it shows no type of. */
  readonly sources?: readonly SourceText[];
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
      const elsewhere =
        source !== "yaml" && difference.kind !== "limits" && overrides.get(name)?.some((other) => agrees(other, says));
      const list = reason === undefined && !elsewhere ? differences : accepted;
      const key = `${name} ${source} ${difference.says}`;
      if (!list.has(key)) list.set(key, difference);
    }
  }
  const shown = new Set(evidence.filter(({ source }) => CODE.includes(source)).map(({ attribute }) => attribute));
  const unseen = [...spec.attributes]
    .filter(([name, { attribute }]) => !shown.has(name) && attribute.type.kind !== "pad")
    .filter(([name]) => kernel.header.value(name) !== undefined)
    .map(([name, { attribute }]) => ({ name, spec: attribute.wire, ...mentionOf(name, kernel.sources ?? []) }));
  for (const { name, spec: wire, how, where = "" } of unseen) {
    // what the kernel only looks for has no other type than a flag's
    if (how !== "looked for" || wire === "flag") continue;
    differences.set(`${name} get flag`, { kind: "type", what: name, spec: wire, source: "get", says: "flag", where });
  }
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
function agrees(type: ValueType, says: string): boolean {
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
