import { describe, expect, it } from "vitest";
import { chandefProblem, createChandef, formatChandef, subchannels } from "../../src/ieee80211/chandef.ts";

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
    [5181, "HT20", "no primary channel is centred at 5181 MHz"],
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
});
