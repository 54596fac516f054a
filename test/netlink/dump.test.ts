import { describe, expect, it, vi } from "vitest";
import { MessageFlag } from "../../src/netlink/constants.ts";
import type { NetlinkMessage } from "../../src/netlink/message.ts";
import { type Arrived, acknowledge, datagram, done, HandPlayedKernel, part, rejection, settled } from "./scripted.ts";

const body = Uint8Array.of(1, 2, 3, 4);
const first = ({ bytes, start }: NetlinkMessage) => bytes[start];

/** A whole dump of parts that begin with these octets. */
function dumpOf(request: Arrived, octets: readonly number[], flags = 0): Uint8Array {
  return datagram(...octets.map((octet) => part(request, Uint8Array.of(octet, 0, 0, 0), flags)), done(request));
}

function answering(make: (request: Arrived) => Uint8Array): HandPlayedKernel {
  const kernel = new HandPlayedKernel();
  kernel.atOnce = (request) => request.channel.deliver(make(request));
  return kernel;
}

describe("a dump", () => {
  it("asks nothing before it is read, and again each time that it is", async () => {
    const kernel = answering((request) => dumpOf(request, [1, 2]));
    const dump = kernel.connect().dump(0x10, body).map(first);
    await settled();
    expect(kernel.arrived).toHaveLength(0);
    expect(dump.interrupted).toBeUndefined();
    expect(await dump.toArray()).toEqual([1, 2]);
    expect(await dump.toArray()).toEqual([1, 2]);
    expect(kernel.arrived.map(({ message }) => message.flags)).toEqual([0x301, 0x301]);
    expect(dump.interrupted).toBe(false);
  });

  it("is read to DONE over any number of datagrams", async () => {
    const kernel = new HandPlayedKernel();
    const items = kernel.connect().dump(0x10, body).map(first).toArray();
    const request = kernel.request(0);
    for (const octet of [1, 2, 3]) request.channel.deliver(part(request, Uint8Array.of(octet, 0, 0, 0)));
    await settled();
    request.channel.deliver(done(request));
    expect(await items).toEqual([1, 2, 3]);
  });

  it("gives its items one by one to for await", async () => {
    const kernel = answering((request) => dumpOf(request, [1, 2, 3]));
    const seen: (number | undefined)[] = [];
    for await (const item of kernel.connect().dump(0x10, body).map(first)) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("leaves out the items that a conversion makes undefined", async () => {
    const kernel = answering((request) => dumpOf(request, [1, 2, 3]));
    const odd = (octet: number | undefined) => (octet! % 2 === 1 ? octet : undefined);
    expect(await kernel.connect().dump(0x10, body).map(first).map(odd).toArray()).toEqual([1, 3]);
  });

  it("is begun again, up to ten times, when the kernel marked it as interrupted", async () => {
    let attempts = 0;
    const kernel = answering((request) =>
      dumpOf(request, [attempts], attempts++ < 10 ? MessageFlag.DumpInterrupted : 0),
    );
    const items = await kernel.connect().dump(0x10, body).map(first).toArray();
    expect([...items]).toEqual([10]);
    expect(items.interrupted).toBe(false);
    expect(kernel.arrived).toHaveLength(11);
  });

  it("comes with interrupted true when ten more attempts were interrupted too", async () => {
    const kernel = answering((request) => dumpOf(request, [1], MessageFlag.DumpInterrupted));
    const dump = kernel.connect().dump(0x10, body).map(first);
    const items = await dump.toArray();
    expect([...items]).toEqual([1]);
    expect(items.interrupted).toBe(true);
    expect(dump.interrupted).toBe(true);
    expect(kernel.arrived).toHaveLength(11);
  });

  it("heeds the mark on DONE alone", async () => {
    let attempts = 0;
    const kernel = answering((request) =>
      datagram(
        part(request, Uint8Array.of(1, 0, 0, 0)),
        done(request, 0, attempts++ === 0 ? MessageFlag.DumpInterrupted : 0),
      ),
    );
    expect(await kernel.connect().dump(0x10, body).toArray()).toHaveLength(1);
    expect(attempts).toBe(2);
  });

  it("hands nothing of an interrupted attempt to for await", async () => {
    let attempts = 0;
    const kernel = answering((request) =>
      dumpOf(request, [attempts, attempts], attempts++ === 0 ? MessageFlag.DumpInterrupted : 0),
    );
    const seen: (number | undefined)[] = [];
    for await (const item of kernel.connect().dump(0x10, body).map(first)) seen.push(item);
    expect(seen).toEqual([1, 1]);
  });

  it("is begun again after an overrun in the midst of it", async () => {
    const kernel = new HandPlayedKernel();
    const items = kernel.connect().dump(0x10, body).map(first).toArray();
    const request = kernel.request(0);
    request.channel.overrun();
    request.channel.deliver(dumpOf(request, [1]));
    await settled();
    request.channel.deliver(dumpOf(kernel.request(1), [2]));
    expect(await items).toEqual([2]);
  });

  it("rejects with the error that DONE holds, with the kernel's words", async () => {
    // NLMSG_DONE has its attributes right behind the error, NLMSG_ERROR behind the request's header
    const kernel = answering((request) => done(request, 16, 0, (w) => w.string(1, "a dump is under way")));
    const error = await rejection(kernel.connect().dump(0x10, body).toArray());
    expect(error).toMatchObject({ code: "BUSY", errnoName: "EBUSY", kernelText: "a dump is under way" });
  });

  it("rejects with the error that stands in place of it", async () => {
    const kernel = answering((request) => acknowledge(request, 95));
    expect(await rejection(kernel.connect().dump(0x10, body).toArray())).toMatchObject({ code: "NOT_SUPPORTED" });
  });

  it("never runs beside another one", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const both = [connection.dump(1, body).toArray(), connection.dump(2, body).toArray()];
    expect(kernel.arrived).toHaveLength(1);
    kernel.request(0).channel.deliver(part(kernel.request(0), body));
    await settled();
    expect(kernel.arrived).toHaveLength(1);
    kernel.request(0).channel.deliver(done(kernel.request(0)));
    await both[0];
    kernel.request(1).channel.deliver(done(kernel.request(1)));
    expect(await both[1]).toHaveLength(0);
  });

  it("that is left early is read to its end before the next request is sent", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const left = (async () => {
      for await (const _ of connection.dump(1, body, { limit: 0 })) break;
    })();
    await settled();
    const dump = kernel.request(0);
    dump.channel.deliver(part(dump, body));
    await left;
    const next = connection.request(2, body);
    expect(kernel.arrived).toHaveLength(1);
    dump.channel.deliver(part(dump, body));
    dump.channel.deliver(done(dump));
    await settled();
    kernel.request(1).channel.deliver(acknowledge(kernel.request(1)));
    expect(await next).toEqual([]);
    expect(connection.counters).toMatchObject({ late: 0, reopened: 0 });
  });

  it("that is left early and never ends costs its socket, and the next request works", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const stop = new AbortController();
    const left = rejection(connection.dump(1, body, { signal: stop.signal }).toArray());
    stop.abort();
    expect(await left).toMatchObject({ code: "ABORTED" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    const next = connection.request(2, body);
    await kernel.clock.advanceAsync(2000);
    expect(await next).toEqual([]);
    expect(connection.counters.reopened).toBe(1);
    expect(kernel.transport.channels).toHaveLength(1);
  });

  it("rejects with TIMEOUT when no part comes for the time allowed, and lives on while parts come", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect({ timeoutMs: 500 });
    const items = rejection(connection.dump(1, body).toArray());
    for (let i = 0; i < 3; i++) {
      await kernel.clock.advanceAsync(400);
      kernel.request(0).channel.deliver(part(kernel.request(0), body));
      await settled();
    }
    await kernel.clock.advanceAsync(1000);
    expect(await items).toMatchObject({ code: "TIMEOUT" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
  });

  it("stops reading while its reader is slow, and goes on when that reads again", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect({ timeoutMs: 500 });
    const reader = connection.dump(1, body, { limit: 8 }).map(first)[Symbol.asyncIterator]();
    const next = reader.next();
    await settled();
    const request = kernel.request(0);
    const pause = vi.spyOn(request.channel, "pause");
    const resume = vi.spyOn(request.channel, "resume");
    for (const octet of [1, 2, 3, 4, 5, 6, 7, 8]) request.channel.deliver(part(request, Uint8Array.of(octet, 0, 0, 0)));
    request.channel.deliver(done(request));
    expect((await next).value).toBe(1);
    await kernel.clock.advanceAsync(10_000); // a slow reader is not a slow kernel
    expect(pause.mock.calls.length).toBe(resume.mock.calls.length + 1);
    const rest: (number | undefined)[] = [];
    for (let item = await reader.next(); !item.done; item = await reader.next()) rest.push(item.value);
    expect(rest).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it("leaves no socket stopped whose reader had enough when the end came with the parts", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const reader = connection.dump(1, body, { limit: 0 }).map(first)[Symbol.asyncIterator]();
    const next = reader.next();
    await settled();
    kernel.request(0).channel.deliver(dumpOf(kernel.request(0), [1, 2]));
    expect((await next).value).toBe(1);
    const request = connection.request(2, body);
    kernel.request(1).channel.deliver(acknowledge(kernel.request(1)));
    expect(await request).toEqual([]);
  });

  it("gives way to a request that its own reader makes", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const seen: (number | undefined)[] = [];
    const reading = (async () => {
      for await (const item of connection.dump(1, body, { limit: 4 }).map(first)) {
        seen.push(item);
        if (seen.length === 1) await connection.request(2, body);
      }
    })();
    await settled();
    const dump = kernel.request(0);
    for (const octet of [1, 2, 3, 4]) dump.channel.deliver(part(dump, Uint8Array.of(octet, 0, 0, 0)));
    dump.channel.deliver(done(dump));
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    await reading;
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});
