import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { RadarEvent } from "../../../src/client/radio/radar-events.ts";
import { RadarEvent as Told } from "../../../src/nl80211/generated/regulatory.ts";
import { ack, dump, event, type FakeKernel, fakeKernel, later, refuse, reply } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const AP = { ifindex: 34, ifname: "wlan1", wdev: 1, wiphy: 3, iftype: 3 } as const;

/** As nl80211_radar_notify sends it: checks with the interface, radar itself with the wiphy alone. */
const told = (radarEvent: Told, more: object = { ifindex: 34, wdev: 1 }) =>
  event("radar-detect", { wiphy: 3, radarEvent, wiphyFreqMhz: 5500, channelWidth: 1, centerFreq1Mhz: 5500, ...more });
const machine = () =>
  fakeKernel()
    .on("GetInterface", ({ dump: all }) => (all ? dump([AP]) : reply(AP)))
    .on("RadarDetect", ack(), told(Told.CacStarted), later(60_000, told(Told.CacFinished)));
const CHANNEL = { frequencyMhz: 5500, mode: "HT20" } as const;

describe("a check for radar", () => {
  it("is asked as by iw, and over when the kernel has finished it", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    let done = false;
    const checking = wifi.radar.check("wlan1", CHANNEL).then(() => {
      done = true;
    });
    const { fields } = await kernel.asked("RadarDetect");
    expect(fields).toEqual(captured("7.3-radar", "RadarDetect")[2]);
    await kernel.clock.advanceAsync(59_999);
    expect(done).toBe(false);
    await kernel.clock.advanceAsync(1);
    await checking;
  });

  it("can be made in the background", async () => {
    const kernel = machine().on("RadarDetect", ack(), told(Told.CacFinished));
    await using wifi = await open(kernel);
    await wifi.radar.check("wlan1", CHANNEL, { background: true });
    expect(last(kernel).fields).toMatchObject({ ifindex: 34, radarBackground: true });
  });

  it.each([
    ["radar of our radio", [told(Told.Detected, {})], "RADAR_DETECTED"],
    ["an abort, and the radar behind it", [told(Told.CacAborted), later(5, told(Told.Detected, {}))], "RADAR_DETECTED"],
    ["an abort without a reason", [told(Told.CacAborted)], "LOST"],
  ])("fails with %s", async (_, events, code) => {
    const kernel = machine().on("RadarDetect", ack(), ...events);
    await using wifi = await open(kernel);
    const checking = wifi.radar.check("wlan1", CHANNEL);
    checking.catch(() => {});
    await kernel.asked("RadarDetect");
    await kernel.clock.advanceAsync(500);
    await expect(checking).rejects.toMatchObject({ code, command: "RadarDetect", target: "wlan1" });
  });

  it("is LOST when nl80211 is unloaded meanwhile, and goes on after lost events", async () => {
    const kernel = machine().on("RadarDetect", ack());
    await using wifi = await open(kernel);
    const checking = wifi.radar.check("wlan1", CHANNEL).catch((error: unknown) => error);
    await kernel.asked("RadarDetect");
    kernel.overrun();
    await kernel.clock.advanceAsync(1000);
    expect(await Promise.race([checking, "checking"])).toBe("checking");
    kernel.removeFamily("nl80211");
    await kernel.clock.advanceAsync(1000);
    expect(await Promise.race([checking, "checking"])).toMatchObject({ code: "LOST", target: "wlan1" });
  });

  it("heeds neither other radios nor other interfaces nor other channels", async () => {
    const others = [
      told(Told.Detected, { wiphy: 4 }),
      told(Told.CacFinished, { ifindex: 35 }),
      told(Told.CacFinished, { ifindex: 34, wiphyFreqMhz: 5520 }),
      told(Told.NopFinished, {}),
    ];
    const kernel = machine().on("RadarDetect", ack(), ...others);
    await using wifi = await open(kernel);
    const checking = wifi.radar.check("wlan1", CHANNEL, { timeoutMs: 1000 });
    checking.catch(() => {});
    await kernel.asked("RadarDetect");
    await kernel.clock.advanceAsync(1000);
    await expect(checking).rejects.toMatchObject({ code: "TIMEOUT" });
  });

  it("is refused for what is no channel, and with the kernel's words", async () => {
    const kernel = machine().on("RadarDetect", refuse("EBUSY"));
    await using wifi = await open(kernel);
    await expect(wifi.radar.check("wlan1", { channel: 400 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(kernel.requests).toEqual([]);
    await expect(wifi.radar.check("wlan1", CHANNEL)).rejects.toMatchObject({ code: "BUSY", target: "wlan1" });
  });
});

describe("radar", () => {
  it("that another detector heard is told to the kernel, as a chandef", async () => {
    const kernel = machine().on("NotifyRadar", ack());
    await using wifi = await open(kernel);
    await wifi.radar.notify("wlan1", CHANNEL);
    expect(last(kernel).fields).toEqual(captured("7.3-radar", "RadarDetect")[2]);
    expect(last(kernel).name).toBe("NotifyRadar");
  });

  it("is heard of: of one radio or of all, with the channel", async () => {
    const kernel = machine();
    await using wifi = await Nl80211.open({ transport: kernel });
    const one: RadarEvent[] = [];
    const all: RadarEvent[] = [];
    const listening = wifi.radar.events$("wlan1").subscribe((heard) => one.push(heard));
    listening.add(wifi.radar.events$().subscribe((heard) => all.push(heard)));
    await kernel.asked("GetInterface", 2);
    await kernel.clock.advanceAsync(0);
    const chandef = { wiphyFreqMhz: 5260, channelWidth: 3, centerFreq1Mhz: 5290 };
    kernel.event("radar-detect", { wiphy: 4, radarEvent: Told.NopFinished, ...chandef });
    kernel.event("radar-detect", { wiphy: 3, radarEvent: Told.Detected, ...chandef });
    kernel.event("radar-detect", {
      wiphy: 3,
      ifindex: 34,
      radarEvent: Told.CacStarted,
      radarBackground: true,
      ...chandef,
    });
    await kernel.clock.advanceAsync(0);
    expect(one).toMatchObject([
      { event: "detected", wiphy: 3, background: false, channel: { channel: 52, width: "80 MHz", center1Mhz: 5290 } },
      { event: "cac-started", ifindex: 34, background: true },
    ]);
    expect(all.map(({ event, wiphy }) => [event, wiphy])).toEqual([
      ["nop-finished", 4],
      ["detected", 3],
      ["cac-started", 3],
    ]);
    listening.unsubscribe();
  });
});
