import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../src/bytes/hex.ts";
import type { AccessPoint, AccessPointInput } from "../../../src/client/access-point/access-point.ts";
import type { StationEvent } from "../../../src/client/access-point/events.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { type Frame, parseFrame } from "../../../src/ieee80211/frame.ts";
import { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import { readMessages } from "../../../src/netlink/message.ts";
import { decodeFrameEvent } from "../../../src/nl80211/generated/frame.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { FeatureFlag, type GetWiphyReply } from "../../../src/nl80211/generated/wiphy.ts";
import { readCapture } from "../../../src/testing/capture.ts";
import { ack, dump, event, type FakeKernel, fakeKernel, refuse, reply, settled } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const BSSID = "02:00:00:00:02:00";
const STATION = "02:00:00:00:03:00";
const AP = { ifindex: 10, ifname: "ap0", wdev: 1, wiphy: 0, iftype: Iftype.Ap, mac: BSSID } as const;
const PHY: GetWiphyReply = { wiphy: 0, wiphyName: "phy0", featureFlags: [FeatureFlag.FullApClientState] };

// The hidden cellar of the recording 6.12-sae, which hostapd serves without security on ifindex 10.
const CELLAR: AccessPointInput = {
  ssid: "village-cellar",
  hidden: "empty",
  channel: { channel: 1, mode: "HT20" },
  country: { alpha2: "DE", channels: [{ firstChannel: 1, channelCount: 13, maxTxPowerDbm: 20 }] },
  ht: { info: 0x000c, ampduFactor: 3, ampduDensity: 6, mcsSet: fromHex("ffff0000000000000000000001000000") },
  elements: [fromHex("7f080400000200000040"), fromHex("3b025100")],
};

/** The frames that a kernel handed to hostapd for an interface, in their order. */
function heardBy(fixture: string, ifindex: number): Uint8Array[] {
  const file = join(import.meta.dirname, `../../../fixtures/${fixture}.pcap.gz`);
  const messages = readCapture(file).packets.flatMap(({ bytes }) => readMessages(bytes));
  return messages
    .filter(({ sequence, bytes, start }) => sequence === 0 && bytes[start] === 59)
    .map(({ bytes, start, end }) => decodeFrameEvent(new AttributeReader(bytes, start + 4, end)))
    .flatMap(({ ifindex: of, frame }) => (of === ifindex && frame !== undefined ? [frame] : []));
}

const [PROBE, WILDCARD, AUTHENTICATION, ASSOCIATION, DEAUTHENTICATION] = heardBy("6.12-sae", 10) as [
  ...[Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array],
];

/** A kernel whose device acknowledges what is sent to stations, but not to everybody. */
function machine(acked: (frame: Frame) => boolean = ({ kind }) => kind !== "deauthentication"): FakeKernel {
  let cookie = 100n;
  return fakeKernel()
    .on("GetInterface", ({ dump: all }) => (all ? dump([AP]) : reply(AP)))
    .on("GetWiphy", dump([PHY]))
    .on("RegisterFrame", ack())
    .on("UnexpectedFrame", ack())
    .on("StartAp", ack())
    .on("SetBss", ack())
    .on("SetBeacon", ack())
    .on("StopAp", ack())
    .on("NewStation", ack())
    .on("SetStation", ack())
    .on("DelStation", ack())
    .on("Frame", ({ fields }) => {
      const { frame, dontWaitForAck } = fields as { frame: Uint8Array; dontWaitForAck?: boolean };
      if (dontWaitForAck) return [ack()];
      const ours = { ifindex: 10, cookie: ++cookie, frame, ...(acked(parseFrame(frame)) && { ack: true as const }) };
      return [reply({ cookie: ours.cookie }), event("frame-tx-status", ours)];
    });
}

async function serving(kernel: FakeKernel, input: Partial<AccessPointInput> = {}) {
  const wifi = await Nl80211.open({ transport: kernel });
  const ap = await wifi.ap.start("ap0", { ...CELLAR, ...input });
  const events: StationEvent[] = [];
  ap.events$().subscribe((event) => events.push(event));
  const registered = await kernel.asked("RegisterFrame");
  const hears = async (...frames: Uint8Array[]) => {
    for (const frame of frames) kernel.tell(registered, "frame", { ifindex: 10, wiphyFreqMhz: 2412, frame });
    await settled();
  };
  const unexpected = async (mac: string) => {
    kernel.tell(registered, "unexpected-frame", { ifindex: 10, mac });
    await settled();
  };
  return { wifi, ap, events, hears, unexpected };
}

const names = (kernel: FakeKernel) => kernel.requests.map(({ name }) => name);
const asked = (kernel: FakeKernel, name: string) =>
  kernel.requests.filter((request) => request.name === name).map(({ fields }) => fields);
/** What was sent, told by the frames. */
const sent = (kernel: FakeKernel) =>
  asked(kernel, "Frame").map((fields) => parseFrame((fields as { frame: Uint8Array }).frame));
const types = (events: readonly StationEvent[]) => events.map(({ type, address }) => `${type} ${address}`);

/** A frame of the station with some octets replaced. */
function changed(frame: Uint8Array, at: number, ...octets: number[]): Uint8Array {
  const other = frame.slice();
  other.set(octets, at);
  return other;
}
/** The same from a station whose address ends otherwise. */
const from = (last: number, frame: Uint8Array) => changed(frame, 15, last);
/** Where the source's last octet, the sequence number and the body are. */
const BODY = 24;

describe("an access point of ours", () => {
  it("needs an interface that is one, and says what another is", async () => {
    const kernel = machine();
    const station = { ...AP, iftype: Iftype.Station };
    kernel.on("GetInterface", ({ dump: all }) => (all ? dump([station]) : reply(station)));
    await using wifi = await Nl80211.open({ transport: kernel });
    await expect(wifi.ap.start("ap0", CELLAR)).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      message: "ap0 is of type station: an access point needs type ap",
      target: "ap0",
    });
    expect(kernel.requests.map(({ name }) => name)).not.toContain("RegisterFrame");
  });

  it("starts as hostapd's does, and hears from before that", async () => {
    const kernel = machine();
    const { wifi } = await serving(kernel);
    const ofCellar = ({ ifindex }: { ifindex?: number | undefined }) => ifindex === 10;
    const [theirs] = captured("6.12-sae", "StartAp").filter(ofCellar);
    const { beaconHead, beaconTail, ssid, hiddenSsid, beaconIntervalTu, dtimPeriod } = theirs!;
    expect(asked(kernel, "StartAp")).toMatchObject([
      { ifindex: 10, beaconHead, beaconTail, ssid, hiddenSsid, beaconIntervalTu, dtimPeriod, socketOwner: true },
    ]);
    expect(asked(kernel, "SetBss")).toEqual(captured("6.12-sae", "SetBss").filter(ofCellar).slice(-1));
    const registered = captured("6.12-sae", "RegisterFrame").filter(ofCellar);
    expect(registered).toEqual(expect.arrayContaining(asked(kernel, "RegisterFrame")));
    expect(names(kernel).indexOf("UnexpectedFrame")).toBeLessThan(names(kernel).indexOf("StartAp"));
    await wifi.close();
  });

  it("answers and admits a station octet for octet as hostapd does", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel);
    await hears(PROBE, WILDCARD, AUTHENTICATION, ASSOCIATION);
    const ofCellar = ({ ifindex }: { ifindex?: number | undefined }) => ifindex === 10;
    expect(asked(kernel, "Frame")).toEqual(captured("6.12-sae", "Frame").filter(ofCellar));
    expect(asked(kernel, "NewStation")).toEqual(captured("6.12-sae", "NewStation").filter(ofCellar));
    // hostapd sets the flags of nothing once more in between, and at last all of them; the first is the one that counts.
    const theirs = captured("6.12-sae", "SetStation").filter(ofCellar);
    const authorized = { ifindex: 10, mac: STATION, staFlags2: { mask: [1], set: [1] } };
    expect(asked(kernel, "SetStation")).toEqual([theirs[1], authorized]);
    expect(types(events)).toEqual([`joined ${STATION}`]);
    expect(ap.stations).toMatchObject([
      {
        address: STATION,
        aid: 1,
        generation: 4,
        wmm: true,
        listenInterval: 5,
        ratesMbps: expect.arrayContaining([54]),
      },
    ]);
    await wifi.close();
  });

  it("tells the kernel of a station before it answers, and lets it through when it has heard the answer", async () => {
    const kernel = machine();
    const { wifi, hears } = await serving(kernel);
    const before = kernel.requests.length;
    await hears(AUTHENTICATION, ASSOCIATION);
    expect(names(kernel).slice(before)).toEqual(["NewStation", "Frame", "SetStation", "Frame", "SetStation"]);
    await wifi.close();
  });

  it("forgets a station that leaves", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION, DEAUTHENTICATION);
    expect(asked(kernel, "DelStation").at(-1)).toEqual({ ifindex: 10, mac: STATION });
    expect(events.at(-1)).toMatchObject({ type: "left", address: STATION, by: "station", reasonCode: 3 });
    expect(ap.stations).toEqual([]);
    await wifi.close();
  });

  it("handles a frame once that was sent again because its ACK was lost", async () => {
    const kernel = machine();
    const { wifi, hears } = await serving(kernel);
    const again = changed(AUTHENTICATION, 1, 0x08); // the retry bit
    await hears(AUTHENTICATION, again, again);
    expect(asked(kernel, "NewStation")).toHaveLength(1);
    await hears(changed(again, 22, 0x40, 0x03)); // another number: a new attempt
    expect(asked(kernel, "NewStation")).toHaveLength(2);
    await wifi.close();
  });

  it("begins anew with a station that authenticates or associates again", async () => {
    const kernel = machine();
    const { wifi, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    await hears(ASSOCIATION);
    // What is associated cannot be changed any more: it is added anew, as associated.
    expect(names(kernel).slice(-5)).toEqual(["SetStation", "DelStation", "NewStation", "Frame", "SetStation"]);
    await hears(AUTHENTICATION, ASSOCIATION);
    expect(types(events)).toEqual(["joined", "left", "joined", "left", "joined"].map((type) => `${type} ${STATION}`));
    await wifi.close();
  });

  it("lets an impatient station in once, which asked again before it had its answer", async () => {
    const kernel = machine();
    const { wifi, events, hears } = await serving(kernel);
    await hears(
      AUTHENTICATION,
      ASSOCIATION,
      changed(ASSOCIATION, 22, 0x20, 0x10),
      changed(ASSOCIATION, 22, 0x30, 0x10),
    );
    expect(types(events)).toEqual([`joined ${STATION}`]);
    await wifi.close();
  });

  it("does not let through who does not acknowledge its answer, and lets it ask again", async () => {
    let heard = false;
    const kernel = machine(({ kind }) => kind !== "association response" || heard);
    const { wifi, ap, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    expect(ap.stations).toEqual([]);
    expect(asked(kernel, "DelStation").at(-1)).toEqual({ ifindex: 10, mac: STATION });
    heard = true;
    await hears(ASSOCIATION);
    expect(ap.stations).toHaveLength(1);
    await wifi.close();
  });

  it("gives numbers in turn, and the lowest free one again", async () => {
    const kernel = machine();
    const { wifi, ap, hears } = await serving(kernel);
    const come = (last: number) => hears(from(last, AUTHENTICATION), from(last, ASSOCIATION));
    for (const last of [1, 2, 3]) await come(last);
    await hears(from(2, DEAUTHENTICATION));
    await come(4);
    expect(ap.stations.map(({ address, aid }) => `${address.slice(-2)}: ${aid}`)).toEqual(["01: 1", "03: 3", "04: 2"]);
    await wifi.close();
  });

  it("refuses by its rules, with the status that 802.11 has for it", async () => {
    const refusals = [
      [{ stations: { deny: [STATION.toUpperCase()] } }, [AUTHENTICATION], 1],
      [{ stations: { deny: [STATION.replaceAll(":", "-")] } }, [AUTHENTICATION], 1],
      [{ stations: { allow: [BSSID] } }, [AUTHENTICATION], 1],
      [{}, [changed(AUTHENTICATION, BODY, 1)], 13], // shared key
      [{}, [changed(AUTHENTICATION, BODY + 2, 3)], 14], // its third frame
      [{ rates: [{ mbps: 22, basic: true }, { mbps: 11 }] }, [AUTHENTICATION, ASSOCIATION], 18],
      [{ selectors: [126] }, [AUTHENTICATION, ASSOCIATION], 104], // VHT
      [{}, [AUTHENTICATION, changed(ASSOCIATION, BODY + 6, 0x56)], 1], // another network's name
    ] as const;
    for (const [input, frames, statusCode] of refusals) {
      const kernel = machine();
      const { wifi, ap, events, hears } = await serving(kernel, input);
      await hears(...frames);
      expect(events).toMatchObject([{ type: "refused", address: STATION, statusCode }]);
      expect(sent(kernel).at(-1)).toMatchObject({ destination: STATION, status: statusCode });
      expect(ap.stations).toEqual([]);
      await wifi.close();
    }
  });

  it("refuses when it is full, but not because of those who only authenticated", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel, { stations: { maxStations: 2 } });
    await hears(from(1, AUTHENTICATION), from(2, AUTHENTICATION));
    await hears(from(3, AUTHENTICATION));
    expect(asked(kernel, "DelStation").at(-1)).toEqual({ ifindex: 10, mac: "02:00:00:00:03:01" });
    // Who is just being let in keeps its place.
    await hears(from(2, ASSOCIATION), from(3, ASSOCIATION), from(4, AUTHENTICATION));
    expect(ap.stations).toHaveLength(2);
    expect(events).toContainEqual(expect.objectContaining({ type: "refused", step: "authentication", statusCode: 17 }));
    await wifi.close();
  });

  it("refuses where the kernel cannot take a station, and says why", async () => {
    const kernel = machine().on("NewStation", refuse("ENOSPC"));
    const { wifi, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION);
    expect(events).toMatchObject([{ type: "refused", statusCode: 17, error: { errnoName: "ENOSPC" } }]);
    expect(sent(kernel).at(-1)).toMatchObject({ kind: "authentication", status: 17 });
    await wifi.close();
  });

  it("tells who is not in to authenticate first", async () => {
    const kernel = machine();
    const { wifi, hears, unexpected } = await serving(kernel);
    await hears(ASSOCIATION);
    expect(sent(kernel).at(-1)).toMatchObject({ kind: "deauthentication", destination: STATION, reason: 6 });
    await unexpected(STATION);
    expect(sent(kernel).at(-1)).toMatchObject({ kind: "deauthentication", destination: STATION, reason: 7 });
    await hears(AUTHENTICATION);
    await unexpected(STATION);
    expect(sent(kernel).at(-1)).toMatchObject({ kind: "disassociation", destination: STATION, reason: 7 });
    await wifi.close();
  });

  it("answers probe requests for its name, on its channel, of whom it would let in", async () => {
    const answers = async (input: Partial<AccessPointInput>, frame: Uint8Array) => {
      const kernel = machine();
      const { wifi, hears } = await serving(kernel, input);
      await hears(frame);
      await wifi.close();
      return sent(kernel).filter(({ kind }) => kind === "probe response").length;
    };
    expect(await answers({}, WILDCARD)).toBe(0); // hidden
    const { hidden: _, ...shown } = CELLAR;
    const visible = machine();
    const wifi = await Nl80211.open({ transport: visible });
    await wifi.ap.start("ap0", shown);
    const registered = await visible.asked("RegisterFrame");
    visible.tell(registered, "frame", { ifindex: 10, frame: WILDCARD });
    await settled();
    expect(asked(visible, "Frame").at(-1)).toMatchObject({ dontWaitForAck: true });
    await wifi.close();
    expect(await answers({}, PROBE)).toBe(1);
    expect(await answers({ channel: { channel: 6 } }, PROBE)).toBe(0); // heard beside its channel
    expect(await answers({ stations: { deny: [STATION] } }, PROBE)).toBe(0);
  });

  it("answers an SA query of a station that is in", async () => {
    const kernel = machine();
    const { wifi, hears } = await serving(kernel);
    const query = fromHex("d0003a0102000000020002000000030002000000020050010800cafe");
    await hears(query);
    expect(sent(kernel).some(({ kind }) => kind === "action")).toBe(false);
    await hears(AUTHENTICATION, ASSOCIATION, changed(query, 22, 0x60));
    // IEEE 802.11-2020, 9.6.9.3: category 8, action 1, the transaction of the query.
    const { frame } = asked(kernel, "Frame").at(-1) as { frame: Uint8Array };
    expect(toHex(frame)).toBe("d0000000020000000300020000000200020000000200" + "00000801cafe");
    await wifi.close();
  });

  it("passes over what is not for it", async () => {
    const kernel = machine();
    const { wifi, hears } = await serving(kernel);
    const before = kernel.requests.length;
    await hears(changed(AUTHENTICATION, 21, 7), changed(AUTHENTICATION, 10, 3), fromHex("b000"), new Uint8Array(60));
    expect(kernel.requests.length).toBe(before);
    await wifi.close();
  });

  it("sends a station away that is to go, and says that it did", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    expect(await ap.disconnect(STATION.toUpperCase(), 5)).toBe(true);
    expect(sent(kernel).at(-1)).toMatchObject({ kind: "deauthentication", destination: STATION, reason: 5 });
    expect(names(kernel).slice(-2)).toEqual(["Frame", "DelStation"]);
    expect(events.at(-1)).toMatchObject({ type: "left", by: "us", reasonCode: 5 });
    expect(await ap.disconnect(STATION)).toBe(false);
    await wifi.close();
  });

  it("knows when another program removes a station", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    kernel.event("del-station", { ifindex: 11, mac: STATION });
    await settled();
    expect(ap.stations).toHaveLength(1);
    kernel.event("del-station", { ifindex: 10, mac: STATION });
    await settled();
    expect(events.at(-1)).toMatchObject({ type: "left", by: "kernel" });
    expect(ap.stations).toEqual([]);
    await wifi.close();
  });

  it("asks a station that is silent for too long, and sends it away where it does not answer", async () => {
    let silentMs = 20_000;
    let there = true;
    const kernel = machine()
      .on("GetStation", () => [reply({ mac: STATION, staInfo: { inactiveTimeMs: silentMs } })])
      .on("ProbePeer", () => [
        reply({ cookie: 7n }),
        event("probe-peer", { ifindex: 10, mac: STATION, cookie: 7n, ...(there && { ack: true as const }) }),
      ]);
    const { wifi, ap, events, hears } = await serving(kernel, { inactivityTimeoutS: 60 });
    await hears(AUTHENTICATION, ASSOCIATION);
    await kernel.clock.advanceAsync(15_000);
    expect(asked(kernel, "ProbePeer")).toHaveLength(0);
    silentMs = 61_000;
    await kernel.clock.advanceAsync(15_000);
    expect(asked(kernel, "ProbePeer")).toEqual([{ ifindex: 10, mac: STATION }]);
    expect(ap.stations).toHaveLength(1);
    there = false;
    await kernel.clock.advanceAsync(15_000);
    expect(events.at(-1)).toMatchObject({ type: "left", by: "inactivity", reasonCode: 4 });
    await wifi.close();
  });

  it("is considerate of stations that cannot do what others can, as long as they are in", async () => {
    const kernel = machine();
    const { wifi, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    expect(asked(kernel, "SetBss")).toHaveLength(1); // it can all that the network does
    // A station of 802.11b: four rates, no short slot, neither HT nor WMM. IEEE 802.11-2020, 9.3.3.5.
    const ssid = "000e76696c6c6167652d63656c6c6172";
    const old = fromHex(`${toHex(ASSOCIATION.subarray(0, BODY))}01000500${ssid}010482848b96`);
    await hears(from(9, AUTHENTICATION), from(9, old));
    expect(asked(kernel, "SetBss").at(-1)).toMatchObject({ bssHtOpmode: 3, bssCtsProt: 1, bssShortSlotTime: 0 });
    const { beaconHead, beaconTail } = asked(kernel, "SetBeacon").at(-1) as Record<string, Uint8Array>;
    expect(toHex(beaconHead!.subarray(34, 36))).toBe("0100"); // capability: no short slot time
    expect(toHex(beaconTail!)).toContain("2a0107"); // ERP: such a station is here, protect, long preambles
    expect(toHex(beaconTail!)).toContain("3d16010003"); // HT operation: channel 1, mixed mode
    await hears(from(9, DEAUTHENTICATION));
    expect(asked(kernel, "SetBss").at(-1)).toMatchObject({ bssHtOpmode: 0, bssCtsProt: 0, bssShortSlotTime: 1 });
    await wifi.close();
  });

  it("says goodbye to all when it is closed", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    await ap.close();
    expect(names(kernel).slice(-2)).toEqual(["Frame", "StopAp"]);
    expect(sent(kernel).at(-1)).toMatchObject({
      kind: "deauthentication",
      destination: "ff:ff:ff:ff:ff:ff",
      reason: 3,
    });
    expect(events.at(-1)).toMatchObject({ type: "left", by: "us" });
    expect(await ap.ended).toEqual({ by: "us" });
    await wifi.close();
  });

  it("is over when the kernel stops it", async () => {
    const kernel = machine();
    const { wifi, ap, events, hears } = await serving(kernel);
    await hears(AUTHENTICATION, ASSOCIATION);
    kernel.event("stop-ap", { ifindex: 10 });
    expect(await ap.ended).toEqual({ by: "kernel" });
    expect(events.at(-1)).toMatchObject({ type: "left", by: "kernel" });
    expect(ap.stations).toEqual([]);
    await wifi.close();
  });

  it("is over when nl80211 goes, or its socket", async () => {
    for (const away of [
      (kernel: FakeKernel) => kernel.family("nl80211", { groups: ["mlme"] }),
      (kernel: FakeKernel) => kernel.breakSockets(new Error("gone")),
    ]) {
      const kernel = machine();
      const { wifi, ap, hears } = await serving(kernel);
      await hears(AUTHENTICATION, ASSOCIATION);
      away(kernel);
      expect(await ap.ended).toEqual({ by: "kernel" });
      expect(ap.stations).toEqual([]);
      await wifi.close();
    }
  });

  it("leaves nothing behind where it cannot start", async () => {
    for (const command of ["RegisterFrame", "UnexpectedFrame", "StartAp", "SetBss"] as const) {
      const kernel = machine().on(command, refuse("EBUSY"));
      await using wifi = await Nl80211.open({ transport: kernel });
      await expect(wifi.ap.start("ap0", CELLAR)).rejects.toMatchObject({ code: "BUSY", command });
    }
  });

  it("beacons alone where stations are not its business, and then with RSN too", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const rsn = { akmSuites: [0x000fac02] };
    await expect(wifi.ap.start("ap0", { ...CELLAR, rsn })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    expect(kernel.requests).toEqual([]);
    const ap: AccessPoint = await wifi.ap.start("ap0", { ...CELLAR, rsn, stations: false });
    expect(names(kernel)).not.toContain("RegisterFrame");
    expect(() => ap.stations).toThrow(/stations: false/);
  });

  it("lets through whom a device with management of its own has let in", async () => {
    const kernel = machine().on("GetWiphy", dump([{ ...PHY, deviceApSme: [] }]));
    const wifi = await Nl80211.open({ transport: kernel });
    const ap = await wifi.ap.start("ap0", CELLAR);
    expect(names(kernel)).not.toContain("RegisterFrame");
    kernel.event("new-station", { ifindex: 10, mac: STATION });
    await settled();
    expect(asked(kernel, "SetStation")).toEqual([{ ifindex: 10, mac: STATION, staFlags2: { mask: [1], set: [1] } }]);
    expect(() => ap.events$()).toThrow(/lets stations in by itself/);
    const rules = { ...CELLAR, stations: { maxStations: 5 } };
    await expect(wifi.ap.start("ap0", rules)).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    await wifi.close();
  });
});
