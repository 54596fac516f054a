import { bitAt, bitsAt } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";
import { type NssLimit, s1gMcsMap } from "./mcs.ts";

/** The S1G Capabilities Information field, 10 octets: NL80211_ATTR_S1G_CAPABILITY begins with it. */
export interface S1gCapabilityInfo {
  readonly s1gLong: boolean;
  readonly shortGi1Mhz: boolean;
  readonly shortGi2Mhz: boolean;
  readonly shortGi4Mhz: boolean;
  readonly shortGi8Mhz: boolean;
  readonly shortGi16Mhz: boolean;
  readonly maxWidthMhz: 2 | 4 | 8 | 16;
  readonly rxLdpc: boolean;
  readonly txStbc: boolean;
  readonly rxStbc: boolean;
  readonly suBeamformer: boolean;
  readonly suBeamformee: boolean;
  readonly beamformeeStreams: number;
  readonly soundingDimensions: number;
  readonly muBeamformer: boolean;
  readonly muBeamformee: boolean;
  readonly htcVht: boolean;
  /** 0 none, 1 one stream, 3 one and two. */
  readonly travelingPilot: number;
  readonly reverseDirectionResponder: boolean;
  readonly htDelayedBlockAck: boolean;
  readonly maxMpduOctets: 3895 | 7991;
  /** 2^(13 + exponent) - 1. */
  readonly maxAmpduOctets: number;
  readonly minMpduStartSpacingMicroseconds: number;
  readonly uplinkSync: boolean;
  readonly dynamicAid: boolean;
  readonly blockAckTwt: boolean;
  readonly timAde: boolean;
  readonly nonTim: boolean;
  readonly groupAid: boolean;
  readonly stationType: "sensor and non-sensor" | "sensor only" | "non-sensor only" | "reserved";
  readonly centralizedAuthenticationControl: boolean;
  readonly distributedAuthenticationControl: boolean;
  readonly amsdu: boolean;
  readonly ampdu: boolean;
  readonly asymmetricBlockAck: boolean;
  readonly flowControl: boolean;
  /** 0 none, 1 TXOP-based, 2 group, 3 both. */
  readonly sectorizedBeam: number;
  readonly obssMitigation: boolean;
  readonly fragmentBlockAck: boolean;
  readonly ndpPsPoll: boolean;
  readonly rawOperation: boolean;
  readonly pageSlicing: boolean;
  readonly txopSharingImplicitAck: boolean;
  /** 0 no feedback, 2 unsolicited, 3 both. */
  readonly vhtLinkAdaptation: number;
  readonly tackAsPsPollResponse: boolean;
  readonly duplicate1Mhz: boolean;
  readonly mcsNegotiation: boolean;
  readonly controlResponsePreamble1Mhz: boolean;
  readonly ndpBeamformingReportPoll: boolean;
  readonly unsolicitedDynamicAid: boolean;
  readonly sectorTraining: boolean;
  readonly temporaryPsModeSwitch: boolean;
  readonly twtGrouping: boolean;
  readonly bidirectionalTxop: boolean;
  readonly color: number;
  readonly twtRequester: boolean;
  readonly twtResponder: boolean;
  readonly pv1Frames: boolean;
  readonly linkAdaptationWithoutNdpCmac: boolean;
}

const STATION_TYPES = ["sensor and non-sensor", "sensor only", "non-sensor only", "reserved"] as const;

export function decodeS1gCapabilityInfo(field: Uint8Array): S1gCapabilityInfo {
  const is = (index: number) => bitAt(field, index);
  const spacing = bitsAt(field, 29, 3);
  return {
    s1gLong: is(0),
    shortGi1Mhz: is(1),
    shortGi2Mhz: is(2),
    shortGi4Mhz: is(3),
    shortGi8Mhz: is(4),
    shortGi16Mhz: is(5),
    maxWidthMhz: ([2, 4, 8, 16] as const)[bitsAt(field, 6, 2)]!,
    rxLdpc: is(8),
    txStbc: is(9),
    rxStbc: is(10),
    suBeamformer: is(11),
    suBeamformee: is(12),
    beamformeeStreams: bitsAt(field, 13, 3) + 1,
    soundingDimensions: bitsAt(field, 16, 3) + 1,
    muBeamformer: is(19),
    muBeamformee: is(20),
    htcVht: is(21),
    travelingPilot: bitsAt(field, 22, 2),
    reverseDirectionResponder: is(24),
    htDelayedBlockAck: is(25),
    maxMpduOctets: is(26) ? 7991 : 3895,
    maxAmpduOctets: 2 ** (13 + bitsAt(field, 27, 2)) - 1,
    minMpduStartSpacingMicroseconds: spacing === 0 ? 0 : 2 ** (spacing - 3),
    uplinkSync: is(32),
    dynamicAid: is(33),
    blockAckTwt: is(34),
    timAde: is(35),
    nonTim: is(36),
    groupAid: is(37),
    stationType: STATION_TYPES[bitsAt(field, 38, 2)]!,
    centralizedAuthenticationControl: is(40),
    distributedAuthenticationControl: is(41),
    amsdu: is(42),
    ampdu: is(43),
    asymmetricBlockAck: is(44),
    flowControl: is(45),
    sectorizedBeam: bitsAt(field, 46, 2),
    obssMitigation: is(48),
    fragmentBlockAck: is(49),
    ndpPsPoll: is(50),
    rawOperation: is(51),
    pageSlicing: is(52),
    txopSharingImplicitAck: is(53),
    vhtLinkAdaptation: bitsAt(field, 54, 2),
    tackAsPsPollResponse: is(56),
    duplicate1Mhz: is(57),
    mcsNegotiation: is(58),
    controlResponsePreamble1Mhz: is(59),
    ndpBeamformingReportPoll: is(60),
    unsolicitedDynamicAid: is(61),
    sectorTraining: is(62),
    temporaryPsModeSwitch: is(63),
    twtGrouping: is(64),
    bidirectionalTxop: is(65),
    color: bitsAt(field, 66, 3),
    twtRequester: is(69),
    twtResponder: is(70),
    pv1Frames: is(71),
    linkAdaptationWithoutNdpCmac: is(72),
  };
}

/** The Supported S1G-MCS and NSS Set field, 5 octets. */
export interface S1gMcsSet {
  readonly rx: readonly NssLimit[];
  /** Highest rates with a long guard interval; absent where the field does not say. */
  readonly maxRxRateMbps?: number;
  readonly tx: readonly NssLimit[];
  readonly maxTxRateMbps?: number;
  /** For one stream of 1 MHz: 0 as the maps say, 1 up to MCS 2, 2 up to 7, 3 up to 9. */
  readonly rxSingleStream1Mhz: number;
  readonly txSingleStream1Mhz: number;
}

export function decodeS1gMcsSet(octets: Uint8Array): S1gMcsSet {
  const [maxRx, maxTx] = [bitsAt(octets, 8, 9), bitsAt(octets, 25, 9)];
  return {
    rx: s1gMcsMap(bitsAt(octets, 0, 8)),
    ...(maxRx === 0 ? {} : { maxRxRateMbps: maxRx }),
    tx: s1gMcsMap(bitsAt(octets, 17, 8)),
    ...(maxTx === 0 ? {} : { maxTxRateMbps: maxTx }),
    rxSingleStream1Mhz: bitsAt(octets, 34, 2),
    txSingleStream1Mhz: bitsAt(octets, 36, 2),
  };
}

/** The S1G Capabilities element, 802.11ah. */
export interface S1gCapabilities {
  readonly info: S1gCapabilityInfo;
  readonly mcs: S1gMcsSet;
}

export function decodeS1gCapabilities(body: Uint8Array): S1gCapabilities {
  need(body, 15);
  return { info: decodeS1gCapabilityInfo(body.subarray(0, 10)), mcs: decodeS1gMcsSet(body.subarray(10, 15)) };
}
