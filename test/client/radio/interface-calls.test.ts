import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import { Iftype, MntrFlag } from "../../../src/nl80211/generated/interface.ts";
import { LinkAttribute, LinkFlag } from "../../../src/rtnetlink/link.ts";
import { ack, dump, type FakeKernel, fakeKernel, refuse, reply } from "../../../src/testing/index.ts";
import { captured } from "../captured.ts";

const WLAN0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: Iftype.Station } as const;
const MON0 = {
  ifindex: 22,
  ifname: "mon0",
  wdev: 2,
  wiphy: 0,
  iftype: Iftype.Monitor,
  mac: "02:00:00:00:00:00",
} as const;

const machine = () =>
  fakeKernel()
    .on("GetInterface", dump([WLAN0, MON0]))
    .on("GetWiphy", dump([{ wiphy: 0, wiphyName: "phy0" }]))
    .on("NewInterface", reply(MON0))
    .on("SetInterface", ack())
    .on("DelInterface", ack());

const open = (kernel: FakeKernel) => Nl80211.open({ transport: kernel, streams: false });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;

describe("interfaces", () => {
  it("are made as iw makes them", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.createInterface("phy0", { name: "sta1", type: "managed", address: "02:00:00:00:0a:01" });
    await wifi.createInterface({ wiphy: 0 }, { name: "p2p0", type: "p2p-device" });
    const made = kernel.requests.filter(({ name }) => name === "NewInterface").map(({ fields }) => fields);
    expect(made).toEqual(captured("6.12-monitor", "NewInterface").slice(1));
  });

  it("are given back as the kernel made them", async () => {
    await using wifi = await open(machine());
    const made = await wifi.createInterface("wlan0", {
      name: "mon0",
      type: "monitor",
      monitorFlags: ["control", "otherbss"],
    });
    expect(made).toMatchObject({ name: "mon0", ifindex: 22, wdev: 2, type: "monitor" });
  });

  it("get other monitor flags, and are deleted, as by iw", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setMonitorFlags("mon0", ["fcsfail", "other-bss"]);
    const { iftype: _, ...asIw } = captured("6.12-monitor", "SetInterface")[0]!;
    expect(last(kernel).fields).toEqual(asIw);
    await wifi.deleteInterface("mon0");
    expect(last(kernel).fields).toEqual(captured("6.12-monitor", "DelInterface")[1]);
  });

  it("get another type, as by iw", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setType(19, "mesh");
    expect(last(kernel).fields).toEqual(captured("6.12-mesh", "SetInterface")[0]);
  });

  it("save power or not, as by iw", async () => {
    const kernel = machine().on("SetPowerSave", ack());
    await using wifi = await open(kernel);
    await wifi.setPowerSave(31, true);
    await wifi.setPowerSave(31, false);
    const sent = kernel.requests.filter(({ name }) => name === "SetPowerSave").map(({ fields }) => fields);
    expect(sent).toEqual(captured("6.12-power-save", "SetPowerSave").slice(0, 2));
  });

  it.each<[string, (wifi: Nl80211) => Promise<void>, string, object]>([
    ["four addresses", (wifi) => wifi.set4addr("wlan0", true), "SetInterface", { use4addr: 1 }],
    ["a mesh id", (wifi) => wifi.setMeshId("wlan0", "m"), "SetInterface", { meshId: new Uint8Array([0x6d]) }],
    ["no monitor flags", (wifi) => wifi.setMonitorFlags("wlan0", []), "SetInterface", { mntrFlags: [] }],
    ["TIDs without ACK", (wifi) => wifi.setNoAck("wlan0", [0, 3]), "SetNoackMap", { noackMap: 0b1001 }],
    ["a multicast rate", (wifi) => wifi.setMulticastRate("wlan0", 5.5), "SetMcastRate", { mcastRateIn100Kbps: 55 }],
  ])("take %s", async (_, call, command, fields) => {
    const kernel = machine().on("SetNoackMap", ack()).on("SetMcastRate", ack());
    await using wifi = await open(kernel);
    await call(wifi);
    expect(last(kernel)).toMatchObject({ name: command });
    expect(last(kernel).fields).toEqual({ ifindex: 3, ...fields });
  });

  it("go up and down, and get names and addresses, by rtnetlink", async () => {
    const kernel = machine().on("rtnetlink:RTM_SETLINK", ack());
    await using wifi = await open(kernel);
    await wifi.up("wlan0");
    await wifi.down("wlan0");
    await wifi.rename("wlan0", "wlan9");
    await wifi.setAddress("wlan0", "02:00:00:00:00:09");
    const sent = kernel.requests.filter(({ family }) => family === "rtnetlink");
    // struct ifinfomsg: index at 4, flags at 8, change mask at 12
    const header = sent.map(({ message }) => {
      const view = new DataView(message.bytes.buffer, message.bytes.byteOffset + message.start);
      return [view.getInt32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
    });
    expect(header.slice(0, 2)).toEqual([
      [3, LinkFlag.Up, LinkFlag.Up],
      [3, 0, LinkFlag.Up],
    ]);
    expect(sent[2]!.text(LinkAttribute.Name)).toBe("wlan9");
    expect(sent[3]!.bytes(LinkAttribute.Address)).toEqual(new Uint8Array([2, 0, 0, 0, 0, 9]));
  });

  it("that are owned have a socket of their own, and go with it", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const owned = await wifi.ownInterface("phy0", { name: "mon0", type: "monitor" });
    const made = last(kernel);
    expect(made.fields).toMatchObject({ socketOwner: true });
    await owned.close();
    await owned.close();
    expect(last(kernel)).toMatchObject({ name: "DelInterface", portId: made.portId });
    expect(kernel.requests.filter(({ name }) => name === "DelInterface")).toHaveLength(1);
    await wifi.interfaces();
    expect(last(kernel).portId).not.toBe(made.portId);
  });

  it.each<[string, (wifi: Nl80211) => Promise<unknown>, string]>([
    ["type", (wifi) => wifi.setType("wlan0", "bridge"), 'there is no interface type "bridge": expected one of'],
    ["name", (wifi) => wifi.rename("wlan0", "a/b"), '"a/b" cannot be an interface\'s name'],
    ["flag", (wifi) => wifi.setMonitorFlags("wlan0", ["loud"]), 'there is no monitor flag "loud"'],
    ["TID", (wifi) => wifi.setNoAck("wlan0", [8]), "TID 8: expected a whole number from 0 to 7"],
    ["rate", (wifi) => wifi.setMulticastRate("wlan0", 5.55), "rate 5.55 Mbit/s: expected a multiple of 0.1"],
    ["radio", (wifi) => wifi.setType({ wiphy: 0 }, "ap"), "wiphy 0 is no network interface: name one"],
    [
      "monitor flags of a station",
      (wifi) => wifi.createInterface("phy0", { name: "x", monitorFlags: [] }),
      "monitorFlags are for monitors: x is to be of type station",
    ],
  ])("refuse a wrong %s before anything is changed", async (_, call, message) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await expect(call(wifi)).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
    expect(kernel.requests.filter(({ name }) => !name.startsWith("Get"))).toEqual([]);
  });

  it("tell what the kernel says, by the interface's name", async () => {
    const kernel = machine().on("SetInterface", refuse("EBUSY"));
    await using wifi = await open(kernel);
    await expect(wifi.setType("wlan0", "ap")).rejects.toMatchObject({
      code: "BUSY",
      command: "SetInterface",
      target: "wlan0",
    });
    await expect(wifi.up("wlan7")).rejects.toMatchObject({ code: "NO_SUCH_INTERFACE" });
  });

  it("list the words of monitor flags", async () => {
    const kernel = machine();
    await using wifi = await open(kernel);
    await wifi.setMonitorFlags("mon0", ["plcpfail", "control", "active", "skip-tx"]);
    const { Plcpfail, Control, Active, SkipTx } = MntrFlag;
    expect(last(kernel).fields).toMatchObject({ mntrFlags: [Plcpfail, Control, Active, SkipTx] });
  });
});
