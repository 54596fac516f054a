import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCapture } from "../../src/testing/capture.ts";
import { nl80211, village } from "./command-line.ts";

const scratch = mkdtempSync(join(tmpdir(), "nl80211-cli-record-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const hasNl80211 = existsSync("/sys/class/ieee80211");

describe("nl80211 record", () => {
  it.each(["1.005", "1e9"])("ends with its recording before --seconds %s", { timeout: 30_000 }, async (seconds) => {
    const file = join(scratch, `seconds-${seconds}.pcap`);
    expect(await nl80211("record", file, "--replay", village, "--seconds", seconds)).toMatchObject({ status: 0 });
    expect(readCapture(file).packets.length).toBeGreaterThan(0);
  });

  for (const name of ["out.pcap", "out.pcap.gz", "out.pcapng"]) {
    it(`writes ${name}, from which every command answers as from what was recorded`, { timeout: 30_000 }, async () => {
      const file = join(scratch, name);
      const { status, stdout } = await nl80211("record", file, "--replay", village, "--json");
      expect(status).toBe(0);
      const { packets } = JSON.parse(stdout);
      expect(readCapture(file).packets).toHaveLength(packets);
      for (const command of ["interfaces", "wiphys"]) {
        const [first, second] = [
          await nl80211(command, "--json", "--replay", village, "--at", "start"),
          await nl80211(command, "--json", "--replay", file),
        ];
        expect(second).toEqual(first);
      }
      const events = async (from: string) => {
        const lines = (await nl80211("events", "--json", "--replay", from)).stdout.trimEnd().split("\n");
        return lines.map((line) => JSON.parse(line).type);
      };
      expect(await events(file)).toEqual(await events(village));
    });
  }

  for (const name of ["public.pcap", "public.pcapng.gz"]) {
    it(`--anonymize leaves nobody in ${name}, which answers and tells the same otherwise`, {
      timeout: 30_000,
    }, async () => {
      const file = join(scratch, name);
      const { status, stdout } = await nl80211("record", file, "--anonymize", "--replay", village, "--json");
      expect(status).toBe(0);
      const { packets } = readCapture(file);
      expect(packets).toHaveLength(JSON.parse(stdout).packets);
      const octets = Buffer.concat(packets.map(({ bytes }) => bytes));
      expect(octets.includes("village-")).toBe(false);
      expect(octets.includes("ssid-")).toBe(true);
      const json = async (command: string, from: string) =>
        JSON.parse((await nl80211(command, "--json", "--replay", from, "--at", "start")).stdout);
      const shapes = (devices: { name: string; type: string }[]) => devices.map((one) => [one.name, one.type]);
      expect(shapes(await json("interfaces", file))).toEqual(shapes(await json("interfaces", village)));
      const types = async (from: string) =>
        (await nl80211("events", "--json", "--replay", from)).stdout.match(/"type":"[^"]+"/g) ?? [];
      expect(await types(file)).toContain('"type":"connect"');
      expect(await types(file)).toEqual(await types(village));
    });
  }

  it("says how much it wrote, and what it left out of it", async () => {
    const { stdout } = await nl80211("record", join(scratch, "said.pcap"), "--demo");
    expect(stdout).toMatch(/said\.pcap: \d+ datagrams; zeros for secrets: 2 nl80211\.vendor-data\n$/);
  });

  it("refuses a place where it cannot write, and a time that is none, with 2", async () => {
    const nowhere = await nl80211("record", join(scratch, "no", "where.pcap"), "--demo");
    expect(nowhere).toMatchObject({ status: 2, stdout: "" });
    expect(nowhere.stderr).toMatch(/where\.pcap cannot be written: ENOENT\n$/);
    const never = await nl80211("record", join(scratch, "never.pcap"), "--demo", "--seconds", "soon");
    expect(never).toMatchObject({ status: 2, stdout: "" });
    expect(never.stderr).toMatch(/--seconds soon: expected a number of seconds\n$/);
  });

  it.skipIf(hasNl80211)("exits 4 where there is no nl80211 to record", async () => {
    expect(await nl80211("record", join(scratch, "none.pcap"))).toMatchObject({ status: 4, stdout: "" });
  });
});
