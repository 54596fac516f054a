import { describe, expect, it } from "vitest";
import { toHex } from "../../../src/bytes/hex.ts";
import { capabilitiesOf, generationOf } from "../../../src/client/access-point/capabilities.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { createChandef } from "../../../src/ieee80211/chandef.ts";
import { buildBeacon } from "../../../src/ieee80211/encode/beacon.ts";
import { Wiphy } from "../../../src/nl80211/wiphy.ts";
import { openReplay } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

/** A radio of the recording, with which hostapd served. */
async function radio() {
  await using wifi = await Nl80211.open({ transport: openReplay("fixtures/6.12-sae.pcap.gz", { at: "start" }) });
  return (await wifi.wiphys())[0]!;
}

const tailOf = (chandef: ReturnType<typeof createChandef>, capabilities: object) =>
  toHex(buildBeacon({ bssid: "02:00:00:00:00:00", ssid: "x", chandef, ...capabilities }).tail);
/** An element by the octets that it begins with, up to its end. */
const element = (hex: string, id: string) => {
  const at = hex.indexOf(id);
  return hex.slice(at, at + 4 + 2 * Number.parseInt(hex.slice(at + 2, at + 4), 16));
};

describe("what an access point says of its radio", () => {
  it("is in HE what hostapd says of the same radio", async () => {
    const chandef = createChandef(5180, "HT20");
    const theirs = toHex(captured("6.12-sae", "StartAp")[0]!.beaconTail!);
    const ours = tailOf(chandef, capabilitiesOf(await radio(), chandef, 6, true));
    expect(element(ours, "ff1623")).toBe(element(theirs, "ff1623"));
  });

  it("grows with the generation", async () => {
    const wiphy = await radio();
    const low = createChandef(2412, "HT20");
    const wide = createChandef(5180, "80MHz");
    const keys = (chandef: typeof low, generation: 4 | 5 | 6 | 7) =>
      Object.keys(capabilitiesOf(wiphy, chandef, generation, true));
    expect(keys(low, 4)).toEqual(["ht"]);
    expect(keys(low, 5)).toEqual(["ht"]); // VHT is not for 2.4 GHz
    expect(keys(wide, 5)).toEqual(["ht", "vht"]);
    expect(keys(wide, 6)).toEqual(["ht", "vht", "he"]);
    expect(keys(createChandef(5975, "80MHz"), 6)).toEqual(["he", "he6Ghz"]);
  });

  it("is refused where the radio cannot, if it was asked for", async () => {
    const poor = new Wiphy({ wiphy: 0, wiphyName: "phy0" });
    const chandef = createChandef(5180, "HT20");
    expect(() => capabilitiesOf(poor, chandef, 4, true)).toThrow(/phy0 has no HT as an access point in 5 GHz/);
    expect(capabilitiesOf(poor, chandef, 4, false)).toEqual({});
  });

  it("is by itself what the width needs", () => {
    expect(generationOf(createChandef(2412, "NOHT"))).toBeUndefined();
    expect(generationOf(createChandef(2412, "HT20"))).toBe(4);
    expect(generationOf(createChandef(5180, "80MHz"))).toBe(5);
    expect(generationOf(createChandef(5955, "HT20"))).toBe(6);
    expect(generationOf(createChandef(5955, "320MHz"))).toBe(7);
  });
});
