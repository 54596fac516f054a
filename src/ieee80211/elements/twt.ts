import { bit, bits, setBits } from "../../bytes/bits.ts";
import { ByteReader } from "../../bytes/reader.ts";

/** What a TWT setup says. */
export enum TwtSetupCommand {
  Request = 0,
  Suggest = 1,
  Demand = 2,
  Grouping = 3,
  Accept = 4,
  Alternate = 5,
  Dictate = 6,
  Reject = 7,
}

/** One agreement, or one announced broadcast schedule. */
export interface TwtParameters {
  /** The sender asks; otherwise it answers. */
  readonly request: boolean;
  readonly setupCommand: TwtSetupCommand | number;
  readonly trigger: boolean;
  /** Individual: the next wake time follows from the agreement. */
  readonly implicit?: boolean;
  /** Broadcast: the last set of parameters in the element. */
  readonly lastBroadcastParameterSet?: boolean;
  /** Unannounced: the access point need not wait for the station to say that it is awake. */
  readonly unannounced: boolean;
  /** Individual: the flow that the agreement is about. */
  readonly flowId?: number;
  readonly protection?: boolean;
  /** Broadcast: what the schedule is for. */
  readonly recommendation?: number;
  /** Individual: when to wake first, as a TSF time. */
  readonly targetWakeTime?: bigint;
  /** Broadcast: bits 10 to 25 of the TSF. */
  readonly targetWakeTimeTu?: number;
  readonly wakeIntervalMicroseconds: number;
  readonly minimumWakeDurationMicroseconds: number;
  /** Individual: a bitmap of the channel. */
  readonly channel?: number;
  /** Individual, of a multi-link device: the links that the agreement is for. */
  readonly linkIds?: readonly number[];
  readonly broadcastId?: number;
  /** Broadcast: 0 is for ever. */
  readonly persistence?: number;
  /** Broadcast, restricted: TIDs that the schedule is for. */
  readonly restrictedTraffic?: { readonly downlinkTids?: number; readonly uplinkTids?: number };
}

/** The TWT element: when stations sleep, in beacons and in agreements. */
export interface Twt {
  readonly ndpPaging: boolean;
  readonly responderPowerSave: boolean;
  readonly negotiation: "individual" | "wake beacon" | "broadcast schedule" | "broadcast membership";
  readonly informationDisabled: boolean;
  /** Minimum wake durations count 1024 µs, else 256 µs. */
  readonly wakeDurationUnitMicroseconds: 256 | 1024;
  /** Of 802.11be: the schedules of several links begin together. */
  readonly aligned: boolean;
  readonly parameters: readonly TwtParameters[];
  /** Octets after the last parameters. */
  readonly extra?: Uint8Array;
}

const NEGOTIATIONS = ["individual", "wake beacon", "broadcast schedule", "broadcast membership"] as const;

export function decodeTwt(body: Uint8Array): Twt {
  const reader = new ByteReader(body);
  const control = reader.u8();
  const negotiation = NEGOTIATIONS[bits(control, 2, 2)]!;
  const unit = bit(control, 5) ? 1024 : 256;
  const parameters: TwtParameters[] = [];
  if (bit(control, 3)) {
    do parameters.push(readBroadcast(reader, unit));
    while (parameters.at(-1)!.lastBroadcastParameterSet === false && reader.remaining > 0);
  } else {
    parameters.push(readIndividual(reader, unit, bit(control, 0), bit(control, 6)));
  }
  return {
    ndpPaging: bit(control, 0),
    responderPowerSave: bit(control, 1),
    negotiation,
    informationDisabled: bit(control, 4),
    wakeDurationUnitMicroseconds: unit,
    aligned: bit(control, 7),
    parameters,
    ...(reader.remaining > 0 ? { extra: reader.rest() } : {}),
  };
}

function readIndividual(reader: ByteReader, unit: number, ndpPaging: boolean, hasLinks: boolean): TwtParameters {
  const type = reader.u16();
  const request = bit(type, 0);
  const setupCommand = bits(type, 1, 3);
  // A group assignment replaces the wake time of an answer "grouping"; both that and NDP paging belong to S1G.
  const grouped = !request && setupCommand === TwtSetupCommand.Grouping;
  if (grouped) reader.skip(9);
  const time = grouped ? {} : { targetWakeTime: reader.u64() };
  const duration = reader.u8();
  const mantissa = reader.u16();
  const channel = reader.u8();
  if (ndpPaging) reader.skip(4);
  return {
    request,
    setupCommand,
    trigger: bit(type, 4),
    implicit: bit(type, 5),
    unannounced: bit(type, 6),
    flowId: bits(type, 7, 3),
    protection: bit(type, 15),
    ...time,
    wakeIntervalMicroseconds: mantissa * 2 ** bits(type, 10, 5),
    minimumWakeDurationMicroseconds: duration * unit,
    channel,
    ...(hasLinks ? { linkIds: setBits(reader.take(2)) } : {}),
  };
}

function readBroadcast(reader: ByteReader, unit: number): TwtParameters {
  const type = reader.u16();
  const targetWakeTimeTu = reader.u16();
  const duration = reader.u8();
  const mantissa = reader.u16();
  const info = reader.u16();
  const restricted = bit(info, 0) ? { restrictedTraffic: readRestricted(reader) } : {};
  return {
    request: bit(type, 0),
    setupCommand: bits(type, 1, 3),
    trigger: bit(type, 4),
    lastBroadcastParameterSet: bit(type, 5),
    unannounced: bit(type, 6),
    recommendation: bits(type, 7, 3),
    targetWakeTimeTu,
    wakeIntervalMicroseconds: mantissa * 2 ** bits(type, 10, 5),
    minimumWakeDurationMicroseconds: duration * unit,
    broadcastId: bits(info, 3, 5),
    persistence: bits(info, 8, 8),
    ...restricted,
  };
}

function readRestricted(reader: ByteReader): NonNullable<TwtParameters["restrictedTraffic"]> {
  const control = reader.u8();
  return {
    ...(bit(control, 0) ? { downlinkTids: reader.u8() } : {}),
    ...(bit(control, 1) ? { uplinkTids: reader.u8() } : {}),
  };
}
