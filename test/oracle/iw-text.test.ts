import { describe, expect, it } from "vitest";
import { parseHundredths } from "./iw-number.ts";
import { parseIwRate } from "./iw-rate.ts";
import { parseIwStations } from "./iw-station.ts";
import { parseIwSurvey } from "./iw-survey.ts";
import { describeReport, IwText, UnreadLinesError } from "./iw-text.ts";

describe("the book of lines", () => {
  it("is not closed while a line is neither consumed nor excused", () => {
    const text = "Survey data from wlan0\n\tfrequency:\t\t\t2412 MHz\n\tphase of the moon:\t\tfull\n";
    expect(() => parseIwSurvey(text)).toThrow(UnreadLinesError);
    expect(() => parseIwSurvey(text)).toThrow('line 3: "phase of the moon:\\t\\tfull"');
  });

  it("has no place for a number in another unit", () => {
    expect(() => parseIwSurvey("Survey data from wlan0\n\tnoise:\t\t\t\t-92 dB\n")).toThrow(UnreadLinesError);
  });

  it("counts an excused line apart, with its reason", () => {
    const text = "Station 02:00:00:00:01:00 (on wlan2)\n\tinactive time:\t1112 ms\n\tcurrent time:\t1795451205002 ms\n";
    const { report } = parseIwStations(text);
    expect(report).toMatchObject({ read: 3, consumed: 2 });
    expect(describeReport(report)).toBe(
      "iw station dump: 3 lines read, 2 compared, 1 excused (33.3 %)\n  1 x iw's own clock, not the kernel's bytes",
    );
  });

  it("puts a line below the nearest one with fewer tabs, and counts no blank ones", () => {
    const { roots, lines } = new IwText("x", "a\n\tb\n\n\t\tc\n\td\ne\n");
    expect(lines).toHaveLength(5);
    expect(roots.map(({ text }) => text)).toEqual(["a", "e"]);
    expect(roots[0]!.children.map(({ text, children }) => [text, children.length])).toEqual([
      ["b", 1],
      ["d", 0],
    ]);
  });
});

describe("iw's numbers and rates", () => {
  it("hundredths below zero have a sign on both sides of the point", () => {
    expect(parseHundredths("-30.00")).toBe(-30);
    expect(parseHundredths("-1.-50")).toBe(-1.5);
    expect(parseHundredths("0.-50")).toBe(-0.5);
    expect(parseHundredths("22.05")).toBe(22.05);
  });

  it("a rate is taken word by word", () => {
    expect(parseIwRate("2401.9 MBit/s 80MHz EHT-MCS 11 EHT-NSS 2 EHT-GI 0")).toEqual({
      bitrate100Kbps: 24019,
      widthMhz: 80,
      ehtMcs: 11,
      ehtNss: 2,
      ehtGi: 0,
    });
    expect(parseIwRate("150.0 MBit/s MCS 7 40MHz short GI")).toEqual({
      bitrate100Kbps: 1500,
      mcs: 7,
      widthMhz: 40,
      shortGi: true,
    });
    expect(parseIwRate("(unknown)")).toEqual({});
    expect(() => parseIwRate("6.0 MBit/s UHR-MCS 3")).toThrow("UHR-MCS");
  });
});
