import type { AttributeSet } from "../model.ts";
import { didYouMean } from "../names.ts";
import { type AttributeSpec, SHAPE_KEYS } from "../spec.ts";
import { at, type Draft } from "./draft.ts";

/** The attributes of a set with what they inherit, by name. */
export function wholeAttributes(draft: Draft, set: AttributeSet): Map<string, AttributeSpec> {
  const known = draft.whole.get(set.name);
  if (known !== undefined) return known;
  const whole = new Map<string, AttributeSpec>();
  draft.whole.set(set.name, whole);
  const { spec } = draft.setSpecs.get(set.name)!;
  const parents = set.subsetOf === undefined ? undefined : wholeAttributes(draft, set.subsetOf);
  for (const attribute of spec.attributes) {
    const twin = whole.get(attribute.name);
    if (twin !== undefined) {
      draft.fault(
        attribute.place,
        `attribute "${attribute.name}" of "${set.name}" is there already: ${at(twin.place)}`,
      );
    } else if (parents === undefined) {
      whole.set(attribute.name, attribute);
      if (attribute.why !== undefined)
        draft.fault(attribute.place, `why: "${set.name}" is no subset, so nothing differs`);
    } else {
      const parent = parents.get(attribute.name);
      if (parent === undefined) {
        const meant = didYouMean(attribute.name, parents.keys());
        draft.fault(attribute.place, `"${set.subsetOf!.name}" has no attribute "${attribute.name}"${meant}`);
      } else whole.set(attribute.name, override(draft, attribute, parent));
    }
  }
  return whole;
}

function override(draft: Draft, attribute: AttributeSpec, parent: AttributeSpec): AttributeSpec {
  const own = Object.keys(attribute).filter((key) => key !== "name" && key !== "place");
  if (own.length === 0) return parent;
  if (attribute.why === undefined) {
    draft.fault(
      attribute.place,
      `attribute "${attribute.name}" differs from its parent (${own.join(", ")}) and has no why`,
    );
  }
  if (attribute.value !== undefined && attribute.value !== parent.value) {
    draft.fault(attribute.place, `attribute "${attribute.name}" is ${parent.value}: a subset cannot renumber it`);
  }
  const inherited: Record<string, unknown> = { ...parent };
  if (attribute.type !== undefined) for (const key of SHAPE_KEYS) delete inherited[key];
  return { ...inherited, ...attribute } as AttributeSpec;
}
