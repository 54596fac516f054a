import { readlinkSync } from "node:fs";
import koffi from "koffi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { NetlinkProtocol } from "../../src/netlink/constants.ts";
import { Errno } from "../../src/netlink/errno.ts";
import { readMessages, writeMessage } from "../../src/netlink/message.ts";
import type { Channel, ChannelOptions, Datagram } from "../../src/netlink/transport.ts";
import { koffiLibc } from "../../src/socket/libc.ts";
import { SocketTransport, socketTransport } from "../../src/socket/transport.ts";
import { settled } from "../netlink/scripted.ts";
import { FaultyLibc, openSockets } from "./faulty-libc.ts";

const linux = process.platform === "linux";
if (!linux) console.log("skipped: netlink sockets, for want of Linux");

/** CTRL_CMD_GETFAMILY { family-name "nlctrl" }: every Linux answers it. */
const GET_FAMILY = fromHex("03010000 0b000200 6e6c6374726c0000");

interface Heard {
  readonly channel: Channel;
  readonly seen: (Datagram | "overrun" | Error)[];
}

describe.skipIf(!linux)("a netlink socket", () => {
  let faulty: FaultyLibc;
  let transport: SocketTransport;

  beforeEach(() => {
    faulty = new FaultyLibc();
    transport = new SocketTransport(faulty.libc);
  });
  afterEach(() => transport.close());

  function open(protocol = NetlinkProtocol.Generic, options: ChannelOptions = {}): Heard {
    const seen: Heard["seen"] = [];
    const channel = transport.open(
      protocol,
      {
        datagram: (datagram) => seen.push(datagram),
        overrun: () => seen.push("overrun"),
        failure: (error) => seen.push(error),
      },
      options,
    );
    return { channel, seen };
  }

  const user = (options: ChannelOptions = {}) => open(NetlinkProtocol.Usersock, { senders: "any", ...options });
  const lengths = (seen: Heard["seen"]) =>
    seen.map((what) => (what instanceof Error || what === "overrun" ? what : what.bytes.length));
  const getFamily = (channel: Channel, sequence: number) =>
    writeMessage({ type: 16, flags: 5, sequence, portId: channel.portId, payload: GET_FAMILY });

  /** Resolves when the channel has heard that many things. */
  async function heard({ channel, seen }: Heard, count: number): Promise<void> {
    channel.ref();
    while (seen.length < count) await settled();
    channel.unref();
  }

  it("finds the answer of the kernel when it looks right after the sending", () => {
    const { channel, seen } = open();
    channel.send(getFamily(channel, 7));
    channel.drain();
    const messages = seen.flatMap((what) => readMessages((what as Datagram).bytes));
    expect(messages.map(({ type, sequence, portId }) => [type, sequence, portId])).toEqual([
      [16, 7, channel.portId],
      [2, 7, channel.portId],
    ]);
    expect(seen).toMatchObject([{ sender: 0, group: 0 }, { sender: 0 }]);
  });

  it("gets the answer by its poll where nobody looks", async () => {
    const socket = open();
    socket.channel.send(getFamily(socket.channel, 7));
    await heard(socket, 2);
    expect(socket.seen).toHaveLength(2);
  });

  it("has a port id of its own, beside others of this process and of other transports", () => {
    const other = new SocketTransport(faulty.libc);
    const quiet = { datagram() {}, overrun() {}, failure() {} };
    const channels = [open().channel, open().channel, other.open(NetlinkProtocol.Generic, quiet)];
    const ids = channels.map(({ portId }) => portId);
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => id > 0)).toBe(true);
    other.close();
  });

  it("tells the receive buffer that the kernel granted, which is doubled", () => {
    const { channel } = open(NetlinkProtocol.Generic, { receiveBufferSize: 50_000 });
    expect(channel.receiveBufferSize).toBe(100_000);
  });

  it("drops and counts what a process sends to it, where the kernel alone may", async () => {
    const victim = open(NetlinkProtocol.Usersock);
    const { channel: forger } = user();
    forger.send(new Uint8Array(20), { to: victim.channel.portId });
    victim.channel.drain();
    expect(victim.seen).toEqual([]);
    expect(victim.channel.rejected).toBe(1);
  });

  it("carries messages between processes, by port id and by group, and tells which", () => {
    const [a, b] = [user(), user()];
    b.channel.join(5);
    a.channel.send(new Uint8Array(20), { to: b.channel.portId });
    a.channel.send(new Uint8Array(24), { group: 5 });
    b.channel.drain();
    expect(b.seen).toMatchObject([
      { sender: a.channel.portId, group: 0 },
      { sender: a.channel.portId, group: 5 },
    ]);
    b.channel.leave(5);
    a.channel.send(new Uint8Array(24), { group: 5 });
    b.channel.drain();
    expect(b.seen).toHaveLength(2);
  });

  it("tells the group too where the kernel is asked for it, as for groups that a sender's address has no bit for", () => {
    const [a, b] = [user(), user()];
    expect(() => b.channel.join(33)).toThrow(/joining multicast group 33/); // this protocol has 32
    for (const group of [1, 32]) b.channel.join(group);
    for (const group of [1, 32]) a.channel.send(new Uint8Array(24), { group });
    b.channel.drain();
    expect(b.seen).toMatchObject([{ group: 1 }, { group: 32 }]);
  });

  it("refuses to send to a group above 32, which no address can hold", () => {
    expect(() => user().channel.send(new Uint8Array(20), { group: 33 })).toThrow(/group 33/);
  });

  it("says ECONNREFUSED for a port id that nobody has", () => {
    expect(() => user().channel.send(new Uint8Array(20), { to: 0x7fff_fff0 })).toThrow(/ECONNREFUSED/);
  });

  it("brings a datagram whole that is longer than a slot of its buffer", () => {
    const [a, b] = [user(), user({ receiveBufferSize: 1 << 20 })];
    const long = Uint8Array.from({ length: 150_000 }, (_, i) => i % 251);
    a.channel.send(new Uint8Array(20), { to: b.channel.portId });
    a.channel.send(long, { to: b.channel.portId });
    a.channel.send(new Uint8Array(24), { to: b.channel.portId });
    b.channel.drain();
    expect(lengths(b.seen)).toEqual([20, 150_000, 24]);
    expect(Buffer.compare((b.seen[1] as Datagram).bytes, long)).toBe(0);
  });

  it("tells a gap, instead of a datagram cut short, where two so long come in one read", () => {
    const [a, b] = [user(), user({ receiveBufferSize: 1 << 20 })];
    for (const octet of [1, 2]) a.channel.send(new Uint8Array(60_000).fill(octet), { to: b.channel.portId });
    b.channel.drain();
    expect(lengths(b.seen)).toEqual([60_000, "overrun"]);
    expect((b.seen[0] as Datagram).bytes.every((octet) => octet === 2)).toBe(true);
  });

  it("reads one at a time once it has seen one so long, so that no other is lost", () => {
    const [a, b] = [user(), user({ receiveBufferSize: 1 << 20 })];
    const send = (octet: number) => a.channel.send(new Uint8Array(60_000).fill(octet), { to: b.channel.portId });
    send(1);
    b.channel.drain();
    for (const octet of [2, 3, 4]) send(octet);
    b.channel.drain();
    expect(lengths(b.seen)).toEqual([60_000, 60_000, 60_000, 60_000]);
    expect(b.seen.map((what) => (what as Datagram).bytes[59_999])).toEqual([1, 2, 3, 4]);
  });

  it("stops after as many as its reader wants, and keeps the others for later", async () => {
    const [a, b] = [user(), user()];
    for (let octet = 1; octet <= 5; octet++) a.channel.send(new Uint8Array(20).fill(octet), { to: b.channel.portId });
    b.channel.drain(2);
    const octets = () => b.seen.map((what) => (what as Datagram).bytes[0]);
    expect(octets()).toEqual([1, 2]);
    b.channel.drain(1);
    expect(octets()).toEqual([1, 2, 3]);
    await heard(b, 5);
    expect(octets()).toEqual([1, 2, 3, 4, 5]);
  });

  it("hands out bytes that later reads leave alone", () => {
    const [a, b] = [user(), user()];
    a.channel.send(new Uint8Array(20).fill(1), { to: b.channel.portId });
    b.channel.drain();
    a.channel.send(new Uint8Array(20).fill(2), { to: b.channel.portId });
    b.channel.drain();
    expect((b.seen[0] as Datagram).bytes).toEqual(new Uint8Array(20).fill(1));
  });

  it("tells one overrun after what was queued before it, and reads on", async () => {
    const [a, b] = [user(), user({ receiveBufferSize: 4096 })];
    b.channel.join(1);
    for (let i = 0; i < 100; i++) a.channel.send(new Uint8Array(200).fill(i), { group: 1 });
    b.channel.drain();
    const queued = b.seen.length - 1;
    expect(queued).toBeGreaterThan(0);
    expect(queued).toBeLessThan(100);
    expect(b.seen.indexOf("overrun")).toBe(queued);
    a.channel.send(new Uint8Array(200).fill(100), { group: 1 });
    await heard(b, queued + 2);
    expect((b.seen.at(-1) as Datagram).bytes[0]).toBe(100);
    expect(b.seen.filter((what) => what === "overrun")).toHaveLength(1);
  });

  it("notices an overrun by its poll, and reads on after each", async () => {
    const [a, b] = [user(), user({ receiveBufferSize: 4096 })];
    b.channel.join(1);
    for (let gap = 1; gap <= 3; gap++) {
      for (let i = 0; i < 100; i++) a.channel.send(new Uint8Array(200), { group: 1 });
      b.channel.ref();
      while (b.seen.filter((what) => what === "overrun").length < gap) await settled();
      await settled();
      expect(b.seen.filter((what) => what === "overrun")).toHaveLength(gap);
    }
  });

  it("lets other work of the event loop have its turn during a flood", async () => {
    const [a, b] = [user(), user({ receiveBufferSize: 64 << 20 })];
    b.channel.join(1);
    for (let i = 0; i < 30_000; i++) a.channel.send(new Uint8Array(100), { group: 1 });
    const turns = new Set<number>();
    while (b.seen.length < 30_000) {
      turns.add(b.seen.length);
      await settled();
    }
    expect(turns.size).toBeGreaterThan(2);
  });

  it("reads nothing while it is paused, and what has waited afterwards", async () => {
    const [a, b] = [user(), user()];
    b.channel.pause?.();
    a.channel.send(new Uint8Array(20), { to: b.channel.portId });
    for (let turn = 0; turn < 5; turn++) await settled();
    expect(b.seen).toEqual([]);
    b.channel.resume?.();
    await heard(b, 1);
    expect(b.seen).toHaveLength(1);
  });

  it("sends a slow command from another thread, and others behind it as well", async () => {
    const { channel, seen } = open();
    const sends = faulty.count("send");
    const slow = channel.send(getFamily(channel, 1), { slow: true });
    const meanwhile = open().channel.send(GET_FAMILY);
    expect(slow).toBeInstanceOf(Promise);
    expect(meanwhile).toBeInstanceOf(Promise);
    await Promise.all([slow, meanwhile]);
    channel.drain();
    expect(seen).toHaveLength(2);
    expect(faulty.count("send")).toBe(sends);
    expect(channel.send(getFamily(channel, 2))).toBeUndefined();
  });

  it("that is closed during a slow sending keeps its descriptor until that has ended", async () => {
    const before = openSockets();
    const { channel } = open();
    const sending = channel.send(getFamily(channel, 1), { slow: true });
    channel.close();
    expect(openSockets()).toHaveLength(before.length + 1);
    await expect(sending).rejects.toMatchObject({ code: "CLOSED" });
    expect(openSockets()).toEqual(before);
  });

  it("may be closed by its own listener, and hears nothing more", async () => {
    const [a] = [user()];
    let count = 0;
    const b = transport.open(
      NetlinkProtocol.Usersock,
      {
        datagram: () => {
          count++;
          b.close();
        },
        overrun() {},
        failure() {},
      },
      { senders: "any" },
    );
    for (let i = 0; i < 3; i++) a.channel.send(new Uint8Array(20), { to: b.portId });
    b.drain();
    expect(count).toBe(1);
    b.close();
    b.drain();
    b.ref();
    b.unref();
    b.pause?.();
    b.resume?.();
    expect(() => b.send(new Uint8Array(20))).toThrow(/closed/);
    expect(() => b.join(1)).toThrow(/closed/);
  });

  it("keeps the order of datagrams where its listener drains it from within", () => {
    const [a] = [user()];
    const order: number[] = [];
    const b = transport.open(
      NetlinkProtocol.Usersock,
      {
        datagram: ({ bytes }) => {
          order.push(bytes[0]!);
          if (order.length === 1) a.channel.send(new Uint8Array(20).fill(4), { to: b.portId });
          b.drain();
        },
        overrun() {},
        failure() {},
      },
      { senders: "any" },
    );
    for (const octet of [1, 2, 3]) a.channel.send(new Uint8Array(20).fill(octet), { to: b.portId });
    b.drain();
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("whose descriptor somebody closed dies when another socket gets its number, and the process lives", async () => {
    const lost = open();
    faulty.libc.close(faulty.sockets.at(-1)!);
    const next = open();
    expect(lost.seen).toMatchObject([{ errnoName: "EBADF" }]);
    next.channel.send(getFamily(next.channel, 1));
    next.channel.drain();
    expect(next.seen).toHaveLength(2);
  });

  it("of a protocol that the kernel has not cannot be opened, and leaves nothing open", () => {
    const before = openSockets();
    expect(() => open(99 as NetlinkProtocol)).toThrow(/EPROTONOSUPPORT: opening a netlink socket \(protocol 99\)/);
    expect(openSockets()).toEqual(before);
  });

  it("calls a C library that is bound once in a process: koffi keeps something of each binding", () => {
    const module = koffi as unknown as typeof import("koffi");
    expect(koffiLibc(module)).toBe(koffiLibc(module));
  });

  it("is closed with its transport, which opens no more", () => {
    const before = openSockets();
    const { channel } = open();
    transport.close();
    transport.close();
    expect(openSockets()).toEqual(before);
    expect(() => channel.send(new Uint8Array(4))).toThrow(/closed/);
    expect(() => open()).toThrow(/closed/);
  });
});

describe.skipIf(!linux)("sockets in another network namespace", () => {
  const home = () => readlinkSync("/proc/thread-self/ns/net");

  it("are not opened where that is not there: INVALID_ARGUMENT names it", async () => {
    for (const netns of ["nosuch", "/nosuch", { pid: 999_999_999 }, { fd: 9999 }]) {
      await expect(socketTransport({ netns })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    }
  });

  it("leave the thread in its own, also where opening fails there", () => {
    const faulty = new FaultyLibc();
    const transport = new SocketTransport(faulty.libc, { netns: { pid: process.pid } });
    const before = home();
    faulty.fail("setns", 0, 0); // pretends to go there and back, which takes privileges
    faulty.fail("socket", Errno.EMFILE);
    expect(() => transport.open(NetlinkProtocol.Generic, { datagram() {}, overrun() {}, failure() {} })).toThrow(
      /EMFILE/,
    );
    expect(faulty.count("setns")).toBe(2);
    expect(home()).toBe(before);
    transport.close();
  });

  it("are refused with the capability's name where going there is not permitted", () => {
    const faulty = new FaultyLibc();
    const transport = new SocketTransport(faulty.libc, { netns: { pid: process.pid } });
    faulty.fail("setns", Errno.EPERM);
    let error: unknown;
    try {
      transport.open(NetlinkProtocol.Generic, { datagram() {}, overrun() {}, failure() {} });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "NOT_PERMITTED", hint: expect.stringContaining("CAP_SYS_ADMIN") });
    transport.close();
  });

  it("are all closed, for good, where the way back fails", () => {
    const faulty = new FaultyLibc();
    const before = openSockets();
    const transport = new SocketTransport(faulty.libc, { netns: { pid: process.pid } });
    const open = () => transport.open(NetlinkProtocol.Generic, { datagram() {}, overrun() {}, failure() {} });
    faulty.fail("setns", 0, 0, 0, Errno.ENOMEM);
    open();
    expect(openSockets()).toHaveLength(before.length + 1);
    expect(open).toThrow(/ENOMEM: coming back from the network namespace .*this thread is still in it/);
    expect(openSockets()).toEqual(before);
    expect(open).toThrow(/closed/);
  });
});
