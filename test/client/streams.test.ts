import { map } from "rxjs";
import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { Iftype } from "../../src/nl80211/generated/interface.ts";
import { BssStatus } from "../../src/nl80211/generated/scan.ts";
import { encodeLink } from "../../src/rtnetlink/link.ts";
import {
  ack,
  dump,
  event,
  type FakeKernel,
  fakeKernel,
  inTurn,
  later,
  refuse,
  reply,
} from "../../src/testing/index.ts";
import { expectMarbles } from "./marbles.ts";

// Every stream of the client as a marble diagram, beside one of what happens to the kernel; a character is a millisecond. A hint makes a
// reading 20 ms later.

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const OWN = { wiphy: 0, ifindex: 3, wdev: 1 };
const heard = (bssid: number, status?: BssStatus) => ({
  ...{ ifindex: 3, wdev: 1 },
  bss: { bssid: `02:00:00:00:00:0${bssid}`, frequencyMhz: 2412, ...(status !== undefined && { status }) },
});
const station = (last: number) => ({ ifindex: 3, mac: `02:00:00:00:00:0${last}`, staInfo: {} });
const rules = (regAlpha2: string) => ({ regAlpha2, dfsRegion: 0, regRules: [] });
const link = (name: string) => encodeLink({ ifindex: 3, name });

const machine = () =>
  fakeKernel()
    .on("GetInterface", ({ dump: all }) => (all ? dump([WLAN0]) : reply(WLAN0)))
    .on("GetScan", dump([heard(1)]))
    .on("GetStation", dump([station(1)]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0" }]))
    .on("GetReg", dump([rules("DE")]));
const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel });

describe("events", () => {
  it("come as they happen, an overrun among them, until the client closes", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    const types = wifi.events({ groups: ["mlme", "config"] }).pipe(map(({ type, interface: name }) => [type, name]));
    await expectMarbles(kernel, types, {
      happens: "------a---o---(bc)---d---x",
      does: {
        a: () => kernel.event("connect", { ifindex: 3 }),
        o: () => kernel.overrun(),
        b: () => kernel.event("disconnect", { ifindex: 3 }),
        c: () => kernel.event("del-station", { ifindex: 9 }),
        // Of another group.
        d: () => kernel.event("new-scan-results", OWN),
        x: () => wifi.close(),
      },
      gives: "------a---o---(bc)-------|",
      where: {
        a: ["connect", "wlan0"],
        o: ["overrun", undefined],
        b: ["disconnect", "wlan0"],
        c: ["del-station", undefined],
      },
    });
  });

  it("fail for who throws when it is told that they come, and go on for others", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    const mine = new Error("not ready");
    const told: unknown[] = [];
    const onListening = () => {
      throw mine;
    };
    const failing = () =>
      wifi.events({ groups: ["mlme"], onListening }).subscribe({ error: (error) => told.push(error) });
    const subscription = wifi.events({ groups: ["mlme"] }).subscribe(({ type }) => told.push(type));
    failing();
    await kernel.clock.advanceAsync(1);
    failing();
    kernel.event("connect", { ifindex: 3 });
    await kernel.clock.advanceAsync(1);
    expect(told).toEqual([mine, mine, "connect"]);
    subscription.unsubscribe();
    await wifi.close();
  });

  it("come to each subscriber from then on, and end with it", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    const types = wifi.events({ groups: ["mlme"] }).pipe(map(({ type }) => type));
    await expectMarbles(kernel, types, {
      happens: "------a---b",
      does: { a: () => kernel.event("connect", OWN), b: () => kernel.event("disconnect", OWN) },
      gives: "------a",
      where: { a: "connect" },
      unsubscribe: "--------!",
    });
    await wifi.close();
  });
});

describe("scans", () => {
  const names = map((networks: readonly { bssid: string }[]) => networks.map(({ bssid }) => bssid.at(-1)).join(""));

  it("give their results and complete", async () => {
    const kernel = machine().on("TriggerScan", ack(), later(30, event("new-scan-results", OWN)));
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.scan$("wlan0").pipe(names), { gives: "30ms (r|)", where: { r: "1" } });
  });

  it("fail where another aborts them", async () => {
    const kernel = machine().on("TriggerScan", ack());
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.scan$("wlan0").pipe(names), {
      happens: "12ms a",
      does: { a: () => kernel.event("scan-aborted", OWN) },
      gives: "12ms #",
      where: { "#": "SCAN_ABORTED" },
    });
  });

  it("are aborted by unsubscribing", async () => {
    const kernel = machine().on("TriggerScan", ack()).on("AbortScan", ack());
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.scan$("wlan0").pipe(names), { gives: "", unsubscribe: "-----!" });
    expect(kernel.requests.map(({ name }) => name).at(-1)).toBe("AbortScan");
  });

  it("on schedule give what is known, each time, until the kernel stops them", async () => {
    const kernel = machine().on("StartSchedScan", ack()).on("StopSchedScan", ack());
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.scheduledScan$("wlan0").pipe(names), {
      happens: "10ms a 9ms b 9ms s",
      does: {
        a: () => kernel.event("sched-scan-results", OWN),
        b: () => kernel.on("GetScan", dump([heard(1), heard(2)])).event("sched-scan-results", OWN),
        s: () => kernel.event("sched-scan-stopped", OWN),
      },
      gives: "10ms a 9ms b 9ms #",
      where: { a: "1", b: "12", "#": "SCAN_ABORTED" },
    });
  });
});

describe("watchers", () => {
  it("of interfaces follow events and rtnetlink, and see what an event was missed of at the next", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    const names = wifi
      .watchInterfaces()
      .pipe(map((all) => all.map(({ name, use4addr }) => `${name}${use4addr ? "+" : ""}`).join()));
    await expectMarbles(kernel, names, {
      happens: "100ms r 899ms m 399ms e",
      does: {
        r: () =>
          kernel.on("GetInterface", dump([{ ...WLAN0, ifname: "roof" }])).event("rtnetlink:RTM_NEWLINK", link("roof")),
        // Nothing tells of this.
        m: () => kernel.on("GetInterface", dump([{ ...WLAN0, ifname: "roof", use4addr: 1 }])),
        e: () => kernel.event("connect", OWN),
      },
      gives: "a 119ms b 1299ms c",
      where: { a: "wlan0", b: "roof", c: "roof+" },
    });
    await wifi.close();
  });

  it("of radios", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.watchWiphys().pipe(map((all) => all.map(({ name }) => name).join())), {
      happens: "100ms a 99ms c",
      does: {
        a: () => kernel.on("GetWiphy", dump([])).event("del-wiphy", { wiphy: 0, wiphyName: "phy0" }),
        c: () => wifi.close(),
      },
      gives: "p 119ms n 79ms |",
      where: { p: "phy0", n: "" },
    });
  });

  it("of stations", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    const addresses = wifi.watchStations("wlan0").pipe(map((all) => all.map(({ address }) => address.at(-1)).join("")));
    await expectMarbles(kernel, addresses, {
      happens: "100ms (ab) 100ms f",
      does: {
        a: () => kernel.on("GetStation", dump([station(1), station(2)])).event("new-station", station(2)),
        b: () => kernel.event("new-station", station(2)),
        // A frame changes no station.
        f: () => kernel.event("frame-tx-status", OWN),
      },
      gives: "x 119ms y",
      where: { x: "1", y: "12" },
    });
    await wifi.close();
  });

  it("of networks", async () => {
    const kernel = machine();
    const wifi = await open(kernel);
    const networks = wifi
      .watchNetworks("wlan0")
      .pipe(map((all) => all.map(({ key, status }) => `${key} ${status}`).join()));
    await expectMarbles(kernel, networks, {
      happens: "100ms c",
      does: { c: () => kernel.on("GetScan", dump([heard(1, BssStatus.Associated)])).event("connect", OWN) },
      gives: "a 119ms b",
      where: { a: "02:00:00:00:00:01 2412 undefined", b: "02:00:00:00:00:01 2412 associated" },
    });
    await wifi.close();
  });

  it("of a link, which goes with its interface and comes back", async () => {
    const kernel = machine().on("GetStation", refuse("EOPNOTSUPP"));
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.watchLink("wlan0").pipe(map((one) => one?.state)), {
      happens: "100ms c 99ms d 99ms e",
      does: {
        c: () => kernel.on("GetScan", dump([heard(1, BssStatus.Associated)])).event("connect", OWN),
        d: () => kernel.on("GetInterface", dump([])).event("del-interface", OWN),
        e: () =>
          kernel
            .on("GetInterface", ({ dump: all }) => (all ? dump([WLAN0]) : reply(WLAN0)))
            .event("new-interface", OWN),
      },
      gives: "a 119ms b 99ms n 99ms b",
      where: { a: "disconnected", b: "connected", n: undefined },
    });
    await wifi.close();
  });

  it("of regulatory domains, through what goes wrong in passing", async () => {
    const kernel = machine().on("GetReg", inTurn(dump([rules("DE")]), refuse("ENOMEM"), dump([rules("US")])));
    const wifi = await open(kernel);
    // The first reading is at once, and the second when the group is joined.
    await expectMarbles(kernel, wifi.watchRegulatory().pipe(map((all) => all.map(({ alpha2 }) => alpha2).join())), {
      gives: "a 519ms b",
      where: { a: "DE", b: "US" },
    });
    await wifi.close();
  });

  it("end with an error that nothing mends", async () => {
    const kernel = machine().on("GetReg", refuse("EPERM"));
    const wifi = await open(kernel);
    await expectMarbles(kernel, wifi.watchRegulatory(), { gives: "#", where: { "#": "NOT_PERMITTED" } });
    await wifi.close();
  });

  it("read every so often, where that is asked for", async () => {
    const kernel = machine().on("GetReg", inTurn(dump([rules("DE")]), dump([rules("DE")]), dump([rules("US")])));
    const wifi = await open(kernel);
    const alpha2 = wifi.watchRegulatory({ every: 200 }).pipe(map((all) => all.map(({ alpha2 }) => alpha2).join()));
    await expectMarbles(kernel, alpha2, { gives: "a 219ms b", where: { a: "DE", b: "US" } });
    await wifi.close();
  });
});

it("says of a client without streams what it lacks, and the cure", async () => {
  await using wifi = await Nl80211.open({ transport: fakeKernel(), streams: false });
  expect(() => wifi.events()).toThrow(
    expect.objectContaining({
      code: "INVALID_ARGUMENT",
      message: "this client was opened with streams: false, and has no observables",
      hint: "leave that out: rxjs is loaded then",
    }),
  );
});
