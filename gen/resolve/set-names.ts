import type { AttributeSet } from "../model.ts";
import { didYouMean, pascal } from "../names.ts";
import { placeOf } from "../spec.ts";
import { at, type Draft } from "./draft.ts";

/** All attribute sets by name, each with its parent and still empty: an attribute may be a set that comes later. */
export function nameSets(draft: Draft): void {
  for (const file of draft.files) {
    for (const spec of file["attribute-sets"] ?? []) {
      const known = draft.setSpecs.get(spec.name);
      if (known !== undefined) {
        draft.fault(spec.place, `attribute set "${spec.name}" is there already: ${at(known.spec.place)}`);
        continue;
      }
      draft.setSpecs.set(spec.name, { spec, topic: spec.topic ?? file.topic });
    }
  }
  for (const name of draft.setSpecs.keys()) nameSet(draft, name, []);
}

function nameSet(draft: Draft, name: string, below: readonly string[]): AttributeSet {
  const known = draft.sets.get(name);
  if (known !== undefined) return known;
  const { spec, topic } = draft.setSpecs.get(name)!;
  let parent: AttributeSet | undefined;
  const parentName = spec["subset-of"];
  if (parentName !== undefined) {
    if (below.includes(parentName) || parentName === name) {
      draft.fault(placeOf(spec, "subset-of"), `"${name}" is a subset of itself`);
    } else if (!draft.setSpecs.has(parentName)) {
      draft.fault(
        placeOf(spec, "subset-of"),
        `subset-of: no attribute set "${parentName}"${didYouMean(parentName, draft.setSpecs.keys())}`,
      );
    } else parent = nameSet(draft, parentName, [...below, name]);
  }
  const set: AttributeSet = {
    name,
    typeName: name === draft.familyName ? `${pascal(name)}Attributes` : pascal(name),
    topic,
    doc: spec.doc?.trim(),
    cName: spec["enum-name"],
    place: spec.place,
    subsetOf: parent,
    get base() {
      return parent?.base ?? set;
    },
    attributes: [],
    nested: false,
    inRequests: false,
  };
  draft.sets.set(name, set);
  draft.topic(topic).sets.push(set);
  return set;
}
