import { Observable } from "rxjs";
import { type ErrorCode, isNl80211Error } from "../errors.ts";
import { toJson } from "../json.ts";
import type { Clock } from "../netlink/transport.ts";

export interface WatchOptions {
  /** Read again so often too, in ms: for what the kernel never announces, such as signal. Default: at hints alone. */
  readonly every?: number;
}

/** What is watched. */
export interface Watched<T> {
  /** Reads the present state. */
  read(): Promise<T>;
  /** Emits whenever the state may have changed; what it emits does not matter. */
  readonly hints: Observable<unknown>;
  /** The state while the thing itself is away: nl80211 unloaded, the interface unplugged. */
  readonly gone: T;
}

/** A burst of events makes one reading. */
const COALESCE_MS = 20;
/** A reading that failed for a passing reason is tried again so soon. */
const RETRY_MS = 1000;

/** The thing is away, and may come back. */
const AWAY: readonly ErrorCode[] = ["NO_NL80211", "NO_SUCH_INTERFACE", "NO_SUCH_WIPHY", "INTERFACE_DOWN", "NO_ADAPTER"];
/** Nothing that happens will mend it. */
const HOPELESS: readonly ErrorCode[] = [
  ...(["INVALID_ARGUMENT", "NOT_PERMITTED", "NOT_SUPPORTED", "NOT_LINUX"] as const),
  ...(["NO_KOFFI", "WORKER", "NO_MATCH"] as const),
];

/**
 * The present state, at once and again at each change. Events are hints: none is applied as a change, the state is read again, since
 * requests and events come by different sockets, in no order. Equal states are not repeated.
 */
export function watch<T>(clock: Clock, { read, hints, gone }: Watched<T>, { every }: WatchOptions = {}): Observable<T> {
  return new Observable((subscriber) => {
    let reading = false;
    let again = false;
    let last: string | undefined;
    let cancel: (() => void) | undefined;

    const emit = (state: T) => {
      const text = JSON.stringify(toJson(state));
      if (text !== last) {
        last = text;
        subscriber.next(state);
      }
    };
    const failed = (error: unknown) => {
      if (isNl80211Error(error, "CLOSED")) subscriber.complete();
      else if (AWAY.some((code) => isNl80211Error(error, code))) emit(gone);
      else if (!isNl80211Error(error) || HOPELESS.includes(error.code)) subscriber.error(error);
      else later(RETRY_MS);
    };
    const look = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      do {
        again = false;
        await read().then(emit, failed);
      } while (again && !subscriber.closed);
      reading = false;
      if (every !== undefined && !subscriber.closed) later(every);
    };
    const later = (ms: number) => {
      cancel?.();
      cancel = clock.after(ms, () => void look());
    };

    subscriber.add(hints.subscribe({ next: () => later(COALESCE_MS), error: (error) => subscriber.error(error) }));
    subscriber.add(() => cancel?.());
    void look();
  });
}
