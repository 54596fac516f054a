import { akmName } from "../ieee80211/akm.ts";
import { type Channel, frequencyKhzToChannel } from "../ieee80211/channel.ts";
import { cipherName } from "../ieee80211/cipher.ts";
import { Nl80211Command } from "./generated/command-map.ts";
import { Iftype } from "./generated/interface.ts";
import {
  Band as BandNumber,
  DfsState,
  ExtFeature,
  FeatureFlag,
  type Frequency as FrequencyAttributes,
  type GetWiphyReply,
  type IfaceCombination,
  type WiphyBand,
} from "./generated/wiphy.ts";
import { wordOf, wordsOf } from "./words.ts";

/** A radio as the kernel describes it: its bands and channels, and what it can do. */
export interface Wiphy {
  readonly index: number;
  /** "phy0". */
  readonly name: string;
  readonly bands: readonly Band[];
  /** What an interface of it can be: "station", "ap", "monitor" ... */
  readonly interfaceTypes: readonly string[];
  /** What it can be in software alone, beside anything else. */
  readonly softwareInterfaceTypes: readonly string[];
  readonly combinations: readonly Combination[];
  readonly ciphers: readonly string[];
  readonly akms: readonly string[];
  /** Commands that its driver takes: "new-interface", "connect" ... */
  readonly commands: readonly string[];
  readonly features: readonly string[];
  readonly extendedFeatures: readonly string[];
  readonly scan: ScanLimits;
  /** All attributes, as the kernel sent them, the parts of its dump merged. */
  readonly attributes: GetWiphyReply;
}

/** A band of a wiphy. */
export interface Band {
  /** "2.4 GHz", "5 GHz", "6 GHz", "60 GHz", "S1G", "LC". */
  readonly name: string;
  readonly frequencies: readonly Frequency[];
  readonly rates: readonly Rate[];
  readonly attributes: WiphyBand;
}

/** A 20 MHz channel of a band (1 MHz of S1G), and what may be done on it. */
export interface Frequency {
  readonly frequencyMhz: number;
  readonly channel?: number;
  readonly band?: Channel["band"];
  readonly disabled: boolean;
  /** Nothing may be sent there first: no probe requests, no beacons. */
  readonly noIr: boolean;
  /** Radar must be listened for. */
  readonly radar: boolean;
  readonly indoorOnly: boolean;
  readonly maxTxPowerDbm?: number;
  /** "usable", "unavailable" (radar was heard), "available" (checked); where radar must be listened for. */
  readonly dfsState?: string;
  /** How long it has been in that state. */
  readonly dfsTimeMs?: number;
  readonly dfsCacMs?: number;
  /** All attributes, the rarer flags among them. */
  readonly attributes: FrequencyAttributes;
}

export interface Rate {
  readonly mbps: number;
  readonly shortPreamble: boolean;
}

/** Interfaces that may exist together. */
export interface Combination {
  readonly limits: readonly { readonly max: number; readonly types: readonly string[] }[];
  readonly maxInterfaces: number;
  readonly channels: number;
}

/** What a scan may ask for. */
export interface ScanLimits {
  readonly maxSsids: number;
  readonly maxElementsLength: number;
  readonly maxScheduledSsids: number;
  readonly maxMatchSets: number;
}

const BAND_NAMES: Readonly<Record<number, string>> = {
  [BandNumber.Band2ghz]: "2.4 GHz",
  [BandNumber.Band5ghz]: "5 GHz",
  [BandNumber.Band6ghz]: "6 GHz",
  [BandNumber.Band60ghz]: "60 GHz",
  [BandNumber.BandS1ghz]: "S1G",
  [BandNumber.BandLc]: "LC",
};

/** A wiphy of its merged attributes. */
export function toWiphy(from: GetWiphyReply): Wiphy {
  return {
    index: from.wiphy!,
    name: from.wiphyName ?? `phy${from.wiphy}`,
    bands: Object.entries(from.wiphyBands ?? {}).map(([number, band]) => toBand(Number(number), band)),
    interfaceTypes: wordsOf(Iftype, from.supportedIftypes),
    softwareInterfaceTypes: wordsOf(Iftype, from.softwareIftypes),
    combinations: (from.interfaceCombinations ?? []).map(toCombination),
    ciphers: (from.cipherSuites ?? []).map(cipherName),
    akms: (from.akmSuites ?? []).map(akmName),
    commands: wordsOf(Nl80211Command, from.supportedCommands),
    features: wordsOf(FeatureFlag, from.featureFlags),
    extendedFeatures: wordsOf(ExtFeature, from.extFeatures),
    scan: {
      maxSsids: from.maxNumScanSsids ?? 0,
      maxElementsLength: from.maxScanIeLen ?? 0,
      maxScheduledSsids: from.maxNumSchedScanSsids ?? 0,
      maxMatchSets: from.maxMatchSets ?? 0,
    },
    attributes: from,
  };
}

function toBand(number: number, from: WiphyBand): Band {
  return {
    name: BAND_NAMES[number] ?? `band ${number}`,
    frequencies: (from.freqs ?? []).map(toFrequency),
    rates: (from.rates ?? []).map((rate) => ({
      mbps: rate.rateIn100Kbps! / 10,
      shortPreamble: rate.shortPreamble2ghz === true,
    })),
    attributes: from,
  };
}

function toFrequency(from: FrequencyAttributes): Frequency {
  const khz = from.frequencyMhz! * 1000 + (from.offsetKhz ?? 0);
  return {
    frequencyMhz: khz / 1000,
    ...frequencyKhzToChannel(khz),
    disabled: from.disabled === true,
    noIr: from.noIr === true,
    radar: from.radar === true,
    indoorOnly: from.indoorOnly === true,
    ...(from.maxTxPowerMbm !== undefined && { maxTxPowerDbm: from.maxTxPowerMbm / 100 }),
    ...(from.dfsState !== undefined && { dfsState: wordOf(DfsState, from.dfsState) }),
    ...(from.dfsTimeMs !== undefined && { dfsTimeMs: from.dfsTimeMs }),
    ...(from.dfsCacTimeMs !== undefined && { dfsCacMs: from.dfsCacTimeMs }),
    attributes: from,
  };
}

function toCombination(from: IfaceCombination): Combination {
  return {
    limits: (from.limits ?? []).map((limit) => ({ max: limit.max!, types: wordsOf(Iftype, limit.types) })),
    maxInterfaces: from.maxnum!,
    channels: from.numChannels!,
  };
}
