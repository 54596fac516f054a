import { bit } from "../../bytes/bits.ts";
import type { DecodeContext } from "../element-kind.ts";
import { malformed, need } from "../element-kind.ts";
import type { ElementList } from "../element-list.ts";

/** The Channel Switch Announcement element. */
export interface ChannelSwitchAnnouncement {
  /** Stations shall not send until the switch is done. */
  readonly stopTransmitting: boolean;
  readonly newChannel: number;
  /** How many beacons come before the switch; 0 is at any time from now. */
  readonly beaconsUntilSwitch: number;
}

export function decodeChannelSwitchAnnouncement(body: Uint8Array): ChannelSwitchAnnouncement {
  need(body, 3);
  return { stopTransmitting: body[0] === 1, newChannel: body[1]!, beaconsUntilSwitch: body[2]! };
}

/** The Extended Channel Switch Announcement element: the same with the operating class of the new channel. */
export interface ExtendedChannelSwitchAnnouncement extends ChannelSwitchAnnouncement {
  readonly newOperatingClass: number;
}

export function decodeExtendedChannelSwitchAnnouncement(body: Uint8Array): ExtendedChannelSwitchAnnouncement {
  need(body, 4);
  return {
    stopTransmitting: body[0] === 1,
    newOperatingClass: body[1]!,
    newChannel: body[2]!,
    beaconsUntilSwitch: body[3]!,
  };
}

/** Where the second half of a 40 MHz channel lies, seen from the primary. */
export enum SecondaryChannel {
  None = 0,
  Above = 1,
  Below = 3,
}

/** The Secondary Channel Offset element. */
export interface SecondaryChannelOffset {
  readonly secondaryChannel: SecondaryChannel | number;
}

export function decodeSecondaryChannelOffset(body: Uint8Array): SecondaryChannelOffset {
  need(body, 1);
  return { secondaryChannel: body[0]! };
}

/** The Wide Bandwidth Channel Switch element: widths as in VHT Operation. */
export interface WideBandwidthChannelSwitch {
  /** 0 is 40 MHz, 1 is 80 MHz, or 160 or 80+80 by the second segment; 2 and 3 are the deprecated 160 and 80+80. */
  readonly newChannelWidth: number;
  readonly newCenterSegment0: number;
  readonly newCenterSegment1: number;
}

export function decodeWideBandwidthChannelSwitch(body: Uint8Array): WideBandwidthChannelSwitch {
  need(body, 3);
  return { newChannelWidth: body[0]!, newCenterSegment0: body[1]!, newCenterSegment1: body[2]! };
}

/** The Channel Switch Wrapper element: what will hold on the new channel, as elements. */
export interface ChannelSwitchWrapper {
  readonly elements: ElementList;
}

export function decodeChannelSwitchWrapper(body: Uint8Array, context: DecodeContext): ChannelSwitchWrapper {
  return { elements: context.nested(body) };
}

/** The Max Channel Switch Time element: the longest time without beacons during a switch. */
export interface MaxChannelSwitchTime {
  readonly switchTimeTu: number;
}

export function decodeMaxChannelSwitchTime(body: Uint8Array): MaxChannelSwitchTime {
  need(body, 3);
  return { switchTimeTu: body[0]! | (body[1]! << 8) | (body[2]! << 16) };
}

/** The Channel Switch Timing element, of TDLS. */
export interface ChannelSwitchTiming {
  readonly switchTimeMicroseconds: number;
  readonly switchTimeoutMicroseconds: number;
}

export function decodeChannelSwitchTiming(body: Uint8Array): ChannelSwitchTiming {
  need(body, 4);
  return {
    switchTimeMicroseconds: body[0]! | (body[1]! << 8),
    switchTimeoutMicroseconds: body[2]! | (body[3]! << 8),
  };
}

/** The Quiet element: times in which nobody sends. */
export interface Quiet {
  /** Beacons until the first interval. */
  readonly count: number;
  /** Beacon intervals between the intervals; 0 is once. */
  readonly period: number;
  readonly durationTu: number;
  readonly offsetTu: number;
}

export function decodeQuiet(body: Uint8Array): Quiet {
  need(body, 6);
  return {
    count: body[0]!,
    period: body[1]!,
    durationTu: body[2]! | (body[3]! << 8),
    offsetTu: body[4]! | (body[5]! << 8),
  };
}

/** The Quiet Channel element: quiet on the secondary 80 MHz only. */
export interface QuietChannel {
  /** The access point itself goes by the quiet times too. */
  readonly apQuietMode: boolean;
  /** Present in AP quiet mode. */
  readonly quiet?: Quiet;
}

export function decodeQuietChannel(body: Uint8Array): QuietChannel {
  need(body, 1);
  const apQuietMode = body[0] === 1;
  if (apQuietMode && body.length < 7) throw malformed("AP quiet mode without its times");
  return apQuietMode ? { apQuietMode, quiet: decodeQuiet(body.subarray(1)) } : { apQuietMode };
}

/** The 20/40 BSS Coexistence element. */
export interface BssCoexistence2040 {
  readonly informationRequest: boolean;
  /** No 40 MHz BSS may be run where this station hears it. */
  readonly fortyMhzIntolerant: boolean;
  readonly bssWidthRequest20Mhz: boolean;
  readonly scanningExemptionRequest: boolean;
  readonly scanningExemptionGrant: boolean;
}

export function decodeBssCoexistence2040(body: Uint8Array): BssCoexistence2040 {
  need(body, 1);
  const flags = body[0]!;
  return {
    informationRequest: bit(flags, 0),
    fortyMhzIntolerant: bit(flags, 1),
    bssWidthRequest20Mhz: bit(flags, 2),
    scanningExemptionRequest: bit(flags, 3),
    scanningExemptionGrant: bit(flags, 4),
  };
}

/** The 20/40 BSS Intolerant Channel Report element. */
export interface BssIntolerantChannelReport2040 {
  readonly operatingClass: number;
  readonly channels: readonly number[];
}

export function decodeBssIntolerantChannelReport2040(body: Uint8Array): BssIntolerantChannelReport2040 {
  need(body, 1);
  return { operatingClass: body[0]!, channels: [...body.subarray(1)] };
}
