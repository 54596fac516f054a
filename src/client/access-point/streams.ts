import { Observable } from "rxjs";
import type { StationEvent } from "./events.ts";
import type { ApService } from "./service.ts";

/** What happens to the stations of an access point, until it is over. */
export function stationEvents(service: ApService): Observable<StationEvent> {
  return new Observable((subscriber) => {
    const stop = service.listen((event) => subscriber.next(event));
    void service.ended.then(() => subscriber.complete());
    return stop;
  });
}
