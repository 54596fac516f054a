import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Network, parseElements, Ssid } from "../src/ieee80211/index.ts";
import { Nl80211 } from "../src/index.ts";
import { openReplay } from "../src/testing/index.ts";

// What a person sees who prints what the library returned: answers, not where they are kept.
describe("console.log shows", () => {
  it("a network by what it is, as iw scan said of it", async () => {
    const wifi = await Nl80211.open({ transport: openReplay("fixtures/village.pcap.gz") });
    const text = inspect((await wifi.scanResults("wlan2"))[0]);
    expect(text).toMatch(/^Bss \{/);
    // fixtures/village: BSS 02:00:00:00:00:00, freq 2462, signal -30.00 dBm, SSID village-green, no RSN
    for (const part of ["bssid: '02:00:00:00:00:00'", "Ssid 'village-green'", "2462", "-30", "'Open'"]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("attributes");
    await wifi.close();
  });

  it("a radio with its bands' names, without their depths", async () => {
    const wifi = await Nl80211.open({ transport: openReplay("fixtures/village.pcap.gz") });
    const [phy] = await wifi.wiphys();
    const text = inspect(phy);
    expect(text).toMatch(/^Wiphy \{/);
    expect(text).toContain("name: '2.4 GHz'");
    expect(inspect({ a: { b: { c: phy } } })).toContain("[Wiphy]");
    await wifi.close();
  });

  it("elements by name and value, malformed ones with the reason, unknown ones with their octets", () => {
    const elements = parseElements(Uint8Array.of(0, 4, 0x68, 0x6f, 0x6d, 0x65, 48, 1, 1, 2, 1, 9));
    const text = inspect(elements);
    expect(text).toMatch(/^ElementList\(3\) \[/);
    expect(text).toContain("Element SSID { value: Ssid 'home' }");
    expect(text).toMatch(/Element RSN \{ malformed: '.+', body: Uint8Array\(1\) \[ 1 \] \}/);
    expect(text).toMatch(/Element .+ \{ body: Uint8Array\(1\) \[ 9 \] \}/);
    expect(inspect(new Network(elements))).toMatch(/^Network \{\n {2}ssid: Ssid 'home'/);
    expect(inspect(new Ssid(Uint8Array.of(0x1b, 0x5b)))).toBe("Ssid '\ufffd['");
  });
});
