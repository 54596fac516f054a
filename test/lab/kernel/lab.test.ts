import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseIwInterfaces } from "../../oracle/iw-interface.ts";
import { parseIwScan } from "../../oracle/iw-scan.ts";
import { parseIwWiphys } from "../../oracle/iw-wiphy.ts";
import { accessPoint, client, freshRadios, iw, KERNEL, kernelRelease, run } from "../guest.ts";

// The lab itself: everything that the other kernel tests stand on, and none of our library.
describe("the lab", () => {
  it("runs the kernel that it was asked for", () => {
    expect(KERNEL).toBeDefined();
    expect(kernelRelease().startsWith(`${KERNEL}.`)).toBe(true);
  });

  it("has the modules, the newest iw, hostapd and wpa_supplicant", async () => {
    for (const module of ["cfg80211", "mac80211", "mac80211_hwsim", "nlmon"]) {
      expect(existsSync(`/sys/module/${module}`), module).toBe(true);
    }
    expect(await iw("--version")).toMatch(/^iw version 6\.\d+/);
    expect(await iw("features")).toContain("split wiphy dump");
    await run("wpa_supplicant", "-v");
    await run("tcpdump", "--version");
  });

  it("gives a test radios of its own, counted from 0", async () => {
    await freshRadios(3, 2);
    const { wiphys } = parseIwWiphys(await iw("phy"));
    expect(wiphys.map(({ index }) => index).sort()).toEqual([0, 1, 2]);
    expect(wiphys[0]!.interfaceCombinations![0]!.maxChannels).toBe(2);
    const { interfaces } = parseIwInterfaces(await iw("dev"));
    expect(interfaces.map(({ name }) => name).sort()).toEqual(["wlan0", "wlan1", "wlan2"]);
  });

  it("lets radios hear, join and leave each other", async () => {
    await freshRadios(2);
    const security = ["wpa=2", "wpa_key_mgmt=WPA-PSK", "rsn_pairwise=CCMP", "wpa_passphrase=twelve-sheep"];
    await using _ap = await accessPoint("wlan0", ["ssid=village-inn", "hw_mode=g", "channel=1", ...security]);
    await run("ip", "link", "set", "wlan1", "up");
    const { networks } = parseIwScan(await iw("dev", "wlan1", "scan", "freq", "2412"));
    expect(networks.map(({ bssid }) => bssid)).toEqual(["02:00:00:00:00:00"]);
    {
      await using _client = await client("wlan1", ['ssid="village-inn"', 'psk="twelve-sheep"', "scan_freq=2412"]);
      expect(await iw("dev", "wlan1", "link")).toContain("Connected to 02:00:00:00:00:00");
    }
    expect(await iw("dev", "wlan1", "link")).toContain("Not connected");
  });
});
