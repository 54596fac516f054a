import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { BssStatus } from "../../../src/nl80211/generated/scan.ts";
import { StaFlag } from "../../../src/nl80211/generated/station.ts";
import { dump, fakeKernel, refuse, reply } from "../../../src/testing/index.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station, mac: "02:00:00:00:00:03" };
const HOME = {
  bssid: "02:00:00:00:aa:01",
  frequencyMhz: 2412,
  status: BssStatus.Associated,
  informationElements: new Uint8Array([0, 4, 104, 111, 109, 101]),
};
const AP = { ifindex: 3, wdev: 1, mac: HOME.bssid, staInfo: { signalDbm: -51 } };

describe("link()", () => {
  it("asks for the station by its address, where the driver dumps none", async () => {
    const kernel = fakeKernel()
      .on("GetInterface", dump([WLAN0]))
      .on(
        "GetScan",
        dump([
          { ifindex: 3, bss: HOME },
          { ifindex: 3, bss: { ...HOME, bssid: "02:00:00:00:aa:02", status: undefined } },
        ] as never),
      )
      .on("GetStation", (request) => (request.dump ? dump([]) : reply({ ...AP, mac: request.fields.mac! })));
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const link = await wifi.link("wlan0");
    expect(link).toMatchObject({ state: "connected", bssid: HOME.bssid, station: { signalDbm: -51 }, links: [] });
    expect(link.ssid?.text).toBe("home");
    // The kernel told no channel of the interface.
    expect(link.channel).toEqual({ frequencyMhz: 2412, band: "2.4 GHz", channel: 1 });
    expect(link.networks).toHaveLength(1);
  });

  it("takes the station's word, where scan results have lost the network", async () => {
    const staFlags = { mask: [StaFlag.Associated], set: [StaFlag.Associated] };
    const kernel = fakeKernel()
      .on("GetInterface", dump([WLAN0]))
      .on("GetScan", dump([]))
      .on("GetStation", dump([{ ...AP, staInfo: { signalDbm: -51, staFlags } }]));
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    expect(await wifi.link("wlan0")).toMatchObject({ state: "connected", bssid: HOME.bssid, networks: [] });
  });

  it("puts the BSS, the channel and the counters of each link together", async () => {
    // An MLD's station has the MLD address; nl80211_send_bss puts MLO_LINK_ID and MLD_ADDR into the BSS of each link.
    const mld = "02:00:00:00:aa:00";
    const link = (mloLinkId: number, frequencyMhz: number) => ({
      ifindex: 3,
      bss: { ...HOME, bssid: `02:00:00:00:aa:1${mloLinkId}`, frequencyMhz, mloLinkId, mldAddr: mld },
    });
    const kernel = fakeKernel()
      .on(
        "GetInterface",
        dump([
          {
            ...WLAN0,
            mloLinks: [
              { mloLinkId: 0, mac: "02:00:00:00:00:10", wiphyFreqMhz: 2412 },
              { mloLinkId: 1, mac: "02:00:00:00:00:11", wiphyFreqMhz: 5180 },
            ],
          },
        ]),
      )
      .on("GetScan", dump([link(0, 2412), link(1, 5180)]))
      .on(
        "GetStation",
        dump([
          { ...AP, mac: mld },
          { ...AP, mac: mld, staInfo: undefined, mloLinks: [{ mloLinkId: 1, staInfo: { signalDbm: -70 } }] },
        ] as never),
      );
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    const connection = await wifi.link("wlan0");
    expect(connection).toMatchObject({
      state: "connected",
      mldAddress: mld,
      station: { address: mld, signalDbm: -51 },
      links: [
        { linkId: 0, bssid: "02:00:00:00:aa:10", channel: { channel: 1 } },
        { linkId: 1, bssid: "02:00:00:00:aa:11", channel: { channel: 36 }, station: { signalDbm: -70 } },
      ],
    });
    expect((await kernel.asked("GetStation")).fields).toMatchObject({ staDumpLinkStats: true });
  });

  it("is disconnected for an interface that is down, and NO_SUCH_INTERFACE for one that is not there", async () => {
    const kernel = fakeKernel()
      .on("GetInterface", dump([WLAN0]))
      .on("GetScan", refuse("ENETDOWN"))
      .on("GetStation", refuse("ENETDOWN"));
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    expect(await wifi.link("wlan0")).toMatchObject({ state: "disconnected", networks: [], links: [] });
    await expect(wifi.link("wlan9")).rejects.toMatchObject({
      code: "NO_SUCH_INTERFACE",
      hint: expect.stringContaining("wlan0"),
    });
  });

  it("is NO_ADAPTER where there is no radio at all", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([])).on("GetWiphy", dump([]));
    await using wifi = await Nl80211.open({ transport: kernel, streams: false });
    await expect(wifi.link("wlan0")).rejects.toMatchObject({ code: "NO_ADAPTER" });
    await expect(wifi.wiphy("phy0")).rejects.toMatchObject({ code: "NO_ADAPTER" });
  });
});
