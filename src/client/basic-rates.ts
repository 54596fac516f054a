import { whole } from "./argument.ts";

/** Rates that every member of a network must have, as requests carry them: 500 kbit/s each. Throws INVALID_ARGUMENT. */
export function basicRates(ratesMbps: readonly number[]): Uint8Array {
  whole("number of basic rates", ratesMbps.length, 1, 32);
  return Uint8Array.from(ratesMbps, (mbps) => whole("basic rate in 500 kbit/s", mbps * 2, 1, 127));
}
