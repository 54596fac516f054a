import type { Observable } from "rxjs";
import type { FtmResult } from "../../nl80211/ftm-result.ts";
import type { Streams } from "../streams.ts";
import type { Target } from "../target.ts";
import type { MeasureOptions } from "./ftm-request.ts";

/**
 * Distances to other stations by the time of flight: fine timing measurement (FTM). It needs CAP_NET_ADMIN. The other side, an access point that
 * answers, is `wifi.ap.start(target, { ftmResponder: {} })`, its counters `wifi.ftmResponderStats(target)`.
 */
export class Measurement {
  readonly #streams: () => Streams;

  constructor(streams: () => Streams) {
    this.#streams = streams;
  }

  /**
   * Measures with one or several peers, and gives the results as they come; it completes when all are there, and unsubscribing ends the
   * measurement. `wiphy.peerMeasurement` says what the device can do. Fails with NOT_SUPPORTED where it can do none, KERNEL (EINVAL) with what
   * exactly it cannot, INTERFACE_DOWN, BUSY. A peer that does not answer is a result, with its status.
   */
  ftm$(target: Target, options: MeasureOptions): Observable<FtmResult> {
    return this.#streams().ftm(target, options);
  }
}
