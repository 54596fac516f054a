import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { isNl80211Error } from "../../../src/errors.ts";
import { createChandef } from "../../../src/ieee80211/chandef.ts";
import { channelUse } from "../../../src/nl80211/channel-use.ts";
import { concurrency } from "../../../src/nl80211/concurrency.ts";
import { asIwInterface, asIwRegulatory, asIwStation, asIwSurvey } from "../../oracle/as-iw.ts";
import { asIwLink } from "../../oracle/as-iw-link.ts";
import { asIwWiphy, comparable } from "../../oracle/as-iw-wiphy.ts";
import { parseIwInterfaces } from "../../oracle/iw-interface.ts";
import { parseIwLink } from "../../oracle/iw-link.ts";
import { parseIwRegulatory } from "../../oracle/iw-regulatory.ts";
import { parseIwStations } from "../../oracle/iw-station.ts";
import { parseIwSurvey } from "../../oracle/iw-survey.ts";
import { parseIwWiphys } from "../../oracle/iw-wiphy.ts";
import { saw } from "../command-table.ts";
import { accessPoint, client, freshRadios, iw, run } from "../guest.ts";

// What the library reads of a kernel that is alive, beside what the newest iw prints of it in the same moment.

const NETWORK = ["ssid=village-inn", "hw_mode=g", "channel=1", "ieee80211n=1"];
const nameOf = (ifindex: number) => names.get(ifindex) ?? `#${ifindex}`;
const names = new Map<number, string>();

describe("devices of a live kernel", () => {
  let wifi: Nl80211;
  let inn: AsyncDisposable;
  let guest: AsyncDisposable;

  beforeAll(async () => {
    await freshRadios(3, 2);
    inn = await accessPoint("wlan0", NETWORK);
    guest = await client("wlan1", ['ssid="village-inn"', "key_mgmt=NONE"]);
    await run("iw", "phy", "phy2", "interface", "add", "p2p0", "type", "__p2pdev");
    wifi = await Nl80211.open({ streams: false });
    for (const { ifindex, name } of await wifi.interfaces()) if (ifindex && name) names.set(ifindex, name);
  }, 120_000);
  afterAll(async () => {
    await wifi?.close();
    await guest?.[Symbol.asyncDispose]();
    await inn?.[Symbol.asyncDispose]();
  });

  it("are the wiphys of iw phy", async () => {
    const { wiphys } = parseIwWiphys(await iw("phy"));
    expect(wiphys).toHaveLength(3);
    expect((await wifi.wiphys()).map(asIwWiphy)).toEqual(wiphys.map(comparable));
    expect(asIwWiphy(await wifi.wiphy("wlan1"))).toEqual(comparable(wiphys.find(({ index }) => index === 1)!));
    expect((await wifi.wiphy({ wiphy: 2 })).name).toBe("phy2");
  });

  it("are the interfaces of iw dev, a P2P device without a netdev among them", async () => {
    // The counters of queues go on while the two ask.
    const still = ({ txq, ...rest }: { txq?: unknown }) => rest;
    const { interfaces } = parseIwInterfaces(await iw("dev"));
    const ours = await wifi.interfaces();
    expect(ours.map((device) => still(asIwInterface(device)))).toEqual(interfaces.map(still));
    const device = ours.find(({ type }) => type === "p2p-device")!;
    expect(device.name).toBeUndefined();
    expect(await wifi.interface({ wdev: device.wdev })).toEqual(device);
  });

  it("are the station of iw station dump, but for counters that go on", async () => {
    const still = (station: object) =>
      Object.fromEntries(Object.entries(station).filter(([key]) => STEADY.includes(key)));
    for (const name of ["wlan0", "wlan1"]) {
      const { stations } = parseIwStations(await iw("dev", name, "station", "dump"));
      expect(stations).toHaveLength(1);
      const ours = (await wifi.stations(name)).map((station) => asIwStation(station, nameOf));
      expect(ours.map(still)).toEqual(stations.map(still));
      expect(Object.keys(ours[0]!).sort()).toEqual(Object.keys(stations[0]!).sort());
    }
  });

  it("are connected as iw link says", async () => {
    const { link: theirs } = parseIwLink(await iw("dev", "wlan1", "link"));
    const link = await wifi.link("wlan1");
    const ours = asIwLink(link);
    for (const key of ["state", "address", "interface", "ssidEscaped", "frequencyMhz", "bssFlags", "beaconInterval"]) {
      expect(ours[key as keyof typeof ours], key).toEqual(theirs[key as keyof typeof theirs]);
    }
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(link).toMatchObject({ state: "connected", channel: { frequencyMhz: 2412 } });
    expect((await wifi.link("wlan0")).state).toBe("serving");
    expect((await wifi.link("wlan2")).state).toBe("disconnected");
  });

  it("have the surveys and the rules that iw prints", async () => {
    const { surveys } = parseIwSurvey(await iw("dev", "wlan0", "survey", "dump"));
    const place = ({ interface: name, frequencyMhz, noiseDbm, inUse }: (typeof surveys)[number]) => ({
      ...{ name, frequencyMhz, noiseDbm, inUse },
    });
    expect((await wifi.surveys("wlan0")).map((survey) => place(asIwSurvey(survey, nameOf)))).toEqual(
      surveys.map(place),
    );
    saw("GetSurvey", "took-effect", "equals iw survey dump");
    expect((await wifi.regulatory()).map(asIwRegulatory)).toEqual(parseIwRegulatory(await iw("reg", "get")).domains);
  });

  it("answer the questions that have a command of their own", async () => {
    const said = (await iw("dev", "wlan1", "get", "power_save")).trim();
    expect(`Power save: ${(await wifi.powerSave("wlan1")) ? "on" : "off"}`).toBe(said);
    saw("GetPowerSave", "took-effect", "equals iw get power_save");
    expect(await wifi.protocolFeatures()).toEqual(["split-wiphy-dump"]);
    await run("iw", "dev", "wlan2", "set", "type", "mp");
    await run("ip", "link", "set", "wlan2", "up");
    expect(await wifi.meshPaths("wlan2")).toEqual([]);
    expect(await wifi.meshProxies("wlan2")).toEqual([]);
  });

  it("may use a channel where the kernel takes it, and only there", async () => {
    await run("ip", "link", "set", "wlan2", "down");
    await run("iw", "dev", "wlan2", "set", "type", "monitor");
    await run("ip", "link", "set", "wlan2", "up");
    const wiphy = await wifi.wiphy("wlan2");
    for (const [frequencyMhz, mode] of [
      [2412, "HT20"],
      [2412, "HT40+"],
      [2484, "NOHT"],
      [5180, "80MHz"],
      [5180, "160MHz"],
      [5955, "160MHz"],
    ] as const) {
      const { monitor } = channelUse(wiphy, createChandef(frequencyMhz, mode));
      const words = mode === "NOHT" ? [] : [mode];
      const taken = await iw("dev", "wlan2", "set", "freq", String(frequencyMhz), ...words).then(
        () => true,
        () => false,
      );
      expect(monitor, `${frequencyMhz} MHz ${mode}`).toBe(taken);
    }
  });

  it("can be a station and an access point at once on two channels, but not two IBSS", async () => {
    const wiphy = await wifi.wiphy("phy2");
    expect(concurrency(wiphy, { station: 1, ap: 1 })).toMatchObject({ possible: true, channels: 2 });
    expect(concurrency(wiphy, { adhoc: 2 }).possible).toBe(false);
  });

  it("are told apart from what is not there, or not allowed", async () => {
    expect(await codeOf(wifi.link("wlan9"))).toBe("NO_SUCH_INTERFACE");
    expect(await codeOf(wifi.interface(0x7fff_fff0))).toBe("NO_SUCH_INTERFACE");
    expect(await codeOf(wifi.wiphy({ wiphy: 99 }))).toBe("NO_SUCH_WIPHY");
    expect(await codeOf(wifi.wiphy("phy99"))).toBe("NO_SUCH_WIPHY");
    await run("ip", "link", "set", "wlan2", "down");
    expect(await codeOf(wifi.request("TriggerScan", { ifindex: (await wifi.interface("wlan2")).ifindex! }))).toMatch(
      /INTERFACE_DOWN|NOT_SUPPORTED/,
    );
  });
});

describe("a kernel without radios", () => {
  it("says that there is no adapter", async () => {
    await freshRadios(1);
    await run("modprobe", "-r", "mac80211_hwsim");
    await using wifi = await Nl80211.open({ streams: false });
    expect(await wifi.wiphys()).toEqual([]);
    expect(await codeOf(wifi.wiphy("phy0"))).toBe("NO_ADAPTER");
    expect(await codeOf(wifi.link("wlan0"))).toBe("NO_ADAPTER");
    await run("modprobe", "mac80211_hwsim", "radios=4", "channels=2");
  });
});

/** What does not change between two looks at a station. */
const STEADY = ["address", "interface", "authorized", "authenticated", "associated", "preamble", "wme", "mfp"].concat([
  "tdlsPeer",
  "dtimPeriod",
  "beaconInterval",
  "shortSlotTime",
  "shortPreamble",
  "associatedAtBoottime",
]);

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (error: unknown) => {
      if (isNl80211Error(error)) return error.code;
      throw error;
    },
  );
}
