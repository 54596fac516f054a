import { bitAt, bitsAt, setBits } from "../../bytes/bits.ts";

/**
 * The bits of the Extended Capabilities element by number (from 80 on 802.11ax, 802.11be and hostap's
 * WLAN_EXT_CAPAB_*). NL80211_ATTR_EXT_CAPA has the same bits.
 */
export enum ExtendedCapability {
  BssCoexistence2040 = 0,
  Glk = 1,
  ExtendedChannelSwitching = 2,
  GlkGcr = 3,
  Psmp = 4,
  SPsmp = 6,
  Event = 7,
  Diagnostics = 8,
  MulticastDiagnostics = 9,
  LocationTracking = 10,
  Fms = 11,
  ProxyArp = 12,
  CollocatedInterferenceReporting = 13,
  CivicLocation = 14,
  GeospatialLocation = 15,
  Tfs = 16,
  WnmSleepMode = 17,
  TimBroadcast = 18,
  BssTransition = 19,
  QosTrafficCapability = 20,
  AcStationCount = 21,
  MultipleBssid = 22,
  TimingMeasurement = 23,
  ChannelUsage = 24,
  SsidList = 25,
  Dms = 26,
  UtcTsfOffset = 27,
  TdlsPeerUapsdBuffer = 28,
  TdlsPeerPsm = 29,
  TdlsChannelSwitching = 30,
  Interworking = 31,
  QosMap = 32,
  Ebr = 33,
  SspnInterface = 34,
  Msgcf = 36,
  Tdls = 37,
  TdlsProhibited = 38,
  TdlsChannelSwitchingProhibited = 39,
  RejectUnadmittedFrame = 40,
  IdentifierLocation = 44,
  UApsdCoexistence = 45,
  WnmNotification = 46,
  Qab = 47,
  Utf8Ssid = 48,
  QmfActivated = 49,
  QmfReconfigurationActivated = 50,
  RobustAvStreaming = 51,
  AdvancedGcr = 52,
  MeshGcr = 53,
  Scs = 54,
  QloadReport = 55,
  AlternateEdca = 56,
  UnprotectedTxopNegotiation = 57,
  ProtectedTxopNegotiation = 58,
  ProtectedQloadReport = 60,
  TdlsWiderBandwidth = 61,
  OperatingModeNotification = 62,
  ChannelScheduleManagement = 65,
  GeodatabaseInbandEnablingSignal = 66,
  NetworkChannelControl = 67,
  WhiteSpaceMap = 68,
  ChannelAvailabilityQuery = 69,
  FtmResponder = 70,
  FtmInitiator = 71,
  Fils = 72,
  ExtendedSpectrumManagement = 73,
  FutureChannelGuidance = 74,
  PreAssociationDiscovery = 75,
  TwtRequester = 77,
  TwtResponder = 78,
  ObssNarrowBandwidthRuTolerance = 79,
  CompleteNontransmittedProfiles = 80,
  SaePasswordIdentifiers = 81,
  SaePasswordIdentifiersExclusively = 82,
  EnhancedMultiBssidAdvertisement = 83,
  BeaconProtection = 84,
  MirroredScs = 85,
  LocalMacAddressPolicy = 87,
  SaePkExclusively = 88,
  KnownStaIdentification = 102,
  ExtendedLengthElements = 117,
}

/** The Extended Capabilities element. Look for a bit with `capabilities.includes(ExtendedCapability.BssTransition)`. */
export interface ExtendedCapabilities {
  /** The bits that are set, fields of several bits left out. */
  readonly capabilities: readonly (ExtendedCapability | number)[];
  /** With S-PSMP: 5 to 40 ms. */
  readonly serviceIntervalMs?: number;
  /** Most MSDUs in an A-MSDU; 0 for no limit. It counts for VHT stations. */
  readonly maxMsdusInAmsdu: 0 | 32 | 16 | 8;
}

export function decodeExtendedCapabilities(body: Uint8Array): ExtendedCapabilities {
  const isFieldBit = (index: number) => (index >= 41 && index <= 43) || index === 63 || index === 64;
  const sPsmp = bitAt(body, ExtendedCapability.SPsmp);
  return {
    capabilities: setBits(body).filter((index) => !isFieldBit(index)),
    ...(sPsmp ? { serviceIntervalMs: 5 * (bitsAt(body, 41, 3) + 1) } : {}),
    maxMsdusInAmsdu: ([0, 32, 16, 8] as const)[bitsAt(body, 63, 2)]!,
  };
}
