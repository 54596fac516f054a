import { Observable, Subject, share, takeUntil } from "rxjs";
import type { GroupSubscription } from "../genetlink/subscription.ts";
import { type Core, FAMILY } from "./core.ts";
import { EventDecoder, type EventOptions, type WifiEvent } from "./events.ts";

/** The client's observables. This file and those that it alone imports are where rxjs is loaded. */
export class Streams {
  readonly #core: Core;
  readonly #closed = new Subject<void>();
  /** By the names of their groups: subscribers to the same groups share one membership. */
  readonly #events = new Map<string, Observable<WifiEvent>>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** What happens, of some multicast groups or all. Cold and shared: joined with the first subscriber, left after the last. */
  events(options: EventOptions = {}): Observable<WifiEvent> {
    const key = options.groups === undefined ? "*" : options.groups.toSorted().join(" ");
    let events = this.#events.get(key);
    if (events === undefined) {
      events = this.#listen(options.groups).pipe(takeUntil(this.#closed), share());
      this.#events.set(key, events);
    }
    return events;
  }

  /** Completes every observable. */
  close(): void {
    this.#closed.next();
    this.#closed.complete();
  }

  #listen(groups: readonly string[] | undefined): Observable<WifiEvent> {
    return new Observable((subscriber) => {
      const decoder = new EventDecoder();
      const deliver = (event: WifiEvent) => subscriber.next(event);
      let subscription: GroupSubscription | undefined;
      const start = async () => {
        const family = await this.#core.family();
        const names = groups ?? family.groups.map((group) => group.name);
        subscription = await this.#core.netlink.subscribe(FAMILY, names, {
          notification: ({ message, time }) => decoder.decode(message, time, deliver),
          gap: () => decoder.after(() => deliver({ type: "overrun", time: this.#core.clock.now() })),
          failure: (error) => decoder.after(() => subscriber.error(error)),
        });
        if (subscriber.closed) subscription.close();
      };
      start().catch((error: unknown) => subscriber.error(error));
      return () => subscription?.close();
    });
  }
}
