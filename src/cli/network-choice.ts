import type { Bss } from "../nl80211/bss.ts";

/** By what networks can be sorted. */
export const SORTS = ["signal", "ssid", "channel", "age"] as const;
export type Sort = (typeof SORTS)[number];

/** Which networks are shown, and in what order. */
export interface NetworkChoice {
  readonly sort?: Sort;
  /** In GHz: "2.4", "5", "6", "60". */
  readonly band?: string;
  readonly minSignal?: number;
}

/** The networks that were asked for, in their order: the strongest first, where nothing else is said. */
export function chooseNetworks(networks: readonly Bss[], { sort = "signal", band, minSignal }: NetworkChoice): Bss[] {
  return networks
    .filter((bss) => band === undefined || bss.primaryChannel?.band === `${band} GHz`)
    .filter(({ signalDbm }) => minSignal === undefined || (signalDbm !== undefined && signalDbm >= minSignal))
    .sort(ORDERS[sort]);
}

const ORDERS: Readonly<Record<Sort, (a: Bss, b: Bss) => number>> = {
  signal: (a, b) => strength(b) - strength(a),
  ssid: (a, b) => nameOf(a).localeCompare(nameOf(b)) || strength(b) - strength(a),
  channel: (a, b) => a.frequencyMhz - b.frequencyMhz || strength(b) - strength(a),
  age: (a, b) => age(a) - age(b) || strength(b) - strength(a),
};

/** dBm where there is one; percent otherwise, below all of those. */
function strength(bss: Bss): number {
  return bss.signalDbm ?? (bss.signalPercent ?? 0) - 1000;
}

/** Hidden networks come last: no name sorts after U+10FFFF. */
function nameOf({ ssid }: Bss): string {
  return ssid.hidden ? "\u{10FFFF}" : ssid.text;
}

/** Those of unknown age come last. */
function age(bss: Bss): number {
  return bss.seenMsAgo ?? Number.MAX_SAFE_INTEGER;
}
