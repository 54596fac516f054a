import { setTimeout as sleep } from "node:timers/promises";
import { isNl80211Error } from "../../src/errors.ts";
import { Nl80211 } from "../../src/open.ts";
import { Hwsim } from "../lab/hwsim.ts";
import { ACTIONS, startAccessPoint, type World } from "./actions.ts";
import { Random } from "./random.ts";
import { watchAll } from "./watchers.ts";

export interface CheckOptions {
  readonly actions: number;
  readonly seed: number;
  /** No further action is begun after so long. */
  readonly limitMs?: number;
  /** A watcher may be behind for so long: an emulated processor takes seconds to read a dozen interfaces' networks. */
  readonly behindMs?: number;
  readonly log?: (line: string) => void;
}

export interface CheckResult {
  /** How often each action took effect, and how often the kernel refused it. */
  readonly done: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly comparisons: number;
  /** States that each watcher gave. */
  readonly states: Readonly<Record<string, number>>;
  /** The longest time that a watcher was behind, in ms. */
  readonly worstMs: number;
  readonly failures: readonly string[];
}

/**
 * Does random things to the lab's Wi-Fi, and after each compares every watcher with a fresh reading by another client. The same seed
 * begins the same way; what the kernel does in its own time differs.
 */
export async function checkStates({
  actions,
  seed,
  limitMs = Number.POSITIVE_INFINITY,
  behindMs = 10_000,
  log = () => {},
}: CheckOptions): Promise<CheckResult> {
  await using wifi = await Nl80211.open();
  await using fresh = await Nl80211.open({ streams: false });
  await using actor = await Nl80211.open();
  await using hwsim = await Hwsim.open();
  const world: World = {
    actor,
    hwsim,
    random: new Random(seed),
    extra: [],
    hostapd: undefined,
    held: new Map(),
    number: 0,
  };
  await startAccessPoint(world);
  const watchers = watchAll(wifi, fresh, ["wlan1", "wlan2"]);
  const [done, refused]: Record<string, number>[] = [{}, {}];
  const failures: string[] = [];
  let comparisons = 0;
  let worstMs = 0;

  const end = performance.now() + limitMs;
  for (let number = 1; number <= actions && performance.now() < end; number++) {
    world.number = number;
    const action = world.random.weighted(ACTIONS);
    const began = performance.now();
    let what = "";
    try {
      what = await action.run(world);
      done![action.name] = (done![action.name] ?? 0) + 1;
    } catch (error) {
      what = isNl80211Error(error) ? `refused: ${error.message}` : `failed: ${error}`;
      refused![action.name] = (refused![action.name] ?? 0) + 1;
    }
    log(`${number}  ${action.name}: ${what}  (${Math.round(performance.now() - began)} ms)`);
    for (const watcher of watchers) {
      // A radio's description is long, and few things change it.
      if (watcher.name === "wiphys" && number % 5 !== 0 && !/radio|country|module/.test(action.name)) continue;
      comparisons++;
      const since = performance.now();
      while (!(await watcher.equal())) {
        if (performance.now() - since > behindMs) {
          failures.push(`${number} ${action.name} (${what}): ${watcher.name}\n  ${watcher.difference}`);
          log(`  DIFFERS: ${failures.at(-1)}`);
          break;
        }
        await sleep(20);
      }
      worstMs = Math.max(worstMs, performance.now() - since);
    }
  }
  for (const lasting of world.held.values()) await lasting[Symbol.asyncDispose]();
  for (const watcher of watchers) watcher.close();
  await world.hostapd?.[Symbol.asyncDispose]();
  for (const radio of world.extra) await hwsim.destroy(radio).catch(() => {});
  const states = Object.fromEntries(watchers.map((watcher) => [watcher.name, watcher.states]));
  return { done: done!, refused: refused!, comparisons, states, worstMs, failures };
}
