import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { formatMac } from "../../src/bytes/mac.ts";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { readMessages, writeMessage } from "../../src/netlink/message.ts";
import { Nl80211Attribute as A } from "../../src/nl80211/generated/attributes.ts";
import { Nl80211Command as C } from "../../src/nl80211/generated/command-map.ts";
import { visitAttributes } from "../../src/testing/attribute-tree.ts";
import { type CapturedPacket, readCapture } from "../../src/testing/capture.ts";
import { PacketWay } from "../../src/testing/cooked-header.ts";
import { Families, familyPayload } from "../../src/testing/families.ts";
import { anonymize, openReplay, writePcap } from "../../src/testing/index.ts";

const village = readCapture("fixtures/village.pcap.gz").packets;

describe("anonymize", () => {
  it("keeps every length, and leaves out what is not about Wi-Fi", () => {
    const kept = anonymize(village);
    const lengths = new Map(village.map(({ number, bytes }) => [number, bytes.length]));
    for (const { number, bytes } of kept) expect(bytes).toHaveLength(lengths.get(number)!);
    // rtnetlink in the village is of links alone, but for some errors without their request.
    expect(kept.length).toBeGreaterThan(900);
  });

  it("leaves nothing of the village's names, addresses and key exchange", () => {
    const all = Buffer.concat(anonymize(village).map(({ bytes }) => bytes));
    expect(Buffer.concat(village.map(({ bytes }) => bytes)).includes("village-")).toBe(true);
    expect(all.includes("village-")).toBe(false);
    const before = macsIn(village);
    const after = macsIn(anonymize(village));
    expect(after.size).toBe(before.size);
    // Pseudonyms are counted from 02:00:00:00:00:01 on; the village's own addresses of that form are replaced like any other.
    for (const mac of after) expect(mac).toMatch(/^02:00:00:00:00:0[1-9a-f]$|^(ff:){5}ff$/);
    // Frame 829: message 1 of the 4-way handshake, its nonce from octet 17 of the EAPOL frame on.
    const handshake = village.find(({ number }) => number === 829)!;
    expect(all.includes(Buffer.from(handshake.bytes.subarray(60, 100)))).toBe(false);
  });

  it("lets replay answer as before, each pseudonym the same everywhere", async () => {
    const scan = async (packets: readonly CapturedPacket[]) => {
      const wifi = await Nl80211.open({ transport: openReplay(writePcap(packets), { at: "end" }), streams: false });
      const interfaces = await wifi.interfaces();
      const networks = await wifi.scanResults("wlan2");
      const stations = await wifi.stations("wlan2");
      await wifi.close();
      return { interfaces, networks, stations };
    };
    const before = await scan(village);
    const after = await scan(anonymize(village));
    expect(after.interfaces.map(({ name, type }) => [name, type])).toEqual(
      before.interfaces.map(({ name, type }) => [name, type]),
    );
    expect(after.networks.map(({ frequencyMhz, ssid }) => [frequencyMhz, ssid.bytes.length])).toEqual(
      before.networks.map(({ frequencyMhz, ssid }) => [frequencyMhz, ssid.bytes.length]),
    );
    // The access point is an interface of the same machine: its address is its BSSID, and the station's that wlan2 talks to.
    const address = (name: string, from: typeof after) => from.interfaces.find((one) => one.name === name)!.address;
    for (const from of [before, after]) {
      const inn = from.networks.find(({ frequencyMhz }) => frequencyMhz === 5180)!;
      expect(inn.bssid).toBe(address("wlan1", from));
      expect(from.stations[0]!.address).toBe(address("wlan1", from));
    }
    expect(new Set(after.networks.map(({ ssid }) => ssid.text)).size).toBe(after.networks.length);
  });

  it("finds addresses and names in all elements that hold them", () => {
    const mac = "3c 5a b4 11 22 33";
    const other = "3c 5a b4 44 55 66";
    const elements = fromHex(
      [
        `00 06 ${hex("secret")}`, // SSID
        `34 0d ${mac} 00 00 00 00 51 01 07`, // neighbor report: BSSID, information, class 81, channel 1, PHY
        `47 0b 02 00 08 00 06 ${hex("secret")}`, // multiple BSSID: indicator, profile with an SSID
        `6b 07 10 ${mac}`, // interworking: access network, HESSID
        `72 06 ${hex("secret")}`, // mesh id
        // reduced neighbor report: 1 TBTT of 13 octets, class 131, channel 5: offset, BSSID, short SSID, parameters, PSD
        `c9 11 00 0d 83 05 ff ${other} de ad be ef 4a 00`,
        // RSN: CCMP, PSK, capabilities, one PMKID
        `30 26 01 00 00 0f ac 04 01 00 00 0f ac 04 01 00 00 0f ac 02 00 00 01 00 ${"ab ".repeat(16)}`,
        `dd 0a 00 50 f2 04 ${hex("secret")}`, // WPS: a vendor element
        `dd 06 00 50 f2 02 01 01`, // WMM
        `85 10 ${"00 ".repeat(10)} ${hex("secret")}`, // Cisco's name of an access point
        `ff 0a 6b 00 00 07 ${other}`, // multi-link: control, length, MLD address (as an extension)
      ].join(" "),
    );
    const [first, ...rest] = anonymize(session((w) => w.bytes(A.Ie, elements))).slice(1);
    expect(rest).toEqual([]);
    const out = Buffer.from(first!.bytes);
    expect(out.includes("secret")).toBe(false);
    expect(out.includes(Buffer.from(fromHex("3c 5a b4")))).toBe(false);
    expect(out.includes(Buffer.from(fromHex("de ad be ef")))).toBe(false);
    expect(out.includes(Buffer.from(fromHex("ab ab")))).toBe(false);
    // One pseudonym for one name or address, thrice here; WMM, the ciphers and the channel stay.
    expect(out.toString("latin1").match(/ssid-1/g)).toHaveLength(3);
    expect(out.includes(Buffer.from(fromHex("34 0d 02 00 00 00 00 01")))).toBe(true);
    expect(out.includes(Buffer.from(fromHex("6b 07 10 02 00 00 00 00 01")))).toBe(true);
    expect(out.includes(Buffer.from(fromHex("83 05 ff 02 00 00 00 00 02")))).toBe(true);
    expect(out.includes(Buffer.from(fromHex("ff 0a 6b 00 00 07 02 00 00 00 00 02")))).toBe(true);
    expect(out.includes(Buffer.from(fromHex("dd 06 00 50 f2 02 01 01")))).toBe(true);
  });

  it("replaces known addresses where no attribute tells of them, names that are not the kernel's, and leaves groups", () => {
    const mac = fromHex("3c 5a b4 11 22 33");
    const packets = session((w) => {
      w.string(A.Ifname, "wlx3c5ab4112233");
      w.string(A.WiphyName, "phy0");
      w.bytes(A.Mac, mac);
      w.bytes(A.MacHint, fromHex("ff ff ff ff ff ff"));
      w.bytes(A.Cookie, Uint8Array.of(9, ...mac, 9)); // no attribute for an address
      w.bytes(A.Pmkid, new Uint8Array(16).fill(7));
    });
    const out = Buffer.from(anonymize(packets)[1]!.bytes);
    expect(out.includes("3c5ab4")).toBe(false);
    expect(out.includes("dev-----------1\0")).toBe(true);
    expect(out.includes("phy0\0")).toBe(true);
    expect(out.includes(Buffer.from(mac))).toBe(false);
    expect(out.includes(Buffer.from(fromHex("09 02 00 00 00 00 01 09")))).toBe(true);
    expect(out.includes(Buffer.from(fromHex("ff ff ff ff ff ff")))).toBe(true);
    expect(out.includes(Buffer.from(fromHex("07 07")))).toBe(false);
  });

  it("leaves out other families, and what is no netlink", () => {
    const [family, message] = session((w) => w.u32(A.Ifindex, 3));
    const foreign = {
      ...message!,
      bytes: writeMessage({ type: 99, flags: 0, sequence: 0, portId: 0, payload: new Uint8Array(8) }),
    };
    const broken = { ...message!, bytes: Uint8Array.of(1, 2, 3) };
    expect(anonymize([family!, foreign, broken, message!]).map(({ bytes }) => bytes)).toEqual([
      family!.bytes,
      message!.bytes,
    ]);
  });
});

/** The controller telling of nl80211, then one event of it. */
function session(write: (w: AttributeWriter) => void): CapturedPacket[] {
  const family = new Families().assume(30);
  const writer = new AttributeWriter(4);
  write(writer);
  const payload = writer.finish();
  payload[0] = C.NewScanResults;
  return [
    { type: 16, payload: familyPayload(family) },
    { type: 30, payload },
  ].map((parts, i) => ({
    number: i + 1,
    time: i,
    protocol: 16,
    way: PacketWay.Heard,
    bytes: writeMessage({ ...parts, flags: 0, sequence: 0, portId: 0 }),
  }));
}

/** Every address that an attribute of nl80211 holds. */
function macsIn(packets: readonly CapturedPacket[]): Set<string> {
  const macs = new Set<string>();
  for (const { protocol, bytes } of packets) {
    for (const { type, start, end } of protocol === 16 ? readMessages(bytes) : []) {
      if (type !== 35) continue;
      visitAttributes(
        bytes,
        start + 4,
        end,
        (leaf) => {
          if (leaf.kind === "mac" && leaf.end - leaf.start === 6) macs.add(formatMac(bytes, leaf.start));
        },
        () => {},
      );
    }
  }
  return macs;
}

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}
