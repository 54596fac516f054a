import { Nl80211Error } from "../../errors.ts";
import { whole } from "../argument.ts";

/** Which user priority IP packets get, by the DSCP of their header. */
export interface QosMap {
  /** The DSCP of each user priority, first and last, from 0 to 7; a priority without is `undefined`. */
  readonly ranges: readonly (readonly [first: number, last: number] | undefined)[];
  /** Single DSCP that have another priority than their range's; up to 21. */
  readonly exceptions?: readonly { readonly dscp: number; readonly priority: number }[];
}

/** The body of the QoS Map element: exceptions, then a range for each priority. IEEE 802.11-2020, 9.4.2.94. */
export function qosMapBody({ ranges, exceptions = [] }: QosMap): Uint8Array {
  if (ranges.length !== 8) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `${ranges.length} ranges of DSCP: expected 8, one for each user priority`,
    );
  }
  whole("number of exceptions", exceptions.length, 0, 21);
  return Uint8Array.from([
    ...exceptions.flatMap(({ dscp, priority }) => [dscpOf(dscp), whole("user priority", priority, 0, 7)]),
    ...ranges.flatMap((range) => (range === undefined ? [0xff, 0xff] : ordered(dscpOf(range[0]), dscpOf(range[1])))),
  ]);
}

function dscpOf(dscp: number): number {
  return whole("DSCP", dscp, 0, 63);
}

function ordered(first: number, last: number): readonly [number, number] {
  if (first <= last) return [first, last];
  throw new Nl80211Error("INVALID_ARGUMENT", `DSCP ${first} to ${last}: the last is below the first`);
}
