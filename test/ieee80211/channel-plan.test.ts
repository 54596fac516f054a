import { describe, expect, it } from "vitest";
import { centerFrequency, legalModes, secondSegments } from "../../src/ieee80211/channel-plan.ts";

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

  // Morse Micro's table of class 1 to 4 (United States): 2 MHz at 2, 6, 10, ..., 4 MHz at 8, 16, ..., 8 MHz at 12, 28,
  // 44.
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

it("has second segments anywhere in its band but beside itself", () => {
  expect(secondSegments(5180)).toEqual([5530, 5610, 5690, 5775, 5855]);
  expect(secondSegments(2412)).toEqual([]);
});
