import { describe, expect, it } from "vitest";
import { AGES, AGES_AND_COUNTERS, digestOf } from "../../../src/client/watch/digest.ts";
import { Bss } from "../../../src/nl80211/bss.ts";
import type { Bss as BssAttributes } from "../../../src/nl80211/generated/scan.ts";

/** SSID "a" (id 0), then a TIM (id 5): IEEE 802.11-2020, 9.4.2.2 and 9.4.2.5. */
const beacon = (name: number, dtimCount: number) => Uint8Array.of(0, 1, name, 5, 4, dtimCount, 2, 0, 0, 7, 1, 9);
const heard = (from: Partial<BssAttributes>, time = 0) =>
  new Bss({ ifindex: 3, bss: { bssid: "02:00:00:00:00:01", frequencyMhz: 2412, ...from } }, time);

describe("digestOf", () => {
  it("is the same for a network heard again, whenever that was", () => {
    const once = heard({ seenMsAgo: 20, tsf: 1000n, signalMbm: -4000, beaconIes: beacon(97, 0) });
    const again = heard({ seenMsAgo: 9000, tsf: 99_000n, signalMbm: -4000, beaconIes: beacon(97, 1) }, 5000);
    expect(digestOf(again, AGES)).toBe(digestOf(once, AGES));
  });

  it("is the same for a network that was heard in a scan while connected, and by its beacon since", () => {
    const scanned = heard({ signalMbm: -4000, parentBssid: "02:00:00:00:00:09", parentTsf: 77n });
    expect(digestOf(heard({ signalMbm: -4000 }), AGES)).toBe(digestOf(scanned, AGES));
  });

  it.each<[string, unknown, unknown]>([
    ["another signal", heard({ signalMbm: -4000 }), heard({ signalMbm: -4100 })],
    ["another element", heard({ beaconIes: beacon(97, 0) }), heard({ beaconIes: beacon(98, 0) })],
    ["a cut element", heard({ beaconIes: beacon(97, 0) }), heard({ beaconIes: beacon(97, 0).subarray(0, 11) })],
    ["an absent member", { a: 1 }, {}],
    ["members that run into one another", { ab: "c" }, { a: "bc" }],
    ["lists of other lengths", [[1], [2]], [[1, 2], []]],
    ["a number and its text", { a: 1 }, { a: "1" }],
    ["bigints", { a: 1n }, { a: 2n }],
    ["octets in another order", Uint8Array.of(1, 2), Uint8Array.of(2, 1)],
  ])("differs by %s", (_, one, other) => expect(digestOf(one, AGES)).not.toBe(digestOf(other, AGES)));

  it("counts counters only where that is asked for", () => {
    const [one, other] = [
      { address: "a", rxBytes: 1, inactiveTimeMs: 5 },
      { address: "a", rxBytes: 2, inactiveTimeMs: 9 },
    ];
    expect(digestOf(one, AGES_AND_COUNTERS)).toBe(digestOf(other, AGES_AND_COUNTERS));
    expect(digestOf(one, AGES)).not.toBe(digestOf(other, AGES));
  });
});
