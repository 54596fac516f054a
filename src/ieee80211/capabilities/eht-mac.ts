import { bitAt, bitsAt } from "../../bytes/bits.ts";

/** The EHT MAC Capabilities Information field, 2 octets: NL80211_BAND_IFTYPE_ATTR_EHT_CAP_MAC. */
export interface EhtMacCapabilities {
  readonly epcsPriorityAccess: boolean;
  readonly omControl: boolean;
  readonly triggeredTxopSharingMode1: boolean;
  readonly triggeredTxopSharingMode2: boolean;
  readonly restrictedTwt: boolean;
  readonly scsTrafficDescription: boolean;
  /** Absent for the reserved value. In 2.4 GHz; elsewhere VHT or HE 6 GHz capabilities say it. */
  readonly maxMpduOctets?: 3895 | 7991 | 11454;
  readonly maxAmpduLengthExponentExtension: number;
  readonly triggeredResponseScheduling: boolean;
  readonly txopReturnInSharingMode2: boolean;
  readonly twoBqrs: boolean;
  /** 0 no feedback, 2 unsolicited, 3 both. */
  readonly linkAdaptation: number;
  readonly unsolicitedEpcsUpdate: boolean;
}

export function decodeEhtMacCapabilities(field: Uint8Array): EhtMacCapabilities {
  const is = (index: number) => bitAt(field, index);
  const maxMpduOctets = ([3895, 7991, 11454] as const)[bitsAt(field, 6, 2)];
  return {
    epcsPriorityAccess: is(0),
    omControl: is(1),
    triggeredTxopSharingMode1: is(2),
    triggeredTxopSharingMode2: is(3),
    restrictedTwt: is(4),
    scsTrafficDescription: is(5),
    ...(maxMpduOctets === undefined ? {} : { maxMpduOctets }),
    maxAmpduLengthExponentExtension: bitsAt(field, 8, 1),
    triggeredResponseScheduling: is(9),
    txopReturnInSharingMode2: is(10),
    twoBqrs: is(11),
    linkAdaptation: bitsAt(field, 12, 2),
    unsolicitedEpcsUpdate: is(14),
  };
}
