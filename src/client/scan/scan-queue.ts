/** Scans of one client that want the same radio: one at a time, the highest priority first, then the one that waited longest. */
export class ScanQueue {
  readonly #waiting = new Map<number, Turn[]>();

  /** Runs `scan` when the radio is free of this client's other scans. Rejects, unstarted, when `signal` aborts. */
  async run<T>(radio: number, priority: number, signal: AbortSignal | undefined, scan: () => Promise<T>): Promise<T> {
    const turns = this.#waiting.get(radio);
    if (turns === undefined) this.#waiting.set(radio, []);
    else await this.#wait(turns, priority, signal);
    try {
      return await scan();
    } finally {
      this.#next(radio);
    }
  }

  #wait(turns: Turn[], priority: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        turns.splice(turns.indexOf(turn), 1);
        reject(signal?.reason);
      };
      const turn: Turn = {
        priority,
        start: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      const behind = turns.findIndex((other) => other.priority < priority);
      turns.splice(behind < 0 ? turns.length : behind, 0, turn);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  #next(radio: number): void {
    const next = this.#waiting.get(radio)?.shift();
    if (next === undefined) this.#waiting.delete(radio);
    else next.start();
  }
}

interface Turn {
  readonly priority: number;
  start(): void;
}
