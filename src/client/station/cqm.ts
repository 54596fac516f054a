import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { Cqm } from "../../nl80211/generated/cqm.ts";
import { CQM_TXE_MAX_INTVL } from "../../nl80211/generated/cqm-enums.ts";
import { whole } from "../argument.ts";

/** When a client interface tells about its connection. Packets and beacons that are lost are told anyway, where the driver counts them. */
export interface CqmThresholds {
  /**
   * The signal of beacons, on average, that is to be crossed: a number, or several from low to high where the device has
   * "cqm-rssi-list". Each -1 to -127.
   */
  readonly signalDbm?: number | readonly number[];
  /** How much the signal must change between two notifications. Default: 0. */
  readonly hysteresisDb?: number;
  /** So many percent of at least so many frames failed within so many seconds (up to 1800). Few drivers count it. */
  readonly transmitErrors?: { readonly percent: number; readonly packets: number; readonly intervalS: number };
}

/** What the connection quality monitor tells. */
export type CqmNotification = CqmBase &
  (
    | {
        /** The signal crossed a threshold downwards, or upwards. */
        readonly type: "signal-low" | "signal-high";
        readonly signalDbm?: number;
      }
    | {
        /** So many frames in a row were not acknowledged by the peer. */
        readonly type: "packet-loss";
        readonly packets: number;
      }
    | {
        readonly type: "transmit-errors";
        readonly percent: number;
        readonly packets: number;
        readonly intervalS: number;
      }
    | { readonly type: "beacon-loss" }
  );

interface CqmBase {
  /** When it was received, in ms since the epoch. */
  readonly time: number;
  readonly peer?: Mac;
}

/** The requests that set thresholds; the kernel takes one kind a request. Throws INVALID_ARGUMENT. */
export function cqmRequests({ signalDbm, hysteresisDb, transmitErrors }: CqmThresholds): Cqm[] {
  const requests: Cqm[] = [];
  if (signalDbm !== undefined) {
    const rssiTholdsDbm = typeof signalDbm === "number" ? [signalDbm] : [...signalDbm];
    if (rssiTholdsDbm.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "no threshold of the signal is given");
    rssiTholdsDbm.forEach((dbm, at) => {
      whole("threshold of the signal in dBm", dbm, -127, -1);
      if (at > 0 && dbm <= rssiTholdsDbm[at - 1]!) {
        throw new Nl80211Error("INVALID_ARGUMENT", `thresholds ${rssiTholdsDbm.join(", ")} dBm: not from low to high`);
      }
    });
    requests.push({ rssiTholdsDbm, rssiHystDb: whole("hysteresisDb", hysteresisDb ?? 0, 0, 127) });
  } else if (hysteresisDb !== undefined) {
    throw new Nl80211Error("INVALID_ARGUMENT", "hysteresisDb is for a threshold: give signalDbm");
  }
  if (transmitErrors !== undefined) {
    const { percent, packets, intervalS } = transmitErrors;
    requests.push({
      txeRate: whole("percent of failed frames", percent, 0, 100),
      txePkts: whole("packets", packets, 0, 0xffffffff),
      txeIntvlS: whole("intervalS", intervalS, 1, CQM_TXE_MAX_INTVL),
    });
  }
  return requests;
}

/** What ends what such a request began: as iw says it, a threshold of 0; of transmit errors an interval of 0. */
export function cqmOff(request: Cqm): Cqm {
  if (request.rssiTholdsDbm !== undefined) return { rssiTholdsDbm: [0], rssiHystDb: 0 };
  return { txeRate: 0, txePkts: 0, txeIntvlS: 0 };
}

const SIGNAL = ["signal-low", "signal-high"] as const;

/** What a NOTIFY_CQM says; undefined for what this library does not know. */
export function cqmNotification(cqm: Cqm, time: number, peer: Mac | undefined): CqmNotification | undefined {
  const base = { time, ...(peer !== undefined && { peer }) };
  const { rssiThresholdEvent, rssiLevelDbm, pktLossEvent, txeRate, txePkts, txeIntvlS, beaconLossEvent } = cqm;
  const crossed = rssiThresholdEvent === undefined ? undefined : SIGNAL[rssiThresholdEvent as number];
  if (crossed !== undefined) {
    return { ...base, type: crossed, ...(rssiLevelDbm !== undefined && { signalDbm: rssiLevelDbm }) };
  }
  if (pktLossEvent !== undefined) return { ...base, type: "packet-loss", packets: pktLossEvent };
  if (txeRate !== undefined && txePkts !== undefined && txeIntvlS !== undefined) {
    return { ...base, type: "transmit-errors", percent: txeRate, packets: txePkts, intervalS: txeIntvlS };
  }
  return beaconLossEvent === true ? { ...base, type: "beacon-loss" } : undefined;
}
