import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readCapture } from "../../src/testing/capture.ts";
import { CAPTURES } from "../nl80211/generated/captured.ts";
import { dissect, findTshark } from "./tshark.ts";
import { AttributeComparison } from "./tshark-attributes.ts";

const here = findTshark();
if (here === undefined) console.log("tshark: not here, so captures are not compared with it (npm run lab:setup)");

describe.skipIf(here === undefined)("nl80211 decode and tshark", () => {
  const directory = mkdtempSync(join(tmpdir(), "tshark-captures-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const comparison = new AttributeComparison();

  it.each(CAPTURES)(
    "read %s alike: numbers, names, lengths, nesting and values",
    { timeout: 180_000 },
    async (name) => {
      const bytes = gunzipSync(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
      const capture = join(directory, "capture.pcap");
      writeFileSync(capture, bytes);
      comparison.begin(readCapture(bytes).packets);
      for await (const message of dissect(capture)) comparison.compare(message);
      expect(comparison.differences).toEqual([]);
    },
  );

  it("compared something of each kind", () => {
    console.log(comparison.report());
    const { attributes, nested, numbers, named, texts } = comparison.counts;
    expect(attributes).toBeGreaterThan(100_000);
    for (const count of [nested, numbers, named, texts]) expect(count).toBeGreaterThan(1_000);
  });
});
