import { describe, expect, it } from "vitest";
import type { NanEvent } from "../../../src/client/nan/events.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, KERNEL, until } from "../guest.ts";
import { Hwsim } from "../hwsim.ts";

describe("a P2P device", () => {
  it("is made, started, used as a target and stopped", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    const { wdev } = await wifi.createInterface("phy0", { name: "p2p0", type: "p2p-device" });
    expect(await iw("dev")).toContain("type P2P-device");
    await expect(wifi.p2p.stop({ wdev })).rejects.toMatchObject({ code: "INTERFACE_DOWN" });
    {
      await using _running = await wifi.p2p.start({ wdev });
      saw("StartP2pDevice", "took-effect", "it can be stopped, which one that is down cannot");
    }
    await expect(wifi.p2p.stop({ wdev })).rejects.toMatchObject({ code: "INTERFACE_DOWN" });
    saw("StopP2pDevice", "took-effect", "a second stop finds it down");
    await expect(wifi.p2p.start("wlan0")).rejects.toMatchObject({ code: "NOT_SUPPORTED", target: "wlan0" });
    await wifi.deleteInterface({ wdev });
    expect(await iw("dev")).not.toContain("P2P-device");
  });
});

describe("a NAN device", () => {
  it.runIf(KERNEL === "7.3")("joins a cluster, is configured, scheduled, and gone with its owner", async () => {
    await freshRadios(1);
    await using hwsim = await Hwsim.open();
    await hwsim.create("aware", { nan: true, channels: 2 });
    await using wifi = await Nl80211.open();
    await wifi.setRegulatory("DE"); // the world's rules allow no 5 GHz
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    const cluster = "50:6f:9a:01:00:09";
    {
      const heard: NanEvent[] = [];
      await using device = await wifi.nan.create("aware", {
        ...{ masterPreference: 10, clusterId: cluster, notifyDiscoveryWindows: true, bands: ["2.4 GHz", "5 GHz"] },
        perBand: { "5 GHz": { frequencyMhz: 5220 } },
      });
      const listening = device.events$.subscribe((event) => heard.push(event));
      expect(await iw("dev")).toContain("type NAN");
      await until("it has joined a cluster", () => heard.some(({ event }) => event === "cluster-joined"));
      expect(heard.find(({ event }) => event === "cluster-joined")).toMatchObject({ clusterId: cluster, isNew: true });
      saw("StartNan", "took-effect", "it begins the cluster that was asked for");
      await device.configure({ masterPreference: 20 });
      saw("ChangeNanConfig", "took-effect", "accepted by a device that runs");
      await expect(device.configure({ clusterId: "50:6f:9a:01:00:09", scanDwellTimeTu: 40 })).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
      });
      await expect(wifi.nan.start({ wdev: device.wdev })).rejects.toMatchObject({ errnoName: "EEXIST" });
      const slots = new Array<number | undefined>(32).fill(undefined);
      const channel = { channel: { channel: 36, mode: "HT20" }, entry: new Uint8Array(6), rxStreams: 1 } as const;
      const noBlob = device.setSchedule({ channels: [channel], slots: slots.with(4, 0) });
      await expect(noBlob).rejects.toMatchObject({ kernelText: expect.stringContaining("Availability blob") });
      const availability = new Uint8Array([0x12, 12, 0, ...new Uint8Array(12)]);
      await device.setSchedule({ channels: [channel], slots: slots.with(4, 0), availability });
      await device.setSchedule({ channels: [], slots });
      saw("NanSetLocalSched", "took-effect", "set, emptied; refused without its availability");
      const stranger = device.setPeerSchedule("02:00:00:00:00:77", { committedWindows: 1 });
      await expect(stranger).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });
      saw("NanSetPeerSched", "refused:ENOENT", "the peer must be a station of the device");
      // mac80211 takes a function only where the driver does discovery, and warns in its log otherwise: hwsim's does not
      for (const command of ["AddNanFunction", "DelNanFunction"] as const)
        saw(command, "policy-only", "hwsim leaves discovery to user space");
      listening.unsubscribe();
    }
    expect(await iw("dev")).not.toContain("type NAN");
    {
      const { wdev } = await wifi.createInterface("aware", { name: "nan0", type: "nan" });
      {
        await using _running = await wifi.nan.start({ wdev });
        await wifi.nan.configure({ wdev }, { bands: ["2.4 GHz"] });
      }
      await expect(wifi.nan.configure({ wdev }, { masterPreference: 3 })).rejects.toMatchObject({
        code: "INTERFACE_DOWN",
      });
      saw("StopNan", "took-effect", "it is down after it");
    }
    {
      await using gone = await Nl80211.open();
      await gone.nan.create("aware");
    }
    await until("one NAN device is left", async () => (await iw("dev")).split("type NAN").length === 2);
  });

  it.runIf(KERNEL !== "7.3")("is refused by radios that know none", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await expect(wifi.nan.create("phy0")).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    saw("StartNan", "policy-only", "hwsim has no NAN devices here");
    expect(await iw("dev")).not.toContain("type NAN");
  });
});
