import { bitAt, bitsAt } from "../../bytes/bits.ts";

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
