// Encodings of nl80211 that break generators. Numbers are those of nl80211.h; "captured" bytes are from fixtures/, the file named;
// the rest is laid out by hand as the function named writes or reads it (net/wireless, Linux 7.3).
import { expect, test } from "vitest";
import { fromHex, toHex } from "../../../src/bytes/hex.ts";
import { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import * as ap from "../../../src/nl80211/generated/ap.ts";
import * as connect from "../../../src/nl80211/generated/connect.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import * as interfaces from "../../../src/nl80211/generated/interface.ts";
import * as mesh from "../../../src/nl80211/generated/mesh.ts";
import * as mlo from "../../../src/nl80211/generated/mlo.ts";
import * as nan from "../../../src/nl80211/generated/nan.ts";
import * as regulatory from "../../../src/nl80211/generated/regulatory.ts";
import * as scan from "../../../src/nl80211/generated/scan.ts";
import { StaFlag } from "../../../src/nl80211/generated/station.ts";
import * as station from "../../../src/nl80211/generated/station.ts";
import * as survey from "../../../src/nl80211/generated/survey.ts";
import { Band, BssSelectKind } from "../../../src/nl80211/generated/wiphy.ts";
import * as vendor from "../../../src/nl80211/generated/vendor.ts";
import * as wiphy from "../../../src/nl80211/generated/wiphy.ts";
import * as wowlan from "../../../src/nl80211/generated/wowlan.ts";

/** Decodes hex, and holds that nothing in it was unknown or malformed. */
function decode<T>(decoder: (r: AttributeReader) => T, hex: string): T {
  const reader = new AttributeReader(fromHex(hex));
  const value = decoder(reader);
  expect(reader.malformed).toBeUndefined();
  expect(value).not.toHaveProperty("unknown");
  return value;
}

function encode<T>(encoder: (w: AttributeWriter, value: T) => void, value: T): string {
  const writer = new AttributeWriter();
  encoder(writer, value);
  return toHex(writer.finish());
}

/** An attribute in hex: header, payload, padding. */
function attribute(type: number, ...payload: string[]): string {
  const body = payload.join("").replace(/\s/g, "");
  const header = Buffer.alloc(4);
  header.writeUInt16LE(4 + body.length / 2);
  header.writeUInt16LE(type, 2);
  return header.toString("hex") + body.padEnd(Math.ceil(body.length / 8) * 8, "0");
}

test("1. TID_CONFIG: rates are read by band, and the wiphy has one nest where requests have an array of them", () => {
  // parse_tid_conf, nl80211_parse_tx_bitrate_mask: TIDS 5, TX_RATE_TYPE 12, TX_RATE 13 by band, TXRATE_LEGACY 1
  const rates = attribute(0x800d, attribute(0x8001, attribute(1, "0c18")));
  const config = attribute(0x811d, attribute(0x8000, attribute(5, "0300"), attribute(12, "02"), rates));
  expect(decode(ap.decodeSetTidConfigRequest, attribute(3, "04000000") + config)).toEqual({
    ifindex: 4,
    tidConfig: [{ tids: 3, txRateType: 2, txRate: { [Band.Band5ghz]: { legacy: Uint8Array.of(0x0c, 0x18) } } }],
  });
  // nl80211_send_wiphy: VIF_SUPP 2, PEER_SUPP 3 (u64)
  const supported = attribute(285, attribute(2, "f00f000000000000"), attribute(3, "3000000000000000"));
  expect(decode(wiphy.decodeGetWiphyReply, supported).tidConfig).toMatchObject({ vifSupp: 0xff0, peerSupp: 0x30 });
});

test("2. MESH_CONFIG of a reply: IFINDEX (u32) comes inside under HOLDING_TIMEOUT's number (u16)", () => {
  // captured, 6.1-mesh packet 133: 3 is ifindex 19, then 3 is the timeout of 100 ms
  const config = attribute(35, "0800 0300 13000000", "0600 0100 64000000", "0600 0200 64000000", "0600 0300 64000000");
  expect(decode(mesh.decodeGetMeshConfigReply, config).meshConfig).toEqual({
    retryTimeoutMs: 100,
    confirmTimeoutMs: 100,
    holdingTimeoutMs: 100,
  });
});

test("3. PMSR: the FTM capabilities' role nests hold numbers 6 and 7 of another enum", () => {
  // nl80211_send_pmsr_capa: PEER_MEASUREMENTS 273, TYPE_CAPA 4, FTM 1, ISTA_CAPS 19
  const caps = attribute(273, attribute(4, attribute(1, attribute(19, attribute(6, "02000000"), attribute(21)))));
  expect(decode(wiphy.decodeGetWiphyReply, caps).peerMeasurements).toEqual({
    typeCapa: { ftm: { istaCaps: { maxPeerIstaRole: 2, supportNtb: true } } },
  });
});

test("4. AKM_SUITES: a list, but one number in EXTERNAL_AUTH", () => {
  // captured, 6.1-connect packet 788 (ASSOCIATE): 00-0F-AC:2
  const list = decode(connect.decodeAssociateRequest, "0800 4c00 02ac0f00");
  expect(list.akmSuites).toEqual([0x000fac02]);
  // cfg80211_external_auth_request puts a u32; SAE, 00-0F-AC:8, comes as cpu_to_be32 leaves it
  expect(decode(connect.decodeExternalAuthEvent, "0800 4c00 000fac08").akmSuites).toBe(0x000fac08);
  // FT/SAE, 00-0F-AC:9, as nla_put_u32 leaves it; and SAE of a kernel that knows no such exception
  expect(decode(connect.decodeExternalAuthEvent, "0800 4c00 09ac0f00").akmSuites).toBe(0x000fac09);
  expect(decode(connect.decodeExternalAuthEvent, "0800 4c00 08ac0f00").akmSuites).toBe(0x000fac08);
  expect(encode(connect.encodeExternalAuthEvent, { akmSuites: 0x000fac08 })).toBe("08004c00000fac08");
  expect(encode(connect.encodeExternalAuthEvent, { akmSuites: 0x000fac09 })).toBe("08004c0009ac0f00");
});

test("5. COALESCE_RULE and VENDOR_DATA: structs in the wiphy, nests and bytes elsewhere", () => {
  // nl80211_send_coalesce: max_rules, pattern_support, max_delay
  const support = attribute(182, "04000000", "05000000 01000000 40000000 00000000", "e8030000");
  expect(decode(wiphy.decodeGetWiphyReply, support).coalesceRule).toEqual({
    maxRules: 4,
    maxPatterns: 5,
    minPatternLen: 1,
    maxPatternLen: 64,
    maxPktOffset: 0,
    maxDelayMs: 1000,
  });
  const rule = attribute(0x80b6, attribute(0x8001, attribute(1, "64000000"), attribute(2, "00000000")));
  expect(decode(wowlan.decodeSetCoalesceRequest, attribute(1, "00000000") + rule)).toEqual({
    wiphy: 0,
    coalesceRule: [{ delayMs: 100, condition: 0 }],
  });
  // captured, 6.1-connect packets 9 (wiphy: OUI 0x001374, command 1) and 147 (request)
  expect(decode(wiphy.decodeGetWiphyReply, "1000 c500 0c000100 74130000 01000000").vendorData).toEqual([
    { vendorId: 0x001374, subcmd: 1 },
  ]);
  expect(toHex(decode(vendor.decodeVendorRequest, "0c00 c580 0800 0800 7b000000").vendorData!)).toBe("080008007b000000");
});

test("6. WoWLAN: patterns are a struct, nests or a number, and NET_DETECT a number or a nest", () => {
  // nl80211_send_wowlan: WOWLAN_TRIGGERS_SUPPORTED 118, PKT_PATTERN 4, NET_DETECT 18
  const pattern = attribute(4, "14000000 10000000 80000000 00000000");
  const supported = attribute(118, attribute(1), pattern, attribute(18, "10000000"));
  expect(decode(wiphy.decodeGetWiphyReply, supported).wowlanTriggersSupported).toEqual({
    any: true,
    pktPattern: { maxPatterns: 20, minPatternLen: 16, maxPatternLen: 128, maxPktOffset: 0 },
    netDetect: 16,
  });
  // nl80211_set_wowlan: nests of MASK 1, PATTERN 2; NET_DETECT is a scheduled scan: SCAN_SSIDS 45
  const request = attribute(
    0x8075,
    attribute(0x8004, attribute(0x8001, attribute(1, "03"), attribute(2, "aabb"))),
    attribute(0x8012, attribute(0x802d, attribute(0, "6162"))),
  );
  expect(decode(wowlan.decodeSetWowlanRequest, attribute(1, "00000000") + request).wowlanTriggers).toEqual({
    pktPattern: [{ mask: Uint8Array.of(3), pattern: Uint8Array.of(0xaa, 0xbb) }],
    netDetect: { scanSsids: [Uint8Array.of(0x61, 0x62)] },
  });
  // cfg80211_report_wowlan_wakeup: the number of the pattern that matched
  expect(decode(wowlan.decodeSetWowlanEvent, attribute(117, attribute(4, "02000000"))).wowlanTriggers).toEqual({
    pktPattern: 2,
  });
});

test("7. BSS_SELECT is flags in the wiphy and a nest in CONNECT; BSS_PARAM a flag in, a nest of flags out", () => {
  // nl80211_send_wiphy; parse_bss_select
  expect(decode(wiphy.decodeGetWiphyReply, attribute(227, attribute(1), attribute(3))).bssSelect).toEqual([
    BssSelectKind.Rssi,
    BssSelectKind.RssiAdjust,
  ]);
  const select = attribute(0x80e3, attribute(2, "01000000"));
  expect(decode(connect.decodeConnectRequest, select).bssSelect).toEqual({ bandPref: Band.Band5ghz });
  // captured, 7.3-channel-switch packet 9
  const params = "2400 5581 04001c00 04001d00 04001e00 04002400 04006000 04006d00 0400a200 0400a300";
  expect(decode(wiphy.decodeGetWiphyReply, params).bssParam).toMatchObject({ bssCtsProt: true, p2pOppps: true });
  expect(decode(ap.decodeSetBssRequest, attribute(341)).bssParam).toBe(true);
});

test("8. CONTROL_PORT_ETHERTYPE: without payload in the wiphy, u16 in requests", () => {
  // captured, 6.1-connect packets 8 and 788
  expect(decode(wiphy.decodeGetWiphyReply, "0400 6600").controlPortEthertype).toBe(true);
  expect(decode(connect.decodeAssociateRequest, "0600 6600 8e880000").controlPortEthertype).toBe(0x888e);
});

test("9. COLOR_CHANGE_COUNT, HT_OPMODE and REG_ALPHA2 have their length by direction", () => {
  expect(decode(ap.decodeColorChangeRequestRequest, attribute(303, "05")).colorChangeCount).toBe(5);
  expect(decode(ap.decodeColorChangeStartedEvent, attribute(303, "05000000")).colorChangeCount).toBe(5);
  // captured, 6.1-mesh packet 133: a u32 out; nl80211_mesh_config_policy: a u16 in
  expect(decode(mesh.decodeGetMeshConfigReply, attribute(35, "0800 1600 00000000")).meshConfig!.htOpmode).toBe(0);
  expect(decode(mesh.decodeSetMeshConfigRequest, attribute(35, attribute(22, "0d00"))).meshConfig!.htOpmode).toBe(13);
  // captured, 6.1-connect packet 63 ("DE" with its NUL); a policy of 2 to 3 octets
  expect(decode(regulatory.decodeReqSetRegRequest, "0700 2100 44450000").regAlpha2).toBe("DE");
  expect(decode(regulatory.decodeReqSetRegRequest, "0600 2100 44450000").regAlpha2).toBe("DE");
});

test("10. MLO_LINKS: whatever the index is, the id is MLO_LINK_ID inside", () => {
  // nl80211_send_iface: link id + 1 as index; cfg80211_links_removed; a station's link, numbered 1
  const link = (index: number, id: string, ...more: string[]) => attribute(index, attribute(313, id), ...more);
  const frequency = attribute(38, "3c140000");
  expect(decode(interfaces.decodeGetInterfaceReply, attribute(312, link(3, "02", frequency))).mloLinks).toEqual([
    { mloLinkId: 2, wiphyFreqMhz: 5180 },
  ]);
  expect(decode(mlo.decodeLinksRemovedEvent, attribute(312, link(1, "00"), link(3, "02"))).mloLinks).toEqual([
    { mloLinkId: 0 },
    { mloLinkId: 2 },
  ]);
  expect(decode(station.decodeGetStationDumpReply, attribute(312, link(1, "02"))).mloLinks).toEqual([{ mloLinkId: 2 }]);
});

test("11. repeated attributes are lists, of which none is lost", () => {
  const range = (start: string) => attribute(2, attribute(1, start), attribute(2, "00000100"));
  expect(decode(wiphy.decodeGetWiphyReply, attribute(331, attribute(0, range("01000000"), range("02000000")))).wiphyRadios).toEqual([
    {
      freqRange: [
        { startKhz: 1, endKhz: 65536 },
        { startKhz: 2, endKhz: 65536 },
      ],
    },
  ]);
  const types = attribute(100, attribute(2, attribute(101, "4000"), attribute(101, "d000")));
  expect(decode(wiphy.decodeGetWiphyReply, types).rxFrameTypes).toEqual({
    [Iftype.Station]: { frameType: [0x40, 0xd0] },
  });
  const channel = (mhz: string) => attribute(0x815f, attribute(38, mhz));
  expect(decode(nan.decodeNanSetLocalSchedRequest, channel("85090000") + channel("3c140000")).nanChannel).toHaveLength(2);
});

test("12. arrays whose index 0 is data, beside arrays that count from 1", () => {
  // captured, 6.1-connect packet 8: WIPHY_BANDS by band from 0, FREQS from 0
  const freq = "3000 0100 2c00 0000 08000100 6c090000 08001400 00000000 04000900 04000b00 04000c00 04001a00 08000600 d0070000";
  expect(decode(wiphy.decodeGetWiphyReply, attribute(22, attribute(0, freq))).wiphyBands).toEqual({
    [Band.Band2ghz]: {
      freqs: [
        {
          frequencyMhz: 2412,
          offsetKhz: 0,
          noHt40Minus: true,
          no80Mhz: true,
          no160Mhz: true,
          no320Mhz: true,
          maxTxPowerMbm: 2000,
        },
      ],
    },
  });
  // captured, 6.1-connect packet 9: INTERFACE_COMBINATIONS and its LIMITS from 1
  const combination = "7800 7800 7400 0100 5000 0100 1400 0100 0800 0100 01000000 0800 0200 0400 0100 " +
    "2400 0200 0800 0100 00080000 1800 0200 0400 0200 0400 0300 0400 0700 0400 0800 0400 0900 " +
    "1400 0300 0800 0100 01000000 0800 0200 0400 0a00 0800 0400 01000000 0800 0200 02080000 0800 0500 ef000000 0800 0600 00000000";
  const [first] = decode(wiphy.decodeGetWiphyReply, combination).interfaceCombinations!;
  expect(first!.limits!.map(({ max }) => max)).toEqual([1, 2048, 1]);
  expect(first).toMatchObject({ maxnum: 2050, numChannels: 1, radarDetectRegions: [] });
});

test("13. numbered attributes are not C arrays", () => {
  // captured, 6.1-connect packets 9 (the first two of SUPPORTED_COMMANDS) and 8 (the first two of CIPHER_SUITES)
  expect(decode(wiphy.decodeGetWiphyReply, attribute(50, "08000100 07000000 08000200 06000000")).supportedCommands).toEqual([7, 6]);
  expect(decode(wiphy.decodeGetWiphyReply, attribute(57, "01ac0f00 05ac0f00")).cipherSuites).toEqual([0x000fac01, 0x000fac05]);
  // nl80211_set_cqm_rssi: s32 after s32
  const thresholds = attribute(0x805e, attribute(1, "c4ffffff e2ffffff"));
  expect(decode(connect.decodeSetCqmRequest, thresholds).cqm!.rssiTholdsDbm).toEqual([-60, -30]);
});

test("14. sets of flags are keyed by the enum's value, without payload, and may be empty", () => {
  // captured, 7.3-hotplug packet 60
  const types = "2800 2000 04000100 04000200 04000300 04000400 04000600 04000700 04000800 04000900 04000b00";
  expect(decode(wiphy.decodeGetWiphyReply, types).supportedIftypes).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 11]);
  expect(decode(interfaces.decodeSetInterfaceRequest, attribute(0x8017)).mntrFlags).toEqual([]);
});

test("15. a band of a split wiphy dump is opened again for each part of it", () => {
  // nl80211_send_wiphy, split: one message has a band's rates, the next the same band with one channel
  const rates = attribute(22, attribute(1, attribute(2, attribute(0, attribute(1, "3c000000")))));
  const channel = attribute(22, attribute(1, attribute(1, attribute(7, attribute(1, "3c140000")))));
  expect(decode(wiphy.decodeGetWiphyReply, rates).wiphyBands).toEqual({ 1: { rates: [{ rateIn100Kbps: 60 }] } });
  expect(decode(wiphy.decodeGetWiphyReply, channel).wiphyBands).toEqual({ 1: { freqs: [{ frequencyMhz: 5180 }] } });
});

test("16. NLA_F_NESTED may be missing, and padding may stand before any u64", () => {
  // cfg80211's BSS: FREQUENCY 2, PAD 16, TSF 3; with and without the flag on BSS, 47
  const members = attribute(2, "3c140000") + attribute(16) + attribute(3, "0100000000000000");
  for (const type of [47, 0x802f]) {
    expect(decode(scan.decodeGetScanReply, attribute(type, members)).bss).toEqual({ frequencyMhz: 5180, tsf: 1n });
  }
  // our own nests carry it: strict commands refuse them otherwise
  expect(encode(scan.encodeTriggerScanRequest, { ifindex: 4, scanFrequenciesMhz: [2412] })).toBe(
    attribute(3, "04000000") + attribute(0x802c, attribute(0, "6c090000")),
  );
});

test("17. negative values come in unsigned attributes", () => {
  // captured, 6.1-connect packet 984: SIGNAL e5
  expect(decode(station.decodeGetStationReply, attribute(21, "0500 0700 e5000000")).staInfo!.signalDbm).toBe(-27);
  expect(decode(scan.decodeGetScanReply, attribute(47, attribute(7, "74f5ffff"))).bss!.signalMbm).toBe(-2700);
  expect(decode(survey.decodeGetSurveyReply, attribute(84, attribute(2, "a5"))).surveyInfo!.noiseDbm).toBe(-91);
  // T_OFFSET 19, s64
  const offset = attribute(21, attribute(19, "feffffffffffffff"));
  expect(decode(station.decodeGetStationReply, offset).staInfo!.tOffsetUs).toBe(-2);
});

test("18. C structs are in host order, 802.11's are bytes, and HT_CAPA is a number", () => {
  // captured, 6.1-connect packet 791: mask 0x1e (AUTHORIZED, SHORT_PREAMBLE, WME, MFP), none set
  expect(decode(station.decodeNewStationRequest, "0c00 4300 1e000000 00000000").staFlags2).toEqual({
    mask: [StaFlag.Authorized, StaFlag.ShortPreamble, StaFlag.Wme, StaFlag.Mfp],
    set: [],
  });
  const band = attribute(22, attribute(0, attribute(4, "7e10"), attribute(3, "ff".repeat(4), "00".repeat(12))));
  const { htCapa, htMcsSet } = decode(wiphy.decodeGetWiphyReply, band).wiphyBands![0]!;
  expect(htCapa).toBe(0x107e);
  expect(htMcsSet).toHaveLength(16);
});

test("19. answers come under another command", () => {
  expect(station.getStationCommand.do.replyCommand).toBe(19); // NL80211_CMD_NEW_STATION
  expect(mesh.getMppCommand.do.replyCommand).toBe(23); // NL80211_CMD_NEW_MPATH
  expect(scan.getScanCommand.dump.replyCommand).toBe(34); // NL80211_CMD_NEW_SCAN_RESULTS, which as an event has no BSS
  expect(scan.newScanResultsCommand.event.decode(new AttributeReader(new Uint8Array()))).not.toHaveProperty("bss");
});

test("20. match sets are two layers deep, and an SSID is bytes", () => {
  // nl80211_parse_sched_scan: SCHED_SCAN_MATCH 132, each a nest with SSID 1
  const match = attribute(0x8084, attribute(0x8000, attribute(1, "ff00")));
  const ssids = attribute(0x802d, attribute(0, "ff00"));
  expect(decode(scan.decodeStartSchedScanRequest, attribute(3, "04000000") + ssids + match)).toEqual({
    ifindex: 4,
    scanSsids: [Uint8Array.of(0xff, 0)],
    schedScanMatch: [{ ssid: Uint8Array.of(0xff, 0) }],
  });
});

test("21. BITRATE is absent where it does not fit, and RX_BYTES wraps beside RX_BYTES64", () => {
  // nl80211_put_sta_rate: 5764.7 Mbit/s and above have BITRATE32 alone
  const rate = attribute(8, attribute(5, "f02b0100"));
  const bytes = attribute(2, "05000000") + attribute(23, "0500000001000000");
  expect(decode(station.decodeGetStationReply, attribute(21, rate, bytes)).staInfo).toEqual({
    txBitrate: { bitrate32In100Kbps: 76784 },
    rxBytes: 5,
    rxBytes64: 0x1_0000_0005,
  });
});

test("22. what mac80211_hwsim's family means by a number is not taken for nl80211's", () => {
  // HWSIM_ATTR_ADDR_RECEIVER is 1, a MAC address, where nl80211 has WIPHY; HWSIM_ATTR_FRAME is 3, where it has IFINDEX
  const reader = new AttributeReader(fromHex(attribute(1, "020000000100") + attribute(3, "4000")));
  expect(interfaces.decodeGetInterfaceReply(reader)).toEqual({});
  expect(reader.malformed).toEqual([
    { attribute: "nl80211.wiphy", offset: 4, reason: "6 octets, 4 expected" },
    expect.objectContaining({ offset: 16 }),
  ]);
});

test("23. indices may have gaps and start anywhere, and STA_INFO may come as 0x8015", () => {
  const freqs = attribute(1, attribute(5, attribute(1, "6c090000")), attribute(9, attribute(1, "85090000")));
  expect(decode(wiphy.decodeGetWiphyReply, attribute(22, attribute(6, freqs))).wiphyBands).toEqual({
    6: { freqs: [{ frequencyMhz: 2412 }, { frequencyMhz: 2437 }] },
  });
  expect(decode(station.decodeGetStationReply, attribute(0x8015, attribute(16, "03000000"))).staInfo).toEqual({
    connectedTimeS: 3,
  });
});
