import { describe, expect, it } from "vitest";
import { ratesOf } from "../../src/cli/rate-words.ts";
import { tidConfigsOf } from "../../src/cli/tid-words.ts";

const words = (text: string) => text.split(" ");

describe("iw's words for rates", () => {
  it("name kinds by band, and lists and spans of MCS by streams", () => {
    expect(
      ratesOf(words("legacy-2.4 5.5 11 ht-mcs-5 0 7 vht-mcs-5 1:0-3 2:7,8 lgi-5 he-mcs-6 1:11 he-gi-6 1.6 he-ltf-6 4")),
    ).toEqual({
      "2.4 GHz": { legacyMbps: [5.5, 11] },
      "5 GHz": { htMcs: [0, 7], vhtMcs: { 1: [0, 1, 2, 3], 2: [7, 8] }, gi: "long" },
      "6 GHz": { heMcs: { 1: [11] }, heGiUs: 1.6, heLtf: 4 },
    });
  });

  it("may name a kind without any, which forbids it", () => {
    expect(ratesOf(words("legacy-5"))).toEqual({ "5 GHz": { legacyMbps: [] } });
    expect(ratesOf([])).toEqual({});
  });
});

describe("iw's words for traffic ids", () => {
  it("configure several at once, each with rates of its own", () => {
    const text = `peer 02:00:00:00:02:00 tids 0x1 ampdu off tids 0x6 override sretry 7 bitrates limit vht-mcs-5 4:9 rtscts on`;
    expect(tidConfigsOf(words(text))).toEqual({
      peer: "02:00:00:00:02:00",
      configs: [
        { tids: [0], ampdu: false },
        {
          tids: [1, 2],
          override: true,
          retryShort: 7,
          rates: { limit: { "5 GHz": { vhtMcs: { 4: [9] } } } },
          rtsCts: true,
        },
      ],
    });
    expect(tidConfigsOf(words("tids 0x2 bitrates auto noack on"))).toEqual({
      configs: [{ tids: [1], rates: "auto", noAck: true }],
    });
  });
});
