import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import type { StationEvent } from "../../../src/client/access-point/events.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { client, freshRadios, heardBy, iw, run, until } from "../guest.ts";

const AP = "02:00:00:00:00:00";
const STATION = "02:00:00:00:01:00";
const OPEN = ['ssid="ours"', "key_mgmt=NONE", "scan_freq=2412"];

async function interfaces(wifi: Nl80211): Promise<void> {
  await wifi.setType("wlan0", "ap");
  await wifi.up("wlan0");
}

const stations = () => iw("dev", "wlan0", "station", "dump");

/** A network namespace of the name, with the radio of wlan1 in it. */
async function elsewhere(wifi: Nl80211, name: string): Promise<AsyncDisposable> {
  await run("ip", "netns", "add", name);
  await wifi.moveWiphy("phy1", name);
  return { [Symbol.asyncDispose]: async () => void (await run("ip", "netns", "del", name)) };
}

describe("an access point of ours", () => {
  it("lets wpa_supplicant in, passes its traffic, and tells when it leaves", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await interfaces(wifi);
    await using _there = await elsewhere(wifi, "sta");
    await using ap = await wifi.ap.start("wlan0", { ssid: "ours", channel: { channel: 1 } });
    const events: StationEvent[] = [];
    ap.events$().subscribe((event) => events.push(event));
    {
      await using _client = await client("wlan1", OPEN, "sta");
      await until("it has joined", () => events.length > 0);
      expect(events[0]).toMatchObject({ type: "joined", address: STATION, station: { aid: 1 } });
      const dump = await stations();
      expect(dump).toContain(`Station ${STATION}`);
      expect(dump).toMatch(/authorized:\s+yes/);
      expect(dump).toMatch(/short slot time:\s*yes/);
      saw("SetBss", "took-effect", "iw station dump: short slot time");
      saw("NewStation", "took-effect", "iw station dump");
      saw("SetStation", "took-effect", "iw station dump: authorized");
      expect(ap.stations.map(({ address }) => address)).toEqual([STATION]);

      await run("ip", "addr", "add", "10.11.0.1/24", "dev", "wlan0");
      await run("ip", "-n", "sta", "addr", "add", "10.11.0.2/24", "dev", "wlan1");
      const server = createServer((socket) => socket.end("welcome"));
      await new Promise<void>((resolve) => server.listen(7000, "10.11.0.1", resolve));
      const ask = ["bash", "-c", "exec 3<>/dev/tcp/10.11.0.1/7000; cat <&3"];
      expect(await run("ip", "netns", "exec", "sta", ...ask)).toBe("welcome");
      server.close();
    }
    await until("it has left", () => events.at(-1)?.type === "left");
    expect(events.at(-1)).toMatchObject({ type: "left", address: STATION, by: "station", reasonCode: 3 });
    expect(await stations()).toBe("");
    saw("DelStation", "took-effect", "iw station dump");
  });

  it("serves a hidden network to who knows its name, and refuses by its rules", async () => {
    await freshRadios(3);
    await using wifi = await Nl80211.open();
    await interfaces(wifi);
    for (const dev of ["wlan1", "wlan2"]) await wifi.up(dev);
    const rules = { deny: ["02:00:00:00:02:00"] };
    const input = { ssid: "ours", hidden: "empty", channel: { channel: 1 }, stations: rules } as const;
    await using ap = await wifi.ap.start("wlan0", input);
    const events: StationEvent[] = [];
    ap.events$().subscribe((event) => events.push(event));
    const network = { ssid: "ours", frequencyMhz: 2412, bssid: AP } as const;
    const answered = () => iw("dev", "wlan1", "scan", "freq", "2412", "ssid", "ours");
    await until("it answers to its name", async () => (await answered()).includes("SSID: ours"));
    await using _connection = await wifi.connect("wlan1", network);
    await until("it is let through", async () => /authorized:\s+yes/.test(await stations()));
    await expect(wifi.connect("wlan2", network)).rejects.toMatchObject({ code: "CONNECT_FAILED" });
    expect(await wifi.frames.probe("wlan0", STATION)).toMatchObject({ acked: true });
    saw("ProbePeer", "took-effect", "the station acknowledged");
    expect(await ap.disconnect(STATION)).toBe(true);
    await until("it is gone", async () => (await iw("dev", "wlan1", "link")).includes("Not connected"));
    expect(events.map(({ type }) => type)).toContain("left");
  });

  it("tells a station so that it has forgotten", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await interfaces(wifi);
    await wifi.up("wlan1");
    await using ap = await wifi.ap.start("wlan0", { ssid: "ours", channel: { channel: 1 } });
    await heardBy("wlan1", "ours", 2412);
    await using connection = await wifi.connect("wlan1", { ssid: "ours", frequencyMhz: 2412 });
    await until("it has joined", () => ap.stations.length === 1);
    await iw("dev", "wlan0", "station", "del", STATION);
    expect(await connection.ended).toMatchObject({ by: "access-point" });
    await until("that is known", () => ap.stations.length === 0);
  });

  it.each([
    [4, { channel: 36, mode: "HT20" }, "HT capabilities"],
    [5, { channel: 36, mode: "80MHz" }, "VHT capabilities"],
    [6, { channel: 36, mode: "80MHz" }, "HE capabilities"],
  ] as const)("speaks Wi-Fi %i", async (generation, channel, capabilities) => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await interfaces(wifi);
    await wifi.up("wlan1");
    // Elsewhere 5 GHz is for listening alone.
    await wifi.setRegulatory("DE");
    await until("Germany's rules are in force", async () => (await iw("reg", "get")).includes("country DE"));
    await using ap = await wifi.ap.start("wlan0", { ssid: "ours", channel, generation });
    let scan = "";
    await until("iw hears the network", async () => {
      scan = await iw("dev", "wlan1", "scan", "freq", "5180", "flush");
      return scan.includes("SSID: ours");
    });
    expect(scan).toContain(capabilities);
    await using _connection = await wifi.connect("wlan1", { ssid: "ours", frequencyMhz: 5180 });
    await until("it has joined", () => ap.stations.length === 1);
    expect(ap.stations[0]).toMatchObject({ address: STATION, generation, wmm: true });
    // Rates are those of the last frames: some must go both ways.
    await run("ip", "addr", "add", "10.12.0.1/24", "dev", "wlan0");
    await run("ip", "neigh", "add", "10.12.0.2", "lladdr", STATION, "dev", "wlan0");
    await until("the access point sends with MCS", async () => {
      await run("bash", "-c", "for n in 1 2 3 4 5 6 7 8; do echo word > /dev/udp/10.12.0.2/9; done");
      return /tx bitrate:.*MCS/.test(await stations());
    });
  });

  it("leaves nothing behind when its process is killed", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    await interfaces(wifi);
    await wifi.up("wlan1");
    const process = spawn("nl80211", ["ap", "start", "wlan0", "ours", "1"]);
    const said = sayings(process);
    await until("it serves", () => said().includes("serves ours"));
    await heardBy("wlan1", "ours", 2412);
    await using _connection = await wifi.connect("wlan1", { ssid: "ours", frequencyMhz: 2412 });
    await until("that is printed", () => new RegExp(`${STATION} joined as 1`).test(said()));
    process.kill("SIGKILL");
    await until("nothing is served", async () => !(await iw("dev", "wlan0", "info")).includes("ssid ours"));
    await until("nobody is left", async () => (await stations()) === "");
    // What the dead one had registered for is free again.
    await using _again = await wifi.ap.start("wlan0", { ssid: "ours", channel: { channel: 1 } });
    saw("StartAp", "took-effect", "stations joined");
    await wifi.ap.stop("wlan0");
    saw("StopAp", "took-effect", "by another than its owner");
  });
});

function sayings(child: ChildProcess): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}
