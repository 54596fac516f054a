import { widthText } from "./channel.ts";
import { ChanWidth, Iftype } from "./generated/interface-enums.ts";
import { DfsRegion } from "./generated/regulatory-enums.ts";
import type { IfaceCombination, WiphyRadio } from "./generated/wiphy.ts";
import { wordOf, wordsOf } from "./words.ts";

/** Interfaces that may exist together. */
export interface Combination {
  /** So many at once of these types. */
  readonly limits: readonly { readonly max: number; readonly types: readonly string[] }[];
  readonly maxInterfaces: number;
  /** Different channels at once. */
  readonly channels: number;
  /** All must have the same beacon interval, stations and APs too. */
  readonly sameBeaconInterval: boolean;
  /** Beacon intervals may differ where their greatest common divisor is at least this. Absent: they may not. */
  readonly minBeaconIntervalGcdTu?: number;
  /** Widths on which radar can be listened for: "20 MHz", "80+80 MHz". */
  readonly radarWidths: readonly string[];
  /** Regions whose radar it knows: "fcc", "etsi", "jp"; empty for all. */
  readonly radarRegions: readonly string[];
}

/** One radio of a wiphy that has several. */
export interface Radio {
  readonly index: number;
  readonly ranges: readonly { readonly startMhz: number; readonly endMhz: number }[];
  readonly combinations: readonly Combination[];
  /** Its antennas, a bit each. */
  readonly antennaMask?: number;
  /** In octets; absent for off. */
  readonly rtsThreshold?: number;
}

/** NL80211's way to say "off" for thresholds. */
const OFF = 0xffff_ffff;

export function toCombination(from: IfaceCombination): Combination {
  return {
    limits: (from.limits ?? []).map((limit) => ({ max: limit.max!, types: wordsOf(Iftype, limit.types) })),
    maxInterfaces: from.maxnum!,
    channels: from.numChannels!,
    sameBeaconInterval: from.staApBiMatch === true,
    ...(from.biMinGcdTu !== undefined && { minBeaconIntervalGcdTu: from.biMinGcdTu }),
    radarWidths: (from.radarDetectWidths ?? []).map((width) => widthText(width) ?? wordOf(ChanWidth, width)),
    radarRegions: wordsOf(DfsRegion, from.radarDetectRegions),
  };
}

export function toRadio(from: WiphyRadio): Radio {
  return {
    index: from.index!,
    ranges: (from.freqRange ?? []).map((range) => ({
      startMhz: range.startKhz! / 1000,
      endMhz: range.endKhz! / 1000,
    })),
    combinations: (from.interfaceCombination ?? []).map(toCombination),
    ...(from.antennaMask !== undefined && { antennaMask: from.antennaMask }),
    ...threshold("rtsThreshold", from.rtsThreshold),
  };
}

/** A threshold under its name; nothing where it is off. */
export function threshold<Name extends string>(name: Name, octets: number | undefined): { [key in Name]?: number } {
  return (octets === undefined || octets === OFF ? {} : { [name]: octets }) as { [key in Name]?: number };
}
