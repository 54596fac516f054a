import { describe, expect, it } from "vitest";
import { toJson } from "../../src/json.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { BssCannotUseReason, BssStatus, BssUseFor } from "../../src/nl80211/generated/scan.ts";

/** An SSID element (id 0), IEEE 802.11-2020 9.4.2.2. */
const ssid = (name: string) => Uint8Array.of(0, name.length, ...new TextEncoder().encode(name));
const HEARD = 1_700_000_000_000;

describe("a network that was heard", () => {
  const bss = new Bss(
    {
      ifindex: 3,
      bss: {
        ...{ bssid: "02:00:00:00:00:01", frequencyMhz: 5955, seenMsAgo: 1500, tsf: 77n, beaconTsf: 66n },
        ...{ informationElements: ssid("home"), beaconIes: ssid(""), prespData: true, status: BssStatus.Associated },
        ...{ signalMbm: -5450, chainSignalDbm: { 0: -55, 1: -60 }, parentBssid: "02:00:00:00:00:09", parentTsf: 5n },
        ...{ mloLinkId: 1, mldAddr: "02:00:00:00:00:0a", useFor: [BssUseFor.Normal, BssUseFor.MldLink] },
        cannotUseReasons: [BssCannotUseReason.PwrMismatch6ghz],
      },
    },
    HEARD,
  );

  it("says when, where, how loud and for what", () => {
    expect(bss.lastSeen).toEqual(new Date(HEARD - 1500));
    expect(bss.key).toBe("02:00:00:00:00:01 5955");
    expect(bss).toMatchObject({ signalDbm: -54.5, chainSignalDbm: { 0: -55, 1: -60 }, tsf: 77n });
    expect(bss).toMatchObject({ parentBssid: "02:00:00:00:00:09", parentTsf: 5n, associated: true });
    expect(bss).toMatchObject({ linkId: 1, mldAddress: "02:00:00:00:00:0a", useFor: ["normal", "mld-link"] });
    expect(bss.cannotUseReasons).toEqual(["pwr-mismatch6ghz"]);
  });

  it("has the elements of both frames, and says which are which", () => {
    expect([bss.elementsFrom, bss.ssid.text]).toEqual(["probe-response", "home"]);
    expect([...(bss.beaconElements ?? [])][0]).toMatchObject({ name: "SSID", value: { hidden: true } });
    const passive = new Bss({ bss: { informationElements: ssid("a"), beaconIes: ssid("a") } }, HEARD);
    expect([passive.elementsFrom, passive.associated]).toEqual(["beacon", false]);
  });

  it("has percent where the driver has only that", () => {
    const vague = new Bss({ bss: { signalPercent: 70 } }, HEARD);
    expect([vague.signalDbm, vague.signalPercent, vague.lastSeen]).toEqual([undefined, 70, undefined]);
  });

  it("says all of it in JSON", () => {
    expect(toJson(bss)).toMatchObject({
      ...{ lastSeen: "2023-11-14T22:13:18.500Z", associated: true, elementsFrom: "probe-response", tsf: "77" },
      ...{ chainSignalDbm: { 0: -55, 1: -60 }, parentBssid: "02:00:00:00:00:09", parentTsf: "5", linkId: 1 },
      ...{ mldAddress: "02:00:00:00:00:0a", useFor: ["normal", "mld-link"], beaconTsf: "66" },
    });
  });
});
