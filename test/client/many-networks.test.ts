import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { Iftype } from "../../src/nl80211/generated/interface.ts";
import { dump, fakeKernel } from "../../src/testing/index.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
/** 300 octets of elements: SSID "a" (id 0), and a vendor's (id 221). IEEE 802.11-2020 9.4.2.2 and 9.4.2.25. */
const ELEMENTS = Uint8Array.of(0, 1, 0x61, 221, 255, ...new Uint8Array(255), 221, 38, ...new Uint8Array(38));

const heard = (number: number) => ({
  ...{ ifindex: 3, wdev: 1 },
  bss: {
    bssid: `02:00:00:00:${hex(number >> 8)}:${hex(number & 255)}`,
    frequencyMhz: 2412,
    informationElements: ELEMENTS,
  },
});
const hex = (octet: number) => octet.toString(16).padStart(2, "0");

async function town(size: number) {
  const networks = Array.from({ length: size }, (_, number) => heard(number));
  const kernel = fakeKernel()
    .on("GetInterface", dump([WLAN0]))
    .on("GetScan", dump(networks));
  return Nl80211.open({ transport: kernel, streams: false });
}

/** How often the event loop turned until a promise settled. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const turn = () => {
    turns++;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  over = true;
  return turns;
}

describe("scan results of many networks", () => {
  it("let the event loop turn while 10,000 are decoded", async () => {
    const few = await turnsDuring((await town(10)).scanResults("wlan0"));
    const wifi = await town(10_000);
    const results = wifi.scanResults("wlan0");
    const turns = await turnsDuring(results);
    expect(await results).toHaveLength(10_000);
    expect((await results).at(-1)?.bssid).toBe("02:00:00:00:27:0f");
    // 78 turns for slices of 128; without slices there are as many as for few.
    expect(turns - few).toBeGreaterThanOrEqual(50);
  });

  it("share their octets two by two, so that one which is kept holds one other at most", async () => {
    const networks = await (await town(41)).scanResults("wlan0");
    const holders = new Map<ArrayBufferLike, number>();
    for (const { attributes } of networks) {
      expect(attributes.informationElements).toEqual(ELEMENTS);
      const { buffer } = attributes.informationElements!;
      holders.set(buffer, (holders.get(buffer) ?? 0) + 1);
      // of two messages, and the second's header with what aligns it
      expect(buffer.byteLength).toBeLessThanOrEqual(2 * (ELEMENTS.length + 60) + 16 + 3);
    }
    expect([...holders.values()].every((count) => count <= 2)).toBe(true);
    expect(holders.size).toBe(21);
  });
});
