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
  for (const definition of draft.definitions.values()) {
    claim(definition.typeName, `${definition.type} "${definition.name}"`, definition.place);
    if (definition.type === "enum" || definition.type === "flags") {
      const members = new Set<string>();
      for (const { member, name } of definition.entries) {
        if (members.has(member))
          draft.fault(definition.place, `entries of "${definition.name}" are both ${member}: "${name}"`);
        members.add(member);
      }
    }
  }
  for (const set of draft.sets.values()) {
    if (set.nested || set.subsetOf === undefined) claim(set.typeName, `attribute set "${set.name}"`, set.place);
    if (set.subsetOf === undefined) claim(`${pascal(set.name)}Attribute`, `attributes of "${set.name}"`, set.place);
  }
  for (const operation of draft.operations) {
    for (const message of messagesOf(operation))
      claim(message.typeName, `operation "${operation.name}"`, operation.place);
  }
}
