import { describe, expect, it } from "vitest";
import { type EhtRateMaps, readEhtRates } from "../../../src/ieee80211/capabilities/eht.ts";
import type { EhtMcsNss } from "../../../src/ieee80211/capabilities/mcs.ts";
import { ElementId, Network, parseElements } from "../../../src/ieee80211/index.ts";

/** HE capabilities (9.4.2.248 of 802.11ax) with the octet of the channel widths, and MCS maps as long as that wants; then EHT's. */
function elements(heWidths: number, ehtPhy: number, maps: readonly number[], from: "ap" | "station" = "ap") {
  const heMaps = 4 + (heWidths & 8 ? 4 : 0) + (heWidths & 16 ? 4 : 0);
  const he = [35, 0, 0, 0, 0, 0, 0, heWidths, ...Array(10).fill(0), ...Array(heMaps).fill(0xaa)];
  const eht = [108, 0, 0, ehtPhy, ...Array(8).fill(0), ...maps];
  return parseElements(Uint8Array.of(255, he.length, ...he, 255, eht.length, ...eht), { from });
}

/** Octets of a map, as the standard lays them out: receiving streams in the low nibble, sending ones in the high. */
const octetsOf = (map: readonly EhtMcsNss[] | undefined) =>
  map?.reduce((word, { maxRxNss, maxTxNss }, i) => word | ((maxRxNss | (maxTxNss << 4)) << (8 * i)), 0);

describe("the MCS maps that rates are read of", () => {
  const widths = Array.from({ length: 16 }, (_, bits) => bits << 1);
  const nine = [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x12];

  it.each(["ap", "station"] as const)("are those of the whole element, whichever there are: from an %s", (from) => {
    let decoded = 0;
    for (const heWidths of widths) {
      for (const ehtPhy of [0, 2]) {
        for (const count of [2, 3, 4, 6, 9]) {
          const list = elements(heWidths, ehtPhy, nine.slice(0, count), from);
          const whole = list.get(ElementId.EhtCapabilities);
          const maps = list.read(ElementId.EhtCapabilities, readEhtRates);
          const expected: EhtRateMaps | undefined = whole && {
            only20Mhz: octetsOf(whole.mcs.only20Mhz),
            upTo80Mhz: octetsOf(whole.mcs.upTo80Mhz),
            at160Mhz: octetsOf(whole.mcs.at160Mhz),
            at320Mhz: octetsOf(whole.mcs.at320Mhz),
          };
          expect(maps, `HE ${heWidths}, EHT ${ehtPhy}, ${count} octets`).toEqual(expected);
          if (whole !== undefined) decoded++;
        }
      }
    }
    expect(decoded).toBeGreaterThan(80);
  });

  it("give the fastest of the streams that there are, where an octet names more than eight", () => {
    // MCS 13 of 15 streams is none; MCS 11 of two over 20 MHz is 234 subcarriers * 10 bits * 5/6 * 2 / 13.6 µs, 286.8 Mbit/s
    const list = elements(4, 0, [0x22, 0x22, 0xff]);
    expect(new Network(list, { frequencyMhz: 5180 }).highestRateMbps).toBeCloseTo((234 * 10 * 5 * 2) / 6 / 13.6, 2);
  });
});
