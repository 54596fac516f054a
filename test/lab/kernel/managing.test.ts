import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { accessPoint, freshRadios, iw, run, until } from "../guest.ts";

const DAY = ["hw_mode=g", "channel=1"];
const INFO = async (dev: string) => iw("dev", dev, "info");

describe("what we change, iw sees", () => {
  it("makes, changes and deletes interfaces", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    const made = await wifi.createInterface("phy0", { name: "sta1", type: "managed", address: "02:00:00:00:0a:01" });
    expect(made).toMatchObject({ name: "sta1", type: "station", address: "02:00:00:00:0a:01" });
    expect(await INFO("sta1")).toContain("addr 02:00:00:00:0a:01");
    saw("NewInterface", "took-effect", "iw dev info");

    await wifi.setType("sta1", "mesh-point");
    expect(await INFO("sta1")).toContain("type mesh point");
    saw("SetInterface", "took-effect", "iw dev info");

    await wifi.rename("sta1", "mesh1");
    await wifi.setAddress("mesh1", "02:00:00:00:0a:02");
    expect(await INFO("mesh1")).toContain("addr 02:00:00:00:0a:02");

    await wifi.up("mesh1");
    expect(await run("ip", "link", "show", "mesh1")).toMatch(/<[^>]*\bUP\b/);
    await wifi.down("mesh1");
    expect(await run("ip", "link", "show", "mesh1")).not.toMatch(/<[^>]*\bUP\b/);

    await wifi.deleteInterface("mesh1");
    expect(await iw("dev")).not.toContain("mesh1");
    saw("DelInterface", "took-effect", "iw dev");
  });

  it("keeps an owned interface as long as its owner, and the kernel removes it with the client", async () => {
    await freshRadios(1);
    await using outer = await Nl80211.open();
    {
      await using _owned = await outer.ownInterface("phy0", { name: "own0", type: "monitor" });
      expect(await iw("dev")).toContain("own0");
    }
    expect(await iw("dev")).not.toContain("own0");
    {
      await using wifi = await Nl80211.open();
      await wifi.ownInterface("phy0", { name: "own1", type: "monitor" });
    }
    await until("own1 is gone", async () => !(await iw("dev")).includes("own1"));
  });

  it("tunes a monitor", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.down("wlan0");
    await wifi.createInterface("phy0", { name: "mon0", type: "monitor" });
    await wifi.up("mon0");
    await wifi.setChannel("mon0", { channel: 36, mode: "80MHz" });
    expect(await INFO("mon0")).toContain("channel 36 (5180 MHz), width: 80 MHz, center1: 5210 MHz");
    await wifi.setChannel("mon0", { frequencyMhz: 2437, mode: "HT40+" });
    expect(await INFO("mon0")).toContain("channel 6 (2437 MHz), width: 40 MHz, center1: 2447 MHz");
    saw("SetWiphy", "took-effect", "iw dev info");
  });

  it("sets thresholds, retries, power save and the country", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await wifi.setRtsThreshold("phy0", 500);
    await wifi.setFragmentationThreshold("phy0", 1000);
    await wifi.setRetries("phy0", { short: 5, long: 3 });
    await wifi.renameWiphy("phy0", "roof");
    const phy = await iw("phy", "roof", "info");
    expect(phy).toMatch(/RTS threshold: 500/);
    expect(phy).toMatch(/Fragmentation threshold: 1000/);
    expect(phy).toMatch(/Retry short limit: 5/);
    expect(phy).toMatch(/Retry long limit: 3/);

    await wifi.up("wlan0");
    await wifi.setPowerSave("wlan0", true);
    expect(await iw("dev", "wlan0", "get", "power_save")).toContain("Power save: on");
    saw("SetPowerSave", "took-effect", "iw dev get power_save");

    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    saw("ReqSetReg", "took-effect", "iw reg get");
    await expect(wifi.setType("wlan0", "monitor")).rejects.toMatchObject({ code: "BUSY", target: "wlan0" });
  });

  it("connects to an open access point, and says why not where there is none", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", ["ssid=cafe", ...DAY]);
    await wifi.up("wlan1");
    {
      await using connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
      expect(connection.bssid).toBe("02:00:00:00:00:00");
      expect(await iw("dev", "wlan1", "link")).toContain("Connected to 02:00:00:00:00:00");
      saw("Connect", "took-effect", "iw dev link");
    }
    expect(await iw("dev", "wlan1", "link")).toContain("Not connected");
    saw("Disconnect", "took-effect", "iw dev link");
    const nowhere = wifi.connect("wlan1", { ssid: "nowhere", frequencyMhz: 2412 });
    await expect(nowhere).rejects.toMatchObject({ code: "CONNECT_FAILED", target: "wlan1" });
  });

  it("tells when an access point ends a connection", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    const ap = await accessPoint("wlan0", ["ssid=cafe", ...DAY]);
    await wifi.up("wlan1");
    const connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    await ap[Symbol.asyncDispose]();
    expect(await connection.ended).toMatchObject({ by: "access-point" });
    await connection.close();
  });

  it("beacons an open network that iw hears", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    await wifi.up("wlan1");
    // A beacon may come while an emulated machine does not listen; mac80211 answers no probe requests by itself.
    const heard = () => iw("dev", "wlan1", "scan", "freq", "2412", "flush", "passive");
    {
      await using _ap = await wifi.ap.start("wlan0", { ssid: "ours", channel: { channel: 1 } });
      await until("iw hears the network", async () => (await heard()).includes("SSID: ours"));
      saw("StartAp", "took-effect", "found by iw scan");
    }
  });

  it("makes a mesh of two radios", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    const mesh = { meshId: "village-mesh", channel: { channel: 1, mode: "HT20" } } as const;
    for (const dev of ["wlan0", "wlan1"]) {
      await wifi.setType(dev, "mesh");
      await wifi.up(dev);
    }
    {
      await using _one = await wifi.mesh.join("wlan0", mesh);
      await using _other = await wifi.mesh.join("wlan1", mesh);
      await until("the peers are linked", async () => /ESTAB/.test(await iw("dev", "wlan0", "station", "dump")));
      saw("JoinMesh", "took-effect", "iw station dump: ESTAB");
      await wifi.mesh.setParameters("wlan0", { hwmpRootmode: 4, forwarding: false });
      expect(await iw("dev", "wlan0", "get", "mesh_param", "mesh_hwmp_rootmode")).toMatch(/^4/);
      expect(await iw("dev", "wlan0", "get", "mesh_param", "mesh_fwding")).toMatch(/^0/);
      saw("SetMeshConfig", "took-effect", "iw get mesh_param");
    }
    expect(await iw("dev", "wlan0", "station", "dump")).not.toContain("ESTAB");
    saw("LeaveMesh", "took-effect", "iw station dump");
  });
});
