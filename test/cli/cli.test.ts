import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { nl80211, village } from "./command-line.ts";

const root = new URL("../../", import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), "nl80211-cli-"));
afterAll(() => rmSync(scratch, { recursive: true }));

function scratchFile(name: string, bytes: Uint8Array | string): string {
  const path = join(scratch, name);
  writeFileSync(path, bytes);
  return path;
}

describe("nl80211", () => {
  it("shows devices, what they are connected to, and networks", async () => {
    const { status, stdout, stderr } = await nl80211("--demo");
    expect(status).toBe(0);
    expect(stderr).toContain("a recording");
    // fixtures/village/iw-link.txt: Connected to 02:00:00:00:01:00, SSID village-inn, signal -27 dBm, 26.0 MBit/s VHT-MCS 0 VHT-NSS 4
    expect(stdout).toContain(
      'connected to "village-inn" 02:00:00:00:01:00  -27 dBm\n    sends 26 Mbit/s VHT MCS 0, 4 streams',
    );
    expect(stdout).toMatch(/^ {3}village-green +02:00:00:00:00:00 +11 +2\.4 GHz +20 MHz +-30 dBm +Open/m);
  });

  it.each(["wiphys", "interfaces", "scan", "stations"])("%s --json prints JSON and nothing else", async (command) => {
    const { status, stdout } = await nl80211(command, "--json", "--replay", village);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).length).toBeGreaterThan(0);
  });

  it("events --json prints a line of JSON an event", async () => {
    const { status, stdout } = await nl80211("events", "--json", "--replay", village);
    expect(status).toBe(0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    // fixtures/village/iw-event.txt has one line "connected to 02:00:00:00:01:00"
    expect(events.filter(({ type }) => type === "connect").map(({ attributes }) => attributes.mac)).toEqual([
      "02:00:00:00:01:00",
    ]);
  });

  const bytes = gunzipSync(readFileSync(village));
  it.each([
    ["a file that is not there", () => ["--replay", join(scratch, "no.pcap"), "scan"], /no\.pcap is not there$/],
    ["an empty file", () => ["--replay", scratchFile("empty.pcap", ""), "scan"], /empty\.pcap is empty$/],
    [
      "a file that is no capture",
      () => ["--replay", join(root, "package.json"), "scan"],
      /package\.json is not a capture/,
    ],
    [
      "a truncated file",
      () => ["--replay", scratchFile("cut.pcap", bytes.subarray(0, 5000)), "scan"],
      /cut\.pcap is truncated at offset \d+/,
    ],
    [
      "another link type",
      // The last field of pcap's file header: 1 is LINKTYPE_ETHERNET.
      () => [
        "--replay",
        scratchFile(
          "ether.pcap",
          Buffer.concat([bytes.subarray(0, 20), Uint8Array.of(1, 0, 0, 0), bytes.subarray(24)]),
        ),
        "scan",
      ],
      /ether\.pcap .*link type 1/,
    ],
    ["an unknown flag", () => ["--demo", "scan", "--bogus"], /unknown option '--bogus'$/],
    ["an unknown command", () => ["--demo", "bogus"], /unknown command bogus/],
    [
      "help on an unknown command",
      () => ["help", "scna"],
      /unknown command scna: nl80211 --help lists them; was scan meant\?$/,
    ],
    [
      "help on an unknown command of a command",
      () => ["help", "scan", "sched_strat"],
      /unknown command sched_strat: nl80211 scan --help lists them; was sched_start meant\?$/,
    ],
    [
      "help on a word after a command that has none",
      () => ["help", "survey", "wlan0"],
      /nl80211 survey has no commands: nl80211 survey --help tells/,
    ],
    [
      "a missing argument",
      () => ["--demo", "station", "get"],
      /missing required argument .interface.: nl80211 station get --help tells more/,
    ],
    [
      "an unknown command of a command",
      () => ["--demo", "interface", "bogus"],
      /unknown command 'bogus': nl80211 interface --help tells more$/,
    ],
    ["a number that is none", () => ["--demo", "scan", "--dwell", "x"], /'x' is invalid\. Expected a whole number/],
    [
      "a file of keys that is not there",
      () => ["--replay", village, "connect", "wlan2", "x", "--key-file", join(scratch, "no.key")],
      /no\.key is not there$/,
    ],
    [
      "a folder for a file of rules",
      () => ["--replay", village, "coalesce", "enable", "phy0", scratch],
      / is a folder$/,
    ],
    ["a time that is none", () => ["--demo", "scan", "--at", "noon"], /--at noon: expected/],
    ["two recordings", () => ["--demo", "--replay", village], /exclude each other$/],
  ])("answers %s with one line and exit code 2", async (_what, args, message) => {
    const { status, stdout, stderr } = await nl80211(...args());
    expect(stderr).toMatch(/^nl80211: [^\n]*\n$/);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("names the interfaces that there are, for one that is not", async () => {
    const { status, stderr } = await nl80211("stations", "wlan9", "--replay", village);
    expect(stderr).toBe("nl80211: no Wi-Fi interface is called wlan9\n  Wi-Fi interfaces: wlan2, wlan1, wlan0\n");
    expect(status).toBe(1);
  });

  it("has iw's help command", async () => {
    const { status, stdout } = await nl80211("help", "station");
    expect(stdout).toBe((await nl80211("station", "--help")).stdout);
    expect(status).toBe(0);
    expect((await nl80211("help")).stdout).toBe((await nl80211("--help")).stdout);
    expect((await nl80211("help", "dev")).stdout).toBe((await nl80211("interfaces", "--help")).stdout);
    expect((await nl80211("help", "scan", "sched_start")).stdout).toBe(
      (await nl80211("scan", "sched_start", "--help")).stdout,
    );
  });

  it.each([[[]], [["scan"]], [["cqm"]], [["auth"]], [["ap", "start"]], [["scan", "sched_start"]]])(
    "%j --help fits 80 columns, which is what it has where there is no terminal",
    async (words) => {
      const { stdout } = await nl80211(...words, "--help");
      const [described] = stdout.split(/^(?:Words|Examples):$/m) as [string];
      expect(described.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it("says of every command that it takes --json and --replay", async () => {
    expect((await nl80211("scan", "--help")).stdout).toContain("--json, --replay");
    expect((await nl80211("interface", "add", "--help")).stdout).toContain("--json, --replay");
  });

  const hasNl80211 = existsSync("/sys/class/ieee80211");
  it.skipIf(hasNl80211)("never shows a recording as the air: without nl80211 it says so and exits 4", async () => {
    const { status, stdout, stderr } = await nl80211("interfaces");
    expect(stderr).toMatch(/^nl80211: .*(no nl80211|Linux)/);
    expect(stderr).toContain("--demo");
    expect(stdout).toBe("");
    expect(status).toBe(4);
  });

  it.skipIf(hasNl80211)("shows the recording for npm start, where there is no nl80211", async () => {
    const { status, stdout, stderr } = await nl80211("--or-demo");
    expect(stderr).toContain("a recording");
    expect(stdout).toContain("village-inn");
    expect(status).toBe(0);
  });
});
