import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { ScanOptions } from "../../../src/client/scan/scan-request.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ScanFlag } from "../../../src/nl80211/generated/scan.ts";
import {
  ack,
  dump,
  event,
  type FakeKernel,
  fakeKernel,
  inTurn,
  later,
  refuse,
  settled,
} from "../../../src/testing/index.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const WLAN1 = { ifindex: 4, ifname: "wlan1", wdev: 0x100000001, wiphy: 1, iftype: Iftype.Station } as const;
const P2P = { wdev: 2, wiphy: 0, iftype: Iftype.P2pDevice } as const;
const OWN = { wiphy: 0, ifindex: 3, wdev: 1 };
const OTHER = { wiphy: 1, ifindex: 4, wdev: 0x100000001 };
const CAFE = { ifindex: 3, wdev: 1, bss: { bssid: "02:00:00:00:00:01", frequencyMhz: 2412, seenMsAgo: 40 } };

/** Two radios, and a network in the cache. */
const town = () =>
  fakeKernel()
    .on("GetInterface", dump([WLAN0, P2P, WLAN1]))
    .on("GetScan", dump([CAFE]));

async function scan(kernel: FakeKernel, target: string | { wdev: number } = "wlan0", options: ScanOptions = {}) {
  const wifi = await Nl80211.open({ transport: kernel, streams: false });
  const outcome = wifi.scan(target, options).then(
    (networks) => networks.map(({ bssid }) => bssid),
    (error: { code: string; message: string }) => error,
  );
  await settled();
  return { wifi, outcome };
}

const commands = (kernel: FakeKernel) => kernel.requests.map(({ name }) => name);

describe("scan", () => {
  it("waits for its own interface's results, and reads them then", async () => {
    const kernel = town().on("TriggerScan", ack(), later(300, event("new-scan-results", OWN)));
    const { outcome } = await scan(kernel);
    expect(commands(kernel)).not.toContain("GetScan");
    await kernel.clock.advanceAsync(300);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
    expect(commands(kernel).at(-1)).toBe("GetScan");
  });

  it("takes results that come before the ACK", async () => {
    const { outcome } = await scan(town().on("TriggerScan", event("new-scan-results", OWN), ack()));
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
  });

  it("takes neither another interface's results nor its abort for its own", async () => {
    const kernel = town().on("TriggerScan", ack());
    const { wifi, outcome } = await scan(kernel);
    kernel.event("scan-aborted", OTHER).event("new-scan-results", OTHER);
    await settled();
    expect(commands(kernel)).not.toContain("GetScan");
    kernel.event("new-scan-results", OWN);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
    await wifi.close();
  });

  it("is refused with SCAN_ABORTED where somebody else aborts it", async () => {
    const { outcome } = await scan(town().on("TriggerScan", ack(), event("scan-aborted", OWN)));
    expect(await outcome).toMatchObject({ code: "SCAN_ABORTED", target: "wlan0" });
  });

  it("waits for the end of another program's scan, and then scans itself", async () => {
    const kernel = town().on(
      "TriggerScan",
      inTurn(refuse("EBUSY"), [ack(), later(100, event("new-scan-results", OWN))]),
    );
    const { outcome } = await scan(kernel);
    expect(commands(kernel).filter((name) => name === "TriggerScan")).toHaveLength(1);
    kernel.event("new-scan-results", OWN);
    await settled();
    expect(commands(kernel).filter((name) => name === "TriggerScan")).toHaveLength(2);
    await kernel.clock.advanceAsync(100);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
  });

  it("scans again when another interface has freed the radio, and not when another radio is free", async () => {
    const kernel = town().on(
      "TriggerScan",
      inTurn(refuse("EBUSY"), [ack(), later(100, event("new-scan-results", OWN))]),
    );
    const { outcome } = await scan(kernel);
    const asked = () => commands(kernel).filter((name) => name === "TriggerScan").length;
    kernel.event("new-scan-results", OTHER);
    await settled();
    expect(asked()).toBe(1);
    kernel.event("new-scan-results", { wiphy: 0, wdev: P2P.wdev });
    await settled();
    expect(asked()).toBe(2);
    await kernel.clock.advanceAsync(100);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
  });

  it("scans again when the other's scan ended before the refusal was read", async () => {
    const others = event("scan-aborted", { wiphy: 0, wdev: P2P.wdev });
    const kernel = town().on("TriggerScan", inTurn([others, refuse("EBUSY")], [ack(), event("new-scan-results", OWN)]));
    const { outcome } = await scan(kernel);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
  });

  it("does not abort another program's scan when it gives up waiting for it", async () => {
    const kernel = town().on("TriggerScan", refuse("EBUSY"));
    const { outcome } = await scan(kernel, "wlan0", { timeoutMs: 1000 });
    await kernel.clock.advanceAsync(1000);
    expect(await outcome).toMatchObject({ code: "TIMEOUT", message: "scan of wlan0: no end after 1000 ms" });
    expect(commands(kernel)).not.toContain("AbortScan");
  });

  it("aborts its own scan in the kernel when its time is over", async () => {
    const kernel = town().on("TriggerScan", ack()).on("AbortScan", ack());
    const { outcome } = await scan(kernel, "wlan0", { timeoutMs: 1000 });
    await kernel.clock.advanceAsync(1000);
    expect(await outcome).toMatchObject({ code: "TIMEOUT" });
    expect(commands(kernel).at(-1)).toBe("AbortScan");
  });

  it("aborts its own scan in the kernel when the caller's signal aborts", async () => {
    const kernel = town().on("TriggerScan", ack()).on("AbortScan", ack());
    const controller = new AbortController();
    const { outcome } = await scan(kernel, "wlan0", { signal: controller.signal });
    controller.abort();
    expect(await outcome).toMatchObject({ code: "ABORTED" });
    expect(commands(kernel).at(-1)).toBe("AbortScan");
  });

  it("is refused with CLOSED when the client closes, be it its own, another's that it waits for, or in the queue", async () => {
    const own = await scan(town().on("TriggerScan", ack()));
    const queued = own.wifi.scan("wlan0").catch((error: unknown) => error);
    const others = await scan(town().on("TriggerScan", refuse("EBUSY")));
    await Promise.all([own.wifi.close(), others.wifi.close()]);
    for (const outcome of [own.outcome, queued, others.outcome]) {
      expect(await Promise.race([outcome, settled()])).toMatchObject({ code: "CLOSED" });
    }
  });

  it("asks again where its end may be among lost events: the kernel scans anew", async () => {
    const kernel = town().on("TriggerScan", inTurn(ack(), [ack(), event("new-scan-results", OWN)]));
    const { outcome } = await scan(kernel);
    kernel.overrun();
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
    expect(commands(kernel).filter((name) => name === "TriggerScan")).toHaveLength(2);
  });

  it("asks again after lost events, and takes the end of its scan that still runs", async () => {
    const kernel = town().on("TriggerScan", inTurn(ack(), refuse("EBUSY")));
    const { outcome } = await scan(kernel);
    kernel.overrun();
    await settled();
    expect(commands(kernel)).not.toContain("GetScan");
    kernel.event("new-scan-results", OWN);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
    expect(commands(kernel).filter((name) => name === "TriggerScan")).toHaveLength(2);
  });

  it("has one time for all rounds of waiting for others", async () => {
    const kernel = town().on("TriggerScan", refuse("EBUSY"));
    const { outcome } = await scan(kernel, "wlan0", { timeoutMs: 1000 });
    for (let round = 0; round < 9; round++) {
      await kernel.clock.advanceAsync(100);
      kernel.event("new-scan-results", OWN);
      await settled();
    }
    expect(commands(kernel).filter((name) => name === "TriggerScan")).toHaveLength(10);
    await kernel.clock.advanceAsync(100);
    expect(await outcome).toMatchObject({ code: "TIMEOUT", message: "scan of wlan0: no end after 1000 ms" });
  });

  it("counts the wait for its client's other scans, and names why it gave up", async () => {
    const kernel = town().on("TriggerScan", ack()).on("AbortScan", ack());
    const wifi = await Nl80211.open({ transport: kernel, streams: false });
    const first = wifi.scan("wlan0").catch(() => {});
    await settled();
    const late = wifi.scan("wlan0", { timeoutMs: 500 }).catch((error: unknown) => error);
    const given = wifi.scan("wlan0", { signal: AbortSignal.abort("bored") }).catch((error: unknown) => error);
    await kernel.clock.advanceAsync(500);
    expect(await late).toMatchObject({ code: "TIMEOUT", target: "wlan0" });
    expect(await given).toMatchObject({ code: "ABORTED", cause: "bored" });
    expect(commands(kernel).filter((name) => name === "TriggerScan")).toHaveLength(1);
    kernel.event("new-scan-results", OWN);
    await first;
    await wifi.close();
  });

  it("aborts in the kernel what began while the caller gave up", async () => {
    const kernel = town().on("TriggerScan", later(50, ack())).on("AbortScan", ack());
    const controller = new AbortController();
    const { outcome } = await scan(kernel, "wlan0", { signal: controller.signal });
    await kernel.asked("TriggerScan");
    controller.abort();
    await kernel.clock.advanceAsync(50);
    expect(await outcome).toMatchObject({ code: "ABORTED" });
    expect(commands(kernel).at(-1)).toBe("AbortScan");
  });

  it("can be given all the time there is", async () => {
    const kernel = town().on("TriggerScan", ack(), later(100_000, event("new-scan-results", OWN)));
    const { outcome } = await scan(kernel, "wlan0", { timeoutMs: Number.POSITIVE_INFINITY });
    await kernel.clock.advanceAsync(100_000);
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
  });

  it("leaves its timer behind in no case", async () => {
    const kernel = town().on("TriggerScan", event("new-scan-results", OWN), ack());
    await (await scan(kernel)).outcome;
    await kernel.clock.advanceAsync(11_000); // requests have timers of their own, of 10 s
    expect(kernel.clock.pending).toBe(0);
  });

  it("scans with a device that has no interface, and knows its end by its wdev", async () => {
    const kernel = town().on("TriggerScan", ack(), event("new-scan-results", { wiphy: 0, wdev: 2 }));
    const { outcome } = await scan(kernel, { wdev: 2 });
    expect(await outcome).toEqual(["02:00:00:00:00:01"]);
  });

  it("lets scans of one radio wait for one another, the more urgent first, and leaves other radios alone", async () => {
    const kernel = town().on("TriggerScan", ack());
    const wifi = await Nl80211.open({ transport: kernel, streams: false });
    const order: string[] = [];
    const first = wifi.scan("wlan0").then(() => order.push("first"));
    const later = wifi.scan("wlan0").then(() => order.push("later"));
    const urgent = wifi.scan("wlan0", { priority: 1 }).then(() => order.push("urgent"));
    const other = wifi.scan("wlan1").then(() => order.push("other radio"));
    await settled();
    kernel.event("new-scan-results", OTHER);
    await other;
    for (const next of [first, urgent, later]) {
      kernel.event("new-scan-results", OWN);
      await next;
      await settled();
    }
    expect(order).toEqual(["other radio", "first", "urgent", "later"]);
  });

  it.each([
    ["ENETDOWN", "INTERFACE_DOWN"],
    ["EPERM", "NOT_PERMITTED"],
    ["ERFKILL", "RFKILL"],
    ["EOPNOTSUPP", "NOT_SUPPORTED"],
    ["EINVAL", "KERNEL"],
  ])("tells %s as %s, and leaves no scan behind", async (errno, code) => {
    const kernel = town().on("TriggerScan", refuse(errno));
    const { outcome } = await scan(kernel);
    expect(await outcome).toMatchObject({ code, errnoName: errno, command: "TriggerScan", target: "wlan0" });
    expect(commands(kernel).at(-1)).toBe("TriggerScan");
  });

  it("tells apart: no such interface, no adapter, no nl80211", async () => {
    expect(await (await scan(town(), "wlan9")).outcome).toMatchObject({
      code: "NO_SUCH_INTERFACE",
      hint: "Wi-Fi interfaces: wlan0, wlan1",
    });
    const none = fakeKernel().on("GetInterface", dump([]));
    const wifi = await Nl80211.open({ transport: none, streams: false });
    await expect(wifi.scan()).rejects.toMatchObject({ code: "NO_ADAPTER" });
    expect(await (await scan(fakeKernel({ nl80211: false }))).outcome).toMatchObject({ code: "NO_NL80211" });
  });

  it("asks for what it is told to", async () => {
    const kernel = town().on("TriggerScan", ack(), event("new-scan-results", OWN));
    await (
      await scan(kernel, "wlan0", {
        ssids: ["home", new Uint8Array([0xff])],
        frequenciesMhz: [2412, 5180],
        bssid: "02:00:00:00:00:01",
        flush: true,
        randomAddress: true,
        dwellTu: 20,
        dwellMandatory: true,
        elements: Uint8Array.of(221, 3, 1, 2, 3),
        flags: ["low-priority"],
        ratesMbps: { "2.4 GHz": [6, 9], "5 GHz": [12] },
        withoutCck: true,
      })
    ).outcome;
    const trigger = kernel.requests.find(({ name }) => name === "TriggerScan");
    expect(trigger?.fields).toMatchObject({
      ifindex: 3,
      scanSsids: [new TextEncoder().encode("home"), Uint8Array.of(0xff)],
      scanFrequenciesMhz: [2412, 5180],
      bssid: "02:00:00:00:00:01",
      scanFlags: [ScanFlag.LowPriority, ScanFlag.Flush, ScanFlag.RandomAddr],
      measurementDurationTu: 20,
      measurementDurationMandatory: true,
      ie: Uint8Array.of(221, 3, 1, 2, 3),
      // in 500 kbit/s, by the numbers of NL80211_BAND_2GHZ and NL80211_BAND_5GHZ
      scanSuppRates: { 0: Uint8Array.of(12, 18), 1: Uint8Array.of(24) },
      txNoCckRate: true,
    });
  });

  it.each([
    [{ ssids: ["x".repeat(33)] }, "33 octets, 32 are the most"],
    [{ frequenciesMhz: [0] }, "frequency 0 MHz"],
    [{ bssid: "nonsense" }, "not a MAC address"],
    [{ timeoutMs: 0 }, "timeoutMs 0: expected more than 0"],
    [{ timeoutMs: Number.NaN }, "timeoutMs NaN: expected more than 0"],
    [{ ratesMbps: { "5 GHz": [] } }, "ratesMbps of 5 GHz: 0 rates, expected 1 to 32"],
    [{ ratesMbps: { "5 GHz": [0.3] } }, "rate of 5 GHz 0.3 Mbit/s"],
    [{ ratesMbps: { "7 GHz": [6] } as object }, "ratesMbps of 7 GHz: expected one of 2.4 GHz, 5 GHz, 6 GHz"],
    [{ flags: ["fast"] }, "no scan flag is called fast: there are low-priority"],
    [{ passive: true, ssids: ["a"] }, "a passive scan asks for no SSIDs"],
  ])("refuses %j before anything is asked", async (options, message) => {
    const kernel = town();
    const { outcome } = await scan(kernel, "wlan0", options);
    expect(await outcome).toMatchObject({ code: "INVALID_ARGUMENT", message: expect.stringContaining(message) });
    expect(commands(kernel)).toEqual([]);
  });
});
