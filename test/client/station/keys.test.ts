import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { ack, dump, type FakeKernel, fakeKernel, reply } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([{ ifindex: 8, ifname: "wlan1", wdev: 2, wiphy: 0 }]))
    .on("GetKey", reply({ ifindex: 8, keyIdx: 1, key: { idx: 1, cipher: 0x000fac04, seq: new Uint8Array(6) } }))
    .on("NewKey", ack())
    .on("SetKey", ack())
    .on("DelKey", ack())
    .on("SetRekeyOffload", ack())
    .on("SetPmksa", ack())
    .on("DelPmksa", ack())
    .on("FlushPmksa", ack())
    .on("SetPmk", ack())
    .on("DelPmk", ack());

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const PEER = "02:00:00:00:02:00";
const AP = "02:00:00:00:01:00";
const KEY = new Uint8Array(16).fill(7);

describe("keys", () => {
  it("are installed as by hostapd and wpa_supplicant", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const [, group, pairwise, ofClient, groupOfClient] = captured("6.12-connect", "NewKey");
    await wifi.keys.add("wlan1", { index: 1, cipher: "CCMP-128", key: group!.key!.data! });
    expect(last(kernel).fields).toEqual(group);
    await wifi.keys.add("wlan1", { index: 0, cipher: "CCMP-128", peer: PEER, key: pairwise!.key!.data! });
    expect(last(kernel).fields).toEqual(pairwise);
    const sequence = new Uint8Array(6);
    await wifi.keys.add(9, { index: 0, cipher: 0x000fac04, peer: AP, key: ofClient!.key!.data!, sequence });
    expect(last(kernel).fields).toEqual(ofClient);
    await wifi.keys.add(9, { index: 1, cipher: 0x000fac04, key: groupOfClient!.key!.data!, sequence });
    expect(last(kernel).fields).toEqual(groupOfClient);
  });

  it("are the default ones as hostapd makes them", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.keys.setDefault("wlan1", { index: 1, use: "multicast" });
    expect(last(kernel).fields).toEqual(captured("6.12-connect", "SetKey")[0]);
  });

  // Attributes of nl80211_set_key: DEFAULT, DEFAULT_MGMT or DEFAULT_BEACON; with none of them MODE, and a peer.
  it.each<[string, (wifi: Nl80211) => Promise<void>, object]>([
    ["of WEP", (wifi) => wifi.keys.setDefault(8, { index: 2 }), { key: { idx: 2, isDefault: true } }],
    [
      "unicast",
      (wifi) => wifi.keys.setDefault(8, { index: 0, use: "unicast" }),
      { key: { idx: 0, isDefault: true, defaultTypes: [1] } },
    ],
    ["management", (wifi) => wifi.keys.setDefault(8, { index: 4 }), { key: { idx: 4, defaultMgmt: true } }],
    [
      "beacon, on a link",
      (wifi) => wifi.keys.setDefault(8, { index: 6, linkId: 1 }),
      { mloLinkId: 1, key: { idx: 6, defaultBeacon: true } },
    ],
    [
      "of a peer, which only received so far",
      (wifi) => wifi.keys.startSending(8, { index: 1, peer: PEER }),
      { mac: PEER, key: { idx: 1, mode: 2 } },
    ],
  ])("are the one to send with: %s", async (_, call, fields) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await call(wifi);
    expect(last(kernel).name).toBe("SetKey");
    expect(last(kernel).fields).toEqual({ ifindex: 8, ...fields });
  });

  it("may only receive at first, be for a group of a peer, for a VLAN, for a link", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.keys.add(8, { index: 1, cipher: "CCMP-128", peer: PEER, key: KEY, receiveOnly: true });
    expect(last(kernel).fields).toMatchObject({ mac: PEER, key: { idx: 1, mode: 1 } });
    await wifi.keys.add(8, { index: 1, cipher: "CCMP-128", peer: PEER, type: "group", key: KEY, vlanId: 7, linkId: 2 });
    expect(last(kernel).fields).toEqual({
      ifindex: 8,
      mac: PEER,
      vlanId: 7,
      mloLinkId: 2,
      key: { data: KEY, idx: 1, cipher: 0x000fac04, type: 0 },
    });
  });

  it("are removed as by wpa_supplicant and hostapd", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const removals = captured("6.12-connect", "DelKey");
    await wifi.keys.delete(9, { index: 0 });
    expect(last(kernel).fields).toEqual(removals[0]);
    await wifi.keys.delete("wlan1", { index: 0, peer: PEER });
    expect(last(kernel).fields).toEqual(removals[6]);
  });

  it("tell their cipher, asked for as by hostapd; iw says the type too", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    expect(await wifi.keys.get("wlan1", { index: 1 })).toMatchObject({ index: 1, cipher: "CCMP-128" });
    expect(last(kernel).fields).toEqual(captured("6.12-connect", "GetKey")[0]);
    await wifi.keys.get(8, { index: 0, peer: PEER, type: "pairwise" });
    expect(last(kernel).fields).toEqual({ ifindex: 8, keyIdx: 0, mac: PEER, keyType: 1 });
  });

  it("are renewed by the device with what wpa_supplicant gives it", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const [offload] = captured("6.12-connect", "SetRekeyOffload");
    const { kek, kck } = offload!.rekeyData;
    await wifi.keys.setRekeyOffload(9, { kek: kek!, kck: kck!, replayCounter: 2 });
    expect(last(kernel).fields).toEqual(offload);
  });

  it.each<[string, (wifi: Nl80211) => Promise<unknown>, string]>([
    [
      "length",
      (wifi) => wifi.keys.add(8, { index: 0, cipher: "CCMP-256", key: KEY }),
      "key for CCMP-256 of 16 octets: expected 32",
    ],
    [
      "cipher",
      (wifi) => wifi.keys.add(8, { index: 0, cipher: "AES", key: KEY }),
      'there is no cipher "AES": expected one of',
    ],
    ["index", (wifi) => wifi.keys.delete(8, { index: 8 }), "key index 8: expected a whole number from 0 to 7"],
    [
      "use",
      (wifi) => wifi.keys.setDefault(8, { index: 1, use: "management" }),
      "index of a default key for management 1: expected a whole number from 4 to 5",
    ],
    [
      "KEK",
      (wifi) => wifi.keys.setRekeyOffload(8, { kek: KEY.subarray(1), kck: KEY, replayCounter: 0 }),
      "key encryption key of 15 octets: expected 16 or 32",
    ],
    [
      "replay counter",
      (wifi) => wifi.keys.setRekeyOffload(8, { kek: KEY, kck: KEY, replayCounter: 1.5 }),
      "1.5 is not a replayCounter of 64 bits",
    ],
    ["PMKID", (wifi) => wifi.pmksa.set(8, { bssid: AP, pmkid: KEY.subarray(1) }), "octets of the PMKID 15"],
    ["PMK", (wifi) => wifi.pmksa.setPmk(8, { bssid: AP, pmk: KEY }), "a PMK of 16 octets: expected 32 or 48"],
    [
      "cache",
      (wifi) => wifi.pmksa.set(8, { ssid: "x", filsCacheId: KEY, pmk: KEY, pmkid: KEY }),
      "octets of the FILS cache id 16: expected",
    ],
  ])("refuse a wrong %s before anything is sent, without a word of the key", async (_, call, message) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const error = await call(wifi).catch((error: Error) => error);
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringContaining(message) });
    expect(String(error)).not.toMatch(/0?7,? ?0?7/);
    expect(kernel.requests).toEqual([]);
  });
});

describe("master keys", () => {
  // Attributes of nl80211_set_pmksa, nl80211_del_pmksa, nl80211_set_pmk and nl80211_del_pmk.
  it.each<[string, (wifi: Nl80211) => Promise<void>, string, object]>([
    [
      "of an access point",
      (wifi) => wifi.pmksa.set(8, { bssid: AP, pmkid: KEY, pmk: KEY, lifetimeS: 3600, reauthPercent: 70 }),
      "SetPmksa",
      { mac: AP, pmkid: KEY, pmk: KEY, pmkLifetimeS: 3600, pmkReauthThreshold: 70 },
    ],
    [
      "of a FILS cache",
      (wifi) => wifi.pmksa.set(8, { ssid: "x", filsCacheId: Uint8Array.of(1, 2), pmk: KEY, pmkid: KEY }),
      "SetPmksa",
      { ssid: Uint8Array.of(120), filsCacheId: Uint8Array.of(1, 2), pmkid: KEY, pmk: KEY },
    ],
    ["no more", (wifi) => wifi.pmksa.delete(8, { bssid: AP }), "DelPmksa", { mac: AP }],
    ["no more, of an SSID", (wifi) => wifi.pmksa.delete(8, { ssid: "x" }), "DelPmksa", { ssid: Uint8Array.of(120) }],
    ["all gone", (wifi) => wifi.pmksa.flush(8), "FlushPmksa", {}],
    [
      "for the device's own handshake",
      (wifi) => wifi.pmksa.setPmk(8, { bssid: AP, pmk: new Uint8Array(32), pmkr0Name: KEY }),
      "SetPmk",
      { mac: AP, pmk: new Uint8Array(32), pmkr0Name: KEY },
    ],
    ["taken back", (wifi) => wifi.pmksa.deletePmk(8, AP), "DelPmk", { mac: AP }],
  ])("are told to the device: %s", async (_, call, command, fields) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await call(wifi);
    expect(last(kernel).name).toBe(command);
    expect(last(kernel).fields).toEqual({ ifindex: 8, ...fields });
  });
});
