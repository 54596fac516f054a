import type { Clock } from "../netlink/transport.ts";

interface Timer {
  due: number;
  readonly action: () => void;
}

/**
 * Time that passes only when a test says so. Timeouts, pauses between retries and delayed answers of a scripted kernel hang on it:
 * `advance(5000)` is five seconds without waiting.
 */
export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  /** Starts at `start`, in ms since the epoch (default: the first second of 2026, UTC). */
  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** How many actions wait for their time. */
  get pending(): number {
    return this.#timers.length;
  }

  after(ms: number, action: () => void): () => void {
    const timer: Timer = { due: this.#now + Math.max(0, ms), action };
    const place = this.#timers.findIndex((other) => other.due > timer.due);
    this.#timers.splice(place < 0 ? this.#timers.length : place, 0, timer);
    return () => this.#remove(timer);
  }

  /** Lets `ms` pass: what falls due runs at its time, in order, before this returns. Promises that it settles are seen afterwards. */
  advance(ms: number): void {
    const end = this.#now + ms;
    while (this.#runNext(end));
    this.#now = Math.max(this.#now, end);
  }

  /** Lets `ms` pass; after each action everything that awaited it runs too, and what that sets up within the time. */
  async advanceAsync(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    while (this.#runNext(end)) await settled();
    this.#now = Math.max(this.#now, end);
  }

  /** Jumps `ms` ahead without running anything: what waits, waits as long from the new time as it would have from the old. */
  skip(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.due += ms;
  }

  #runNext(end: number): boolean {
    const timer = this.#timers[0];
    if (timer === undefined || timer.due > end) return false;
    this.#timers.shift();
    this.#now = Math.max(this.#now, timer.due);
    timer.action();
    return true;
  }

  #remove(timer: Timer): void {
    const place = this.#timers.indexOf(timer);
    if (place >= 0) this.#timers.splice(place, 1);
  }
}

/** One turn of the event loop: every promise that can settle by itself has. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
