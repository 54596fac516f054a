import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { encodeLink } from "../../../src/rtnetlink/link.ts";
import { dump, type FakeKernel, fakeKernel, inTurn, later, refuse, settled } from "../../../src/testing/index.ts";

const device = (ifindex: number, ifname: string) => ({
  ifindex,
  ifname,
  wdev: ifindex,
  wiphy: 0,
  iftype: Iftype.Station,
});
const link = (ifindex: number, name: string) => encodeLink({ ifindex, name });

/** Subscribes, and gives the name that each event says. */
async function listening(kernel: FakeKernel) {
  const wifi = await Nl80211.open({ transport: kernel });
  const names: (string | undefined)[] = [];
  await new Promise<void>((onListening) => {
    wifi.events({ onListening }).subscribe((event) => names.push(event.interface));
  });
  return { wifi, names };
}

const asked = (kernel: FakeKernel) => kernel.requests.length;

describe("the interface of an event", () => {
  it("is known from the first event on, and asked for once", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3, "wlan0")]));
    const { names } = await listening(kernel);
    const before = asked(kernel);
    for (let i = 0; i < 3; i++) kernel.event("connect", { ifindex: 3 });
    kernel.event("reg-change", {});
    await settled();
    expect(names).toEqual(["wlan0", "wlan0", "wlan0", undefined]);
    expect(asked(kernel)).toBe(before);
  });

  it("follows renaming, and what comes and goes", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3, "wlan0")]));
    const { names } = await listening(kernel);
    kernel.event("rtnetlink:RTM_NEWLINK", link(3, "roof")).event("connect", { ifindex: 3 });
    kernel.event("rtnetlink:RTM_NEWLINK", link(4, "wlan1")).event("connect", { ifindex: 4 });
    // The last events of an interface may come after it went.
    kernel.event("rtnetlink:RTM_DELLINK", link(4, "wlan1")).event("disconnect", { ifindex: 4 });
    await settled();
    expect(names).toEqual(["roof", "wlan1", "wlan1"]);
  });

  it("is what the event itself says, without being taken for the newest", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3, "wlan0")]));
    const { names } = await listening(kernel);
    kernel.event("rtnetlink:RTM_NEWLINK", link(3, "roof")).event("set-interface", device(3, "wlan0"));
    kernel.event("connect", { ifindex: 3 });
    kernel.event("new-interface", device(9, "wlan9")).event("connect", { ifindex: 9 });
    await settled();
    expect(names).toEqual(["wlan0", "roof", "wlan9", "wlan9"]);
  });

  it("is read again after lost events", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(3, "wlan0")]));
    const { names } = await listening(kernel);
    kernel.on("GetInterface", dump([device(3, "roof")])).overrun();
    await settled();
    kernel.event("connect", { ifindex: 3 });
    await settled();
    expect(names.at(-1)).toBe("roof");
  });

  it("is the newest where both sockets lost events, so that it is read twice, and it was renamed meanwhile", async () => {
    const kernel = fakeKernel().on(
      "GetInterface",
      inTurn(dump([device(3, "wlan0")]), later(10, dump([device(3, "wlan0")])), later(10, dump([device(3, "roof")]))),
    );
    const { names } = await listening(kernel);
    kernel.overrun();
    await settled();
    kernel.event("rtnetlink:RTM_NEWLINK", link(3, "roof"));
    await kernel.clock.advanceAsync(20);
    expect(asked(kernel)).toBe(3);
    kernel.event("connect", { ifindex: 3 });
    await settled();
    expect(names).toEqual([undefined, "roof"]);
  });

  it("is nothing where it cannot be read, and the events come all the same", async () => {
    const kernel = fakeKernel().on("GetInterface", refuse("EPERM"));
    const { names } = await listening(kernel);
    kernel.event("connect", { ifindex: 3 });
    await settled();
    expect(names).toEqual([undefined]);
  });

  it("costs watchers nothing", async () => {
    const kernel = fakeKernel().on("GetReg", dump([]));
    const wifi = await Nl80211.open({ transport: kernel });
    wifi.watchRegulatory().subscribe();
    await kernel.clock.advanceAsync(1000);
    expect(kernel.requests.map(({ name }) => name)).not.toContain("GetInterface");
    await wifi.close();
  });
});
