import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { ChannelChoice } from "../../../src/client/radio/channel-choice.ts";
import { Iftype, TxPowerSetting } from "../../../src/nl80211/generated/interface.ts";
import { ack, dump, type FakeKernel, fakeKernel, reply } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([{ ifindex: 22, ifname: "mon0", wdev: 2, wiphy: 0 }]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0" }]))
    .on("SetWiphy", ack())
    .on("SetWiphyNetns", ack())
    .on("ReqSetReg", ack())
    .on("ReloadRegdb", ack());

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;

describe("radios", () => {
  it("are tuned as by iw", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    // iw dev mon0 set freq 5180 80 5210; iw dev mon0 set freq 2437 HT40+
    await wifi.setChannel("mon0", { channel: 36, mode: "80MHz" });
    await wifi.setChannel("mon0", { frequencyMhz: 2437, mode: "HT40+" });
    const sent = kernel.requests.filter(({ name }) => name === "SetWiphy").map(({ fields }) => fields);
    expect(sent).toEqual(captured("6.12-monitor", "SetWiphy"));
  });

  it.each<[ChannelChoice, object]>([
    [{ channel: 1 }, { wiphyFreqMhz: 2412, channelWidth: 0, wiphyChannelType: 0, centerFreq1Mhz: 2412 }],
    [
      { channel: 13, mode: "HT40-" },
      { wiphyFreqMhz: 2472, channelWidth: 2, wiphyChannelType: 2, centerFreq1Mhz: 2462 },
    ],
    [
      { channel: 36, mode: "80+80MHz", center2Mhz: 5530 },
      { wiphyFreqMhz: 5180, channelWidth: 4, centerFreq1Mhz: 5210, centerFreq2Mhz: 5530 },
    ],
    [
      { channel: 5, band: "6 GHz", mode: "160MHz", punctured: 0x0c },
      { wiphyFreqMhz: 5975, channelWidth: 5, centerFreq1Mhz: 6025, punctBitmap: 0x0c },
    ],
    [
      { frequencyMhz: 902.5, mode: "1MHz" },
      { wiphyFreqMhz: 902, wiphyFreqOffsetKhz: 500, channelWidth: 8, centerFreq1Mhz: 902, centerFreq1OffsetKhz: 500 },
    ],
  ])("are tuned to %o", async (choice, fields) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setChannel("phy0", choice);
    expect(last(kernel).fields).toEqual({ wiphy: 0, wiphyFreqOffsetKhz: 0, ...fields });
  });

  // Attributes and values of iw's phy.c.
  it.each<[string, (wifi: Nl80211) => Promise<void>, object]>([
    ["a name", (wifi) => wifi.renameWiphy("phy0", "roof"), { wiphyName: "roof" }],
    ["automatic power", (wifi) => wifi.setTxPower("phy0", "auto"), { wiphyTxPowerSetting: TxPowerSetting.Automatic }],
    [
      "a power limit",
      (wifi) => wifi.setTxPower("phy0", { limitDbm: 12.5 }),
      { wiphyTxPowerSetting: TxPowerSetting.Limited, wiphyTxPowerLevelMbm: 1250 },
    ],
    ["an RTS threshold", (wifi) => wifi.setRtsThreshold("phy0", 500), { wiphyRtsThreshold: 500 }],
    ["no RTS threshold", (wifi) => wifi.setRtsThreshold("phy0", "off"), { wiphyRtsThreshold: 0xffffffff }],
    ["a fragmentation threshold", (wifi) => wifi.setFragmentationThreshold("phy0", 256), { wiphyFragThreshold: 256 }],
    ["retries", (wifi) => wifi.setRetries("phy0", { short: 7, long: 4 }), { wiphyRetryShort: 7, wiphyRetryLong: 4 }],
    ["antennas", (wifi) => wifi.setAntennas("phy0", { tx: 1, rx: 3 }), { wiphyAntennaTx: 1, wiphyAntennaRx: 3 }],
    [
      "all antennas",
      (wifi) => wifi.setAntennas("phy0", "all"),
      { wiphyAntennaTx: 2 ** 32 - 1, wiphyAntennaRx: 2 ** 32 - 1 },
    ],
    ["a coverage class", (wifi) => wifi.setCoverageClass("phy0", 2), { wiphyCoverageClass: 2 }],
    ["a distance", (wifi) => wifi.setDistance("phy0", 451), { wiphyCoverageClass: 2 }],
    ["a distance to estimate", (wifi) => wifi.setDistance("phy0", "auto"), { wiphyDynAck: true }],
    [
      "queue limits",
      (wifi) => wifi.setQueueLimits("phy0", { packets: 10, quantumBytes: 300 }),
      { txqLimit: 10, txqQuantum: 300 },
    ],
  ])("take %s", async (_, call, fields) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await call(wifi);
    expect(last(kernel).fields).toEqual({ wiphy: 0, ...fields });
  });

  it("have a threshold of their own where a wiphy has several", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setRtsThreshold("phy0", 500, { radio: 1 });
    expect(last(kernel).fields).toEqual({ wiphy: 0, wiphyRtsThreshold: 500, wiphyRadioIndex: 1 });
  });

  it("are not tuned to what their own data rule out, but monitors to what these may hear", async () => {
    const frequency = (more: object) => ({ frequencyMhz: 2472, ...more });
    const wiphy = (more: object) => ({ wiphy: 0, wiphyName: "phy0", wiphyBands: { 0: { freqs: [frequency(more)] } } });
    const kernel = machine().on("GetWiphy", dump([wiphy({ disabled: true })]));
    kernel.on("GetInterface", dump([{ ifindex: 22, ifname: "mon0", wdev: 2, wiphy: 0, iftype: Iftype.Monitor }]));
    await using wifi = await open(kernel);
    const refused = { code: "INVALID_ARGUMENT", message: expect.stringContaining("2472 MHz is disabled") };
    await expect(wifi.setChannel("mon0", { channel: 13 })).rejects.toMatchObject(refused);
    await expect(wifi.setChannel("mon0", { channel: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("2412 MHz is no channel of this radio"),
    });
    const tuned = () => kernel.requests.filter(({ name }) => name === "SetWiphy").length;
    expect(tuned()).toBe(0);
    await wifi.setChannel("mon0", { channel: 13 }, { checked: false });
    expect(tuned()).toBe(1);
    kernel.on("GetWiphy", dump([wiphy({ disabled: true, canMonitor: true })]));
    await wifi.setChannel("mon0", { channel: 13 });
    await wifi.setChannel("phy0", { channel: 13 });
    expect(tuned()).toBe(3);
    kernel.on("GetInterface", dump([{ ifindex: 22, ifname: "mon0", wdev: 2, wiphy: 0, iftype: Iftype.Station }]));
    await expect(wifi.setChannel("mon0", { channel: 13 })).rejects.toMatchObject(refused);
  });

  it("tell the rules that they keep to", async () => {
    const kernel = machine().on("GetReg", reply({ wiphy: 0, regAlpha2: "DE", regRules: [] }));
    await using wifi = await open(kernel);
    expect(await wifi.regulatoryOf("phy0")).toMatchObject({ alpha2: "DE", wiphy: 0 });
    expect(last(kernel).fields).toEqual({ wiphy: 0 });
  });

  it("hear of a country from a cellular network", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setRegulatory("DE", { cellular: true });
    // NL80211_USER_REG_HINT_CELL_BASE
    expect(last(kernel).fields).toEqual({ regAlpha2: "DE", userRegHintType: 1 });
  });

  it("take parameters of transmit queues as from hostapd", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setTransmitQueues(7, [{ category: "vo", burst32Us: 47, cwMin: 3, cwMax: 7, aifs: 1 }]);
    expect(last(kernel).fields).toEqual(captured("6.12-connect", "SetWiphy")[1]);
  });

  it("move to the namespace of a process", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.moveWiphy("phy0", { pid: 4711 });
    expect(last(kernel).fields).toEqual({ wiphy: 0, pid: 4711 });
    await expect(wifi.moveWiphy("phy0", "/nowhere")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("follow a country's rules, asked for as by iw", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setRegulatory("DE");
    expect(last(kernel).fields).toEqual(captured("6.12-monitor", "ReqSetReg")[0]);
    await wifi.reloadRegulatory();
    expect(last(kernel).name).toBe("ReloadRegdb");
  });

  it("are indoors as long as the declaration is open", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    {
      await using _indoors = await wifi.declareIndoor();
      expect(last(kernel).fields).toEqual({ userRegHintType: 2, socketOwner: true, regIndoor: true });
    }
    expect(last(kernel).fields).toEqual({ userRegHintType: 2, socketOwner: true });
  });

  it.each<[string, (wifi: Nl80211) => Promise<unknown>, string]>([
    ["country", (wifi) => wifi.setRegulatory("de"), 'country "de": expected two capital letters'],
    ["channel", (wifi) => wifi.setChannel("phy0", { channel: 300 }), "5 GHz has no channel 300"],
    [
      "width",
      (wifi) => wifi.setChannel("phy0", { channel: 1, mode: "80MHz" }),
      "2412 MHz has no 80MHz: it can be NOHT",
    ],
    ["threshold", (wifi) => wifi.setFragmentationThreshold("phy0", 100), "fragmentation threshold 100: expected"],
    ["nothing", (wifi) => wifi.setRetries("phy0", {}), "nothing to set is given"],
    [
      "coverage",
      (wifi) => wifi.setCoverageClass("phy0", 256),
      "coverage class 256: expected a whole number from 0 to 255",
    ],
    [
      "contention window",
      (wifi) => wifi.setTransmitQueues("phy0", [{ category: "vo", burst32Us: 0, cwMin: 4, cwMax: 7, aifs: 1 }]),
      "cwMin 4: expected one less than a power of two",
    ],
  ])("refuse a wrong %s before anything is sent", async (_, call, message) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(call(wifi)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests).toEqual([]);
  });

  it("that are not there are named, with those that are", async () => {
    await using wifi = await open(machine());
    await expect(wifi.setDistance("phy7", 0)).rejects.toMatchObject({ code: "NO_SUCH_WIPHY", hint: "radios: phy0" });
  });
});
