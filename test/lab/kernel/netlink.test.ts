import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GenericNetlink } from "../../../src/genetlink/index.ts";
import type { Transport } from "../../../src/netlink/transport.ts";
import { Nl80211Command } from "../../../src/nl80211/generated/command-map.ts";
import { RouteNetlink } from "../../../src/rtnetlink/index.ts";
import { socketTransport } from "../../../src/socket/index.ts";
import { rejection } from "../../netlink/scripted.ts";
import { freshRadios, iw, run, until } from "../guest.ts";

/** Attributes of nl80211 by number: this file is about netlink, and knows nothing of the codecs. */
const [IFINDEX, IFNAME, IFTYPE, SCAN_SSIDS] = [3, 4, 5, 45];

/** The kernel loads the module of a family that is asked for by name; not within this. */
async function withoutAutomaticLoading(action: () => Promise<void>): Promise<void> {
  const loader = readFileSync("/proc/sys/kernel/modprobe", "utf8");
  writeFileSync("/proc/sys/kernel/modprobe", "/bin/false");
  try {
    await action();
  } finally {
    writeFileSync("/proc/sys/kernel/modprobe", loader);
  }
}

describe("netlink to nl80211", () => {
  let transport: Transport;
  let netlink: GenericNetlink;
  let route: RouteNetlink;
  const countInterfaces = async () => (await netlink.dump("nl80211", Nl80211Command.GetInterface).toArray()).length;

  beforeAll(async () => {
    await freshRadios(2);
    transport = await socketTransport();
    netlink = new GenericNetlink(transport);
    route = new RouteNetlink(transport);
  });
  afterAll(() => {
    netlink?.close();
    transport?.close();
  });

  it("names what the kernel refuses", async () => {
    const none = await rejection(netlink.request("nl80211", Nl80211Command.GetInterface, (w) => w.u32(IFINDEX!, 9999)));
    expect(none).toMatchObject({ code: "NO_SUCH_INTERFACE", errnoName: "ENODEV" });
    const { ifindex } = await route.link("wlan0");
    const range = await rejection(
      netlink.request("nl80211", Nl80211Command.SetInterface, (w) => {
        w.u32(IFINDEX!, ifindex);
        w.u32(IFTYPE!, 999);
      }),
    );
    expect(range).toMatchObject({
      attribute: "attribute 5",
      kernelText: "integer out of range",
      message: expect.stringMatching(/\(the kernel takes u32, 0 to 1\d\)$/), // NL80211_IFTYPE_MAX
    });
    const down = await rejection(
      netlink.request("nl80211", Nl80211Command.TriggerScan, (w) => {
        w.u32(IFINDEX!, ifindex);
        const ssids = w.open(SCAN_SSIDS!);
        w.bytes(1, new Uint8Array(0));
        w.close(ssids);
      }),
    );
    expect(down).toMatchObject({ code: "INTERFACE_DOWN", errnoName: "ENETDOWN" });
  });

  it("leaves the event loop its turns while the kernel works on slow commands", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    for (let i = 0; i < 5; i++) {
      await route.up("wlan0");
      await route.down("wlan0");
    }
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(5);
  });

  it("renames an interface that is down, as iw sees it, and the event comes", async () => {
    const names: string[] = [];
    const stop = route.subscribe({ link: ({ name }) => names.push(name), removed() {} });
    await route.rename("wlan1", "wifi1");
    await until("the event came", () => names.includes("wifi1"));
    stop();
    expect(await iw("dev")).toMatch(/Interface wifi1/);
    const named = await netlink
      .dump("nl80211", Nl80211Command.GetInterface)
      .map((message) => {
        const r = message.attributes();
        for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; )
          if (r.type === IFNAME) return r.string();
        return undefined;
      })
      .toArray();
    expect([...named].sort()).toEqual(["wifi1", "wlan0"]);
    await route.rename("wifi1", "wlan1");
  });

  it("tells the policies that this kernel checks nl80211's requests by", async () => {
    const { policies } = await netlink.policies("nl80211");
    // 308 attributes in 17 policies on 6.12, 371 in 21 on 7.3
    const count = Object.values(policies).reduce((sum, attributes) => sum + Object.keys(attributes).length, 0);
    expect(count).toBeGreaterThan(250);
  });

  it("goes on, subscriptions too, when cfg80211 and the radios are unloaded and loaded again", {
    timeout: 240_000,
  }, async () => {
    const seen: string[] = [];
    await netlink.subscribe("nl80211", ["config"], {
      notification: ({ message }) => seen.push(Nl80211Command[message.command] ?? String(message.command)),
      gap: (family) => seen.push(family ? "back" : "away"),
    });
    for (let round = 0; round < 2; round++) {
      expect(await countInterfaces()).toBe(2);
      const { id } = await netlink.family("nl80211");
      await run("modprobe", "-r", "mac80211_hwsim", "mac80211", "cfg80211");
      await until("the subscription is told", () => seen.includes("away"));
      expect(existsSync("/sys/module/cfg80211")).toBe(false);
      await withoutAutomaticLoading(async () => {
        const error = await rejection(netlink.dump("nl80211", Nl80211Command.GetInterface).toArray());
        expect(error).toMatchObject({ code: "NO_FAMILY", target: "nl80211" });
      });
      await freshRadios(2);
      expect(await countInterfaces()).toBe(2);
      expect((await netlink.family("nl80211")).id).not.toBe(id);
      await until("the subscription is told", () => seen.includes("back"));
      seen.length = 0;
      await iw("dev", "wlan0", "interface", "add", "mon0", "type", "monitor");
      await until("the new interface is told", () => seen.includes("NewInterface"));
      await iw("dev", "mon0", "del");
      await until("its end is told", () => seen.includes("DelInterface"));
      seen.length = 0;
    }
  });
});
