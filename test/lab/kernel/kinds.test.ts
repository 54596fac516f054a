import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { isNl80211Error } from "../../../src/errors.ts";
import { asIwInterface } from "../../oracle/as-iw.ts";
import { asIwWiphy, comparable } from "../../oracle/as-iw-wiphy.ts";
import { parseIwInterfaces } from "../../oracle/iw-interface.ts";
import { parseIwWiphys } from "../../oracle/iw-wiphy.ts";
import { freshRadios, iw, KERNEL, run } from "../guest.ts";

// Radios of other kinds beside the newest iw, and what is said where there is none, or where it may not be used.

const LOADER = "/proc/sys/kernel/modprobe";

afterAll(() => freshRadios(4, 2), 120_000);

async function besideIw(): Promise<void> {
  await using wifi = await Nl80211.open({ streams: false });
  expect((await wifi.wiphys()).map(asIwWiphy)).toEqual(parseIwWiphys(await iw("phy")).wiphys.map(comparable));
  const still = ({ txq, ...rest }: { txq?: unknown }) => rest;
  const { interfaces } = parseIwInterfaces(await iw("dev"));
  expect((await wifi.interfaces()).map((device) => still(asIwInterface(device)))).toEqual(interfaces.map(still));
}

describe("kinds of radios", () => {
  it.skipIf(KERNEL === "6.1")("several in one wiphy are read as iw reads them", async () => {
    await freshRadios(1, 1, ["multi_radio=1"]); // with more channels hwsim's own combinations contradict each other
    await besideIw();
    const [theirs] = parseIwWiphys(await iw("phy")).wiphys;
    expect(theirs!.radios!.length).toBeGreaterThan(1);
    await using wifi = await Nl80211.open({ streams: false });
    const [ours] = await wifi.wiphys();
    expect(ours!.radios.map(({ index }) => index)).toEqual(theirs!.radios!.map(({ index }) => index));
  });

  it("of multi-link devices are read as iw reads them", async () => {
    await freshRadios(2, 2, ["mlo=1"]);
    await besideIw();
    await using wifi = await Nl80211.open({ streams: false });
    for (const wiphy of await wifi.wiphys()) expect(wiphy.abilities).toContain("mlo");
  });
});

describe("what is missing", () => {
  const hints = new Map<string, string | undefined>();

  async function failure(call: () => Promise<unknown>): Promise<string> {
    const error = await call().then(
      () => new Error("it worked"),
      (reason: unknown) => reason,
    );
    if (!isNl80211Error(error)) throw error;
    hints.set(error.code, error.hint);
    return error.code;
  }

  it("is an interface that is up, or one of that name", async () => {
    await freshRadios(1, 2);
    await using wifi = await Nl80211.open({ streams: false });
    const { ifindex } = await wifi.interface("wlan0");
    expect(await failure(() => wifi.request("TriggerScan", { ifindex: ifindex! }))).toBe("INTERFACE_DOWN");
    expect(await failure(() => wifi.interface("wlan7"))).toBe("NO_SUCH_INTERFACE");
  });

  it("is permission, for who has no capabilities; looking needs none", async () => {
    await run("ip", "link", "set", "wlan0", "up");
    const as = (...words: string[]) => run("setpriv", "--bounding-set=-all", "--inh-caps=-all", ...words);
    expect(await as("nl80211", "interfaces")).toContain("wlan0");
    const refused = await as("nl80211", "scan", "wlan0").then(
      () => "it scanned",
      (error: Error) => error.message,
    );
    expect(refused).toMatch(/EPERM/);
    expect(refused).toMatch(/CAP_NET_ADMIN: run as root, or grant it to the executable/);
    hints.set("NOT_PERMITTED", "needs CAP_NET_ADMIN");
  });

  it("is an adapter, or nl80211 itself", async () => {
    await run("modprobe", "-r", "mac80211_hwsim");
    {
      await using wifi = await Nl80211.open({ streams: false });
      expect(await failure(() => wifi.interface("wlan0"))).toBe("NO_ADAPTER");
    }
    await run("modprobe", "-r", "mac80211", "cfg80211");
    // the kernel loads a family's module when it is asked for by name: here it finds no program that could
    const loader = readFileSync(LOADER, "utf8");
    writeFileSync(LOADER, "/nowhere");
    try {
      await using wifi = await Nl80211.open({ streams: false });
      expect(await failure(() => wifi.wiphys())).toBe("NO_NL80211");
    } finally {
      writeFileSync(LOADER, loader);
    }
  });

  it("has a cure of its own each time", () => {
    expect([...hints.keys()].sort()).toEqual(
      ["INTERFACE_DOWN", "NOT_PERMITTED", "NO_ADAPTER", "NO_NL80211", "NO_SUCH_INTERFACE"].sort(),
    );
    for (const [code, hint] of hints) expect(hint, code).toBeTypeOf("string");
    expect(new Set(hints.values()).size).toBe(hints.size);
  });
});
