import type {
  EhtMacCapabilities,
  EhtPhyCapabilities,
  HeMacCapabilities,
  HePhyCapabilities,
  HtCapabilityInfo,
  S1gCapabilityInfo,
} from "../../src/ieee80211/index.ts";

/** The properties of a decoded field in the order in which iw 6.17 prints them, each with iw's words for its value. */
export type Flags<T> = readonly (readonly [keyof T, (value: never, all: T) => string | undefined])[];

const yes = (text: string) => (value: boolean) => (value ? text : undefined);
/** iw prints codes; `code` takes our value back to it. 0 is not printed. */
const coded =
  (text: string, code: (value: number) => number = (value) => value) =>
  (value: number) =>
    code(value) === 0 ? undefined : `${text}: ${code(value)}`;
const less1 = (value: number) => value - 1;

/** util.c, print_ht_capability */
export const HT: Flags<HtCapabilityInfo> = [
  ["rxLdpc", yes("RX LDPC")],
  ["fortyMhz", (value: boolean) => (value ? "HT20/HT40" : "HT20")],
  [
    "smPowerSave",
    (value: string) =>
      ({ static: "Static SM Power Save", dynamic: "Dynamic SM Power Save", disabled: "SM Power Save disabled" })[
        value as "static"
      ],
  ],
  ["greenfield", yes("RX Greenfield")],
  ["shortGi20Mhz", yes("RX HT20 SGI")],
  ["shortGi40Mhz", yes("RX HT40 SGI")],
  ["txStbc", yes("TX STBC")],
  [
    "rxStbcStreams",
    (value: number) => ["No RX STBC", "RX STBC 1-stream", "RX STBC 2-streams", "RX STBC 3-streams"][value],
  ],
  ["delayedBlockAck", yes("HT Delayed Block Ack")],
  ["maxAmsduOctets", (value: number) => `Max AMSDU length: ${value} bytes`],
  ["dsssCck40Mhz", (value: boolean) => (value ? "DSSS/CCK HT40" : "No DSSS/CCK HT40")],
  ["fortyMhzIntolerant", yes("40 MHz Intolerant")],
  ["lsigTxopProtection", yes("L-SIG TXOP protection")],
];

/** util.c, __print_he_capa; bits 45 to 47 are missing there. */
export const HE_MAC: Flags<HeMacCapabilities> = [
  ["htcHe", yes("+HTC HE Supported")],
  ["twtRequester", yes("TWT Requester")],
  ["twtResponder", yes("TWT Responder")],
  ["dynamicFragmentationLevel", coded("Dynamic BA Fragementation Level")],
  ["maxFragmentedMsdus", coded("Maximum number of MSDUS Fragments", (value) => (value === 0 ? 7 : Math.log2(value)))],
  [
    "minFragmentOctets",
    coded("Minimum Payload size of 128 bytes", (value) => (value === 0 ? 0 : Math.log2(value) - 6)),
  ],
  ["triggerFramePaddingMicroseconds", coded("Trigger Frame MAC Padding Duration", (value) => value / 8)],
  ["multiTidAggregationRx", coded("Multi-TID Aggregation Support", less1)],
  ["allAck", yes("All Ack")],
  ["triggeredResponseScheduling", yes("TRS")],
  ["bufferStatusReport", yes("BSR")],
  ["broadcastTwt", yes("Broadcast TWT")],
  ["blockAckBitmap32", yes("32-bit BA Bitmap")],
  ["muCascading", yes("MU Cascading")],
  ["ackEnabledAggregation", yes("Ack-Enabled Aggregation")],
  ["omControl", yes("OM Control")],
  ["ofdmaRandomAccess", yes("OFDMA RA")],
  ["maxAmpduLengthExponentExtension", coded("Maximum A-MPDU Length Exponent")],
  ["amsduFragmentation", yes("A-MSDU Fragmentation")],
  ["flexibleTwt", yes("Flexible TWT Scheduling")],
  ["rxControlFrameToMultiBss", yes("RX Control Frame to MultiBSS")],
  ["bsrpBqrpAmpduAggregation", yes("BSRP BQRP A-MPDU Aggregation")],
  ["quietTimePeriod", yes("QTP")],
  ["bandwidthQueryReport", yes("BQR")],
  ["psrResponder", yes("SRP Responder Role")],
  ["ndpFeedbackReport", yes("NDP Feedback Report")],
  ["opportunisticPowerSave", yes("OPS")],
  ["amsduNotUnderBlockAckInAmpdu", yes("A-MSDU in A-MPDU")],
  ["multiTidAggregationTx", coded("Multi-TID Aggregation TX", less1)],
  ["subchannelSelectiveTransmission", yes("HE Subchannel Selective Transmission")],
  ["ul2x996ToneRu", yes("UL 2x996-Tone RU")],
  ["omControlUlMuDataDisableRx", yes("OM Control UL MU Data Disable RX")],
];

/** util.c, __print_he_capa */
export const HE_PHY: Flags<HePhyCapabilities> = [
  ["fortyMhzIn24Ghz", yes("HE40/2.4GHz")],
  ["fortyAnd80MhzIn5And6Ghz", yes("HE40/HE80/5GHz")],
  ["oneSixtyMhz", yes("HE160/5GHz")],
  ["eightyPlus80Mhz", yes("HE160/HE80+80/5GHz")],
  ["ru242In24Ghz", yes("242 tone RUs/2.4GHz")],
  ["ru242In5Ghz", yes("242 tone RUs/5GHz")],
  ["puncturedPreambleRx", coded("Punctured Preamble RX")],
  ["deviceClass", (value) => (value === "A" ? "Device Class: 1" : undefined)],
  ["ldpc", yes("LDPC Coding in Payload")],
  ["suPpdu1xLtf08MicrosecondGi", yes("HE SU PPDU with 1x HE-LTF and 0.8us GI")],
  ["midambleMaxNsts", coded("Midamble Rx Max NSTS", less1)],
  ["ndp4xLtf32MicrosecondGi", yes("NDP with 4x HE-LTF and 3.2us GI")],
  ["stbcTxUpTo80Mhz", yes("STBC Tx <= 80MHz")],
  ["stbcRxUpTo80Mhz", yes("STBC Rx <= 80MHz")],
  ["dopplerTx", yes("Doppler Tx")],
  ["dopplerRx", yes("Doppler Rx")],
  ["fullBandwidthUlMuMimo", yes("Full Bandwidth UL MU-MIMO")],
  ["partialBandwidthUlMuMimo", yes("Partial Bandwidth UL MU-MIMO")],
  ["dcmMaxConstellationTx", coded("DCM Max Constellation")],
  ["dcmMaxNssTx", coded("DCM Max NSS Tx", less1)],
  ["dcmMaxConstellationRx", coded("DCM Max Constellation Rx")],
  ["dcmMaxNssRx", coded("DCM Max NSS Rx", less1)],
  ["rxPartialBandwidthSuIn20MhzMu", yes("Rx HE MU PPDU from Non-AP STA")],
  ["suBeamformer", yes("SU Beamformer")],
  ["suBeamformee", yes("SU Beamformee")],
  ["muBeamformer", yes("MU Beamformer")],
  ["beamformeeStsUpTo80Mhz", coded("Beamformee STS <= 80MHz", less1)],
  ["beamformeeStsAbove80Mhz", coded("Beamformee STS > 80MHz", less1)],
  ["soundingDimensionsUpTo80Mhz", coded("Sounding Dimensions <= 80MHz", less1)],
  ["soundingDimensionsAbove80Mhz", coded("Sounding Dimensions > 80MHz", less1)],
  ["ng16SuFeedback", yes("Ng = 16 SU Feedback")],
  ["ng16MuFeedback", yes("Ng = 16 MU Feedback")],
  ["codebook42SuFeedback", yes("Codebook Size SU Feedback")],
  ["codebook75MuFeedback", yes("Codebook Size MU Feedback")],
  ["triggeredSuBeamformingFeedback", yes("Triggered SU Beamforming Feedback")],
  ["triggeredMuBeamformingPartialBandwidthFeedback", yes("Triggered MU Beamforming Feedback")],
  ["triggeredCqiFeedback", yes("Triggered CQI Feedback")],
  ["partialBandwidthExtendedRange", yes("Partial Bandwidth Extended Range")],
  ["partialBandwidthDlMuMimo", yes("Partial Bandwidth DL MU-MIMO")],
  ["ppeThresholdsPresent", yes("PPE Threshold Present")],
  ["psrBasedSpatialReuse", yes("SRP-based SR")],
  ["powerBoostFactor", yes("Power Boost Factor ar")],
  ["suAndMuPpdu4xLtf08MicrosecondGi", yes("HE SU PPDU & HE PPDU 4x HE-LTF 0.8us GI")],
  ["maxNc", coded("Max NC", less1)],
  ["stbcTxAbove80Mhz", yes("STBC Tx > 80MHz")],
  ["stbcRxAbove80Mhz", yes("STBC Rx > 80MHz")],
  ["erSuPpdu4xLtf08MicrosecondGi", yes("HE ER SU PPDU 4x HE-LTF 0.8us GI")],
  ["twentyMhzIn40MhzPpduIn24Ghz", yes("20MHz in 40MHz HE PPDU 2.4GHz")],
  ["twentyMhzIn160MhzPpdu", yes("20MHz in 160/80+80MHz HE PPDU")],
  ["eightyMhzIn160MhzPpdu", yes("80MHz in 160/80+80MHz HE PPDU")],
  ["erSuPpdu1xLtf08MicrosecondGi", yes("HE ER SU PPDU 1x HE-LTF 0.8us GI")],
  ["midamble2xAnd1xLtf", yes("Midamble Rx 2x & 1x HE-LTF")],
  ["dcmMaxRu", coded("DCM Max BW")],
  ["longerThan16SigBSymbols", yes("Longer Than 16HE SIG-B OFDM Symbols")],
  ["nonTriggeredCqiFeedback", yes("Non-Triggered CQI Feedback")],
  ["tx1024QamBelow242ToneRu", yes("TX 1024-QAM")],
  ["rx1024QamBelow242ToneRu", yes("RX 1024-QAM")],
  ["rxFullBandwidthSuInMuWithCompressedSigB", yes("RX Full BW SU Using HE MU PPDU with Compression SIGB")],
  ["rxFullBandwidthSuInMuWithNonCompressedSigB", yes("RX Full BW SU Using HE MU PPDU with Non-Compression SIGB")],
];

/** util.c, __print_eht_capa, whose second octet is one bit off. */
export const EHT_MAC: Flags<EhtMacCapabilities> = [
  ["epcsPriorityAccess", yes("EPCS Priority Access Supported")],
  ["omControl", yes("EHT OM Control Supported")],
  ["triggeredTxopSharingMode1", yes("Triggered TXOP Sharing Mode 1 Supported")],
  ["triggeredTxopSharingMode2", yes("Triggered TXOP Sharing Mode 2 Supported")],
  ["restrictedTwt", yes("Restricted TWP Supported")],
  ["scsTrafficDescription", yes("SCS Traffic Description Supported")],
  [
    "maxMpduOctets",
    (value: number) =>
      ({ 3895: undefined, 7991: "Maximum MPDU Length: 1", 11454: "Maximum MPDU Length: 2" })[value ?? 3895],
  ],
  [
    "maxAmpduLengthExponentExtension",
    (value: number) => (value ? "Maximum A_MPDU Length Exponent Extension" : undefined),
  ],
  ["triggeredResponseScheduling", yes("EHT TRS Supported")],
  ["txopReturnInSharingMode2", yes("TXOP Return In TXOP Sharing Mode 2 Supported")],
  ["twoBqrs", yes("Two BQRs Supported")],
  ["linkAdaptation", coded("EHT Link Adaptation Supported")],
];

/** util.c, __print_eht_capa */
export const EHT_PHY: Flags<EhtPhyCapabilities> = [
  ["threeTwentyMhzIn6Ghz", yes("320MHz in 6GHz Supported")],
  ["ru242InWiderThan20Mhz", yes("242-tone RU in BW wider than 20MHz Supported")],
  ["ndp4xLtf32MicrosecondGi", yes("NDP With  EHT-LTF And 3.2 µs GI")],
  ["partialBandwidthUlMuMimo", yes("Partial Bandwidth UL MU-MIMO")],
  ["suBeamformer", yes("SU Beamformer")],
  ["suBeamformee", yes("SU Beamformee")],
  ["beamformeeStreamsUpTo80Mhz", coded("Beamformee SS (80MHz)", less1)],
  ["beamformeeStreamsAt160Mhz", coded("Beamformee SS (160MHz)", less1)],
  ["beamformeeStreamsAt320Mhz", coded("Beamformee SS (320MHz)", less1)],
  ["soundingDimensionsUpTo80Mhz", coded("Number Of Sounding Dimensions (80MHz)", less1)],
  ["soundingDimensionsAt160Mhz", coded("Number Of Sounding Dimensions (160MHz)", less1)],
  ["soundingDimensionsAt320Mhz", coded("Number Of Sounding Dimensions (320MHz)", less1)],
  ["ng16SuFeedback", yes("Ng = 16 SU Feedback")],
  ["ng16MuFeedback", yes("Ng = 16 MU Feedback")],
  ["codebook42SuFeedback", yes("Codebook size (4, 2) SU Feedback")],
  ["codebook75MuFeedback", yes("Codebook size (7, 5) MU Feedback")],
  ["triggeredSuBeamformingFeedback", yes("Triggered SU Beamforming Feedback")],
  ["triggeredMuBeamformingPartialBandwidthFeedback", yes("Triggered MU Beamforming Partial BW Feedback")],
  ["triggeredCqiFeedback", yes("Triggered CQI Feedback")],
  ["partialBandwidthDlMuMimo", yes("Partial Bandwidth DL MU-MIMO")],
  ["psrBasedSpatialReuse", yes("PSR-Based SR Support")],
  ["powerBoostFactor", yes("Power Boost Factor Support")],
  ["muPpdu4xLtf08MicrosecondGi", yes("EHT MU PPDU With 4 EHT-LTF And 0.8 µs GI")],
  ["maxNc", coded("Max Nc", less1)],
  ["nonTriggeredCqiFeedback", yes("Non-Triggered CQI Feedback")],
  ["tx1024And4096QamBelow242ToneRu", yes("Tx 1024-QAM And 4096-QAM < 242-tone RU")],
  ["rx1024And4096QamBelow242ToneRu", yes("Rx 1024-QAM And 4096-QAM < 242-tone RU")],
  ["ppeThresholdsPresent", yes("PPE Thresholds Present")],
  [
    "commonNominalPacketPaddingMicroseconds",
    coded("Common Nominal Packet Padding", (value) => [0, 8, 16, 20].indexOf(value)),
  ],
  [
    "maxLtfsCode",
    (code: number, { extraLtfs }) => {
      const all = 2 * code + Number(extraLtfs);
      return all === 0 ? undefined : `Maximum Number Of Supported EHT-LTFs: ${all}`;
    },
  ],
  [
    "mcs15Ru52And106",
    (small: boolean, { mcs15At80Mhz, mcs15At160Mhz, mcs15At320Mhz }) => {
      const all = [small, mcs15At80Mhz, mcs15At160Mhz, mcs15At320Mhz].reduce(
        (sum, is, i) => sum + (is ? 1 << i : 0),
        0,
      );
      return all === 0 ? undefined : `Support of MCS 15: ${all}`;
    },
  ],
  ["dupIn6Ghz", yes("Support Of EHT DUP In 6 GHz")],
  ["twentyMhzRxNdpWithWiderBandwidth", yes("Support For 20MHz Rx NDP With Wider Bandwidth")],
  ["nonOfdmaUlMuMimoUpTo80Mhz", yes("Non-OFDMA UL MU-MIMO (80MHz)")],
  ["nonOfdmaUlMuMimoAt160Mhz", yes("Non-OFDMA UL MU-MIMO (160MHz)")],
  ["nonOfdmaUlMuMimoAt320Mhz", yes("Non-OFDMA UL MU-MIMO (320MHz)")],
  ["muBeamformerUpTo80Mhz", yes("MU Beamformer (80MHz)")],
  ["muBeamformerAt160Mhz", yes("MU Beamformer (160MHz)")],
  ["muBeamformerAt320Mhz", yes("MU Beamformer (320MHz)")],
  ["tbSoundingFeedbackRateLimit", yes("TB Sounding Feedback Rate Limit")],
  ["rx1024QamInWiderDlOfdma", yes("Rx 1024-QAM In Wider Bandwidth DL OFDMA Supported")],
  ["rx4096QamInWiderDlOfdma", yes("Rx 4096-QAM In Wider Bandwidth DL OFDMA Supported")],
];

/** util.c, print_s1g_capability: one list for each octet. */
export const S1G: readonly Flags<S1gCapabilityInfo>[] = [
  [
    ["s1gLong", yes("S1G PHY: S1G_LONG PPDU Format")],
    [
      "maxWidthMhz",
      (value: number) =>
        `Channel width: 1, 2${value >= 4 ? ", 4" : ""}${value >= 8 ? ", 8" : ""}${value >= 16 ? ", 16" : ""} MHz`,
    ],
  ],
  [
    ["rxLdpc", yes("Rx LDPC")],
    ["txStbc", yes("Tx STBC")],
    ["rxStbc", yes("Rx STBC")],
    ["suBeamformer", yes("SU Beamformer")],
    ["suBeamformee", yes("SU Beamformee")],
    ["beamformeeStreams", (value: number, all) => (all.suBeamformee ? `Beamformee STS: ${value}` : undefined)],
  ],
  [
    ["soundingDimensions", (value: number, all) => (all.suBeamformer ? `Sounding dimensions: ${value}` : undefined)],
    ["muBeamformer", yes("MU Beamformer")],
    ["muBeamformee", yes("MU Beamformee")],
    ["htcVht", yes("+HTC-VHT Capable")],
    [
      "travelingPilot",
      (value: number) =>
        ({
          0: "No support for Traveling Pilot",
          1: "Supports 1 STS Traveling Pilot",
          3: "Supports 1 and 2 STS Traveling Pilot",
        })[value],
    ],
  ],
  [
    ["reverseDirectionResponder", yes("RD Responder")],
    ["maxMpduOctets", (value: number) => `Max MPDU length: ${value} bytes`],
    [
      "maxAmpduOctets",
      (value: number) => `Maximum AMPDU length: ${value} bytes (exponent: 0x00${Math.log2(value + 1) - 13})`,
    ],
    [
      "minMpduStartSpacingMicroseconds",
      (value: number) => {
        const code = value === 0 ? 0 : Math.log2(value) + 3;
        const text = value === 0 ? "No restriction" : `${value < 1 ? `1/${1 / value}` : value} usec`;
        return `Minimum MPDU time spacing: ${text} (0x0${code})`;
      },
    ],
  ],
  [
    ["uplinkSync", yes("Uplink sync capable")],
    ["dynamicAid", yes("Dynamic AID")],
    ["blockAckTwt", yes("BAT")],
    ["timAde", yes("TIM ADE")],
    ["nonTim", yes("Non-TIM")],
    ["groupAid", yes("Group AID")],
    [
      "stationType",
      (value: string) =>
        ({
          "sensor and non-sensor": "Sensor and non-sensor STAs",
          "sensor only": "Only sensor STAs",
          "non-sensor only": "Only non-sensor STAs",
          reserved: undefined,
        })[value],
    ],
  ],
  [
    ["centralizedAuthenticationControl", yes("Centralized authentication control")],
    ["distributedAuthenticationControl", yes("Distributed authentication control")],
    ["amsdu", yes("A-MSDU supported")],
    ["ampdu", yes("A-MPDU supported")],
    ["asymmetricBlockAck", yes("Asymmetric BA supported")],
    ["flowControl", yes("Flow control supported")],
    [
      "sectorizedBeam",
      (value: number) =>
        [
          "Sectorization operation not supported",
          "TXOP-based sectorization operation",
          "only group sectorization operation",
          "Group and TXOP-based sectorization operations",
        ][value],
    ],
  ],
  [
    ["obssMitigation", yes("OBSS mitigation")],
    ["fragmentBlockAck", yes("Fragment BA")],
    ["ndpPsPoll", yes("NDP PS-Poll")],
    ["rawOperation", yes("RAW operation")],
    ["pageSlicing", yes("Page slicing")],
    ["txopSharingImplicitAck", yes("TXOP sharing smplicit Ack")],
    [
      "vhtLinkAdaptation",
      (value: number, { htcVht }) =>
        htcVht
          ? (
              {
                0: "Not provide VHT MFB (No Feedback)",
                2: "Provides only unsolicited VHT MFB",
                3: "Provides both feedback and unsolicited VHT MFB",
              } as Readonly<Record<number, string>>
            )[value]
          : undefined,
    ],
  ],
  [
    ["tackAsPsPollResponse", yes("TACK support as PS-Poll response")],
    ["duplicate1Mhz", yes("Duplicate 1 MHz")],
    ["mcsNegotiation", yes("MCS negotiation")],
    ["controlResponsePreamble1Mhz", yes("1 MHz control response preamble")],
    ["ndpBeamformingReportPoll", yes("NDP beamforming report poll")],
    ["unsolicitedDynamicAid", yes("Unsolicited dynamic AID")],
    ["sectorTraining", yes("Sector training operation")],
    ["temporaryPsModeSwitch", yes("Temporary PS mode switch")],
  ],
  [
    ["twtGrouping", yes("TWT grouping")],
    ["bidirectionalTxop", yes("BDT capable")],
    ["color", (value: number) => `Color: ${value}`],
    ["twtRequester", yes("TWT requester")],
    ["twtResponder", yes("TWT responder")],
    ["pv1Frames", yes("PV1 frame support")],
  ],
  [["linkAdaptationWithoutNdpCmac", yes("Link Adaptation without NDP CMAC PPDU capable")]],
];

/** scan.c, print_capabilities, with its spelling. Numbers that are not here are printed as numbers. */
export const EXTENDED: Readonly<Record<number, string>> = {
  0: "HT Information Exchange Supported",
  1: "reserved (On-demand Beacon)",
  2: "Extended Channel Switching",
  3: "reserved (Wave Indication)",
  4: "PSMP Capability",
  5: "reserved (Service Interval Granularity)",
  6: "S-PSMP Capability",
  7: "Event",
  8: "Diagnostics",
  9: "Multicast Diagnostics",
  10: "Location Tracking",
  11: "FMS",
  12: "Proxy ARP Service",
  13: "Collocated Interference Reporting",
  14: "Civic Location",
  15: "Geospatial Location",
  16: "TFS",
  17: "WNM-Sleep Mode",
  18: "TIM Broadcast",
  19: "BSS Transition",
  20: "QoS Traffic Capability",
  21: "AC Station Count",
  22: "Multiple BSSID",
  23: "Timing Measurement",
  24: "Channel Usage",
  25: "SSID List",
  26: "DMS",
  27: "UTC TSF Offset",
  28: "TDLS Peer U-APSD Buffer STA Support",
  29: "TDLS Peer PSM Support",
  30: "TDLS channel switching",
  31: "Interworking",
  32: "QoS Map",
  33: "EBR",
  34: "SSPN Interface",
  35: "Reserved",
  36: "MSGCF Capability",
  37: "TDLS Support",
  38: "TDLS Prohibited",
  39: "TDLS Channel Switching Prohibited",
  40: "Reject Unadmitted Frame",
  44: "Identifier Location",
  45: "U-APSD Coexistence",
  46: "WNM-Notification",
  47: "Reserved",
  48: "UTF-8 SSID",
  49: "QMFActivated",
  50: "QMFReconfigurationActivated",
  51: "Robust AV Streaming",
  52: "Advanced GCR",
  53: "Mesh GCR",
  54: "SCS",
  55: "QLoad Report",
  56: "Alternate EDCA",
  57: "Unprotected TXOP Negotiation",
  58: "Protected TXOP egotiation",
  59: "Reserved",
  60: "Protected QLoad Report",
  61: "TDLS Wider Bandwidth",
  62: "Operating Mode Notification",
  65: "Channel Schedule Management",
  66: "Geodatabase Inband Enabling Signal",
  67: "Network Channel Control",
  68: "White Space Map",
  69: "Channel Availability Query",
  70: "FTM Responder",
  71: "FTM Initiator",
  72: "Reserved",
  73: "Extended Spectrum Management Capable",
  74: "Reserved",
  77: "TWT Requester Support",
  78: "TWT Responder Support",
  79: "OBSS Narrow Bandwith RU in UL OFDMA Tolerance Support",
};

/** scan.c, print_rm_enabled_capabilities */
export const RADIO_MEASUREMENT: Readonly<Record<number, string>> = {
  0: "Link Measurement",
  1: "Neighbor Report",
  2: "Parallel Measurements",
  3: "Repeated Measurements",
  4: "Beacon Passive Measurement",
  5: "Beacon Active Measurement",
  6: "Beacon Table Measurement",
  7: "Beacon Measurement Reporting Conditions",
  8: "Frame Measurement",
  9: "Channel Load",
  10: "Noise Histogram Measurement",
  11: "Statistics Measurement",
  12: "LCI Measurement",
  13: "LCI Azimuth",
  14: "Transmit Stream/Category Measurement",
  15: "Triggered Transmit Stream/Category",
  16: "AP Channel Report",
  17: "RM MIB Capability",
  27: "Measurement Pilot Transmission Information",
  28: "Neighbor Report TSF Offset",
  29: "RCPI Measurement",
  30: "RSNI Measurement",
  31: "BSS Average Access Delay",
  32: "BSS Available Admission",
  33: "Antenna",
  34: "FTM Range Report",
  35: "Civic Location Measurement",
};
