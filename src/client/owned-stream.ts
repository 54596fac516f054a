import { Observable, type Subscriber } from "rxjs";
import { Nl80211Error } from "../errors.ts";
import type { GenericMessage } from "../genetlink/message.ts";
import { type Core, FAMILY } from "./core.ts";

/** Something that goes on in the kernel for one socket, and tells that socket about it. */
export interface OwnedPlan<T> {
  /** What errors call it: "frames of wlan0". */
  readonly name: string;
  /** Multicast groups to hear as well; most of what is owned comes to its socket alone. */
  readonly groups?: readonly string[];
  /** Starts it, by requests on the socket that listens already. What it throws, the stream fails with. */
  begin(core: Core, subscriber: Subscriber<T>): Promise<unknown>;
  /** A message of nl80211 that answers no request: decode it, and tell the subscriber. */
  heard(message: GenericMessage, time: number, subscriber: Subscriber<T>): void;
  /** Messages were lost (ENOBUFS), what was begun goes on. */
  overrun?(subscriber: Subscriber<T>): void;
  /** Ends it at once, once it has begun; closing the socket, which follows, would do so a moment later. Errors are passed over. */
  end?(core: Core): Promise<unknown>;
}

/**
 * A stream that owns what it tells of: it begins with the subscription, on a socket of its own, and ends with it, with the client, or with the
 * process. Each subscriber has one of its own. It completes when the client closes; it fails with LOST where the kernel has ended what the
 * socket owned, because nl80211 was unloaded or the socket had to be replaced.
 */
export function ownedStream<T>(parent: Core, plan: OwnedPlan<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const core = parent.separate();
    const closed = () => subscriber.complete();
    core.closed.addEventListener("abort", closed);
    let begun = false;
    const end = async () => {
      core.closed.removeEventListener("abort", closed);
      if (begun && !core.closed.aborted) await plan.end?.(core).catch(() => {});
      core.close();
    };
    const lost = (cause?: Error) =>
      subscriber.error(
        new Nl80211Error("LOST", `${plan.name}: over, because nl80211 or the socket went away`, { cause }),
      );
    const { connection } = core.netlink;

    const start = async () => {
      const { id } = await core.family();
      await core.netlink.listen(FAMILY, plan.groups ?? [], {
        notification: ({ message, time }) => plan.heard(message, time, subscriber),
        gap: (family) => {
          if (family?.id !== id || connection.counters.reopened > 0) lost();
          else plan.overrun?.(subscriber);
        },
        failure: lost,
      });
      if (subscriber.closed) return;
      await plan.begin(core, subscriber);
      begun = true;
    };
    const starting = start().catch((error: unknown) => subscriber.error(error));
    // What is asked for is waited for, so that what the kernel has begun by then is undone.
    return () => void starting.then(end);
  });
}
