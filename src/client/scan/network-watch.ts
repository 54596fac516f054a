import { Observable } from "rxjs";
import { type ErrorCode, isNl80211Error, Nl80211Error } from "../../errors.ts";
import type { Clock } from "../../netlink/transport.ts";
import type { WatchOptions } from "../watch/watch.ts";

/** How networks are watched. */
export interface WatchNetworksOptions extends WatchOptions {
  /**
   * Scan so often too, in ms, from 10,000 on: while a radio scans it does not hear its own network, and everybody's packets wait. The
   * first scan is at once, others that run count for none of it. Needs CAP_NET_ADMIN. Default: never scan.
   */
  readonly scanEvery?: number;
}

/** Scans that follow one another more closely than that knock clients off the air. */
export const SCAN_EVERY_FLOOR_MS = 10_000;

/** What no further scan will mend. */
const HOPELESS: readonly ErrorCode[] = ["INVALID_ARGUMENT", "NOT_PERMITTED", "NOT_SUPPORTED", "CLOSED"];

/**
 * Scans again and again while it is subscribed to; it gives nothing, since who watches hears of the results by their event. One that
 * fails because the interface is down or away, or others scan, is made up for by the next.
 */
export function repeatedScans(
  clock: Clock,
  everyMs: number,
  scan: (signal: AbortSignal) => Promise<unknown>,
): Observable<never> {
  return new Observable((subscriber) => {
    const unsubscribed = new AbortController();
    let cancel: (() => void) | undefined;
    const run = async () => {
      try {
        await scan(unsubscribed.signal);
      } catch (error) {
        if (!isNl80211Error(error) || HOPELESS.includes(error.code)) subscriber.error(error);
      }
      if (!subscriber.closed) cancel = clock.after(everyMs, () => void run());
    };
    void run();
    return () => {
      cancel?.();
      unsubscribed.abort();
    };
  });
}

/** Throws INVALID_ARGUMENT for an interval that is none, or too short. */
export function checkInterval(what: string, ms: number | undefined, least: number): void {
  if (ms === undefined || (Number.isFinite(ms) && ms >= least)) return;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${ms} ms: expected ${least} ms or more`);
}
