import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import type { Target } from "../../src/client/target.ts";
import { ack, dump, fakeKernel, refuse } from "../../src/testing/index.ts";

const DOWN = refuse("ENETDOWN");
const SSID = "cafe";
const BSSID = "02:00:00:00:00:01";

function kernel() {
  return fakeKernel()
    .on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: 2 }]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0", maxNumScanSsids: 4 }]))
    .on("GetScan", DOWN)
    .on("GetStation", DOWN)
    .on("TriggerScan", DOWN)
    .on("Connect", DOWN)
    .on("Disconnect", ack())
    .on("Authenticate", DOWN)
    .on("SetPowerSave", DOWN)
    .on("GetPowerSave", DOWN)
    .on("JoinIbss", DOWN)
    .on("SetCqm", DOWN)
    .on("rtnetlink:RTM_SETLINK", DOWN);
}

type Call = (wifi: Nl80211, target: Target, options: { readonly target?: string }) => Promise<unknown>;

/** A few of each way in which calls find whom they go to. */
const CALLS: Readonly<Record<string, Call>> = {
  up: (wifi, target, options) => wifi.up(target, options),
  setAddress: (wifi, target, options) => wifi.setAddress(target, BSSID, options),
  scan: (wifi, target, options) => wifi.scan(target, options),
  scanResults: (wifi, target, options) => wifi.scanResults(target, options),
  station: (wifi, target, options) => wifi.station(target, BSSID, options),
  stations: (wifi, target, options) => wifi.stations(target, options),
  connect: (wifi, target, options) => wifi.connect(target, { ssid: SSID, ...options }),
  handshake: (wifi, target, options) =>
    wifi.connect(target, { ssid: SSID, security: { passphrase: "twelve-sheep" }, ...options }),
  authenticate: (wifi, target, options) =>
    wifi.mlme.authenticate(target, { ssid: SSID, bssid: BSSID, frequencyMhz: 2412 }, options),
  powerSave: (wifi, target, options) => wifi.powerSave(target, options),
  setPowerSave: (wifi, target, options) => wifi.setPowerSave(target, true, options),
  joinIbss: (wifi, target, options) => wifi.ibss.join(target, { ssid: SSID, channel: { channel: 1 } }, options),
  cqm: (wifi, target, options) => wifi.cqm$(target, { signalDbm: -70 }, options).forEach(() => {}),
};

describe.each(Object.entries(CALLS))("errors of %s name the target", (_, call) => {
  it.each([
    ["as the caller calls it", { ifindex: 3 }, { target: "the kitchen's" }, "the kitchen's"],
    ["by the name that was given", "wlan0", {}, "wlan0"],
    ["by its index, where that was given", { ifindex: 3 }, {}, "ifindex 3"],
  ] as const)("%s", async (_, target, options, called) => {
    await using wifi = await Nl80211.open({ transport: kernel() });
    await expect(call(wifi, target, options)).rejects.toMatchObject({
      code: "INTERFACE_DOWN",
      target: called,
      message: expect.stringContaining(called),
    });
  });
});
