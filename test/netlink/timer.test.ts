import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { after } from "../../src/netlink/timer.ts";

const DAY_MS = 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("waits as long as it is told to, also beyond the 24 days that a timer holds", () => {
  const due: string[] = [];
  after(5, () => due.push("5 ms"));
  after(30 * DAY_MS, () => due.push("30 days"));
  after(60 * DAY_MS, () => due.push("60 days"));
  after(Number.POSITIVE_INFINITY, () => due.push("never"));
  vi.advanceTimersByTime(30 * DAY_MS - 1);
  expect(due).toEqual(["5 ms"]);
  vi.advanceTimersByTime(1);
  expect(due).toEqual(["5 ms", "30 days"]);
  vi.advanceTimersByTime(60 * DAY_MS);
  expect(due).toEqual(["5 ms", "30 days", "60 days"]);
});

it("waits no longer where it is told so, also behind the first of its timers", () => {
  const action = vi.fn();
  const cancel = after(30 * DAY_MS, action);
  vi.advanceTimersByTime(29 * DAY_MS);
  cancel();
  vi.advanceTimersByTime(29 * DAY_MS);
  expect(action).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
