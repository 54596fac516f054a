import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, iw, until } from "../guest.ts";

const INFO = async (dev: string) => iw("dev", dev, "info");

/** What a 2.4 GHz band of hwsim has: the kernel wants no more of a beacon than that it is one. */
const HT = { info: 0x000c, ampduFactor: 3, ampduDensity: 3, mcsSet: new Uint8Array([0xff, ...new Uint8Array(15)]) };
const HE = { mac: new Uint8Array(6), phy: new Uint8Array(11), mcsSet: new Uint8Array(12).fill(0xfa) };

describe("channel switches", () => {
  it("take an access point of ours to another channel and width, and wider beacons stay there", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    await using ap = await wifi.ap.start("wlan0", { ssid: "mover", channel: { channel: 1, mode: "HT20" }, ht: HT });
    await ap.switchChannel({ channel: 6, mode: "HT40+" }, { count: 3 });
    expect(await INFO("wlan0")).toContain("channel 6 (2437 MHz), width: 40 MHz, center1: 2447 MHz");
    saw("ChannelSwitch", "took-effect", "iw dev info");
    await ap.change({ elements: [new Uint8Array([221, 4, 2, 0, 0, 7])] });
    await ap.switchChannel({ channel: 11 }, { count: 2, blockTx: true });
    expect(await INFO("wlan0")).toContain("channel 11 (2462 MHz), width: 20 MHz");
    // regulation bars it without a check for radar
    await expect(ap.switchChannel({ channel: 52 })).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });
    expect(ap.channel.frequencyMhz).toBe(2462);
    // what another program serves is not ours to move
    const foreign = wifi.switchChannel("wlan0", { channel: 1 });
    await expect(foreign).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });
    const idle = wifi.switchChannel("wlan1", { channel: 1 });
    await expect(idle).rejects.toMatchObject({ target: "wlan1" });
  });

  it("take an ad-hoc network and a mesh to another channel", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.setType("wlan0", "mesh");
    await wifi.setType("wlan1", "ibss");
    for (const dev of ["wlan0", "wlan1"]) await wifi.up(dev);
    await using _mesh = await wifi.mesh.join("wlan0", { meshId: "m", channel: { channel: 1 } });
    await wifi.switchChannel("wlan0", { channel: 6 }, { count: 3 });
    expect(await INFO("wlan0")).toContain("channel 6 (2437 MHz)");
    const meadow = { ssid: "meadow", channel: { channel: 1 }, bssid: "02:80:21:00:00:01", fixedChannel: true } as const;
    await using _ibss = await wifi.ibss.join("wlan1", meadow);
    await wifi.switchChannel("wlan1", { channel: 11 }, { count: 3 });
    expect(await INFO("wlan1")).toContain("channel 11 (2462 MHz)");
  });

  it("give an access point of ours another colour", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    const colored = { ssid: "painter", channel: { channel: 1, mode: "HT20" }, ht: HT, he: HE } as const;
    await using ap = await wifi.ap.start("wlan0", { ...colored, heOperation: { bssColor: 5 } });
    if (!(await wifi.wiphy("phy0")).extendedFeatures.includes("bss-color")) {
      await expect(ap.changeColor(9, { count: 3 })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
      saw("ColorChangeRequest", "refused:EOPNOTSUPP", "hwsim of this kernel knows no colours");
      return;
    }
    await ap.changeColor(9, { count: 3 });
    saw("ColorChangeRequest", "took-effect", "color-change-completed");
    await ap.change({});
  });
});
