import type { Attribute, AttributeSet } from "../model.ts";
import type { Draft } from "./draft.ts";

/** Finds out which sets are nested somewhere, which a request can hold, and which would nest without end. */
export function markNesting(draft: Draft): void {
  for (const { attributes } of draft.sets.values()) {
    for (const attribute of attributes) {
      const inner = nestedIn(attribute);
      if (inner !== undefined) inner.nested = true;
    }
  }
  for (const { do: once, dump } of draft.operations) {
    for (const exchange of [once, dump]) if (exchange !== undefined) markInRequests(exchange.request.attributes);
  }
  for (const set of draft.sets.values()) {
    if (set.subsetOf !== undefined && holds(set, set, [])) {
      draft.fault(set.place, `attribute set "${set.name}" contains itself: a message could nest without end`);
    }
  }
}

/** The set that an attribute's value is made of, or the elements of its array. */
function nestedIn(attribute: Attribute): AttributeSet | undefined {
  let type = attribute.type;
  while (type.kind === "array") type = type.element;
  return type.kind === "nest" ? type.set : undefined;
}

function markInRequests(attributes: readonly Attribute[]): void {
  for (const attribute of attributes) {
    const inner = nestedIn(attribute);
    if (inner === undefined || inner.inRequests) continue;
    inner.inRequests = true;
    markInRequests(inner.attributes);
  }
}

/** Whether `set` is somewhere in `outer`; `path` is where the search has been on its way there. */
function holds(outer: AttributeSet, set: AttributeSet, path: readonly AttributeSet[]): boolean {
  return outer.attributes.some((attribute) => {
    const inner = nestedIn(attribute);
    if (inner === undefined) return false;
    return inner === set || (!path.includes(inner) && holds(inner, set, [...path, inner]));
  });
}
