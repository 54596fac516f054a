import { describe, expect, it } from "vitest";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { Connection } from "../../src/netlink/connection.ts";
import { MessageFlag, NetlinkProtocol } from "../../src/netlink/constants.ts";
import { readMessages, writeMessage } from "../../src/netlink/message.ts";
import type { Channel, Datagram } from "../../src/netlink/transport.ts";
import { COMMANDS } from "../../src/nl80211/generated/command-loader.ts";
import { EVENTS } from "../../src/nl80211/generated/event-loader.ts";
import { decodeGetInterfaceReply, Iftype } from "../../src/nl80211/generated/interface.ts";
import { CODECS } from "../../src/testing/codecs.ts";
import {
  ack,
  dump,
  event,
  type FakeKernel,
  fakeKernel,
  inTurn,
  later,
  overrun,
  refuse,
  reply,
  sendError,
  settled,
  silence,
  tell,
} from "../../src/testing/index.ts";
import { attributesOf, findText, readAttributes } from "../../src/testing/recorded-message.ts";

// linux/nl80211.h
const GET_INTERFACE = 5;
const GET_STATION = 17;
const GET_SCAN = 32;
const TRIGGER_SCAN = 33;
const NEW_SCAN_RESULTS = 34;
const ATTR_IFINDEX = 3;
const ATTR_IFNAME = 4;
const ATTR_SCAN_SSIDS = 45;
// linux/genetlink.h
const CONTROLLER = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_ATTR_FAMILY_NAME = 2;

const device = (ifindex: number) => (w: AttributeWriter) => {
  w.u32(ATTR_IFINDEX, ifindex);
  w.string(ATTR_IFNAME, `wlan${ifindex}`);
};

describe("fakeKernel", () => {
  it("answers a request with a reply and an ACK, under the command that nl80211 answers by", async () => {
    const kernel = fakeKernel().on("GetInterface", reply(device(3)));
    const messages = await connect(kernel).request(kernel.familyId("nl80211"), body(GET_INTERFACE));
    expect(messages.map((message) => [message.bytes[message.start], name(message)])).toEqual([[7, "wlan3"]]);
  });

  it("answers a dump in as many datagrams as it is told", async () => {
    const kernel = fakeKernel().on("GetInterface", dump([device(1), device(2), device(3)], { perDatagram: 2 }));
    const { channel, datagrams } = listen(kernel);
    send(kernel, channel, GET_INTERFACE, MessageFlag.Dump);
    expect(datagrams.map(({ bytes }) => readMessages(bytes).length)).toEqual([2, 1, 1]);
    const names = await connect(kernel).dump(kernel.familyId("nl80211"), body(GET_INTERFACE)).toArray();
    expect(names.map(name)).toEqual(["wlan1", "wlan2", "wlan3"]);
  });

  it("lets a function answer by what was asked, and keeps what was asked", async () => {
    const kernel = fakeKernel().on("GetInterface", (request) =>
      request.u32(ATTR_IFINDEX) === 3 ? reply(device(3)) : refuse("ENODEV"),
    );
    const connection = connect(kernel);
    const id = kernel.familyId("nl80211");
    expect(
      (
        await connection.request(
          id,
          body(GET_INTERFACE, (w) => w.u32(ATTR_IFINDEX, 3)),
        )
      ).map(name),
    ).toEqual(["wlan3"]);
    await expect(
      connection.request(
        id,
        body(GET_INTERFACE, (w) => w.u32(ATTR_IFINDEX, 9)),
      ),
    ).rejects.toMatchObject({
      errnoName: "ENODEV",
    });
    expect(kernel.requests.map((request) => [request.name, request.u32(ATTR_IFINDEX)])).toEqual([
      ["GetInterface", 3],
      ["GetInterface", 9],
    ]);
  });

  it("takes what a client would decode, and gives what the client encoded", async () => {
    const kernel = fakeKernel()
      .on("GetInterface", (request) => reply({ ...request.fields, ifname: "wlan7", iftype: Iftype.Station }))
      .on("TriggerScan", inTurn(refuse("EBUSY"), [ack(), later(5, event("new-scan-results", { ifindex: 7 }))]))
      // @ts-expect-error a station has no SSIDs to scan
      .on("GetStation", reply({ scanSsids: [] }), dump([{ ifindex: 7, mac: "02:00:00:00:01:00" }]));
    const asked = connect(kernel).request(
      kernel.familyId("nl80211"),
      body(GET_INTERFACE, (w) => w.u32(ATTR_IFINDEX, 7)),
    );
    const [message] = await asked;
    const reader = new AttributeReader(message!.bytes, message!.start + 4, message!.end);
    expect(decodeGetInterfaceReply(reader)).toEqual({ ifindex: 7, ifname: "wlan7", iftype: Iftype.Station });
    expect(kernel.requests[0]!.fields).toEqual({ ifindex: 7 });
  });

  it("has the codecs of every command and event at hand", () => {
    for (const { value } of Object.values(COMMANDS)) expect(CODECS.has(value), `command ${value}`).toBe(true);
    for (const [value, { type }] of Object.entries(EVENTS)) expect(CODECS.get(Number(value))?.event?.type).toBe(type);
  });

  it("refuses with the kernel's words and the attribute that it means, capped or whole", async () => {
    for (const capped of [true, false]) {
      const kernel = fakeKernel().on(
        "TriggerScan",
        refuse("EINVAL", { text: "too many SSIDs", attribute: [ATTR_SCAN_SSIDS, 2], capped }),
      );
      const asked = connect(kernel).request(kernel.familyId("nl80211"), body(TRIGGER_SCAN, threeSsids), {
        headerLength: 4,
        describe: () => ({ command: "TriggerScan", attribute: (path) => `scan-ssids at ${path}` }),
      });
      await expect(asked).rejects.toMatchObject({
        errno: 22,
        kernelText: "too many SSIDs",
        attribute: `scan-ssids at ${ATTR_SCAN_SSIDS},2`,
      });
    }
  });

  it("says that an attribute is missing", async () => {
    const kernel = fakeKernel().on("TriggerScan", refuse("EINVAL", { missing: ATTR_IFINDEX }));
    const asked = connect(kernel).request(kernel.familyId("nl80211"), body(TRIGGER_SCAN));
    await expect(asked).rejects.toMatchObject({ attribute: `attribute ${ATTR_IFINDEX}` });
  });

  it("ends a dump with an error and its words in DONE", async () => {
    const kernel = fakeKernel().on("GetScan", dump([device(1)], { error: "EIO", text: "firmware is gone" }));
    const dumped = connect(kernel).dump(kernel.familyId("nl80211"), body(GET_SCAN)).toArray();
    await expect(dumped).rejects.toMatchObject({ errnoName: "EIO", kernelText: "firmware is gone" });
  });

  it("interrupts a dump on every message, or on DONE alone", () => {
    const flags = (interrupted: true | "done") => {
      const kernel = fakeKernel().on("GetScan", dump([device(1), device(2)], { interrupted }));
      const { channel, datagrams } = listen(kernel);
      send(kernel, channel, GET_SCAN, MessageFlag.Dump);
      return datagrams
        .flatMap(({ bytes }) => readMessages(bytes))
        .map((message) => (message.flags & MessageFlag.DumpInterrupted) !== 0);
    };
    expect(flags(true)).toEqual([true, true, true]);
    expect(flags("done")).toEqual([false, false, true]);
  });

  it("gives answers in turn, the last for ever", async () => {
    const kernel = fakeKernel().on("TriggerScan", inTurn(refuse("EBUSY"), refuse("EIO"), ack()));
    const connection = connect(kernel);
    const outcomes: unknown[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      const asked = connection.request(kernel.familyId("nl80211"), body(TRIGGER_SCAN));
      outcomes.push(
        await asked.then(
          () => "done",
          (error) => error.errnoName,
        ),
      );
    }
    expect(outcomes).toEqual(["EBUSY", "EIO", "done", "done"]);
  });

  it("sends events to those in the group, in order with the answers", () => {
    const kernel = fakeKernel().on(
      "TriggerScan",
      event("trigger-scan", device(3)),
      ack(),
      event("new-scan-results", device(3)),
    );
    const asking = listen(kernel, ["scan"]);
    const other = listen(kernel, ["scan"]);
    const deaf = listen(kernel, ["mlme"]);
    send(kernel, asking.channel, TRIGGER_SCAN, MessageFlag.Ack);
    // 2 is NLMSG_ERROR.
    expect(asking.datagrams.map(commandOrType)).toEqual([TRIGGER_SCAN, "type 2", NEW_SCAN_RESULTS]);
    other.channel.drain();
    expect(other.datagrams.map(commandOrType)).toEqual([TRIGGER_SCAN, NEW_SCAN_RESULTS]);
    expect(other.datagrams[0]).toMatchObject({ sender: 0, group: kernel.groupNumber("nl80211", "scan") });
    deaf.channel.drain();
    expect(deaf.datagrams).toEqual([]);
  });

  it("tells the asking socket alone, without sequence number", () => {
    const kernel = fakeKernel().on("RegisterFrame", tell("frame", device(3)));
    const asking = listen(kernel);
    const other = listen(kernel, ["mlme"]);
    send(kernel, asking.channel, 58, MessageFlag.Ack);
    // The ACK that the script leaves out comes behind what the script says.
    expect(asking.datagrams.map(commandOrType)).toEqual([59, "type 2"]);
    expect(readMessages(asking.datagrams[0]!.bytes)[0]).toMatchObject({ sequence: 0, portId: 0 });
    other.channel.drain();
    expect(other.datagrams).toEqual([]);
  });

  it("answers later, by its clock alone, with the ACK behind the reply", async () => {
    const kernel = fakeKernel().on(
      "GetStation",
      later(100, reply(device(3))),
      later(300, event("new-station", device(4))),
    );
    const { channel, datagrams } = listen(kernel, ["mlme"]);
    send(kernel, channel, GET_STATION, MessageFlag.Ack);
    await settled();
    expect(datagrams).toEqual([]);
    await kernel.clock.advanceAsync(100);
    expect(datagrams.map(commandOrType)).toEqual([19, "type 2"]);
    await kernel.clock.advanceAsync(200);
    expect(datagrams.map(commandOrType)).toEqual([19, "type 2", 19]);
    expect(datagrams[2]!.time - datagrams[0]!.time).toBe(200);
  });

  it("keeps silent until the connection loses patience", async () => {
    const kernel = fakeKernel().on("GetStation", silence());
    const asked = connect(kernel).request(kernel.familyId("nl80211"), body(GET_STATION), { timeoutMs: 3000 });
    const outcome = asked.catch((error) => error.code);
    await kernel.clock.advanceAsync(3000);
    expect(await outcome).toBe("TIMEOUT");
  });

  it("overflows the buffer between two events", () => {
    const kernel = fakeKernel().on("TriggerScan", event("trigger-scan"), overrun(), event("scan-aborted"));
    const heard: unknown[] = [];
    const channel = kernel.open(NetlinkProtocol.Generic, {
      datagram: (datagram) => heard.push(commandOrType(datagram)),
      overrun: () => heard.push("overrun"),
      failure: (error) => heard.push(error.message),
    });
    channel.join(kernel.groupNumber("nl80211", "scan"));
    send(kernel, channel, TRIGGER_SCAN);
    kernel.event("trigger-scan").overrun().breakSockets(new Error("gone")).event("trigger-scan");
    channel.drain();
    expect(heard).toEqual([TRIGGER_SCAN, "overrun", 35, TRIGGER_SCAN, "overrun", "gone"]);
  });

  it("lets the sending itself fail", () => {
    const kernel = fakeKernel().on("TriggerScan", sendError("ENOBUFS"));
    const { channel } = listen(kernel);
    expect(() => send(kernel, channel, TRIGGER_SCAN)).toThrow(expect.objectContaining({ errnoName: "ENOBUFS" }));
  });

  it("drops what other processes send, and counts it, except on channels for anybody", () => {
    const kernel = fakeKernel().family("nl80211", { groups: ["scan"] });
    const group = kernel.groupNumber("nl80211", "scan");
    const strict = listen(kernel, ["scan"]);
    const open = listen(kernel, ["scan"], "any");
    kernel.inject(Uint8Array.of(1), { sender: 4711 }).inject(Uint8Array.of(2), { sender: 4711, group });
    for (const { channel } of [strict, open]) channel.drain();
    expect(strict.datagrams).toEqual([]);
    expect(strict.channel.rejected).toBe(2);
    expect(open.datagrams.map(({ sender, group: by }) => [sender, by])).toEqual([
      [4711, 0],
      [4711, group],
    ]);
  });

  it("carries messages between processes", () => {
    const kernel = fakeKernel();
    const here = listen(kernel, [], "any", NetlinkProtocol.Usersock);
    const there = listen(kernel, [], "any", NetlinkProtocol.Usersock);
    there.channel.join(5);
    void here.channel.send(Uint8Array.of(1), { to: there.channel.portId });
    void here.channel.send(Uint8Array.of(2), { group: 5 });
    there.channel.drain();
    const from = here.channel.portId;
    expect(there.datagrams.map(({ bytes, sender, group }) => [bytes[0], sender, group])).toEqual([
      [1, from, 0],
      [2, from, 5],
    ]);
    expect(() => here.channel.send(Uint8Array.of(3), { to: 99 })).toThrow(
      expect.objectContaining({ errnoName: "ECONNREFUSED" }),
    );
  });

  it("tells of its families, and of none that it has not", async () => {
    const kernel = fakeKernel().family("mac80211_hwsim", { id: 40, groups: ["config"] });
    const connection = connect(kernel);
    const ask = (family: string) =>
      connection.request(
        CONTROLLER,
        body(CTRL_CMD_GETFAMILY, (w) => w.string(CTRL_ATTR_FAMILY_NAME, family)),
      );
    const [hwsim] = await ask("mac80211_hwsim");
    const attributes = attributesOf(NetlinkProtocol.Generic, hwsim!);
    expect(attributes.find(({ type }) => type === 1)!.payload).toEqual(Uint8Array.of(40, 0));
    const groups = readAttributes(attributes.find(({ type }) => type === 7)!.payload);
    expect(groups.map(({ payload }) => findText(readAttributes(payload), 1))).toEqual(["config"]);
    await expect(ask("wireguard")).rejects.toMatchObject({ errnoName: "ENOENT" });
    const all = await connection.dump(CONTROLLER, body(CTRL_CMD_GETFAMILY)).toArray();
    expect(all.map((message) => findText(attributesOf(NetlinkProtocol.Generic, message), 2))).toEqual([
      "nlctrl",
      "nl80211",
      "mac80211_hwsim",
    ]);
    const without = connect(fakeKernel({ nl80211: false })).request(
      CONTROLLER,
      body(CTRL_CMD_GETFAMILY, (w) => w.string(CTRL_ATTR_FAMILY_NAME, "nl80211")),
    );
    await expect(without).rejects.toMatchObject({ errnoName: "ENOENT" });
  });

  it("reloads a family under another number, and says so to the controller's group", async () => {
    const kernel = fakeKernel();
    const before = kernel.familyId("nl80211");
    const { channel, datagrams } = listen(kernel);
    channel.join(CONTROLLER);
    kernel.family("nl80211", { groups: ["scan"] });
    channel.drain();
    // CTRL_CMD_DELFAMILY 2, CTRL_CMD_NEWFAMILY 1
    expect(datagrams.map(commandOrType)).toEqual([2, 1]);
    expect(kernel.familyId("nl80211")).not.toBe(before);
    await expect(connect(kernel).request(before, body(GET_INTERFACE))).rejects.toMatchObject({ errnoName: "ENOENT" });
  });

  it("refuses what the script does not foresee, and says what to write", async () => {
    const kernel = fakeKernel();
    await expect(connect(kernel).request(kernel.familyId("nl80211"), body(GET_STATION))).rejects.toMatchObject({
      errnoName: "EOPNOTSUPP",
      kernelText: expect.stringContaining("no answer to GetStation"),
    });
  });

  it("answers rtnetlink by its own headers", async () => {
    const link = new Uint8Array(16);
    const kernel = fakeKernel().on("rtnetlink:RTM_GETLINK", dump([link]));
    const connection = new Connection(kernel, NetlinkProtocol.Route);
    const messages = await connection.dump(18, new Uint8Array(16)).toArray();
    expect(messages.map(({ type, start, end }) => [type, end - start])).toEqual([[16, 16]]);
  });

  it("refuses names of commands, groups and errors that do not exist", () => {
    const kernel = fakeKernel();
    const misspelt = "GetStations" as "GetStation";
    expect(() => kernel.on(misspelt, ack())).toThrow(/GetStations is no command of nl80211/);
    expect(() => kernel.on("nlctrl:GetStation")).toThrow(/no command of nlctrl/);
    expect(() => kernel.event("new-scan-results", () => {}, { group: "scans" })).toThrow(
      /scans is no group of nl80211/,
    );
    expect(() => kernel.event("frame")).toThrow(/event frame: it has no group/);
    expect(() => refuse("EFOO")).toThrow(/EFOO is no error of Linux/);
  });
});

describe("VirtualClock", () => {
  it("runs what falls due in the order of its time, and what that sets up", async () => {
    const { clock } = fakeKernel();
    const order: string[] = [];
    clock.after(20, () => order.push("b"));
    clock.after(10, () => {
      order.push("a");
      clock.after(5, () => order.push("a+5"));
      void Promise.resolve().then(() => clock.after(2, () => order.push("awaited")));
    });
    const cancel = clock.after(15, () => order.push("never"));
    cancel();
    await clock.advanceAsync(20);
    expect(order).toEqual(["a", "awaited", "a+5", "b"]);
    expect(clock.pending).toBe(0);
  });
});

function connect(kernel: FakeKernel): Connection {
  return new Connection(kernel, NetlinkProtocol.Generic, { headerLength: 4 });
}

function listen(
  kernel: FakeKernel,
  groups: string[] = [],
  senders: "kernel" | "any" = "kernel",
  protocol = NetlinkProtocol.Generic,
): { channel: Channel; datagrams: Datagram[] } {
  const datagrams: Datagram[] = [];
  const listener = {
    datagram: (datagram: Datagram) => void datagrams.push(datagram),
    overrun: () => expect.unreachable("overrun"),
    failure: (error: Error) => expect.unreachable(error.message),
  };
  const channel = kernel.open(protocol, listener, { senders });
  for (const group of groups) channel.join(kernel.groupNumber("nl80211", group));
  return { channel, datagrams };
}

function body(command: number, write?: (w: AttributeWriter) => void): Uint8Array {
  const writer = new AttributeWriter(4);
  write?.(writer);
  const bytes = writer.finish();
  bytes[0] = command;
  return bytes;
}

function send(kernel: FakeKernel, channel: Channel, command: number, flags = 0): void {
  const header = { type: kernel.familyId("nl80211"), flags: MessageFlag.Request | flags, sequence: 7 };
  void channel.send(writeMessage({ ...header, portId: channel.portId, payload: body(command) }));
  channel.drain();
}

function commandOrType({ bytes }: Datagram): number | string {
  const [message] = readMessages(bytes);
  return message!.type < 16 ? `type ${message!.type}` : message!.bytes[message!.start]!;
}

function name(message: { bytes: Uint8Array; start: number; end: number }): string | undefined {
  return findText(readAttributes(message.bytes, message.start + 4, message.end), ATTR_IFNAME);
}

function threeSsids(w: AttributeWriter): void {
  w.u32(ATTR_IFINDEX, 3);
  const list = w.open(ATTR_SCAN_SSIDS);
  for (const index of [0, 1, 2]) w.bytes(index, new TextEncoder().encode(`ssid ${index}`));
  w.close(list);
}
