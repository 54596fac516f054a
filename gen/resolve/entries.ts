import type { EnumDefinition } from "../model.ts";
import { constant, didYouMean, member } from "../names.ts";
import { type DefinitionSpec, type EntrySpec, placeOf } from "../spec.ts";
import { at, type Draft, plain } from "./draft.ts";

/** The entries of an enum or of flags, an alias with the number of what it means. */
export function resolveEntries(
  draft: Draft,
  spec: DefinitionSpec,
  entries: readonly EntrySpec[],
): EnumDefinition["entries"] {
  const byName = new Map<string, EntrySpec>();
  const byValue = new Map<number, EntrySpec>();
  const byMember = new Map<string, EntrySpec>();
  for (const entry of entries) {
    const twin = byName.get(entry.name);
    if (twin !== undefined) draft.fault(entry.place, `entry "${entry.name}" is there already: ${at(twin.place)}`);
    byName.set(entry.name, entry);
    const typed = member(entry.name, spec.name);
    const rival = byMember.get(typed);
    if (rival !== undefined && twin === undefined) {
      draft.fault(
        entry.place,
        `entries "${entry.name}" and "${rival.name}" (${at(rival.place)}) are both ${typed} in TypeScript`,
      );
    }
    byMember.set(typed, entry);
    if (entry["alias-of"] !== undefined) continue;
    if (entry.value === undefined) {
      draft.fault(entry.place, `entry "${entry.name}" of "${spec.name}" has no value`);
      continue;
    }
    const outside = outsideOf(spec, entry.value);
    if (outside !== undefined)
      draft.fault(placeOf(entry, "value"), `value ${entry.value} of "${entry.name}" ${outside}`);
    const same = byValue.get(entry.value);
    if (same !== undefined) {
      const cure = `say alias-of where it is another name`;
      draft.fault(entry.place, `value ${entry.value} of "${entry.name}" is "${same.name}" already (${cure})`);
    }
    byValue.set(entry.value, entry);
  }
  return entries.map((entry) => {
    const aliasOf = entry["alias-of"];
    const meant = aliasOf === undefined ? entry : byName.get(aliasOf);
    if (meant === undefined) {
      draft.fault(
        entry.place,
        `alias-of: no entry "${aliasOf}" in "${spec.name}"${didYouMean(aliasOf!, byName.keys())}`,
      );
    } else if (aliasOf !== undefined && meant["alias-of"] !== undefined) {
      draft.fault(entry.place, `alias-of: "${aliasOf}" is an alias itself`);
    } else if (aliasOf !== undefined && entry.value !== undefined && entry.value !== meant.value) {
      draft.fault(entry.place, `"${entry.name}" is ${entry.value}, but "${aliasOf}" is ${meant.value}`);
    }
    return {
      name: entry.name,
      member: member(entry.name, spec.name),
      value: meant?.value ?? 0,
      cName: entry["c-name"] ?? (spec.prefix === undefined ? undefined : spec.prefix + constant(entry.name)),
      aliasOf,
      doc: entry.doc?.trim(),
      differs: (entry.differs ?? []).map(plain),
    };
  });
}

/** What is wrong with an entry's number, if anything is. */
function outsideOf({ type }: DefinitionSpec, value: number): string | undefined {
  if (type === "flags")
    return value >= 0 && value < 64 ? undefined : "is no number of a bit, 0 to 63: flags are not given as masks";
  return value >= -(2 ** 31) && value < 2 ** 32 ? undefined : "does not fit into 32 bits";
}
