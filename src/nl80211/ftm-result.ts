import type { Mac } from "../bytes/mac.ts";
import { widthText } from "./channel.ts";
import type { PmsrFtmResp, PmsrPeer } from "./generated/ftm.ts";
import { PmsrFtmFailureReason, PmsrStatus, Preamble } from "./generated/ftm-enums.ts";
import { ChanWidth } from "./generated/interface-enums.ts";
import { type StationRate, stationRate } from "./rate-info.ts";
import { wordOf } from "./words.ts";

/** What came out of a fine timing measurement with one peer, or of one burst of it: in the kernel's units, absent where the driver does not say. */
export interface FtmResult {
  readonly peer: Mac;
  /** "success"; "refused" on this side; "timeout"; "failure", with its reason. */
  readonly status: string;
  /** No more results of this peer follow. */
  readonly final: boolean;
  /** When it was measured: CLOCK_BOOTTIME, good to 20 ms. */
  readonly hostTimeNs?: bigint;
  /** TSF of the access point that we are connected to, when it was measured. */
  readonly apTsfUs?: bigint;
  /** Of a failure: "no-response", "rejected", "wrong-channel", "peer-busy" ... */
  readonly failReason?: string;
  /** When a busy peer may be asked again. */
  readonly retryAfterS?: number;
  /** Number of the burst, from 0, where bursts are told one by one. */
  readonly burst?: number;
  readonly requestsSent?: number;
  readonly requestsAcknowledged?: number;
  readonly signalDbm?: number;
  readonly signalSpreadDb?: number;
  /** Rate of our frames. */
  readonly txRate?: StationRate;
  /** Rate of the peer's frames. */
  readonly rxRate?: StationRate;
  /** Average, variance and spread of the round trip. It can be negative: clocks are not perfect. */
  readonly roundTripPs?: number;
  readonly roundTripVariancePs2?: number;
  readonly roundTripSpreadPs?: number;
  /** The same of the distance. A driver gives the round trip, the distance, or both. */
  readonly distanceMm?: number;
  readonly distanceVarianceMm2?: number;
  readonly distanceSpreadMm?: number;
  /** Measurement Report of the peer's place, from the measurement token on: Location Configuration Information. */
  readonly lci?: Uint8Array;
  /** The same: civic location. */
  readonly civicLocation?: Uint8Array;
  /** What the peer agreed to. */
  readonly agreed: FtmAgreement;
  /** Preamble that was used: "ht" ... */
  readonly preamble?: string;
  /** Width that was used: "80 MHz". */
  readonly width?: string;
  /** The result comes from a delayed report of the peer. */
  readonly delayedReport: boolean;
}

/** Parameters of the session that both sides keep to. */
export interface FtmAgreement {
  /** There are 2 to the power of it bursts; 15 is no preference. */
  readonly burstsExponent?: number;
  /** Burst Duration field: 2 is 250 µs, each further one twice as long, 11 is 128 ms; 15 no preference. Without EDCA ms. */
  readonly burstDuration?: number;
  readonly framesPerBurst?: number;
  readonly burstPeriodMs?: number;
  readonly txLtfRepetitions?: number;
  readonly rxLtfRepetitions?: number;
  readonly maxTimeBetweenMeasurementsMs?: number;
  readonly minTimeBetweenMeasurementsUs?: number;
  readonly txStreams?: number;
  readonly rxStreams?: number;
  /** From one availability window to the next, and how long one is. */
  readonly nominalTimeMs?: number;
  readonly availabilityWindowMs?: number;
}

/** Undefined for a peer without results. */
export function toFtmResult({ addr, resp }: PmsrPeer): FtmResult | undefined {
  if (addr === undefined || resp === undefined) return undefined;
  const ftm: PmsrFtmResp = resp.data?.ftm ?? {};
  return present<FtmResult>({
    peer: addr,
    status: wordOf(PmsrStatus, resp.status ?? PmsrStatus.Success),
    final: resp.final === true,
    hostTimeNs: resp.hostTimeNs,
    apTsfUs: resp.apTsf,
    failReason: ftm.failReason === undefined ? undefined : wordOf(PmsrFtmFailureReason, ftm.failReason),
    retryAfterS: ftm.busyRetryTimeS,
    burst: ftm.burstIndex,
    requestsSent: ftm.numFtmrAttempts,
    requestsAcknowledged: ftm.numFtmrSuccesses,
    signalDbm: times(ftm.rssiAvgInHalfDbm, 0.5),
    signalSpreadDb: times(ftm.rssiSpreadInHalfDbm, 0.5),
    txRate: ftm.txRate === undefined ? undefined : stationRate(ftm.txRate),
    rxRate: ftm.rxRate === undefined ? undefined : stationRate(ftm.rxRate),
    roundTripPs: ftm.rttAvgPs,
    roundTripVariancePs2: ftm.rttVariancePs2,
    roundTripSpreadPs: ftm.rttSpreadPs,
    distanceMm: ftm.distAvgMm,
    distanceVarianceMm2: ftm.distVarianceMm2,
    distanceSpreadMm: ftm.distSpreadMm,
    lci: ftm.lci,
    civicLocation: ftm.civicloc,
    agreed: agreementOf(ftm),
    preamble: ftm.preamble === undefined ? undefined : wordOf(Preamble, ftm.preamble),
    width: widthOf(ftm.channelWidth),
    delayedReport: ftm.isDelayedLmr === true,
  });
}

function agreementOf(ftm: PmsrFtmResp): FtmAgreement {
  return present<FtmAgreement>({
    burstsExponent: ftm.numBurstsExp,
    burstDuration: ftm.burstDuration,
    framesPerBurst: ftm.ftmsPerBurst,
    burstPeriodMs: times(ftm.burstPeriodIn100Ms, 100),
    txLtfRepetitions: ftm.txLtfRepetitionCount,
    rxLtfRepetitions: ftm.rxLtfRepetitionCount,
    maxTimeBetweenMeasurementsMs: times(ftm.maxTimeBetweenMeasurementsIn10Ms, 10),
    minTimeBetweenMeasurementsUs: times(ftm.minTimeBetweenMeasurementsIn100Us, 100),
    txStreams: ftm.numTxSpatialStreams,
    rxStreams: ftm.numRxSpatialStreams,
    nominalTimeMs: ftm.nominalTimeMs,
    availabilityWindowMs: ftm.availabilityWindowMs,
  });
}

function widthOf(width: number | undefined): string | undefined {
  return width === undefined ? undefined : (widthText(width) ?? wordOf(ChanWidth, width));
}

function times(value: number | undefined, unit: number): number | undefined {
  return value === undefined ? undefined : value * unit;
}

/** What is absent on the wire is absent in the object. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
