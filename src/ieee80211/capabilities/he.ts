import { bit, bitAt, bitsAt } from "../../bytes/bits.ts";
import { malformed, need } from "../element-kind.ts";
import { heMcsMap, type NssLimit } from "./mcs.ts";
import { decodeHePpeThresholds, type PpeThresholds } from "./ppe.ts";

/** The HE MAC Capabilities Information field, 6 octets: NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC. */
export interface HeMacCapabilities {
  readonly htcHe: boolean;
  readonly twtRequester: boolean;
  readonly twtResponder: boolean;
  /** 0 none, 1 to 3. */
  readonly dynamicFragmentationLevel: number;
  /** Fragmented MSDUs at once: 1 to 64, 0 for no limit. */
  readonly maxFragmentedMsdus: number;
  /** Of the first fragment: 0 for no limit. */
  readonly minFragmentOctets: number;
  readonly triggerFramePaddingMicroseconds: number;
  readonly multiTidAggregationRx: number;
  /** 0 no feedback, 2 unsolicited, 3 both. */
  readonly linkAdaptation: number;
  readonly allAck: boolean;
  readonly triggeredResponseScheduling: boolean;
  readonly bufferStatusReport: boolean;
  readonly broadcastTwt: boolean;
  readonly blockAckBitmap32: boolean;
  readonly muCascading: boolean;
  readonly ackEnabledAggregation: boolean;
  readonly omControl: boolean;
  readonly ofdmaRandomAccess: boolean;
  readonly maxAmpduLengthExponentExtension: number;
  readonly amsduFragmentation: boolean;
  readonly flexibleTwt: boolean;
  readonly rxControlFrameToMultiBss: boolean;
  readonly bsrpBqrpAmpduAggregation: boolean;
  readonly quietTimePeriod: boolean;
  readonly bandwidthQueryReport: boolean;
  readonly psrResponder: boolean;
  readonly ndpFeedbackReport: boolean;
  readonly opportunisticPowerSave: boolean;
  readonly amsduNotUnderBlockAckInAmpdu: boolean;
  readonly multiTidAggregationTx: number;
  readonly subchannelSelectiveTransmission: boolean;
  readonly ul2x996ToneRu: boolean;
  readonly omControlUlMuDataDisableRx: boolean;
  readonly dynamicSmPowerSave: boolean;
  readonly puncturedSounding: boolean;
  readonly htVhtTriggerFrameRx: boolean;
}

export function decodeHeMacCapabilities(field: Uint8Array): HeMacCapabilities {
  const is = (index: number) => bitAt(field, index);
  const fragmentExponent = bitsAt(field, 5, 3);
  const minFragment = bitsAt(field, 8, 2);
  return {
    htcHe: is(0),
    twtRequester: is(1),
    twtResponder: is(2),
    dynamicFragmentationLevel: bitsAt(field, 3, 2),
    maxFragmentedMsdus: fragmentExponent === 7 ? 0 : 2 ** fragmentExponent,
    minFragmentOctets: minFragment === 0 ? 0 : 2 ** (6 + minFragment),
    triggerFramePaddingMicroseconds: 8 * bitsAt(field, 10, 2),
    multiTidAggregationRx: bitsAt(field, 12, 3) + 1,
    linkAdaptation: bitsAt(field, 15, 2),
    allAck: is(17),
    triggeredResponseScheduling: is(18),
    bufferStatusReport: is(19),
    broadcastTwt: is(20),
    blockAckBitmap32: is(21),
    muCascading: is(22),
    ackEnabledAggregation: is(23),
    omControl: is(25),
    ofdmaRandomAccess: is(26),
    maxAmpduLengthExponentExtension: bitsAt(field, 27, 2),
    amsduFragmentation: is(29),
    flexibleTwt: is(30),
    rxControlFrameToMultiBss: is(31),
    bsrpBqrpAmpduAggregation: is(32),
    quietTimePeriod: is(33),
    bandwidthQueryReport: is(34),
    psrResponder: is(35),
    ndpFeedbackReport: is(36),
    opportunisticPowerSave: is(37),
    amsduNotUnderBlockAckInAmpdu: is(38),
    multiTidAggregationTx: bitsAt(field, 39, 3) + 1,
    subchannelSelectiveTransmission: is(42),
    ul2x996ToneRu: is(43),
    omControlUlMuDataDisableRx: is(44),
    dynamicSmPowerSave: is(45),
    puncturedSounding: is(46),
    htVhtTriggerFrameRx: is(47),
  };
}

/** The HE PHY Capabilities Information field, 11 octets: NL80211_BAND_IFTYPE_ATTR_HE_CAP_PHY. */
export interface HePhyCapabilities {
  /** Widths: the bits for 2.4 GHz and those for 5 and 6 GHz count in their bands only. */
  readonly fortyMhzIn24Ghz: boolean;
  readonly fortyAnd80MhzIn5And6Ghz: boolean;
  readonly oneSixtyMhz: boolean;
  readonly eightyPlus80Mhz: boolean;
  readonly ru242In24Ghz: boolean;
  readonly ru242In5Ghz: boolean;
  /** Four bits: secondary 20 or 40 of 80 MHz, then of 160 MHz. */
  readonly puncturedPreambleRx: number;
  /** Device class A transmits with better precision. */
  readonly deviceClass: "A" | "B";
  readonly ldpc: boolean;
  readonly suPpdu1xLtf08MicrosecondGi: boolean;
  readonly midambleMaxNsts: number;
  readonly ndp4xLtf32MicrosecondGi: boolean;
  readonly stbcTxUpTo80Mhz: boolean;
  readonly stbcRxUpTo80Mhz: boolean;
  readonly dopplerTx: boolean;
  readonly dopplerRx: boolean;
  readonly fullBandwidthUlMuMimo: boolean;
  readonly partialBandwidthUlMuMimo: boolean;
  /** Dual carrier modulation: 0 no, 1 BPSK, 2 QPSK, 3 16-QAM. */
  readonly dcmMaxConstellationTx: number;
  readonly dcmMaxNssTx: number;
  readonly dcmMaxConstellationRx: number;
  readonly dcmMaxNssRx: number;
  readonly rxPartialBandwidthSuIn20MhzMu: boolean;
  readonly suBeamformer: boolean;
  readonly suBeamformee: boolean;
  readonly muBeamformer: boolean;
  readonly beamformeeStsUpTo80Mhz: number;
  readonly beamformeeStsAbove80Mhz: number;
  readonly soundingDimensionsUpTo80Mhz: number;
  readonly soundingDimensionsAbove80Mhz: number;
  readonly ng16SuFeedback: boolean;
  readonly ng16MuFeedback: boolean;
  readonly codebook42SuFeedback: boolean;
  readonly codebook75MuFeedback: boolean;
  readonly triggeredSuBeamformingFeedback: boolean;
  readonly triggeredMuBeamformingPartialBandwidthFeedback: boolean;
  readonly triggeredCqiFeedback: boolean;
  readonly partialBandwidthExtendedRange: boolean;
  readonly partialBandwidthDlMuMimo: boolean;
  readonly ppeThresholdsPresent: boolean;
  readonly psrBasedSpatialReuse: boolean;
  readonly powerBoostFactor: boolean;
  readonly suAndMuPpdu4xLtf08MicrosecondGi: boolean;
  readonly maxNc: number;
  readonly stbcTxAbove80Mhz: boolean;
  readonly stbcRxAbove80Mhz: boolean;
  readonly erSuPpdu4xLtf08MicrosecondGi: boolean;
  readonly twentyMhzIn40MhzPpduIn24Ghz: boolean;
  readonly twentyMhzIn160MhzPpdu: boolean;
  readonly eightyMhzIn160MhzPpdu: boolean;
  readonly erSuPpdu1xLtf08MicrosecondGi: boolean;
  readonly midamble2xAnd1xLtf: boolean;
  /** 0 242, 1 484, 2 996, 3 2x996 tones. */
  readonly dcmMaxRu: number;
  readonly longerThan16SigBSymbols: boolean;
  readonly nonTriggeredCqiFeedback: boolean;
  readonly tx1024QamBelow242ToneRu: boolean;
  readonly rx1024QamBelow242ToneRu: boolean;
  readonly rxFullBandwidthSuInMuWithCompressedSigB: boolean;
  readonly rxFullBandwidthSuInMuWithNonCompressedSigB: boolean;
  /** 0, 8 or 16; absent where thresholds tell. */
  readonly nominalPacketPaddingMicroseconds?: number;
  readonly mu1RuMaxLtf: boolean;
}

export function decodeHePhyCapabilities(field: Uint8Array): HePhyCapabilities {
  const is = (index: number) => bitAt(field, index);
  const padding = bitsAt(field, 78, 2);
  return {
    fortyMhzIn24Ghz: is(1),
    fortyAnd80MhzIn5And6Ghz: is(2),
    oneSixtyMhz: is(3),
    eightyPlus80Mhz: is(4),
    ru242In24Ghz: is(5),
    ru242In5Ghz: is(6),
    puncturedPreambleRx: bitsAt(field, 8, 4),
    deviceClass: is(12) ? "A" : "B",
    ldpc: is(13),
    suPpdu1xLtf08MicrosecondGi: is(14),
    midambleMaxNsts: bitsAt(field, 15, 2) + 1,
    ndp4xLtf32MicrosecondGi: is(17),
    stbcTxUpTo80Mhz: is(18),
    stbcRxUpTo80Mhz: is(19),
    dopplerTx: is(20),
    dopplerRx: is(21),
    fullBandwidthUlMuMimo: is(22),
    partialBandwidthUlMuMimo: is(23),
    dcmMaxConstellationTx: bitsAt(field, 24, 2),
    dcmMaxNssTx: bitsAt(field, 26, 1) + 1,
    dcmMaxConstellationRx: bitsAt(field, 27, 2),
    dcmMaxNssRx: bitsAt(field, 29, 1) + 1,
    rxPartialBandwidthSuIn20MhzMu: is(30),
    suBeamformer: is(31),
    suBeamformee: is(32),
    muBeamformer: is(33),
    beamformeeStsUpTo80Mhz: bitsAt(field, 34, 3) + 1,
    beamformeeStsAbove80Mhz: bitsAt(field, 37, 3) + 1,
    soundingDimensionsUpTo80Mhz: bitsAt(field, 40, 3) + 1,
    soundingDimensionsAbove80Mhz: bitsAt(field, 43, 3) + 1,
    ng16SuFeedback: is(46),
    ng16MuFeedback: is(47),
    codebook42SuFeedback: is(48),
    codebook75MuFeedback: is(49),
    triggeredSuBeamformingFeedback: is(50),
    triggeredMuBeamformingPartialBandwidthFeedback: is(51),
    triggeredCqiFeedback: is(52),
    partialBandwidthExtendedRange: is(53),
    partialBandwidthDlMuMimo: is(54),
    ppeThresholdsPresent: is(55),
    psrBasedSpatialReuse: is(56),
    powerBoostFactor: is(57),
    suAndMuPpdu4xLtf08MicrosecondGi: is(58),
    maxNc: bitsAt(field, 59, 3) + 1,
    stbcTxAbove80Mhz: is(62),
    stbcRxAbove80Mhz: is(63),
    erSuPpdu4xLtf08MicrosecondGi: is(64),
    twentyMhzIn40MhzPpduIn24Ghz: is(65),
    twentyMhzIn160MhzPpdu: is(66),
    eightyMhzIn160MhzPpdu: is(67),
    erSuPpdu1xLtf08MicrosecondGi: is(68),
    midamble2xAnd1xLtf: is(69),
    dcmMaxRu: bitsAt(field, 70, 2),
    longerThan16SigBSymbols: is(72),
    nonTriggeredCqiFeedback: is(73),
    tx1024QamBelow242ToneRu: is(74),
    rx1024QamBelow242ToneRu: is(75),
    rxFullBandwidthSuInMuWithCompressedSigB: is(76),
    rxFullBandwidthSuInMuWithNonCompressedSigB: is(77),
    ...(padding === 3 ? {} : { nominalPacketPaddingMicroseconds: 8 * padding }),
    mu1RuMaxLtf: is(80),
  };
}

/** What can be received and sent in one channel width. */
export interface HeMcsNss {
  readonly rx: readonly NssLimit[];
  readonly tx: readonly NssLimit[];
}

/** The Supported HE-MCS And NSS Set field: NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET. */
export interface HeMcsSet {
  readonly upTo80Mhz: HeMcsNss;
  readonly at160Mhz?: HeMcsNss;
  readonly at80Plus80Mhz?: HeMcsNss;
}

/** 4 octets, and 4 more for each of 160 and 80+80 MHz that `phy` has. The kernel gives all 12 always. */
export function decodeHeMcsSet(
  octets: Uint8Array,
  phy: Pick<HePhyCapabilities, "oneSixtyMhz" | "eightyPlus80Mhz">,
): HeMcsSet {
  const pair = (at: number): HeMcsNss => ({
    rx: heMcsMap((octets[at] ?? 0xff) | ((octets[at + 1] ?? 0xff) << 8)),
    tx: heMcsMap((octets[at + 2] ?? 0xff) | ((octets[at + 3] ?? 0xff) << 8)),
  });
  const kernelLayout = octets.length === 12;
  const at80Plus80 = phy.oneSixtyMhz || kernelLayout ? 8 : 4;
  return {
    upTo80Mhz: pair(0),
    ...(phy.oneSixtyMhz ? { at160Mhz: pair(4) } : {}),
    ...(phy.eightyPlus80Mhz ? { at80Plus80Mhz: pair(at80Plus80) } : {}),
  };
}

/** The HE Capabilities element, 802.11ax. */
export interface HeCapabilities {
  readonly mac: HeMacCapabilities;
  readonly phy: HePhyCapabilities;
  readonly mcs: HeMcsSet;
  /** Absent too where the element ends within them: access points are on the air that leave some out. The octets are in `extra` then. */
  readonly ppe?: PpeThresholds;
  /** Octets after the last field. */
  readonly extra?: Uint8Array;
}

/** The MCS maps for sending, as they are in the element ({@link heMcsMap} reads them), without the rest of it. */
export interface HeTxMaps {
  readonly upTo80Mhz: number;
  readonly at160Mhz: number | undefined;
  readonly at80Plus80Mhz: number | undefined;
}

export function readHeTxMaps(bytes: Uint8Array, start: number, end: number): HeTxMaps | undefined {
  if (end - start < 21) return undefined;
  const widths = bytes[start + 6]!; // bits 3 and 4 of the PHY capabilities
  const [oneSixtyMhz, eightyPlus80Mhz] = [bit(widths, 3), bit(widths, 4)];
  if (end - start < 21 + (oneSixtyMhz ? 4 : 0) + (eightyPlus80Mhz ? 4 : 0)) return undefined;
  const tx = (at: number) => bytes[at + 2]! | (bytes[at + 3]! << 8);
  return {
    upTo80Mhz: tx(start + 17),
    at160Mhz: oneSixtyMhz ? tx(start + 21) : undefined,
    at80Plus80Mhz: eightyPlus80Mhz ? tx(start + (oneSixtyMhz ? 25 : 21)) : undefined,
  };
}

function heMcsEnd(body: Uint8Array, phy: Pick<HePhyCapabilities, "oneSixtyMhz" | "eightyPlus80Mhz">): number {
  const end = 21 + (phy.oneSixtyMhz ? 4 : 0) + (phy.eightyPlus80Mhz ? 4 : 0);
  if (body.length < end) throw malformed(`MCS maps of ${end - 17} octets, ${body.length - 17} there`);
  return end;
}

export function decodeHeCapabilities(body: Uint8Array): HeCapabilities {
  need(body, 21);
  const phy = decodeHePhyCapabilities(body.subarray(6, 17));
  const mcsEnd = heMcsEnd(body, phy);
  const ppe = phy.ppeThresholdsPresent ? decodeHePpeThresholds(body.subarray(mcsEnd)) : undefined;
  const end = mcsEnd + (ppe?.octets ?? 0);
  return {
    mac: decodeHeMacCapabilities(body.subarray(0, 6)),
    phy,
    mcs: decodeHeMcsSet(body.subarray(17, mcsEnd), phy),
    ...(ppe === undefined ? {} : { ppe }),
    ...(end < body.length ? { extra: body.subarray(end) } : {}),
  };
}
