import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { chandefFields, toChandef } from "../../../src/client/radio/channel-choice.ts";
import { buildBeacon } from "../../../src/ieee80211/encode/beacon.ts";
import { ssidBytes } from "../../../src/ieee80211/encode/ssid.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { accessPoint, freshRadios, iw, KERNEL, run, until } from "../guest.ts";

const AP = "02:00:00:00:00:00";
const CLIENT = "02:00:00:00:01:00";
const PEER = "02:00:00:00:0a:01";
const KEY = new Uint8Array(16).fill(7);
const RATES = [1, 2, 5.5, 11];

/** An access point of our own on wlan0, that leaves its stations to us. */
async function ownAccessPoint(wifi: Nl80211) {
  await wifi.setType("wlan0", "ap");
  await wifi.up("wlan0");
  return wifi.ap.start("wlan0", { ssid: "ours", channel: { channel: 1 } });
}

const stationOf = (dev: string, address: string) => iw("dev", dev, "station", "get", address);

describe("stations of an access point of our own", () => {
  it("are added, authorized, moved to a VLAN and removed, as iw sees", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await using _ap = await ownAccessPoint(wifi);
    await wifi.addStation("wlan0", PEER, { aid: 1, supportedRatesMbps: RATES, flags: { wme: true } });
    expect(await stationOf("wlan0", PEER)).toMatch(
      /authorized:\s+no\b[\s\S]*associated:\s+yes\b[\s\S]*WMM\/WME:\s+yes/,
    );
    saw("NewStation", "took-effect", "iw station get");
    const again = wifi.addStation("wlan0", PEER, { aid: 1, supportedRatesMbps: RATES });
    await expect(again).rejects.toMatchObject({ code: "KERNEL", errnoName: "EEXIST" });

    await wifi.setStation("wlan0", PEER, { flags: { authorized: true } });
    expect(await stationOf("wlan0", PEER)).toMatch(/authorized:\s+yes/);
    saw("SetStation", "took-effect", "iw station get");
    await wifi.setStation("wlan0", PEER, { flags: { authorized: false } });
    expect(await stationOf("wlan0", PEER)).toMatch(/authorized:\s+no/);

    await wifi.createInterface("wlan0", { name: "wlan0.7", type: "ap-vlan" });
    await wifi.up("wlan0.7");
    await wifi.setStation("wlan0", PEER, { vlan: "wlan0.7" });
    expect(await iw("dev", "wlan0.7", "station", "dump")).toContain(`Station ${PEER}`);

    // hwsim's driver has neither
    for (const change of [{ airtimeWeight: 512 }, { txPower: { limitDbm: 10 } }] as const) {
      await expect(wifi.setStation("wlan0", PEER, change)).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    }
    // a mesh's business, on an access point
    const mesh = wifi.setStation("wlan0", PEER, { plinkAction: "open" });
    await expect(mesh).rejects.toMatchObject({ code: "KERNEL", errnoName: "EINVAL" });
    const nobody = wifi.setStation("wlan0", "02:00:00:00:0a:99", { flags: { authorized: true } });
    await expect(nobody).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });

    await wifi.deleteStation("wlan0", PEER);
    expect(await iw("dev", "wlan0.7", "station", "dump")).not.toContain(PEER);
    saw("DelStation", "took-effect", "iw station dump");
    await wifi.addStation("wlan0", PEER, { aid: 1, supportedRatesMbps: RATES });
    await wifi.deleteStations("wlan0");
    expect(await iw("dev", "wlan0", "station", "dump")).toBe("");
  });

  it("have keys that iw sees, and the default one hides what goes to all of them", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await using _ap = await ownAccessPoint(wifi);
    await wifi.addStation("wlan0", PEER, { aid: 1, supportedRatesMbps: RATES });
    await wifi.setStation("wlan0", PEER, { flags: { authorized: true } });
    await run("ip", "link", "set", "hwsim0", "up");
    await run("ip", "addr", "add", "10.80.21.1/24", "dev", "wlan0");
    expect(await protectedFrames()).toEqual({ some: true, hidden: false });

    // iw prints nothing of a key that the kernel does not show, and fails where there is none
    const seen = (...words: string[]) => iw("dev", "wlan0", "key", "get", ...words);
    await expect(seen("1")).rejects.toThrow("No such file or directory");
    await wifi.keys.add("wlan0", { index: 1, cipher: "CCMP-128", key: KEY });
    await seen("1");
    saw("NewKey", "took-effect", "iw key get");
    expect(await wifi.keys.get("wlan0", { index: 1 })).toMatchObject({ index: 1, cipher: "CCMP-128" });
    saw("GetKey", "took-effect", "the cipher that was set");
    await wifi.keys.setDefault("wlan0", { index: 1, use: "multicast" });
    expect(await protectedFrames()).toEqual({ some: true, hidden: true });
    saw("SetKey", "took-effect", "broadcasts are protected in the air");

    await wifi.keys.add("wlan0", { index: 0, cipher: "CCMP-128", peer: PEER, key: KEY });
    await seen("0", PEER);
    await wifi.keys.add("wlan0", { index: 4, cipher: "BIP-CMAC-128", key: KEY });
    await wifi.keys.setDefault("wlan0", { index: 4 });
    await wifi.keys.add("wlan0", { index: 6, cipher: "BIP-CMAC-128", key: KEY });
    await wifi.keys.setDefault("wlan0", { index: 6 });

    await wifi.keys.delete("wlan0", { index: 0, peer: PEER });
    await expect(seen("0", PEER)).rejects.toThrow("No such file or directory");
    saw("DelKey", "took-effect", "iw key get");
    const gone = wifi.keys.delete("wlan0", { index: 0, peer: PEER });
    await expect(gone).rejects.toMatchObject({ code: "KERNEL", errnoName: "ENOENT" });
  });

  // older kernels do not tell the links of a station
  it.runIf(Number.parseInt(KERNEL ?? "7", 10) >= 7)("have a link each of a multi-link access point", async () => {
    await freshRadios(1, 2, ["mlo=1"]);
    await using wifi = await Nl80211.open();
    await wifi.setType("wlan0", "ap");
    await wifi.up("wlan0");
    const { ifindex } = await wifi.interface("wlan0");
    const links = [
      { linkId: 0, mac: "02:00:00:00:0b:00", channel: 1 },
      { linkId: 1, mac: "02:00:00:00:0b:01", channel: 6 },
    ];
    for (const { linkId, mac, channel } of links) {
      await wifi.request("AddLink", { ifindex: ifindex!, mloLinkId: linkId, mac });
      const chandef = toChandef({ channel, mode: "HT20" });
      const { head, tail } = buildBeacon({ ssid: "two", bssid: mac, chandef });
      await wifi.request("StartAp", {
        ifindex: ifindex!,
        mloLinkId: linkId,
        ssid: ssidBytes("two"),
        beaconIntervalTu: 100,
        dtimPeriod: 2,
        beaconHead: head,
        beaconTail: tail,
        ...chandefFields(chandef),
      });
    }
    await wifi.addStation("wlan0", PEER, {
      aid: 1,
      supportedRatesMbps: RATES,
      flags: { wme: true },
      link: { linkId: 0, address: "02:00:00:00:0c:00" },
    });
    const second = { linkId: 1, address: "02:00:00:00:0c:01", supportedRatesMbps: [6, 12, 24] };
    const linksOf = async () => (await wifi.stations("wlan0"))[0]?.links.map(({ linkId }) => linkId);
    expect(await linksOf()).toEqual([0]);
    await wifi.addStationLink("wlan0", PEER, second);
    expect(await linksOf()).toEqual([0, 1]);
    saw("AddLinkSta", "took-effect", "the kernel tells the station's links");
    await wifi.setStationLink("wlan0", PEER, { linkId: 1, supportedRatesMbps: [6, 9, 12, 24] });
    await wifi.deleteStationLink("wlan0", PEER, 1);
    expect(await linksOf()).toEqual([0]);
    saw("RemoveLinkSta", "took-effect", "the kernel tells the station's links");
  });

  it("get no links where the access point has none", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    await using _ap = await ownAccessPoint(wifi);
    const link = { linkId: 1, address: PEER, supportedRatesMbps: RATES };
    const refused = { code: "KERNEL", errnoName: "EINVAL" };
    await expect(wifi.addStationLink("wlan0", PEER, link)).rejects.toMatchObject(refused);
    saw("AddLinkSta", "refused:EINVAL", "the access point has no links");
    await expect(wifi.setStationLink("wlan0", PEER, link)).rejects.toMatchObject(refused);
    saw("ModifyLinkSta", "refused:EINVAL", "the access point has no links");
    await expect(wifi.deleteStationLink("wlan0", PEER, 1)).rejects.toMatchObject(refused);
    saw("RemoveLinkSta", "refused:EINVAL", "the access point has no links");
  });
});

describe("peers of a mesh", () => {
  it("are put to sleep and blocked, as iw sees", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    for (const dev of ["wlan0", "wlan1"]) {
      await wifi.setType(dev, "mesh-point");
      await wifi.up(dev);
    }
    const village = { meshId: "village", channel: { channel: 1, mode: "HT20" } } as const;
    await using _one = await wifi.mesh.join("wlan0", village);
    await using _other = await wifi.mesh.join("wlan1", village);
    const peer = () => iw("dev", "wlan0", "station", "dump");
    await until("the peers are linked", async () => /mesh plink:\s+ESTAB/.test(await peer()));
    await wifi.setStation("wlan0", CLIENT, { meshPowerMode: "light" });
    expect(await peer()).toMatch(/mesh local PS mode:\s+LIGHT SLEEP/);
    await wifi.setStation("wlan0", CLIENT, { plinkAction: "block" });
    expect(await peer()).toMatch(/mesh plink:\s+BLOCKED/);
  });
});

describe("a client of hostapd's", () => {
  it("is removed, and has neither master keys nor rekeying in a driver of mac80211", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await using _ap = await accessPoint("wlan0", ["ssid=cafe", "hw_mode=g", "channel=1"]);
    await wifi.up("wlan1");
    const key = { bssid: AP, pmk: new Uint8Array(32) };
    const rekey = { kek: KEY, kck: KEY, replayCounter: 1 };
    await expect(wifi.keys.setRekeyOffload("wlan1", rekey)).rejects.toMatchObject({ errnoName: "ENOTCONN" });
    await using _connection = await wifi.connect("wlan1", { ssid: "cafe", frequencyMhz: 2412 });
    const unsupported = { code: "NOT_SUPPORTED", target: "wlan1" };
    await expect(wifi.keys.setRekeyOffload("wlan1", rekey)).rejects.toMatchObject(unsupported);
    saw("SetRekeyOffload", "refused:EOPNOTSUPP", "hwsim's driver cannot");
    await expect(wifi.pmksa.set("wlan1", { bssid: AP, pmkid: KEY })).rejects.toMatchObject(unsupported);
    saw("SetPmksa", "refused:EOPNOTSUPP", "mac80211 leaves it to the supplicant");
    await expect(wifi.pmksa.delete("wlan1", { bssid: AP, pmkid: KEY })).rejects.toMatchObject(unsupported);
    saw("DelPmksa", "refused:EOPNOTSUPP", "mac80211 leaves it to the supplicant");
    await expect(wifi.pmksa.flush("wlan1")).rejects.toMatchObject(unsupported);
    saw("FlushPmksa", "refused:EOPNOTSUPP", "mac80211 leaves it to the supplicant");
    await expect(wifi.pmksa.setPmk("wlan1", key)).rejects.toMatchObject(unsupported);
    saw("SetPmk", "refused:EOPNOTSUPP", "no handshake offload");
    await expect(wifi.pmksa.deletePmk("wlan1", AP)).rejects.toMatchObject(unsupported);
    saw("DelPmk", "refused:EOPNOTSUPP", "no handshake offload");

    await wifi.setStation("wlan0", CLIENT, { flags: { authorized: false } });
    expect(await stationOf("wlan0", CLIENT)).toMatch(/authorized:\s+no/);
    await wifi.deleteStation("wlan0", CLIENT, { frame: "disassociation", reasonCode: 5 });
    expect(await iw("dev", "wlan0", "station", "dump")).not.toContain(CLIENT);
  });
});

/** Whether broadcasts of wlan0 are in the air, and whether they are protected. */
async function protectedFrames(): Promise<{ some: boolean; hidden: boolean }> {
  const file = "/tmp/broadcasts.pcap";
  const capture = spawn("tcpdump", ["-i", "hwsim0", "-U", "-w", file, "wlan", "type", "data"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  capture.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until("tcpdump listens", () => said.includes("listening"));
  await run("busybox", "arping", "-c", "2", "-I", "wlan0", "10.80.21.99").catch(() => {});
  await sleep(300);
  capture.kill("SIGINT");
  await once(capture, "exit");
  const count = (filter: string) =>
    execFileSync("tcpdump", ["-n", "-r", file, filter], { encoding: "utf8", stdio: "pipe" }).split("\n").length - 1;
  return { some: count("wlan type data") > 0, hidden: count("wlan[1] & 0x40 = 0x40") > 0 };
}
