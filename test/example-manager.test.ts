import { getEventListeners } from "node:events";
import { expect, it, vi } from "vitest";
import { manage } from "../examples/manager.ts";
import { Nl80211 } from "../src/open.ts";
import { ack, dump, event, fakeKernel } from "../src/testing/index.ts";

vi.mock("nl80211", () => import("../src/index.ts"));
vi.mock("node:timers/promises", () => ({ setTimeout: () => new Promise((resolve) => setImmediate(resolve)) }));

it("the network manager of the examples connects again and again, and leaves its signal no listeners", async () => {
  const cafe = {
    bssid: "02:00:00:00:00:01",
    frequencyMhz: 2412,
    informationElements: new Uint8Array([0, 4, 99, 97, 102, 101]),
  };
  const kernel = fakeKernel()
    .on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: 2 }]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0", maxNumScanSsids: 4 }]))
    .on("rtnetlink:RTM_SETLINK", ack())
    .on("TriggerScan", ack(), event("new-scan-results", { ifindex: 3, wdev: 1 }))
    .on("GetScan", dump([{ ifindex: 3, bss: cafe }]))
    .on("SetCqm", ack())
    .on("Connect", ack(), event("connect", { ifindex: 3, mac: cafe.bssid, statusCode: 0 }))
    .on("Disconnect", ack());
  await using wifi = await Nl80211.open({ transport: kernel });
  const stop = new AbortController();
  const said: string[] = [];
  const managing = manage(wifi, "wlan0", new Map([["cafe", undefined]]), stop.signal, (line) => said.push(line));
  const after: number[] = [];
  for (let times = 1; times <= 3; times++) {
    await vi.waitFor(() => expect(said.filter((line) => line.startsWith("connected to cafe"))).toHaveLength(times));
    await new Promise((resolve) => setTimeout(resolve, 20));
    after.push(getEventListeners(stop.signal, "abort").length);
    kernel.event("disconnect", { ifindex: 3, reasonCode: 3, disconnectedByAp: true });
  }
  await vi.waitFor(() => expect(said.filter((line) => line.startsWith("connected to cafe"))).toHaveLength(4));
  stop.abort();
  await managing;
  expect(after).toEqual([1, 1, 1]);
  expect(getEventListeners(stop.signal, "abort")).toHaveLength(0);
  expect(said.filter((line) => line.startsWith("ended by"))).toHaveLength(3);
});
