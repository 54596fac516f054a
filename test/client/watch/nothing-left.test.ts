import { getEventListeners } from "node:events";
import { NEVER } from "rxjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Core } from "../../../src/client/core.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { InterfaceNames } from "../../../src/client/watch/interface-names.ts";
import { SharedStreams } from "../../../src/client/watch/shared-streams.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { encodeLink } from "../../../src/rtnetlink/link.ts";
import { ack, dump, event, fakeKernel, inTurn, reply, settled } from "../../../src/testing/index.ts";
import { collectGarbage, heldOf } from "../../collect.ts";

// A program that manages Wi-Fi runs for months: what a stream needs is gone with it.

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const machine = () => fakeKernel().on("GetInterface", ({ dump: all }) => (all ? dump([WLAN0]) : reply(WLAN0)));

afterEach(() => void vi.unstubAllGlobals());

describe("what subscribers share", () => {
  it("is made for the first, held for all, and forgotten with the last", async () => {
    const streams = new SharedStreams<{ readonly made: number }>();
    const made: WeakRef<object>[] = [];
    const make = () => {
      const shared = { made: made.length };
      made.push(new WeakRef(shared));
      return shared;
    };
    const observed = streams.observe("wlan0", make, () => NEVER);
    const [first, second] = [observed.subscribe(), streams.observe("wlan0", make, () => NEVER).subscribe()];
    first.unsubscribe();
    expect(await heldOf(made)).toBe(1);
    expect(made).toHaveLength(1);
    second.unsubscribe();
    expect(await heldOf(made)).toBe(0);
    observed.subscribe().unsubscribe();
    expect(made).toHaveLength(2);
  });
});

describe("a client keeps nothing", () => {
  it("of watchers of what comes and goes", async () => {
    const wifi = await Nl80211.open({ transport: machine() });
    const watchers: WeakRef<object>[] = [];
    const watch = async (ifindex: number) => {
      const link = wifi.watchLink(ifindex);
      watchers.push(new WeakRef(link));
      const subscription = link.subscribe();
      await settled();
      subscription.unsubscribe();
    };
    for (let ifindex = 10; ifindex < 20; ifindex++) await watch(ifindex);
    expect(await heldOf(watchers)).toBe(0);
    await wifi.close();
  });

  it("of those who wanted to hear that the groups are joined, and left before", async () => {
    const wifi = await Nl80211.open({ transport: machine() });
    let told = 0;
    const waiting: WeakRef<object>[] = [];
    const leave = () => {
      const onListening = () => void told++;
      waiting.push(new WeakRef(onListening));
      wifi
        .events({ groups: ["scan"], onListening })
        .subscribe()
        .unsubscribe();
    };
    const stays = wifi.events({ groups: ["scan"], onListening: () => void (told += 100) }).subscribe();
    for (let i = 0; i < 10; i++) leave();
    await settled();
    expect(told).toBe(100);
    expect(await heldOf(waiting)).toBe(0);
    stays.unsubscribe();
    await wifi.close();
  });

  it("of those who hear that there is no nl80211, as a watcher does once a second until it comes", async () => {
    const wifi = await Nl80211.open({ transport: fakeKernel({ nl80211: false }) });
    const refused: string[] = [];
    const waiting: WeakRef<object>[] = [];
    const listen = async () => {
      const onListening = () => void refused.push("listening");
      waiting.push(new WeakRef(onListening));
      const error = ({ code }: { code: string }) => void refused.push(code);
      wifi.events({ groups: ["scan"], onListening }).subscribe({ error });
      await settled();
    };
    for (let i = 0; i < 3; i++) await listen();
    expect(refused).toEqual(["NO_NL80211", "NO_NL80211", "NO_NL80211"]);
    expect(await heldOf(waiting)).toBe(0);
    await wifi.close();
  });

  it("of its scans with a signal that outlives them", async () => {
    const own = { wiphy: 0, ifindex: 3, wdev: 1 };
    const kernel = machine()
      .on("GetScan", dump([]))
      .on("TriggerScan", inTurn([ack(), event("new-scan-results", own)], ack()))
      .on("AbortScan", ack());
    const wifi = await Nl80211.open({ transport: kernel });
    const { signal } = new AbortController();
    const found = vi.fn();
    await new Promise<void>((complete) => void wifi.scan$("wlan0", { signal }).subscribe({ next: found, complete }));
    expect(found).toHaveBeenCalledWith([]);
    for (let i = 0; i < 10; i++) {
      const scanning = wifi.scan$("wlan0", { signal }).subscribe();
      await settled();
      scanning.unsubscribe();
      await settled();
    }
    await collectGarbage();
    expect(getEventListeners(signal, "abort")).toEqual([]);
    // AbortSignal.any() keeps, in Node.js 20, a set of all signals that it ever made of this one: one of the collections that a signal has.
    const collections = Object.getOwnPropertySymbols(signal).map((symbol) => (signal as never)[symbol] as unknown);
    const sizes = collections.map((collection) => (collection as { size?: number } | undefined)?.size);
    expect(sizes.filter((size) => size !== undefined && size > 0)).toEqual([]);
    await wifi.close();
  });
});

describe("the names of interfaces", () => {
  it("are those of what is there, and of the last 64 that went", async () => {
    const held: WeakRef<{ readonly size: number }>[] = [];
    const tracked = (Collection: unknown) =>
      class extends (Collection as new (...values: unknown[]) => { readonly size: number }) {
        constructor(...values: unknown[]) {
          super(...values);
          held.push(new WeakRef(this));
        }
      };
    vi.stubGlobal("Set", tracked(Set));
    vi.stubGlobal("Map", tracked(Map));
    const kernel = machine();
    const core = new Core(kernel);
    const names = new InterfaceNames(core);
    await names.open();
    for (let ifindex = 100; ifindex < 400; ifindex++) {
      kernel.event("rtnetlink:RTM_NEWLINK", encodeLink({ ifindex, name: `mon${ifindex}` }));
      kernel.event("rtnetlink:RTM_DELLINK", encodeLink({ ifindex, name: `mon${ifindex}` }));
      await settled();
    }
    vi.unstubAllGlobals();
    await collectGarbage();
    const sizes = held.map((collection) => collection.deref()?.size ?? 0);
    expect([names.of(3), names.of(399), names.of(336), names.of(335)]).toEqual([
      "wlan0",
      "mon399",
      "mon336",
      undefined,
    ]);
    expect(Math.max(...sizes)).toBe(65);
    names.close();
    core.close();
  });

  it("are read anew after a gap: what is not there any more is one that went", async () => {
    const gone = { ...WLAN0, ifindex: 9, ifname: "gone0", wdev: 2 };
    const kernel = fakeKernel().on("GetInterface", inTurn(dump([WLAN0, gone]), dump([WLAN0])));
    const core = new Core(kernel);
    const names = new InterfaceNames(core);
    await names.open();
    expect(names.of(9)).toBe("gone0");
    kernel.overrun();
    await settled();
    for (let ifindex = 100; ifindex < 164; ifindex++) {
      kernel.event("rtnetlink:RTM_DELLINK", encodeLink({ ifindex, name: `mon${ifindex}` }));
    }
    await settled();
    expect([names.of(3), names.of(9)]).toEqual(["wlan0", undefined]);
    names.close();
    core.close();
  });
});
