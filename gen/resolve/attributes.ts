import type { AttributeSet } from "../model.ts";
import { attributeMember, camel, constant } from "../names.ts";
import { placeOf, type SetSpec } from "../spec.ts";
import { type Draft, plain } from "./draft.ts";
import { resolveShape, wireText } from "./shape.ts";
import { wholeAttributes } from "./subsets.ts";

/** NLA_TYPE_MASK: the two bits above it are flags. */
const MAX_ATTRIBUTE = 0x3fff;

/** Writes the attributes of a set into it, each whole. */
export function fillSet(draft: Draft, set: AttributeSet, spec: SetSpec): void {
  const byValue = new Map<number, string>();
  const byField = new Map<string, string>([["unknown", "the attributes that no decoder knows"]]);
  for (const attribute of wholeAttributes(draft, set).values()) {
    const { name, value, place } = attribute;
    if (value === undefined) {
      draft.fault(place, `attribute "${name}" of "${set.name}" has no value`);
      continue;
    }
    if (value < 0 || value > MAX_ATTRIBUTE) {
      draft.fault(
        placeOf(attribute, "value"),
        `value ${value} of "${name}" is none of an attribute: 0 to ${MAX_ATTRIBUTE}`,
      );
    }
    const twin = byValue.get(value);
    if (twin !== undefined) draft.fault(place, `value ${value} of "${name}" in "${set.name}" is "${twin}" already`);
    byValue.set(value, name);
    const field = attribute.field ?? camel(name);
    if (!/^[a-z][A-Za-z0-9]*$/.test(field)) draft.fault(place, `"${name}" needs field: ${field} is no TypeScript name`);
    const rival = byField.get(field);
    if (rival !== undefined) draft.fault(place, `field ${field} of "${name}" in "${set.name}" is ${rival} already`);
    byField.set(field, `"${name}"`);
    const type = resolveShape(attribute, `attribute "${name}"`, draft, draft.faults);
    if (type === undefined) continue;
    const prefix = prefixOf(draft, set);
    set.attributes.push({
      name,
      value,
      cName: attribute["c-name"] ?? (prefix === undefined ? "" : prefix + constant(name)),
      field,
      member: attributeMember(name),
      type,
      wire: wireText(type),
      multi: attribute["multi-attr"] ?? false,
      doc: attribute.doc?.trim(),
      unit: attribute.unit,
      checks: plain(attribute.checks),
      direction: attribute.direction,
      secret: attribute.secret ?? false,
      ignoreLen: attribute["ignore-len"],
      why: attribute.why?.trim(),
      differs: (attribute.differs ?? []).map(plain),
      place,
    });
  }
  set.attributes.sort((a, b) => a.value - b.value);
  if (spec.attributes.length === 0) draft.fault(spec.place, `attribute set "${set.name}" has no attributes`);
}

/** What the C names of a set begin with: its own, or its parent's. */
function prefixOf(draft: Draft, set: AttributeSet): string | undefined {
  const { spec } = draft.setSpecs.get(set.name)!;
  return spec.prefix ?? (set.subsetOf === undefined ? undefined : prefixOf(draft, set.subsetOf));
}
