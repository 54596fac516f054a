import { describe, expect, it } from "vitest";
import { chooseNetworks, type NetworkChoice } from "../../src/cli/network-choice.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { nl80211, village } from "./command-line.ts";

/** A network with an SSID element (id 0), IEEE 802.11-2020 9.4.2.2. */
function heard(name: string, frequencyMhz: number, signalMbm: number | undefined, seenMsAgo: number): Bss {
  const ssid = new TextEncoder().encode(name);
  const informationElements = Uint8Array.of(0, ssid.length, ...ssid);
  return new Bss({ bss: { frequencyMhz, informationElements, seenMsAgo, ...(signalMbm && { signalMbm }) } }, 0);
}

const TOWN = [
  heard("inn", 5180, -6000, 30),
  heard("", 2412, -4000, 10),
  heard("café", 2437, -7000, 20),
  heard("dock", 5955, undefined, 40),
];

const names = (choice: NetworkChoice) => chooseNetworks(TOWN, choice).map(({ ssid }) => ssid.text);

describe("chooseNetworks", () => {
  it.each<[NetworkChoice, string[]]>([
    [{}, ["", "inn", "café", "dock"]],
    [{ sort: "ssid" }, ["café", "dock", "inn", ""]],
    [{ sort: "channel" }, ["", "café", "inn", "dock"]],
    [{ sort: "age" }, ["", "café", "inn", "dock"]],
    [{ band: "2.4" }, ["", "café"]],
    [{ band: "6" }, ["dock"]],
    [{ minSignal: -60 }, ["", "inn"]],
  ])("%j gives %j", (choice, expected) => expect(names(choice)).toEqual(expected));
});

describe("nl80211 scan", () => {
  it("lists what was asked for, in the order that was asked for", async () => {
    const { status, stdout } = await nl80211(
      ...["scan", "--cached", "--json", "--sort", "channel", "--min-signal", "-60", "--replay", village],
    );
    expect(status).toBe(0);
    const networks: { frequencyMhz: number; signalDbm: number }[] = JSON.parse(stdout);
    expect(networks.length).toBeGreaterThan(1);
    const frequencies = networks.map(({ frequencyMhz }) => frequencyMhz);
    expect(frequencies).toEqual(frequencies.toSorted((a, b) => a - b));
    for (const { signalDbm } of networks) expect(signalDbm).toBeGreaterThanOrEqual(-60);
  });

  it("says how many there are, where none is what was asked for", async () => {
    const { stdout } = await nl80211("scan", "--cached", "--min-signal", "-1", "--replay", village);
    expect(stdout).toMatch(/^none of \d+ networks is what was asked for\n$/);
  });

  it.each([
    [["--cached", "--passive"], "--cached makes no scan"],
    [["--passive", "--ssid", "inn"], "a passive scan asks for no SSIDs"],
    [["--freq", "five"], "MHz, such as 5180"],
    [["--dwell", "0"], "a whole number, from 1"],
    [["--timeout", "soon"], "a whole number, from 1"],
    [["--flag", "fast"], "no scan flag is called fast: there are low-priority"],
    [["--cached", "--dwell", "20"], "--cached makes no scan"],
    [["--min-signal", "20"], "dBm, from -200 to 0"],
    [["--sort", "colour"], "Allowed choices are signal, ssid, channel, age"],
  ])("refuses %j as bad input", async (args, text) => {
    const { status, stderr } = await nl80211("scan", ...args, "--replay", village);
    expect(status).toBe(2);
    expect(stderr).toContain(text);
  });
});
