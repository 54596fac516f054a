import type { Mac } from "../../bytes/mac.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { isNl80211Error } from "../../errors.ts";
import { type Subelement, subelements } from "../element.ts";
import type { ElementList } from "../element-list.ts";

/** What is measured. IEEE 802.11-2020 tables 9-98 and 9-125. */
export enum MeasurementType {
  Basic = 0,
  Cca = 1,
  RpiHistogram = 2,
  ChannelLoad = 3,
  NoiseHistogram = 4,
  Beacon = 5,
  Frame = 6,
  StaStatistics = 7,
  Lci = 8,
  TransmitStream = 9,
  MulticastDiagnostics = 10,
  LocationCivic = 11,
  LocationIdentifier = 12,
  DirectionalChannelQuality = 13,
  DirectionalMeasurement = 14,
  DirectionalStatistics = 15,
  FtmRange = 16,
  Pause = 255,
}

const NAMES: Readonly<Record<MeasurementType, string>> = {
  0: "basic",
  1: "CCA",
  2: "RPI histogram",
  3: "channel load",
  4: "noise histogram",
  5: "beacon",
  6: "frame",
  7: "STA statistics",
  8: "LCI",
  9: "transmit stream/category",
  10: "multicast diagnostics",
  11: "location civic",
  12: "location identifier",
  13: "directional channel quality",
  14: "directional measurement",
  15: "directional statistics",
  16: "FTM range",
  255: "measurement pause",
};

/** "beacon"; "measurement type 99" where there is none. */
export function measurementTypeName(type: number): string {
  return NAMES[type as MeasurementType] ?? `measurement type ${type}`;
}

/** One Measurement Request or Report element. */
export interface Measurement {
  readonly kind: "request" | "report";
  readonly token: number;
  /**
   * The mode octet. Request: bit 0 parallel, 1 enable, 2 request, 3 report, 4 duration mandatory. Report: 0 late, 1
   * incapable, 2 refused.
   */
  readonly mode: number;
  readonly type: number;
  readonly typeName: string;
  readonly beaconRequest?: BeaconRequest;
  readonly beaconReport?: BeaconReport;
  /** What follows the type. */
  readonly body: Uint8Array;
  /** Why the body could not be read, where it could not. */
  readonly malformed?: string;
}

/** Asks a station what it hears. */
export interface BeaconRequest {
  readonly operatingClass: number;
  /** 0 all of the class, 255 those of the channel reports among the subelements. */
  readonly channel: number;
  readonly randomizationIntervalTu: number;
  readonly durationTu: number;
  readonly mode: "passive" | "active" | "table" | number;
  readonly bssid: Mac;
  readonly subelements: readonly Subelement[];
}

/** What a station heard of one BSS. */
export interface BeaconReport {
  readonly operatingClass: number;
  readonly channel: number;
  /** TSF of the reporting station. */
  readonly startTime: bigint;
  readonly durationTu: number;
  readonly phyType: number;
  readonly frameType: "beacon or probe response" | "measurement pilot";
  /** Received power: -109.5 dBm at 0, half a dB a step, 255 not measured. */
  readonly rcpi: number;
  readonly rsni: number;
  readonly bssid: Mac;
  readonly antenna: number;
  readonly parentTsf: number;
  readonly subelements: readonly Subelement[];
}

const REQUEST = 38;
const REPORT = 39;
const BEACON_MODES = ["passive", "active", "table"] as const;

/**
 * The measurement elements of a list, in their order. One whose body is too short is there as well, with the reason;
 * one that does not reach its type is left to the list.
 */
export function parseMeasurements(elements: ElementList): readonly Measurement[] {
  return [...elements]
    .filter((element) => (element.id === REQUEST || element.id === REPORT) && element.body.length >= 3)
    .map((element) => parseMeasurement(element.id === REQUEST ? "request" : "report", element.body));
}

function parseMeasurement(kind: "request" | "report", octets: Uint8Array): Measurement {
  const [token, mode, type] = [octets[0]!, octets[1]!, octets[2]!];
  const body = octets.subarray(3);
  const common = { kind, token, mode, type, typeName: measurementTypeName(type), body };
  // A report that the station could not or would not make has no body.
  if (type !== MeasurementType.Beacon || body.length === 0) return common;
  try {
    return kind === "request"
      ? { ...common, beaconRequest: readBeaconRequest(new ByteReader(body)) }
      : { ...common, beaconReport: readBeaconReport(new ByteReader(body)) };
  } catch (error) {
    if (!isNl80211Error(error, "MALFORMED")) throw error;
    return { ...common, malformed: error.message };
  }
}

function readBeaconRequest(reader: ByteReader): BeaconRequest {
  return {
    operatingClass: reader.u8(),
    channel: reader.u8(),
    randomizationIntervalTu: reader.u16(),
    durationTu: reader.u16(),
    mode: nameOr(reader.u8()),
    bssid: reader.mac(),
    subelements: subelements(reader.rest()),
  };
}

function nameOr(mode: number): BeaconRequest["mode"] {
  return BEACON_MODES[mode] ?? mode;
}

function readBeaconReport(reader: ByteReader): BeaconReport {
  const head = {
    operatingClass: reader.u8(),
    channel: reader.u8(),
    startTime: reader.u64(),
    durationTu: reader.u16(),
  };
  const frame = reader.u8();
  return {
    ...head,
    phyType: frame & 0x7f,
    frameType: frame & 0x80 ? "measurement pilot" : "beacon or probe response",
    rcpi: reader.u8(),
    rsni: reader.u8(),
    bssid: reader.mac(),
    antenna: reader.u8(),
    parentTsf: reader.u32(),
    subelements: subelements(reader.rest()),
  };
}
