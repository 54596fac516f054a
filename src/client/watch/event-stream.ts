import { Observable, share } from "rxjs";
import type { GroupSubscription } from "../../genetlink/subscription.ts";
import { type Core, FAMILY } from "../core.ts";
import { EventDecoder, type WifiEvent } from "./events.ts";
import { InterfaceNames } from "./interface-names.ts";

/**
 * The events of some multicast groups: joined with the first subscriber, left after the last, shared by all between. `named` ones say
 * the names of their interfaces, which takes an rtnetlink socket.
 */
export class EventStream {
  /** Without groups: all that the kernel has. */
  readonly events: Observable<WifiEvent>;
  readonly #core: Core;
  readonly #groups: readonly string[] | undefined;
  readonly #waiting = new Set<() => void>();
  #listening = false;

  constructor(core: Core, groups: readonly string[] | undefined, named: boolean) {
    this.#core = core;
    this.#groups = groups;
    this.events = new Observable<WifiEvent>((subscriber) => {
      let subscription: GroupSubscription | undefined;
      const names = named ? new InterfaceNames(core) : undefined;
      this.#join(names, {
        closed: () => subscriber.closed,
        next: (event) => subscriber.next(event),
        error: (error) => subscriber.error(error),
      }).then(
        (joined) => {
          subscription = joined;
        },
        (error: unknown) => subscriber.error(error),
      );
      return () => {
        this.#listening = false;
        subscription?.close();
        names?.close();
      };
    }).pipe(share());
  }

  /** Calls `action` once the groups are joined: what happens from then on comes. Gives what ends the waiting for that. */
  whenListening(action: () => void): () => void {
    if (this.#listening) action();
    else this.#waiting.add(action);
    return () => void this.#waiting.delete(action);
  }

  async #join(names: InterfaceNames | undefined, subscriber: EventSubscriber): Promise<GroupSubscription | undefined> {
    const groups = this.#groups ?? (await this.#core.family()).groups.map((group) => group.name);
    const decoder = await EventDecoder.load(groups, names);
    if (subscriber.closed()) return undefined;
    await names?.open();
    if (subscriber.closed()) {
      names?.close();
      return undefined;
    }
    await this.#core.family();
    const subscription = await this.#core.netlink.subscribe(FAMILY, groups, {
      notification: ({ message, time }) => subscriber.next(decoder.decode(message, time)),
      gap: () => {
        subscriber.next({ type: "overrun", time: this.#core.clock.now() });
        void names?.read();
      },
      failure: (error) => subscriber.error(error),
    });
    if (subscriber.closed()) {
      subscription.close();
      return undefined;
    }
    this.#listening = true;
    for (const action of this.#waiting) action();
    this.#waiting.clear();
    return subscription;
  }
}

interface EventSubscriber {
  closed(): boolean;
  next(event: WifiEvent): void;
  error(error: unknown): void;
}
