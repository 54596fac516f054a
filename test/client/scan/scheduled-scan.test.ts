import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { ScheduledScanOptions } from "../../../src/client/scan/scheduled-scan.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ack, dump, type FakeKernel, fakeKernel, refuse, reply, settled } from "../../../src/testing/index.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const heard = (bssid: string) => ({ ifindex: 3, wdev: 1, bss: { bssid, frequencyMhz: 2412 } });

const radio = () =>
  fakeKernel()
    .on("GetInterface", ({ dump: all }) => (all ? dump([WLAN0]) : reply(WLAN0)))
    .on("GetScan", dump([heard("02:00:00:00:00:01")]))
    .on("StartSchedScan", ack())
    .on("StopSchedScan", ack());

async function watching(kernel: FakeKernel, options: ScheduledScanOptions = {}) {
  const wifi = await Nl80211.open({ transport: kernel });
  const states: string[][] = [];
  const ended: unknown[] = [];
  const subscription = wifi.scheduledScan$("wlan0", options).subscribe({
    next: (networks) => states.push(networks.map(({ bssid }) => bssid)),
    error: (error: unknown) => ended.push(error),
    complete: () => ended.push("complete"),
  });
  for (let turn = 0; turn < 5; turn++) await settled();
  return { wifi, states, ended, subscription };
}

const asked = (kernel: FakeKernel, name: string) => kernel.requests.filter((request) => request.name === name);

describe("scheduledScan$", () => {
  it("gives the results whenever its own interface has some", async () => {
    const kernel = radio();
    const { states } = await watching(kernel);
    expect(states).toEqual([]);
    kernel.event("sched-scan-results", { wiphy: 0, ifindex: 9 });
    await settled();
    expect(states).toEqual([]);
    kernel.event("sched-scan-results", { wiphy: 0, ifindex: 3 });
    await settled();
    kernel.on("GetScan", dump([heard("02:00:00:00:00:02")])).event("sched-scan-results", { wiphy: 0, ifindex: 3 });
    await settled();
    expect(states).toEqual([["02:00:00:00:00:01"], ["02:00:00:00:00:02"]]);
  });

  it("reads the results where events were lost", async () => {
    const kernel = radio();
    const { states } = await watching(kernel);
    kernel.overrun();
    await settled();
    expect(states).toEqual([["02:00:00:00:00:01"]]);
  });

  it.each([
    ["nl80211 is reloaded", (kernel: FakeKernel) => kernel.family("nl80211", { groups: ["scan"] })],
    ["the socket is lost that owns it", (kernel: FakeKernel) => kernel.breakSockets(new Error("gone"))],
  ])("fails with LOST when %s: the kernel has ended it", async (_, away) => {
    const kernel = radio();
    const { states, ended } = await watching(kernel);
    await kernel.clock.advanceAsync(5000);
    away(kernel);
    await settled();
    expect(ended).toEqual([expect.objectContaining({ code: "LOST", target: "wlan0" })]);
    expect(states).toEqual([]);
  });

  it("belongs to its socket, and is stopped by unsubscribing", async () => {
    const kernel = radio();
    const { subscription } = await watching(kernel);
    expect(asked(kernel, "StartSchedScan")[0]?.fields).toMatchObject({ ifindex: 3, socketOwner: true });
    expect(asked(kernel, "StopSchedScan")).toEqual([]);
    subscription.unsubscribe();
    await settled();
    expect(asked(kernel, "StopSchedScan")[0]?.fields).toMatchObject({ ifindex: 3 });
  });

  it("asks for plans and matches", async () => {
    const kernel = radio();
    await watching(kernel, {
      plans: [{ intervalS: 10, iterations: 3 }, { intervalS: 120 }],
      matches: [{ ssid: "home", minSignalDbm: -70 }, { bssid: "02:00:00:00:00:01" }],
      frequenciesMhz: [2412],
      delayS: 5,
    });
    expect(asked(kernel, "StartSchedScan")[0]?.fields).toMatchObject({
      schedScanPlans: [{ intervalS: 10, iterations: 3 }, { intervalS: 120 }],
      schedScanMatch: [{ ssid: new TextEncoder().encode("home"), rssiDbm: -70 }, { bssid: "02:00:00:00:00:01" }],
      scanFrequenciesMhz: [2412],
      schedScanDelayS: 5,
    });
  });

  it("fails with SCAN_ABORTED where the kernel stops it, and completes with the client", async () => {
    const kernel = radio();
    const { ended, wifi } = await watching(kernel);
    kernel.event("sched-scan-stopped", { wiphy: 0, ifindex: 3 });
    await settled();
    expect(ended).toMatchObject([{ code: "SCAN_ABORTED", target: "wlan0" }]);
    await wifi.close();
    const other = await watching(radio());
    await other.wifi.close();
    expect(other.ended).toEqual(["complete"]);
  });

  it.each([
    ["EOPNOTSUPP", "NOT_SUPPORTED"],
    ["EINPROGRESS", "KERNEL"],
    ["ENETDOWN", "INTERFACE_DOWN"],
  ])("tells %s as %s", async (errno, code) => {
    const { ended } = await watching(radio().on("StartSchedScan", refuse(errno)));
    expect(ended).toMatchObject([{ code, errnoName: errno, target: "wlan0" }]);
  });

  it.each<[ScheduledScanOptions, string]>([
    [{ intervalS: 0 }, "intervalS 0"],
    [{ plans: [] }, "at least one"],
    [{ plans: [{ intervalS: 10 }, { intervalS: 20 }] }, "plan 1: all but the last need iterations"],
    [{ plans: [{ intervalS: 10, iterations: 2 }] }, "plan 1: the last goes on for ever"],
    [{ intervalS: 10, plans: [{ intervalS: 10 }] }, "leave out intervalS or plans"],
    [{ matches: [{ ssid: "a", bssid: "02:00:00:00:00:01" }] }, "not both"],
    [{ frequenciesMhz: [902.5] }, "whole MHz"],
  ])("refuses %j before anything is asked", async (options, message) => {
    const kernel = radio();
    const { ended } = await watching(kernel, options);
    expect(ended).toMatchObject([{ code: "INVALID_ARGUMENT", message: expect.stringContaining(message) }]);
    expect(kernel.requests).toEqual([]);
  });
});
