import { describe, expect, it } from "vitest";
import { createChandef } from "../../src/ieee80211/chandef.ts";
import { frequencyToChannel } from "../../src/ieee80211/channel.ts";
import { type ChannelMode, legalModes } from "../../src/ieee80211/channel-plan.ts";
import {
  operatingClass,
  operatingClasses,
  operatingClassFrequencyMhz,
  operatingClassOf,
  operatingClassTable,
} from "../../src/ieee80211/operating-class.ts";

describe("operatingClass", () => {
  // hostap, ieee80211_chan_to_freq (tables E-1 to E-4, E-6): country, class, channel -> MHz.
  it.each([
    ["US", 12, 11, 2462],
    ["US", 4, 144, 5720],
    ["US", 26, 157, 5785],
    ["US", 34, 8, 73440],
    ["DE", 4, 13, 2472],
    ["DE", 10, 136, 5680],
    ["GB", 17, 169, 5845],
    ["JP", 31, 14, 2484],
    ["JP", 1, 34, 5170],
    ["JP", 58, 100, 5500],
    ["CN", 3, 165, 5825],
    ["BR", 81, 13, 2472],
    ["US", 128, 155, 5775],
    [undefined, 129, 114, 5570],
    [undefined, 136, 2, 5935],
    [undefined, 134, 207, 6985],
    [undefined, 137, 191, 6905],
    [undefined, 180, 1, 58320],
  ] as const)("%s class %d channel %d is at %d MHz", (country, number, channel, frequencyMhz) => {
    expect(operatingClassFrequencyMhz(operatingClass(number, country)!, channel)).toBe(frequencyMhz);
  });

  it("the same number means another thing in another country", () => {
    expect(operatingClass(4, "US")?.band).toBe("5 GHz");
    expect(operatingClass(4, "FR")?.band).toBe("2.4 GHz");
    expect(operatingClass(4)).toBeUndefined();
    expect(operatingClass(200, "US")).toBeUndefined();
  });

  it("takes the environment octet of a country string along", () => {
    expect(operatingClassTable("DE ")).toBe("EU");
    expect(operatingClassTable("USI")).toBe("US");
    expect(operatingClassTable("00")).toBe("global");
    expect(operatingClassTable("")).toBe("global");
  });

  // Morse Micro's table of S1G classes: class 8 of Japan starts at 916.5 MHz, 30 of Europe at 901.4.
  it("has S1G in its own table", () => {
    const s1g = (number: number) => operatingClasses("S1G").find((each) => each.number === number)!;
    expect(operatingClassFrequencyMhz(s1g(1), 51)).toBe(927.5);
    expect(operatingClassFrequencyMhz(s1g(8), 9)).toBe(921);
    expect(operatingClassFrequencyMhz(s1g(30), 31)).toBeCloseTo(916.9);
    expect(s1g(25)).toMatchObject({ widthMhz: 8, channels: [44] });
  });

  it("has no number twice in a table, and no channel outside its band", () => {
    for (const table of ["US", "EU", "JP", "CN", "global", "S1G"] as const) {
      const classes = operatingClasses(table);
      expect(new Set(classes.map((each) => each.number)).size).toBe(classes.length);
      for (const each of classes.filter(
        ({ band, startMhz }) =>
          ["2.4 GHz", "5 GHz", "6 GHz"].includes(band) && startMhz !== 5002.5 && startMhz !== 5925,
      )) {
        for (const channel of each.channels) {
          expect(frequencyToChannel(operatingClassFrequencyMhz(each, channel)!), `${table} ${each.number}`).toEqual({
            band: each.band,
            channel,
          });
        }
      }
    }
  });
});

describe("operatingClassOf", () => {
  // hostap, ieee80211_freq_to_channel_ext.
  it.each<[number, ChannelMode, number, number]>([
    [2412, "HT20", 81, 1],
    [2412, "NOHT", 81, 1],
    [2484, "NOHT", 82, 14],
    [2437, "HT40+", 83, 6],
    [2437, "HT40-", 84, 6],
    [5180, "HT20", 115, 36],
    [5200, "HT40-", 117, 40],
    [5260, "HT40+", 119, 52],
    [5720, "HT40-", 123, 144],
    [5745, "HT20", 124, 149],
    [5825, "HT20", 125, 165],
    [5745, "HT40+", 126, 149],
    [5885, "HT40-", 127, 177],
    [5180, "80MHz", 128, 36],
    [5320, "160MHz", 129, 64],
    [5955, "HT20", 131, 1],
    [5975, "HT40-", 132, 5],
    [5975, "80MHz", 133, 5],
    [5975, "160MHz", 134, 5],
    [5935, "HT20", 136, 2],
    [5975, "320MHz-1", 137, 5],
    [6115, "320MHz-2", 137, 33],
    [58320, "NOHT", 180, 1],
  ])("%d MHz %s is of class %d, channel %d", (frequencyMhz, mode, number, channel) => {
    expect(operatingClassOf(createChandef(frequencyMhz, mode))).toEqual({ operatingClass: number, channel });
  });

  it("80+80 MHz has classes of its own", () => {
    expect(operatingClassOf(createChandef(5180, "80+80MHz", { center2Mhz: 5775 }))?.operatingClass).toBe(130);
    expect(operatingClassOf(createChandef(5955, "80+80MHz", { center2Mhz: 6225 }))?.operatingClass).toBe(135);
  });

  it("every legal width of 2.4, 5 and 6 GHz has one", () => {
    const missing: string[] = [];
    for (let frequencyMhz = 2412; frequencyMhz <= 7115; frequencyMhz++) {
      const channel = frequencyToChannel(frequencyMhz);
      if (channel === undefined || (channel.band === "5 GHz" && channel.channel < 36)) continue;
      for (const { mode } of legalModes(frequencyMhz)) {
        if (["5MHz", "10MHz", "80+80MHz"].includes(mode) || legalModes(frequencyMhz).length < 5) continue;
        if (operatingClassOf(createChandef(frequencyMhz, mode)) === undefined) missing.push(`${frequencyMhz} ${mode}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
