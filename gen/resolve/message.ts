import type { Attribute, Message } from "../model.ts";
import { SELECTORS } from "../model.ts";
import { didYouMean } from "../names.ts";
import { type MessageSpec, placeOf, type TargetWord, type Word } from "../spec.ts";
import type { Draft } from "./draft.ts";

/** One message: its own attributes, and those by which its target is named. The same as one before it where that has the same ones. */
export function resolveMessage(
  draft: Draft,
  spec: MessageSpec,
  role: Message["role"],
  typeName: string,
  topic: string,
  target: readonly TargetWord[],
): Message {
  const root = draft.sets.get(draft.familyName)!;
  const setName = spec["attribute-set"] ?? draft.familyName;
  let set = draft.sets.get(setName);
  if (set === undefined) {
    draft.fault(
      placeOf(spec, "attribute-set"),
      `attribute-set: no set "${setName}"${didYouMean(setName, draft.sets.keys())}`,
    );
    set = root;
  } else if (set.base !== root) {
    draft.fault(
      placeOf(spec, "attribute-set"),
      `attribute-set: "${setName}" is nested in attributes: messages are of "${root.name}", or of a subset of it`,
    );
    set = root;
  }
  const attributes = new Map<string, Attribute>();
  for (const each of target) {
    if (each === "none") continue;
    const selector = root.attributes.find((attribute) => attribute.name === SELECTORS[each]);
    if (selector === undefined) draft.fault(spec.place, `target ${each}: "${root.name}" has no "${SELECTORS[each]}"`);
    else attributes.set(selector.name, selector);
  }
  // What is addressed by its netdev may also be given its wdev, besides (wpa_supplicant does so).
  const wdev = root.attributes.find((attribute) => attribute.name === SELECTORS.wdev);
  if (target.includes("netdev") && wdev !== undefined) attributes.set(wdev.name, wdev);
  // A subset without a list of attributes means all of it.
  const words: readonly Word[] =
    spec.attributes ??
    (set.subsetOf === undefined ? [] : set.attributes.map(({ name }) => ({ word: name, place: spec.place })));
  const listed = new Set<string>();
  for (const { word, place } of words) {
    const attribute = set.attributes.find(({ name }) => name === word);
    if (attribute === undefined) {
      const names = set.attributes.map(({ name }) => name);
      draft.fault(place, `"${set.name}" has no attribute "${word}"${didYouMean(word, names)}`);
      continue;
    }
    if (listed.has(word)) draft.fault(place, `attribute "${word}" is listed twice`);
    listed.add(word);
    if (attribute.direction !== undefined && attribute.direction !== (role === "request" ? "request" : "reply")) {
      draft.fault(place, `attribute "${word}" goes only in a ${attribute.direction}`);
    }
    if (attribute.type.kind !== "unused") attributes.set(word, attribute);
  }
  const required = new Set<string>();
  if (spec.required !== undefined && role !== "request") draft.fault(spec.place, `required is for requests`);
  for (const { word, place } of spec.required ?? []) {
    if (!attributes.has(word))
      draft.fault(place, `required: "${word}" is not among the attributes${didYouMean(word, attributes.keys())}`);
    required.add(word);
  }
  const sorted = [...attributes.values()].sort((a, b) => a.value - b.value);
  const message: Message = { typeName, role, set, attributes: sorted, required, target, sameAs: undefined };
  const key = `${topic} ${role === "request" ? typeName : "reply"} ${sorted.map((each) => `${each.value} ${each.wire} ${each.field}`)}`;
  const same = draft.messages.get(key);
  if (same !== undefined) return { ...message, sameAs: same };
  draft.messages.set(key, message);
  return message;
}
