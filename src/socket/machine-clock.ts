import type { Clock } from "../netlink/transport.ts";

/** What a timer of Node.js can hold, 24 days and more; a longer one would be over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's time. A time to wait may be of any length, without end too. */
export const MACHINE_CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, action) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const part = Math.min(left, LONGEST_MS);
      timer = setTimeout(() => (left > part ? wait(left - part) : action()), part);
      timer.unref();
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};
