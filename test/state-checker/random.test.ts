import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

describe("Random", () => {
  const numbers = (seed: number) =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.next()
      )(new Random(seed)),
    );

  it("is the same for the same seed, and another for another", () => {
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });

  it("chooses by weight, and nothing of nothing", () => {
    const random = new Random(1);
    const chosen = Array.from({ length: 1000 }, () => random.weighted([{ weight: 9 }, { weight: 1 }]).weight);
    const rare = chosen.filter((weight) => weight === 1).length;
    expect(rare).toBeGreaterThan(50);
    expect(rare).toBeLessThan(150);
    expect(random.of([])).toBeUndefined();
  });
});
