import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { Core } from "../../../src/client/core.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ExtFeature } from "../../../src/nl80211/generated/wiphy-enums.ts";
import { ack, dump, event, fakeKernel, reply } from "../../../src/testing/index.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const AP = "02:00:00:00:00:01";
const machine = () =>
  fakeKernel()
    .on("GetInterface", ({ dump: all }) => (all ? dump([WLAN0]) : reply(WLAN0)))
    .on("Connect", ack(), event("connect", { ifindex: 3, mac: AP, statusCode: 0 }))
    .on("Disconnect", ack());

/** The sockets of their own that things have had since, and that are still open. */
function separated() {
  const separate = vi.spyOn(Core.prototype, "separate");
  return { open: () => separate.mock.results.map(({ value }) => value as Core).filter((core) => !core.closed.aborted) };
}

describe("of a connection there is left", () => {
  it("nothing on its sockets of the roams that are over", async () => {
    const { open } = separated();
    const wifi = await Nl80211.open({ transport: machine(), streams: false });
    const connection = await wifi.connect("wlan0", { ssid: "cafe" });
    const [core] = open();
    const before = getEventListeners(core!.closed, "abort").length;
    for (let i = 0; i < 3; i++) await connection.roam({ bssid: AP, frequencyMhz: 2412 });
    expect(getEventListeners(core!.closed, "abort")).toHaveLength(before);
    await wifi.close();
  });

  it("no socket, where it fails before it is asked for", async () => {
    const { open } = separated();
    const caller = new AbortController();
    const leavesHandshake = { wiphy: 0, extFeatures: [ExtFeature.ControlPortOverNl80211] };
    const kernel = machine()
      .on("GetWiphy", dump([leavesHandshake]))
      .on("GetScan", () => {
        caller.abort();
        return dump([]);
      });
    const wifi = await Nl80211.open({ transport: kernel, streams: false });
    const { signal } = caller;
    const connecting = wifi.connect("wlan0", { ssid: "cafe", security: { passphrase: "password" }, signal });
    await expect(connecting).rejects.toMatchObject({ code: "ABORTED" });
    expect(kernel.requests.map(({ name }) => name)).not.toContain("Connect");
    expect(open()).toEqual([]);
    await wifi.close();
  });
});
