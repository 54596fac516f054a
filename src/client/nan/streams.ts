import { Observable } from "rxjs";
import { Nl80211Error } from "../../errors.ts";
import type { NanDevice } from "./device.ts";
import type { NanEvent, NanMatch } from "./events.ts";
import type { NanFunctionInput } from "./function.ts";

/** What a NAN device tells, as long as it is open. */
export function nanEvents(device: NanDevice): Observable<NanEvent> {
  return new Observable((subscriber) =>
    device.hear({ event: (event) => subscriber.next(event), over: (error) => end(subscriber, error) }),
  );
}

/** What matches a function: it is added with the subscription, and taken away with it. See `NanDevice.function$`. */
export function nanFunction(device: NanDevice, input: NanFunctionInput): Observable<NanMatch> {
  return new Observable((subscriber) => {
    let cookie: bigint | undefined;
    let early: NanEvent[] = [];
    const heard = (event: NanEvent) => {
      if (cookie === undefined)
        early.push(event); // a match may come before the cookie is known
      else if (event.event === "match" && event.cookie === cookie) subscriber.next(event);
      else if (event.event === "function-ended" && event.cookie === cookie) {
        cookie = undefined;
        early = [];
        if (event.reason !== "error") subscriber.complete();
        else
          subscriber.error(
            new Nl80211Error("LOST", `NAN function of ${device.name}: the device ended it with an error`),
          );
      }
    };
    const silence = device.hear({ event: heard, over: (error) => end(subscriber, error) });
    const added = device.addFunction(input).then((made) => {
      cookie = made.cookie;
      const waiting = early;
      early = [];
      for (const event of waiting) heard(event);
    });
    added.catch((error: unknown) => subscriber.error(error));
    return () => {
      silence();
      const remove = () => (cookie === undefined ? undefined : device.deleteFunction(cookie));
      added.then(remove).catch(() => {});
    };
  });
}

function end(subscriber: { complete(): void; error(error: unknown): void }, error: Error | undefined): void {
  if (error === undefined) subscriber.complete();
  else subscriber.error(error);
}
