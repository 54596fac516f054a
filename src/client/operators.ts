import { filter, map, type OperatorFunction, pairwise, startWith } from "rxjs";
import { AGES, digestOf } from "./watch/digest.ts";
import type { WifiEvent } from "./watch/events.ts";

/** Only events of these types, with their type: `wifi.events().pipe(ofType("connect", "disconnect"))`. */
export function ofType<Type extends WifiEvent["type"]>(
  ...types: readonly Type[]
): OperatorFunction<WifiEvent, Extract<WifiEvent, { type: Type }>> {
  return filter((event): event is Extract<WifiEvent, { type: Type }> =>
    (types as readonly string[]).includes(event.type),
  );
}

/** Only events of this interface, by its index; those of a device without one by `{ wdev }`. */
export function forInterface(target: number | { readonly wdev: number }): OperatorFunction<WifiEvent, WifiEvent> {
  return filter((event) => (typeof target === "number" ? event.ifindex === target : event.wdev === target.wdev));
}

/** What came, went and changed from one state to the next. */
export interface Changes<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  /** As it is now; `before` is as it was. */
  readonly changed: readonly { readonly now: T; readonly before: T }[];
}

/**
 * Turns a watched list into what changed in it, the first state as all added; that something is older is no change. `keyOf` says what makes two the same:
 * `wifi.watchInterfaces().pipe(changes((device) => device.wdev))`.
 */
export function changes<T>(keyOf: (item: T) => unknown): OperatorFunction<readonly T[], Changes<T>> {
  return (states) =>
    states.pipe(
      startWith([] as readonly T[]),
      pairwise(),
      map(([before, now]) => difference(before, now, keyOf)),
    );
}

function difference<T>(before: readonly T[], now: readonly T[], keyOf: (item: T) => unknown): Changes<T> {
  const earlier = new Map(before.map((item) => [keyOf(item), item]));
  const present = new Set(now.map(keyOf));
  const same = (a: T, b: T) => a === b || digestOf(a, AGES) === digestOf(b, AGES);
  return {
    added: now.filter((item) => !earlier.has(keyOf(item))),
    removed: before.filter((item) => !present.has(keyOf(item))),
    changed: now.flatMap((item) => {
      const was = earlier.get(keyOf(item));
      return was === undefined || same(was, item) ? [] : [{ now: item, before: was }];
    }),
  };
}
