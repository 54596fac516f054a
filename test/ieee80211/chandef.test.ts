import { describe, expect, it } from "vitest";
import {
  centerFrequency,
  chandefProblem,
  createChandef,
  formatChandef,
  legalModes,
  secondSegments,
  subchannels,
} from "../../src/ieee80211/chandef.ts";

const modes = (frequencyMhz: number) => legalModes(frequencyMhz).map(({ mode, center1Mhz }) => `${mode} ${center1Mhz}`);

describe("legalModes", () => {
  // IEEE 802.11-2020 table E-4: classes 81 to 84 (2.4 GHz), 115 to 130 (5 GHz), 131 to 136 (6 GHz); 137 of 802.11be.
  it("gives channel 1 its upper, channel 6 both, channel 11 its lower neighbour", () => {
    expect(modes(2412)).toEqual(["NOHT 2412", "5MHz 2412", "10MHz 2412", "HT20 2412", "HT40+ 2422"]);
    expect(modes(2437).slice(4)).toEqual(["HT40+ 2447", "HT40- 2427"]);
    expect(modes(2472).slice(4)).toEqual(["HT40- 2462"]);
    expect(modes(2484)).toEqual(["NOHT 2484"]);
  });

  it("follows the plan of 5 GHz", () => {
    expect(modes(5180).slice(4)).toEqual(["HT40+ 5190", "80MHz 5210", "80+80MHz 5210", "160MHz 5250"]);
    expect(modes(5320).slice(4)).toEqual(["HT40- 5310", "80MHz 5290", "80+80MHz 5290", "160MHz 5250"]);
    expect(modes(5500).slice(4)).toEqual(["HT40+ 5510", "80MHz 5530", "80+80MHz 5530", "160MHz 5570"]);
    expect(modes(5720).slice(4)).toEqual(["HT40- 5710", "80MHz 5690", "80+80MHz 5690"]);
    expect(modes(5825).slice(4)).toEqual(["HT40+ 5835", "80MHz 5855", "80+80MHz 5855", "160MHz 5815"]);
    expect(modes(5170).slice(3)).toEqual(["HT20 5170"]);
  });

  it("follows the plan of 6 GHz, with both plans of 320 MHz", () => {
    expect(modes(5955).slice(4)).toEqual(["HT40+ 5965", "80MHz 5985", "80+80MHz 5985", "160MHz 6025", "320MHz-1 6105"]);
    expect(modes(6115).slice(-2)).toEqual(["320MHz-1 6105", "320MHz-2 6265"]);
    expect(modes(7115).slice(3)).toEqual(["HT20 7115"]);
    expect(modes(5935).slice(3)).toEqual(["HT20 5935"]);
  });

  // Morse Micro's table of class 1 to 4 (United States): 2 MHz at 2, 6, 10, ..., 4 MHz at 8, 16, ..., 8 MHz at 12, 28, 44.
  it("follows the plan of S1G in the 902 MHz region", () => {
    expect(modes(902.5)).toEqual(["1MHz 902.5", "2MHz 903"]);
    expect(modes(904.5)).toEqual(["1MHz 904.5", "2MHz 905", "4MHz 906", "8MHz 908"]);
    expect(modes(927.5)).toEqual(["1MHz 927.5", "2MHz 927", "4MHz 926", "8MHz 924"]);
  });

  it("has 29, 14, 7 and 3 + 3 channels of 40, 80, 160 and 320 MHz in 6 GHz", () => {
    const primaries = Array.from({ length: 59 }, (_, i) => 5955 + 20 * i);
    const count = (widthMhz: 40 | 80 | 160 | 320, plan?: 1 | 2) =>
      new Set(primaries.map((mhz) => centerFrequency(mhz, widthMhz, plan)).filter((mhz) => mhz !== undefined)).size;
    expect([count(40), count(80), count(160), count(320, 1), count(320, 2)]).toEqual([29, 14, 7, 3, 3]);
  });
});

describe("createChandef", () => {
  it("finds the centre", () => {
    expect(createChandef(5180, "80MHz")).toEqual({ frequencyMhz: 5180, widthMhz: 80, center1Mhz: 5210 });
    expect(createChandef(2412)).toEqual({ frequencyMhz: 2412, widthMhz: 20, center1Mhz: 2412, noHt: true });
    expect(createChandef(6435, "320MHz")).toMatchObject({ center1Mhz: 6425 });
    expect(createChandef(6435, "320MHz-2")).toMatchObject({ center1Mhz: 6585 });
    expect(createChandef(5180, "80+80MHz", { center2Mhz: 5530 })).toMatchObject({ center1Mhz: 5210, center2Mhz: 5530 });
    expect(createChandef(5180, "20MHz")).toEqual({ frequencyMhz: 5180, widthMhz: 20, center1Mhz: 5180 });
  });

  it.each([
    [5720, "160MHz", "5720 MHz has no 160MHz: it can be NOHT, 5MHz, 10MHz, HT20, HT40-, 80MHz, 80+80MHz"],
    [2437, "40MHz", "say on which side the other 20 MHz of 2437 MHz lie: HT40+ or HT40-"],
    [5181, "HT20", "no channel is centred at 5181 MHz"],
    [5180, "80+80MHz", "5180 MHz 80+80MHz: 80+80 MHz needs the centre of its second segment (center2Mhz)"],
  ] as const)("refuses %d %s and says what there is", (frequencyMhz, mode, message) => {
    expect(() => createChandef(frequencyMhz, mode)).toThrow(message);
  });

  it("refuses a puncturing that takes the primary channel", () => {
    expect(() => createChandef(5180, "80MHz", { punctured: 1 })).toThrow("takes away the primary channel");
    expect(createChandef(5200, "80MHz", { punctured: 1 }).punctured).toBe(1);
  });
});

describe("chandefProblem", () => {
  // The verdicts of cfg80211_chandef_valid, Linux 7.3.
  it.each([
    [{ frequencyMhz: 5180, widthMhz: 80, center1Mhz: 5210 }, undefined],
    [{ frequencyMhz: 5200, widthMhz: 40, center1Mhz: 5210 }, undefined],
    [
      { frequencyMhz: 5180, widthMhz: 80, center1Mhz: 5220 },
      "the primary channel at 5180 MHz is no part of 80 MHz around 5220 MHz",
    ],
    [{ frequencyMhz: 5955, widthMhz: 40, center1Mhz: 5945 }, undefined],
    [{ frequencyMhz: 5975, widthMhz: 40, center1Mhz: 5985 }, "6 GHz has no channel of 40 MHz around 5985 MHz"],
    [{ frequencyMhz: 2484, widthMhz: 20, center1Mhz: 2484 }, "channel 14 is 20 MHz without HT only"],
    [{ frequencyMhz: 5180, widthMhz: 8, center1Mhz: 5180 }, "only S1G channels are 8 MHz wide"],
    [{ frequencyMhz: 902.5, widthMhz: 20, center1Mhz: 902.5 }, "S1G channels are not 20 MHz wide"],
    [
      { frequencyMhz: 5180, widthMhz: 80, center1Mhz: 5210, center2Mhz: 5290 },
      "adjacent segments are a channel of 160 MHz, not 80+80 MHz",
    ],
    [
      { frequencyMhz: 5180, widthMhz: 160, center1Mhz: 5250, center2Mhz: 5570 },
      "a channel of 160 MHz has no second segment",
    ],
    [
      { frequencyMhz: 5180, widthMhz: 40, center1Mhz: 5190, punctured: 2 },
      "only channels of 80, 160 and 320 MHz can be punctured",
    ],
    [{ frequencyMhz: 5180, widthMhz: 80, center1Mhz: 5210, punctured: 6 }, "0x6 is no puncturing pattern of 80 MHz"],
    [{ frequencyMhz: 1000.5, widthMhz: 20, center1Mhz: 1000.5 }, "1000.5 MHz is in no band"],
  ] as const)("of %j is %s", (chandef, problem) => {
    expect(chandefProblem(chandef)).toBe(problem);
  });
});

describe("a chandef", () => {
  // iw 6.17's line (interface.c, print_channel).
  it("reads as in iw", () => {
    expect(formatChandef(createChandef(5180, "80MHz"))).toBe("channel 36 (5180 MHz), width: 80 MHz, center1: 5210 MHz");
    expect(formatChandef(createChandef(2412))).toBe("channel 1 (2412 MHz), width: 20 MHz (no HT), center1: 2412 MHz");
    expect(formatChandef(createChandef(5180, "80+80MHz", { center2Mhz: 5530 }))).toBe(
      "channel 36 (5180 MHz), width: 80+80 MHz, center1: 5210 MHz, center2: 5530 MHz",
    );
    expect(formatChandef(createChandef(5975, "160MHz", { punctured: 0xc0 }))).toBe(
      "channel 5 (5975 MHz), width: 160 MHz, center1: 6025 MHz, punctured: 0xc0",
    );
  });

  it("lists the 20 MHz subchannels that are left", () => {
    expect(subchannels(createChandef(5180, "80MHz", { punctured: 0b0100 }))).toEqual([5180, 5200, 5240]);
    expect(subchannels(createChandef(5180, "80+80MHz", { center2Mhz: 5530 }))).toHaveLength(8);
    expect(subchannels(createChandef(2412))).toEqual([2412]);
  });

  it("has second segments anywhere in its band but beside itself", () => {
    expect(secondSegments(5180)).toEqual([5530, 5610, 5690, 5775, 5855]);
    expect(secondSegments(2412)).toEqual([]);
  });
});
