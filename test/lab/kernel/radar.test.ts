import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RadarEvent } from "../../../src/client/radio/radar-events.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, KERNEL, until } from "../guest.ts";
import { Hwsim } from "../hwsim.ts";

// hwsim checks in the kernel's software, of whose beginning the kernel tells nothing (only of one in the background, or in firmware): that the
// interface has the channel shows it.
const INFO = async (dev: string) => iw("dev", dev, "info");

describe("radar", () => {
  it("a channel is checked, served, and left when radar comes: the access point goes elsewhere", {
    timeout: 300_000,
  }, async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    const inForce = performance.now();
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    const told: RadarEvent[] = [];
    const listening = wifi.radar.events$("wlan0").subscribe({ next: (event) => told.push(event), error: () => {} });
    await expect(wifi.radar.check("wlan0", { channel: 36 })).rejects.toMatchObject({ errnoName: "EINVAL" });
    await expect(wifi.ap.start("wlan0", { ssid: "x", channel: { channel: 52 } })).rejects.toMatchObject({
      errnoName: "EINVAL",
    });
    const checking = wifi.radar.check("wlan0", { channel: 52 });
    await until("the check has begun", async () => (await INFO("wlan0")).includes("channel 52"));
    await expect(wifi.radar.check("wlan0", { channel: 52 })).rejects.toMatchObject({ code: "BUSY" });
    await checking; // a minute
    saw("RadarDetect", "took-effect", "cac-finished");
    // the check listens on a socket of its own: the stream's may tell it a moment later
    await until("its end is told", () => told.some(({ event }) => event === "cac-finished"));
    await using ap = await wifi.ap.start("wlan0", { ssid: "weather", channel: { channel: 52 } });
    expect(await INFO("wlan0")).toContain("channel 52 (5260 MHz)");

    // A minute after new rules the kernel stops what is where they bar it, and a channel with radar is such a place: not meanwhile, lest
    // it be faster than the switch (reg_check_chans_work, REG_ENFORCE_GRACE_MS).
    await until("the kernel has looked for what the rules bar", () => performance.now() - inForce > 65_000);
    const phy = (await wifi.interface("wlan0")).wiphy;
    writeFileSync(`/sys/kernel/debug/ieee80211/phy${phy}/hwsim/dfs_simulate_radar`, "1");
    await until("radar is told", () => told.some(({ event }) => event === "detected"));
    expect(told.find(({ event }) => event === "detected")?.channel.channel).toBe(52);
    await ap.switchChannel({ channel: 36 }, { count: 2, blockTx: true });
    expect(await INFO("wlan0")).toContain("channel 36 (5180 MHz)");
    expect(await iw("phy", `phy${phy}`, "channels")).toMatch(
      /5260 MHz \[52\](?:(?!MHz \[)[\s\S])*DFS state: unavailable/,
    );
    listening.unsubscribe();
  });

  it("ends a check that runs, as does a down interface; a detector of our own can tell of it", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    const begun = (channel: number) =>
      until(`a check of channel ${channel} has begun`, async () =>
        (await INFO("wlan0")).includes(`channel ${channel}`),
      );
    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    const phy = (await wifi.interface("wlan0")).wiphy;
    const disturbed = wifi.radar.check("wlan0", { channel: 100 });
    disturbed.catch(() => {});
    await begun(100);
    writeFileSync(`/sys/kernel/debug/ieee80211/phy${phy}/hwsim/dfs_simulate_radar`, "1");
    await expect(disturbed).rejects.toMatchObject({ code: "RADAR_DETECTED", target: "wlan0" });

    const brokenOff = wifi.radar.check("wlan0", { channel: 104 });
    brokenOff.catch(() => {});
    await begun(104);
    await wifi.down("wlan0");
    await expect(brokenOff).rejects.toMatchObject({ code: "LOST", target: "wlan0" });

    await wifi.up("wlan0");
    await wifi.radar.notify("wlan0", { channel: 108 });
    expect(await iw("phy", `phy${phy}`, "channels")).toMatch(
      /5540 MHz \[108\](?:(?!MHz \[)[\s\S])*DFS state: unavailable/,
    );
    saw("NotifyRadar", "took-effect", "iw phy channels: unavailable");
    if ((await wifi.wiphy({ wiphy: phy })).extendedFeatures.includes("radar-background")) return;
    await expect(wifi.radar.check("wlan0", { channel: 112 }, { background: true })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
    });
  });

  it.runIf(KERNEL === "7.3")("is looked for in the background, by a radio that can", async () => {
    await freshRadios(1);
    await using hwsim = await Hwsim.open();
    await hwsim.create("ears", { backgroundRadar: true, channels: 2 });
    await using wifi = await Nl80211.open();
    const told: RadarEvent[] = [];
    const listening = wifi.radar
      .events$({ wiphy: 1 })
      .subscribe({ next: (event) => told.push(event), error: () => {} });
    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    const { name, ifindex } = (await wifi.interfaces()).find((dev) => dev.wiphy === 1)!;
    await wifi.setType(ifindex!, "ap");
    await wifi.up(ifindex!);
    await using _ap = await wifi.ap.start(ifindex!, { ssid: "ears", channel: { channel: 36 } });
    const checking = wifi.radar.check(ifindex!, { channel: 52 }, { background: true, timeoutMs: 60_000 });
    checking.catch(() => {});
    await until("the check has begun", () => told.some(({ event }) => event === "cac-started"));
    expect(told[0]).toMatchObject({ background: true, channel: { channel: 52 } });
    expect(await INFO(name!)).toContain("channel 36 (5180 MHz)");
    writeFileSync("/sys/kernel/debug/ieee80211/ears/hwsim/dfs_background_cac", "radar");
    await expect(checking).rejects.toMatchObject({ code: "RADAR_DETECTED" });
    expect(await INFO(name!)).toContain("channel 36 (5180 MHz)");
    listening.unsubscribe();
  });
});
