import { TestScheduler } from "rxjs/testing";
import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { changes, forInterface, ofType } from "../../../src/client/operators.ts";
import type { WifiEvent } from "../../../src/client/watch/events.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { BssStatus } from "../../../src/nl80211/generated/scan.ts";
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

const device = (ifindex: number, ifname = `wlan${ifindex}`, use4addr = 0) => ({
  ...{ ifindex, ifname, wdev: ifindex, wiphy: 0, iftype: Iftype.Station, mac: "02:00:00:00:00:00", use4addr },
});

/** Subscribes, and gives the names of each state as it comes. */
async function watching(kernel: FakeKernel, every?: number) {
  const wifi = await Nl80211.open({ transport: kernel });
  const states: string[][] = [];
  let outcome = "";
  const subscription = wifi.watchInterfaces(every === undefined ? {} : { every }).subscribe({
    next: (interfaces) => states.push(interfaces.map(({ name, use4addr }) => `${name}${use4addr ? "+4addr" : ""}`)),
    error: (error: { code: string }) => (outcome = error.code),
    complete: () => (outcome = "complete"),
  });
  await kernel.clock.advanceAsync(100);
  return { wifi, states, subscription, outcome: () => outcome };
}

const readings = (kernel: FakeKernel) => kernel.requests.filter(({ name }) => name === "GetInterface").length;

describe("watchLink", () => {
  it("gives the link at each change of it, and undefined while the interface is away", async () => {
    const heard = (status?: BssStatus) => ({
      ...{ ifindex: 3, wdev: 3 },
      bss: { bssid: "02:00:00:00:00:01", frequencyMhz: 2412, ...(status !== undefined && { status }) },
    });
    const kernel = fakeKernel()
      .on("GetInterface", dump([device(3)]))
      .on("GetScan", dump([heard()]))
      .on("GetStation", refuse("EOPNOTSUPP"));
    const wifi = await Nl80211.open({ transport: kernel });
    const states: unknown[] = [];
    wifi.watchLink("wlan3").subscribe((link) => states.push(link && [link.state, link.bssid]));
    await kernel.clock.advanceAsync(100);
    kernel.on("GetScan", dump([heard(BssStatus.Associated)])).event("connect", { ifindex: 3, statusCode: 0 });
    await kernel.clock.advanceAsync(100);
    kernel.on("GetInterface", dump([device(4)])).event("del-interface", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(states).toEqual([["disconnected", undefined], ["connected", "02:00:00:00:00:01"], undefined]);
    await wifi.close();
  });
});

describe("watchInterfaces", () => {
  it("gives the present state, and again after an event that may have changed it", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states } = await watching(kernel);
    expect(states).toEqual([["wlan3"]]);
    kernel.on("GetInterface", dump([device(3), device(4)])).event("new-interface", { ifindex: 4 });
    await kernel.clock.advanceAsync(100);
    expect(states).toEqual([["wlan3"], ["wlan3", "wlan4"]]);
  });

  it("reads again, never applying what an event says: it may be older than the state", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states } = await watching(kernel);
    kernel.event("del-interface", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(states).toEqual([["wlan3"]]);
  });

  it("makes one reading of a burst of events", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    await watching(kernel);
    const before = readings(kernel);
    for (let i = 0; i < 50; i++) kernel.event("set-interface", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(readings(kernel) - before).toBe(1);
  });

  it("is not put off by events that go on and on", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states } = await watching(kernel);
    kernel.on("GetInterface", dump([device(4)]));
    for (let i = 0; i < 10; i++) {
      kernel.event("set-interface", { ifindex: 3 });
      await kernel.clock.advanceAsync(15);
    }
    expect(states.at(-1)).toEqual(["wlan4"]);
  });

  it("reads as soon after an event where the time of day was set forward meanwhile", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states, subscription } = await watching(kernel, 60_000);
    kernel.clock.skip(3_600_000); // as by NTP, on a machine without a clock of its own
    kernel.on("GetInterface", dump([device(4)])).event("set-interface", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(states.at(-1)).toEqual(["wlan4"]);
    subscription.unsubscribe();
    expect(kernel.clock.pending).toBe(0);
  });

  it("reads once more when events have settled: some tell what is only about to be", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states } = await watching(kernel);
    kernel.event("set-interface", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    kernel.on("GetInterface", dump([device(3, "wlan3", 1)]));
    await kernel.clock.advanceAsync(1000);
    expect(states).toEqual([["wlan3"], ["wlan3+4addr"]]);
    const before = readings(kernel);
    await kernel.clock.advanceAsync(60_000);
    expect(readings(kernel)).toBe(before);
  });

  it("does not repeat equal states, and does not read for events that change none", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states } = await watching(kernel);
    const before = readings(kernel);
    kernel.event("frame-tx-status", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(readings(kernel)).toBe(before);
    kernel.event("connect", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(states).toHaveLength(1);
  });

  it("reads again after lost events", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states } = await watching(kernel);
    kernel.on("GetInterface", dump([device(5)])).overrun();
    await kernel.clock.advanceAsync(100);
    expect(states.at(-1)).toEqual(["wlan5"]);
  });

  it("goes on through an unloaded and reloaded module, with nothing in between", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { states, outcome } = await watching(kernel);
    kernel.removeFamily("nl80211");
    await kernel.clock.advanceAsync(100);
    kernel.family("nl80211", { groups: ["config", "scan", "regulatory", "mlme", "vendor", "nan"] });
    await kernel.clock.advanceAsync(2000);
    kernel.on("GetInterface", dump([device(4)])).event("new-interface", { ifindex: 4 });
    await kernel.clock.advanceAsync(100);
    expect(states).toEqual([["wlan3"], [], ["wlan3"], ["wlan4"]]);
    expect(outcome()).toBe("");
  });

  it("reads every so often where that is asked for", async () => {
    const kernel = fakeKernel().on(
      "GetInterface",
      inTurn(dump([device(3)]), dump([device(3)]), dump([device(3, "wlan3", 1)])),
    );
    const { states } = await watching(kernel, 1000);
    await kernel.clock.advanceAsync(2100);
    expect(states).toEqual([["wlan3"], ["wlan3+4addr"]]);
  });

  it("tries again after a reading that failed in passing", async () => {
    const kernel = fakeKernel().on("GetInterface", inTurn(refuse("ENOMEM"), refuse("ENOMEM"), dump([device(3)])));
    const { states } = await watching(kernel);
    await kernel.clock.advanceAsync(2100);
    expect(states).toEqual([["wlan3"]]);
  });

  it("ends with an error that nothing will mend", async () => {
    const { states, outcome } = await watching(fakeKernel().on("GetInterface", refuse("EPERM")));
    expect([states, outcome()]).toEqual([[], "NOT_PERMITTED"]);
  });

  it("shares its readings between subscribers, and gives a late one the latest", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { wifi } = await watching(kernel);
    const before = readings(kernel);
    const late: number[] = [];
    wifi.watchInterfaces().subscribe((interfaces) => late.push(interfaces.length));
    await settled();
    expect(late).toEqual([1]);
    expect(readings(kernel)).toBe(before);
  });

  it("stops with its last subscriber, and completes with the client", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3)]));
    const { subscription, wifi, outcome } = await watching(kernel);
    subscription.unsubscribe();
    const before = readings(kernel);
    kernel.event("set-interface", { ifindex: 3 });
    await kernel.clock.advanceAsync(100);
    expect(readings(kernel)).toBe(before);
    expect(outcome()).toBe("");
    let completed = false;
    wifi.watchInterfaces().subscribe({
      complete: () => {
        completed = true;
      },
    });
    await wifi.close();
    expect(completed).toBe(true);
  });
});

describe("watchNetworks", () => {
  const heard = (seenMsAgo: number, signalMbm = -4000, status?: BssStatus) => ({
    ...{ ifindex: 3, wdev: 3 },
    bss: {
      ...{ bssid: "02:00:00:00:00:01", frequencyMhz: 2412, seenMsAgo, signalMbm },
      ...(status !== undefined && { status }),
    },
  });
  const town = (network: ReturnType<typeof heard>) =>
    fakeKernel()
      .on("GetInterface", dump([device(3)]))
      .on("GetScan", dump([network]));
  async function watchingNetworks(kernel: FakeKernel) {
    const wifi = await Nl80211.open({ transport: kernel });
    const states: (number | undefined)[][] = [];
    wifi.watchNetworks("wlan3").subscribe((networks) => states.push(networks.map(({ signalDbm }) => signalDbm)));
    await kernel.clock.advanceAsync(1000);
    return states;
  }

  it("does not repeat a state in which networks are only older, and tells another signal", async () => {
    const kernel = town(heard(10));
    const states = await watchingNetworks(kernel);
    kernel.on("GetScan", dump([heard(900)])).event("new-scan-results", { ifindex: 3 });
    await kernel.clock.advanceAsync(1000);
    kernel.on("GetScan", dump([heard(5, -5000)])).event("new-scan-results", { ifindex: 3 });
    await kernel.clock.advanceAsync(1000);
    expect(states).toEqual([[-40], [-50]]);
  });

  it("reads again when the kernel has forgotten a network, which it does without an event", async () => {
    const kernel = town(heard(12_000));
    const states = await watchingNetworks(kernel);
    kernel.on("GetScan", dump([]));
    await kernel.clock.advanceAsync(17_000);
    expect(states).toEqual([[-40]]);
    await kernel.clock.advanceAsync(2000);
    expect(states).toEqual([[-40], []]);
  });

  it("does not wait for the end of one that we are connected to, or that is older than any", async () => {
    for (const network of [heard(29_990, -4000, BssStatus.Associated), heard(40_000)]) {
      const kernel = town(network);
      await watchingNetworks(kernel);
      const asked = () => kernel.requests.filter(({ name }) => name === "GetScan").length;
      const before = asked();
      await kernel.clock.advanceAsync(60_000);
      expect(asked()).toBe(before);
    }
  });
});

describe("watchNetworks that is asked to scan", () => {
  const scanner = () =>
    fakeKernel()
      .on("GetInterface", dump([device(3)]))
      .on("GetScan", dump([]))
      .on("TriggerScan", ack(), later(500, event("new-scan-results", { ifindex: 3, wdev: 3 })));
  const scans = (kernel: FakeKernel) => kernel.requests.filter(({ name }) => name === "TriggerScan").length;

  it("scans at once, and again after each interval, while it is subscribed to", async () => {
    const kernel = scanner();
    const wifi = await Nl80211.open({ transport: kernel });
    const subscription = wifi.watchNetworks("wlan3", { scanEvery: 10_000 }).subscribe();
    await kernel.clock.advanceAsync(100);
    expect(scans(kernel)).toBe(1);
    await kernel.clock.advanceAsync(21_000);
    expect(scans(kernel)).toBe(3);
    subscription.unsubscribe();
    await kernel.clock.advanceAsync(60_000);
    expect(scans(kernel)).toBe(3);
  });

  it("goes on where a scan fails in passing, and ends where none is allowed", async () => {
    const kernel = scanner().on("TriggerScan", refuse("ENETDOWN"));
    const wifi = await Nl80211.open({ transport: kernel });
    const errors: unknown[] = [];
    wifi.watchNetworks("wlan3", { scanEvery: 10_000 }).subscribe({ error: (error) => errors.push(error) });
    await kernel.clock.advanceAsync(11_000);
    expect([scans(kernel), errors]).toEqual([2, []]);
    kernel.on("TriggerScan", refuse("EPERM"));
    await kernel.clock.advanceAsync(11_000);
    expect(errors).toMatchObject([{ code: "NOT_PERMITTED" }]);
  });

  it("scans by itself never, and no more often than is good for the air", async () => {
    const kernel = scanner();
    const wifi = await Nl80211.open({ transport: kernel });
    wifi.watchNetworks("wlan3", { every: 1000 }).subscribe();
    await kernel.clock.advanceAsync(60_000);
    expect(scans(kernel)).toBe(0);
    expect(() => wifi.watchNetworks("wlan3", { scanEvery: 9999 })).toThrow(
      "scanEvery 9999 ms: expected 10000 ms or more",
    );
    expect(() => wifi.watchStations("wlan3", { every: 0 })).toThrow("every 0 ms: expected 10 ms or more");
  });
});

describe("watchStations", () => {
  const talking = (rxBytes: number) => ({
    ...{ ifindex: 3, mac: "02:00:00:00:00:01" },
    staInfo: { rxBytes64: rxBytes, inactiveTimeMs: rxBytes },
  });
  const counted = async (options: { every?: number }) => {
    const kernel = fakeKernel()
      .on("GetInterface", dump([device(3)]))
      .on("GetStation", inTurn(dump([talking(1)]), dump([talking(2)]), dump([talking(2)])));
    const wifi = await Nl80211.open({ transport: kernel });
    const states: unknown[] = [];
    wifi.watchStations("wlan3", options).subscribe((stations) => states.push(stations[0]?.rxBytes));
    await kernel.clock.advanceAsync(100);
    kernel.event("notify-cqm", { ifindex: 3 });
    await kernel.clock.advanceAsync(2000);
    return states;
  };

  it("makes a new state of counters only where it is asked to read them", async () => {
    expect(await counted({})).toEqual([1]);
    expect(await counted({ every: 500 })).toEqual([1, 2]);
  });
});

describe("operators", () => {
  const happened = (type: "connect" | "disconnect", ifindex: number): WifiEvent => ({
    type,
    time: 0,
    ifindex,
    attributes: {},
  });
  const marbles = (run: Parameters<TestScheduler["run"]>[0]) =>
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run);

  it("ofType and forInterface let through what they say", () => {
    const [a, b, c] = [happened("connect", 3), happened("disconnect", 3), happened("connect", 4)];
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold("a-b-c|", { a, b, c }).pipe(ofType("connect"))).toBe("a---c|", { a, c });
      expectObservable(cold("a-b-c|", { a, b, c }).pipe(forInterface(3))).toBe("a-b--|", { a, b });
    });
  });

  it("changes says what came, went and changed, the first state as all added", () => {
    const [one, two, renamed] = [
      { id: 1, name: "a" },
      { id: 2, name: "b" },
      { id: 1, name: "c" },
    ];
    marbles(({ cold, expectObservable }) => {
      const states = cold("a-b-c|", { a: [one], b: [one, two], c: [renamed] });
      expectObservable(states.pipe(changes(({ id }) => id))).toBe("x-y-z|", {
        x: { added: [one], removed: [], changed: [] },
        y: { added: [two], removed: [], changed: [] },
        z: { added: [], removed: [two], changed: [{ now: renamed, before: one }] },
      });
    });
  });

  it("changes takes nothing that is only older for changed", () => {
    const [fresh, old] = [
      { id: 1, seenMsAgo: 5 },
      { id: 1, seenMsAgo: 900 },
    ];
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold("ab|", { a: [fresh], b: [old] }).pipe(changes(({ id }) => id))).toBe("xy|", {
        x: { added: [fresh], removed: [], changed: [] },
        y: { added: [], removed: [], changed: [] },
      });
    });
  });
});
