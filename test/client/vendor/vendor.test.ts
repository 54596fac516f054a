import { describe, expect, it } from "vitest";
import { Nl80211 } from "../../../src/client/nl80211.ts";
import type { VendorNews, VendorNewsOptions } from "../../../src/client/vendor/vendor.ts";
import {
  ack,
  dump,
  event,
  type FakeKernel,
  fakeKernel,
  refuse,
  reply,
  settled,
  tell,
} from "../../../src/testing/index.ts";

const DATA = Uint8Array.of(8, 0, 8, 0, 42, 0, 0, 0);
const QCA = 0x001374;
const machine = () => fakeKernel().on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0 }]));
const open = (kernel: FakeKernel, streams = false) => Nl80211.open({ transport: kernel, streams });
const last = (kernel: FakeKernel) => kernel.requests.at(-1)!;

describe("vendor commands", () => {
  it("are sent as by iw, and give the data of their answers", async () => {
    const kernel = machine().on("Vendor", reply({ wiphy: 0, vendorData: DATA }));
    await using wifi = await open(kernel);
    const command = { vendorId: "00:13:74", subcommand: 1, data: DATA };
    expect(await wifi.vendor.send("wlan0", command)).toEqual(DATA);
    expect(await wifi.vendor.sendAll({ wiphy: 0 }, { ...command, vendorId: 0x1374 })).toEqual([DATA]);
    expect(last(kernel).fields).toEqual({ wiphy: 0, vendorId: QCA, vendorSubcmd: 1, vendorData: DATA });
    kernel.on("Vendor", ack());
    expect(await wifi.vendor.send(3, { vendorId: QCA, subcommand: 1 })).toBeUndefined();
    expect(last(kernel).fields).toEqual({ ifindex: 3, vendorId: QCA, vendorSubcmd: 1 });
  });

  it("mark attributes as nested where asked", async () => {
    const kernel = machine().on("Vendor", ack());
    await using wifi = await open(kernel);
    const types: number[] = [];
    for (const nested of [false, true]) {
      await wifi.vendor.send(3, { vendorId: QCA, subcommand: 1, data: DATA, nested });
      const { bytes, end } = last(kernel).message;
      const at = end - DATA.length;
      expect(bytes.subarray(at, end)).toEqual(DATA);
      types.push(new DataView(bytes.buffer, bytes.byteOffset).getUint16(at - 2, true));
    }
    expect(types).toEqual([197, 0x8000 | 197]); // NL80211_ATTR_VENDOR_DATA, NLA_F_NESTED
  });

  it("can be dumped", async () => {
    const kernel = machine().on("Vendor", dump([{ vendorData: DATA }, { vendorData: Uint8Array.of(1) }]));
    await using wifi = await open(kernel);
    const answers = await wifi.vendor.dump("wlan0", { vendorId: QCA, subcommand: 7 }).toArray();
    expect([...answers]).toEqual([DATA, Uint8Array.of(1)]);
    expect(last(kernel).fields).toEqual({ ifindex: 3, vendorId: QCA, vendorSubcmd: 7 });
  });

  it.each([
    ["a vendor", { vendorId: "QCA", subcommand: 1 }, 'vendor "QCA": expected an OUI, such as 00:13:74'],
    ["a subcommand", { vendorId: QCA, subcommand: -1 }, "vendor's subcommand -1: expected a whole number"],
  ])("refuse what is not %s before anything is sent", async (_, command, message) => {
    const kernel = machine();
    await using wifi = await open(kernel);
    const said = { code: "INVALID_ARGUMENT", message: expect.stringContaining(message) };
    await expect(wifi.vendor.send("wlan0", command)).rejects.toMatchObject(said);
    expect(kernel.requests).toEqual([]);
  });

  it("say which attribute the driver refuses", async () => {
    const kernel = machine().on("Vendor", refuse("EINVAL", { text: "expected nested data", attribute: [197] }));
    await using wifi = await open(kernel);
    const sent = wifi.vendor.send("wlan0", { vendorId: QCA, subcommand: 1, data: DATA });
    await expect(sent).rejects.toMatchObject({
      code: "KERNEL",
      attribute: "nl80211.vendor-data",
      message: "EINVAL: Vendor wlan0: nl80211.vendor-data: expected nested data",
    });
  });
});

describe("vendor events", () => {
  const EVENT = { wiphy: 0, ifindex: 3, wdev: 1, vendorId: QCA, vendorSubcmd: 1, vendorData: DATA } as const;

  async function hearing(kernel: FakeKernel, options: VendorNewsOptions = {}) {
    const wifi = await open(kernel, true);
    const heard: VendorNews[] = [];
    const ended: unknown[] = [];
    wifi.vendor.events$(options).subscribe({
      next: (news) => heard.push(news),
      error: (error: unknown) => ended.push(error),
      complete: () => ended.push("complete"),
    });
    await settled();
    return { wifi, heard, ended };
  }

  it("come as bytes, of all vendors or of one", async () => {
    const kernel = machine();
    const { wifi, heard, ended } = await hearing(kernel, { vendorId: QCA, subcommand: 1 });
    kernel.event("vendor", EVENT);
    kernel.event("vendor", { ...EVENT, vendorSubcmd: 2 });
    kernel.event("vendor", { ...EVENT, vendorId: 0x0017f2 });
    await settled();
    expect(heard).toEqual([
      { time: expect.any(Number), wiphy: 0, ifindex: 3, wdev: 1, vendorId: QCA, subcommand: 1, data: DATA },
    ]);
    await wifi.close();
    expect(ended).toEqual(["complete"]);
  });

  it("are decoded by what is registered with this client, until it is taken away", async () => {
    const kernel = machine();
    const { wifi, heard } = await hearing(kernel);
    const forget = wifi.vendor.registerDecoder({ vendorId: "00:13:74", subcommand: 1 }, (data) => data[4]);
    wifi.vendor.registerDecoder({ vendorId: QCA, subcommand: 2 }, () => {
      throw new Error("no such version");
    });
    kernel.event("vendor", EVENT);
    kernel.event("vendor", { ...EVENT, vendorSubcmd: 2 });
    await settled();
    forget();
    kernel.event("vendor", EVENT);
    await settled();
    expect(heard.map(({ decoded, decodeError }) => decoded ?? decodeError)).toEqual([
      42,
      new Error("no such version"),
      undefined,
    ]);
    await wifi.close();
  });

  it("say where some were lost, and go on", async () => {
    const kernel = machine();
    let lost = 0;
    const { wifi, heard, ended } = await hearing(kernel, { onOverrun: () => lost++ });
    kernel.overrun();
    await settled();
    kernel.event("vendor", EVENT);
    await settled();
    expect([lost, heard.length, ended]).toEqual([1, 1, []]);
    await wifi.close();
  });

  it("come to the stream's own socket too, where a command asked for them", async () => {
    const kernel = machine().on("Vendor", ack(), tell("vendor", EVENT), event("vendor", EVENT));
    let listening = 0;
    const { wifi, heard } = await hearing(kernel, {
      command: { target: "wlan0", vendorId: QCA, subcommand: 9 },
      onListening: () => listening++,
    });
    expect(last(kernel).fields).toEqual({ ifindex: 3, vendorId: QCA, vendorSubcmd: 9 });
    expect([heard.length, listening]).toEqual([2, 1]);
    await wifi.close();
    const refusing = await hearing(machine().on("Vendor", refuse("EOPNOTSUPP")), {
      command: { target: "wlan0", vendorId: QCA, subcommand: 9 },
    });
    expect(refusing.ended).toEqual([expect.objectContaining({ code: "NOT_SUPPORTED", target: "wlan0" })]);
    await refusing.wifi.close();
  });
});
