import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GenericNetlink } from "../../src/genetlink/index.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { Connection } from "../../src/netlink/connection.ts";
import { MessageFlag, NetlinkProtocol } from "../../src/netlink/constants.ts";
import { readMessages, writeMessage } from "../../src/netlink/message.ts";
import type { Transport } from "../../src/netlink/transport.ts";
import { Nl80211Attribute as A } from "../../src/nl80211/generated/attributes.ts";
import { Nl80211Command as C } from "../../src/nl80211/generated/command-map.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { ack, dump, event, fakeKernel, openReplay, recordTransport, refuse, reply } from "../../src/testing/index.ts";
import { attributesOf, findText } from "../../src/testing/recorded-message.ts";
import { eraseSecrets } from "../../src/testing/secrets.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nl80211-record-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const wlan0 = { ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, mac: "02:00:00:00:01:00" };
const SECRET = new TextEncoder().encode("correct horse battery staple");
const NEEDLE = "corr";

describe("recordTransport", () => {
  for (const name of ["session.pcap", "session.pcap.gz", "session.pcapng", "session.pcapng.gz"]) {
    it(`writes ${name}, which replay answers from as the kernel did`, async () => {
      const file = join(folder, name);
      const kernel = fakeKernel()
        .on("GetInterface", dump([wlan0, { ...wlan0, ifindex: 4, ifname: "wlan1", wdev: 2 }], { perDatagram: 1 }))
        .on("TriggerScan", event("trigger-scan", wlan0), ack(), event("new-scan-results", wlan0))
        .on("GetStation", refuse("ENODEV", { text: "no such device" }));
      const recorded = recordTransport(kernel, file);
      const live = await talk(recorded);
      recorded.close();
      expect(live).toEqual([["wlan0", "wlan1"], "done", "ENODEV: no such device", [C.TriggerScan, C.NewScanResults]]);
      expect(await talk(openReplay(file))).toEqual(live);
      expect(readCapture(file).packets).toHaveLength(recorded.packets);
    });
  }

  it("writes pseudonyms where they are asked for, all at the end, and nothing of the true names before", async () => {
    const file = join(folder, "session.pcap");
    const device = { ...wlan0, ifname: "anna-laptop", mac: "3c:5a:b4:11:22:33" };
    const kernel = fakeKernel().on("GetInterface", dump([device]));
    const recorded = recordTransport(kernel, file, { anonymize: true });
    expect((await talkOfInterfaces(recorded)).toString()).toBe("anna-laptop");
    expect(readFileSync(file)).toHaveLength(24); // the file's header alone
    recorded.stop();
    const written = readFileSync(file);
    expect(written.includes("anna")).toBe(false);
    expect(written.includes(Buffer.from("3c5ab4112233", "hex"))).toBe(false);
    const { packets } = recorded;
    expect(readCapture(file).packets).toHaveLength(packets);
    expect((await talkOfInterfaces(openReplay(file)))[0]).toMatch(/^dev/);
    // What comes after the end is no part of it.
    await talkOfInterfaces(recorded);
    expect(recorded.packets).toBe(packets);
    expect(readFileSync(file)).toEqual(written);
    recorded.close();
  });

  it("writes each multicast once, however many sockets hear it", async () => {
    const file = join(folder, "session.pcap");
    const kernel = fakeKernel().on("GetInterface", dump([wlan0]));
    const recorded = recordTransport(kernel, file);
    await new GenericNetlink(recorded).family("nl80211");
    const channels = [1, 2, 3].map(() => quiet(recorded));
    for (const channel of channels) channel.join(kernel.groupNumber("nl80211", "scan"));
    kernel.event("trigger-scan", wlan0).event("trigger-scan", wlan0);
    for (const channel of channels) channel.drain();
    recorded.close();
    const events = readCapture(file).packets.filter(({ bytes }) => readMessages(bytes)[0]!.portId === 0);
    expect(events).toHaveLength(2);
  });

  it("never writes a key or passphrase, not in the request, nor in the error that repeats it, nor in a reply", async () => {
    for (const name of ["session.pcap", "session.pcapng"]) {
      const file = join(folder, name);
      const kernel = fakeKernel()
        .on("StartAp", refuse("EINVAL", { capped: false, text: "no" }))
        .on("NewKey", ack())
        .on("Connect", ack())
        .on("SetRekeyOffload", ack())
        .on("SetPmk", ack())
        .on(
          "Vendor",
          reply((w) => w.bytes(A.VendorData, SECRET)),
        )
        .on(
          "GetKey",
          reply((w) => w.bytes(A.KeyData, SECRET)),
        );
      const recorded = recordTransport(kernel, file);
      const netlink = new GenericNetlink(recorded);
      await netlink.family("nl80211");
      const ask = (command: C, write: (w: AttributeWriter) => void) => request(recorded, kernel, command, write);
      await ask(C.StartAp, (w) => w.bytes(A.SaePassword, SECRET));
      await ask(C.NewKey, (w) => nested(w, A.Key, (key) => key.bytes(1, SECRET)));
      await ask(C.Connect, (w) => nested(w, A.Keys, (keys) => nested(keys, 1, (key) => key.bytes(1, SECRET))));
      await ask(C.SetRekeyOffload, (w) =>
        nested(w, A.RekeyData, (data) => {
          data.bytes(1, SECRET);
          data.bytes(2, SECRET);
        }),
      );
      await ask(C.SetPmk, (w) => w.bytes(A.Pmk, SECRET));
      await ask(C.Vendor, (w) => w.bytes(A.VendorData, SECRET));
      await ask(C.GetKey, (w) => w.u8(A.KeyIdx, 0));
      recorded.close();
      expect(Object.fromEntries(recorded.erased)).toEqual({
        "nl80211.sae-password": 2,
        "key.data": 2,
        "rekey-data.kek": 1,
        "rekey-data.kck": 1,
        "nl80211.pmk": 1,
        "nl80211.vendor-data": 2,
        "nl80211.key-data": 1,
      });
      const bytes = readFileSync(file);
      expect(bytes.includes(NEEDLE)).toBe(false);
      expect(bytes.includes("Keys and passphrases are overwritten")).toBe(name.endsWith("ng"));
      expect(bytes.includes("Overwritten with zeros: nl80211.sae-password")).toBe(name.endsWith("ng"));
      const started = readCapture(file).packets.find(({ bytes: packet }) => command(packet) === C.StartAp)!.bytes;
      const [password] = attributesOf(NetlinkProtocol.Generic, readMessages(started)[0]!);
      expect(password).toEqual({ type: A.SaePassword, payload: new Uint8Array(SECRET.length) });
    }
  });

  it("leaves out what is not about Wi-Fi", async () => {
    const file = join(folder, "session.pcap");
    const kernel = fakeKernel()
      .family("wireguard", { id: 50 })
      .on("wireguard:1", refuse("EINVAL", { capped: false }));
    const recorded = recordTransport(kernel, file);
    await new GenericNetlink(recorded).family("wireguard");
    const connection = new Connection(recorded, NetlinkProtocol.Generic);
    const body = new Uint8Array(4 + 4 + SECRET.length);
    body.set([1, 1, 0, 0, 4 + SECRET.length, 0, 3, 0]);
    body.set(SECRET, 8);
    await connection.request(50, body).catch(() => {});
    await new Connection(recorded, NetlinkProtocol.Route).request(20, new Uint8Array(8)).catch(() => {});
    recorded.close();
    expect(kernel.requests.map(({ name }) => name)).toEqual(["wireguard command 1", "RTM_NEWADDR"]);
    expect(readFileSync(file).includes(NEEDLE)).toBe(false);
    const types = readCapture(file).packets.flatMap(({ bytes }) => readMessages(bytes).map(({ type }) => type));
    expect([...new Set(types)].sort()).toEqual([16, 2]);
  });

  it("says where it cannot write", () => {
    expect(() => recordTransport(fakeKernel(), join(folder, "no", "where.pcap"))).toThrow(
      expect.objectContaining({
        code: "BAD_FILE",
        message: expect.stringMatching(/where\.pcap cannot be written: ENOENT$/),
      }),
    );
  });

  const tshark = version("tshark");
  it.skipIf(tshark === undefined)(
    `writes what Wireshark understands${tshark ? "" : ": tshark is missing"}`,
    async () => {
      for (const name of ["session.pcap", "session.pcapng"]) {
        const file = join(folder, name);
        const kernel = fakeKernel().on("GetInterface", dump([wlan0]));
        const recorded = recordTransport(kernel, file);
        const netlink = new GenericNetlink(recorded);
        await netlink.family("nl80211");
        await request(recorded, kernel, C.GetInterface, (w) => w.u32(A.Ifindex, 3), MessageFlag.Dump);
        recorded.close();
        const text = execFileSync("tshark", ["-r", file, "-V"], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
        });
        expect(text).toContain("Command: NL80211_CMD_NEW_INTERFACE (7)");
        expect(text).toContain("Interface Name: wlan0");
      }
    },
  );
});

describe("eraseSecrets", () => {
  it("finds all that the header of Linux 7.3 has of keys and passphrases", () => {
    // By hand from linux/nl80211.h: whatever its comments call a key, passphrase, password, PMK, KEK, KCK or rRK.
    const write = (w: AttributeWriter) => {
      for (const attribute of [A.KeyData, A.FilsKek, A.FilsErpRrk, A.Pmk, A.SaePassword]) w.bytes(attribute, SECRET);
      nested(w, A.Key, (key) => {
        key.bytes(1, SECRET); // NL80211_KEY_DATA
        key.bytes(11, SECRET); // NL80211_KEY_LTF_SEED
      });
      nested(w, A.RekeyData, (data) => {
        data.bytes(1, SECRET); // NL80211_REKEY_DATA_KEK
        data.bytes(2, SECRET); // NL80211_REKEY_DATA_KCK
      });
    };
    const datagram = message(C.Connect, 30, write);
    expect(eraseSecrets(datagram, (family) => family === 30)).toHaveLength(9);
    expect(Buffer.from(datagram).includes(NEEDLE)).toBe(false);
  });

  it("erases what is no attribute, and leaves other families alone", () => {
    const broken = message(C.Connect, 30, (w) => w.u32(A.Ifindex, 3));
    broken[20] = 200; // the attribute claims more than there is
    expect(eraseSecrets(broken.slice(), () => false)).toEqual([]);
    expect(eraseSecrets(broken, () => true)).toEqual(["what is no attribute"]);
    expect(broken.subarray(20)).toEqual(new Uint8Array(8));
  });

  it("erases the keys of the village and nothing else", () => {
    const { packets } = readCapture("fixtures/village.pcap.gz");
    const erased = packets.flatMap(({ number, bytes }) =>
      eraseSecrets(bytes.slice(), (family) => family === 35).map((name) => [number, name]),
    );
    expect(erased).toEqual([
      // VENDOR: hostapd asks QCA's driver commands of a driver that is none of theirs, and hwsim answers.
      ...[82, 83, 84, 221, 222, 223, 224].map((number) => [number, "nl80211.vendor-data"]),
      // tshark -Y "nl80211.key_attributes == 1" (NL80211_KEY_DATA) gives these five and no other.
      ...[279, 823, 860, 864, 866].map((number) => [number, "key.data"]),
      // tshark -Y nl80211.rekey_data
      [876, "rekey-data.kek"],
      [876, "rekey-data.kck"],
    ]);
  });
});

/** What a client hears of a kernel: interfaces, a scan, an error, events. */
async function talk(transport: Transport): Promise<unknown[]> {
  const family = await new GenericNetlink(transport).family("nl80211");
  const heard: number[] = [];
  const listener = {
    datagram: ({ bytes }: { bytes: Uint8Array }) => void heard.push(command(bytes)),
    overrun() {},
    failure() {},
  };
  const channel = transport.open(NetlinkProtocol.Generic, listener);
  channel.join(family.groups.find(({ name }) => name === "scan")!.id);
  const connection = new Connection(transport, NetlinkProtocol.Generic);
  const interfaces = await connection.dump(family.id, payload(C.GetInterface)).toArray();
  const names = interfaces.map((one) => findText(attributesOf(NetlinkProtocol.Generic, one), A.Ifname));
  const scan = await connection
    .request(
      family.id,
      payload(C.TriggerScan, (w) => w.u32(A.Ifindex, 3)),
    )
    .then(() => "done");
  const station = await connection
    .request(
      family.id,
      payload(C.GetStation, (w) => w.u32(A.Ifindex, 9)),
    )
    .catch((error) => `${error.errnoName}: ${error.kernelText}`);
  channel.drain();
  return [names, scan, station, heard];
}

/** The names of the interfaces. */
async function talkOfInterfaces(transport: Transport): Promise<(string | undefined)[]> {
  const family = await new GenericNetlink(transport).family("nl80211");
  const connection = new Connection(transport, NetlinkProtocol.Generic);
  const interfaces = await connection.dump(family.id, payload(C.GetInterface)).toArray();
  connection.close();
  return interfaces.map((one) => findText(attributesOf(NetlinkProtocol.Generic, one), A.Ifname));
}

function quiet(transport: Transport) {
  return transport.open(NetlinkProtocol.Generic, { datagram() {}, overrun() {}, failure() {} });
}

async function request(
  transport: Transport,
  kernel: { familyId(name: string): number },
  number: C,
  write: (w: AttributeWriter) => void,
  flags: number = MessageFlag.Ack,
): Promise<void> {
  const channel = quiet(transport);
  await channel.send(message(number, kernel.familyId("nl80211"), write, MessageFlag.Request | flags, channel.portId));
  channel.drain();
  channel.close();
}

function message(number: C, family: number, write: (w: AttributeWriter) => void, flags = 1, portId = 7): Uint8Array {
  return writeMessage({ type: family, flags, sequence: 1, portId, payload: payload(number, write) });
}

function payload(number: C, write?: (w: AttributeWriter) => void): Uint8Array {
  const writer = new AttributeWriter(4);
  write?.(writer);
  const bytes = writer.finish();
  bytes[0] = number;
  return bytes;
}

function nested(w: AttributeWriter, attribute: number, write: (w: AttributeWriter) => void): void {
  const mark = w.open(attribute);
  write(w);
  w.close(mark);
}

function command(datagram: Uint8Array): number {
  const [first] = readMessages(datagram);
  return first!.bytes[first!.start]!;
}

function version(program: string): string | undefined {
  try {
    return execFileSync(program, ["-v"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n")[0];
  } catch {
    return undefined;
  }
}
