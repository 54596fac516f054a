import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import {
  AccessNetworkType,
  AssociationDisallowedReason,
  ElementId,
  type ElementTypes,
  inheritElements,
  type MultiLink,
  MultiLinkType,
  parseElements,
  SecondaryChannel,
  TimeoutIntervalType,
  TransmitPowerInterpretation,
  TwtSetupCommand,
  VendorElement,
} from "../../src/ieee80211/index.ts";

type Row = readonly [title: string, key: keyof ElementTypes, hex: string, expected: unknown];

/** Each was read by tshark 4.6.9 as well, in a beacon: the values are what it shows, in our names and units. */
const SHOWN_BY_TSHARK: readonly Row[] = [
  [
    "a reduced neighbour report with short SSID, parameters and PSD",
    ElementId.ReducedNeighborReport,
    "c911 040d8305 ff020000000500 44332211 4e fe",
    {
      channels: [
        {
          operatingClass: 131,
          channel: 5,
          filtered: true,
          bsss: [
            {
              bssid: "02:00:00:00:05:00",
              shortSsid: 0x11223344,
              sameSsid: true,
              multipleBssid: true,
              transmittedBssid: true,
              colocatedAp: true,
              unsolicitedProbeResponses: false,
              psd20MhzDbmPerMhz: -1,
            },
          ],
        },
      ],
    },
  ],
  [
    "a reduced neighbour report of two links of a device",
    ElementId.ReducedNeighborReport,
    "c924 1010 8625 05 020000000601 11223344 42 2a 000210 07 020000000602 55667788 02 7f 001320",
    {
      channels: [
        {
          operatingClass: 134,
          channel: 37,
          bsss: [
            {
              tbttOffsetTu: 5,
              bssid: "02:00:00:00:06:01",
              psd20MhzDbmPerMhz: 21,
              mld: { mldId: 0, linkId: 2, bssParametersChangeCount: 0, allUpdatesIncluded: true, disabledLink: false },
            },
            {
              mld: { mldId: 0, linkId: 3, bssParametersChangeCount: 1, allUpdatesIncluded: false, disabledLink: true },
            },
          ],
        },
      ],
    },
  ],
  [
    "a reduced neighbour report of an offset alone",
    ElementId.ReducedNeighborReport,
    "c905 0001 8005 14",
    { channels: [{ operatingClass: 128, channel: 5, bsss: [{ tbttOffsetTu: 20 }] }] },
  ],
  ["an RSNXE of one octet", ElementId.RsnExtension, "f401 20", { saeHashToElement: true, saePk: false, unknown: [] }],
  [
    "an RSNXE of three octets",
    ElementId.RsnExtension,
    "f403 720100",
    { protectedTwt: true, saeHashToElement: true, saePk: true, secureLtf: true, secureRtt: false },
  ],
  [
    "HE 6 GHz band capabilities",
    ElementId.He6GhzBandCapabilities,
    "ff03 3b bf36",
    {
      minMpduStartSpacingMicroseconds: 16,
      maxAmpduOctets: 1048575,
      maxMpduOctets: 11454,
      smPowerSave: "disabled",
      reverseDirectionResponder: false,
      rxAntennaPatternConsistency: true,
      txAntennaPatternConsistency: true,
    },
  ],
  [
    "a channel switch announcement",
    ElementId.ChannelSwitchAnnouncement,
    "2503 01 95 05",
    { stopTransmitting: true, newChannel: 149, beaconsUntilSwitch: 5 },
  ],
  [
    "an extended channel switch announcement",
    ElementId.ExtendedChannelSwitchAnnouncement,
    "3c04 00 80 24 0a",
    { stopTransmitting: false, newOperatingClass: 128, newChannel: 36, beaconsUntilSwitch: 10 },
  ],
  [
    "a wide bandwidth channel switch",
    ElementId.WideBandwidthChannelSwitch,
    "c203 01 2a 32",
    { newChannelWidth: 1, newCenterSegment0: 42, newCenterSegment1: 50 },
  ],
  ["a max channel switch time", ElementId.MaxChannelSwitchTime, "ff04 34 640000", { switchTimeTu: 100 }],
  [
    "an operating mode of 80 MHz",
    ElementId.OperatingModeNotification,
    "c701 22",
    { maxWidthMhz: 80, noLdpc: false, rxNss: 3, rxNssTypeBeamforming: false },
  ],
  ["an operating mode of 160 MHz", ElementId.OperatingModeNotification, "c701 26", { maxWidthMhz: 160, rxNss: 3 }],
  [
    "a power envelope with one PSD for all",
    ElementId.TransmitPowerEnvelope,
    "c302 18 0e",
    {
      interpretation: TransmitPowerInterpretation.RegulatoryClientEirpPsd,
      category: "default",
      psdDbmPerMhz: [7],
      psdForAll: true,
    },
  ],
  [
    "a power envelope with eight PSDs, the last without limit",
    ElementId.TransmitPowerEnvelope,
    "c30a 1c 0e0e0e0e0e0e0e7f 00",
    { interpretation: 3, psdDbmPerMhz: [7, 7, 7, 7, 7, 7, 7, null], psdForAll: false },
  ],
  [
    "a power envelope with a limit for 320 MHz",
    ElementId.TransmitPowerEnvelope,
    "c306 03 2e2e2e2e30",
    {
      interpretation: TransmitPowerInterpretation.LocalEirp,
      eirp: [
        { widthMhz: 20, maxDbm: 23 },
        { widthMhz: 40, maxDbm: 23 },
        { widthMhz: 80, maxDbm: 23 },
        { widthMhz: 160, maxDbm: 23 },
        { widthMhz: 320, maxDbm: 24 },
      ],
    },
  ],
  [
    "a power envelope for subordinate devices",
    ElementId.TransmitPowerEnvelope,
    "c302 50 2e",
    { interpretation: 2, category: "subordinate device", eirp: [{ widthMhz: 20, maxDbm: 23 }] },
  ],
  [
    "an individual TWT agreement",
    ElementId.Twt,
    "d80f 00 cb01 0010203040506070 40 0002 00",
    {
      negotiation: "individual",
      wakeDurationUnitMicroseconds: 256,
      parameters: [
        {
          request: true,
          setupCommand: TwtSetupCommand.Alternate,
          trigger: false,
          implicit: false,
          unannounced: true,
          flowId: 3,
          targetWakeTime: 0x7060504030201000n,
          minimumWakeDurationMicroseconds: 64 * 256,
          wakeIntervalMicroseconds: 512,
        },
      ],
    },
  ],
  [
    "a broadcast TWT schedule",
    ElementId.Twt,
    "d80a 2c 6202 0501 10 2000 1800",
    {
      negotiation: "broadcast membership",
      wakeDurationUnitMicroseconds: 1024,
      parameters: [
        {
          setupCommand: TwtSetupCommand.Suggest,
          lastBroadcastParameterSet: true,
          recommendation: 4,
          targetWakeTimeTu: 0x105,
          minimumWakeDurationMicroseconds: 16 * 1024,
          wakeIntervalMicroseconds: 32,
          broadcastId: 3,
          persistence: 0,
        },
      ],
    },
  ],
  [
    "MU EDCA parameters",
    ElementId.MuEdcaParameterSet,
    "ff0e 26 00 03a40a 27a40a 42430a 62320a",
    {
      categories: [
        { category: "BE", aifsn: 3, cwMin: 15, cwMax: 1023, timerMicroseconds: 81920 },
        { category: "BK", aifsn: 7 },
        { category: "VI", aifsn: 2, cwMin: 7, cwMax: 15 },
        { category: "VO", aifsn: 2, cwMin: 3, cwMax: 7 },
      ],
    },
  ],
  [
    "spatial reuse with a group",
    ElementId.SpatialReuseParameterSet,
    "ff15 27 0c 14 1416 0102030405060708 1112131415161718",
    {
      psrDisallowed: false,
      nonSrgObssPdMaxOffsetDb: 20,
      srg: { obssPdMinOffsetDb: 20, obssPdMaxOffsetDb: 22, bssColorBitmap: 0x0807060504030201n },
    },
  ],
  [
    "spatial reuse that is off",
    ElementId.SpatialReuseParameterSet,
    "ff02 27 03",
    { psrDisallowed: true, nonSrgObssPdDisallowed: true },
  ],
  ["UORA windows", ElementId.UoraParameterSet, "ff02 25 2a", { ocwMin: 2 ** 2 - 1, ocwMax: 2 ** 5 - 1 }],
  ["a BSS color change", ElementId.BssColorChangeAnnouncement, "ff03 2a 0517", { countdown: 5, newColor: 0x17 }],
  [
    "an ESS report",
    ElementId.EssReport,
    "ff02 2d 96",
    { plannedEss: false, edgeOfEss: true, recommendedTransitionRssiDbm: -63 },
  ],
  ["opportunistic power save", ElementId.Ops, "ff04 2e 100102", { durationMilliseconds: 16 }],
  [
    "a FILS indication with a cache id",
    ElementId.FilsIndication,
    "f00c c906 1234 0200 00 01 ee 02 aabb",
    {
      ipAddressConfiguration: true,
      skWithoutPfs: true,
      skWithPfs: true,
      publicKey: false,
      cacheId: "1234",
      realms: ["0200"],
    },
  ],
  [
    "a mobility domain",
    ElementId.MobilityDomain,
    "3603 2f1a01",
    { id: "2f1a", fastTransitionOverDs: true, resourceRequestProtocol: false },
  ],
  [
    "a fast transition",
    ElementId.FastBssTransition,
    `375e 0000 000102030405060708090a0b0c0d0e0f ${"11".repeat(32)} ${"22".repeat(32)} 0106 020000000300 0302 6162`,
    {
      rsnxeUsed: false,
      mic: fromHex("000102030405060708090a0b0c0d0e0f"),
      anonce: fromHex("11".repeat(32)),
      subelements: [
        { id: 1, body: fromHex("020000000300") },
        { id: 3, body: fromHex("6162") },
      ],
    },
  ],
  [
    "a time advertisement",
    ElementId.TimeAdvertisement,
    "4511 02 ea070b17 15301e e703 00 0102030405 07",
    { utc: "2026-11-23T21:48:30.999Z", timeError: 0x0504030201n, timeUpdateCounter: 7 },
  ],
  [
    "an MMIE of 8 octets",
    ElementId.ManagementMic,
    "4c10 0400 010000000000 1122334455667788",
    { keyId: 4, packetNumber: 1 },
  ],
  [
    "an MMIE of 16 octets",
    ElementId.ManagementMic,
    "4c18 0500 010203040506 112233445566778899aabbccddeeff00",
    { keyId: 5, packetNumber: 0x060504030201, mic: fromHex("112233445566778899aabbccddeeff00") },
  ],
  [
    "a neighbour report",
    ElementId.NeighborReport,
    "3415 020000000700 8f1c0000 7324070301ff 0603012a00",
    {
      bssid: "02:00:00:00:07:00",
      bssidInformation: {
        reachability: 3,
        sameSecurity: true,
        sameKeyScope: true,
        radioMeasurement: true,
        mobilityDomain: true,
        highThroughput: true,
        veryHighThroughput: true,
        ftm: false,
        highEfficiency: false,
      },
      operatingClass: 115,
      channel: 36,
      phyType: 7,
      candidatePreference: 255,
      wideBandwidthChannel: { width: 1, segment0: 42, segment1: 0 },
    },
  ],
  [
    "20/40 coexistence",
    ElementId.BssCoexistence2040,
    "4801 07",
    { informationRequest: true, fortyMhzIntolerant: true, bssWidthRequest20Mhz: true, scanningExemptionRequest: false },
  ],
  [
    "20/40 intolerant channels",
    ElementId.BssIntolerantChannelReport2040,
    "4904 510106 0b",
    { operatingClass: 81, channels: [1, 6, 11] },
  ],
  ["quiet times", ElementId.Quiet, "2806 01 02 3200 0500", { count: 1, period: 2, durationTu: 50, offsetTu: 5 }],
  [
    "a timeout interval",
    ElementId.TimeoutInterval,
    "3805 03 e8030000",
    { type: TimeoutIntervalType.AssociationComeback, value: 1000 },
  ],
  [
    "a QoS map",
    ElementId.QosMap,
    "6e14 2e06 0c03 080f 1017 ff ff 1819 ff ff 2022 282f 3030",
    {
      exceptions: [
        { dscp: 46, userPriority: 6 },
        { dscp: 12, userPriority: 3 },
      ],
      ranges: [
        { userPriority: 0, lowDscp: 8, highDscp: 15 },
        { userPriority: 1, lowDscp: 16, highDscp: 23 },
        { userPriority: 3, lowDscp: 24, highDscp: 25 },
        { userPriority: 5, lowDscp: 32, highDscp: 34 },
        { userPriority: 6, lowDscp: 40, highDscp: 47 },
        { userPriority: 7, lowDscp: 48, highDscp: 48 },
      ],
    },
  ],
  [
    "interworking",
    ElementId.Interworking,
    "6b09 3f 0208 0200000000aa",
    {
      accessNetworkType: AccessNetworkType.Wildcard,
      internet: true,
      additionalStepRequired: true,
      venueType: 8,
      hessid: "02:00:00:00:00:aa",
    },
  ],
  [
    "a max idle period",
    ElementId.BssMaxIdlePeriod,
    "5a03 0a0001",
    { maxIdlePeriod1000Tu: 10, protectedKeepAliveRequired: true },
  ],
  [
    "a link identifier",
    ElementId.LinkIdentifier,
    "6512 020000000100 020000000200 020000000300",
    { bssid: "02:00:00:00:01:00", initiator: "02:00:00:00:02:00", responder: "02:00:00:00:03:00" },
  ],
  [
    "a multiple BSSID configuration",
    ElementId.MultipleBssidConfiguration,
    "ff03 37 0402",
    { bssidCount: 4, profilePeriodicity: 2 },
  ],
  [
    "a non-inheritance list",
    ElementId.NonInheritance,
    "ff07 38 0230f4 026b6c",
    { ids: [48, 244], extensionIds: [107, 108] },
  ],
  ["short SSIDs", ElementId.ShortSsidList, "ff09 3a 44332211 88776655", { shortSsids: [0x11223344, 0x55667788] }],
  [
    "a TID-to-link mapping",
    ElementId.TidToLinkMapping,
    "ff0b 6d 22 ff 0303030301010101",
    {
      direction: "both",
      defaultMapping: false,
      links: [0, 1, 2, 3, 4, 5, 6, 7].map((tid) => ({ tid, linkIds: tid < 4 ? [0, 1] : [0] })),
    },
  ],
  [
    "a bandwidth indication of 320 MHz",
    ElementId.BandwidthIndication,
    "ff07 87 02 04 2d 1f 0300",
    { info: { widthMhz: 320, centerSegment0: 45, centerSegment1: 31, disabledSubchannels: 3 } },
  ],
  [
    "a traffic indication of links",
    ElementId.MultiLinkTrafficIndication,
    "ff06 6e 1100 0302 01",
    { aidOffset: 1, linkBitmaps: [3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0] },
  ],
  [
    "an extended BSS load",
    ElementId.ExtendedBssLoad,
    "c106 0500 10 203040",
    {
      muMimoStationCount: 5,
      spatialStreamUnderutilization255: 16,
      secondary20MhzUtilization255: 32,
      secondary80MhzUtilization255: 64,
    },
  ],
  [
    "a secondary channel offset",
    ElementId.SecondaryChannelOffset,
    "3e01 03",
    { secondaryChannel: SecondaryChannel.Below },
  ],
  ["a power capability", ElementId.PowerCapability, "2102 0214", { minTxPowerDbm: 2, maxTxPowerDbm: 20 }],
  ["an RCPI", ElementId.Rcpi, "3501 80", { rcpiDbm: -46 }],
  ["an RSNI", ElementId.Rsni, "4101 60", { rsniDb: 38 }],
  [
    "mesh channel switch parameters",
    ElementId.MeshChannelSwitchParameters,
    "7606 1f 03 4200 0500",
    { timeToLive: 31, transmitRestrict: true, initiator: true, reasonCode: 66, precedence: 5 },
  ],
  [
    "an MBO element whose access point is full",
    VendorElement.MboOce,
    "dd0d 506f9a16 0101 40 0401 02 6701 53",
    {
      apCapability: { cellularDataAware: true },
      associationDisallowed: AssociationDisallowedReason.MaximumStations,
      reducedWanMetrics: { downlinkCapacityKbps: 800, uplinkCapacityKbps: 3200 },
    },
  ],
  [
    "a Wi-Fi Display device",
    VendorElement.WifiDisplay,
    "dd0d 506f9a0a 00 0006 0111 1c44 012c",
    {
      device: {
        type: "primary sink",
        sessionAvailable: true,
        contentProtection: true,
        rtspPort: 7236,
        maxThroughputMbps: 300,
      },
    },
  ],
  [
    "a Hotspot 2.0 indication",
    VendorElement.HotspotIndication,
    "dd09 506f9a10 26 3412 7856",
    { dgafDisabled: false, release: 3, ppsMoId: 4660, anqpDomainId: 22136 },
  ],
  [
    "a Multi-AP element",
    VendorElement.MultiAp,
    "dd0e 506f9a1b 060160 070102 08023200",
    { backhaulSta: false, backhaulBss: true, fronthaulBss: true, tearDown: false, profile: 2, primaryVlanId: 50 },
  ],
  [
    "a P2P element with device, channel and absence",
    VendorElement.P2p,
    "dd40 506f9a09 0202002509 0d1a00 02000000cc00 0188 00060050f2040001 00 10110005 50686f6e65 060500 444504 51 0b 0c0f00 01 85 ff 401f0000 00900100 10270000",
    {
      capability: {
        serviceDiscovery: true,
        concurrentOperation: true,
        invitationProcedure: true,
        groupOwner: true,
        persistentGroup: false,
        intraBssDistribution: true,
      },
      deviceInfo: {
        address: "02:00:00:00:cc:00",
        configMethods: ["Display", "Push button", "Keypad"],
        primaryDeviceType: { category: 6, oui: "0050f204", subcategory: 1 },
        name: "Phone",
      },
      listenChannel: { country: "DE", operatingClass: 81, channel: 11 },
      noticeOfAbsence: {
        index: 1,
        opportunisticPowerSave: true,
        ctWindowTu: 5,
        absences: [
          { count: 255, durationMicroseconds: 8000, intervalMicroseconds: 102400, startTsfMicroseconds: 10000 },
        ],
      },
      others: [],
    },
  ],
  ["an RSN selection", VendorElement.RsnSelection, "dd05 506f9a2c 01", { selected: 1 }],
  [
    "an RSN override",
    VendorElement.RsnOverride,
    "dd18 506f9a29 0100 000fac04 0100 000fac04 0100 000fac18 c000",
    {
      version: 1,
      akmSuites: [0x000fac18],
      capabilities: { mfpRequired: true, mfpCapable: true, ptksaReplayCounters: 1 },
    },
  ],
  [
    "a Multi-Link probe request",
    ElementId.MultiLink,
    "ff09 6b 1100 02 00 0002 1100",
    { type: MultiLinkType.ProbeRequest, common: { mldId: 0 }, links: [{ linkId: 1, complete: true }] },
  ],
  [
    "a Multi-Link reconfiguration that removes a link",
    ElementId.MultiLink,
    "ff0b 6b 0200 01 0005 4200 03 0a00",
    {
      type: MultiLinkType.Reconfiguration,
      common: {},
      links: [{ linkId: 2, complete: false, apRemovalTimer: 10, operation: 0 }],
    },
  ],
  [
    "a Multi-Link element of TDLS",
    ElementId.MultiLink,
    "ff0a 6b 0300 07 020000000c00",
    { type: MultiLinkType.Tdls, common: { mldAddress: "02:00:00:00:0c:00" } },
  ],
  [
    "a Multi-Link element of priority access",
    ElementId.MultiLink,
    "ff10 6b 0400 07 020000000d00 0004 0100 0000",
    { type: MultiLinkType.PriorityAccess, common: { mldAddress: "02:00:00:00:0d:00" }, links: [{ linkId: 1 }] },
  ],
];

/** Fields that tshark 4.6.9 does not know; the source is named. */
const BY_HAND: readonly Row[] = [
  [
    "the OWE twin's channel (hostapd, owe_assoc: operating class and channel after the SSID)",
    VendorElement.OweTransition,
    "dd16 506f9a1c 020000000401 09 7365637265746e6574 73 24",
    { bssid: "02:00:00:00:04:01", operatingClass: 115, channel: 36 },
  ],
  [
    "the MLD parameters of a neighbour without TBTT (ieee80211.h, IEEE80211_TBTT_INFO_TYPE_MLD)",
    ElementId.ReducedNeighborReport,
    "c907 0103 8625 01 f13f",
    {
      channels: [
        {
          tbttInformationType: 1,
          bsss: [{ mld: { mldId: 1, linkId: 1, bssParametersChangeCount: 255, disabledLink: true } }],
        },
      ],
    },
  ],
  [
    "a default mapping that begins later, without a presence octet (ieee80211_tid_to_link_map_size_ok)",
    ElementId.TidToLinkMapping,
    "ff07 6d 1e 0a00 640000",
    { direction: "both", defaultMapping: true, switchTimeTu: 10, expectedDurationTu: 100, links: [] },
  ],
  [
    "an HE BSS load (802.11ax 9.4.2.272)",
    ElementId.HeBssLoad,
    "ff06 2f 0500804020",
    { heStationCount: 5, utilization255: 128 },
  ],
  [
    "UHR capabilities (ieee80211-uhr.h, bits of octets 0, 1, 2 and 3; the timeout 128 << 2 over octets 2 and 3)",
    ElementId.UhrCapabilities,
    "ff0c 98 10 02 c0 00 00 00 40 00 80 00 00",
    {
      mac: {
        nonPrimaryChannelAccess: true,
        dynamicPowerSave: false,
        priorityEdca: true,
        omParameterUpdateTimeoutMicroseconds: 512,
      },
      phy: { elrTx: true, elrRx: false, dru20In20Mhz: true },
    },
  ],
  [
    "a UHR operation with NPCA and P-EDCA (ieee80211-uhr.h, order DPS, NPCA, P-EDCA, DBE)",
    ElementId.UhrOperation,
    "ff0f 97 0606 22222222 25 0a 00 00 a4 f3 05 0a",
    {
      nonPrimaryChannelAccessEnabled: true,
      priorityEdcaEnabled: true,
      nonPrimaryChannelAccess: { primaryChannelOffset: 5, minimumDurationThreshold: 2, switchDelayMicroseconds: 40 },
      priorityEdca: { cwMin: 15, cwMax: 1023, aifsn: 3, cwDs: 3, psrcThreshold: 7, qsrcThreshold: 2 },
      extra: fromHex("0a"),
    },
  ],
];

describe("elements", () => {
  it.each([...SHOWN_BY_TSHARK, ...BY_HAND])("reads %s", (_, key, hex, expected) => {
    const list = parseElements(fromHex(hex));
    expect([...list].map(({ state, reason }) => reason ?? state)).toEqual(["decoded"]);
    expect(list.get(key)).toMatchObject(expected as object);
  });
});

describe("HE capabilities", () => {
  it("are read although their thresholds are cut off", () => {
    // Four streams and four sizes (7b) take 13 octets, 4 are there. Linux passes the whole element over; what comes before is good.
    const list = parseElements(fromHex(`ff1a23${"00".repeat(6)}04000000000080${"00".repeat(4)}faff faff 7b1cc771`));
    const he = list.get(ElementId.HeCapabilities)!;
    expect([he.phy.ppeThresholdsPresent, he.ppe, he.extra]).toEqual([true, undefined, fromHex("7b1cc771")]);
    expect(he.mcs.upTo80Mhz.rx).toHaveLength(2);
  });
});

describe("Multi-Link elements", () => {
  it("give each link's address, times and elements", () => {
    // tshark: Link ID 1, Complete, MAC, Beacon Interval 100, TSF Offset, DTIM Count 0, Period 2.
    const profile = "f101 13 020000000b00 6400 0100000000000000 0002 0104 0003616263 0504 0001 00".replace(/ /g, "");
    const body = `b001 0d 020000000a00 01 03 0100 6100 00 ${(profile.length / 2).toString(16)} ${profile}`.replace(
      / /g,
      "",
    );
    const list = parseElements(fromHex(`ff${(body.length / 2 + 1).toString(16).padStart(2, "0")}6b${body}`));
    const { common, links } = list.get(ElementId.MultiLink)!;
    expect(common).toMatchObject({
      mldAddress: "02:00:00:00:0a:00",
      linkId: 1,
      bssParametersChangeCount: 3,
      eml: { emlsr: true, emlmr: false, paddingDelayMicroseconds: 0 },
      mld: { maxSimultaneousLinks: 2, tidToLinkMappingNegotiation: 3 },
    });
    expect(links).toMatchObject([
      {
        linkId: 1,
        complete: true,
        address: "02:00:00:00:0b:00",
        beaconIntervalTu: 100,
        tsfOffset: 1n,
        dtimCount: 0,
        dtimPeriod: 2,
        capability: 0x0401,
      },
    ]);
    expect(links[0]!.elements.get(ElementId.Ssid)?.text).toBe("abc");
  });

  it("are put together from fragments of elements and of profiles", () => {
    // A profile of 300 octets is subelement 0 of 255 and fragment 254 of the rest (35.3.3.5); the element around it has 255 octets and a Fragment (10.28.11).
    const filler = `dd${"fb"}${"00".repeat(251)}`; // a vendor element of 253 octets with its header
    const profile = fromHex(`3100 07 020000000b00 0104 0003616263 ${filler} 0301 64`.replace(/ /g, ""));
    const sub = [0, 255, ...profile.subarray(0, 255), 254, profile.length - 255, ...profile.subarray(255)];
    const body = [...fromHex("6b 1000 08 020000000a00 00"), ...sub];
    const bytes = Uint8Array.of(255, 255, ...body.slice(0, 255), 242, body.length - 255, ...body.slice(255), 3, 1, 6);
    const list = parseElements(bytes);
    expect([...list].map(({ name, state }) => [name, state])).toEqual([
      ["Multi-Link", "decoded"],
      ["DSSS Parameter Set", "decoded"],
    ]);
    const { links } = list.get(ElementId.MultiLink) as MultiLink;
    expect(links).toMatchObject([{ linkId: 1, complete: true, address: "02:00:00:00:0b:00", capability: 0x0401 }]);
    expect(links[0]!.elements.get(ElementId.Ssid)?.text).toBe("abc");
    expect(links[0]!.elements.get(ElementId.DsssParameterSet)).toEqual({ channel: 100 });
    expect(links[0]!.elements.length).toBe(3);
  });

  it("leave out what a link shares with the frame around them", () => {
    // 35.3.3.4: a complete profile inherits but for what it has, and for what its Non-Inheritance element names.
    const profile = "0017 3100 07 020000000b00 0104 030124 3b0173 ff0438010b00".replace(/ /g, "");
    const frame = parseElements(
      fromHex(`000161 030106 0b050100000000 3b0151 ff246b 1000 08 020000000a00 00 ${profile}`),
    );
    const link = frame.get(ElementId.MultiLink)!.links[0]!;
    const elements = inheritElements(frame, link.elements);
    expect(elements.get(ElementId.Ssid)?.text).toBe("a");
    expect(elements.all(ElementId.DsssParameterSet)).toEqual([{ channel: 36 }]);
    expect(elements.get(ElementId.SupportedOperatingClasses)?.current).toBe(115);
    expect(elements.has(ElementId.BssLoad)).toBe(false);
    expect(elements.has(ElementId.MultiLink)).toBe(false);
  });

  it("in an association response carry the status of each link", () => {
    const hex = "ff13 6b 0000 07 020000000a00 0007 1200 01 0104 1100".replace(/ /g, "");
    const bytes = fromHex(hex);
    const { links } = parseElements(bytes, { associationResponse: true }).get(ElementId.MultiLink)!;
    expect(links).toMatchObject([{ linkId: 2, capability: 0x0401, statusCode: 17 }]);
  });
});
