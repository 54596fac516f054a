import { expect } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { ack, dump, event, inTurn, later, refuse } from "../../../src/testing/index.ts";
import type { ContractCase } from "../world.ts";
import { network, wlan } from "./devices.ts";

const home = network(3, "02:00:00:00:aa:01", 2412, "home");
const P2P = { wdev: 0x1_0000_0002, wiphy: 1, iftype: 10, mac: "42:00:00:00:02:00" };
const of = (ifindex: number) => ({ ifindex, wdev: ifindex, wiphy: 0 });

/** Whose scan it is, and how it ends. */
export const scanCases: ContractCase[] = [
  {
    // mdlayher/wifi looks at the interface of NEW_SCAN_RESULTS, not at that of SCAN_ABORTED.
    title: "another interface's SCAN_ABORTED does not end our scan",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3), wlan(4)]))
        .on("TriggerScan", ack(), later(10, event("scan-aborted", of(4))), later(20, event("new-scan-results", of(3))))
        .on("GetScan", dump([home])),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const scanning = wifi.scan("wlan3");
      await world.asked("TriggerScan");
      await world.pass(50);
      expect((await scanning).map(({ ssid }) => ssid.text)).toEqual(["home"]);
      await wifi.close();
    },
  },
  {
    title: "EBUSY awaits the other's results, then scans",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3)]))
        .on(
          "TriggerScan",
          inTurn(
            [refuse("EBUSY"), later(10, event("new-scan-results", of(3)))],
            [ack(), later(10, event("new-scan-results", of(3)))],
          ),
        )
        .on("GetScan", dump([home])),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const scanning = wifi.scan("wlan3");
      await world.asked("TriggerScan");
      await world.pass(20);
      await world.asked("TriggerScan", 2);
      await world.pass(20);
      expect((await scanning).map(({ ssid }) => ssid.text)).toEqual(["home"]);
      await wifi.close();
    },
  },
  {
    // cfg80211 has one scan request a wiphy: EBUSY also means another interface of the radio (net/wireless/nl80211.c,
    // nl80211_trigger_scan), whose end names that one. A scan that waited for its own interface's end waited for ever.
    title: "EBUSY awaits another interface's results where that has the radio, then scans",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3), wlan(4)]))
        .on(
          "TriggerScan",
          inTurn(
            [refuse("EBUSY"), later(10, event("new-scan-results", of(4)))],
            [refuse("EBUSY"), later(10, event("scan-aborted", of(4)))],
            [ack(), later(10, event("new-scan-results", of(4))), later(20, event("new-scan-results", of(3)))],
          ),
        )
        .on("GetScan", dump([home])),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const scanning = wifi.scan("wlan3");
      for (let time = 1; time <= 3; time++) {
        await world.asked("TriggerScan", time);
        await world.pass(30);
      }
      expect((await scanning).map(({ ssid }) => ssid.text)).toEqual(["home"]);
      await wifi.close();
    },
  },
  {
    title: "EBUSY is not over with another radio's results",
    cannot: { replay: "a recording does not tell how often it was asked" },
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3), { ...wlan(4), wiphy: 1 }]))
        .on("TriggerScan", refuse("EBUSY"), later(10, event("new-scan-results", { ...of(4), wiphy: 1 }))),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const controller = new AbortController();
      let asked = 0;
      const outcome = wifi.scan("wlan3", { signal: controller.signal }).catch((error) => error.code);
      void world.asked("TriggerScan", 2).then(
        () => asked++,
        () => {},
      );
      await world.asked("TriggerScan");
      await world.pass(50);
      expect(asked).toBe(0);
      controller.abort();
      expect(await outcome).toBe("ABORTED");
      await wifi.close();
    },
  },
  {
    title: "a device without ifindex scans, and knows its results by a wdev above 2^32",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3), P2P]))
        // The other radio's second device: the same in the lower 32 bits.
        .on(
          "TriggerScan",
          ack(),
          later(10, event("scan-aborted", { wdev: 2, wiphy: 0 })),
          later(20, event("new-scan-results", { wdev: P2P.wdev, wiphy: 1 })),
        )
        .on("GetScan", dump([{ wdev: P2P.wdev, bss: home.bss }])),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const scanning = wifi.scan({ wdev: P2P.wdev });
      await world.asked("TriggerScan");
      await world.pass(50);
      expect((await scanning).map(({ ssid }) => ssid.text)).toEqual(["home"]);
      await wifi.close();
    },
  },
  {
    title: "our own scan aborted rejects with SCAN_ABORTED",
    script: (kernel) =>
      kernel.on("GetInterface", dump([wlan(3)])).on("TriggerScan", ack(), later(10, event("scan-aborted", of(3)))),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const outcome = wifi.scan("wlan3").catch((error) => error.code);
      await world.asked("TriggerScan");
      await world.pass(50);
      expect(await outcome).toBe("SCAN_ABORTED");
      await wifi.close();
    },
  },
  {
    title: "results that come before the ACK end the scan",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3)]))
        .on("TriggerScan", event("trigger-scan", of(3)), event("new-scan-results", of(3)), ack())
        .on("GetScan", dump([home])),
    run: async (world) => {
      const wifi = await Nl80211.open({ transport: world.transport, streams: false });
      const scanning = wifi.scan("wlan3");
      await world.pass(10);
      expect((await scanning).map(({ ssid }) => ssid.text)).toEqual(["home"]);
      await wifi.close();
    },
  },
  {
    title: "channel 1 of 2.4 GHz and of 6 GHz are two networks in one list, though the BSSID is one",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3)]))
        .on("GetScan", dump([home, network(3, "02:00:00:00:aa:01", 5955, "home")])),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const found = (await wifi.scanResults("wlan3")).map(({ bssid, frequencyMhz, primaryChannel }) => [
        bssid,
        frequencyMhz,
        primaryChannel?.channel,
        primaryChannel?.band,
      ]);
      expect(found).toEqual([
        ["02:00:00:00:aa:01", 2412, 1, "2.4 GHz"],
        ["02:00:00:00:aa:01", 5955, 1, "6 GHz"],
      ]);
      await wifi.close();
    },
  },
];
