import { bitAt, bitsAt } from "../../bytes/bits.ts";

/** The EHT PHY Capabilities Information field, 9 octets: NL80211_BAND_IFTYPE_ATTR_EHT_CAP_PHY. */
export interface EhtPhyCapabilities {
  readonly threeTwentyMhzIn6Ghz: boolean;
  readonly ru242InWiderThan20Mhz: boolean;
  readonly ndp4xLtf32MicrosecondGi: boolean;
  readonly partialBandwidthUlMuMimo: boolean;
  readonly suBeamformer: boolean;
  readonly suBeamformee: boolean;
  readonly beamformeeStreamsUpTo80Mhz: number;
  readonly beamformeeStreamsAt160Mhz: number;
  readonly beamformeeStreamsAt320Mhz: number;
  readonly soundingDimensionsUpTo80Mhz: number;
  readonly soundingDimensionsAt160Mhz: number;
  readonly soundingDimensionsAt320Mhz: number;
  readonly ng16SuFeedback: boolean;
  readonly ng16MuFeedback: boolean;
  readonly codebook42SuFeedback: boolean;
  readonly codebook75MuFeedback: boolean;
  readonly triggeredSuBeamformingFeedback: boolean;
  readonly triggeredMuBeamformingPartialBandwidthFeedback: boolean;
  readonly triggeredCqiFeedback: boolean;
  readonly partialBandwidthDlMuMimo: boolean;
  readonly psrBasedSpatialReuse: boolean;
  readonly powerBoostFactor: boolean;
  readonly muPpdu4xLtf08MicrosecondGi: boolean;
  readonly maxNc: number;
  readonly nonTriggeredCqiFeedback: boolean;
  readonly tx1024And4096QamBelow242ToneRu: boolean;
  readonly rx1024And4096QamBelow242ToneRu: boolean;
  readonly ppeThresholdsPresent: boolean;
  readonly commonNominalPacketPaddingMicroseconds: 0 | 8 | 16 | 20;
  /** Extra LTFs are supported at all, then how many for SU and for MU and NDPs, as the field counts them. */
  readonly extraLtfs: boolean;
  readonly maxLtfsCode: number;
  /** The robust MCS 15 in RUs of 52+26 and 106+26, 484+242, 996+484(+242) and 3x996 tones. */
  readonly mcs15Ru52And106: boolean;
  readonly mcs15At80Mhz: boolean;
  readonly mcs15At160Mhz: boolean;
  readonly mcs15At320Mhz: boolean;
  /** MCS 14, EHT DUP. */
  readonly dupIn6Ghz: boolean;
  readonly twentyMhzRxNdpWithWiderBandwidth: boolean;
  readonly nonOfdmaUlMuMimoUpTo80Mhz: boolean;
  readonly nonOfdmaUlMuMimoAt160Mhz: boolean;
  readonly nonOfdmaUlMuMimoAt320Mhz: boolean;
  readonly muBeamformerUpTo80Mhz: boolean;
  readonly muBeamformerAt160Mhz: boolean;
  readonly muBeamformerAt320Mhz: boolean;
  readonly tbSoundingFeedbackRateLimit: boolean;
  readonly rx1024QamInWiderDlOfdma: boolean;
  readonly rx4096QamInWiderDlOfdma: boolean;
  readonly twentyMhzOnlyLimitedCapabilities: boolean;
  readonly twentyMhzOnlyTriggeredMuFeedbackAndDlMuMimo: boolean;
  readonly twentyMhzOnlyMruSupport: boolean;
}

export function decodeEhtPhyCapabilities(field: Uint8Array): EhtPhyCapabilities {
  const is = (index: number) => bitAt(field, index);
  return {
    threeTwentyMhzIn6Ghz: is(1),
    ru242InWiderThan20Mhz: is(2),
    ndp4xLtf32MicrosecondGi: is(3),
    partialBandwidthUlMuMimo: is(4),
    suBeamformer: is(5),
    suBeamformee: is(6),
    beamformeeStreamsUpTo80Mhz: bitsAt(field, 7, 3) + 1,
    beamformeeStreamsAt160Mhz: bitsAt(field, 10, 3) + 1,
    beamformeeStreamsAt320Mhz: bitsAt(field, 13, 3) + 1,
    soundingDimensionsUpTo80Mhz: bitsAt(field, 16, 3) + 1,
    soundingDimensionsAt160Mhz: bitsAt(field, 19, 3) + 1,
    soundingDimensionsAt320Mhz: bitsAt(field, 22, 3) + 1,
    ng16SuFeedback: is(25),
    ng16MuFeedback: is(26),
    codebook42SuFeedback: is(27),
    codebook75MuFeedback: is(28),
    triggeredSuBeamformingFeedback: is(29),
    triggeredMuBeamformingPartialBandwidthFeedback: is(30),
    triggeredCqiFeedback: is(31),
    partialBandwidthDlMuMimo: is(32),
    psrBasedSpatialReuse: is(33),
    powerBoostFactor: is(34),
    muPpdu4xLtf08MicrosecondGi: is(35),
    maxNc: bitsAt(field, 36, 4) + 1,
    nonTriggeredCqiFeedback: is(40),
    tx1024And4096QamBelow242ToneRu: is(41),
    rx1024And4096QamBelow242ToneRu: is(42),
    ppeThresholdsPresent: is(43),
    commonNominalPacketPaddingMicroseconds: ([0, 8, 16, 20] as const)[bitsAt(field, 44, 2)]!,
    extraLtfs: is(46),
    maxLtfsCode: bitsAt(field, 47, 4),
    mcs15Ru52And106: is(51),
    mcs15At80Mhz: is(52),
    mcs15At160Mhz: is(53),
    mcs15At320Mhz: is(54),
    dupIn6Ghz: is(55),
    twentyMhzRxNdpWithWiderBandwidth: is(56),
    nonOfdmaUlMuMimoUpTo80Mhz: is(57),
    nonOfdmaUlMuMimoAt160Mhz: is(58),
    nonOfdmaUlMuMimoAt320Mhz: is(59),
    muBeamformerUpTo80Mhz: is(60),
    muBeamformerAt160Mhz: is(61),
    muBeamformerAt320Mhz: is(62),
    tbSoundingFeedbackRateLimit: is(63),
    rx1024QamInWiderDlOfdma: is(64),
    rx4096QamInWiderDlOfdma: is(65),
    twentyMhzOnlyLimitedCapabilities: is(66),
    twentyMhzOnlyTriggeredMuFeedbackAndDlMuMimo: is(67),
    twentyMhzOnlyMruSupport: is(68),
  };
}
