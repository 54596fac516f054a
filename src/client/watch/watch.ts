import { Observable } from "rxjs";
import { type ErrorCode, isNl80211Error } from "../../errors.ts";
import type { Clock } from "../../netlink/transport.ts";
import { AGES, AGES_AND_COUNTERS, digestOf, type Ignored } from "./digest.ts";

export interface WatchOptions {
  /**
   * Read again so often too, in ms: for what the kernel never announces, such as signal, rates and counters. Without it, counters alone
   * make no new state. Default: at hints alone.
   */
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
  /** In how many ms a state changes by itself, without an event; undefined where it does not. */
  readonly lasts?: (state: T) => number | undefined;
}

/** A burst of events makes one reading. */
const COALESCE_MS = 20;
/**
 * Some events tell what the kernel is about to do, and others have no event of their own behind them: after the last hint the state is
 * read once more.
 */
const SETTLED_MS = 500;
/** A reading that failed for a passing reason is tried again so soon. */
const RETRY_MS = 1000;
/** Items that are compared at a stretch, before the event loop turns. */
const SLICE = 256;

/** The thing is away, and may come back. */
const AWAY: readonly ErrorCode[] = ["NO_NL80211", "NO_SUCH_INTERFACE", "NO_SUCH_WIPHY", "INTERFACE_DOWN", "NO_ADAPTER"];
/** Nothing that happens will mend it. */
const HOPELESS: readonly ErrorCode[] = [
  ...(["INVALID_ARGUMENT", "NOT_PERMITTED", "NOT_SUPPORTED", "NOT_LINUX"] as const),
  ...(["NO_KOFFI", "WORKER", "NO_MATCH"] as const),
];

/**
 * The present state, at once and again at each change. Events are hints: none is applied as a change, the state is read again, since
 * requests and events come by different sockets, in no order. Equal states are not repeated: neither where nothing but ages is
 * another, nor (without `every`) nothing but counters.
 */
export function watch<T>(clock: Clock, watched: Watched<T>, options: WatchOptions = {}): Observable<T> {
  return new Observable((subscriber) => {
    const watcher = new Watcher(clock, watched, options, {
      next: (state) => subscriber.next(state),
      error: (error) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    subscriber.add(watched.hints.subscribe({ next: () => watcher.hint(), error: (error) => subscriber.error(error) }));
    subscriber.add(() => watcher.stop());
    watcher.look();
  });
}

interface Listener<T> {
  next(state: T): void;
  error(error: unknown): void;
  complete(): void;
}

/** Reads when it must, one reading at a time, and tells what is new. */
class Watcher<T> {
  readonly #clock: Clock;
  readonly #watched: Watched<T>;
  readonly #every: number | undefined;
  readonly #ignored: Ignored;
  readonly #listener: Listener<T>;
  #reading = false;
  #again = false;
  #stopped = false;
  #last: string | undefined;
  /** Hints came since the last reading began: it is to be read once more when they have settled. */
  #unsettled = false;
  /** Call off the look that is planned after a hint, and the one after a reading. Neither goes by the time of day, which may be set. */
  #soon: (() => void) | undefined;
  #later: (() => void) | undefined;

  constructor(clock: Clock, watched: Watched<T>, { every }: WatchOptions, listener: Listener<T>) {
    this.#clock = clock;
    this.#watched = watched;
    this.#every = every;
    this.#ignored = every === undefined ? AGES_AND_COUNTERS : AGES;
    this.#listener = listener;
  }

  hint(): void {
    this.#unsettled = true;
    if (!this.#stopped) this.#soon ??= this.#clock.after(COALESCE_MS, () => this.look()); // what goes on all the time does not put it off
  }

  look(): void {
    this.#callOff();
    if (this.#reading) this.#again = true;
    else void this.#read();
  }

  stop(): void {
    this.#stopped = true;
    this.#callOff();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    let next: (number | undefined)[];
    do {
      this.#again = false;
      next = [this.#every, this.#unsettled ? SETTLED_MS : undefined];
      this.#unsettled = false;
      try {
        const state = await this.#watched.read();
        await this.#tell(state);
        next.push(this.#watched.lasts?.(state));
      } catch (error) {
        next.push(await this.#failed(error));
      }
    } while (this.#again && !this.#stopped);
    this.#reading = false;
    const ms = Math.min(...next.filter((planned) => planned !== undefined));
    if (!this.#stopped && Number.isFinite(ms)) this.#later = this.#clock.after(ms, () => this.look());
  }

  async #tell(state: T): Promise<void> {
    const digest = await this.#digest(state);
    if (this.#stopped || digest === this.#last) return;
    this.#last = digest;
    this.#listener.next(state);
  }

  async #digest(state: T): Promise<string> {
    if (!Array.isArray(state)) return String(digestOf(state, this.#ignored));
    const digests: number[] = [];
    for (const item of state) {
      if (digests.length % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
      digests.push(digestOf(item, this.#ignored));
    }
    return digests.join();
  }

  /** In how many ms to try again. */
  async #failed(error: unknown): Promise<number | undefined> {
    if (this.#stopped) return undefined;
    if (isNl80211Error(error, "CLOSED")) this.#listener.complete();
    else if (AWAY.some((code) => isNl80211Error(error, code))) await this.#tell(this.#watched.gone);
    else if (!isNl80211Error(error) || HOPELESS.includes(error.code)) this.#listener.error(error);
    else return RETRY_MS;
    return undefined;
  }

  #callOff(): void {
    this.#soon?.();
    this.#later?.();
    this.#soon = this.#later = undefined;
  }
}
