import { concatenate, type Element } from "./element.ts";
import { ElementId } from "./element-id.ts";
import { type ElementList, parseElements } from "./element-list.ts";

/** What belongs to one profile only and is never taken over by another (cfg80211_gen_new_ie in Linux). */
const NEVER_INHERITED: ReadonlySet<number> = new Set([
  ElementId.MultipleBssid,
  ElementId.MultipleBssidIndex,
  ElementId.NontransmittedBssidCapability,
  ElementId.MultiLink,
  ElementId.NonInheritance,
]);

/**
 * All elements of a BSS that another frame describes by a profile: those of the frame, except where the profile has an element of the
 * same kind or its Non-Inheritance element says no, then what the profile has beyond. For vendor
 * elements the same kind is the same OUI and type.
 */
export function inheritElements(frame: ElementList, profile: ElementList): ElementList {
  const excluded = profile.get(ElementId.NonInheritance);
  const own = new Map<number, Element[]>();
  for (const element of profile) {
    const same = own.get(element.key);
    if (same === undefined) own.set(element.key, [element]);
    else same.push(element);
  }
  const parts: Uint8Array[] = [];
  for (const element of frame) {
    const { key } = element;
    const replaced = own.get(key);
    if (NEVER_INHERITED.has(key)) continue;
    if (replaced !== undefined) {
      parts.push(...replaced.map((each) => each.bytes));
      own.set(key, []); // at the place of the first; further ones of the frame are gone
    } else if (!isExcluded(element, excluded)) {
      parts.push(element.bytes);
    }
  }
  for (const [key, elements] of own) {
    if (key === ElementId.NonInheritance) continue;
    parts.push(...elements.map((each) => each.bytes));
  }
  return parseElements(concatenate(parts), frame.options);
}

function isExcluded(
  element: Element,
  excluded: { ids: readonly number[]; extensionIds: readonly number[] } | undefined,
) {
  if (excluded === undefined) return false;
  return element.extension === undefined
    ? excluded.ids.includes(element.id)
    : excluded.extensionIds.includes(element.extension);
}
