import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resultText } from "../../src/cli/commands/measurement.ts";
import { triggersOf, wowlanText } from "../../src/cli/commands/wowlan.ts";
import { readFtmFile } from "../../src/cli/input/ftm-file.ts";
import { tunedTo } from "../../src/cli/radio-words.ts";
import { nl80211, village } from "./command-line.ts";

const dry = (...words: string[]) => nl80211("--replay", village, ...words, "--dry-run");

function file(...lines: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "config-")), "config");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const TCP = [
  "source=192.0.2.1:4000",
  "dest=192.0.2.9:80@02:00:00:00:00:09",
  "data=01:02:03",
  "data.interval=30",
  "wake=53:-:55",
];
const RULES = ["# what the printer says", "delay=100", "condition=1", "patterns=18+43:34,1:-"];
const PEERS = ["02:00:00:00:77:01 bw=80 cf=5180 cf1=5210 asap ftms_per_burst=8 burst_period=3 lci"];

describe("iw's words for radios", () => {
  it.each([
    [
      ["wowlan", "enable", "phy0", "disconnect", "magic-packet"],
      /^SetWowlan\n {2}wiphy: 0\n {2}wowlan-triggers\n {4}disconnect: true\n {4}magic-pkt: true\n$/,
    ],
    [
      ["wowlan", "enable", "phy0", "patterns", "18+43:34:-:12"],
      /pkt-pattern[\s\S]*mask: 0b[\s\S]*pattern: 43 ?34 ?00 ?12[\s\S]*offset: 18/,
    ],
    [
      ["wowlan", "enable", "phy0", "net-detect", "interval", "5000", "freqs", "2412", "matches", "ssid", "home", "any"],
      undefined,
    ],
    [["wowlan", "enable", "phy0", "tcp", file(...TCP)], /tcp-connection[\s\S]*dst-port: 80[\s\S]*data-interval: 30/],
    [["wowlan", "disable", "phy0"], /^SetWowlan\n {2}wiphy: 0\n$/],
    [
      ["coalesce", "enable", "phy0", file(...RULES)],
      /^SetCoalesce\n[\s\S]*delay: 100[\s\S]*condition: no-match[\s\S]*offset: 18/,
    ],
    [["coalesce", "disable", "phy0"], /^SetCoalesce\n {2}wiphy: 0\n$/],
    [["set", "phy0", "sar_specs", "0", "0:44", "1:49"], /^SetSarSpecs\n[\s\S]*power: 44[\s\S]*range-index: 1/],
    [["set", "phy0", "txq", "limit", "100"], /^SetWiphy\n {2}wiphy: 0\n {2}txq-limit: 100 packets\n$/],
    [
      ["set", "wlan1", "freq", "5180", "80", "5210"],
      /wiphy-freq: 5180[\s\S]*channel-width: [^\n]*80[^\n]*\n[\s\S]*center-freq1: 5210/,
    ],
    [["set", "wlan1", "freq", "2437", "40", "2427"], /wiphy-channel-type: ht40minus[\s\S]*center-freq1: 2427/],
    [["set", "phy0", "rts", "500", "radio", "1"], /wiphy-radio-index: 1/],
    [["set", "phy0", "retry", "short", "5"], /wiphy-retry-short: 5\n$/],
    [["set", "wlan1", "noack_map", "0x5"], /^SetNoackMap\n[\s\S]*noack-map: 5/],
    [
      ["set", "wlan1", "monitor", "mumimo-follow-mac", "02:00:00:00:00:09"],
      /mu-mimo-follow-mac-addr: 02:00:00:00:00:09/,
    ],
    [
      ["interface", "add", "phy0", "mon9", "--type", "monitor", "--mumimo-follow", "02:00:00:00:00:09"],
      /mu-mimo-follow-mac-addr/,
    ],
    [
      ["measurement", "ftm_request", "wlan1", file(...PEERS), "timeout=5000", "randomise"],
      /^PeerMeasurementStart\n[\s\S]*timeout: 5000[\s\S]*ftms-per-burst: 8/,
    ],
    [
      ["vendor", "send", "wlan1", "0x001374", "0x1", "0x08", "0xff"],
      /^Vendor\n[\s\S]*vendor-id: [\s\S]*vendor-subcmd: 1\n {2}vendor-data: 08 ?ff/,
    ],
    [["scan", "trigger", "wlan1", "--freq", "2412"], /^TriggerScan\n[\s\S]*scan-frequencies[\s\S]*2412/],
    [["scan", "abort", "wlan1"], /^AbortScan\n/],
    [
      ["scan", "sched_start", "wlan1", "interval", "10000", "matches", "ssid", "home"],
      /^StartSchedScan\n[\s\S]*sched-scan-interval: 10000/,
    ],
    [["scan", "sched_stop", "wlan1"], /^StopSchedScan\n/],
    [["vendor", "recv", "phy0", "00:13:74", "1", file("x")], /vendor-data: 78 ?0a/],
  ])("%j", async (words, printed) => {
    const { status, stdout, stderr } = await dry(...words);
    if (printed === undefined) {
      expect(stderr).toContain('the trigger "any" goes with no other');
      expect(status).toBe(2);
      return;
    }
    expect(stderr).toBe("");
    expect(stdout).toMatch(printed);
  });

  it.each([
    [["wowlan", "enable", "phy0", "sunrise"], /there is no trigger "sunrise": expected one of any, disconnect/],
    [["coalesce", "enable", "phy0", file("delay=1", "patterns=1:2")], /line 2: "patterns=1:2": expected condition=/],
    [["coalesce", "enable", "phy0", "/nowhere/rules"], /\/nowhere\/rules is not there/],
    [["wowlan", "enable", "phy0", "tcp", file(...TCP.slice(0, 3))], /lacks data.interval=/],
    [["measurement", "ftm_request", "wlan1", file("02:00:00:00:77:01 bw=80")], /line 1: .*expected cf=MHz/],
    [["measurement", "ftm_request", "wlan1", file("02:00:00:00:77:01 cf=5180 speed=9")], /not speed/],
    [["measurement", "ftm_request", "wlan1", file(...PEERS), "soon"], /soon: expected timeout=<ms>/],
    [["vendor", "send", "wlan1", "0x001374", "0x1", "0x08", "8"], /8: expected octets such as 0x08, one file, or -/],
    [["set", "wlan1", "freq", "2437", "40"], /40: say HT40\+ or HT40-/],
    [["set", "wlan1", "channel", "36", "fast"], /"fast" is not expected: expected <number \| MHz>/],
    [["set", "phy0", "sar_specs", "1", "0:44"], /sar_specs type 1: expected 0/],
    [["set", "phy0", "txq", "size", "1"], /txq size: expected limit, memory_limit or quantum/],
    [["get", "wlan1", "weather"], /there is no setting "weather" to get: expected one of power_save, mesh_param, txq/],
  ])("%j is refused with exit code 2", async (words, message) => {
    const { status, stderr } = await nl80211("--replay", village, ...words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it("say channels as iw's do", () => {
    expect(tunedTo(["5180", "80+80", "5210", "5530"])).toEqual({
      frequencyMhz: 5180,
      mode: "80+80MHz",
      center1Mhz: 5210,
      center2Mhz: 5530,
    });
    expect(tunedTo(["5975", "160MHz", "punct", "0x0c"])).toEqual({ frequencyMhz: 5975, mode: "160MHz", punctured: 12 });
    expect(tunedTo(["36", "HT40+"])).toEqual({ channel: 36, mode: "HT40+" });
    expect(tunedTo(["902500", "1MHz"], "kHz")).toEqual({ frequencyMhz: 902.5, mode: "1MHz" });
  });

  it("say networks to find as iw's do", () => {
    expect(
      triggersOf([
        "disconnect",
        "net-detect",
        "scan_plans",
        "10:3",
        "60",
        "delay",
        "30",
        "matches",
        "ssid",
        "foo",
        "ssid",
        "bar",
        "passive",
        "flush",
        "randomise",
        "rfkill-release",
      ]),
    ).toEqual({
      disconnect: true,
      rfkillRelease: true,
      netDetect: {
        plans: [{ intervalS: 10, iterations: 3 }, { intervalS: 60 }],
        delayS: 30,
        matches: [{ ssid: "foo" }, { ssid: "bar" }],
        passive: true,
        flush: true,
        randomAddress: true,
        flags: ["colocated6ghz"],
      },
    });
  });

  it("say peers to measure with as iw's do", () => {
    const path = file(
      "02:00:00:00:77:02 bw=40 cf=2437 cf1=2427 bursts_exp=2 burst_duration=9 retries=5 civic ap-tsf preamble=HT",
      "02:00:00:00:77:03 bw=20 cf=5180 non_tb lmr_feedback bss_color=7",
    );
    expect(readFtmFile(path)).toEqual([
      {
        address: "02:00:00:00:77:02",
        channel: { frequencyMhz: 2437, mode: "HT40-", center1Mhz: 2427 },
        asap: false,
        burstsExponent: 2,
        burstDuration: 9,
        retries: 5,
        preamble: "ht",
        requestCivicLocation: true,
        reportApTsf: true,
      },
      {
        address: "02:00:00:00:77:03",
        channel: { frequencyMhz: 5180, mode: "HT20" },
        asap: false,
        bssColor: 7,
        lmrFeedback: true,
        ranging: "non-trigger-based",
      },
    ]);
  });

  it("show what wakes, and what was measured", () => {
    expect(wowlanText(undefined)).toBe("nothing wakes the system");
    const triggers = {
      disconnect: true,
      pktPattern: [{ mask: Uint8Array.of(0b1011), pattern: Uint8Array.of(0x43, 0x34, 0, 0x12), offset: 18 }],
      netDetect: { schedScanMatch: [{ ssid: new TextEncoder().encode("home") }] },
    };
    expect(wowlanText(triggers).split("\n")).toEqual([
      "the system is woken by",
      "  the end of the connection",
      "  a packet like 18+43:34:--:12",
      "  a network that is found: home",
    ]);
    const none = { agreed: {}, delayedReport: false, final: true, peer: "02:00:00:00:77:01" };
    const near = { ...none, status: "success", distanceMm: 12_340, roundTripPs: 82_312, signalDbm: -50.5 };
    expect(resultText(near)).toBe("02:00:00:00:77:01  12.34 m  round trip 82.3 ns  -50.5 dBm");
    expect(resultText({ ...none, status: "failure", failReason: "peer-busy", retryAfterS: 30 })).toBe(
      "02:00:00:00:77:01  failure: peer busy, again after 30 s",
    );
  });

  it("are grouped in --help, each command under one heading", async () => {
    const { stdout } = await nl80211("--help");
    const headings = stdout.split("\n").filter((line) => /^[A-Z][^:]*:$/.test(line));
    expect(headings).toEqual([
      "Options:",
      "See what there is:",
      "See what happens:",
      "Change interfaces and radios:",
      "Change stations and keys:",
      "Be in a network, or be one:",
      "Send and receive frames:",
      "Measure distances, speak to drivers:",
      "Record, explain, examine:",
      ...(stdout.includes("\nCommands:") ? ["Commands:"] : []),
    ]);
  });
});
