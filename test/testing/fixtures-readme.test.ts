import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NlctrlCommand } from "../../src/genetlink/generated/nlctrl.ts";
import { Nl80211Command as C } from "../../src/nl80211/generated/command-map.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { understand } from "../../src/testing/recording.ts";

const README = readFileSync("fixtures/README.md", "utf8");
const KERNELS = ["6.1", "6.12", "7.3"];
const LIMIT = 3_000_000;

/** Rows of the README's tables by what stands in their first column. */
const rows = new Map(
  Array.from(README.matchAll(/^\| (`.*?) \|(.*)\|$/gm), ([, first, rest]) => [
    first!,
    rest!.split("|").map((s) => s.trim()),
  ]),
);
const scenes = new Set(
  readdirSync("test/lab/scenes")
    .filter((name) => name.endsWith(".sh"))
    .map((name) => name.slice(0, -3)),
);
const recordings = readdirSync("fixtures").filter((name) => name.endsWith(".pcap.gz"));

describe("the fixtures' README", () => {
  it("tells of every scene what its script says, and how many datagrams each kernel's recording has", () => {
    const told = [...scenes].map((scene) => [scene, ...(rows.get(`\`${scene}\``) ?? [])]);
    const actual = [...scenes].map((scene) => {
      const script = readFileSync(`test/lab/scenes/${scene}.sh`, "utf8");
      const sizes = KERNELS.map((kernel) => `${readCapture(recordingOf(kernel, scene)).packets.length}`);
      return [scene, /^radios=(\d+)/m.exec(script)![1], ...sizes, /^# (.*)/m.exec(script)![1]];
    });
    expect(told).toEqual(actual);
  });

  it("names every recording that is there, by its kernel and scene", () => {
    const expected = KERNELS.flatMap((kernel) => [...scenes].map((scene) => `${kernel}-${scene}.pcap.gz`));
    expect(recordings.filter((name) => name !== "village.pcap.gz").sort()).toEqual(expected.sort());
    expect(README).toContain("`village.pcap.gz`");
  });

  it("tells the command of every text of iw", () => {
    const patterns = [...rows.keys()]
      .filter((first) => first.startsWith("`iw-"))
      .flatMap((first) => Array.from(first.matchAll(/`(.*?)`/g), ([, name]) => name!))
      .map((name) => new RegExp(`^${name.replaceAll(".", "\\.").replaceAll("*", ".*")}(\\.gz)?$`));
    const texts = recordings
      .map((name) => join("fixtures", name.replace(".pcap.gz", "")))
      .flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter((text) => !patterns.some((pattern) => pattern.test(text)))).toEqual([]);
  });

  for (const name of recordings.filter((name) => name !== "village.pcap.gz")) {
    it(`is right about ${name}: families, wiphys and interfaces come first`, () => {
      const { exchanges } = understand(readCapture(`fixtures/${name}`));
      const asked = exchanges.map(({ family, command, dump }) => `${family} ${command}${dump ? " dump" : ""}`);
      expect(asked[0]).toBe(`nlctrl ${NlctrlCommand.GetFamily}`);
      const reads = asked.filter((what) => what.startsWith("nl80211 "));
      const beginning = [
        `nl80211 ${C.GetProtocolFeatures}`,
        `nl80211 ${C.GetWiphy} dump`,
        `nl80211 ${C.GetInterface} dump`,
      ];
      expect(reads.slice(0, 3)).toEqual(beginning);
    });
  }

  it(`counts: all together are under ${LIMIT / 1e6} MB`, () => {
    const files = readdirSync("fixtures", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const sizes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
    const sum = sizes.reduce((a, b) => a + b, 0);
    console.info(`fixtures: ${files.length} files, ${(sum / 1e6).toFixed(2)} MB of ${LIMIT / 1e6}`);
    expect(sum).toBeLessThan(LIMIT);
  });
});

function recordingOf(kernel: string, scene: string): string {
  return `fixtures/${kernel}-${scene}.pcap.gz`;
}
