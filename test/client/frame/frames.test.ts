import { describe, expect, it } from "vitest";
import { fromHex } from "../../../src/bytes/hex.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { encodeDeauthentication } from "../../../src/ieee80211/encode/management.ts";
import { RxmgmtFlag } from "../../../src/nl80211/generated/ap.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import {
  ack,
  dump,
  event,
  type FakeKernel,
  fakeKernel,
  later,
  refuse,
  reply,
  settled,
  silence,
  tell,
} from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Ap } as const;
const P2P = { wdev: 2, wiphy: 0, iftype: Iftype.P2pDevice } as const;
// A broadcast deauthentication and a probe request with an SSID of "home"; both by hand from IEEE 802.11-2020, 9.3.3.
const DEAUTHENTICATION = fromHex("c0000000ffffffffffff02000000000002000000000000000200");
const PROBE_REQUEST = fromHex("40000000ffffffffffff020000000500ffffffffffff30a50004686f6d65");

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([WLAN0, P2P]))
    .on("RegisterFrame", ack())
    .on("CancelRemainOnChannel", ack())
    .on("FrameWaitCancel", ack());

const asked = (kernel: FakeKernel, name: string) =>
  kernel.requests.filter((request) => request.name === name).map(({ fields }) => fields);

function collect<T>(stream: { subscribe(observer: object): { unsubscribe(): void } }) {
  const heard: T[] = [];
  const ended: unknown[] = [];
  const subscription = stream.subscribe({
    next: (item: T) => heard.push(item),
    error: (error: unknown) => ended.push(error),
    complete: () => ended.push("complete"),
  });
  return { heard, ended, subscription };
}

describe("receive$", () => {
  it("registers as hostapd does", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const asHostapd = captured("village", "RegisterFrame").filter((request) => request.ifindex === 3);
    const names = ["authentication", "assoc-req", "reassociation request", "disassociation", "deauth", "probe-request"];
    const actions = asHostapd.slice(6).map(({ frameMatch: match }) => ({ type: "action", match }));
    collect(wifi.frames.receive$("wlan0", [...names, ...actions]));
    await settled();
    expect(asked(kernel, "RegisterFrame")).toEqual(asHostapd);
  });

  it("gives frames with what is known of their receipt, and what they say", async () => {
    const kernel = machine().on("RegisterFrame", [
      ack(),
      tell("frame", {
        wiphy: 0,
        ifindex: 3,
        wdev: 1,
        wiphyFreqMhz: 2412,
        wiphyFreqOffsetKhz: 0,
        rxSignalDbm: -30,
        rxmgmtFlags: [RxmgmtFlag.Answered],
        mloLinkId: 2,
        rxHwTimestampNs: 7n,
        frame: PROBE_REQUEST,
      }),
    ]);
    await using wifi = await Nl80211.open({ transport: kernel });
    const { heard } = collect<never>(wifi.frames.receive$("wlan0", "probe-request"));
    await settled();
    expect(heard).toMatchObject([
      {
        frame: { kind: "probe request", source: "02:00:00:00:05:00", sequence: 0xa53 },
        bytes: PROBE_REQUEST,
        time: kernel.clock.now(),
        ...{ frequencyMhz: 2412, signalDbm: -30, linkId: 2, answered: true, hardwareTimeNs: 7n, ifindex: 3, wdev: 1 },
      },
    ]);
  });

  it("takes frames of a P2P device and of groups", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    collect(wifi.frames.receive$({ wdev: 2 }, { type: 13, match: Uint8Array.of(4), multicast: true }));
    await settled();
    expect(asked(kernel, "RegisterFrame")).toEqual([
      { wdev: 2, frameType: 0xd0, frameMatch: Uint8Array.of(4), receiveMulticast: true },
    ]);
  });

  it("fails where another has that registration, in the kernel's words", async () => {
    const kernel = machine().on("RegisterFrame", refuse("EALREADY", { text: "Match already configured" }));
    await using wifi = await Nl80211.open({ transport: kernel });
    const { ended } = collect(wifi.frames.receive$("wlan0", "action"));
    await settled();
    expect(ended).toMatchObject([{ code: "KERNEL", errnoName: "EALREADY", kernelText: "Match already configured" }]);
  });

  it("knows what is no management frame before anything is asked", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    expect(() => wifi.frames.receive$("wlan0", "becon")).toThrow(
      /no management frame "becon": expected one of .*beacon/,
    );
    expect(() => wifi.frames.receive$("wlan0", { type: 16 })).toThrow(
      /frame subtype 16: expected a whole number from 0/,
    );
    expect(kernel.requests).toEqual([]);
  });
});

describe("unexpected$ and beacons$", () => {
  it("tell who sends data unasked", async () => {
    const kernel = machine().on("UnexpectedFrame", [
      ack(),
      tell("unexpected-frame", { wiphy: 0, ifindex: 3, mac: "02:00:00:00:05:00" }),
      tell("unexpected-4addr-frame", { wiphy: 0, ifindex: 3, mac: "02:00:00:00:06:00" }),
    ]);
    await using wifi = await Nl80211.open({ transport: kernel });
    const { heard } = collect<never>(wifi.frames.unexpected$("wlan0"));
    await settled();
    expect(heard).toEqual([
      { type: "not-associated", address: "02:00:00:00:05:00", time: kernel.clock.now() },
      { type: "4addr", address: "02:00:00:00:06:00", time: kernel.clock.now() },
    ]);
    expect(asked(kernel, "UnexpectedFrame")).toEqual(captured("village", "UnexpectedFrame").slice(1));
  });

  it("give beacons of others", async () => {
    const beacon = fromHex(`80000000${"ff".repeat(6)}${"020000000700".repeat(2)}0000${"00".repeat(8)}64000100`);
    const told = tell("frame", { wiphy: 0, wiphyFreqMhz: 2412, rxSignalDbm: -50, frame: beacon });
    const kernel = machine().on("RegisterBeacons", [ack(), told]);
    await using wifi = await Nl80211.open({ transport: kernel });
    const { heard } = collect<never>(wifi.frames.beacons$({ wiphy: 0 }));
    await settled();
    expect(heard).toMatchObject([{ frame: { kind: "beacon", bssid: "02:00:00:00:07:00" }, signalDbm: -50 }]);
  });
});

const status = (cookie: bigint, acked: boolean) =>
  event("frame-tx-status", {
    wiphy: 0,
    ifindex: 3,
    wdev: 1,
    cookie,
    frame: DEAUTHENTICATION,
    ...(acked && { ack: true }),
  });

describe("send", () => {
  it("asks as hostapd does", async () => {
    const kernel = machine().on("Frame", [reply({ cookie: 5n }), status(5n, false)]);
    await using wifi = await Nl80211.open({ transport: kernel });
    const frame = encodeDeauthentication(
      { destination: "ff:ff:ff:ff:ff:ff", source: "02:00:00:00:01:00", bssid: "02:00:00:00:01:00" },
      2,
    );
    expect(await wifi.frames.send("wlan0", frame, { frequencyMhz: 5180 })).toEqual({ acked: false, cookie: 5n });
    expect(asked(kernel, "Frame")).toEqual(captured("village", "Frame").slice(1, 2));
  });

  it("knows its own status also where that comes before the answer, and from those of others", async () => {
    for (const kernel of [
      machine().on("Frame", [status(4n, false), status(5n, true), status(6n, false), reply({ cookie: 5n })]),
      machine().on("Frame", [reply({ cookie: 5n }), status(4n, false), later(300, status(5n, true))]),
    ]) {
      await using wifi = await Nl80211.open({ transport: kernel });
      const sent = wifi.frames.send("wlan0", DEAUTHENTICATION);
      await settled();
      await kernel.clock.advanceAsync(300);
      expect(await sent).toEqual({ acked: true, cookie: 5n });
    }
  });

  it("passes on how it is to be sent", async () => {
    const kernel = machine().on("Frame", ack());
    await using wifi = await Nl80211.open({ transport: kernel });
    const how = { frequencyMhz: 5975, durationMs: 50, offchannel: true, noCck: true, dontWaitForAck: true, linkId: 1 };
    expect(await wifi.frames.send("wlan0", DEAUTHENTICATION, { ...how, csaOffsets: [24] })).toEqual({});
    expect(asked(kernel, "Frame")).toEqual([
      {
        ...{ ifindex: 3, wiphyFreqMhz: 5975, frame: DEAUTHENTICATION, durationMs: 50, offchannelTxOk: true },
        ...{ txNoCckRate: true, dontWaitForAck: true, csaCOffsetsTx: [24], mloLinkId: 1 },
      },
    ]);
  });

  it("gives up with the caller, leaving the channel, and when the kernel says nothing", async () => {
    const kernel = machine().on("Frame", reply({ cookie: 9n }));
    await using wifi = await Nl80211.open({ transport: kernel });
    const giveUp = new AbortController();
    const aborted = wifi.frames.send("wlan0", DEAUTHENTICATION, { signal: giveUp.signal, durationMs: 1000 });
    await settled();
    giveUp.abort();
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED", command: "Frame" });
    expect(asked(kernel, "FrameWaitCancel")).toEqual([{ ifindex: 3, cookie: 9n }]);
    const unheard = wifi.frames.send(3, DEAUTHENTICATION, { timeoutMs: 2000, target: "uplink" });
    unheard.catch(() => {});
    await settled();
    await kernel.clock.advanceAsync(2000);
    await expect(unheard).rejects.toMatchObject({ code: "TIMEOUT", target: "uplink" });
    expect(asked(kernel, "FrameWaitCancel")).toHaveLength(2);
  });

  it("neither sends, nor leaves its channel, nor asks a peer for who has given up before", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const signal = AbortSignal.abort("enough");
    for (const call of [
      () => wifi.frames.send(3, DEAUTHENTICATION, { signal }),
      () => wifi.frames.send(3, DEAUTHENTICATION, { signal, dontWaitForAck: true }),
      () => wifi.frames.remainOnChannel({ wdev: 2 }, { channel: 6 }, 90, { signal }),
      () => wifi.frames.probe({ ifindex: 3 }, "02:00:00:00:05:00", { signal }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "ABORTED", cause: "enough" });
    }
    expect(kernel.requests).toEqual([]);
  });

  it("refuses what is no management frame, and off-channel without a channel", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    for (const frame of [
      new Uint8Array(),
      DEAUTHENTICATION.subarray(0, 24),
      Uint8Array.from(DEAUTHENTICATION).fill(8, 0, 1),
    ]) {
      await expect(wifi.frames.send("wlan0", frame)).rejects.toThrow(/expected a management frame/);
    }
    await expect(wifi.frames.send("wlan0", DEAUTHENTICATION, { offchannel: true })).rejects.toThrow(/frequencyMhz/);
    expect(kernel.requests).toEqual([]);
  });
});

const begins = event("remain-on-channel", {
  wiphy: 0,
  ifindex: 3,
  wdev: 1,
  wiphyFreqMhz: 2437,
  durationMs: 90,
  cookie: 3n,
});
const over = event("cancel-remain-on-channel", { wiphy: 0, ifindex: 3, wdev: 1, wiphyFreqMhz: 2437, cookie: 3n });

describe("remainOnChannel", () => {
  it("asks as iw offchannel does, tells when it is there, and when it is over", async () => {
    const kernel = machine().on("RemainOnChannel", [begins, reply({ cookie: 3n }), later(90, over)]);
    await using wifi = await Nl80211.open({ transport: kernel });
    const stay = await wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 90);
    expect(stay).toMatchObject({ frequencyMhz: 2437, durationMs: 90 });
    // offch.c of iw 6.17: WIPHY_FREQ and DURATION.
    expect(asked(kernel, "RemainOnChannel")).toEqual([{ ifindex: 3, wiphyFreqMhz: 2437, durationMs: 90 }]);
    await kernel.clock.advanceAsync(90);
    expect(await stay.ended).toEqual({ by: "kernel" });
    await stay.close();
    expect(asked(kernel, "CancelRemainOnChannel")).toEqual([]);
  });

  it("ends with close()", async () => {
    const kernel = machine().on("RemainOnChannel", [reply({ cookie: 3n }), later(5, begins)]);
    await using wifi = await Nl80211.open({ transport: kernel });
    const staying = wifi.frames.remainOnChannel("wlan0", { frequencyMhz: 2437 }, 90);
    await settled();
    await kernel.clock.advanceAsync(5);
    const stay = await staying;
    await stay.close();
    expect(await stay.ended).toEqual({ by: "us" });
    expect(asked(kernel, "CancelRemainOnChannel")).toEqual([{ ifindex: 3, cookie: 3n }]);
  });

  it("ends with nl80211, and where its end was lost, when its time is over", async () => {
    for (const [away, stillMs] of [
      [(kernel: FakeKernel) => kernel.removeFamily("nl80211"), 0],
      [(kernel: FakeKernel) => kernel.overrun(), 90],
    ] as const) {
      const kernel = machine().on("RemainOnChannel", [begins, reply({ cookie: 3n })]);
      await using wifi = await Nl80211.open({ transport: kernel });
      const stay = await wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 90);
      const ended: unknown[] = [];
      void stay.ended.then((end) => ended.push(end));
      away(kernel);
      await kernel.clock.advanceAsync(Math.max(0, stillMs - 1));
      expect(ended).toHaveLength(stillMs === 0 ? 1 : 0);
      await kernel.clock.advanceAsync(1);
      expect(ended).toEqual([{ by: "kernel" }]);
    }
  });

  it("leaves nothing behind when it is given up before it begins, or refused", async () => {
    const kernel = machine().on("RemainOnChannel", reply({ cookie: 3n }));
    await using wifi = await Nl80211.open({ transport: kernel });
    const giveUp = new AbortController();
    const staying = wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 90, { signal: giveUp.signal });
    staying.catch(() => {});
    await settled();
    giveUp.abort();
    await expect(staying).rejects.toMatchObject({ code: "ABORTED", command: "RemainOnChannel" });
    expect(asked(kernel, "CancelRemainOnChannel")).toEqual([{ ifindex: 3, cookie: 3n }]);
    const unheard = wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 90, { timeoutMs: 2000 });
    unheard.catch(() => {});
    await settled();
    await kernel.clock.advanceAsync(2000);
    await expect(unheard).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(asked(kernel, "CancelRemainOnChannel")).toHaveLength(2);
    const away = wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 90);
    away.catch(() => {});
    await settled();
    kernel.removeFamily("nl80211");
    await expect(away).rejects.toMatchObject({ code: "LOST", message: expect.stringContaining("wlan0") });
    kernel.family("nl80211", { groups: ["mlme"] });
    kernel.on("RemainOnChannel", refuse("EBUSY"));
    await expect(wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 90)).rejects.toMatchObject({ code: "BUSY" });
    await expect(wifi.frames.remainOnChannel("wlan0", { channel: 6 }, 9)).rejects.toThrow(/from 10/);
  });
});

describe("probe", () => {
  it("tells whether a station is there", async () => {
    const answer = (acked: boolean) =>
      event("probe-peer", {
        ifindex: 3,
        mac: "02:00:00:00:05:00",
        cookie: 8n,
        ackSignalDbm: -40,
        ...(acked && { ack: true }),
      });
    for (const acked of [true, false]) {
      const kernel = machine().on("ProbePeer", [answer(acked), reply({ cookie: 8n })]);
      await using wifi = await Nl80211.open({ transport: kernel });
      expect(await wifi.frames.probe("wlan0", "02:00:00:00:05:00")).toEqual({ acked, ackSignalDbm: -40 });
      expect(asked(kernel, "ProbePeer")).toEqual([{ ifindex: 3, mac: "02:00:00:00:05:00" }]);
    }
  });

  it("rejects with what the kernel says, and when the client closes", async () => {
    const kernel = machine().on("ProbePeer", refuse("ENOLINK"));
    const wifi = await Nl80211.open({ transport: kernel });
    await expect(wifi.frames.probe("wlan0", "02:00:00:00:05:00")).rejects.toMatchObject({ errnoName: "ENOLINK" });
    kernel.on("ProbePeer", silence());
    const waiting = wifi.frames.probe("wlan0", "02:00:00:00:05:00");
    waiting.catch(() => {});
    await settled();
    await wifi.close();
    await expect(waiting).rejects.toMatchObject({ code: "CLOSED" });
  });
});
