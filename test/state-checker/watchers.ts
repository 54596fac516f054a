import type { Subscription } from "rxjs";
import { AGES_AND_COUNTERS, digestOf, type Ignored } from "../../src/client/watch/digest.ts";
import { isNl80211Error } from "../../src/errors.ts";
import { toJson } from "../../src/json.ts";
import type { Nl80211 } from "../../src/open.ts";

/**
 * What the kernel changes without an event, so that only `every` would see it: how loud and how fast it is, what beacons of a connected
 * network say now, power.
 */
const UNANNOUNCED: Ignored = new Set([
  ...AGES_AND_COUNTERS,
  ...["signalDbm", "signalAvgDbm", "chainSignalDbm", "chainSignalAvgDbm", "beaconSignalAvgDbm"],
  ...["ackSignalDbm", "ackSignalAvgDbm", "rxRate", "txRate", "expectedThroughputKbps", "airtimeLinkMetric"],
  ...["signalMbm", "prespData", "informationElements", "beaconIes", "beaconLoss", "txPowerDbm"],
]);

/** A state that is watched, and how it is read anew. */
export interface Watcher {
  readonly name: string;
  /** The watched state and a fresh reading are the same now. */
  equal(): Promise<boolean>;
  /** Both, where they are not. */
  readonly difference: string;
  readonly states: number;
  close(): void;
}

/** All the watchers of a client, with the links of some interfaces; `fresh` is another client. */
export function watchAll(wifi: Nl80211, fresh: Nl80211, links: readonly string[]): Watcher[] {
  const link = (name: string) => fresh.link(name).catch(goneOr);
  return [
    watcher(
      "wiphys",
      (use) => wifi.watchWiphys().subscribe(use),
      () => fresh.wiphys(),
    ),
    watcher(
      "interfaces",
      (use) => wifi.watchInterfaces().subscribe(use),
      () => fresh.interfaces(),
    ),
    watcher(
      "stations",
      (use) => wifi.watchStations().subscribe(use),
      () => fresh.stations(),
    ),
    watcher(
      "networks",
      // an interface that is up adds the networks whose beacons it hears, and the kernel announces none of them
      (use) => wifi.watchNetworks(undefined, { every: 500 }).subscribe(use),
      () => fresh.scanResults(),
    ),
    watcher(
      "regulatory",
      (use) => wifi.watchRegulatory().subscribe(use),
      () => fresh.regulatory(),
    ),
    watcher(
      "rfkill",
      (use) => wifi.watchRfkill().subscribe(use),
      () => readSwitches(),
    ),
    ...links.map((name) =>
      watcher(
        `link ${name}`,
        (use) => wifi.watchLink(name).subscribe(use),
        () => link(name),
      ),
    ),
  ];
}

async function readSwitches(): Promise<unknown> {
  const { readRfkill } = await import("../../src/client/radio/rfkill.ts");
  const { machineSysfs } = await import("../../src/client/radio/machine-sysfs.ts");
  return readRfkill(machineSysfs());
}

function watcher(
  name: string,
  subscribe: (observer: { next(state: unknown): void; error(error: unknown): void }) => Subscription,
  read: () => Promise<unknown>,
): Watcher {
  let last: unknown;
  let fresh: unknown;
  let states = 0;
  const subscription = subscribe({
    next: (state) => {
      last = state;
      states++;
    },
    error: (error) => {
      last = `failed: ${error}`;
    },
  });
  return {
    name,
    async equal() {
      fresh = await read().catch(emptyOr);
      return digestOf(last, UNANNOUNCED) === digestOf(fresh, UNANNOUNCED);
    },
    get difference() {
      return `watched: ${JSON.stringify(toJson(last))}\n  fresh:   ${JSON.stringify(toJson(fresh))}`;
    },
    get states() {
      return states;
    },
    close: () => subscription.unsubscribe(),
  };
}

/** The interface is away. */
function goneOr(error: unknown): undefined {
  if (["NO_SUCH_INTERFACE", "NO_ADAPTER", "NO_NL80211"].some((code) => isNl80211Error(error) && error.code === code)) {
    return undefined;
  }
  throw error;
}

/** nl80211 is unloaded. */
function emptyOr(error: unknown): unknown {
  if (isNl80211Error(error, "NO_NL80211")) return [];
  throw error;
}
