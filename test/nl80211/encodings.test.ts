import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import * as ap from "../../src/nl80211/generated/ap.ts";
import * as connect from "../../src/nl80211/generated/connect.ts";
import * as interfaces from "../../src/nl80211/generated/interface.ts";
import * as mesh from "../../src/nl80211/generated/mesh.ts";
import * as mlo from "../../src/nl80211/generated/mlo.ts";
import * as nan from "../../src/nl80211/generated/nan.ts";
import * as regulatory from "../../src/nl80211/generated/regulatory.ts";
import * as scan from "../../src/nl80211/generated/scan.ts";
import * as station from "../../src/nl80211/generated/station.ts";
import * as survey from "../../src/nl80211/generated/survey.ts";
import * as vendor from "../../src/nl80211/generated/vendor.ts";
import * as wiphy from "../../src/nl80211/generated/wiphy.ts";
import * as wowlan from "../../src/nl80211/generated/wowlan.ts";

// Encodings of nl80211 that a generator gets wrong if it believes one source, each with the bytes that the kernel sends or takes. The bytes were
// put together by hand from struct nlattr (length, type, payload, padding) and the calls of net/wireless/nl80211.c of Linux 7.3 that each
// comment names; little-endian, as the machines that run these tests.

/** Bytes written as hex, with comments from `//` to the end of a line. */
const bytesOf = (text: string) => fromHex(text.replace(/\/\/.*$/gm, "").replace(/\s+/g, ""));

/** Decodes, and insists that nothing was left over. */
function decode<T extends object>(read: (reader: AttributeReader) => T, text: string): T {
  const reader = new AttributeReader(bytesOf(text));
  const decoded = read(reader);
  expect(reader.malformed).toBeUndefined();
  expect(decoded).not.toHaveProperty("unknown");
  return decoded;
}

function encoded(write: (writer: AttributeWriter) => void): string {
  const writer = new AttributeWriter();
  write(writer);
  return toHex(writer.finish());
}
const hex = (text: string) => toHex(bytesOf(text));

describe.runIf(new Uint8Array(new Uint16Array([1]).buffer)[0] === 1)("nl80211", () => {
  describe("an attribute that is something else in the wiphy", () => {
    it("TID_CONFIG: one nest of what can be set; in a request an array, whose TX_RATE counts by band", () => {
      // nl80211_put_tid_config_support
      const reply = `
        18 00 1d 81                            // TID_CONFIG (285)
          0c 00 02 00 40 00 00 00 00 00 00 00  //   VIF_SUPP u64: attribute 6
          05 00 07 00 07 00 00 00              //   RETRY_SHORT u8: up to 7`;
      expect(decode(wiphy.decodeGetWiphyReply, reply).tidConfig).toEqual({ vifSupp: 64, retryShort: 7 });
      // parse_tid_conf, and nl80211_parse_tx_bitrate_mask, which reads the children of TX_RATE by band
      const request = `
        20 00 1d 81                            // TID_CONFIG
          1c 00 00 80                          //   the first
            06 00 05 00 03 00 00 00            //     TIDS u16: 0 and 1
            10 00 0d 80                        //     TX_RATE
              0c 00 01 00                      //       band 1: 5 GHz, without NLA_F_NESTED, with which the policy refuses it
                06 00 01 00 0c 18 00 00        //         LEGACY: 6 and 12 Mbit/s`;
      const asked = { ifindex: 3, tidConfig: [{ tids: 3, txRate: { 1: { legacy: Uint8Array.of(0x0c, 0x18) } } }] };
      expect(encoded((w) => ap.encodeSetTidConfigRequest(w, asked))).toBe(
        hex("08 00 03 00 03 00 00 00") + hex(request),
      );
      expect(decode(ap.decodeSetTidConfigRequest, request).tidConfig).toEqual(asked.tidConfig);
    });

    it("COALESCE_RULE: a struct of limits; elsewhere an array of rules", () => {
      // nl80211_send_coalesce
      const reply = "1c 00 b6 00 04 00 00 00 08 00 00 00 01 00 00 00 40 00 00 00 32 00 00 00 e8 03 00 00";
      expect(decode(wiphy.decodeGetWiphyReply, reply).coalesceRule).toEqual({
        maxRules: 4,
        maxPatterns: 8,
        minPatternLen: 1,
        maxPatternLen: 64,
        maxPktOffset: 50,
        maxDelayMs: 1000,
      });
      // nl80211_send_coalesce_rules
      const rules = `
        18 00 b6 00                  // COALESCE_RULE (182)
          14 00 01 00                //   the first
            08 00 01 00 64 00 00 00  //     DELAY u32: 100 ms
            08 00 02 00 01 00 00 00  //     CONDITION u32: no match`;
      expect(decode(wowlan.decodeGetCoalesceReply, rules).coalesceRule).toEqual([
        { delayMs: 100, condition: wowlan.CoalesceCondition.NoMatch },
      ]);
    });

    it("VENDOR_DATA: an array of 8-byte structs; elsewhere the vendor's own bytes", () => {
      // nl80211_send_wiphy, case 11
      const reply = "10 00 c5 00 0c 00 01 00 74 13 00 00 0a 00 00 00";
      expect(decode(wiphy.decodeGetWiphyReply, reply).vendorData).toEqual([{ vendorId: 0x1374, subcmd: 10 }]);
      const event = "08 00 c5 00 74 13 00 0a";
      expect(decode(vendor.decodeVendorEvent, event).vendorData).toEqual(Uint8Array.of(0x74, 0x13, 0, 0x0a));
    });

    it("BSS_SELECT: a set of empty attributes; in CONNECT one of them with its value", () => {
      // nl80211_send_wiphy, case 12
      const reply = "0c 00 e3 00 04 00 01 00 04 00 02 00";
      expect(decode(wiphy.decodeGetWiphyReply, reply).bssSelect).toEqual([1, 2]);
      const request = "0c 00 e3 80 08 00 02 00 01 00 00 00"; // BAND_PREF u32: 5 GHz
      expect(decode(connect.decodeConnectRequest, request).bssSelect).toEqual({ bandPref: wiphy.Band.Band5ghz });
    });

    it("BSS_PARAM: a nest of flags; in SET_BSS a flag, beside the same attributes as u8", () => {
      // nl80211_send_wiphy, case 12
      expect(decode(wiphy.decodeGetWiphyReply, "08 00 55 81 04 00 1c 00").bssParam).toEqual({ bssCtsProt: true });
      const request = "04 00 55 01 05 00 1c 00 01 00 00 00";
      expect(decode(ap.decodeSetBssRequest, request)).toEqual({ bssParam: true, bssCtsProt: 1 });
    });

    it("CONTROL_PORT_ETHERTYPE: a flag without payload; in CONNECT a u16", () => {
      // nl80211_send_wiphy, case 0; a decoder that wants two octets here fails on every wiphy
      expect(decode(wiphy.decodeGetWiphyReply, "04 00 66 00").controlPortEthertype).toBe(true);
      expect(decode(connect.decodeConnectRequest, "06 00 66 00 8e 88 00 00").controlPortEthertype).toBe(0x888e);
    });
  });

  describe("a nest that is three things", () => {
    it("WOWLAN: what can wake, what shall wake, what woke", () => {
      // nl80211_send_wowlan and nl80211_send_wowlan_tcp_caps
      const can = `
        30 00 76 00                                                      // WOWLAN_TRIGGERS_SUPPORTED (118)
          14 00 04 00 14 00 00 00 10 00 00 00 80 00 00 00 00 00 00 00    //   PKT_PATTERN: struct nl80211_pattern_support
          08 00 12 00 05 00 00 00                                        //   NET_DETECT u32: 5 match sets
          10 00 0e 00                                                    //   TCP_CONNECTION
            08 00 06 00 40 00 00 00                                      //     DATA_PAYLOAD u32: 64 octets
            04 00 07 00                                                  //     DATA_PAYLOAD_SEQ: a flag`;
      expect(decode(wiphy.decodeGetWiphyReply, can).wowlanTriggersSupported).toEqual({
        pktPattern: { maxPatterns: 20, minPatternLen: 16, maxPatternLen: 128, maxPktOffset: 0 },
        netDetect: 5,
        tcpConnection: { dataPayload: 64, dataPayloadSeq: true },
      });
      // nl80211_set_wowlan, nl80211_parse_wowlan_nd, nl80211_parse_wowlan_tcp
      const shall = `
        44 00 75 80                            // WOWLAN_TRIGGERS (117)
          18 00 04 80                          //   PKT_PATTERN
            14 00 01 80                        //     the first
              05 00 01 00 03 00 00 00          //       MASK
              06 00 02 00 ff ff 00 00          //       PATTERN
          0c 00 12 80                          //   NET_DETECT
            08 00 77 00 e8 03 00 00            //     SCHED_SCAN_INTERVAL u32, a top-level attribute
          1c 00 0e 80                          //   TCP_CONNECTION
            08 00 01 00 c0 00 02 01            //     SRC_IPV4: 192.0.2.1, as it goes over the air
            10 00 07 00 01 00 00 00 04 00 00 00 02 00 00 00  // DATA_PAYLOAD_SEQ: struct nl80211_wowlan_tcp_data_seq`;
      expect(decode(wowlan.decodeSetWowlanRequest, shall).wowlanTriggers).toEqual({
        pktPattern: [{ mask: Uint8Array.of(3), pattern: Uint8Array.of(255, 255) }],
        netDetect: { schedScanIntervalMs: 1000 },
        tcpConnection: { srcIpv4: "192.0.2.1", dataPayloadSeq: { start: 1, offset: 4, len: 2 } },
      });
      // cfg80211_report_wowlan_wakeup
      const woke = "0c 00 75 00 08 00 04 00 02 00 00 00"; // PKT_PATTERN u32: the third
      expect(decode(wowlan.decodeSetWowlanEvent, woke).wowlanTriggers).toEqual({ pktPattern: 2 });
    });
  });

  describe("a number that is used twice", () => {
    it("MESH_CONFIG: a reply repeats IFINDEX (3, u32) before HOLDING_TIMEOUT (3, u16), and HT_OPMODE is u32 there", () => {
      // nl80211_get_mesh_config
      const reply = `
        1c 00 23 00                  // MESH_CONFIG (35)
          08 00 03 00 05 00 00 00    //   IFINDEX, of the top level
          06 00 03 00 64 00 00 00    //   HOLDING_TIMEOUT: 100 ms
          08 00 16 00 04 00 00 00    //   HT_OPMODE u32`;
      expect(decode(mesh.decodeGetMeshConfigReply, reply).meshConfig).toEqual({ holdingTimeoutMs: 100, htOpmode: 4 });
      const request = "14 00 23 80 06 00 03 00 64 00 00 00 06 00 16 00 04 00 00 00";
      expect(decode(mesh.decodeSetMeshConfigRequest, request).meshConfig).toEqual({
        holdingTimeoutMs: 100,
        htOpmode: 4,
      });
    });

    it("PMSR: the capabilities of a role hold attributes 6 and 7 of another enum, u32 like bandwidths and yet no mask", () => {
      // nl80211_send_pmsr_ftm_capa
      const reply = `
        1c 00 11 01                        // PEER_MEASUREMENTS (273)
          18 00 04 00                      //   TYPE_CAPA
            14 00 01 00                    //     FTM
              10 00 13 00                  //       ISTA_CAPS
                04 00 15 00                //         SUPPORT_NTB
                08 00 06 00 02 00 00 00    //         NL80211_PMSR_ATTR_MAX_PEER_ISTA_ROLE`;
      const { peerMeasurements } = decode(wiphy.decodeGetWiphyReply, reply);
      expect(peerMeasurements?.typeCapa?.ftm?.istaCaps).toEqual({ supportNtb: true, maxPeerIstaRole: 2 });
    });

    it("an enum's comment that says u32 where the code puts a u8 is not believed", () => {
      // MAX_NUM_TX_ANTENNAS (26)
      const reply = "14 00 11 01 10 00 04 00 0c 00 01 00 05 00 1a 00 02 00 00 00";
      const { peerMeasurements } = decode(wiphy.decodeGetWiphyReply, reply);
      expect(peerMeasurements?.typeCapa?.ftm?.maxNumTxAntennas).toBe(2);
    });
  });

  describe("a type that goes by direction", () => {
    it("AKM_SUITES: a list; in EXTERNAL_AUTH one suite, SAE alone in network order", () => {
      const request = "0c 00 4c 00 02 ac 0f 00 08 ac 0f 00";
      expect(decode(connect.decodeConnectRequest, request).akmSuites).toEqual([0x000fac02, 0x000fac08]);
      // cfg80211_external_auth_request: nla_put_be32 for SAE, nla_put_u32 for others
      expect(decode(connect.decodeExternalAuthEvent, "08 00 4c 00 00 0f ac 08").akmSuites).toBe(0x000fac08);
      expect(decode(connect.decodeExternalAuthEvent, "08 00 4c 00 09 ac 0f 00").akmSuites).toBe(0x000fac09);
    });

    it("COLOR_CHANGE_COUNT: u8 in the request, u32 in the event", () => {
      const request = "05 00 2f 01 0a 00 00 00";
      expect(decode(ap.decodeColorChangeRequestRequest, request).colorChangeCount).toBe(10);
      // cfg80211_bss_color_notify
      expect(decode(ap.decodeColorChangeStartedEvent, "08 00 2f 01 0a 00 00 00").colorChangeCount).toBe(10);
    });

    it("REG_ALPHA2: two letters, with a NUL from the kernel and without one from some programs", () => {
      expect(decode(regulatory.decodeGetRegReply, "07 00 21 00 44 45 00 00").regAlpha2).toBe("DE");
      expect(decode(regulatory.decodeReqSetRegRequest, "06 00 21 00 44 45 00 00").regAlpha2).toBe("DE");
    });
  });

  describe("an array", () => {
    it("MLO_LINKS: numbered by link id + 1, from 1, or not at all; only MLO_LINK_ID inside tells", () => {
      // nl80211_send_iface: link ids 0 and 2 come as 1 and 3
      const reply = "1c 00 38 81 0c 00 01 80 05 00 39 01 00 00 00 00 0c 00 03 80 05 00 39 01 02 00 00 00";
      expect(decode(interfaces.decodeGetInterfaceReply, reply).mloLinks).toEqual([{ mloLinkId: 0 }, { mloLinkId: 2 }]);
      // nl80211_send_connect_result: the same links come as 1 and 2
      const event = reply.replace("0c 00 03 80", "0c 00 02 80");
      expect(decode(connect.decodeConnectEvent, event).mloLinks).toEqual([{ mloLinkId: 0 }, { mloLinkId: 2 }]);
      // cfg80211_links_removed
      const removed = "10 00 38 81 0c 00 03 80 05 00 39 01 02 00 00 00";
      expect(decode(mlo.decodeLinksRemovedEvent, removed).mloLinks).toEqual([{ mloLinkId: 2 }]);
    });

    it("repeats its attribute where last-wins would lose: NAN_CHANNEL, frame types, ranges and combinations of a radio", () => {
      const channels = `
        0c 00 5f 81 08 00 26 00 85 09 00 00   // NAN_CHANNEL (351): 2437 MHz
        0c 00 5f 81 08 00 26 00 71 16 00 00   // NAN_CHANNEL: 5745 MHz`;
      expect(decode(nan.decodeNanSetLocalSchedRequest, channels).nanChannel).toEqual([
        { wiphyFreqMhz: 2437 },
        { wiphyFreqMhz: 5745 },
      ]);
      // nl80211_send_mgmt_stypes
      const types = "18 00 63 00 14 00 02 00 06 00 65 00 40 00 00 00 06 00 65 00 d0 00 00 00";
      expect(decode(wiphy.decodeGetWiphyReply, types).txFrameTypes).toEqual({
        [interfaces.Iftype.Station]: { frameType: [0x40, 0xd0] },
      });
      // nl80211_put_radio
      const radios = `
        34 00 4b 81                            // WIPHY_RADIOS (331)
          30 00 00 80                          //   radio 0
            08 00 01 00 00 00 00 00            //     INDEX
            0c 00 02 80 08 00 01 00 00 9f 24 00  //   FREQ_RANGE from 2400 MHz
            0c 00 02 80 08 00 01 00 30 95 4e 00  //   FREQ_RANGE from 5150 MHz
            0c 00 03 80 08 00 02 00 04 00 00 00  //   INTERFACE_COMBINATION of 4`;
      expect(decode(wiphy.decodeGetWiphyReply, radios).wiphyRadios).toEqual([
        {
          index: 0,
          freqRange: [{ startKhz: 2400000 }, { startKhz: 5150000 }],
          interfaceCombination: [{ maxnum: 4 }],
        },
      ]);
    });

    it("counts from 0 where 0 is a band, a rate or an SSID, and from 1 elsewhere", () => {
      // nl80211_send_wiphy, case 3, and nl80211_send_band_rateinfo
      const bands = `
        18 00 16 00                        // WIPHY_BANDS (22)
          14 00 00 00                      //   band 0: 2.4 GHz
            10 00 02 00                    //     RATES
              0c 00 00 00                  //       rate 0
                08 00 01 00 0a 00 00 00    //         RATE u32: 1 Mbit/s`;
      expect(decode(wiphy.decodeGetWiphyReply, bands).wiphyBands).toEqual({
        [wiphy.Band.Band2ghz]: { rates: [{ rateIn100Kbps: 10 }] },
      });
      const ssids = "0c 00 2d 80 06 00 00 00 68 69 00 00"; // SCAN_SSIDS (45): "hi"
      const asked = { ifindex: 3, scanSsids: [Uint8Array.of(0x68, 0x69)] };
      expect(encoded((w) => scan.encodeTriggerScanRequest(w, asked))).toBe(hex(`08 00 03 00 03 00 00 00 ${ssids}`));
      const commands = "14 00 32 00 08 00 01 00 06 00 00 00 08 00 02 00 07 00 00 00"; // SUPPORTED_COMMANDS (50)
      expect(decode(wiphy.decodeGetWiphyReply, commands).supportedCommands).toEqual([6, 7]);
    });

    it("is one attribute of C numbers, or numbered attributes, by the attribute", () => {
      const ciphers = "0c 00 39 00 02 ac 0f 00 04 ac 0f 00"; // CIPHER_SUITES (57): u32[]
      expect(decode(wiphy.decodeGetWiphyReply, ciphers).cipherSuites).toEqual([0x000fac02, 0x000fac04]);
      const frequencies = "14 00 2c 00 08 00 00 00 6c 09 00 00 08 00 01 00 71 09 00 00"; // SCAN_FREQUENCIES (44)
      expect(decode(scan.decodeTriggerScanEvent, frequencies).scanFrequenciesMhz).toEqual([2412, 2417]);
      const thresholds = "10 00 5e 80 0c 00 01 00 ba ff ff ff c4 ff ff ff"; // CQM (94), RSSI_THOLD: s32[]
      expect(decode(connect.decodeSetCqmRequest, thresholds).cqm).toEqual({ rssiTholdsDbm: [-70, -60] });
    });

    it("has gaps, and need not start at 0 or 1", () => {
      // nl80211_put_signal: chains 1 and 3
      const reply = "18 00 15 80 14 00 19 00 05 00 01 00 d8 00 00 00 05 00 03 00 d6 00 00 00";
      expect(decode(station.decodeGetStationReply, reply).staInfo?.chainSignalDbm).toEqual({ 1: -40, 3: -42 });
      // TID 16, which is what has no QoS, comes as 17
      const tids = "1c 00 15 80 18 00 1f 80 14 00 11 80 04 00 05 00 0c 00 01 00 07 00 00 00 00 00 00 00";
      expect(decode(station.decodeGetStationReply, tids).staInfo?.tidStats).toEqual({ 16: { rxMsdu: 7 } });
    });

    it("in an array: match sets and plans of a scheduled scan are two layers, and the flat form is EINVAL", () => {
      const asked = {
        ifindex: 3,
        schedScanMatch: [{ ssid: Uint8Array.of(0x68) }],
        schedScanPlans: [{ intervalS: 10 }],
      };
      expect(encoded((w) => scan.encodeStartSchedScanRequest(w, asked))).toBe(
        hex(`08 00 03 00 03 00 00 00   // IFINDEX
             10 00 84 80                // SCHED_SCAN_MATCH (132)
               0c 00 00 80              //   the first
                 05 00 01 00 68 00 00 00
             10 00 e1 80                // SCHED_SCAN_PLANS (225)
               0c 00 01 80              //   the first
                 08 00 01 00 0a 00 00 00`),
      );
    });
  });

  it("keys flag sets by the enum's value; an empty one is there and says something", () => {
    const reply = "0c 00 20 00 04 00 02 00 04 00 03 00"; // SUPPORTED_IFTYPES (32)
    expect(decode(wiphy.decodeGetWiphyReply, reply).supportedIftypes).toEqual([
      interfaces.Iftype.Station,
      interfaces.Iftype.Ap,
    ]);
    const asked = { ifindex: 3, mntrFlags: [] };
    expect(encoded((w) => interfaces.encodeSetInterfaceRequest(w, asked))).toBe(
      hex("08 00 03 00 03 00 00 00 04 00 17 80"),
    );
  });

  it("opens a band again in each part of a split wiphy", () => {
    // nl80211_send_wiphy, case 3 with state->split: one channel a message, under its number in the band
    const part = `
      14 00 16 00          // WIPHY_BANDS (22)
        10 00 01 00        //   5 GHz
          0c 00 01 00      //     FREQS
            08 00 07 00    //       the eighth
              04 00 03 00  //         NO_IR`;
    const channel = decode(wiphy.decodeGetWiphyReply, part);
    expect(channel.wiphyBands).toEqual({ [wiphy.Band.Band5ghz]: { freqs: [{ noIr: true }] } });
  });

  it("has NLA_F_NESTED on some nests, by kernel, and padding before 64-bit numbers", () => {
    const bytes = "14 00 15 TT 04 00 21 00 0c 00 17 00 00 00 00 00 01 00 00 00"; // STA_INFO (21): PAD, RX_BYTES64
    for (const flag of ["00", "80"]) {
      const reply = decode(station.decodeGetStationReply, bytes.replace("TT", flag));
      expect(reply.staInfo).toEqual({ rxBytes64: 2 ** 32 });
    }
  });

  it("hides signed numbers in unsigned attributes", () => {
    const sta = "18 00 15 80 05 00 07 00 c4 00 00 00 0c 00 13 00 ff ff ff ff ff ff ff ff"; // SIGNAL, T_OFFSET
    expect(decode(station.decodeGetStationReply, sta).staInfo).toEqual({ signalDbm: -60, tOffsetUs: -1 });
    expect(decode(scan.decodeGetScanReply, "0c 00 2f 00 08 00 07 00 90 e8 ff ff").bss).toEqual({ signalMbm: -6000 });
    const noise = "0c 00 54 00 05 00 02 00 a1 00 00 00"; // SURVEY_INFO (84), NOISE
    expect(decode(survey.decodeGetSurveyReply, noise).surveyInfo).toEqual({ noiseDbm: -95 });
    const power = "08 00 62 00 18 fc ff ff"; // WIPHY_TX_POWER_LEVEL (98)
    expect(decode(interfaces.decodeGetInterfaceReply, power).wiphyTxPowerLevelMbm).toBe(-1000);
  });

  it("sends C structs in host order, and HT and VHT capabilities as host-order numbers", () => {
    const request = "0c 00 43 00 02 00 00 00 02 00 00 00"; // STA_FLAGS2 (67)
    const { Authorized } = station.StaFlag;
    expect(decode(station.decodeSetStationRequest, request).staFlags2).toEqual({
      mask: [Authorized],
      set: [Authorized],
    });
    const rates = `
      1c 00 5a 80                   // TX_RATES (90)
        18 00 01 80                 //   5 GHz
          14 00 03 00 ff 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00  // VHT: MCS 0 to 9 with one stream`;
    expect(decode(ap.decodeStartApRequest, rates).txRates).toEqual({
      1: { vht: { mcs: [0x3ff, 0, 0, 0, 0, 0, 0, 0] } },
    });
    const capabilities = "10 00 16 00 0c 00 01 00 06 00 04 00 ef 19 00 00"; // HT_CAPA u16
    expect(decode(wiphy.decodeGetWiphyReply, capabilities).wiphyBands).toEqual({ 1: { htCapa: 0x19ef } });
  });

  it("answers under another command, and the event of a scan's end carries no BSS", () => {
    expect(station.getStationCommand.do?.replyCommand).toBe(19);
    expect(mesh.getMppCommand.dump?.replyCommand).toBe(23);
    expect(scan.getScanCommand.dump?.replyCommand).toBe(34);
    const bss = "0c 00 2f 00 08 00 07 00 90 e8 ff ff";
    const event = scan.newScanResultsCommand.event!.decode(new AttributeReader(bytesOf(bss)));
    expect(event).not.toHaveProperty("bss");
  });

  it("leaves BITRATE out where it does not fit 16 bits, and wraps RX_BYTES beside RX_BYTES64", () => {
    // nl80211_put_sta_rate: 11,529.6 Mbit/s
    const rate = "10 00 15 80 0c 00 08 00 08 00 05 00 60 c2 01 00";
    expect(decode(station.decodeGetStationReply, rate).staInfo?.txBitrate).toEqual({ bitrate32In100Kbps: 115296 });
    const bytes = "18 00 15 80 08 00 02 00 05 00 00 00 0c 00 17 00 05 00 00 00 01 00 00 00";
    expect(decode(station.decodeGetStationReply, bytes).staInfo).toEqual({ rxBytes: 5, rxBytes64: 2 ** 32 + 5 });
  });
});
