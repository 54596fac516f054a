import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { ack, dump, type FakeKernel, fakeKernel } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const COMMANDS = [
  ...(["SetTxBitrateMask", "SetTidConfig", "SetCqm", "SetQosMap", "EpcsCfg", "SetTidToLinkMapping"] as const),
  ...(["AddTxTs", "DelTxTs", "UpdateConnectParams", "UpdateFtIes", "SetBss", "SetMacAcl"] as const),
  ...(["SetMulticastToUnicast", "UpdateOweInfo", "CritProtocolStart", "CritProtocolStop"] as const),
  ...(["TdlsMgmt", "TdlsOper", "TdlsChannelSwitch", "TdlsCancelChannelSwitch"] as const),
];

function machine(): FakeKernel {
  const kernel = fakeKernel()
    .on("GetInterface", dump([{ ifindex: 8, ifname: "wlan1", wdev: 2, wiphy: 0 }]))
    .on(
      "GetStation",
      dump([
        { ifindex: 8, mac: "02:00:00:00:01:00", staInfo: { staFlags: { mask: [1, 6], set: [1] } } },
        { ifindex: 8, mac: "02:00:00:00:02:00", staInfo: { staFlags: { mask: [1, 6], set: [6] } } },
      ]),
    );
  for (const command of COMMANDS) kernel.on(command, ack());
  return kernel;
}

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const PEER = "02:00:00:00:02:00";
const IE = Uint8Array.of(0xdd, 0);
const mcs = (streams: number, ...masks: number[]) => ({ mcs: Object.assign(new Array(streams).fill(0), masks) });

type Case = [words: string, call: (wifi: Nl80211) => Promise<unknown>, command: string, fields: object];

describe("bitrates", () => {
  // Attributes and values of iw's bitrate.c for the words in the title, computed by hand: rates in 500 kbit/s, masks of MCS by streams.
  it.each<Case>([
    ["nothing", (wifi) => wifi.setBitrates(8, {}), "SetTxBitrateMask", { txRates: {} }],
    [
      "legacy-2.4 5.5 11",
      (wifi) => wifi.setBitrates(8, { "2.4 GHz": { legacyMbps: [5.5, 11] } }),
      "SetTxBitrateMask",
      { txRates: { 0: { legacy: Uint8Array.of(11, 22) } } },
    ],
    [
      "legacy-5 ht-mcs-5 0 7 sgi-5",
      (wifi) => wifi.setBitrates(8, { "5 GHz": { legacyMbps: [], htMcs: [0, 7], gi: "short" } }),
      "SetTxBitrateMask",
      { txRates: { 1: { legacy: new Uint8Array(), ht: Uint8Array.of(0, 7), gi: 1 } } },
    ],
    [
      "vht-mcs-5 1:0-9 2:7,8 lgi-5",
      (wifi) =>
        wifi.setBitrates(8, { "5 GHz": { vhtMcs: { 1: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2: [7, 8] }, gi: "long" } }),
      "SetTxBitrateMask",
      { txRates: { 1: { vht: mcs(8, 0x3ff, 0x180), gi: 2 } } },
    ],
    [
      "he-mcs-6 1:11 he-gi-6 1.6 he-ltf-6 4",
      (wifi) => wifi.setBitrates(8, { "6 GHz": { heMcs: { 1: [11] }, heGiUs: 1.6, heLtf: 4 } }),
      "SetTxBitrateMask",
      { txRates: { 3: { he: mcs(8, 0x800), heGi: 1, heLtf: 2 } } },
    ],
    [
      "EHT, which iw has no words for, on a link",
      (wifi) => wifi.setBitrates(8, { "5 GHz": { ehtMcs: { 16: [15] }, ehtGiUs: 3.2, ehtLtf: 8 } }, { linkId: 1 }),
      "SetTxBitrateMask",
      { mloLinkId: 1, txRates: { 1: { eht: { mcs: [...new Array(15).fill(0), 0x8000] }, ehtGi: 2, ehtLtf: 4 } } },
    ],
  ])("are asked for as by iw set bitrates %s", check);
});

describe("traffic ids", () => {
  // Attributes and values of iw's interface.c (handle_tid_config): on is 0, off is 1.
  it.each<Case>([
    [
      "tids 0x5 ampdu off amsdu off rtscts on",
      (wifi) => wifi.setTidConfig(8, { tids: [0, 2], ampdu: false, amsdu: false, rtsCts: true }),
      "SetTidConfig",
      { tidConfig: [{ tids: 5, ampduCtrl: 1, amsduCtrl: 1, rtsctsCtrl: 0 }] },
    ],
    [
      "peer ... tids 0x1 override sretry 7 lretry 4 tids 0x2 noack on",
      (wifi) =>
        wifi.setTidConfig(
          8,
          [
            { tids: [0], override: true, retryShort: 7, retryLong: 4 },
            { tids: [1], noAck: true },
          ],
          { peer: PEER },
        ),
      "SetTidConfig",
      {
        mac: PEER,
        tidConfig: [
          { tids: 1, override: true, retryShort: 7, retryLong: 4 },
          { tids: 2, noack: 0 },
        ],
      },
    ],
    [
      "tids 0x2 bitrates auto",
      (wifi) => wifi.setTidConfig(8, { tids: [1], rates: "auto" }),
      "SetTidConfig",
      { tidConfig: [{ tids: 2, txRateType: 0 }] },
    ],
    [
      "tids 0x2 bitrates limit vht-mcs-5 4:9",
      (wifi) => wifi.setTidConfig(8, { tids: [1], rates: { limit: { "5 GHz": { vhtMcs: { 4: [9] } } } } }),
      "SetTidConfig",
      { tidConfig: [{ tids: 2, txRateType: 1, txRate: { 1: { vht: mcs(8, 0, 0, 0, 0x200) } } }] },
    ],
  ])("are configured as by iw set tidconf %s", check);
});

describe("rates by traffic id", () => {
  // The kernel's policy takes the band's number for an attribute of rates: band 1 for legacy rates, which are bytes. So it wants them without
  // NLA_F_NESTED ("NLA_F_NESTED not expected", which iw 6.17 gets on Linux 7.3).
  it("are in a nest without the flag of one", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setTidConfig(8, { tids: [1], rates: { limit: { "5 GHz": { vhtMcs: { 1: [9] } } } } });
    const { bytes, start, end } = last(kernel).message;
    const request = Buffer.from(bytes.subarray(start, end)).toString("hex");
    // NL80211_BAND_5GHZ, 24 octets; in it NL80211_TXRATE_VHT, 20 octets, with MCS 9 for one stream
    expect(request).toContain("18000100" + "14000300" + "0002");
  });
});

describe("thresholds of a connection", () => {
  it("are set and taken back as by iw", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    // iw dev wlan1 cqm rssi -36 2; iw dev wlan1 cqm rssi off
    const [on, off] = captured("6.12-cqm", "SetCqm");
    await wifi.setCqm(on!.ifindex, { signalDbm: -36, hysteresisDb: 2 });
    expect(last(kernel).fields).toEqual(on);
    await wifi.setCqm(on!.ifindex, "off");
    expect(last(kernel).fields).toEqual(off);
  });

  it("of several kinds are a request each", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const transmitErrors = { percent: 20, packets: 100, intervalS: 10 };
    await wifi.setCqm(8, { signalDbm: [-80, -60], transmitErrors });
    expect(kernel.requests.map(({ fields }) => fields)).toEqual([
      { ifindex: 8, cqm: { rssiTholdsDbm: [-80, -60], rssiHystDb: 0 } },
      { ifindex: 8, cqm: { txeRate: 20, txePkts: 100, txeIntvlS: 10 } },
    ]);
    await wifi.setCqm(8, { transmitErrors: "off" });
    expect(last(kernel).fields).toEqual({ ifindex: 8, cqm: { txeRate: 0, txePkts: 0, txeIntvlS: 0 } });
  });
});

describe("what a BSS does", () => {
  it("is set as by hostapd", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const [bss] = captured("6.12-connect", "SetBss");
    await wifi.ap.setBss(bss!.ifindex, {
      ctsProtection: false,
      shortPreamble: false,
      shortSlotTime: true,
      htOperationMode: 0,
      isolate: false,
      basicRatesMbps: [1, 2, 5.5, 11],
    });
    expect(last(kernel).fields).toEqual(bss);
    const [unicast] = captured("6.12-connect", "SetMulticastToUnicast");
    await wifi.ap.setMulticastToUnicast(unicast!.ifindex, false);
    expect(last(kernel).fields).toEqual(unicast);
  });

  // Attributes of the kernel's handlers: nl80211_set_bss, nl80211_set_mac_acl (policy 0 accepts who is not listed), ...
  it.each<Case>([
    [
      "strictly, of a group owner",
      (wifi) => wifi.ap.setBss(8, { p2pClientWindowTu: 10, p2pOpportunisticPowerSave: true, linkId: 1, strict: true }),
      "SetBss",
      { p2pCtwindowTu: 10, p2pOppps: 1, mloLinkId: 1, bssParam: true },
    ],
    [
      "who is denied",
      (wifi) => wifi.ap.setMacAcl(8, { denied: [PEER] }),
      "SetMacAcl",
      { aclPolicy: 0, macAddrs: [PEER] },
    ],
    [
      "who is allowed",
      (wifi) => wifi.ap.setMacAcl(8, { allowed: [PEER] }),
      "SetMacAcl",
      { aclPolicy: 1, macAddrs: [PEER] },
    ],
    [
      "unicast",
      (wifi) => wifi.ap.setMulticastToUnicast(8, true),
      "SetMulticastToUnicast",
      { multicastToUnicastEnabled: true },
    ],
    [
      "an answer to OWE",
      (wifi) => wifi.ap.updateOwe(8, { peer: PEER, elements: IE }),
      "UpdateOweInfo",
      { mac: PEER, statusCode: 0, ie: IE },
    ],
  ])("is set: %s", check);
});

describe("how an interface sends", () => {
  it.each<Case>([
    ["EPCS on, as by iw set epcs enable", (wifi) => wifi.setEpcs(8, true), "EpcsCfg", { epcs: true }],
    ["EPCS off, as by iw set epcs disable", (wifi) => wifi.setEpcs(8, false), "EpcsCfg", {}],
    [
      // DSCP 53 to priority 2, 22 to 6; priority 0 has 8 to 15, 5 has none: as in hostapd.conf's example qos_map_set
      "priorities by DSCP",
      (wifi) =>
        wifi.setQosMap(8, {
          exceptions: [
            { dscp: 53, priority: 2 },
            { dscp: 22, priority: 6 },
          ],
          ranges: [[8, 15], [0, 7], undefined, [16, 31], [32, 39], undefined, [40, 47], undefined],
        }),
      "SetQosMap",
      { qosMap: Uint8Array.of(53, 2, 22, 6, 8, 15, 0, 7, 255, 255, 16, 31, 32, 39, 255, 255, 40, 47, 255, 255) },
    ],
    ["the usual priorities", (wifi) => wifi.setQosMap(8, undefined), "SetQosMap", {}],
    [
      "the links of traffic ids",
      (wifi) => wifi.setTidToLinkMapping(8, { down: Array(8).fill([0, 2]), up: Array(8).fill([1]) }),
      "SetTidToLinkMapping",
      { mloTtlmDlink: Array(8).fill(5), mloTtlmUlink: Array(8).fill(2) },
    ],
    [
      "traffic that was admitted",
      (wifi) => wifi.addTrafficStream(8, PEER, { tid: 6, userPriority: 6, admittedTime32Us: 1000 }),
      "AddTxTs",
      { mac: PEER, tsid: 6, userPrio: 6, admittedTimeIn32Us: 1000 },
    ],
    ["it no longer", (wifi) => wifi.deleteTrafficStream(8, PEER, 6), "DelTxTs", { mac: PEER, tsid: 6 }],
    [
      "what it says at its next association",
      (wifi) =>
        wifi.updateConnection(8, {
          elements: IE,
          authType: "fils-sk",
          fils: { username: IE, realm: IE, nextSequence: 3, rootKey: IE },
        }),
      "UpdateConnectParams",
      {
        ie: IE,
        authType: 5,
        filsErpUsername: IE,
        filsErpRealm: IE,
        filsErpNextSeqNum: 3,
        filsErpRrk: IE,
      },
    ],
    [
      "a fast transition",
      (wifi) => wifi.updateFastTransition(8, { mobilityDomain: 0xa1b2, elements: IE }),
      "UpdateFtIes",
      { mdid: 0xa1b2, ie: IE },
    ],
  ])("is set: %s", check);

  it("is with more care as long as the object is open", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    {
      await using _care = await wifi.criticalProtocol(8, { protocol: "dhcp", maxDurationMs: 3000 });
      expect(last(kernel).name).toBe("CritProtocolStart");
      expect(last(kernel).fields).toEqual({ ifindex: 8, critProtId: 1, maxCritProtDurationMs: 3000 });
    }
    expect(last(kernel).name).toBe("CritProtocolStop");
    expect(last(kernel).fields).toEqual({ ifindex: 8 });
  });
});

describe("direct links", () => {
  // Action codes of IEEE 802.11-2020 table 9-385; attributes of nl80211_tdls_mgmt and nl80211_tdls_oper.
  it.each<Case>([
    [
      "a request, as by wpa_supplicant",
      (wifi) => wifi.tdls.send(8, PEER, { action: "setup-request", initiator: true, peerCapabilities: ["ht", "wmm"] }),
      "TdlsMgmt",
      {
        mac: PEER,
        tdlsAction: 0,
        tdlsDialogToken: 1,
        statusCode: 0,
        ie: new Uint8Array(),
        tdlsInitiator: true,
        tdlsPeerCapability: [0, 2],
      },
    ],
    [
      "an answer to a discovery",
      (wifi) => wifi.tdls.send(8, PEER, { action: "discovery-response", dialogToken: 9, elements: IE, linkId: 1 }),
      "TdlsMgmt",
      { mac: PEER, tdlsAction: 14, tdlsDialogToken: 9, statusCode: 0, ie: IE, mloLinkId: 1 },
    ],
    [
      "the end, with its reason",
      (wifi) => wifi.tdls.send(8, PEER, { action: "teardown" }),
      "TdlsMgmt",
      { mac: PEER, tdlsAction: 3, tdlsDialogToken: 1, statusCode: 26, ie: new Uint8Array() },
    ],
    ["a search", (wifi) => wifi.tdls.discover(8, PEER), "TdlsOper", { mac: PEER, tdlsOperation: 0 }],
    ["a link", (wifi) => wifi.tdls.setUp(8, PEER), "TdlsOper", { mac: PEER, tdlsOperation: 1 }],
    ["its end", (wifi) => wifi.tdls.tearDown(8, PEER), "TdlsOper", { mac: PEER, tdlsOperation: 2 }],
    ["its use", (wifi) => wifi.tdls.enable(8, PEER), "TdlsOper", { mac: PEER, tdlsOperation: 3 }],
    ["its use no more", (wifi) => wifi.tdls.disable(8, PEER), "TdlsOper", { mac: PEER, tdlsOperation: 4 }],
    [
      // 40 MHz upwards of channel 36 is class 116 (IEEE 802.11-2020 table E-4)
      "another channel",
      (wifi) => wifi.tdls.switchChannel(8, PEER, { channel: 36, mode: "HT40+" }),
      "TdlsChannelSwitch",
      {
        mac: PEER,
        operClass: 116,
        wiphyFreqMhz: 5180,
        wiphyFreqOffsetKhz: 0,
        channelWidth: 2,
        wiphyChannelType: 3,
        centerFreq1Mhz: 5190,
      },
    ],
    [
      "the access point's channel",
      (wifi) => wifi.tdls.cancelChannelSwitch(8, PEER),
      "TdlsCancelChannelSwitch",
      { mac: PEER },
    ],
  ])("are asked for: %s", check);

  it("are with peers, told apart from the access point by their flag", async () => {
    await using wifi = await open(machine());
    expect((await wifi.tdls.peers("wlan1")).map(({ address }) => address)).toEqual([PEER]);
  });
});

describe("a wrong argument", () => {
  it.each<[string, (wifi: Nl80211) => Promise<unknown>, string]>([
    ["band", (wifi) => wifi.setBitrates(8, { "3 GHz": {} } as object), 'there is no band "3 GHz": expected one of 2.4'],
    [
      "MCS",
      (wifi) => wifi.setBitrates(8, { "5 GHz": { heMcs: { 1: [12] } } }),
      "HE MCS 12: expected a whole number from 0 to 11",
    ],
    [
      "streams",
      (wifi) => wifi.setBitrates(8, { "5 GHz": { vhtMcs: { 9: [0] } } }),
      "number of VHT streams 9: expected",
    ],
    ["field", (wifi) => wifi.setBitrates(8, { "5 GHz": { heLtf: 3 as 4 } }), 'no long training field of HE "3"'],
    ["TID", (wifi) => wifi.setTidConfig(8, { tids: [8] }), "traffic id 8: expected a whole number from 0 to 7"],
    ["no TID", (wifi) => wifi.setTidConfig(8, { tids: [] }), "no traffic id is given"],
    ["threshold", (wifi) => wifi.setCqm(8, { signalDbm: 36 }), "threshold of the signal in dBm 36: expected"],
    ["order", (wifi) => wifi.setCqm(8, { signalDbm: [-60, -80] }), "thresholds -60, -80 dBm: not from low to high"],
    ["hysteresis", (wifi) => wifi.setCqm(8, { hysteresisDb: 2 }), "hysteresisDb is for a threshold"],
    ["nothing", (wifi) => wifi.setCqm(8, {}), "no threshold of the connection is given"],
    ["map", (wifi) => wifi.setQosMap(8, { ranges: [] }), "0 ranges of DSCP: expected 8"],
    ["mapping", (wifi) => wifi.setTidToLinkMapping(8, { down: [], up: [] }), "links of 0 traffic ids down: expected"],
    ["BSS", (wifi) => wifi.ap.setBss(8, { linkId: 1 }), "nothing to set of the BSS is given"],
    ["list", (wifi) => wifi.ap.setMacAcl(8, { liked: [] } as never), 'there is no access list "liked"'],
    ["time", (wifi) => wifi.criticalProtocol(8, { maxDurationMs: 5001 }), "maxDurationMs 5001: expected"],
    ["action", (wifi) => wifi.tdls.send(8, PEER, { action: "hello" as "teardown" }), 'no TDLS action "hello"'],
    ["class", (wifi) => wifi.tdls.switchChannel(8, PEER, { frequencyMhz: 5180, mode: "5MHz" }), "no operating class"],
    ["connection", (wifi) => wifi.updateConnection(8, {}), "nothing to change of the connection is given"],
  ])("is refused before anything is sent: %s", async (_, call, message) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(call(wifi)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests).toEqual([]);
  });
});

async function check(_: string, call: Case[1], command: string, fields: object): Promise<void> {
  const kernel = machine();
  await using wifi = await open(kernel);
  await call(wifi);
  expect(last(kernel).name).toBe(command);
  expect(last(kernel).fields).toEqual({ ifindex: 8, ...fields });
}
