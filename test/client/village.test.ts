import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatMac } from "../../src/bytes/mac.ts";
import { Nl80211 } from "../../src/client/nl80211.ts";
import type { WifiEvent } from "../../src/client/watch/events.ts";
import { Ssid } from "../../src/ieee80211/ssid.ts";
import { toJson } from "../../src/json.ts";
import { Iftype } from "../../src/nl80211/generated/interface.ts";
import { openReplay } from "../../src/testing/replay-transport.ts";
import {
  asIwFrequency,
  asIwInterface,
  asIwNetwork,
  asIwRates,
  asIwRegulatory,
  asIwStation,
  asIwSurvey,
  IW_TYPES,
  ssidOf,
} from "../oracle/as-iw.ts";
import { parseIwEvents } from "../oracle/iw-event.ts";
import { parseIwInterfaces } from "../oracle/iw-interface.ts";
import { parseIwRegulatory } from "../oracle/iw-regulatory.ts";
import { parseIwScan } from "../oracle/iw-scan.ts";
import { parseIwStations } from "../oracle/iw-station.ts";
import { parseIwSurvey } from "../oracle/iw-survey.ts";
import { parseIwWiphys } from "../oracle/iw-wiphy.ts";

// The oracle is iw 5.19, which printed fixtures/village/iw-*.txt from the very bytes that the recording holds.

const recording = new URL("../../fixtures/village.pcap.gz", import.meta.url).pathname;
const iw = (name: string) => readFileSync(new URL(`../../fixtures/village/iw-${name}.txt`, import.meta.url), "utf8");
const nameOf = (ifindex: number) => `wlan${ifindex - 2}`;

describe("the village, as iw saw it", () => {
  let wifi: Nl80211;
  beforeAll(async () => {
    wifi = await Nl80211.open({ transport: openReplay(recording, { at: "end" }) });
  });
  afterAll(() => wifi.close());

  it("has the same interfaces", async () => {
    const { interfaces } = parseIwInterfaces(iw("dev"));
    expect(interfaces).toHaveLength(3);
    expect((await wifi.interfaces()).map(asIwInterface)).toEqual(interfaces);
  });

  it("has the same wiphys, with interface types, ciphers and limits", async () => {
    const { wiphys } = parseIwWiphys(iw("phy"));
    expect(wiphys).toHaveLength(3);
    const ours = (await wifi.wiphys()).map((wiphy) => ({
      name: wiphy.name,
      index: wiphy.index,
      interfaceModes: wiphy.interfaceTypes.map((type) => IW_TYPES[type]),
      softwareInterfaceModes: wiphy.softwareInterfaceTypes.map((type) => IW_TYPES[type]),
      suites: wiphy.attributes.cipherSuites,
      maxScanSsids: wiphy.scan.maxSsids,
      maxScanIeBytes: wiphy.scan.maxElementsLength,
      retryShort: wiphy.attributes.wiphyRetryShort,
      retryLong: wiphy.attributes.wiphyRetryLong,
      combinations: wiphy.combinations.map(({ limits, maxInterfaces, channels }) => ({
        limits: limits.map(({ max, types }) => ({ max, modes: types.map((type) => IW_TYPES[type]) })),
        maxInterfaces,
        maxChannels: channels,
      })),
    }));
    const theirs = wiphys.map((wiphy) => ({
      name: wiphy.name,
      index: wiphy.index,
      interfaceModes: wiphy.interfaceModes,
      softwareInterfaceModes: wiphy.softwareInterfaceModes,
      suites: wiphy.ciphers?.map(({ suite }) => suiteNumber(suite)),
      maxScanSsids: wiphy.maxScanSsids,
      maxScanIeBytes: wiphy.maxScanIeBytes,
      retryShort: wiphy.retryShort,
      retryLong: wiphy.retryLong,
      combinations: wiphy.interfaceCombinations,
    }));
    expect(ours).toEqual(theirs);
  });

  it("has the same channels, with their power and flags, and the same rates", async () => {
    const theirs = parseIwWiphys(iw("phy")).wiphys;
    const ours = await wifi.wiphys();
    for (const [i, wiphy] of ours.entries()) {
      const bands = theirs[i]!.bands;
      expect(wiphy.bands).toHaveLength(bands.length);
      for (const band of bands) {
        const index = bands.indexOf(band);
        const mine = wiphy.bands.find((candidate) => candidate.frequencies.length === band.frequencies.length);
        expect(mine).toBeDefined();
        const ownIndex = wiphy.bands.findIndex(
          ({ frequencies }) => Math.floor(frequencies[0]!.frequencyMhz) === band.frequencies[0]!.frequencyMhz,
        );
        const channels = wiphy.bands[ownIndex]!.frequencies.map(asIwFrequency);
        // iw 5.19 knows no S1G: it numbers those channels by the formula of 5 GHz, below zero.
        const numbered = band.frequencies.every(({ channel = 0 }) => channel >= 0);
        const comparable = ({ channel, ...rest }: { channel?: number | undefined }) =>
          numbered ? { channel, ...rest } : rest;
        expect(channels.map(comparable), `band ${index}`).toEqual(band.frequencies.map(comparable));
        expect(asIwRates(wiphy, ownIndex)).toEqual(band.rates);
      }
    }
  });

  it("has the same station", async () => {
    const { stations } = parseIwStations(iw("station"));
    expect(stations).toHaveLength(1);
    const [ours] = (await wifi.stations("wlan2")).map((station) => asIwStation(station, nameOf));
    expect(ours).toEqual(stations[0]);
  });

  it("has the same surveys", async () => {
    const { surveys } = parseIwSurvey(iw("survey"));
    expect(surveys).toHaveLength(24);
    expect((await wifi.surveys("wlan2")).map((survey) => asIwSurvey(survey, nameOf))).toEqual(surveys);
  });

  it("has the same regulatory rules", async () => {
    const { domains } = parseIwRegulatory(iw("reg"));
    expect((await wifi.regulatory()).map(asIwRegulatory)).toEqual(domains);
  });

  it("has the same networks, at the moment of iw's first scan", async () => {
    await using then = await Nl80211.open({ transport: openReplay(recording, { at: 9 }), streams: false });
    const { networks } = parseIwScan(iw("scan"));
    const ours = await then.scanResults("wlan2");
    expect(ours.map((bss) => asIwNetwork(bss, nameOf))).toEqual(
      networks.map(({ elements, capability, fromProbeResponse, ...head }) => head),
    );
    expect(ours.map((bss) => bss.attributes.capability)).toEqual(networks.map(({ capability }) => capability?.value));
    expect(ours.map(ssidOf)).toEqual(
      networks.map(
        ({ elements }) => elements.flatMap((element) => (element.kind === "ssid" ? element.escaped : []))[0],
      ),
    );
  });

  it("has the same events, from where iw began to listen", async () => {
    const replay = openReplay(recording, { at: "start" });
    await using then = await Nl80211.open({ transport: replay });
    const ours: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      const onListening = () => void replay.play().then(resolve, reject);
      then.events({ onListening }).subscribe({ next: (event) => ours.push(asIwEvent(event)), error: reject });
    });
    const theirs = parseIwEvents(iw("event")).events.map(({ wiphy, ...event }) => event);
    expect(theirs).toHaveLength(15);
    expect(ours.slice(-15)).toEqual(theirs);
  });

  it("passes through JSON whole", async () => {
    for (const value of [
      await wifi.wiphys(),
      await wifi.interfaces(),
      await wifi.stations(),
      await wifi.scanResults(),
    ]) {
      const json = JSON.stringify(toJson(value));
      expect(JSON.parse(json)).toEqual(toJson(value));
      expect(json.length).toBeGreaterThan(100);
    }
  });
});

/** An event in iw's words; those that it prints without facts have none. */
function asIwEvent(event: WifiEvent) {
  const place = event.ifindex === undefined ? { wdev: event.wdev } : { interface: nameOf(event.ifindex) };
  const told = (kind: string, facts: object = {}) => ({ ...place, kind, facts });
  switch (event.type) {
    case "trigger-scan":
      return told("scan-started");
    case "new-scan-results":
      return told("scan-finished", {
        frequenciesMhz: event.attributes.scanFrequenciesMhz,
        ssidsEscaped: event.attributes.scanSsids?.map((ssid) => new Ssid(ssid).escaped),
      });
    case "new-interface":
      expect(event.attributes.iftype).toBe(Iftype.P2pDevice);
      return told("interface", { change: "new", type: "P2P-Device", fourAddress: event.attributes.use4addr });
    case "new-station":
      return told("station-new", { address: event.attributes.mac });
    case "authenticate":
    case "associate": {
      // Frame control, duration, destination (4), source (10), BSSID, sequence; then the status: at 28 of an authentication
      // (algorithm and transaction come first), at 26 of an association response (after the capabilities).
      const frame = event.attributes.frame!;
      const at = event.type === "authenticate" ? 28 : 26;
      return told(event.type === "authenticate" ? "auth" : "assoc", {
        source: formatMac(frame, 10),
        destination: formatMac(frame, 4),
        code: frame[at]! + 256 * frame[at + 1]!,
        words: "Successful",
      });
    }
    case "connect":
      expect(event.attributes.statusCode).toBe(0);
      return told("connect", { outcome: "connected", address: event.attributes.mac });
    case "frame-tx-status":
    case "control-port-frame-tx-status":
      return told(event.type === "frame-tx-status" ? "mgmt-tx-status" : "control-port-tx-status", {
        cookie: `0x${event.attributes.cookie!.toString(16)}`,
        acked: event.attributes.ack === true,
      });
    default:
      return told(event.type);
  }
}

function suiteNumber(suite: string): number {
  const [oui = "", type = ""] = suite.split(":");
  return Number.parseInt(oui.replaceAll("-", ""), 16) * 256 + Number(type);
}
