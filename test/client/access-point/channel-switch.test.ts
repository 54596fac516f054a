import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype } from "../../../src/nl80211/generated/interface.ts";
import { ack, event, type FakeKernel, fakeKernel, later, refuse, reply } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

const AP = { ifindex: 24, ifname: "ap0", wdev: 1, wiphy: 0, iftype: Iftype.Ap, mac: "02:00:00:00:00:00" } as const;
const MCS = new Uint8Array([0xff, 0xff, ...new Uint8Array(14)]);
const HT = { info: 0x000c, ampduFactor: 3, ampduDensity: 3, mcsSet: MCS };
const VHT = { info: 0, mcsSet: new Uint8Array([0xaa, 0xaa, 0, 0, 0xaa, 0xaa, 0, 0]) };
const HE = { mac: new Uint8Array(6), phy: new Uint8Array(11), mcsSet: new Uint8Array(12).fill(0xfa) };

const switched = (ifindex: number, wiphyFreqMhz: number) => event("ch-switch-notify", { ifindex, wiphyFreqMhz });
const machine = () =>
  fakeKernel()
    .on("GetInterface", reply(AP))
    .on("StartAp", ack())
    .on("StopAp", ack())
    .on("SetBeacon", ack())
    .on("ChannelSwitch", (request) => [ack(), switched(request.fields.ifindex!, request.fields.wiphyFreqMhz)]);
const inn = { ssid: "village-inn", channel: { channel: 36, mode: "HT20" }, ht: HT, stations: false } as const;

describe("an access point's channel switch", () => {
  it("announces with the elements that hostapd makes of the same switch, and counts where it says", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const [first, second] = captured("7.3-channel-switch", "ChannelSwitch");
    await using ap = await wifi.ap.start(24, inn);
    await ap.switchChannel({ frequencyMhz: 5220, mode: "HT20" }, { count: 5 });
    const { csaIes, ...fields } = last(kernel).fields as typeof first & object;
    expect(fields).toMatchObject({ ifindex: 24, chSwitchCount: 5, wiphyFreqMhz: 5220, wiphyChannelType: 1 });
    // CSA and ECSA of hostapd's beacon, octets 20 to 31 of its tail: 25 03 00 2c 05, 3c 04 00 73 2c 05
    const theirs = hex(first?.csaIes?.beaconTail?.subarray(20, 31));
    expect(theirs).toBe("2503002c053c0400732c05");
    for (const element of ["2503002c05", "3c0400732c05"]) expect(hex(csaIes?.beaconTail)).toContain(element);
    const { beaconTail, probeResp, cntdwnOffsBeacon, cntdwnOffsPresp } = csaIes!;
    expect(cntdwnOffsBeacon?.map((offset) => beaconTail?.[offset])).toEqual([5, 5]);
    expect(cntdwnOffsPresp?.map((offset) => probeResp?.[offset])).toEqual([5, 5]);
    expect(cntdwnOffsBeacon?.map((at) => beaconTail?.[at - 1])).toEqual([44, 44]);
    // the beacon of afterwards: HT Operation (3d 16) of channel 44, no announcement
    expect(hex(fields.beaconTail)).toContain("3d162c");
    expect(hex(fields.beaconTail)).not.toContain("2503002c");
    expect(hex(csaIes?.beaconTail)).toContain("3d1624");

    await ap.change({ vht: VHT });
    await ap.switchChannel({ channel: 36, mode: "80MHz" }, { count: 5 });
    const wide = last(kernel).fields as typeof second & object;
    expect(wide).toMatchObject({ chSwitchCount: 5, wiphyFreqMhz: 5180, channelWidth: 3, centerFreq1Mhz: 5210 });
    // hostapd's ECSA of class 128, and its wrapper with the width: 80 MHz around channel 42
    for (const element of ["3c0400802405", "c405c203012a00"]) {
      expect(hex(second?.csaIes?.beaconTail)).toContain(element);
      expect(hex(wide.csaIes?.beaconTail)).toContain(element);
    }
    expect(hex(wide.csaIes?.beaconTail)).toContain("3e0101"); // Secondary Channel Offset: above
    // it was announced on the channel that the first switch went to
    expect(hex(wide.csaIes?.beaconTail)).toContain("3d162c");
    expect(ap.channel).toMatchObject({ frequencyMhz: 5180, widthMhz: 80 });
  });

  it("has happened when the kernel says so of this interface and channel; later changes are of the new channel", async () => {
    const kernel = machine().on(
      "ChannelSwitch",
      ack(),
      switched(25, 5240),
      switched(24, 5180),
      later(500, switched(24, 5240)),
    );
    await using wifi = await open(kernel);
    await using ap = await wifi.ap.start(24, inn);
    let done = false;
    const switching = ap.switchChannel({ channel: 48 }, { blockTx: true }).then(() => {
      done = true;
    });
    expect((await kernel.asked("ChannelSwitch")).fields).toMatchObject({ chSwitchBlockTx: true, chSwitchCount: 10 });
    await kernel.clock.advanceAsync(499);
    expect(done).toBe(false);
    expect(ap.channel.frequencyMhz).toBe(5180);
    await kernel.clock.advanceAsync(1);
    await switching;
    await ap.change({});
    expect(hex((last(kernel).fields as { beaconTail: Uint8Array }).beaconTail)).toContain("3d1630"); // channel 48
  });

  it("leaves out the short announcement where the band is another", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await using ap = await wifi.ap.start(24, inn);
    await ap.switchChannel({ channel: 1 });
    const { csaIes } = last(kernel).fields as { csaIes: { beaconTail: Uint8Array; cntdwnOffsBeacon: number[] } };
    expect(csaIes.cntdwnOffsBeacon).toHaveLength(1);
    expect(hex(csaIes.beaconTail)).toContain("3c040051010a"); // class 81, channel 1, 10 beacons
  });

  it("says for EHT which subchannels are punctured (Bandwidth Indication, 802.11be 9.4.2.319)", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const eht = { mac: new Uint8Array(2), phy: new Uint8Array(9), mcsSet: new Uint8Array(4) };
    const phy = new Uint8Array(11);
    phy[0] = 0x04; // 40 and 80 MHz in 5 GHz
    await using ap = await wifi.ap.start(24, { ...inn, vht: VHT, he: { ...HE, phy }, eht });
    await ap.switchChannel({ channel: 36, mode: "80MHz", punctured: 0b1000 }, { count: 3 });
    const { csaIes } = last(kernel).fields as { csaIes: { beaconTail: Uint8Array } };
    // wrapper: 40 MHz without holes for VHT (0 0 0), then ext 135 with bitmap: control 2 (80 MHz), channel 42, 0, 0008
    expect(hex(csaIes.beaconTail)).toMatch(/c4..c203......ff078702022a000800/);
  });

  it("fails with what the kernel says, and where the access point stops meanwhile; the channel stays", async () => {
    const kernel = machine().on("ChannelSwitch", refuse("EBUSY"));
    await using wifi = await open(kernel);
    await using ap = await wifi.ap.start(24, inn);
    await expect(ap.switchChannel({ channel: 44 })).rejects.toMatchObject({ code: "BUSY", target: "ifindex 24" });
    kernel.on("ChannelSwitch", ack(), event("stop-ap", { ifindex: 25 }), later(200, event("stop-ap", { ifindex: 24 })));
    const switching = ap.switchChannel({ channel: 44 });
    switching.catch(() => {});
    await kernel.asked("ChannelSwitch", 2);
    await kernel.clock.advanceAsync(200);
    await expect(switching).rejects.toMatchObject({ code: "LOST", command: "ChannelSwitch" });
    expect(ap.channel.frequencyMhz).toBe(5180);
    for (const count of [-1, 256, 1.5])
      await expect(ap.switchChannel({ channel: 44 }, { count })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(ap.switchChannel({ channel: 400 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("a colour change", () => {
  const colored = { ...inn, he: HE, heOperation: { bssColor: 5 } } as const;
  const completed = event("color-change-completed", { ifindex: 24 });
  const withColors = () => machine().on("ColorChangeRequest", ack(), completed);

  it("announces the colour with the old one disabled, counts where it says, and keeps the new one", async () => {
    const kernel = withColors();
    await using wifi = await open(kernel);
    await using ap = await wifi.ap.start(24, colored);
    expect(last(kernel).fields).toMatchObject({ heBssColor: { color: 5 } });
    await ap.changeColor(9, { count: 4 });
    const { colorChangeElems, ...fields } = last(kernel).fields as {
      heBssColor: object;
      beaconTail: Uint8Array;
      colorChangeElems: {
        beaconTail: Uint8Array;
        probeResp: Uint8Array;
        cntdwnOffsBeacon: number[];
        cntdwnOffsPresp: number[];
      };
    };
    expect(fields).toMatchObject({ ifindex: 24, colorChangeCount: 4, colorChangeColor: 9, heBssColor: { color: 9 } });
    const { beaconTail, probeResp, cntdwnOffsBeacon, cntdwnOffsPresp } = colorChangeElems;
    expect(hex(beaconTail)).toContain("ff032a0409"); // BSS Color Change Announcement: 4 beacons, colour 9
    expect(beaconTail[cntdwnOffsBeacon[0]!]).toBe(4);
    expect(probeResp[cntdwnOffsPresp[0]!]).toBe(4);
    expect([cntdwnOffsBeacon.length, cntdwnOffsPresp.length]).toEqual([1, 1]);
    // HE Operation (ext 36): three octets of parameters, then the colour, its top bit "disabled"
    expect(hex(beaconTail)).toMatch(/ff0724......85/);
    expect(hex(fields.beaconTail)).toMatch(/ff0724......09/);
    await ap.change({ elements: [] });
    expect(last(kernel).fields).toMatchObject({ heBssColor: { color: 9 } });
  });

  it("fails where the kernel calls it off, and is refused for what has no colours", async () => {
    const kernel = withColors().on("ColorChangeRequest", ack(), event("color-change-aborted", { ifindex: 24 }));
    await using wifi = await open(kernel);
    await using ap = await wifi.ap.start(24, colored);
    await expect(ap.changeColor(9)).rejects.toMatchObject({ code: "LOST", command: "ColorChangeRequest" });
    for (const color of [0, 64])
      await expect(ap.changeColor(color)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(ap.changeColor(9, { count: 0 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await using plain = await wifi.ap.start(24, inn);
    await expect(plain.changeColor(9)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("a mesh's or an ad-hoc network's channel switch", () => {
  it("is a chandef and a count, as iw's `switch freq 2437 HT20 beacons 3 block-tx` puts them", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.switchChannel(19, { frequencyMhz: 2437, mode: "HT20" }, { count: 3, blockTx: true });
    expect(last(kernel).fields).toEqual({
      ...{ ifindex: 19, chSwitchCount: 3, chSwitchBlockTx: true },
      ...{ wiphyFreqMhz: 2437, wiphyFreqOffsetKhz: 0, channelWidth: 1, wiphyChannelType: 1, centerFreq1Mhz: 2437 },
    });
    await wifi.switchChannel(19, { channel: 52 }, { handleDfs: true });
    expect(last(kernel).fields).toMatchObject({ handleDfs: true, chSwitchCount: 10 });
  });

  it("ends waiting after a time, or when the caller has enough", async () => {
    const kernel = machine().on("ChannelSwitch", ack());
    await using wifi = await open(kernel);
    const switching = wifi.switchChannel(19, { channel: 6 }, { timeoutMs: 7000 });
    switching.catch(() => {});
    await kernel.asked("ChannelSwitch");
    await kernel.clock.advanceAsync(7000);
    await expect(switching).rejects.toMatchObject({ code: "TIMEOUT", target: "ifindex 19" });
    const enough = new AbortController();
    const other = wifi.switchChannel(19, { channel: 6 }, { signal: enough.signal });
    other.catch(() => {});
    await kernel.asked("ChannelSwitch", 2);
    enough.abort();
    await expect(other).rejects.toMatchObject({ code: "ABORTED" });
  });
});
