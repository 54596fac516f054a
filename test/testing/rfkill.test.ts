import { expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import type { RfkillSwitch } from "../../src/client/radio/rfkill.ts";
import { dump, fakeKernel, openReplay, refuse, settled } from "../../src/testing/index.ts";

it("a scripted kernel's switches are told at once and again when one is turned", async () => {
  const kernel = fakeKernel().rfkill({ name: "phy0" }, { name: "hci0", type: "bluetooth" });
  await using wifi = await Nl80211.open({ transport: kernel });
  const told: RfkillSwitch[][] = [];
  wifi.watchRfkill().subscribe((state) => told.push(state));
  await settled();
  kernel.rfkill({ name: "phy0", softBlocked: true });
  await kernel.clock.advanceAsync(1000);
  kernel.rfkill();
  await kernel.clock.advanceAsync(1000);
  const phy0 = { id: "rfkill0", name: "phy0", type: "wlan", softBlocked: false, hardBlocked: false };
  expect(told).toEqual([[phy0], [{ ...phy0, softBlocked: true }], []]);
});

it("a radio that its switch keeps off is RFKILL, as on a machine", async () => {
  const kernel = fakeKernel()
    .rfkill({ name: "phy0", hardBlocked: true })
    .on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: 2 }]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0", maxNumScanSsids: 4 }]))
    .on("TriggerScan", refuse("ENETDOWN"));
  await using wifi = await Nl80211.open({ transport: kernel });
  await expect(wifi.scan("wlan0")).rejects.toMatchObject({
    code: "RFKILL",
    message: expect.stringContaining("hardware"),
  });
});

it("a recording knows of no switches", async () => {
  await using wifi = await Nl80211.open({ transport: openReplay("fixtures/village.pcap.gz") });
  const told: RfkillSwitch[][] = [];
  wifi.watchRfkill().subscribe((state) => told.push(state));
  await settled();
  expect(told).toEqual([[]]);
});
