import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseIwEvents } from "./iw-event.ts";
import { parseIwInterfaces } from "./iw-interface.ts";
import { parseIwLink } from "./iw-link.ts";
import { parseIwRegulatory } from "./iw-regulatory.ts";
import { parseIwScan } from "./iw-scan.ts";
import { parseIwStations } from "./iw-station.ts";
import { parseIwSurvey } from "./iw-survey.ts";
import { describeReport, sumReports } from "./iw-text.ts";
import { parseIwWiphys } from "./iw-wiphy.ts";

const village = (name: string) =>
  readFileSync(new URL(`../../fixtures/village/iw-${name}.txt`, import.meta.url), "utf8");

describe("the parsers on what iw 5.19 printed of the village", () => {
  it("leave no line unread, and excuse no more than 2 % of them", () => {
    const sum = sumReports("iw 5.19 on the village", [
      parseIwWiphys(village("phy")).report,
      parseIwInterfaces(village("dev")).report,
      parseIwScan(village("scan")).report,
      parseIwLink(village("link")).report,
      parseIwStations(village("station")).report,
      parseIwSurvey(village("survey")).report,
      parseIwRegulatory(village("reg")).report,
      parseIwEvents(village("event")).report,
    ]);
    console.log(describeReport(sum));
    // lines that are not blank: cat iw-*.txt | grep -cv '^[[:space:]]*$'
    expect(sum.read).toBe(3858);
    expect(sum.consumed + sum.excused.length).toBe(sum.read);
    expect(sum.excused.length / sum.read).toBeLessThanOrEqual(0.02);
  });

  it("find three wiphys with four bands each, S1G last", () => {
    const { wiphys } = parseIwWiphys(village("phy"));
    expect(wiphys.map(({ name, index }) => [name, index])).toEqual([
      ["phy2", 2],
      ["phy1", 1],
      ["phy0", 0],
    ]);
    for (const { bands } of wiphys) expect(bands.map((band) => band.number)).toEqual([1, 2, 4, 5]);
    const [first] = wiphys;
    expect(first!.bands[0]!.frequencies.at(-1)).toEqual({ frequencyMhz: 2484, channel: 14, flags: ["disabled"] });
    expect(first!.bands[0]!.rates[2]).toEqual({ rate100Kbps: 55, shortPreamble: true });
    expect(first!.bands[0]!.ht.rxMcs).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(first!.bands[1]!.iftypeData[0]!.he!.mcs["TX 160"]![1]).toBe("MCS 0-11");
    expect(first!.bands[1]!.iftypeData[0]!.eht!.maps[1]).toEqual({
      width: "160",
      rx: { "8-9": 0, "10-11": 0, "12-13": 0 },
      tx: { "8-9": 0, "10-11": 0, "12-13": 0 },
    });
    expect(first!.interfaceCombinations).toEqual([
      {
        limits: [
          { modes: ["IBSS"], max: 1 },
          { modes: ["managed", "AP", "mesh point", "P2P-client", "P2P-GO"], max: 2048 },
          { modes: ["P2P-device"], max: 1 },
        ],
        maxInterfaces: 2050,
        maxChannels: 2,
      },
    ]);
    expect(first!.rxFrameTypes!["managed"]).toEqual([0x40, 0xb0, 0xd0]);
  });

  it("find the interfaces below their wiphys, with wdevs above 2^32", () => {
    const { interfaces } = parseIwInterfaces(village("dev"));
    expect(interfaces.map(({ name, wiphy, wdev }) => [name, wiphy, wdev])).toEqual([
      ["wlan2", 2, 0x200000001],
      ["wlan1", 1, 0x100000001],
      ["wlan0", 0, 0x1],
    ]);
    expect(interfaces[1]!.channel).toEqual({ number: 36, frequencyMhz: 5180, width: "20 MHz", center1Mhz: 5180 });
    expect(interfaces[1]!.txPowerDbm).toBe(23);
    expect(interfaces[1]!.txq).toMatchObject({ backlogBytes: 0, txPackets: 0 });
  });

  it("find two networks with their elements in the order of the frame", () => {
    const { networks } = parseIwScan(village("scan"));
    expect(networks.map(({ bssid, frequencyMhz, signalDbm }) => [bssid, frequencyMhz, signalDbm])).toEqual([
      ["02:00:00:00:00:00", 2462, -30],
      ["02:00:00:00:01:00", 5180, -27],
    ]);
    const [, inn] = networks;
    expect(inn!.tsfUs).toBe(1795451195336644n);
    expect(inn!.elements[0]).toEqual({ name: "SSID", kind: "ssid", escaped: "village-inn" });
    expect(inn!.elements.find(({ name }) => name === "RSN")).toMatchObject({
      rsn: { groupCipher: "CCMP", pairwiseCiphers: ["CCMP"], akms: ["PSK"], capabilities: { value: 0x0c } },
    });
  });

  it("read the station, the link, the survey and the rules", () => {
    const { stations } = parseIwStations(village("station"));
    expect(stations).toHaveLength(1);
    expect(stations[0]).toMatchObject({
      txRate: { bitrate100Kbps: 260, vhtMcs: 0, vhtNss: 4 },
      expectedThroughput: 9704,
      connectedSeconds: 3,
      beaconRx: 30,
      mfp: false,
    });
    const { link } = parseIwLink(village("link"));
    expect(link).toMatchObject({
      state: "associated",
      frequencyMhz: 5180,
      bssFlags: ["short-slot-time"],
      dtimPeriod: 2,
    });
    const { surveys } = parseIwSurvey(village("survey"));
    expect(surveys).toHaveLength(24);
    const { domains } = parseIwRegulatory(village("reg"));
    expect(domains[0]!.rules[2]).toEqual({
      startMhz: 5250,
      endMhz: 5350,
      maxBandwidthMhz: 80,
      maxEirpDbm: 20,
      cacMs: 0,
      flags: ["NO-OUTDOOR", "DFS", "AUTO-BW"],
    });
  });

  it("tell the events of a device without a name from the others", () => {
    const { events } = parseIwEvents(village("event"));
    expect(events[1]).toEqual({
      wiphy: 2,
      wdev: 0x200000002,
      kind: "interface",
      facts: { change: "new", type: "P2P-Device", fourAddress: 0 },
    });
    expect(events.map(({ kind }) => kind)).toContain("connect");
  });
});
