import { bit, bitAt, bits, bitsAt, setBits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The HT Capability Information field: NL80211_BAND_ATTR_HT_CAPA has the same bits. */
export interface HtCapabilityInfo {
  readonly rxLdpc: boolean;
  /** 40 MHz as well as 20. */
  readonly fortyMhz: boolean;
  readonly smPowerSave: "static" | "dynamic" | "reserved" | "disabled";
  readonly greenfield: boolean;
  readonly shortGi20Mhz: boolean;
  readonly shortGi40Mhz: boolean;
  readonly txStbc: boolean;
  /** 0 to 3. */
  readonly rxStbcStreams: number;
  readonly delayedBlockAck: boolean;
  readonly maxAmsduOctets: 3839 | 7935;
  /** In beacons: whether the BSS allows DSSS/CCK in 40 MHz. */
  readonly dsssCck40Mhz: boolean;
  readonly fortyMhzIntolerant: boolean;
  readonly lsigTxopProtection: boolean;
}

export function decodeHtCapabilityInfo(field: number): HtCapabilityInfo {
  return {
    rxLdpc: bit(field, 0),
    fortyMhz: bit(field, 1),
    smPowerSave: (["static", "dynamic", "reserved", "disabled"] as const)[bits(field, 2, 2)]!,
    greenfield: bit(field, 4),
    shortGi20Mhz: bit(field, 5),
    shortGi40Mhz: bit(field, 6),
    txStbc: bit(field, 7),
    rxStbcStreams: bits(field, 8, 2),
    delayedBlockAck: bit(field, 10),
    maxAmsduOctets: bit(field, 11) ? 7935 : 3839,
    dsssCck40Mhz: bit(field, 12),
    fortyMhzIntolerant: bit(field, 14),
    lsigTxopProtection: bit(field, 15),
  };
}

/** The A-MPDU Parameters field: NL80211_BAND_ATTR_HT_AMPDU_FACTOR and _DENSITY. */
export interface HtAmpduParameters {
  /** 2^(13 + exponent) - 1: 8191 to 65535. */
  readonly maxLengthOctets: number;
  /** The time between the starts of two MPDUs; 0 is no restriction. */
  readonly minStartSpacingMicroseconds: number;
}

/** `factor` is 0 to 3, `density` 0 to 7. */
export function htAmpduParameters(factor: number, density: number): HtAmpduParameters {
  return {
    maxLengthOctets: 2 ** (13 + factor) - 1,
    minStartSpacingMicroseconds: density === 0 ? 0 : 2 ** (density - 3),
  };
}

/** The Supported MCS Set field: NL80211_BAND_ATTR_HT_MCS_SET, 16 octets. */
export interface HtMcsSet {
  /** Indices 0 to 76 that can be received: 0 to 7 one stream, 8 to 15 two, ... 32 the robust one of 40 MHz, 33 to 76 unequal. */
  readonly rx: readonly number[];
  /** Streams of the plain MCSs, 0 to 31. */
  readonly rxStreams: number;
  /** Absent where the field does not say. */
  readonly maxRxRateMbps?: number;
  /** What can be sent is told: the same, unless `txRxDiffers`. */
  readonly txDefined: boolean;
  readonly txRxDiffers: boolean;
  /** Where it differs. */
  readonly maxTxStreams?: number;
  readonly txUnequalModulation?: boolean;
}

export function decodeHtMcsSet(octets: Uint8Array): HtMcsSet {
  const rx = setBits(octets.subarray(0, 10)).filter((index) => index < 77);
  const maxRxRateMbps = bitsAt(octets, 80, 10);
  const txDefined = bitAt(octets, 96);
  const txRxDiffers = txDefined && bitAt(octets, 97);
  return {
    rx,
    rxStreams: rx.reduce((streams, index) => (index < 32 ? Math.max(streams, (index >> 3) + 1) : streams), 0),
    ...(maxRxRateMbps === 0 ? {} : { maxRxRateMbps }),
    txDefined,
    txRxDiffers,
    ...(txRxDiffers ? { maxTxStreams: bitsAt(octets, 98, 2) + 1, txUnequalModulation: bitAt(octets, 100) } : {}),
  };
}

/** The HT Extended Capabilities field. */
export interface HtExtendedCapabilities {
  readonly pco: boolean;
  /** How fast it changes widths: absent is not, 0 by the standard's value 3 is "at any time". */
  readonly pcoTransitionTime: number;
  /** 0 no feedback, 2 unsolicited, 3 both. */
  readonly mcsFeedback: number;
  readonly htControl: boolean;
  readonly reverseDirectionResponder: boolean;
}

export function decodeHtExtendedCapabilities(field: number): HtExtendedCapabilities {
  return {
    pco: bit(field, 0),
    pcoTransitionTime: bits(field, 1, 2),
    mcsFeedback: bits(field, 8, 2),
    htControl: bit(field, 10),
    reverseDirectionResponder: bit(field, 11),
  };
}

/** The Transmit Beamforming Capabilities field. Feedback is 0 none, 1 delayed, 2 immediate, 3 both. */
export interface HtBeamforming {
  readonly implicitRx: boolean;
  readonly rxStaggeredSounding: boolean;
  readonly txStaggeredSounding: boolean;
  readonly rxNdp: boolean;
  readonly txNdp: boolean;
  readonly implicit: boolean;
  /** 0 no, 1 responds, 2 and 3 starts too. */
  readonly calibration: number;
  readonly explicitCsi: boolean;
  readonly explicitNoncompressed: boolean;
  readonly explicitCompressed: boolean;
  readonly csiFeedback: number;
  readonly noncompressedFeedback: number;
  readonly compressedFeedback: number;
  readonly minGrouping: number;
  readonly csiAntennas: number;
  readonly noncompressedAntennas: number;
  readonly compressedAntennas: number;
  readonly csiRows: number;
  readonly channelEstimationStreams: number;
}

export function decodeHtBeamforming(field: number): HtBeamforming {
  return {
    implicitRx: bit(field, 0),
    rxStaggeredSounding: bit(field, 1),
    txStaggeredSounding: bit(field, 2),
    rxNdp: bit(field, 3),
    txNdp: bit(field, 4),
    implicit: bit(field, 5),
    calibration: bits(field, 6, 2),
    explicitCsi: bit(field, 8),
    explicitNoncompressed: bit(field, 9),
    explicitCompressed: bit(field, 10),
    csiFeedback: bits(field, 11, 2),
    noncompressedFeedback: bits(field, 13, 2),
    compressedFeedback: bits(field, 15, 2),
    minGrouping: bits(field, 17, 2),
    csiAntennas: bits(field, 19, 2) + 1,
    noncompressedAntennas: bits(field, 21, 2) + 1,
    compressedAntennas: bits(field, 23, 2) + 1,
    csiRows: bits(field, 25, 2) + 1,
    channelEstimationStreams: bits(field, 27, 2) + 1,
  };
}

/** The ASEL Capability field: antenna selection. */
export interface HtAntennaSelection {
  readonly capable: boolean;
  readonly csiFeedbackTx: boolean;
  readonly antennaIndicesFeedbackTx: boolean;
  readonly csiFeedback: boolean;
  readonly antennaIndicesFeedback: boolean;
  readonly receive: boolean;
  readonly soundingPpdus: boolean;
}

export function decodeHtAntennaSelection(field: number): HtAntennaSelection {
  return {
    capable: bit(field, 0),
    csiFeedbackTx: bit(field, 1),
    antennaIndicesFeedbackTx: bit(field, 2),
    csiFeedback: bit(field, 3),
    antennaIndicesFeedback: bit(field, 4),
    receive: bit(field, 5),
    soundingPpdus: bit(field, 6),
  };
}

/** The HT Capabilities element, 802.11n. */
export interface HtCapabilities {
  readonly info: HtCapabilityInfo;
  readonly ampdu: HtAmpduParameters;
  readonly mcs: HtMcsSet;
  readonly extended: HtExtendedCapabilities;
  readonly beamforming: HtBeamforming;
  readonly antennaSelection: HtAntennaSelection;
}

/** What rates need of the element, without the rest. */
export interface HtRates extends Pick<HtCapabilityInfo, "fortyMhz" | "shortGi20Mhz" | "shortGi40Mhz"> {
  /** Indices that can be received, as bits: 0 to 31, and 32 to 63, and 64 to 76. */
  readonly rx: readonly [number, number, number];
  /** Streams that can be sent, where that differs. */
  readonly maxTxStreams: number | undefined;
}

export function readHtRates(bytes: Uint8Array, start: number, end: number): HtRates | undefined {
  if (end - start < 26) return undefined;
  const info = bytes[start]!;
  const tx = bytes[start + 15]!; // bit 0 defined, 1 differs, 2 and 3 streams
  return {
    fortyMhz: bit(info, 1),
    shortGi20Mhz: bit(info, 5),
    shortGi40Mhz: bit(info, 6),
    rx: [u32le(bytes, start + 3), u32le(bytes, start + 7), (bytes[start + 11]! | (bytes[start + 12]! << 8)) & 0x1fff],
    maxTxStreams: bits(tx, 0, 2) === 3 ? bits(tx, 2, 2) + 1 : undefined,
  };
}

function u32le(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** 26 octets: the element's body, or `struct ieee80211_ht_cap` as NL80211_ATTR_HT_CAPABILITY carries it. */
export function decodeHtCapabilities(body: Uint8Array): HtCapabilities {
  need(body, 26);
  return {
    info: decodeHtCapabilityInfo(body[0]! | (body[1]! << 8)),
    ampdu: htAmpduParameters(bits(body[2]!, 0, 2), bits(body[2]!, 2, 3)),
    mcs: decodeHtMcsSet(body.subarray(3, 19)),
    extended: decodeHtExtendedCapabilities(body[19]! | (body[20]! << 8)),
    beamforming: decodeHtBeamforming(body[21]! | (body[22]! << 8) | (body[23]! << 16) | (body[24]! << 24)),
    antennaSelection: decodeHtAntennaSelection(body[25]!),
  };
}
