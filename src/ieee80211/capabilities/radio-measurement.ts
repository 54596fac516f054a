import { bitsAt, setBits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The bits of the RM Enabled Capabilities element by number. */
export enum RadioMeasurement {
  LinkMeasurement = 0,
  NeighborReport = 1,
  ParallelMeasurements = 2,
  RepeatedMeasurements = 3,
  BeaconPassive = 4,
  BeaconActive = 5,
  BeaconTable = 6,
  BeaconReportingConditions = 7,
  FrameMeasurement = 8,
  ChannelLoad = 9,
  NoiseHistogram = 10,
  Statistics = 11,
  Lci = 12,
  LciAzimuth = 13,
  TransmitStreamCategory = 14,
  TriggeredTransmitStreamCategory = 15,
  ApChannelReport = 16,
  RmMib = 17,
  MeasurementPilotTransmissionInformation = 27,
  NeighborReportTsfOffset = 28,
  Rcpi = 29,
  Rsni = 30,
  BssAverageAccessDelay = 31,
  BssAvailableAdmissionCapacity = 32,
  Antenna = 33,
  FtmRangeReport = 34,
  CivicLocation = 35,
}

/** The RM Enabled Capabilities element, 802.11k. */
export interface RmEnabledCapabilities {
  /** The bits that are set, fields of several bits left out. */
  readonly measurements: readonly (RadioMeasurement | number)[];
  /** 0 to 7: dot11RMNeighborReport durations on and off the operating channel, and the pilots. */
  readonly operatingChannelMaxDuration: number;
  readonly nonoperatingChannelMaxDuration: number;
  readonly measurementPilotCapability: number;
}

export function decodeRmEnabledCapabilities(body: Uint8Array): RmEnabledCapabilities {
  need(body, 5);
  return {
    measurements: setBits(body).filter((index) => index < 18 || index > 26),
    operatingChannelMaxDuration: bitsAt(body, 18, 3),
    nonoperatingChannelMaxDuration: bitsAt(body, 21, 3),
    measurementPilotCapability: bitsAt(body, 24, 3),
  };
}
