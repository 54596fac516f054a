import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import { Connection } from "../../src/netlink/connection.ts";
import { NetlinkProtocol } from "../../src/netlink/constants.ts";
import { Errno } from "../../src/netlink/errno.ts";
import { SocketTransport } from "../../src/socket/transport.ts";
import { rejection } from "../netlink/scripted.ts";
import { FaultyLibc, openSockets } from "./faulty-libc.ts";

/** CTRL_CMD_GETFAMILY { family-name "nlctrl" }: every Linux answers it. */
const GET_FAMILY = fromHex("03010000 0b000200 6e6c6374726c0000");
const CONTROLLER = 16;

const linux = process.platform === "linux";
if (!linux) console.log("skipped: faults at the system calls, for want of Linux");

describe.skipIf(!linux)("after a fault", () => {
  let faulty: FaultyLibc;
  let transport: SocketTransport;
  let connection: Connection;
  let gaps: number;
  let before: string[];

  beforeEach(() => {
    before = openSockets();
    faulty = new FaultyLibc();
    transport = new SocketTransport(faulty.libc);
    connection = new Connection(transport, NetlinkProtocol.Generic, { timeoutMs: 5000 });
    gaps = 0;
    connection.onOverrun(() => gaps++);
  });

  // whatever happened: the next request works, and nothing is left open
  afterEach(async () => {
    expect(await ask()).toBe(1);
    connection.close();
    transport.close();
    expect(openSockets()).toEqual(before);
  });

  const ask = async () => (await connection.request(CONTROLLER, GET_FAMILY)).length;
  const list = async () => (await connection.dump(CONTROLLER, GET_FAMILY.subarray(0, 4)).toArray()).length;

  it("EINTR: a send and a read are tried again", async () => {
    faulty.fail("send", Errno.EINTR, Errno.EINTR);
    faulty.fail("recvmmsg", Errno.EINTR, Errno.EINTR);
    expect(await ask()).toBe(1);
    expect(await list()).toBeGreaterThan(0);
    expect(gaps).toBe(0);
  });

  it("EAGAIN without cause: the answer comes by the poll", async () => {
    faulty.fail("recvmmsg", Errno.EAGAIN, Errno.EAGAIN, Errno.EAGAIN);
    expect(await ask()).toBe(1);
    faulty.fail("recvmmsg", Errno.EAGAIN);
    expect(await list()).toBeGreaterThan(0);
  });

  it("EAGAIN in a send: it is sent later", async () => {
    faulty.fail("send", Errno.EAGAIN, Errno.EAGAIN);
    expect(await ask()).toBe(1);
  });

  it("EAGAIN in every send: the request rejects with it", async () => {
    faulty.fail("send", ...new Array<number>(10).fill(Errno.EAGAIN));
    expect(await rejection(ask())).toMatchObject({ errnoName: "EAGAIN" });
  });

  it.each(["ENOBUFS", "ENOMEM", "EMSGSIZE", "ECONNREFUSED"] as const)(
    "%s in a send: the request rejects with it",
    async (name) => {
      faulty.fail("send", Errno[name]);
      expect(await rejection(ask())).toMatchObject({ code: "KERNEL", errnoName: name });
      faulty.fail("send", Errno[name]);
      expect(await rejection(list())).toMatchObject({ errnoName: name });
    },
  );

  it.each(["EINTR", "EAGAIN", "ENOMEM"] as const)(
    "%s in a send on another thread: it is tried again, or rejects",
    async (name) => {
      faulty.fail("sendto", Errno[name]);
      const slow = connection.request(CONTROLLER, GET_FAMILY, { slow: true });
      if (name === "ENOMEM") expect(await rejection(slow)).toMatchObject({ errnoName: name });
      else expect(await slow).toHaveLength(1);
    },
  );

  it("ENOBUFS in a read: one overrun is told, and the answer behind it still comes", async () => {
    faulty.fail("recvmmsg", Errno.ENOBUFS);
    expect(await ask()).toBe(1);
    expect(gaps).toBe(1);
  });

  it("ENOBUFS in a read of a dump: what was queued is whole, the gap lies behind it", async () => {
    const whole = await list();
    faulty.fail("recvmmsg", Errno.ENOBUFS);
    expect(await list()).toBe(whole);
    expect(gaps).toBe(1);
  });

  it("ENOBUFS before any part of a dump has come: it is begun again", async () => {
    const whole = await list();
    const sends = faulty.count("send");
    faulty.fail("recvmmsg", Errno.ENOBUFS, Errno.EAGAIN);
    expect(await list()).toBe(whole);
    expect(faulty.count("send") - sends).toBe(2);
    expect(gaps).toBe(1);
  });

  it("ENOMEM in a read: one gap is told, and reading goes on", async () => {
    faulty.fail("recvmmsg", Errno.ENOMEM, Errno.ENOMEM, Errno.ENOMEM);
    expect(await ask()).toBe(1);
    expect(gaps).toBe(1);
  });

  it("ENOMEM in every read: the socket is taken for dead, the request rejects", async () => {
    faulty.fail("recvmmsg", ...new Array<number>(150).fill(Errno.ENOMEM));
    expect(await rejection(ask())).toMatchObject({ errnoName: "ENOMEM" });
    faulty.fail("recvmmsg");
  });

  it("a descriptor that somebody closed: the request rejects with EBADF, and nobody's descriptor is closed", async () => {
    await ask();
    const [fd] = faulty.sockets;
    faulty.libc.close(fd!);
    const closes = faulty.count("close");
    expect(await rejection(ask())).toMatchObject({ errnoName: "EBADF" });
    expect(faulty.count("close")).toBe(closes);
    expect(connection.counters.reopened).toBe(0);
  });

  it("a descriptor that is no socket of ours any more: the request in flight rejects", async () => {
    faulty.fail("recvmmsg", Errno.EBADF);
    const error = await rejection(ask());
    faulty.libc.close(faulty.sockets[0]!); // the fault was ours: the descriptor is still there
    expect(error).toMatchObject({ errnoName: "EBADF" });
  });

  it("an open that fails: the request rejects with its reason, and nothing stays open", async () => {
    for (const call of ["socket", "bind", "getsockname"] as const) {
      faulty.fail(call, Errno.EMFILE);
      expect(await rejection(ask())).toMatchObject({ errnoName: "EMFILE" });
      expect(openSockets()).toEqual(before);
    }
  });

  it("options that an old kernel refuses: it works without them", async () => {
    faulty.fail("setsockopt", ...new Array<number>(5).fill(92)); // ENOPROTOOPT
    expect(await ask()).toBe(1);
    expect(connection.receiveBufferSize).toBeGreaterThan(0);
  });

  it("a group that cannot be joined: join throws the reason", () => {
    faulty.fail("setsockopt", 0, 0, 0, 0, Errno.EPERM);
    expect(() => connection.join(16)).toThrow(/EPERM: joining multicast group 16/);
  });

  it("a group that no datagram could tell: join throws the reason, and that it asked for groups", () => {
    faulty.fail("setsockopt", 0, 0, 0, 0, Errno.EPERM);
    expect(() => connection.join(33)).toThrow(/EPERM: asking for the groups of datagrams/);
  });
});
