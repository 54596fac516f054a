import { describe, expect, it } from "vitest";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import {
  decodeGetStationDumpReply,
  encodeGetStationDumpReply,
  type GetStationDumpReply,
} from "../../src/nl80211/generated/station.ts";
import { mergeStationParts, toStation } from "../../src/nl80211/station.ts";
import { channelUtilization } from "../../src/nl80211/survey.ts";

function received(reply: GetStationDumpReply): GetStationDumpReply {
  const writer = new AttributeWriter();
  encodeGetStationDumpReply(writer, reply);
  return decodeGetStationDumpReply(new AttributeReader(writer.finish()));
}

const STATION = { ifindex: 3, wdev: 1, mac: "02:00:00:00:10:00", generation: 5 };
const LINKS = [
  { mloLinkId: 0, mac: "02:00:00:00:10:01", staInfo: { signalDbm: -40, rxBytes64: 2 ** 33 } },
  { mloLinkId: 2, mac: "02:00:00:00:10:03", staInfo: { signalDbm: -60, rxBytes64: 7 } },
];

describe("stations of a multi-link connection", () => {
  // nl80211_dump_station of Linux 7.3: the sum first, then, asked for with STA_DUMP_LINK_STATS, each link in a message of its own.
  it("come in a message for the sum and one for each link, and are one station", () => {
    const parts = [
      received({ ...STATION, staInfo: { rxBytes64: 2 ** 33 + 7, signalDbm: -40 } }),
      ...LINKS.map((link) => received({ ...STATION, mloLinks: [link] })),
      received({ ...STATION, mac: "02:00:00:00:20:00", staInfo: { signalDbm: -70 } }),
    ];
    const stations = mergeStationParts(parts).map(toStation);
    expect(stations).toHaveLength(2);
    expect(stations[0]).toMatchObject({ rxBytes: 2 ** 33 + 7, signalDbm: -40 });
    expect(stations[0]!.links).toEqual([
      { linkId: 0, address: "02:00:00:00:10:01", signalDbm: -40, rxBytes: 2 ** 33 },
      { linkId: 2, address: "02:00:00:00:10:03", signalDbm: -60, rxBytes: 7 },
    ]);
    expect(stations[1]).toMatchObject({ signalDbm: -70, links: [] });
  });

  it("may have all links in one message", () => {
    const [station] = mergeStationParts([received({ ...STATION, staInfo: {}, mloLinks: LINKS })]).map(toStation);
    expect(station!.links.map(({ linkId }) => linkId)).toEqual([0, 2]);
  });
});

describe("channelUtilization", () => {
  const before = { ifindex: 3, frequencyMhz: 2412, inUse: true, timeMs: 1000, timeBusyMs: 500, timeTxMs: 10 };

  it("is the part of the time between two surveys", () => {
    const after = { ...before, timeMs: 3000, timeBusyMs: 1000, timeTxMs: 30 };
    expect(channelUtilization(before, after)).toEqual({ timeMs: 2000, busyPercent: 25, txPercent: 1 });
  });

  it("is unknown where nobody listened, counters began anew, or the channels differ", () => {
    expect(channelUtilization(before, before)).toBeUndefined();
    expect(channelUtilization(before, { ...before, timeMs: 10 })).toBeUndefined();
    expect(channelUtilization(before, { ...before, timeMs: 2000, frequencyMhz: 2417 })).toBeUndefined();
    expect(channelUtilization(before, { ...before, timeMs: 2000, timeBusyMs: 3 })).toEqual({
      timeMs: 1000,
      txPercent: 0,
    });
  });
});
