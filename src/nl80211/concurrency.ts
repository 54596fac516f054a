import type { Combination } from "./combination.ts";
import type { Wiphy } from "./wiphy.ts";

/** How many interfaces of which types: `{ station: 1, ap: 1 }`. */
export type InterfaceCounts = Readonly<Record<string, number>>;

/** Whether interfaces can exist at once, and on how many channels. */
export interface Concurrency {
  readonly possible: boolean;
  /** The most different channels at once, of all ways. 0 where it is not possible. */
  readonly channels: number;
  /** The combinations that allow it; `radio` is the radio that one is of, of a wiphy with several. */
  readonly ways: readonly { readonly radio?: number; readonly combination: Combination }[];
  /** Types that no interface of this wiphy can have. */
  readonly unknownTypes: readonly string[];
}

/**
 * Whether a wiphy can have these interfaces at once: a station beside an access point, say. By the combinations that its driver
 * declares, as the kernel reads them (cfg80211_iter_combinations); types in software count for nothing there. A wiphy with several
 * radios is asked as a whole first, then radio by radio.
 */
export function concurrency(wiphy: Wiphy, counts: InterfaceCounts): Concurrency {
  const wanted = Object.entries(counts).filter(([, count]) => count > 0);
  const software = wiphy.softwareInterfaceTypes;
  const types = [...wiphy.interfaceTypes, ...software];
  const unknownTypes = wanted.map(([type]) => type).filter((type) => !types.includes(type));
  const hard = wanted.filter(([type]) => !software.includes(type));
  const total = hard.reduce((sum, [, count]) => sum + count, 0);
  const ways =
    unknownTypes.length > 0 ? [] : declared(wiphy).filter(({ combination }) => allows(combination, hard, total));
  // One interface alone needs no combination.
  const alone = unknownTypes.length === 0 && total <= 1;
  const channels = Math.max(0, ...ways.map(({ combination }) => combination.channels));
  return {
    possible: alone || ways.length > 0,
    channels: channels === 0 && alone ? 1 : channels,
    ways,
    unknownTypes,
  };
}

function declared(wiphy: Wiphy): { radio?: number; combination: Combination }[] {
  if (wiphy.radios.length === 0) return wiphy.combinations.map((combination) => ({ combination }));
  return [
    ...wiphy.globalCombinations.map((combination) => ({ combination })),
    ...wiphy.radios.flatMap(({ index, combinations }) =>
      combinations.map((combination) => ({ radio: index, combination })),
    ),
  ];
}

/** A type that stands in several limits must fit into each of them, which the kernel asks for too. */
function allows(combination: Combination, wanted: readonly [string, number][], total: number): boolean {
  if (total > combination.maxInterfaces) return false;
  const left = combination.limits.map(({ max }) => max);
  for (const [type, count] of wanted) {
    let found = false;
    for (const [i, limit] of combination.limits.entries()) {
      if (!limit.types.includes(type)) continue;
      found = true;
      if (left[i]! < count) return false;
      left[i]! -= count;
    }
    if (!found) return false;
  }
  return true;
}
