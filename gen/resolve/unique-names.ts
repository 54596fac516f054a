import { messagesOf } from "../model.ts";
import { pascal } from "../names.ts";
import type { Place } from "../spec.ts";
import { at, type Draft } from "./draft.ts";

/** No two things may get one TypeScript name. */
export function checkNames(draft: Draft): void {
  const owners = new Map<string, { what: string; place: Place }>();
  const claim = (name: string, what: string, place: Place): void => {
    const owner = owners.get(name);
    if (owner !== undefined)
      draft.fault(place, `${what} and ${owner.what} (${at(owner.place)}) are both ${name} in TypeScript`);
    else owners.set(name, { what, place });
  };
  for (const { typeName, type, name, place } of draft.definitions.values()) claim(typeName, `${type} "${name}"`, place);
  for (const set of draft.sets.values()) {
    if (set.nested || set.subsetOf === undefined) claim(set.typeName, `attribute set "${set.name}"`, set.place);
    if (set.subsetOf === undefined) claim(`${pascal(set.name)}Attribute`, `attributes of "${set.name}"`, set.place);
  }
  for (const operation of draft.operations) {
    for (const message of messagesOf(operation))
      claim(message.typeName, `operation "${operation.name}"`, operation.place);
  }
}
