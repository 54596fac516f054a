import { expect, it } from "vitest";
import { checkStates } from "../../state-checker/check.ts";
import { freshRadios } from "../guest.ts";

it("watchers equal fresh readings after a few dozen random actions", { timeout: 300_000 }, async () => {
  await freshRadios(4, 2);
  const seed = Date.now() % 1_000_000;
  const { failures, comparisons, worstMs, done } = await checkStates({ actions: 36, seed });
  const kinds = Object.keys(done).length;
  console.log(
    `state checker: seed ${seed}, ${comparisons} comparisons, ${kinds} kinds of actions, at most ${Math.round(worstMs)} ms behind`,
  );
  expect(failures, `seed ${seed}`).toEqual([]);
  expect(comparisons).toBeGreaterThan(200);
});
