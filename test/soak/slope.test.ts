import { describe, expect, it } from "vitest";
import { growthPerHour } from "./slope.ts";

const hour = 3_600_000;

describe("the slope of memory", () => {
  it("is what the samples grow in an hour", () => {
    const samples = [0, 1, 2, 3].map((n) => ({ time: (n * hour) / 2, octets: 1000 + 500 * n }));
    expect(growthPerHour(samples)).toBeCloseTo(1000);
  });

  it("is not fooled by a saw-tooth", () => {
    // an hour of a saw with teeth of 9 octets, ten seconds long
    const samples = Array.from({ length: 3600 }, (_, n) => ({ time: n * 1000, octets: 5000 + (n % 10) }));
    expect(Math.abs(growthPerHour(samples))).toBeLessThan(1);
  });

  it("is 0 of a single sample", () => {
    expect(growthPerHour([{ time: 5, octets: 7 }])).toBe(0);
  });
});
