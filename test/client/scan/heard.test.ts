import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { BssStatus } from "../../../src/nl80211/generated/scan-enums.ts";
import { dump, fakeKernel } from "../../../src/testing/index.ts";

const station = (ifindex: number, wiphy: number) => ({
  ifindex,
  ifname: `wlan${ifindex}`,
  wdev: wiphy * 0x100000000 + ifindex,
  wiphy,
  iftype: Iftype.Station,
});
const CAFE = "02:00:00:00:00:01";
const HOME = "02:00:00:00:00:02";

describe("what all interfaces remember of scans", () => {
  // As cfg80211 does it: one list for a radio, dumped for each of its interfaces, the status being that of the interface asked.
  const kernel = fakeKernel()
    .on("GetInterface", dump([station(3, 0), station(4, 0), station(5, 1)]))
    .on("GetScan", ({ fields }) => {
      const { ifindex } = fields as { ifindex: number };
      const cafe = { bssid: CAFE, frequencyMhz: 2412 };
      const home = { bssid: HOME, frequencyMhz: 5180, ...(ifindex === 4 && { status: BssStatus.Associated }) };
      const networks = ifindex === 5 ? [cafe] : [cafe, home, { ...cafe, frequencyMhz: 2437 }, cafe];
      return dump(networks.map((bss) => ({ ifindex, bss })));
    });

  it("is a radio's once, by the interface that is connected", async () => {
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const networks = await wifi.scanResults();
    expect(networks.map(({ bssid, frequencyMhz, ifindex }) => [bssid, frequencyMhz, ifindex])).toEqual([
      [CAFE, 2412, 3],
      [HOME, 5180, 4],
      [CAFE, 2437, 3],
      [CAFE, 2412, 3], // one BSSID twice in one list: with its name hidden, and with it
      [CAFE, 2412, 5],
    ]);
    expect(networks[1]!.associated).toBe(true);
  });

  it("is all that one interface knows, where that is asked", async () => {
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    expect((await wifi.scanResults("wlan3")).map(({ ifindex }) => ifindex)).toEqual([3, 3, 3, 3]);
  });
});
