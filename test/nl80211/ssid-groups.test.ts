import { describe, expect, it } from "vitest";
import { Bss } from "../../src/nl80211/bss.ts";
import { groupBySsid } from "../../src/nl80211/ssid-groups.ts";

/** A network with an SSID element (id 0), IEEE 802.11-2020 9.4.2.2. */
function heard(bssid: string, ssid: readonly number[], signalMbm?: number): Bss {
  const informationElements = Uint8Array.of(0, ssid.length, ...ssid);
  return new Bss({ bss: { bssid, frequencyMhz: 2412, informationElements, ...(signalMbm && { signalMbm }) } }, 0);
}

describe("groupBySsid", () => {
  it("puts the same octets together, the strongest first, and hidden networks apart", () => {
    const groups = groupBySsid([
      heard("02:00:00:00:00:01", [0x61], -7000),
      heard("02:00:00:00:00:02", [], -8000),
      heard("02:00:00:00:00:03", [0x62], -6000),
      heard("02:00:00:00:00:04", [0x61], -5000),
      heard("02:00:00:00:00:05", []),
      heard("02:00:00:00:00:06", [0x41], -9000),
    ]);
    expect(groups.map(({ ssid, networks }) => [ssid.text, ...networks.map(({ bssid }) => bssid.at(-1))])).toEqual([
      ...[
        ["a", "4", "1"],
        ["b", "3"],
        ["", "2"],
        ["A", "6"],
        ["", "5"],
      ],
    ]);
  });
});
