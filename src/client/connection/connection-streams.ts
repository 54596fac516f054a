import { Observable } from "rxjs";
import type { Listeners } from "../listeners.ts";

/** What listeners hear, as an observable that completes when what they listen to has ended. */
export function heard<T>(from: Listeners<T>, ended: Promise<unknown>): Observable<T> {
  return new Observable((subscriber) => {
    const leave = from.add((value) => subscriber.next(value));
    void ended.then(() => subscriber.complete());
    return leave;
  });
}
