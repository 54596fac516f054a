import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/open.ts";
import { CALLS, outcome } from "../calls.ts";
import { child } from "../child.ts";
import { freshRadios, iw } from "../guest.ts";

// What each family of calls says to what cannot be, and that nothing is left of it.

type Outcomes = Readonly<Record<string, string>>;
const all = (code: string): Outcomes => Object.fromEntries(Object.keys(CALLS).map((name) => [name, code]));

describe("bad input", { timeout: 300_000 }, () => {
  let wifi: Nl80211;
  let before: string;
  /** Without the power, which is that of the latest channel. */
  const state = async () => (await iw("dev")).replace(/^\s*txpower.*\n/gm, "") + (await iw("phy", "phy0", "info"));

  beforeAll(async () => {
    await freshRadios(1);
    wifi = await Nl80211.open();
    before = await state();
  });
  afterAll(() => wifi?.close());

  async function outcomes(target: string, names = Object.keys(CALLS)): Promise<Outcomes> {
    const came: Record<string, string> = {};
    for (const name of names) came[name] = await outcome(() => CALLS[name]!(wifi, target));
    return came;
  }

  it("of an interface that is not there names it, and leaves all as it was", async () => {
    const radios = ["createInterface", "setChannel", "setTxPower", "setRtsThreshold", "setWowlan", "setCoalesce"];
    expect(await outcomes("nope0")).toEqual({
      ...all("NO_SUCH_INTERFACE"),
      ...Object.fromEntries([...radios, "setSar", "vendor"].map((name) => [name, "NO_SUCH_WIPHY"])),
    });
    await expect(wifi.setPowerSave("nope0", true)).rejects.toMatchObject({
      target: "nope0",
      hint: expect.stringContaining("wlan0"),
    });
    // By their numbers the kernel looks, and says the same.
    expect(await outcome(() => wifi.setType(9999, "monitor"))).toBe("NO_SUCH_INTERFACE");
    expect(await outcome(() => wifi.setRtsThreshold({ wiphy: 99 }, 500))).toMatch(/^NO_SUCH/);
    expect(await state()).toBe(before);
  });

  it("of an interface that is down says so", async () => {
    const down = ["scan", "connect", "disconnect", "measure", "scheduledScan"];
    expect(await outcomes("wlan0", down)).toEqual(Object.fromEntries(down.map((name) => [name, "INTERFACE_DOWN"])));
    expect(await state()).toBe(before);
  });

  it("of the wrong type of interface, and of what hwsim does not do, is the kernel's word", async () => {
    await wifi.up("wlan0");
    expect(
      await outcomes("wlan0", [
        ...["setMonitorFlags", "setMulticastRate", "apStart", "apStop", "meshJoin", "meshLeave", "setType"],
        ...["setWowlan", "setCoalesce", "setSar", "measure", "scheduledScan"],
      ]),
    ).toEqual({
      setMonitorFlags: "KERNEL EINVAL",
      setMulticastRate: "NOT_SUPPORTED",
      apStart: "NOT_SUPPORTED",
      apStop: "NOT_SUPPORTED",
      meshJoin: "NOT_SUPPORTED",
      meshLeave: "NOT_SUPPORTED",
      setType: "BUSY",
      setWowlan: "NOT_SUPPORTED",
      setCoalesce: "NOT_SUPPORTED",
      setSar: "NOT_SUPPORTED",
      measure: "NOT_SUPPORTED",
      scheduledScan: "NOT_SUPPORTED",
    });
    await wifi.down("wlan0");
    expect(await state()).toBe(before);
  });

  it("out of range is refused before the kernel sees it", async () => {
    const refused: (() => Promise<unknown>)[] = [
      () => wifi.setNoAck("wlan0", [8]),
      () => wifi.setMulticastRate("wlan0", 0.33),
      () => wifi.setFragmentationThreshold("phy0", 100),
      () => wifi.setRetries("phy0", { short: 0 }),
      () => wifi.setChannel("wlan0", { channel: 300 }),
      () => wifi.rename("wlan0", "a name that is too long"),
      () => wifi.setAddress("wlan0", "02:00"),
      () => wifi.createInterface("phy0", { name: "stray0", type: "toaster" }),
      () => wifi.setRegulatory("Germany"),
      () => wifi.setSar("phy0", [{ range: 0, powerDbm: 1.1 }]),
      () => wifi.setCoalesce("phy0", []),
      () => wifi.setWowlan("phy0", { patterns: ["zz"] }),
      () => wifi.connect("wlan0", { ssid: "x".repeat(33) }),
      () => wifi.mesh.join("wlan0", { meshId: "x".repeat(33) }),
      () => wifi.vendor.send("wlan0", { vendorId: "nobody", subcommand: 1 }),
    ];
    const codes = await Promise.all(refused.map(outcome));
    expect(codes).toEqual(refused.map(() => "INVALID_ARGUMENT"));
    expect(await state()).toBe(before);
  });

  it("without CAP_NET_ADMIN is not permitted, while reading is", async () => {
    const tries = child("unprivileged", ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]);
    await tries.ended;
    const [, json = "{}"] = /outcomes (.*)/.exec(tries.said()) ?? [];
    // that a station serves no network is known before anything is asked
    const outcomes = { ...all("NOT_PERMITTED"), apStart: "NOT_SUPPORTED" };
    expect(JSON.parse(json), tries.said()).toEqual({ outcomes, read: 1 });
    expect(await state()).toBe(before);
  });
});
