import { describe, expect, it } from "vitest";
import type { AccessPointInput } from "../../../src/client/access-point/access-point.ts";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ack, event, type FakeKernel, fakeKernel, reply } from "../../../src/testing/index.ts";

const AP = { ifindex: 24, ifname: "ap0", wdev: 1, wiphy: 0, iftype: Iftype.Ap, mac: "02:00:00:00:00:00" } as const;
const machine = () =>
  fakeKernel()
    .on("GetInterface", reply(AP))
    .on("StartAp", ack())
    .on("StopAp", ack())
    .on("SetBeacon", ack())
    .on("ChannelSwitch", ({ fields }) => [
      ack(),
      event("ch-switch-notify", { ifindex: 24, wiphyFreqMhz: fields.wiphyFreqMhz }),
    ]);
const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const HE = { mac: new Uint8Array(6), phy: new Uint8Array(11), mcsSet: new Uint8Array(12).fill(0xfa) };
const network = { ssid: "six", channel: { channel: 5, band: "6 GHz", mode: "HT20" }, he: HE, stations: false } as const;
type Sent = { unsolBcastProbeResp: { intTu: number; tmpl: Uint8Array }; probeResp: Uint8Array };

describe("what an access point of 6 GHz sends unasked", () => {
  it("is its probe response to all, each time with the network as it is", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await using ap = await wifi.ap.start(24, { ...network, unsolicitedProbeResponseTu: 20 });
    const sent = () => kernel.requests.at(-1)!.fields as Sent;
    const check = () => {
      const { unsolBcastProbeResp: unasked, probeResp } = sent();
      expect(unasked.intTu).toBe(20);
      // frame control and duration, the broadcast address, and from the transmitter on what the answer has
      expect([...unasked.tmpl.subarray(0, 10)]).toEqual([0x50, 0, 0, 0, 255, 255, 255, 255, 255, 255]);
      expect(unasked.tmpl.subarray(10)).toEqual(probeResp.subarray(10));
      return Buffer.from(unasked.tmpl).toString("hex");
    };
    const first = check();
    await ap.change({ elements: [new Uint8Array([221, 4, 2, 0, 0, 7])] });
    expect(check()).not.toBe(first);
    await ap.switchChannel({ channel: 21, band: "6 GHz", mode: "HT20" });
    check();
  });

  it("is FILS discovery, and over neighbours' frames what spatial reuse allows", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const frame = new Uint8Array(42);
    await using _ap = await wifi.ap.start(24, {
      ...network,
      filsDiscovery: { minIntervalTu: 0, maxIntervalTu: 20, frame },
      beaconRate: { "6 GHz": { legacyMbps: [12] } },
      spatialReuse: {
        control: 4,
        minOffsetDb: 1,
        maxOffsetDb: 20,
        nonGroupMaxOffsetDb: 3,
        colorBitmap: new Uint8Array(8),
      },
    });
    expect(kernel.requests.at(-1)!.fields).toMatchObject({
      txRates: { 3: { legacy: new Uint8Array([24]) } },
      filsDiscovery: { intMinTu: 0, intMaxTu: 20, tmpl: frame },
      heObssPd: { srCtrl: 4, minOffsetDb: 1, maxOffsetDb: 20, nonSrgMaxOffsetDb: 3, bssColorBitmap: new Uint8Array(8) },
    });
  });

  it.each<[string, Partial<AccessPointInput>]>([
    ["an interval of 21 TU", { unsolicitedProbeResponseTu: 21 }],
    [
      "a FILS discovery frame of 41 octets",
      { filsDiscovery: { minIntervalTu: 0, maxIntervalTu: 20, frame: new Uint8Array(41) } },
    ],
    [
      "a least interval beyond the greatest",
      { filsDiscovery: { minIntervalTu: 9, maxIntervalTu: 8, frame: new Uint8Array(42) } },
    ],
    ["a least offset beyond the greatest", { spatialReuse: { control: 0, minOffsetDb: 9, maxOffsetDb: 8 } }],
    ["a bitmap of 7 octets", { spatialReuse: { control: 0, colorBitmap: new Uint8Array(7) } }],
  ])("is refused with %s", async (_, input) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(wifi.ap.start(24, { ...network, ...input })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(kernel.requests.filter(({ name }) => name === "StartAp")).toEqual([]);
  });
});
