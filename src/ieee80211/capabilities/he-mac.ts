import { bitAt, bitsAt } from "../../bytes/bits.ts";

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
