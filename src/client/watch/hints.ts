import { defer, EMPTY, filter, merge, Observable, retry, throwError, timer } from "rxjs";
import { isNl80211Error } from "../../errors.ts";
import { NetlinkProtocol } from "../../netlink/constants.ts";
import { RouteNetlink } from "../../rtnetlink/route-netlink.ts";
import type { Core } from "../core.ts";
import type { EventOptions, WifiEvent } from "./events.ts";

/** What says that a state may have changed. */
export type Hint = WifiEvent | "listening" | "link" | "rfkill";

/** How often it is looked whether nl80211 has come, where it is not there to begin with. */
const ARRIVAL_MS = 1000;

/**
 * Events of some multicast groups as hints, with one more once the groups are joined: what happened before that was not heard. Waits for
 * nl80211 where it is not there yet.
 */
export function eventHints(
  events: (options: EventOptions) => Observable<WifiEvent>,
  groups: readonly string[],
  relevant: (event: WifiEvent) => boolean = () => true,
): Observable<Hint> {
  const heard = defer(
    () =>
      new Observable<Hint>((subscriber) =>
        events({ groups, onListening: () => subscriber.next("listening") })
          .pipe(filter((event) => event.type === "overrun" || relevant(event)))
          .subscribe(subscriber),
      ),
  );
  return heard.pipe(
    retry({
      delay: (error: unknown) => (isNl80211Error(error, "NO_NL80211") ? timer(ARRIVAL_MS) : throwError(() => error)),
    }),
  );
}

/** Interfaces that come, go, are renamed, switched on or off: no event of nl80211 tells the last three. */
export function linkHints(core: Core): Observable<Hint> {
  return new Observable((subscriber) => {
    const route = new RouteNetlink(core.transport);
    const hint = () => subscriber.next("link");
    const stop = route.subscribe({ link: hint, removed: hint, gap: hint, failure: (error) => subscriber.error(error) });
    return () => {
      stop();
      route.close();
    };
  });
}

/** Switches of radios: the kernel's uevents about rfkill devices (NETLINK_KOBJECT_UEVENT, group 1). */
export function rfkillHints(core: Core): Observable<Hint> {
  return new Observable((subscriber) => {
    const channel = core.transport.open(NetlinkProtocol.KobjectUevent, {
      datagram: ({ bytes }) => {
        if (new TextDecoder("latin1").decode(bytes).includes("SUBSYSTEM=rfkill\0")) subscriber.next("rfkill");
      },
      overrun: () => subscriber.next("rfkill"),
      failure: (error) => subscriber.error(error),
    });
    channel.join(1);
    channel.ref();
    return () => channel.close();
  });
}

/** Several kinds of hints as one. */
export function anyOf(...hints: readonly Observable<Hint>[]): Observable<Hint> {
  return hints.length === 0 ? EMPTY : merge(...hints);
}
