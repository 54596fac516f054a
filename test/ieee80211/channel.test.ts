import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Band,
  bandOf,
  channelToFrequency,
  channelToFrequencyKhz,
  frequencyKhzToChannel,
  frequencyToChannel,
} from "../../src/ieee80211/channel.ts";

describe("frequencyToChannel", () => {
  // IEEE 802.11-2020 annex E (channel starting frequency + 5 MHz x number), 802.11ax 27.3.23.2, 802.11ad/ay (2.16 GHz
  // apart).
  it.each<[number, Band, number]>([
    [2412, "2.4 GHz", 1],
    [2472, "2.4 GHz", 13],
    [2484, "2.4 GHz", 14],
    [4920, "5 GHz", 184],
    [4980, "5 GHz", 196],
    [5040, "5 GHz", 8],
    [5170, "5 GHz", 34],
    [5180, "5 GHz", 36],
    [5210, "5 GHz", 42],
    [5250, "5 GHz", 50],
    [5500, "5 GHz", 100],
    [5720, "5 GHz", 144],
    [5885, "5 GHz", 177],
    [5935, "6 GHz", 2],
    [5955, "6 GHz", 1],
    [5985, "6 GHz", 7],
    [7115, "6 GHz", 233],
    [58320, "60 GHz", 1],
    [69120, "60 GHz", 6],
    [902.5, "S1G", 1],
    [924, "S1G", 44],
  ])("%d MHz is of %s channel %d, and back", (frequencyMhz, band, channel) => {
    expect(frequencyToChannel(frequencyMhz)).toEqual({ band, channel });
    expect(channelToFrequency(channel, band)).toBe(frequencyMhz);
    expect(bandOf(frequencyMhz)).toBe(band);
  });

  it("does not guess: frequencies beside a channel's centre have no channel", () => {
    for (const frequencyMhz of [0, 2407, 2413, 2477, 2483, 5000, 5181, 5950, 60000, 902.25, Number.NaN, -5180]) {
      expect(frequencyToChannel(frequencyMhz), String(frequencyMhz)).toBeUndefined();
    }
  });

  it("counts S1G channels by 500 kHz", () => {
    expect(frequencyKhzToChannel(902_500)).toEqual({ band: "S1G", channel: 1 });
    expect(channelToFrequencyKhz(51, "S1G")).toBe(927_500);
    expect(channelToFrequencyKhz(36, "5 GHz")).toBe(5_180_000);
  });

  // 802.11ay: channel 9 bonds 1 and 2 (59.40 GHz), 17 bonds 1 to 3 (60.48), 25 bonds 1 to 4 (61.56).
  it("knows the centres of bonded 60 GHz channels", () => {
    expect([9, 17, 25, 29].map((channel) => channelToFrequency(channel, "60 GHz"))).toEqual([
      59400, 60480, 61560, 70200,
    ]);
    expect([0, 16, 23, 24, 30].map((channel) => channelToFrequency(channel, "60 GHz"))).toEqual(
      Array(5).fill(undefined),
    );
  });

  it("has no channel 0, 15 or 254, nor half a channel", () => {
    expect(channelToFrequency(0, "2.4 GHz")).toBeUndefined();
    expect(channelToFrequency(15, "2.4 GHz")).toBeUndefined();
    expect(channelToFrequency(197, "5 GHz")).toBeUndefined();
    expect(channelToFrequency(254, "6 GHz")).toBeUndefined();
    expect(channelToFrequency(36.5, "5 GHz")).toBeUndefined();
  });

  // 5960 MHz would count as channel 2, which is at 5935; Linux takes it so.
  it("knows the even channel of 6 GHz by its own frequency only", () => {
    expect(frequencyToChannel(5935)).toEqual({ band: "6 GHz", channel: 2 });
    expect(channelToFrequency(4, "6 GHz")).toBeUndefined();
  });

  it("comes back to the frequency it came from, over every multiple of 5 MHz", () => {
    for (let frequencyMhz = 2400; frequencyMhz < 7300; frequencyMhz += 5) {
      const found = frequencyToChannel(frequencyMhz);
      if (found === undefined || (found.channel >= 182 && frequencyMhz > 5900 && found.band === "5 GHz")) continue;
      expect(channelToFrequency(found.channel, found.band)).toBe(frequencyMhz);
    }
  });

  it("comes back to the frequency it came from", () => {
    fc.assert(
      fc.property(fc.integer({ min: 750_000, max: 75_000_000 }), (frequencyKhz) => {
        const found = frequencyKhzToChannel(frequencyKhz);
        if (found === undefined) return;
        // 5.9 GHz and 4.9 GHz share the numbers 182 to 184; as in Linux, the number means 4.9 GHz.
        if (found.channel >= 182 && frequencyKhz > 5_900_000 && found.band === "5 GHz") return;
        expect(channelToFrequencyKhz(found.channel, found.band)).toBe(frequencyKhz);
      }),
    );
  });
});
