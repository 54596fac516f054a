import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadFamily } from "../../gen/families.ts";
import type { Attribute } from "../../gen/model.ts";
import { isNl80211Error } from "../../src/errors.ts";
import { toJson } from "../../src/json.ts";
import { toFrequency } from "../../src/nl80211/frequency.ts";
import { toInterface } from "../../src/nl80211/interface.ts";
import { stationRate } from "../../src/nl80211/rate-info.ts";
import { toRegulatoryDomain } from "../../src/nl80211/regulatory.ts";
import { toStation } from "../../src/nl80211/station.ts";
import { toSurvey } from "../../src/nl80211/survey.ts";
import { toWiphy } from "../../src/nl80211/wiphy.ts";
import { attributeValue } from "./generated/values.ts";

// Whatever the kernel tells is in the object: an attribute more in what the kernel sends is something more, or else, in its JSON.

const model = loadFamily("nl80211");
const set = (name: string) => model.sets.get(name)!.attributes;
const reply = (command: string, how: "do" | "dump") =>
  model.operations.find(({ name }) => name === command)![how]!.reply!.attributes;

type Make = (fields: Record<string, unknown>) => unknown;
/** What is there before the attribute comes: one of these shows it. */
type Bases = readonly Record<string, unknown>[];
const station = { mac: "02:00:00:00:01:00" };
const device = { wdev: 1, wiphy: 0, iftype: 2, mac: "02:00:00:00:01:00" };
const channel = { ...device, wiphyFreqMhz: 5180 };
const rule = { freqRangeStartKhz: 5150000, freqRangeEndKhz: 5250000, freqRangeMaxBwKhz: 80000 };

const CASES: readonly (readonly [string, readonly Attribute[], Bases, Make])[] = [
  ["a wiphy", reply("get-wiphy", "dump"), [{ wiphy: 0, wiphyName: "phy0" }], (all) => toWiphy(all as never)],
  ["a frequency", set("frequency"), [{ frequencyMhz: 5180 }], (all) => toFrequency(all as never)],
  [
    "an interface",
    reply("get-interface", "do"),
    [device, channel, { ...channel, channelWidth: 3, centerFreq1Mhz: 5210 }, { ...channel, npcaPrimaryFreqMhz: 5200 }],
    (all) => toInterface(all as never),
  ],
  ["a station", reply("get-station", "do"), [station], (all) => toStation(all as never)],
  ["STA_INFO", set("sta-info"), [{ plinkState: 4 }], (staInfo) => toStation({ ...station, staInfo } as never)],
  ["a survey", set("survey-info"), [{ frequencyMhz: 5180 }], (surveyInfo) => toSurvey({ surveyInfo } as never)],
  [
    "a rate",
    set("rate-info"),
    [
      { bitrate32: 10 },
      ...["mcs", "vhtMcs", "heMcs", "ehtMcs", "s1gMcs", "uhrMcs"].map((mcs) => ({ bitrate32: 10, [mcs]: 1 })),
    ],
    (all) => stationRate(all as never),
  ],
  [
    "a regulatory rule",
    set("reg-rule"),
    [rule],
    (all) => toRegulatoryDomain({ regAlpha2: "DE", regRules: [all] } as never),
  ],
];

/** Counts changes of the kernel's list; who dumps it looks at it. */
const OF_THE_DUMP = "generation";

describe("all that the kernel tells is in", () => {
  it.each(CASES)("%s", (_what, attributes, bases, make) => {
    const lost = attributes
      .filter(({ type, name }) => type.kind !== "pad" && type.kind !== "unused" && name !== OF_THE_DUMP)
      .filter((attribute) => {
        // some values say no more than none: several are tried
        const values = fc.sample(attributeValue(attribute), { numRuns: 50, seed: 7 });
        return !bases.some((base) => {
          const without = JSON.stringify(toJson(make(base)));
          return [...values, 1].some((value) => differs(() => make({ ...base, [attribute.field]: value }), without));
        });
      });
    expect(lost.map(({ name }) => name)).toEqual([]);
  });
});

/** Whether the JSON is another; that a value made up here is refused shows that it is looked at. */
function differs(make: () => unknown, without: string): boolean {
  try {
    return JSON.stringify(toJson(make())) !== without;
  } catch (error) {
    if (isNl80211Error(error, "MALFORMED")) return true;
    // the number that is tried where none belongs
    if (error instanceof TypeError) return false;
    throw error;
  }
}
