import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects garbage, also what is only free once callbacks have run. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setImmediate(resolve)); // what a WeakRef gave in this turn is held until its end
    collect();
  }
}

/** How many of these are still in memory. */
export async function heldOf(things: readonly WeakRef<object>[]): Promise<number> {
  await collectGarbage();
  return things.filter((thing) => thing.deref() !== undefined).length;
}
