import type { EnumDefinition } from "../model.ts";
import { constant, didYouMean, member } from "../names.ts";
import type { DefinitionSpec, EntrySpec } from "../spec.ts";
import { at, type Draft, plain } from "./draft.ts";

/** The entries of an enum or of flags, an alias with the number of what it means. */
export function resolveEntries(
  draft: Draft,
  spec: DefinitionSpec,
  entries: readonly EntrySpec[],
): EnumDefinition["entries"] {
  const byName = new Map<string, EntrySpec>();
  const byValue = new Map<number, EntrySpec>();
  for (const entry of entries) {
    const twin = byName.get(entry.name);
    if (twin !== undefined) draft.fault(entry.place, `entry "${entry.name}" is there already: ${at(twin.place)}`);
    byName.set(entry.name, entry);
    if (entry["alias-of"] !== undefined) continue;
    if (entry.value === undefined) {
      draft.fault(entry.place, `entry "${entry.name}" of "${spec.name}" has no value`);
      continue;
    }
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
