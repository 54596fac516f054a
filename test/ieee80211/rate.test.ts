import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rate, rateMbps } from "../../src/ieee80211/rate.ts";
import { formatRate } from "../../src/ieee80211/rate-text.ts";
import { EXTREMELY_HIGH_RUS, type ExtremelyHighRu } from "../../src/ieee80211/rates/eht.ts";
import type { HighEfficiencyRu } from "../../src/ieee80211/rates/he.ts";
import { isVhtMcsDefined } from "../../src/ieee80211/rates/vht.ts";

/** Half up to one decimal, as the standard's tables are printed. */
const tenths = (rate: Rate) => {
  const mbps = rateMbps(rate);
  return mbps === undefined ? undefined : Math.round(mbps * 10) / 10;
};

describe("HT", () => {
  // IEEE 802.11-2020 tables 19-27 (20 MHz, one stream, 0.8 and 0.4 µs) and 19-31 (40 MHz).
  it("has the rates of one stream", () => {
    const of = (widthMhz: 20 | 40, shortGi: boolean) =>
      Array.from({ length: 8 }, (_, mcs) => tenths({ kind: "HT", mcs, widthMhz, shortGi }));
    expect(of(20, false)).toEqual([6.5, 13, 19.5, 26, 39, 52, 58.5, 65]);
    expect(of(20, true)).toEqual([7.2, 14.4, 21.7, 28.9, 43.3, 57.8, 65, 72.2]);
    expect(of(40, false)).toEqual([13.5, 27, 40.5, 54, 81, 108, 121.5, 135]);
    expect(of(40, true)).toEqual([15, 30, 45, 60, 90, 120, 135, 150]);
  });

  // Tables 19-34 (MCS 31: 600 at 40 MHz, 0.4 µs), 19-35 (MCS 32), 19-36 to 19-41 (unequal modulation, 20 and 40 MHz,
  // 0.8 µs).
  it("has four streams, MCS 32 and unequal modulation", () => {
    expect(tenths({ kind: "HT", mcs: 31, widthMhz: 40, shortGi: true })).toBe(600);
    expect(tenths({ kind: "HT", mcs: 32, widthMhz: 40 })).toBe(6);
    expect(tenths({ kind: "HT", mcs: 32, widthMhz: 40, shortGi: true })).toBe(6.7);
    expect(tenths({ kind: "HT", mcs: 32, widthMhz: 20 })).toBeUndefined();
    expect([33, 38, 39, 45, 46, 52, 53, 64, 65, 76].map((mcs) => tenths({ kind: "HT", mcs, widthMhz: 20 }))).toEqual([
      39, 97.5, 52, 104, 78, 156, 65, 143, 97.5, 214.5,
    ]);
    expect(tenths({ kind: "HT", mcs: 76, widthMhz: 40, shortGi: true })).toBe(495);
    expect(tenths({ kind: "HT", mcs: 77, widthMhz: 40 })).toBeUndefined();
  });
});

describe("VHT", () => {
  // IEEE 802.11-2020 tables 21-29 (20 MHz), 21-37 (40), 21-45 (80), 21-53 (160): one stream, 0.8 µs.
  it.each([
    [20, [6.5, 13, 19.5, 26, 39, 52, 58.5, 65, 78]],
    [40, [13.5, 27, 40.5, 54, 81, 108, 121.5, 135, 162, 180]],
    [80, [29.3, 58.5, 87.8, 117, 175.5, 234, 263.3, 292.5, 351, 390]],
    [160, [58.5, 117, 175.5, 234, 351, 468, 526.5, 585, 702, 780]],
  ] as const)("has the rates of one stream at %d MHz", (widthMhz, rates) => {
    expect(rates.map((_, mcs) => tenths({ kind: "VHT", mcs, nss: 1, widthMhz }))).toEqual(rates);
  });

  it("reaches 6933.3 Mbit/s with eight streams, where Linux overflows 32 bits and says 2161.1", () => {
    expect(tenths({ kind: "VHT", mcs: 9, nss: 8, widthMhz: 160, shortGi: true })).toBe(6933.3);
  });

  // cfg80211_calculate_bitrate_vht: "not in the spec, but some devices use this".
  it("gives the rates that devices use outside the standard", () => {
    expect(tenths({ kind: "VHT", mcs: 9, nss: 1, widthMhz: 20 })).toBe(86.7);
    expect(tenths({ kind: "VHT", mcs: 11, nss: 1, widthMhz: 80 })).toBe(487.5);
  });

  // IEEE 802.11-2020 tables 21-29 to 21-60: the rows that say "not valid".
  it("knows which combinations the standard leaves out", () => {
    const missing: string[] = [];
    for (const widthMhz of [20, 40, 80, 160] as const) {
      for (let nss = 1; nss <= 8; nss++) {
        for (let mcs = 0; mcs <= 9; mcs++) {
          if (!isVhtMcsDefined(mcs, nss, widthMhz)) missing.push(`${widthMhz}:${mcs}:${nss}`);
        }
      }
    }
    expect(missing).toEqual([
      ...[1, 2, 4, 5, 7, 8].map((nss) => `20:9:${nss}`),
      ...["80:6:3", "80:9:6", "80:6:7"],
      "160:9:3",
    ]);
  });
});

describe("HE", () => {
  // IEEE 802.11ax-2021 tables 27-55 (26 tones) to 27-111 (2x996 tones): one stream; 0.8, 1.6 and 3.2 µs.
  it.each<[HighEfficiencyRu, number, [number, number, number]]>([
    ["26", 0, [0.9, 0.8, 0.8]],
    ["26", 11, [14.7, 13.9, 12.5]],
    ["52", 0, [1.8, 1.7, 1.5]],
    ["52", 11, [29.4, 27.8, 25]],
    ["106", 0, [3.8, 3.5, 3.2]],
    ["106", 11, [62.5, 59, 53.1]],
    ["242", 0, [8.6, 8.1, 7.3]],
    ["242", 7, [86, 81.3, 73.1]],
    ["242", 11, [143.4, 135.4, 121.9]],
    ["484", 11, [286.8, 270.8, 243.8]],
    ["996", 0, [36, 34, 30.6]],
    ["996", 9, [480.4, 453.7, 408.3]],
    ["996", 11, [600.5, 567.1, 510.4]],
    ["2x996", 11, [1201, 1134.3, 1020.8]],
  ])("%s tones, MCS %d", (ru, mcs, rates) => {
    const of = (guardIntervalUs: 0.8 | 1.6 | 3.2) => tenths({ kind: "HE", mcs, nss: 1, ru, guardIntervalUs });
    expect([of(0.8), of(1.6), of(3.2)]).toEqual(rates);
  });

  it("a width is its widest unit", () => {
    expect(rateMbps({ kind: "HE", mcs: 11, nss: 2, widthMhz: 80 })).toBe(1200.98);
    expect(tenths({ kind: "HE", mcs: 11, nss: 8, widthMhz: 160 })).toBe(9607.8);
  });

  // IEEE 802.11ax-2021 27.3.12.9: N_SD is half. By hand: 117 x 1/2 bits in 13.6 µs, and 490 x 4 x 3/4 x 2.
  it("DCM halves the rate, for MCS 0, 1, 3 and 4 with up to two streams", () => {
    expect(tenths({ kind: "HE", mcs: 0, nss: 1, widthMhz: 20, dcm: true })).toBe(4.3);
    expect(tenths({ kind: "HE", mcs: 4, nss: 2, widthMhz: 80, dcm: true })).toBe(216.2);
    expect(rateMbps({ kind: "HE", mcs: 2, nss: 1, widthMhz: 20, dcm: true })).toBeUndefined();
    expect(rateMbps({ kind: "HE", mcs: 0, nss: 3, widthMhz: 20, dcm: true })).toBeUndefined();
  });
});

describe("EHT", () => {
  // IEEE 802.11be tables 36-71 ff.; 4096-QAM: 980 x 12 x 5/6 bits in 13.6 µs is 720.6 for each stream of 80 MHz.
  it.each<[number, 20 | 40 | 80 | 160 | 320, number, number]>([
    [13, 20, 1, 172.1],
    [13, 80, 1, 720.6],
    [13, 160, 2, 2882.4],
    [13, 320, 1, 2882.4],
    [13, 320, 8, 23058.8],
    [11, 320, 2, 4803.9],
    [15, 20, 1, 4.3],
    [15, 80, 1, 18],
    [14, 80, 1, 8.6],
    [14, 160, 1, 18],
    [14, 320, 1, 36],
  ])("MCS %d at %d MHz with %d streams", (mcs, widthMhz, nss, mbps) => {
    expect(tenths({ kind: "EHT", mcs, nss, widthMhz })).toBe(mbps);
  });

  // Hand computation: data subcarriers 72, 126, 702, 1448, 1682, 2428, 2940, 3408 x 10 bits (MCS 13) over 13.6 µs.
  it.each<[ExtremelyHighRu, number]>([
    ["52+26", 52.9],
    ["106+26", 92.6],
    ["484+242", 516.2],
    ["996+484", 1064.7],
    ["996+484+242", 1236.8],
    ["2x996+484", 1785.3],
    ["3x996", 2161.8],
    ["3x996+484", 2505.9],
  ])("a multiple resource unit of %s tones", (ru, mbps) => {
    expect(tenths({ kind: "EHT", mcs: 13, nss: 1, ru })).toBe(mbps);
  });

  it("MCS 14 is for 80, 160 and 320 MHz and one stream, MCS 15 for one stream", () => {
    expect(rateMbps({ kind: "EHT", mcs: 14, nss: 1, widthMhz: 40 })).toBeUndefined();
    expect(rateMbps({ kind: "EHT", mcs: 14, nss: 2, widthMhz: 80 })).toBeUndefined();
    expect(rateMbps({ kind: "EHT", mcs: 15, nss: 2, widthMhz: 80 })).toBeUndefined();
  });
});

describe("UHR", () => {
  // cfg80211_calculate_bitrate_uhr of Linux 7.3, compiled and run for these numbers.
  it("has the rates that Linux defines", () => {
    const of = (mcs: number) => formatRate({ kind: "UHR", mcs, nss: 1, widthMhz: 160 }).split(" ")[0];
    expect([17, 19, 20, 23].map(of)).toEqual(["192.1", "384.3", "480.3", "768.6"]);
    expect(tenths({ kind: "UHR", mcs: 0, nss: 1, elr: true })).toBe(1.7);
    expect(tenths({ kind: "UHR", mcs: 1, nss: 1, elr: true })).toBe(3.3);
    expect(tenths({ kind: "UHR", mcs: 7, nss: 1, widthMhz: 20, interferenceMitigation: true })).toBe(77.4);
    expect(rateMbps({ kind: "UHR", mcs: 18, nss: 1, widthMhz: 20 })).toBeUndefined();
  });
});

describe("S1G", () => {
  // IEEE 802.11-2020 tables 23-41 (1 MHz) to 23-57 (16 MHz): one stream, 8 µs.
  it.each([
    [1, [0.3, 0.6, 0.9, 1.2, 1.8, 2.4, 2.7, 3, 3.6, 4, 0.15]],
    [2, [0.65, 1.3, 1.95, 2.6, 3.9, 5.2, 5.85, 6.5, 7.8, undefined, undefined]],
    [4, [1.35, 2.7, 4.05, 5.4, 8.1, 10.8, 12.15, 13.5, 16.2, 18]],
    [8, [2.925, 5.85, 8.775, 11.7, 17.55, 23.4, 26.325, 29.25, 35.1, 39]],
    [16, [5.85, 11.7, 17.55, 23.4, 35.1, 46.8, 52.65, 58.5, 70.2, 78]],
  ] as const)("at %d MHz", (widthMhz, rates) => {
    expect(rates.map((_, mcs) => rateMbps({ kind: "S1G", mcs, nss: 1, widthMhz }))).toEqual(rates);
  });

  it("reaches 346.7 Mbit/s with four streams at 16 MHz", () => {
    expect(tenths({ kind: "S1G", mcs: 9, nss: 4, widthMhz: 16, shortGi: true })).toBe(346.7);
  });
});

describe("60 GHz", () => {
  // IEEE 802.11-2016 clause 20, 802.11ay: 4620 is the highest of the single carrier, 6756.75 of OFDM, 8085 of 64-QAM
  // 7/8.
  it("has the rates of DMG and EDMG", () => {
    expect([0, 1, 12, 24, 31].map((mcs) => rateMbps({ kind: "DMG", mcs }))).toEqual([27.5, 385, 4620, 6756.75, 2503]);
    expect(rateMbps({ kind: "DMG", mcs: 9, step: 1 })).toBe(2695);
    expect(rateMbps({ kind: "DMG", mcs: 12, step: 4 })).toBe(6930);
    expect(rateMbps({ kind: "EDMG", mcs: 20, bonded: 4 })).toBe(32340);
    expect(rateMbps({ kind: "DMG", mcs: 32 })).toBeUndefined();
    expect(rateMbps({ kind: "EDMG", mcs: 20, bonded: 5 })).toBeUndefined();
  });
});

describe("formatRate", () => {
  // iw 6.17, station.c parse_bitrate; the lines are of `iw station dump` on mac80211_hwsim and of the kernel's
  // arithmetic.
  it.each<[Rate, string]>([
    [{ kind: "legacy", mbps: 54 }, "54.0 MBit/s"],
    [{ kind: "HT", mcs: 7, widthMhz: 20, shortGi: true }, "72.2 MBit/s MCS 7 short GI"],
    [{ kind: "HT", mcs: 15, widthMhz: 40 }, "270.0 MBit/s MCS 15 40MHz"],
    [{ kind: "VHT", mcs: 9, nss: 2, widthMhz: 80, shortGi: true }, "866.7 MBit/s VHT-MCS 9 80MHz short GI VHT-NSS 2"],
    [{ kind: "HE", mcs: 11, nss: 2, widthMhz: 80 }, "1200.9 MBit/s 80MHz HE-MCS 11 HE-NSS 2 HE-GI 0 HE-DCM 0"],
    [
      { kind: "HE", mcs: 3, nss: 1, ru: "106", guardIntervalUs: 3.2 },
      "12.7 MBit/s HE-MCS 3 HE-NSS 1 HE-GI 2 HE-DCM 0 HE-RU-ALLOC 2",
    ],
    [{ kind: "EHT", mcs: 13, nss: 2, widthMhz: 320 }, "5764.7 MBit/s 320MHz EHT-MCS 13 EHT-NSS 2 EHT-GI 0"],
    [{ kind: "EHT", mcs: 13, nss: 1, ru: "484+242" }, "516.1 MBit/s EHT-MCS 13 EHT-NSS 1 EHT-GI 0 EHT-RU-ALLOC 7"],
    [{ kind: "HT", mcs: 99, widthMhz: 20 }, "(unknown) MCS 99"],
  ])("%j", (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it("prefers the kernel's own figure", () => {
    expect(formatRate({ kind: "HE", mcs: 0, nss: 1, ru: "26" }, 0.7)).toMatch(/^0\.7 MBit/);
  });
});

describe("beside the kernel", () => {
  // cfg80211_calculate_bitrate of Linux 7.3, compiled and run: kind, MCS, streams, MHz, guard interval in µs, DCM (HE)
  // or interference mitigation (UHR), Mbit/s. Its constants are cut and it cuts again, so that it stays up to 0.3 per
  // mille and 0.1 behind; VHT adds up rounded rates.
  it.each([
    ["HT", 0, 1, 20, 0.8, 0, 6.5],
    ["VHT", 0, 8, 20, 0.4, 0, 57.8],
    ["VHT", 3, 7, 40, 0.8, 0, 378],
    ["VHT", 6, 6, 40, 0.4, 0, 810],
    ["VHT", 9, 5, 80, 0.8, 0, 1950],
    ["HE", 0, 2, 20, 3.2, 1, 7.3],
    ["HE", 1, 6, 160, 1.6, 0, 816.6],
    ["HE", 3, 4, 40, 0.8, 0, 275.3],
    ["HE", 5, 1, 80, 3.2, 0, 244.9],
    ["HE", 7, 1, 20, 1.6, 0, 81.2],
    ["HE", 8, 8, 80, 0.8, 0, 3459.3],
    ["HE", 10, 7, 160, 3.2, 0, 6429.9],
    ["HE", 12, 7, 40, 1.6, 0, 2047.1],
    ["EHT", 0, 5, 160, 0.8, 0, 360.2],
    ["EHT", 2, 1, 320, 3.2, 0, 367.4],
    ["EHT", 3, 6, 40, 1.6, 0, 390],
    ["EHT", 5, 2, 160, 0.8, 0, 1152.8],
    ["EHT", 6, 6, 320, 3.2, 0, 6615.4],
    ["EHT", 8, 3, 40, 1.6, 0, 585],
    ["EHT", 9, 7, 160, 0.8, 0, 6725.4],
    ["EHT", 11, 3, 320, 3.2, 0, 6124.9],
    ["EHT", 12, 8, 40, 1.6, 0, 2339.5],
    ["UHR", 0, 2, 40, 0.8, 0, 34.4],
    ["UHR", 1, 5, 80, 3.2, 0, 306.2],
    ["UHR", 2, 8, 320, 1.6, 0, 3266.5],
    ["UHR", 4, 3, 40, 0.8, 0, 309.6],
    ["UHR", 5, 6, 80, 3.2, 0, 1469.8],
    ["UHR", 7, 1, 80, 0.8, 1, 324.2],
    ["UHR", 8, 4, 40, 0.8, 0, 826],
    ["UHR", 9, 7, 80, 3.2, 0, 2858.3],
    ["UHR", 11, 1, 320, 3.2, 0, 2041.6],
    ["UHR", 12, 5, 40, 0.8, 0, 1548.2],
    ["UHR", 13, 8, 80, 3.2, 0, 4899.9],
    ["UHR", 19, 1, 80, 3.2, 0, 163.3],
    ["UHR", 20, 4, 80, 0.8, 0, 960.7],
    ["UHR", 23, 7, 160, 3.2, 0, 4573.3],
  ] as const)(
    "%s MCS %d, %d streams, %d MHz, %d µs, %d: %d",
    (kind, mcs, nss, widthMhz, guardIntervalUs, flag, kernel) => {
      const shortGi = guardIntervalUs === 0.4;
      const extra = kind === "HE" ? { dcm: flag === 1 } : { interferenceMitigation: flag === 1 };
      const rate = {
        kind,
        mcs,
        nss,
        widthMhz,
        ...(shortGi ? { shortGi } : { guardIntervalUs }),
        ...extra,
      } as unknown as Rate;
      const tolerance = kind === "VHT" ? 0.05 * nss + 0.05 : 0.11 + 0.0003 * kernel;
      expect(Math.abs(rateMbps(rate)! - kernel)).toBeLessThanOrEqual(tolerance);
    },
  );
});

it("any numbers give a positive rate or none", () => {
  const rate = fc.record({
    kind: fc.constantFrom("HT", "VHT", "HE", "EHT", "UHR", "S1G", "DMG", "EDMG"),
    mcs: fc.oneof(fc.integer({ min: -2, max: 80 }), fc.constantFrom(0.5, Number.NaN)),
    nss: fc.integer({ min: -1, max: 9 }),
    widthMhz: fc.constantFrom(1, 2, 4, 8, 16, 20, 40, 80, 160, 320, 7, undefined),
    ru: fc.option(fc.constantFrom(...EXTREMELY_HIGH_RUS), { nil: undefined }),
    dcm: fc.boolean(),
    bonded: fc.integer({ min: 0, max: 5 }),
  });
  fc.assert(
    fc.property(rate, (any) => {
      const mbps = rateMbps(any as unknown as Rate);
      expect(mbps === undefined || mbps > 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
