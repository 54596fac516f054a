import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { parseElements } from "../../src/ieee80211/index.ts";
import { iwText } from "./iw-element-text.ts";

/**
 * Where iw 6.17 is wrong: the heading of the element, and its lines that are not compared for that. What is right instead, each test of
 * iw-faults.test.ts says.
 */
const FAULTS: readonly (readonly [heading: RegExp, lines: RegExp])[] = [
  [/^\tTPC report/, /TX power/],
  [/^\tP2P/, /Group capa/],
  [/^\tRM enabled/, /Nonoperating|Measurement Pilot Capability/],
  [/^\tMulti-Link/, /Link ID|Capabilities|EMLSR|EMLMR|Simultaneous/],
  [/^\tHotSpot 2.0 OSEN/, /Pairwise ciphers/],
  [/^\tS1G operation/, /primary channel located/],
  [/^\tS1G capabilities/, /AMPDU length|Tx Highest|single SS for 1 MHz/],
  [/^\tEHT Operation/, /Disabled Subchannel/],
  [/^\tEHT capabilities/, /Maximum MPDU|A_MPDU|EHT TRS|TXOP Return|Two BQRs|Link Adaptation|EHT-MCS Map|Max NSS/],
];

const blocks = readFileSync(new URL("iw-6.17.txt", import.meta.url), "latin1")
  .split(/^> /m)
  .slice(1);

describe("elements as iw 6.17 prints them", () => {
  it.each(blocks.map((block, i) => [i, ...split(block)] as const))("%i: %s", (_, hex, lines) => {
    const ours = Buffer.from(iwText(parseElements(fromHex(hex))).join("\n"))
      .toString("latin1")
      .split("\n");
    expect(compared(ours)).toEqual(compared(lines));
  });

  it("compares nine lines of ten", () => {
    const all = blocks.flatMap((block) => split(block)[1]);
    const kept = blocks.flatMap((block) => compared(split(block)[1]));
    expect(kept.length / all.length).toBeGreaterThan(0.9);
  });
});

function split(block: string): [hex: string, lines: string[]] {
  const [hex, ...lines] = block.replace(/\n$/, "").split("\n");
  return [hex!, lines];
}

function compared(lines: readonly string[]): string[] {
  let heading = "";
  return lines.filter((line) => {
    if (/^\t\S/.test(line)) heading = line;
    return !FAULTS.some(([of, faulty]) => of.test(heading) && faulty.test(line));
  });
}
