import { type Family, messagesOf } from "./model.ts";
import { Faults } from "./spec.ts";

/**
 * Throws SpecError for what a whole family forgot: whatever is sent stands in a message, by itself or inside something. (A part of a
 * family may be resolved without this.)
 */
export function checkUse({ operations, sets, root }: Family): void {
  const faults = new Faults();
  const messages = operations.flatMap(messagesOf);
  const used = new Set(messages.flatMap(({ attributes }) => attributes.map(({ name }) => name)));
  for (const set of sets.values()) {
    if (set === root) continue;
    if (set.nested && set.base === root) for (const { name } of set.attributes) used.add(name);
    if (!set.nested && !messages.some((message) => message.set === set)) {
      faults.add(set.place, `attribute set "${set.name}" is in no attribute and no message`);
    }
  }
  for (const { name, type, place } of root.attributes) {
    if (type.kind === "pad" || type.kind === "unused" || used.has(name)) continue;
    const cure = "list it in a request, a reply or an event, or in a set that is nested there";
    faults.add(place, `attribute "${name}" is in no message: ${cure}, or say type: unused`);
  }
  faults.throwIfAny();
}
