import { Observable, Subject, takeUntil } from "rxjs";
import type { Core } from "./core.ts";
import { EventStream } from "./event-stream.ts";
import type { EventOptions, WifiEvent } from "./events.ts";

/** The client's observables. This file and those that it alone imports are where rxjs is loaded. */
export class Streams {
  readonly #core: Core;
  readonly #closed = new Subject<void>();
  /** By the names of their groups: subscribers to the same groups share one membership. */
  readonly #events = new Map<string, EventStream>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** What happens, of some multicast groups or all. */
  events({ groups, onListening }: EventOptions = {}): Observable<WifiEvent> {
    const stream = this.#stream(groups);
    const events = stream.events.pipe(takeUntil(this.#closed));
    if (onListening === undefined) return events;
    return new Observable((subscriber) => {
      const subscription = events.subscribe(subscriber);
      stream.whenListening(onListening);
      return subscription;
    });
  }

  /** Completes every observable. */
  close(): void {
    this.#closed.next();
    this.#closed.complete();
  }

  #stream(groups: readonly string[] | undefined): EventStream {
    const key = groups === undefined ? "*" : groups.toSorted().join(" ");
    let stream = this.#events.get(key);
    if (stream === undefined) this.#events.set(key, (stream = new EventStream(this.#core, groups)));
    return stream;
  }
}
