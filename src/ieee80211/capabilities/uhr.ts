import { bitAt, bits, bitsAt } from "../../bytes/bits.ts";
import { type DecodeContext, need } from "../element-kind.ts";
import { type EhtMcsNss, ehtMcsNss } from "./mcs.ts";

/** The UHR MAC Capabilities (P802.11bn D1.3, 6 octets), as ieee80211-uhr.h of Linux 7.3 has them. */
export interface UhrMacCapabilities {
  /** Dynamic power save: of its own, of others, and held in high capability mode by an access point. */
  readonly dynamicPowerSave: boolean;
  readonly dynamicPowerSaveAssisting: boolean;
  readonly dynamicPowerSaveApStaticHcm: boolean;
  /** Non-primary channel access. */
  readonly nonPrimaryChannelAccess: boolean;
  readonly enhancedBufferStatusReport: boolean;
  readonly additionalMappedTid: boolean;
  readonly eotsp: boolean;
  readonly dynamicSubbandOperation: boolean;
  readonly priorityEdca: boolean;
  readonly dynamicBandwidthExpansion: boolean;
  readonly ulLowLatencyIndication: boolean;
  readonly p2pLowLatencyIndication: boolean;
  readonly periodicUnavailability: boolean;
  readonly apPeriodicUnavailability: boolean;
  readonly dynamicUnavailability: boolean;
  readonly omControlUlMuDisableRx: boolean;
  readonly adaptiveOperationMode: boolean;
  readonly icfResponseLocation: boolean;
  readonly triggeredResponseScheduling: boolean;
  readonly txopSharing: boolean;
  readonly txopReturnInSharing: boolean;
  /** How long an operating mode update may take: 0, or 128 µs to 131 ms. Absent for reserved values. */
  readonly omParameterUpdateTimeoutMicroseconds?: number;
  readonly parameterUpdateAdvanceNotification: number;
  readonly updateIndicationTimInterval: number;
  readonly boundedEss: boolean;
  readonly btmAssurance: boolean;
  readonly coordinatedBeamforming: boolean;
}

export function decodeUhrMacCapabilities(field: Uint8Array): UhrMacCapabilities {
  const is = (index: number) => bitAt(field, index);
  const timeout = bitsAt(field, 22, 4);
  return {
    dynamicPowerSave: is(0),
    dynamicPowerSaveAssisting: is(1),
    dynamicPowerSaveApStaticHcm: is(2),
    nonPrimaryChannelAccess: is(4),
    enhancedBufferStatusReport: is(5),
    additionalMappedTid: is(6),
    eotsp: is(7),
    dynamicSubbandOperation: is(8),
    priorityEdca: is(9),
    dynamicBandwidthExpansion: is(10),
    ulLowLatencyIndication: is(11),
    p2pLowLatencyIndication: is(12),
    periodicUnavailability: is(13),
    apPeriodicUnavailability: is(14),
    dynamicUnavailability: is(15),
    omControlUlMuDisableRx: is(16),
    adaptiveOperationMode: is(17),
    icfResponseLocation: is(18),
    triggeredResponseScheduling: is(19),
    txopSharing: is(20),
    txopReturnInSharing: is(21),
    ...(timeout > 11 ? {} : { omParameterUpdateTimeoutMicroseconds: timeout === 0 ? 0 : 128 << (timeout - 1) }),
    parameterUpdateAdvanceNotification: bitsAt(field, 26, 3),
    updateIndicationTimInterval: bitsAt(field, 29, 5),
    boundedEss: is(34),
    btmAssurance: is(35),
    coordinatedBeamforming: is(36),
  };
}

/** The UHR PHY Capabilities (P802.11bn D1.3, 5 octets). */
export interface UhrPhyCapabilities {
  /** More receive streams than EHT says, for sounding and downlink MU, by width. */
  readonly maxNssRxSoundingUpTo80Mhz: boolean;
  readonly maxNssRxDlMuUpTo80Mhz: boolean;
  readonly maxNssRxSoundingAt160Mhz: boolean;
  readonly maxNssRxDlMuAt160Mhz: boolean;
  readonly maxNssRxSoundingAt320Mhz: boolean;
  readonly maxNssRxDlMuAt320Mhz: boolean;
  /** Enhanced long range. */
  readonly elrTx: boolean;
  readonly elrRx: boolean;
  readonly partialBandwidthDlMuMimo: boolean;
  readonly partialBandwidthUlMuMimo: boolean;
  readonly mcs15: boolean;
  readonly doubleLdpcTx: boolean;
  readonly doubleLdpcRx: boolean;
  /** Unequal modulation: codes of the most streams. */
  readonly unequalModulationTxMaxNss: number;
  readonly unequalModulationRxMaxNss: number;
  readonly coordinatedBeamformingJointSounding: boolean;
  /** Interference mitigation. */
  readonly interferenceMitigationTx: boolean;
  readonly interferenceMitigationRx: boolean;
  readonly coordinatedSpatialReuseMode1: boolean;
  readonly coordinatedSpatialReuseMode2: boolean;
  /** Distributed resource units, by bandwidth of the distribution and of the PPDU. */
  readonly dru20In20Mhz: boolean;
  readonly dru40In40Mhz: boolean;
  readonly dru80In80Mhz: boolean;
  readonly dru80In160Mhz: boolean;
  readonly dru80In320Mhz: boolean;
  readonly dru20In80MhzAndWider: boolean;
  readonly dru40In80MhzAndWider: boolean;
  readonly dru60In80MhzAndWider: boolean;
  readonly druRruHybrid: boolean;
}

export function decodeUhrPhyCapabilities(field: Uint8Array): UhrPhyCapabilities {
  const is = (index: number) => bitAt(field, index);
  return {
    maxNssRxSoundingUpTo80Mhz: is(0),
    maxNssRxDlMuUpTo80Mhz: is(1),
    maxNssRxSoundingAt160Mhz: is(2),
    maxNssRxDlMuAt160Mhz: is(3),
    maxNssRxSoundingAt320Mhz: is(4),
    maxNssRxDlMuAt320Mhz: is(5),
    elrTx: is(6),
    elrRx: is(7),
    partialBandwidthDlMuMimo: is(8),
    partialBandwidthUlMuMimo: is(9),
    mcs15: is(10),
    doubleLdpcTx: is(11),
    doubleLdpcRx: is(12),
    unequalModulationTxMaxNss: bitsAt(field, 13, 2),
    unequalModulationRxMaxNss: bitsAt(field, 15, 2),
    coordinatedBeamformingJointSounding: is(18),
    interferenceMitigationTx: is(19),
    interferenceMitigationRx: is(20),
    coordinatedSpatialReuseMode1: is(21),
    coordinatedSpatialReuseMode2: is(22),
    dru20In20Mhz: is(23),
    dru40In40Mhz: is(24),
    dru80In80Mhz: is(25),
    dru80In160Mhz: is(26),
    dru80In320Mhz: is(27),
    dru20In80MhzAndWider: is(28),
    dru40In80MhzAndWider: is(29),
    dru60In80MhzAndWider: is(30),
    druRruHybrid: is(31),
  };
}

/** What dynamic bandwidth expansion adds, of access points only. */
export interface UhrDbeCapabilities {
  /** Absent for reserved values. */
  readonly maxWidthMhz?: 40 | 80 | 160 | 320;
  readonly at160Mhz?: readonly EhtMcsNss[];
  readonly at320Mhz?: readonly EhtMcsNss[];
}

/** The UHR Capabilities element (P802.11bn D1.3): Wi-Fi 8, as far as Linux 7.3 has it. */
export interface UhrCapabilities {
  readonly mac: UhrMacCapabilities;
  readonly phy: UhrPhyCapabilities;
  readonly dbe?: UhrDbeCapabilities;
  /** Octets after the last field. */
  readonly extra?: Uint8Array;
}

export function decodeUhrCapabilities(body: Uint8Array, context: DecodeContext): UhrCapabilities {
  need(body, 11);
  const mac = decodeUhrMacCapabilities(body.subarray(0, 6));
  let end = 11;
  let dbe: UhrDbeCapabilities | undefined;
  if (context.from === "ap" && mac.dynamicBandwidthExpansion) {
    need(body, 12);
    const octet = body[end++]!;
    const map = (present: boolean) => {
      if (!present) return undefined;
      need(body, end + 3);
      return ehtMcsNss(body.subarray(end, (end += 3)));
    };
    const maxWidthMhz = ([undefined, 40, 80, 160, 320] as const)[bits(octet, 0, 3)];
    const [at160Mhz, at320Mhz] = [map((octet & 8) !== 0), map((octet & 16) !== 0)];
    dbe = {
      ...(maxWidthMhz === undefined ? {} : { maxWidthMhz }),
      ...(at160Mhz === undefined ? {} : { at160Mhz }),
      ...(at320Mhz === undefined ? {} : { at320Mhz }),
    };
  }
  return {
    mac,
    phy: decodeUhrPhyCapabilities(body.subarray(6, 11)),
    ...(dbe === undefined ? {} : { dbe }),
    ...(end < body.length ? { extra: body.subarray(end) } : {}),
  };
}
