import { describe, expect, it } from "vitest";
import { nl80211, village } from "./command-line.ts";

const onVillage = (...args: string[]) => nl80211("--replay", village, ...args);

// Facts of fixtures/village/iw-*.txt, which iw 5.19 printed of the same bytes.

describe("nl80211", () => {
  it("link says to what, and how well", async () => {
    const { status, stdout } = await onVillage("link", "wlan2");
    expect(status).toBe(0);
    expect(stdout).toContain('wlan2  connected to "village-inn"  02:00:00:00:01:00');
    expect(stdout).toContain("channel   36 (5180 MHz)");
    expect(stdout).toContain("signal    -27 dBm");
    const link = JSON.parse((await onVillage("link", "wlan2", "--json")).stdout);
    expect(link).toMatchObject({ state: "connected", bssid: "02:00:00:00:01:00", station: { signalDbm: -27 } });
    expect((await onVillage("link")).stdout).toContain("wlan2");
  });

  it("wiphys takes a radio, or an interface of it", async () => {
    for (const name of ["phy1", "phy#1", "wlan1"]) {
      const wiphys = JSON.parse((await onVillage("wiphys", name, "--json")).stdout);
      expect(wiphys.map(({ name }: { name: string }) => name)).toEqual(["phy1"]);
      expect(wiphys[0].bands[0].ht.mcs.rxStreams).toBe(2);
    }
    const { stdout } = await onVillage("wiphys", "phy1");
    expect(stdout).toContain("phy1 (wiphy 1)");
    expect(stdout).toMatch(/2050 in all, 2 channels/);
    // iw-phy.txt: Retry short limit: 7, Retry long limit: 4, Coverage class: 0 (up to 0m); no threshold
    expect(stdout).toContain("\n  retries: 7 short, 4 long; coverage class: 0 (up to 0 m)\n");
    const { status, stderr } = await onVillage("wiphys", "phy9");
    expect(status).toBe(1);
    expect(stderr).toMatch(/no radio or Wi-Fi interface is called phy9\n {2}radios: phy2, phy1, phy0/);
  });

  it("mpath and mpp dump have headings as all tables, and say it where there is nothing", async () => {
    const mesh = new URL("../../fixtures/7.3-mesh.pcap.gz", import.meta.url).pathname;
    // its iw-mpath.txt: one path, next hop 02:00:00:00:01:00, metric 196; its iw-mpp.txt: none
    expect((await nl80211("mpath", "dump", "wlan0", "--replay", mesh)).stdout).toMatch(
      /^DESTINATION +NEXT HOP +METRIC .*\n02:00:00:00:01:00 +02:00:00:00:01:00 +196 /,
    );
    const { stdout } = await nl80211("mpp", "dump", "wlan0", "--replay", mesh);
    expect(stdout).toBe("no devices behind other mesh points\n");
  });

  it("survey says which interface's radio measured", async () => {
    const connect = new URL("../../fixtures/7.3-connect.pcap.gz", import.meta.url).pathname;
    const { stdout } = await nl80211("survey", "--replay", connect);
    // its iw-survey.txt, "Survey data from wlan2": 5180 MHz, -92 dBm, active 84 ms, busy 10 ms; the recording has one of wlan1 too
    expect(stdout).toMatch(/^wlan2 +36 +5180 MHz +-92 dBm +84 ms +10 ms$/m);
    expect(stdout).toMatch(/^wlan1 +36 +5180 MHz /m);
    expect(stdout).toMatch(/^INTERFACE +CHANNEL/);
  });

  it("survey and reg print what was measured, and the rules", async () => {
    expect((await onVillage("survey", "wlan2")).stdout).toMatch(/^wlan2 +1 +5955 MHz +-92 dBm/m);
    const { stdout } = await onVillage("reg");
    expect(stdout).toContain("global: DE, radar as ETSI");
    expect(stdout).toMatch(/^ +2400 MHz +2483\.5 MHz +40 MHz +20 dBm$/m);
    const domains = JSON.parse((await onVillage("reg", "--json")).stdout);
    expect(domains[0]).toMatchObject({ alpha2: "DE", dfsRegion: "etsi", selfManaged: false });
  });

  it("capabilities answers may I, and can it", async () => {
    const { stdout } = await onVillage("capabilities", "phy0", "--channel", "36");
    expect(stdout).toMatch(/^ {2}36 \(5180 MHz\) 80 MHz +yes +yes/m);
    // 5260 to 5320 MHz ask for radar detection; channels=2 has no radar widths (iw-phy.txt)
    expect(stdout).toMatch(/160 MHz +yes +no +20 dBm +cannot listen for radar on 160 MHz/);
    expect((await onVillage("capabilities", "phy0", "--channel", "14")).stdout).toContain("disabled: no rule of DE");
    expect((await onVillage("capabilities", "phy0", "--together", "station", "ap:2")).stdout).toContain(
      "yes, on 2 channels at once",
    );
    expect((await onVillage("capabilities", "phy0", "--together", "adhoc:2")).stdout).toContain("no combination");
    expect((await onVillage("capabilities", "--has", "connect")).stdout).toContain("yes: connect is a command");
    expect(await onVillage("capabilities", "--has", "teleport")).toMatchObject({ status: 1 });
  });

  it("capabilities refuses what is no channel, width or type, and says what would be", async () => {
    const channel = await onVillage("capabilities", "--channel", "thirty-six");
    expect([channel.status, channel.stderr]).toEqual([2, expect.stringContaining("6ghz:5")]);
    const width = await onVillage("capabilities", "--channel", "6", "--width", "80");
    expect([width.status, width.stderr]).toEqual([2, expect.stringContaining("HT40+")]);
    expect((await onVillage("capabilities", "--together", "AP!")).status).toBe(2);
    expect((await onVillage("survey", "--over", "soon")).status).toBe(2);
  });

  it("interfaces shows one, and tells a name that no interface has", async () => {
    expect((await onVillage("interfaces", "wlan1")).stdout).toMatch(/^wlan1 +\d+ +phy#1 +ap/m);
    const { status, stderr } = await onVillage("interfaces", "wlan9");
    expect([status, stderr]).toEqual([1, expect.stringContaining("Wi-Fi interfaces: wlan2, wlan1, wlan0")]);
  });
});
