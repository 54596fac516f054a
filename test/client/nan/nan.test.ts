import { describe, expect, it } from "vitest";
import { bloomFilter } from "../../../src/client/nan/bloom-filter.ts";
import type { NanConfig } from "../../../src/client/nan/config.ts";
import type { NanEvent } from "../../../src/client/nan/events.ts";
import { type NanFunctionInput, nanServiceId } from "../../../src/client/nan/function.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { NanFuncTermReason, NanFunctionType, NanPublishType } from "../../../src/nl80211/generated/nan.ts";
import { Band } from "../../../src/nl80211/generated/wiphy.ts";
import { ack, event, type FakeKernel, fakeKernel, refuse, reply, tell } from "../../../src/testing/index.ts";

const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel });
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const settle = (kernel: FakeKernel) => kernel.clock.advanceAsync(0);

const WDEV = 0x100000002;
const PEER = "02:00:00:00:00:07";
const made = { wdev: WDEV, wiphy: 1, iftype: Iftype.Nan } as const;
const machine = () =>
  fakeKernel()
    .on("NewInterface", reply(made))
    .on("DelInterface", ack())
    .on("StartNan", ack())
    .on("StopNan", ack())
    .on("ChangeNanConfig", ack())
    .on("AddNanFunction", reply({ cookie: 7n, nanFunc: { instanceId: 1 } }))
    .on("DelNanFunction", ack());

/** As cfg80211_nan_match sends it: our instance in one nest, the peer's type, instance and information in the other. */
const match = (cookie: bigint, serviceInfo = new Uint8Array([1])) => ({
  ...{ wiphy: 1, wdev: WDEV, cookie, mac: PEER },
  nanMatch: { funcLocal: { instanceId: 1 }, funcPeer: { type: NanFunctionType.Publish, instanceId: 4, serviceInfo } },
});

describe("a NAN device", () => {
  it("is made on a socket that owns it, started there, and removed at the end", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    {
      await using device = await wifi.nan.create({ wiphy: 1 }, { masterPreference: 10, bands: ["2.4 GHz", "5 GHz"] });
      expect(device.wdev).toBe(WDEV);
      const [create, start] = kernel.requests.slice(-2);
      expect(create).toMatchObject({ name: "NewInterface", fields: { wiphy: 1, iftype: 12, socketOwner: true } });
      // iw's `nan start pref 10 bands 2GHz 5GHz` puts NAN_MASTER_PREF and BANDS, bit by NL80211_BAND_*
      expect(start?.fields).toEqual({ wdev: WDEV, nanMasterPref: 10, bands: [Band.Band2ghz, Band.Band5ghz] });
      expect(start?.portId).toBe(create?.portId);
    }
    expect(last(kernel)).toMatchObject({ name: "DelInterface", fields: { wdev: WDEV } });
  });

  it("that is there is started and stopped, with the preference that is mandatory", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    {
      await using _device = await wifi.nan.start({ wdev: WDEV });
      expect(last(kernel).fields).toEqual({ wdev: WDEV, nanMasterPref: 2 });
    }
    expect(last(kernel)).toMatchObject({ name: "StopNan", fields: { wdev: WDEV } });
    await wifi.nan.stop({ wdev: 5 });
    expect(last(kernel)).toMatchObject({ name: "StopNan", fields: { wdev: 5 } });
  });

  it("is configured in all that nl80211_nan_conf_attributes has", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.nan.configure(
      { wdev: WDEV },
      {
        ...{ masterPreference: 255, clusterId: "50:6f:9a:01:00:09", discoveryBeaconIntervalTu: 100, scanPeriodS: 0 },
        ...{ scanDwellTimeTu: 512, notifyDiscoveryWindows: true, extraAttributes: new Uint8Array([1]) },
        vendorElements: new Uint8Array([221, 3, 0, 0, 1]),
        perBand: {
          "2.4 GHz": { rssiCloseDbm: -50, rssiMiddleDbm: -70, awakeWindows: 1 },
          "5 GHz": { frequencyMhz: 5745, awakeWindows: 0, noScan: true },
        },
      },
    );
    expect(last(kernel).fields).toEqual({
      ...{ wdev: WDEV, nanMasterPref: 255 },
      nanConfig: {
        ...{ clusterId: "50:6f:9a:01:00:09", discoveryBeaconIntervalTu: 100, scanPeriodS: 0, scanDwellTimeTu: 512 },
        ...{ notifyDw: true, extraAttrs: new Uint8Array([1]), vendorElems: new Uint8Array([221, 3, 0, 0, 1]) },
        bandConfigs: [
          { band: 0, rssiCloseDbm: -50, rssiMiddleDbm: -70, wakeDw: 1 },
          { band: 1, frequencyMhz: 5745, wakeDw: 0, disableScan: true },
        ],
      },
    });
  });

  it.each<[string, NanConfig]>([
    ["nothing", {}],
    ["a preference of 0", { masterPreference: 0 }],
    ["5 GHz alone", { bands: ["5 GHz"] }],
    ["6 GHz", { bands: ["2.4 GHz", "6 GHz" as "5 GHz"] }],
    ["another cluster id", { clusterId: "02:00:00:00:00:01" }],
    ["a dwell time of 49 TU", { scanDwellTimeTu: 49 }],
    ["a discovery channel that is none", { perBand: { "5 GHz": { frequencyMhz: 5180 } } }],
    ["a discovery channel in 2.4 GHz", { perBand: { "2.4 GHz": { frequencyMhz: 5220 } } }],
    ["one signal without the other", { perBand: { "2.4 GHz": { rssiCloseDbm: -50 } } }],
    ["never awake in 2.4 GHz", { perBand: { "2.4 GHz": { awakeWindows: 0 } } }],
  ])("refuses a configuration with %s", async (_, config) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(wifi.nan.configure({ wdev: WDEV }, config)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(kernel.requests).toEqual([]);
  });

  it("tells its owner of clusters, windows, schedules, and of nothing that is another's", async () => {
    const kernel = machine()
      .on("NanSetLocalSched", ack())
      .on(
        "ChangeNanConfig",
        ...[ack(), tell("nan-cluster-joined", { wiphy: 1, wdev: WDEV, mac: "50:6f:9a:01:00:09", nanNewCluster: true })],
        ...[tell("nan-cluster-joined", { wiphy: 1, wdev: 99, mac: "50:6f:9a:01:00:0a" })],
        tell("nan-next-dw-notification", { wiphy: 1, wdev: WDEV, wiphyFreqMhz: 2437 }),
        tell("nan-sched-update-done", { wiphy: 1, wdev: WDEV, nanSchedUpdateSuccess: true }),
        tell("nan-ulw-update", { wiphy: 1, wdev: WDEV, nanUlw: new Uint8Array([9]) }),
        tell("nan-channel-evac", { wiphy: 1, wdev: WDEV, nanChannel: [{ wiphyFreqMhz: 5180, channelWidth: 1 }] }),
        event("del-nan-function", {
          ...{ wiphy: 1, wdev: WDEV, cookie: 3n },
          nanFunc: { instanceId: 2, termReason: NanFuncTermReason.TtlExpired },
        }),
      );
    await using wifi = await open(kernel);
    const device = await wifi.nan.create({ wiphy: 1 });
    const heard: NanEvent[] = [];
    let over = false;
    device.events$.subscribe({ next: (told) => heard.push(told), complete: () => (over = true) });
    await device.configure({ masterPreference: 3 });
    await settle(kernel);
    expect(heard).toMatchObject([
      { event: "cluster-joined", clusterId: "50:6f:9a:01:00:09", isNew: true },
      { event: "next-discovery-window", frequencyMhz: 2437 },
      { event: "schedule-updated", success: true },
      { event: "unaligned-windows", attributes: new Uint8Array([9]) },
      { event: "channel-evacuation", channels: [{ channel: 36 }] },
      { event: "function-ended", cookie: 3n, instanceId: 2, reason: "ttl-expired" },
    ]);
    await device.close();
    expect(over).toBe(true);
  });

  it.each([
    ["nl80211 is unloaded", (kernel: FakeKernel) => kernel.removeFamily("nl80211"), ["LOST", "LOST"]],
    ["the socket is lost", (kernel: FakeKernel) => kernel.breakSockets(new Error("gone")), ["LOST", undefined]],
  ])("is lost when %s, but one that no socket owns with nl80211 alone", async (_, away, outcomes) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const devices = [await wifi.nan.create({ wiphy: 1 }), await wifi.nan.start({ wdev: 5 })];
    const errors: (string | undefined)[] = [undefined, undefined];
    const listen = () =>
      devices.forEach((device, at) => {
        device.events$.subscribe({ error: ({ code }) => void (errors[at] = code) });
      });
    listen();
    await kernel.clock.advanceAsync(5000);
    away(kernel);
    await settle(kernel);
    expect(errors).toEqual(outcomes);
    errors.fill(undefined);
    listen();
    expect(errors).toEqual(outcomes);
  });
});

describe("NAN functions", () => {
  it("are added by all that iw's `nan add_func` puts", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const device = { wdev: WDEV };
    const added = await wifi.nan.addFunction(device, {
      ...{ type: "publish", service: "Org.Wi-Fi.Test", solicited: true, unsolicited: true, broadcast: true },
      ...{ closeRange: true, info: "hello", ttl: 5 },
      responders: { include: true, addresses: [PEER] },
      receiveFilter: ["a", ""],
      transmitFilter: [new Uint8Array([7])],
    });
    expect(added).toEqual({ cookie: 7n, instanceId: 1 });
    expect(last(kernel).fields).toEqual({
      wdev: WDEV,
      nanFunc: {
        ...{ type: 0, publishType: [NanPublishType.SolicitedPublish, NanPublishType.UnsolicitedPublish] },
        // python: hashlib.sha256(b"org.wi-fi.test").digest()[:6]
        serviceId: new Uint8Array([0x9f, 0xcf, 0x5b, 0xb2, 0xf2, 0xdc]),
        ...{ publishBcast: true, closeRange: true, serviceInfo: new TextEncoder().encode("hello"), ttl: 5 },
        srf: { include: true, macAddrs: [PEER] },
        rxMatchFilter: [new Uint8Array([0x61]), new Uint8Array()],
        txMatchFilter: [new Uint8Array([7])],
      },
    });
    await wifi.nan.addFunction(device, { type: "subscribe", service: new Uint8Array(6), active: true });
    expect(last(kernel).fields).toEqual({
      ...{ wdev: WDEV, nanFunc: { type: 1, serviceId: new Uint8Array(6), subscribeActive: true } },
    });
    const followUp = { type: "follow-up", service: "x", destination: PEER, peerInstanceId: 4, instanceId: 1 } as const;
    await wifi.nan.addFunction(device, { ...followUp, info: "psst" });
    expect(last(kernel).fields).toMatchObject({
      nanFunc: { type: 2, followUpDest: PEER, followUpId: 4, followUpReqId: 1 },
    });
    await wifi.nan.deleteFunction(device, 7n);
    expect(last(kernel)).toMatchObject({ name: "DelNanFunction", fields: { wdev: WDEV, cookie: 7n } });
  });

  it("filter by Bloom filters: four bits an address, by CRC-32 (made with python's zlib)", () => {
    expect(hex(bloomFilter(["02:00:00:00:00:01"], 0, 16))).toBe("02000010000120000000000000000000");
    expect(hex(bloomFilter(["02:00:00:00:00:01", "02:00:00:00:01:00"], 3, 7))).toBe("010004006a1080");
    expect(hex(nanServiceId("org.wi-fi.test"))).toBe("9fcf5bb2f2dc");
  });

  const publish = { type: "publish", service: "x" } as const;
  it.each<[string, NanFunctionInput]>([
    ["no name", { type: "subscribe", service: "" }],
    ["a hash of 5 octets", { type: "subscribe", service: new Uint8Array(5) }],
    ["a type that is none", { type: "listen" as "subscribe", service: "x" }],
    ["no way of publishing", { ...publish, solicited: false, unsolicited: false }],
    ["broadcast answers to nobody", { ...publish, unsolicited: true, broadcast: true }],
    ["information of 256 octets", { ...publish, info: new Uint8Array(256) }],
    ["a filter that is too long", { ...publish, receiveFilter: ["x".repeat(251)] }],
    ["a response filter of nobody", { ...publish, responders: { include: true, addresses: [] } }],
    [
      "a fifth set of hash functions",
      { ...publish, responders: { include: false, addresses: [PEER], bloom: { index: 4, octets: 8 } } },
    ],
    [
      "a message to instance 0",
      { type: "follow-up", service: "x", destination: PEER, peerInstanceId: 0, instanceId: 1 },
    ],
  ])("are refused with %s", async (_, input) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(wifi.nan.addFunction({ wdev: WDEV }, input)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(kernel.requests.filter(({ name }) => name === "AddNanFunction")).toEqual([]);
  });

  it("give what matches them, from the first, and are taken away with the subscription", async () => {
    // the match is there before the reply with the cookie
    const kernel = machine().on(
      "AddNanFunction",
      ...[tell("nan-match", match(7n)), tell("nan-match", match(8n))],
      reply({ cookie: 7n, nanFunc: { instanceId: 1 } }),
      tell("nan-match", match(7n, new Uint8Array([2]))),
    );
    await using wifi = await open(kernel);
    await using device = await wifi.nan.create({ wiphy: 1 });
    const infos: (Uint8Array | undefined)[] = [];
    const looking = device.function$({ type: "subscribe", service: "x" }).subscribe(({ peer, cookie, instanceId }) => {
      expect([peer.address, peer.instanceId, peer.type, cookie, instanceId]).toEqual([PEER, 4, "publish", 7n, 1]);
      infos.push(peer.info);
    });
    await kernel.asked("AddNanFunction");
    await settle(kernel);
    expect(infos).toEqual([new Uint8Array([1]), new Uint8Array([2])]);
    looking.unsubscribe();
    await settle(kernel);
    expect(last(kernel)).toMatchObject({ name: "DelNanFunction", fields: { wdev: WDEV, cookie: 7n } });
  });

  it.each([
    ["complete", NanFuncTermReason.TtlExpired, "complete"],
    ["fail", NanFuncTermReason.Error, "LOST"],
  ])("%s when the kernel ends them so", async (_, termReason, how) => {
    const ended = { wiphy: 1, wdev: WDEV, cookie: 7n, nanFunc: { instanceId: 1, termReason } };
    const kernel = machine().on(
      "AddNanFunction",
      reply({ cookie: 7n, nanFunc: { instanceId: 1 } }),
      tell("del-nan-function", ended),
    );
    await using wifi = await open(kernel);
    await using device = await wifi.nan.create({ wiphy: 1 });
    const outcome = new Promise((resolve) => {
      device.function$({ type: "subscribe", service: "x" }).subscribe({
        complete: () => resolve("complete"),
        error: (error: { code: string }) => resolve(error.code),
      });
    });
    await kernel.asked("AddNanFunction");
    await settle(kernel);
    expect(await outcome).toBe(how);
    await settle(kernel);
    expect(kernel.requests.filter(({ name }) => name === "DelNanFunction")).toEqual([]);
  });

  it("fail with what the kernel says", async () => {
    const kernel = machine().on("AddNanFunction", refuse("EOPNOTSUPP"));
    await using wifi = await open(kernel);
    await using device = await wifi.nan.create({ wiphy: 1 });
    const error = await new Promise((resolve) => {
      device.function$({ type: "subscribe", service: "x" }).subscribe({ error: resolve });
    });
    expect(error).toMatchObject({ code: "NOT_SUPPORTED", target: "nan of wiphy 1" });
  });
});

describe("NAN schedules", () => {
  const channel = { channel: { channel: 36, mode: "HT20" }, entry: new Uint8Array(6), rxStreams: 2 } as const;
  const slots = [0, ...new Array<undefined>(31).fill(undefined)];
  const octets = new Uint8Array(32).fill(255);
  octets[0] = 0;

  it("are a chandef for each channel, and an octet for each of 32 slots", async () => {
    const kernel = machine().on("NanSetLocalSched", ack()).on("NanSetPeerSched", ack());
    await using wifi = await open(kernel);
    await using device = await wifi.nan.create({ wiphy: 1 });
    await device.setSchedule({ channels: [channel], slots, availability: new Uint8Array([0x12]), deferred: true });
    const chandef = { wiphyFreqMhz: 5180, channelWidth: 1, centerFreq1Mhz: 5180, nanRxNss: 2 };
    expect(last(kernel).fields).toMatchObject({
      ...{ wdev: WDEV, nanTimeSlots: octets, nanSchedDeferred: true, nanAvailBlob: new Uint8Array([0x12]) },
      nanChannel: [{ ...chandef, nanChannelEntry: new Uint8Array(6) }],
    });
    await device.setSchedule({ channels: [], slots: new Array<undefined>(32).fill(undefined) });
    expect(last(kernel).fields).toEqual({ wdev: WDEV, nanTimeSlots: new Uint8Array(32).fill(255) });
    await device.setPeerSchedule(PEER, {
      ...{ committedWindows: 1, sequenceId: 2, channels: [channel], maps: [{ id: 3, slots }], maxChannelSwitchUs: 9 },
      unaligned: new Uint8Array([5]),
    });
    expect(last(kernel).fields).toMatchObject({
      ...{ wdev: WDEV, mac: PEER, nanCommittedDw: 1, nanSeqId: 2, nanMaxChanSwitchTimeUs: 9 },
      ...{ nanPeerMaps: [{ mapId: 3, timeSlots: octets }], nanUlw: new Uint8Array([5]), nanChannel: [chandef] },
    });
  });

  it("are refused with slots that are not 32 or point nowhere, and with half of a peer's", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await using device = await wifi.nan.create({ wiphy: 1 });
    const wrong = [
      { channels: [], slots },
      { channels: [channel], slots: [0] },
      { channels: [{ ...channel, entry: new Uint8Array(5) }], slots },
      { channels: [{ ...channel, rxStreams: 0 }], slots },
    ];
    for (const schedule of wrong)
      await expect(device.setSchedule(schedule)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    const half = { committedWindows: 1, sequenceId: 2 };
    await expect(device.setPeerSchedule(PEER, half)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("P2P devices", () => {
  it("are started and stopped by their wdev, and stopped at the end", async () => {
    const kernel = fakeKernel().on("StartP2pDevice", ack()).on("StopP2pDevice", ack());
    await using wifi = await open(kernel);
    {
      await using _running = await wifi.p2p.start({ wdev: WDEV });
      expect(last(kernel)).toMatchObject({ name: "StartP2pDevice", fields: { wdev: WDEV } });
    }
    expect(last(kernel)).toMatchObject({ name: "StopP2pDevice", fields: { wdev: WDEV } });
    await wifi.p2p.stop({ wdev: 3 });
    expect(last(kernel).fields).toEqual({ wdev: 3 });
    kernel.on("StartP2pDevice", refuse("ERFKILL"));
    await expect(wifi.p2p.start({ wdev: WDEV })).rejects.toMatchObject({ code: "RFKILL" });
    await expect(wifi.p2p.start({ wiphy: 0 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});
