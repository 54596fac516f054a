import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { ack, dump, type FakeKernel, fakeKernel } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const machine = () =>
  fakeKernel()
    .on(
      "GetInterface",
      dump([
        { ifindex: 8, ifname: "wlan1", wdev: 2, wiphy: 0 },
        { ifindex: 12, ifname: "wlan1.7", wdev: 3, wiphy: 0 },
      ]),
    )
    .on("NewStation", ack())
    .on("SetStation", ack())
    .on("DelStation", ack())
    .on("AddLinkSta", ack())
    .on("ModifyLinkSta", ack())
    .on("RemoveLinkSta", ack());

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const PEER = "02:00:00:00:02:00";

describe("stations", () => {
  it("are added as by hostapd", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.addStation("wlan1", PEER, {
      aid: 1,
      supportedRatesMbps: [6, 12, 24],
      capability: 0,
      listenInterval: 0,
      p2pPowerSave: false,
      flags: { authenticated: false, associated: false },
    });
    expect(last(kernel).fields).toEqual(captured("6.12-connect", "NewStation")[0]);
  });

  it("are changed as by hostapd: associated, moved to a VLAN, authorized", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const changes = captured("6.12-connect", "SetStation");
    const { htCapability, vhtCapability } = changes[1]!;
    await wifi.setStation("wlan1", PEER, {
      aid: 1,
      listenInterval: 5,
      capability: 17,
      supportedRatesMbps: [6, 9, 12, 18, 24, 36, 48, 54],
      htCapabilities: htCapability!,
      vhtCapabilities: vhtCapability!,
      p2pPowerSave: false,
      flags: { wme: true, authenticated: true, associated: true },
      uapsd: { categories: [] },
    });
    expect(last(kernel).fields).toEqual(changes[1]);
    await wifi.setStation("wlan1", PEER, { vlan: "wlan1" });
    expect(last(kernel).fields).toEqual(changes[2]);
    await wifi.setStation("wlan1", PEER, { flags: { authorized: true } });
    // hostapd repeats the flags in their old form, which the kernel passes over where the new one is
    const { staFlags: _, ...authorized } = changes[5]!;
    expect(last(kernel).fields).toEqual(authorized);
  });

  // Attributes and values of iw's station.c.
  it.each<[string, (wifi: Nl80211) => Promise<void>, object]>([
    ["plink_action open", (wifi) => wifi.setStation(8, PEER, { plinkAction: "open" }), { staPlinkAction: 1 }],
    ["plink_action block", (wifi) => wifi.setStation(8, PEER, { plinkAction: "block" }), { staPlinkAction: 2 }],
    ["vlan", (wifi) => wifi.setStation(8, PEER, { vlan: "wlan1.7" }), { staVlan: 12 }],
    ["mesh_power_mode deep", (wifi) => wifi.setStation(8, PEER, { meshPowerMode: "deep" }), { localMeshPowerMode: 3 }],
    ["airtime_weight", (wifi) => wifi.setStation(8, PEER, { airtimeWeight: 512 }), { airtimeWeight: 512 }],
    ["txpwr auto", (wifi) => wifi.setStation(8, PEER, { txPower: "auto" }), { staTxPowerSetting: 0 }],
    [
      "txpwr limit",
      (wifi) => wifi.setStation(8, PEER, { txPower: { limitDbm: 12 } }),
      { staTxPowerSetting: 1, staTxPowerDbm: 12 },
    ],
  ])("are changed as by iw: %s", async (_, call, fields) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await call(wifi);
    expect(last(kernel).name).toBe("SetStation");
    expect(last(kernel).fields).toEqual({ ifindex: 8, mac: PEER, ...fields });
  });

  it("tell what they can do by elements, and how they sleep", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setStation(8, PEER, {
      heCapabilities: hex("0178c81a40001cbfce0000000000000000fafffafffafffafffafaff"),
      extendedCapabilities: hex("0400000000000040"),
      supportedChannels: [
        [36, 4],
        [100, 11],
      ],
      supportedOperatingClasses: [81, 115],
      uapsd: { categories: ["vo", "be"], maxFrames: 4 },
      vlanId: 7,
      operatingMode: 1,
    });
    expect(last(kernel).fields).toMatchObject({
      staExtCapability: hex("0400000000000040"),
      staSupportedChannels: Uint8Array.of(36, 4, 100, 11),
      staSupportedOperClasses: Uint8Array.of(81, 115),
      // QoS Info of a station: VO bit 0, BE bit 3; two frames are 1, four 2 (IEEE 802.11-2020, 9.4.1.17)
      staWme: { uapsdQueues: 0b1001, maxSp: 2 },
      vlanId: 7,
      opmodeNotif: 1,
    });
  });

  it("on a link have the link's address where others have theirs, and their device's beside it", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const device = "02:00:00:00:0d:00";
    await wifi.setStation(8, device, { flags: { wme: true }, link: { linkId: 1, address: PEER } });
    expect(last(kernel).fields).toEqual({
      ifindex: 8,
      mac: PEER,
      mldAddr: device,
      mloLinkId: 1,
      staFlags2: { mask: [3], set: [3] },
    });
    await wifi.addStationLink(8, device, { linkId: 2, address: PEER, supportedRatesMbps: [6] });
    expect(last(kernel).name).toBe("AddLinkSta");
    expect(last(kernel).fields).toEqual({
      ifindex: 8,
      mac: PEER,
      mldAddr: device,
      mloLinkId: 2,
      staSupportedRates: Uint8Array.of(12),
    });
    await wifi.setStationLink(8, device, { linkId: 2, operatingMode: 0 });
    expect(last(kernel).name).toBe("ModifyLinkSta");
    expect(last(kernel).fields).toEqual({ ifindex: 8, mldAddr: device, mloLinkId: 2, opmodeNotif: 0 });
    await wifi.deleteStationLink(8, device, 2);
    expect(last(kernel).name).toBe("RemoveLinkSta");
    expect(last(kernel).fields).toEqual({ ifindex: 8, mldAddr: device, mloLinkId: 2 });
  });

  it("of TDLS are added without an interval of their own", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.addStation(8, PEER, { peerAid: 3, supportedRatesMbps: [], flags: { "tdls-peer": true } });
    expect(last(kernel).fields).toEqual({
      ifindex: 8,
      mac: PEER,
      peerAid: 3,
      staListenInterval: 1,
      staSupportedRates: new Uint8Array(),
      staFlags2: { mask: [6], set: [6] },
    });
  });

  it("of NAN have neither rates nor an interval", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.addStation({ wdev: 3 }, PEER, { nanAddress: "02:00:00:00:0e:00", flags: { authenticated: true } });
    expect(last(kernel).fields).toEqual({
      wdev: 3,
      mac: PEER,
      nanNmiMac: "02:00:00:00:0e:00",
      staFlags2: { mask: [5], set: [5] },
    });
  });

  it("are removed as by hostapd and iw: one, with what it is told, and all", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const removals = captured("6.12-connect", "DelStation");
    await wifi.deleteStation("wlan1", PEER);
    expect(last(kernel).fields).toEqual(removals[2]);
    await wifi.deleteStations("wlan1");
    expect(last(kernel).fields).toEqual(removals[1]);
    // iw dev wlan1 station del ... subtype 0xA reason-code 5
    await wifi.deleteStation(8, PEER, { frame: "disassociation", reasonCode: 5 });
    expect(last(kernel).fields).toEqual({ ifindex: 8, mac: PEER, mgmtSubtype: 0xa, reasonCode: 5 });
  });

  it.each<[string, (wifi: Nl80211) => Promise<unknown>, string]>([
    ["address", (wifi) => wifi.setStation(8, "02:00", { aid: 1 }), "02:00"],
    [
      "nothing, on a link",
      (wifi) => wifi.setStation(8, PEER, { link: { linkId: 0, address: PEER } }),
      "nothing to change of station 02:00:00:00:02:00 is given",
    ],
    ["nothing", (wifi) => wifi.setStation(8, PEER, {}), "nothing to change of station 02:00:00:00:02:00 is given"],
    ["AID", (wifi) => wifi.addStation(8, PEER, { aid: 2008 }), "aid 2008: expected a whole number from 1 to 2007"],
    ["rate", (wifi) => wifi.addStation(8, PEER, { supportedRatesMbps: [5.7] }), "supported rate 5.7 Mbit/s: expected"],
    [
      "flag",
      (wifi) => wifi.setStation(8, PEER, { flags: { paid: true } as object }),
      'there is no station flag "paid": expected one of authorized, short-preamble, wme, mfp',
    ],
    ["body", (wifi) => wifi.setStation(8, PEER, { htCapabilities: hex("00") }), "octets of htCapabilities 1: expected"],
    ["category", (wifi) => wifi.setStation(8, PEER, { uapsd: { categories: ["xx"] } }), 'access category "xx"'],
    ["weight", (wifi) => wifi.setStation(8, PEER, { airtimeWeight: 0 }), "airtimeWeight 0: expected"],
    ["frame", (wifi) => wifi.deleteStation(8, PEER, { frame: "beacon" as "disassociation" }), 'no frame "beacon"'],
    ["reason", (wifi) => wifi.deleteStation(8, PEER, { reasonCode: 0 }), "reason code 0: expected"],
    ["link", (wifi) => wifi.deleteStationLink(8, PEER, 15), "linkId 15: expected a whole number from 0 to 14"],
  ])("refuse a wrong %s before anything is sent", async (_, call, message) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(call(wifi)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests).toEqual([]);
  });
});
