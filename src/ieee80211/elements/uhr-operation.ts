import { bit, bits } from "../../bytes/bits.ts";
import type { Mac } from "../../bytes/mac.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { type EhtMcsNss, ehtMcsNss } from "../capabilities/mcs.ts";

/** Dynamic power save (P802.11bn D1.3 9.4.1.87). Delays of 4 µs units. */
export interface UhrDynamicPowerSave {
  readonly paddingDelayMicroseconds: number;
  readonly transitionDelayMicroseconds: number;
  readonly icfRequired: boolean;
  readonly parameterized: boolean;
  /** Codes of what the low capability mode can. */
  readonly lowModeBandwidth: number;
  readonly lowModeNss: number;
  readonly lowModeMcs: number;
  readonly mobileApStaticHcm: boolean;
}

/** Non-primary channel access: where the BSS goes when its primary channel is busy. */
export interface UhrNonPrimaryChannelAccess {
  readonly primaryChannelOffset: number;
  readonly minimumDurationThreshold: number;
  readonly switchDelayMicroseconds: number;
  readonly switchBackDelayMicroseconds: number;
  readonly initialQsrc: number;
  readonly moplen: boolean;
  readonly disabledSubchannels?: number;
}

/** Priority EDCA. */
export interface UhrPriorityEdca {
  readonly cwMin: number;
  readonly cwMax: number;
  readonly aifsn: number;
  readonly cwDs: number;
  readonly psrcThreshold: number;
  readonly qsrcThreshold: number;
}

/** Dynamic bandwidth expansion: a wider channel for those who can. */
export interface UhrDynamicBandwidthExpansion {
  /** Absent for reserved values. 320 MHz lies at one of two places. */
  readonly bandwidth?: "40" | "80" | "160" | "320-1" | "320-2";
  readonly disabledSubchannels?: number;
}

/** The UHR Operation element (P802.11bn D1.3 9.4.2.353), as ieee80211-uhr.h of Linux 7.3 has it. */
export interface UhrOperation {
  readonly dynamicPowerSaveEnabled: boolean;
  readonly nonPrimaryChannelAccessEnabled: boolean;
  readonly priorityEdcaEnabled: boolean;
  readonly dynamicBandwidthExpansionEnabled: boolean;
  readonly dynamicBandwidthExpansionBandwidth: number;
  readonly basicMcs: readonly EhtMcsNss[];
  readonly dynamicPowerSave?: UhrDynamicPowerSave;
  readonly nonPrimaryChannelAccess?: UhrNonPrimaryChannelAccess;
  readonly priorityEdca?: UhrPriorityEdca;
  readonly dynamicBandwidthExpansion?: UhrDynamicBandwidthExpansion;
  /** Octets after the last field that is known: of dynamic unavailability, or newer. */
  readonly extra?: Uint8Array;
}

export function decodeUhrOperation(body: Uint8Array): UhrOperation {
  const reader = new ByteReader(body);
  const parameters = reader.u16();
  return {
    dynamicPowerSaveEnabled: bit(parameters, 0),
    nonPrimaryChannelAccessEnabled: bit(parameters, 1),
    priorityEdcaEnabled: bit(parameters, 2),
    dynamicBandwidthExpansionEnabled: bit(parameters, 3),
    dynamicBandwidthExpansionBandwidth: bits(parameters, 4, 3),
    basicMcs: ehtMcsNss(reader.take(4)),
    ...(bit(parameters, 8) ? { dynamicPowerSave: readPowerSave(reader.u32()) } : {}),
    ...(bit(parameters, 9) ? { nonPrimaryChannelAccess: readNonPrimary(reader) } : {}),
    ...(bit(parameters, 10) ? { priorityEdca: readPriorityEdca(reader) } : {}),
    ...(bit(parameters, 11) ? { dynamicBandwidthExpansion: readExpansion(reader) } : {}),
    ...(reader.remaining > 0 ? { extra: reader.rest() } : {}),
  };
}

function readPowerSave(field: number): UhrDynamicPowerSave {
  return {
    paddingDelayMicroseconds: 4 * bits(field, 0, 6),
    transitionDelayMicroseconds: 4 * bits(field, 8, 6),
    icfRequired: bit(field, 16),
    parameterized: bit(field, 17),
    lowModeBandwidth: bits(field, 18, 3),
    lowModeNss: bits(field, 21, 4),
    lowModeMcs: bits(field, 25, 4),
    mobileApStaticHcm: bit(field, 29),
  };
}

function readNonPrimary(reader: ByteReader): UhrNonPrimaryChannelAccess {
  const field = reader.u32();
  return {
    primaryChannelOffset: bits(field, 0, 4),
    minimumDurationThreshold: bits(field, 4, 4),
    switchDelayMicroseconds: 4 * bits(field, 8, 6),
    switchBackDelayMicroseconds: 4 * bits(field, 14, 6),
    initialQsrc: bits(field, 20, 2),
    moplen: bit(field, 22),
    ...(bit(field, 23) ? { disabledSubchannels: reader.u16() } : {}),
  };
}

function readPriorityEdca(reader: ByteReader): UhrPriorityEdca {
  const window = reader.u8();
  const field = reader.u16();
  return {
    cwMin: 2 ** bits(window, 0, 4) - 1,
    cwMax: 2 ** bits(window, 4, 4) - 1,
    aifsn: bits(field, 0, 4),
    cwDs: bits(field, 4, 2),
    psrcThreshold: bits(field, 6, 3),
    qsrcThreshold: bits(field, 9, 2),
  };
}

function readExpansion(reader: ByteReader): UhrDynamicBandwidthExpansion {
  const octet = reader.u8();
  const bandwidth = ([undefined, "40", "80", "160", "320-1", "320-2"] as const)[bits(octet, 0, 3)];
  return {
    ...(bandwidth === undefined ? {} : { bandwidth }),
    ...(bit(octet, 3) ? { disabledSubchannels: reader.u16() } : {}),
  };
}

/** The SMD Information element (P802.11bn): a seamless mobility domain, in which a station roams without a new association. */
export interface SmdInformation {
  readonly id: Mac;
  readonly downlinkDataForwarding: boolean;
  readonly maxPreparedAps: number;
  readonly type: number;
  readonly ptkPerApMld: boolean;
  readonly timeout: number;
}

export function decodeSmdInformation(body: Uint8Array): SmdInformation {
  const reader = new ByteReader(body);
  const id = reader.mac();
  const capability = reader.u8();
  return {
    id,
    downlinkDataForwarding: bit(capability, 0),
    maxPreparedAps: bits(capability, 1, 3),
    type: bits(capability, 4, 1),
    ptkPerApMld: bit(capability, 5),
    timeout: reader.u16(),
  };
}

/** What a UHR mode change is about. */
export enum UhrMode {
  DynamicPowerSave = 0,
  NonPrimaryChannelAccess = 1,
  DynamicUnavailability = 2,
  DynamicSubbandOperation = 3,
  PriorityEdca = 4,
  EnhancedLongRangeRx = 5,
  AdaptiveOperation = 6,
  LowLatencyIndication = 7,
  CoordinatedBeamforming = 8,
  CoordinatedSpatialReuse = 9,
  Emlsr = 10,
  DynamicBandwidthExpansion = 11,
}

/** The UHR Mode Change element (P802.11bn). */
export interface UhrModeChange {
  readonly changes: readonly {
    readonly mode: UhrMode | number;
    readonly enable: boolean;
    readonly update: boolean;
    readonly modeSpecific: number;
    readonly parameters: Uint8Array;
  }[];
}

export function decodeUhrModeChange(body: Uint8Array): UhrModeChange {
  const reader = new ByteReader(body);
  const changes: UhrModeChange["changes"][number][] = [];
  while (reader.remaining > 0) {
    const control = reader.u16();
    changes.push({
      mode: bits(control, 0, 6),
      enable: bit(control, 6),
      update: bit(control, 7),
      modeSpecific: bits(control, 12, 4),
      parameters: reader.take(bits(control, 8, 4)),
    });
  }
  return { changes };
}
