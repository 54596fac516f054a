import { describe, expect, it } from "vitest";
import { ListChanges } from "../../src/cli/list-changes.ts";
import { showProgress } from "../../src/cli/progress.ts";
import { nl80211, village } from "./command-line.ts";

describe("nl80211 watch", () => {
  // fixtures/village/iw-link.txt: Connected to 02:00:00:00:01:00, signal -27 dBm, 26.0 MBit/s VHT-MCS 0 VHT-NSS 4
  it("link tells what there is, a line an item", async () => {
    const { status, stdout } = await nl80211("watch", "link", "wlan2", "--replay", village);
    expect(status).toBe(0);
    const [first] = stdout.split("\n");
    expect(first).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}\+ wlan2 {2}connected {2}/);
    expect(first).toContain("  02:00:00:00:01:00  -27 dBm  26 Mbit/s VHT MCS 0, 4 streams, 20 MHz");
  });

  it("--json prints a line of JSON a change", async () => {
    const { status, stdout } = await nl80211("watch", "interfaces", "--json", "--replay", village);
    expect(status).toBe(0);
    const changes = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(changes[0]).toMatchObject({ change: "added", time: expect.any(Number), item: { type: expect.any(String) } });
  });

  it.each([
    [["watch", "weather"], "Allowed choices are interfaces"],
    [["watch", "interfaces", "--every", "5"], "whole milliseconds"],
  ])("refuses %j as bad input", async (args, text) => {
    const { status, stderr } = await nl80211(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(text);
  });
});

describe("ListChanges", () => {
  it("tells what came, went and looks different, and nothing of what looks the same", () => {
    const changes = new ListChanges<{ id: number; name: string; hidden?: number }>(
      ({ id }) => id,
      ({ name }) => name,
    );
    const told = (...items: { id: number; name: string; hidden?: number }[]) =>
      changes.next(items).map(({ change, line }) => `${change} ${line}`);
    expect(told({ id: 1, name: "a" }, { id: 2, name: "b" })).toEqual(["added a", "added b"]);
    expect(told({ id: 1, name: "a", hidden: 1 }, { id: 2, name: "b" })).toEqual([]);
    expect(told({ id: 2, name: "B" }, { id: 3, name: "c" })).toEqual(["removed a", "changed B", "added c"]);
  });
});

describe("showProgress", () => {
  it("writes to a terminal, takes its line away, and writes nothing elsewhere", () => {
    const written: string[] = [];
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    showProgress("scanning", stream)();
    expect(written).toEqual(["\r\u001b[Kscanning 0 s", "\r\u001b[K"]);
    showProgress("scanning", { write: (text: string) => written.push(text) })();
    expect(written).toHaveLength(2);
  });
});
