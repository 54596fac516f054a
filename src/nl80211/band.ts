import { decodeKernelEhtMcsSet, type EhtCapabilities } from "../ieee80211/capabilities/eht.ts";
import { decodeEhtMacCapabilities } from "../ieee80211/capabilities/eht-mac.ts";
import { decodeEhtPhyCapabilities } from "../ieee80211/capabilities/eht-phy.ts";
import { decodeHeMcsSet, type HeCapabilities } from "../ieee80211/capabilities/he.ts";
import { decodeHe6GhzCapabilities, type He6GhzCapabilities } from "../ieee80211/capabilities/he-6ghz.ts";
import { decodeHeMacCapabilities } from "../ieee80211/capabilities/he-mac.ts";
import { decodeHePhyCapabilities } from "../ieee80211/capabilities/he-phy.ts";
import {
  decodeHtCapabilityInfo,
  decodeHtMcsSet,
  type HtAmpduParameters,
  type HtCapabilityInfo,
  type HtMcsSet,
  htAmpduParameters,
} from "../ieee80211/capabilities/ht.ts";
import { decodeEhtPpeThresholds, decodeHePpeThresholds } from "../ieee80211/capabilities/ppe.ts";
import { decodeS1gCapabilityInfo, decodeS1gMcsSet, type S1gCapabilities } from "../ieee80211/capabilities/s1g.ts";
import {
  decodeUhrMacCapabilities,
  decodeUhrPhyCapabilities,
  type UhrMacCapabilities,
  type UhrPhyCapabilities,
} from "../ieee80211/capabilities/uhr.ts";
import { decodeVhtCapabilityInfo, decodeVhtMcsSet, type VhtCapabilities } from "../ieee80211/capabilities/vht.ts";
import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
import { type Frequency, toFrequency } from "./frequency.ts";
import { Iftype } from "./generated/interface-enums.ts";
import type { BandIftype, WiphyBand } from "./generated/wiphy.ts";
import { Band as BandNumber } from "./generated/wiphy-enums.ts";
import { wordsOf } from "./words.ts";

/** A band of a wiphy: its channels and rates, and what its radio can do there. Capabilities are decoded when looked at. */
export class Band {
  /** NL80211_BAND_*: 0 is 2.4 GHz. */
  readonly number: number;
  /** "2.4 GHz", "5 GHz", "6 GHz", "60 GHz", "S1G", "LC". */
  readonly name: string;
  /** The attributes as the kernel sent them. */
  readonly attributes: WiphyBand;
  #frequencies: readonly Frequency[] | undefined;
  #interfaceTypes: readonly BandInterfaceTypes[] | undefined;

  constructor(number: number, from: WiphyBand) {
    this.number = number;
    this.name = bandName(number);
    this.attributes = from;
  }

  get frequencies(): readonly Frequency[] {
    return (this.#frequencies ??= (this.attributes.freqs ?? []).map(toFrequency));
  }

  /** Rates without MCS. */
  get rates(): readonly Rate[] {
    return (this.attributes.rates ?? []).map((rate) => ({
      mbps: rate.rateIn100Kbps! / 10,
      shortPreamble: rate.shortPreamble2ghz === true,
    }));
  }

  get ht(): HtBandCapabilities | undefined {
    return htOf(this.attributes);
  }

  get vht(): VhtCapabilities | undefined {
    return vhtOf(this.attributes);
  }

  /** Capabilities of HE and later, which differ by the type of the interface. */
  get interfaceTypes(): readonly BandInterfaceTypes[] {
    return (this.#interfaceTypes ??= (this.attributes.iftypeData ?? []).map((data) => new BandInterfaceTypes(data)));
  }

  get s1g(): S1gCapabilities | undefined {
    const { s1gCapa, s1gMcsNssSet } = this.attributes;
    if (s1gCapa === undefined || s1gMcsNssSet === undefined) return undefined;
    return { info: decodeS1gCapabilityInfo(s1gCapa), mcs: decodeS1gMcsSet(s1gMcsNssSet) };
  }

  /** Channels of 60 GHz that can be bonded (EDMG). */
  get edmg(): EdmgCapabilities | undefined {
    const { edmgChannels, edmgBwConfig } = this.attributes;
    if (edmgChannels === undefined || edmgBwConfig === undefined) return undefined;
    const channels = Array.from({ length: 8 }, (_, bit) => bit + 1).filter(
      (channel) => (edmgChannels >>> (channel - 1)) & 1,
    );
    return { channels, bandwidthConfiguration: edmgBwConfig };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    const { attributes: _, ...fields } = this.toJSON() as { readonly attributes: unknown };
    return inspected("Band", fields, depth, options, inspect);
  }

  toJSON(): object {
    const { number, name, frequencies, rates, ht, vht, interfaceTypes, s1g, edmg } = this;
    const { freqs, ...attributes } = this.attributes;
    return { number, name, frequencies, rates, ht, vht, interfaceTypes, s1g, edmg, attributes };
  }
}

export interface Rate {
  readonly mbps: number;
  readonly shortPreamble: boolean;
}

/** What HT can do in a band. */
export interface HtBandCapabilities {
  readonly info: HtCapabilityInfo;
  readonly ampdu: HtAmpduParameters;
  readonly mcs: HtMcsSet;
}

export interface EdmgCapabilities {
  readonly channels: readonly number[];
  /** 4 to 15: which widths, by 802.11ay's table of channel bandwidth configurations. */
  readonly bandwidthConfiguration: number;
}

/** Capabilities that interfaces of some types have in a band. */
export class BandInterfaceTypes {
  /** "station", "ap" ... */
  readonly types: readonly string[];
  /** The attributes as the kernel sent them. */
  readonly attributes: BandIftype;

  constructor(from: BandIftype) {
    this.types = wordsOf(Iftype, from.iftypes);
    this.attributes = from;
  }

  get he(): HeCapabilities | undefined {
    const { heCapMac, heCapPhy, heCapMcsSet, heCapPpe } = this.attributes;
    if (heCapMac === undefined || heCapPhy === undefined || heCapMcsSet === undefined) return undefined;
    const phy = decodeHePhyCapabilities(heCapPhy);
    const ppe = phy.ppeThresholdsPresent && heCapPpe ? decodeHePpeThresholds(heCapPpe) : undefined;
    return {
      mac: decodeHeMacCapabilities(heCapMac),
      phy,
      mcs: decodeHeMcsSet(heCapMcsSet, phy),
      ...(ppe !== undefined && { ppe }),
    };
  }

  get he6Ghz(): He6GhzCapabilities | undefined {
    const { he6ghzCapa } = this.attributes;
    return he6ghzCapa === undefined ? undefined : decodeHe6GhzCapabilities(he6ghzCapa);
  }

  /** Present only beside HE, which says for which widths there are MCS maps. */
  get eht(): EhtCapabilities | undefined {
    const { heCapPhy, ehtCapMac, ehtCapPhy, ehtCapMcsSet, ehtCapPpe } = this.attributes;
    if (heCapPhy === undefined || ehtCapMac === undefined || ehtCapPhy === undefined || ehtCapMcsSet === undefined) {
      return undefined;
    }
    const phy = decodeEhtPhyCapabilities(ehtCapPhy);
    const ppe = phy.ppeThresholdsPresent && ehtCapPpe ? decodeEhtPpeThresholds(ehtCapPpe) : undefined;
    const sender = this.types.includes("ap") ? "ap" : "station";
    return {
      mac: decodeEhtMacCapabilities(ehtCapMac),
      phy,
      mcs: decodeKernelEhtMcsSet(ehtCapMcsSet, decodeHePhyCapabilities(heCapPhy), phy.threeTwentyMhzIn6Ghz, sender),
      ...(ppe !== undefined && { ppe }),
    };
  }

  get uhr(): { readonly mac: UhrMacCapabilities; readonly phy: UhrPhyCapabilities } | undefined {
    const { uhrCapMac, uhrCapPhy } = this.attributes;
    if (uhrCapMac === undefined || uhrCapPhy === undefined) return undefined;
    return { mac: decodeUhrMacCapabilities(uhrCapMac), phy: decodeUhrPhyCapabilities(uhrCapPhy) };
  }

  /** Elements of the driver's vendor, as they go into frames. */
  get vendorElements(): Uint8Array | undefined {
    return this.attributes.vendorElems;
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    const { attributes: _, ...fields } = this.toJSON() as { readonly attributes: unknown };
    return inspected("BandInterfaceTypes", fields, depth, options, inspect);
  }

  toJSON(): object {
    const { types, he, he6Ghz, eht, uhr, vendorElements, attributes } = this;
    return { types, he, he6Ghz, eht, uhr, vendorElements, attributes };
  }
}

/** The attributes in which a band, and NAN, carry HT and VHT. */
interface HtVhtAttributes {
  readonly htCapa?: number | undefined;
  readonly htAmpduFactor?: number | undefined;
  readonly htAmpduDensity?: number | undefined;
  readonly htMcsSet?: Uint8Array | undefined;
  readonly vhtCapa?: number | undefined;
  readonly vhtMcsSet?: Uint8Array | undefined;
}

/** HT capabilities; undefined where there are none. */
export function htOf(from: HtVhtAttributes): HtBandCapabilities | undefined {
  if (from.htCapa === undefined || from.htMcsSet === undefined) return undefined;
  return {
    info: decodeHtCapabilityInfo(from.htCapa),
    ampdu: htAmpduParameters(from.htAmpduFactor ?? 0, from.htAmpduDensity ?? 0),
    mcs: decodeHtMcsSet(from.htMcsSet),
  };
}

/** VHT capabilities; undefined where there are none. */
export function vhtOf(from: HtVhtAttributes): VhtCapabilities | undefined {
  if (from.vhtCapa === undefined || from.vhtMcsSet === undefined) return undefined;
  return { info: decodeVhtCapabilityInfo(from.vhtCapa), mcs: decodeVhtMcsSet(from.vhtMcsSet) };
}

/** The name of a band by its number, NL80211_BAND_*. */
export function bandName(number: number): string {
  return BAND_NAMES[number] ?? `band ${number}`;
}

const BAND_NAMES: Readonly<Record<number, string>> = {
  [BandNumber.Band2ghz]: "2.4 GHz",
  [BandNumber.Band5ghz]: "5 GHz",
  [BandNumber.Band6ghz]: "6 GHz",
  [BandNumber.Band60ghz]: "60 GHz",
  [BandNumber.BandS1ghz]: "S1G",
  [BandNumber.BandLc]: "LC",
};
