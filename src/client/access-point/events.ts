import type { Mac } from "../../bytes/mac.ts";
import { reasonText } from "../../ieee80211/reason.ts";
import { type StatusCode, statusText } from "../../ieee80211/status.ts";
import type { ApStation } from "./station.ts";

/** Who ended a station's stay: itself, this program, the kernel (for another program, mostly), or that nothing was heard of it. */
export type LeftBy = "station" | "us" | "kernel" | "inactivity";

/** A station has joined: its data passes. */
export interface StationJoined {
  readonly type: "joined";
  /** In ms since the epoch. */
  readonly time: number;
  readonly address: Mac;
  readonly station: ApStation;
}

/** A station that had joined is gone. */
export interface StationLeft {
  readonly type: "left";
  readonly time: number;
  readonly address: Mac;
  readonly station: ApStation;
  readonly by: LeftBy;
  readonly reasonCode?: number;
  readonly reason?: string;
}

/** A station was not let in. */
export interface StationRefused {
  readonly type: "refused";
  readonly time: number;
  readonly address: Mac;
  readonly step: "authentication" | "association";
  /** What it was told. */
  readonly statusCode: number;
  readonly status: string;
  /** Where the kernel was the reason. */
  readonly error?: Error;
}

/** What happens to the stations of an access point, told apart by `type`. */
export type StationEvent = StationJoined | StationLeft | StationRefused;

export function joined(station: ApStation, time: number): StationJoined {
  return { type: "joined", time, address: station.address, station };
}

export function left(station: ApStation, by: LeftBy, reasonCode: number | undefined, time: number): StationLeft {
  const why = reasonCode === undefined ? {} : { reasonCode, reason: reasonText(reasonCode) };
  return { type: "left", time, address: station.address, station, by, ...why };
}

export function refused(
  address: Mac,
  step: StationRefused["step"],
  statusCode: StatusCode,
  time: number,
  error?: Error,
): StationRefused {
  const status = statusText(statusCode);
  return { type: "refused", time, address, step, statusCode, status, ...(error !== undefined && { error }) };
}
