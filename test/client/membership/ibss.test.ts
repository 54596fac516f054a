import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { CipherSuite } from "../../../src/ieee80211/cipher.ts";
import { ack, event, type FakeKernel, fakeKernel, later, refuse } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;
const BSSID = "02:80:21:00:00:01";
const joined = (ifindex: number, mac = BSSID) => event("join-ibss", { wiphy: 0, ifindex, mac });
const machine = () => fakeKernel().on("JoinIbss", ack(), joined(16)).on("LeaveIbss", ack());

describe("ad-hoc networks", () => {
  const MEADOW = { ssid: "village-meadow", channel: { frequencyMhz: 2437, mode: "HT20" } } as const;

  it("are joined and left as by iw, with an owner", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    {
      await using member = await wifi.ibss.join(16, { ...MEADOW, fixedChannel: true, bssid: BSSID });
      expect(member.bssid).toBe(BSSID);
      expect(last(kernel).fields).toEqual({ ...captured("7.3-ibss", "JoinIbss")[0], socketOwner: true });
    }
    expect(last(kernel).fields).toEqual(captured("7.3-ibss", "LeaveIbss")[0]);
    await wifi.ibss.leave(17);
    expect(last(kernel).fields).toEqual(captured("7.3-ibss", "LeaveIbss")[1]);
  });

  it("take all that iw puts, in its units: BSS_BASIC_RATES in 500 kbit/s, MCAST_RATE in 100 kbit/s", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.ibss.join(16, {
      ...{
        ssid: "x",
        channel: { channel: 6 },
        beaconIntervalTu: 200,
        basicRatesMbps: [1, 5.5],
        multicastRateMbps: 5.5,
      },
      wep: [{ index: 0, key: "abcde" }],
    });
    expect(last(kernel).fields).toMatchObject({
      ...{ beaconIntervalTu: 200, bssBasicRates: new Uint8Array([2, 11]), mcastRateIn100Kbps: 55, privacy: true },
      keys: [{ idx: 0, cipher: CipherSuite.Wep40, data: new TextEncoder().encode("abcde"), isDefault: true }],
    });
  });

  it("take HT capabilities with the mask of what counts of them: bodies of the element, 26 octets", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const zeros = { ampduFactor: 0, ampduDensity: 0, mcsSet: new Uint8Array(16) };
    const ht = { capabilities: { ...zeros, info: 0 }, mask: { ...zeros, info: 0x0020 } };
    await wifi.ibss.join(16, { ...MEADOW, ht, elements: new Uint8Array([221, 3, 0, 0, 1]), controlPort: true });
    const mask = new Uint8Array(26);
    mask[0] = 0x20; // short GI at 20 MHz: bit 5 of the info field, which is little-endian
    expect(last(kernel).fields).toMatchObject({
      ...{ htCapability: new Uint8Array(26), htCapabilityMask: mask, controlPort: true },
      ie: new Uint8Array([221, 3, 0, 0, 1]),
    });
  });

  it("are joined when the kernel says so of this interface, not of another", async () => {
    const kernel = machine().on("JoinIbss", ack(), joined(99, "02:00:00:00:00:99"), later(3000, joined(16)));
    await using wifi = await open(kernel);
    const joining = wifi.ibss.join(16, MEADOW);
    await kernel.asked("JoinIbss");
    await kernel.clock.advanceAsync(3000);
    expect((await joining).bssid).toBe(BSSID);
  });

  it("that the kernel never joins are left again, with what ended the waiting", async () => {
    const kernel = machine().on("JoinIbss", ack());
    await using wifi = await open(kernel);
    const joining = wifi.ibss.join(16, MEADOW, { timeoutMs: 9000 });
    joining.catch(() => {});
    const { portId } = await kernel.asked("JoinIbss");
    await kernel.clock.advanceAsync(9000);
    await expect(joining).rejects.toMatchObject({ code: "TIMEOUT", command: "JoinIbss", target: "ifindex 16" });
    expect(last(kernel)).toMatchObject({ name: "LeaveIbss", portId });

    const enough = new AbortController();
    const other = wifi.ibss.join(16, MEADOW, { signal: enough.signal });
    other.catch(() => {});
    await kernel.asked("JoinIbss", 2);
    enough.abort();
    await expect(other).rejects.toMatchObject({ code: "ABORTED" });
    await expect(wifi.ibss.join(16, MEADOW, { signal: enough.signal })).rejects.toMatchObject({ code: "ABORTED" });
    expect(kernel.requests.filter(({ name }) => name === "JoinIbss")).toHaveLength(2);
  });

  it("refuse what is none before anything is asked, without a key in the message, and tell what the kernel says", async () => {
    const kernel = machine().on("JoinIbss", refuse("EALREADY"));
    await using wifi = await open(kernel);
    const wrong = [
      { ...MEADOW, ssid: "" },
      { ...MEADOW, beaconIntervalTu: 9 },
      { ...MEADOW, basicRatesMbps: [5.3] },
      { ...MEADOW, bssid: "02:80" },
      { ...MEADOW, channel: { channel: 200 } },
      { ...MEADOW, wep: [] },
    ];
    for (const ibss of wrong)
      await expect(wifi.ibss.join(16, ibss)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    const short = wifi.ibss.join(16, { ...MEADOW, wep: [{ index: 0, key: "hunter" }] });
    await expect(short).rejects.toMatchObject({ message: expect.not.stringContaining("hunter") });
    expect(kernel.requests).toEqual([]);
    await expect(wifi.ibss.join(16, MEADOW)).rejects.toMatchObject({ code: "KERNEL", errnoName: "EALREADY" });
    expect(kernel.requests.map(({ name }) => name)).toEqual(["JoinIbss"]);
  });
});

describe("outside the context of a BSS", () => {
  it("a channel is joined as by iw (`ocb join 5890 10MHz` puts a chandef and no more), and left at the end", async () => {
    const kernel = fakeKernel().on("JoinOcb", ack()).on("LeaveOcb", ack());
    await using wifi = await open(kernel);
    {
      await using _channel = await wifi.ocb.join(5, { frequencyMhz: 5890, mode: "10MHz" });
      // NL80211_CHAN_WIDTH_10 is 7; iw's put_chandef puts no channel type for it
      expect(last(kernel).fields).toEqual({
        ...{ ifindex: 5, wiphyFreqMhz: 5890, wiphyFreqOffsetKhz: 0, channelWidth: 7, centerFreq1Mhz: 5890 },
      });
    }
    expect(last(kernel)).toMatchObject({ name: "LeaveOcb", fields: { ifindex: 5 } });
    await wifi.ocb.leave(6);
    expect(last(kernel)).toMatchObject({ name: "LeaveOcb", fields: { ifindex: 6 } });
    await expect(wifi.ocb.join(5, { channel: 400 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});
