import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";
import { type NssLimit, vhtMcsMap } from "./mcs.ts";

/** How many streams a width can use, as a multiple of those of the MCS set; absent is a width not supported. */
export interface VhtNssRatios {
  readonly upTo80Mhz: number;
  readonly at160Mhz?: number;
  readonly at80Plus80Mhz?: number;
}

/** The VHT Capabilities Information field: NL80211_BAND_ATTR_VHT_CAPA has the same bits. */
export interface VhtCapabilityInfo {
  /** Absent for the reserved value. */
  readonly maxMpduOctets?: 3895 | 7991 | 11454;
  /** 0 up to 80 MHz, 1 160 MHz, 2 160 and 80+80 MHz: as the field says, and `nssRatios` for what it comes to. */
  readonly supportedChannelWidthSet: number;
  readonly rxLdpc: boolean;
  readonly shortGi80Mhz: boolean;
  readonly shortGi160Mhz: boolean;
  readonly txStbc: boolean;
  /** 0 to 4. */
  readonly rxStbcStreams: number;
  readonly suBeamformer: boolean;
  readonly suBeamformee: boolean;
  /** Space-time streams that a beamformee can receive. */
  readonly beamformeeStreams: number;
  readonly soundingDimensions: number;
  readonly muBeamformer: boolean;
  readonly muBeamformee: boolean;
  readonly txopPowerSave: boolean;
  readonly htcVht: boolean;
  /** 2^(13 + exponent) - 1. */
  readonly maxAmpduOctets: number;
  /** 0 no feedback, 2 unsolicited, 3 both. */
  readonly linkAdaptation: number;
  readonly rxAntennaPatternConsistency: boolean;
  readonly txAntennaPatternConsistency: boolean;
  readonly extendedNssBw: number;
  /** Absent for reserved combinations. */
  readonly nssRatios?: VhtNssRatios;
}

export function decodeVhtCapabilityInfo(field: number): VhtCapabilityInfo {
  const maxMpduOctets = ([3895, 7991, 11454] as const)[bits(field, 0, 2)];
  const supportedChannelWidthSet = bits(field, 2, 2);
  const extendedNssBw = bits(field, 30, 2);
  const nssRatios = NSS_RATIOS[supportedChannelWidthSet]?.[extendedNssBw];
  return {
    supportedChannelWidthSet,
    rxLdpc: bit(field, 4),
    shortGi80Mhz: bit(field, 5),
    shortGi160Mhz: bit(field, 6),
    txStbc: bit(field, 7),
    rxStbcStreams: bits(field, 8, 3),
    suBeamformer: bit(field, 11),
    suBeamformee: bit(field, 12),
    beamformeeStreams: bits(field, 13, 3) + 1,
    soundingDimensions: bits(field, 16, 3) + 1,
    muBeamformer: bit(field, 19),
    muBeamformee: bit(field, 20),
    txopPowerSave: bit(field, 21),
    htcVht: bit(field, 22),
    maxAmpduOctets: 2 ** (13 + bits(field, 23, 3)) - 1,
    linkAdaptation: bits(field, 26, 2),
    rxAntennaPatternConsistency: bit(field, 28),
    txAntennaPatternConsistency: bit(field, 29),
    extendedNssBw,
    ...(maxMpduOctets === undefined ? {} : { maxMpduOctets }),
    ...(nssRatios === undefined ? {} : { nssRatios }),
  };
}

/** By width set, then by extended NSS bandwidth support. */
const NSS_RATIOS: readonly (readonly (VhtNssRatios | undefined)[])[] = [
  [
    { upTo80Mhz: 1 },
    { upTo80Mhz: 1, at160Mhz: 0.5 },
    { upTo80Mhz: 1, at160Mhz: 0.5, at80Plus80Mhz: 0.5 },
    { upTo80Mhz: 1, at160Mhz: 0.75, at80Plus80Mhz: 0.75 },
  ],
  [
    { upTo80Mhz: 1, at160Mhz: 1 },
    { upTo80Mhz: 1, at160Mhz: 1, at80Plus80Mhz: 0.5 },
    { upTo80Mhz: 1, at160Mhz: 1, at80Plus80Mhz: 0.75 },
    { upTo80Mhz: 2, at160Mhz: 2, at80Plus80Mhz: 1 },
  ],
  [
    { upTo80Mhz: 1, at160Mhz: 1, at80Plus80Mhz: 1 },
    undefined,
    undefined,
    { upTo80Mhz: 2, at160Mhz: 1, at80Plus80Mhz: 1 },
  ],
];

/** The Supported VHT-MCS and NSS Set field: NL80211_BAND_ATTR_VHT_MCS_SET, 8 octets. */
export interface VhtMcsSet {
  readonly rx: readonly NssLimit[];
  /** The highest long-GI rate; absent where the field does not say. */
  readonly maxRxRateMbps?: number;
  /** How many streams in all, over the widths that have fewer: 0 where it does not say. */
  readonly maxTotalNsts: number;
  readonly tx: readonly NssLimit[];
  readonly maxTxRateMbps?: number;
  readonly extendedNssBwCapable: boolean;
}

export function decodeVhtMcsSet(octets: Uint8Array): VhtMcsSet {
  const u16 = (at: number) => (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8);
  const [maxRx, maxTx] = [bits(u16(2), 0, 13), bits(u16(6), 0, 13)];
  return {
    rx: vhtMcsMap(u16(0)),
    ...(maxRx === 0 ? {} : { maxRxRateMbps: maxRx }),
    maxTotalNsts: bits(u16(2), 13, 3),
    tx: vhtMcsMap(u16(4)),
    ...(maxTx === 0 ? {} : { maxTxRateMbps: maxTx }),
    extendedNssBwCapable: bit(u16(6), 13),
  };
}

/** The VHT Capabilities element, 802.11ac. */
export interface VhtCapabilities {
  readonly info: VhtCapabilityInfo;
  readonly mcs: VhtMcsSet;
}

/** What rates need of the element, without the rest. */
export interface VhtRates {
  readonly shortGi80Mhz: boolean;
  readonly shortGi160Mhz: boolean;
  readonly nssRatios: VhtNssRatios | undefined;
  /** The ratios count: the field for them is known, or says nothing. */
  readonly nssRatiosKnown: boolean;
  /** The MCS map for sending, as it is in the element ({@link vhtMcsMap} reads it). */
  readonly tx: number;
}

export function readVhtRates(bytes: Uint8Array, start: number, end: number): VhtRates | undefined {
  if (end - start < 12) return undefined;
  const extendedNssBw = bytes[start + 3]! >>> 6;
  return {
    shortGi80Mhz: bit(bytes[start]!, 5),
    shortGi160Mhz: bit(bytes[start]!, 6),
    nssRatios: NSS_RATIOS[bits(bytes[start]!, 2, 2)]?.[extendedNssBw],
    nssRatiosKnown: bit(bytes[start + 11]!, 5) || extendedNssBw === 0,
    tx: bytes[start + 8]! | (bytes[start + 9]! << 8),
  };
}

/** 12 octets: the element's body, or `struct ieee80211_vht_cap` as NL80211_ATTR_VHT_CAPABILITY carries it. */
export function decodeVhtCapabilities(body: Uint8Array): VhtCapabilities {
  need(body, 12);
  return {
    info: decodeVhtCapabilityInfo(body[0]! | (body[1]! << 8) | (body[2]! << 16) | (body[3]! << 24)),
    mcs: decodeVhtMcsSet(body.subarray(4, 12)),
  };
}
