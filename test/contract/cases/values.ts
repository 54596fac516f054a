import { expect } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { Nl80211Attribute as A } from "../../../src/nl80211/generated/attributes.ts";
import { dump } from "../../../src/testing/index.ts";
import type { ContractCase } from "../world.ts";
import { network, wlan } from "./devices.ts";

/** What the kernel may say that programs do not expect. */
export const valueCases: ContractCase[] = [
  {
    // mdlayher/wifi panicked on it.
    title: "a device without ifindex or name is listed by its wdev",
    script: (kernel) =>
      kernel.on("GetInterface", dump([wlan(3), { wdev: 0x100000002, wiphy: 1, iftype: 10, mac: "42:00:00:00:02:00" }])),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const [, device] = await wifi.interfaces();
      expect(device).toMatchObject({ wdev: 0x100000002, wiphy: 1, type: "p2p-device" });
      expect(device).not.toHaveProperty("ifindex");
      expect(device).not.toHaveProperty("name");
      await wifi.close();
    },
  },
  {
    title: "a wdev above 2^32 is asked for as it is",
    script: (kernel) =>
      kernel.on("GetInterface", (request) =>
        dump([{ wdev: request.fields.wdev, wiphy: 0x1fffff, iftype: 10, mac: "42:00:00:00:02:00" }]),
      ),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      // The largest that a number holds: wiphy 2^21 - 1.
      const wdev = Number.MAX_SAFE_INTEGER;
      const [device] = await wifi.dump("GetInterface", { wdev }).toArray();
      expect(device?.wdev).toBe(wdev);
      await wifi.close();
    },
  },
  {
    title: "a zero-length attribute where a number is due costs itself, not the message",
    script: (kernel) =>
      kernel.on(
        "GetInterface",
        dump([
          (w: AttributeWriter) => {
            w.u32(A.Ifindex, 3);
            w.bytes(A.Iftype, new Uint8Array());
            w.string(A.Ifname, "wlan3");
          },
        ]),
      ),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const [device] = await wifi.dump("GetInterface", {}).toArray();
      expect(device).toMatchObject({ ifindex: 3, ifname: "wlan3" });
      expect(device).not.toHaveProperty("iftype");
      expect(device?.malformed).toEqual([expect.objectContaining({ attribute: expect.stringMatching(/iftype/i) })]);
      await wifi.close();
    },
  },
  {
    title: "two wiphys whose parts come in turn are two wiphys, each whole",
    script: (kernel) =>
      kernel.on(
        "GetWiphy",
        dump(
          [
            { wiphy: 0, wiphyName: "phy0", maxNumScanSsids: 4 },
            { wiphy: 1, wiphyName: "phy1", maxNumScanSsids: 9 },
            { wiphy: 0, wiphyName: "phy0", cipherSuites: [0x000fac04] },
            { wiphy: 1, wiphyName: "phy1", cipherSuites: [0x000fac04, 0x000fac08] },
          ],
          { perDatagram: 1 },
        ),
      ),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const radios = await wifi.wiphys();
      expect(radios.map(({ index, name, scan, ciphers }) => [index, name, scan.maxSsids, ciphers.length])).toEqual([
        [0, "phy0", 4, 1],
        [1, "phy1", 9, 2],
      ]);
      await wifi.close();
    },
  },
  {
    title: "odd SSIDs are kept octet by octet: umlauts, emoji, NULs, newlines, invalid UTF-8, none",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3)]))
        .on("GetScan", dump(ODD.map((ssid, i) => network(3, `02:00:00:00:bb:0${i}`, 2412, ssid)))),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const found = await wifi.scanResults("wlan3");
      expect(found.map(({ ssid }) => ssid.bytes)).toEqual(ODD);
      expect(found.map(({ ssid }) => ssid.hidden)).toEqual([false, false, false, false, false, true, true]);
      expect(found[0]!.ssid.text).toBe("Käse");
      expect(found[1]!.ssid.text).toBe("📶");
      await wifi.close();
    },
  },
  {
    title: "an element past the end leaves those before it, and says so",
    script: (kernel) =>
      kernel
        .on("GetInterface", dump([wlan(3)]))
        // RSN (48) that claims 20 octets and has 3.
        .on("GetScan", dump([network(3, "02:00:00:00:aa:01", 2412, "home", [48, 20, 1, 0, 0])])),
    run: async ({ transport }) => {
      const wifi = await Nl80211.open({ transport, streams: false });
      const [bss] = await wifi.scanResults("wlan3");
      expect(bss?.ssid.text).toBe("home");
      expect(bss?.elements.malformed).toHaveLength(1);
      await wifi.close();
    },
  },
];

const ODD: Uint8Array[] = [
  new TextEncoder().encode("Käse"),
  new TextEncoder().encode("📶"),
  Uint8Array.of(0x61, 0, 0x62),
  new TextEncoder().encode("two\nlines"),
  Uint8Array.of(0xff, 0xfe, 0x80),
  new Uint8Array(0),
  new Uint8Array(8),
];
