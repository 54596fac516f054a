import { describe, expect, it } from "vitest";
import type { VendorNews } from "../../../src/client/vendor/vendor.ts";
import { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { Nl80211 } from "../../../src/open.ts";
import { saw } from "../command-table.ts";
import { freshRadios, until } from "../guest.ts";

// hwsim's own vendor command: OUI_QCA, QCA_NL80211_SUBCMD_TEST. It takes a number (attribute 8), tells of it plus 1, and answers it plus 2.
const [QCA, TEST, TEST_EVENT, NUMBER] = [0x001374, 1, 1, 8] as const;

function data(value: number): Uint8Array {
  const writer = new AttributeWriter();
  writer.u32(NUMBER, value);
  return writer.finish();
}

function numberIn(bytes: Uint8Array): number {
  const reader = new AttributeReader(bytes, 0, bytes.length);
  for (let at = reader.start, limit = reader.end; (at = reader.step(at, limit)) !== 0; ) {
    if (reader.type === NUMBER) return reader.u32();
  }
  throw new Error("there is no number in it");
}

describe("hwsim's vendor", { timeout: 300_000 }, () => {
  it("answers its command, and tells of it", async () => {
    await freshRadios(2);
    await using wifi = await Nl80211.open();
    expect((await wifi.wiphy("phy0")).vendorCommands).toEqual([{ oui: "00:13:74", subcommand: TEST }]);
    const news: VendorNews[] = [];
    const errors: unknown[] = [];
    const next = (item: VendorNews) => news.push(item);
    const error = (said: unknown) => errors.push(said);
    let listening = 0;
    const onListening = () => listening++;
    wifi.vendor.events$({ vendorId: "00:13:74", onListening }).subscribe({ next, error });
    wifi.vendor.events$({ vendorId: 0xabcdef, onListening }).subscribe({ next, error });
    await until("both listen", () => listening === 2 || errors.length > 0);

    const command = { vendorId: QCA, subcommand: TEST, data: data(40), nested: true };
    expect(numberIn((await wifi.vendor.send("wlan0", command))!)).toBe(42);
    await until("the event is there", () => news.length > 0 || errors.length > 0);
    const forget = wifi.vendor.registerDecoder({ vendorId: QCA, subcommand: TEST_EVENT }, numberIn);
    await wifi.vendor.send("wlan0", command);
    await until("the decoded event is there", () => news.length > 1);
    forget();
    expect(errors).toEqual([]);
    expect(news.map(({ time, ...item }) => item)).toEqual([
      { wiphy: 0, ifindex: expect.any(Number), wdev: expect.any(Number), vendorId: QCA, subcommand: 1, data: data(41) },
      expect.objectContaining({ vendorId: QCA, subcommand: TEST_EVENT, decoded: 41 }),
    ]);
    saw("Vendor", "took-effect", "hwsim's test command and its event");
  });

  it("refuses what it does not know, and data in the other form", async () => {
    await freshRadios(1);
    await using wifi = await Nl80211.open();
    const test = { vendorId: QCA, subcommand: TEST, data: data(1) };
    await expect(wifi.vendor.send("wlan0", { vendorId: QCA, subcommand: 99 })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
    });
    await expect(wifi.vendor.send("wlan0", test)).rejects.toMatchObject({
      errnoName: "EINVAL",
      kernelText: "expected nested data",
      attribute: "nl80211.vendor-data",
    });
    // It needs an interface.
    await expect(wifi.vendor.send("phy0", { ...test, nested: true })).rejects.toMatchObject({ errnoName: "EINVAL" });
    await expect(wifi.vendor.dump("wlan0", { ...test, nested: true }).toArray()).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
    });
  });
});
