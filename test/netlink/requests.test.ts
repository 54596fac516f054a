import { describe, expect, it } from "vitest";
import type { Nl80211Error } from "../../src/errors.ts";
import type { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { acknowledge, answer, datagram, HandPlayedKernel, rejection, settled } from "./scripted.ts";

const body = Uint8Array.of(1, 2, 3, 4);
const bytesOf = (messages: readonly { bytes: Uint8Array; start: number; end: number }[]) =>
  messages.map(({ bytes, start, end }) => [...bytes.subarray(start, end)]);

describe("a request", () => {
  it("resolves with what comes before the ACK", async () => {
    const kernel = new HandPlayedKernel();
    kernel.atOnce = (request) => {
      request.channel.deliver(answer(request, 0x10, Uint8Array.of(9, 9, 9, 9)));
      request.channel.deliver(acknowledge(request));
    };
    expect(bytesOf(await kernel.connect().request(0x10, body))).toEqual([[9, 9, 9, 9]]);
    expect(kernel.request(0).message).toMatchObject({ type: 0x10, flags: 0x5, sequence: 1 });
    expect([...kernel.request(0).body]).toEqual([1, 2, 3, 4]);
  });

  it("takes answer and ACK from one datagram", async () => {
    const kernel = new HandPlayedKernel();
    kernel.atOnce = (request) =>
      request.channel.deliver(datagram(answer(request, 0x10, body), answer(request, 0x10, body), acknowledge(request)));
    expect(await kernel.connect().request(0x10, body)).toHaveLength(2);
  });

  it("is sent when the one before it is answered, not earlier", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const both = [connection.request(1, body), connection.request(2, body)];
    expect(kernel.arrived.map(({ message }) => message.type)).toEqual([1]);
    kernel.request(0).channel.deliver(acknowledge(kernel.request(0)));
    await both[0];
    expect(kernel.arrived.map(({ message }) => message.type)).toEqual([1, 2]);
    kernel.request(1).channel.deliver(acknowledge(kernel.request(1)));
    await both[1];
  });

  it("rejects with TIMEOUT when the kernel never answers, and the next one works", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect({ timeoutMs: 500 });
    const first = rejection(connection.request(1, body, { describe: () => ({ command: "GetX", target: "wlan0" }) }));
    await kernel.clock.advanceAsync(499);
    expect(kernel.arrived).toHaveLength(1);
    await kernel.clock.advanceAsync(1);
    expect(await first).toMatchObject({ code: "TIMEOUT", message: "GetX wlan0: no answer within 500 ms" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
  });

  it("never gets the late answer of the one before it", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect({ timeoutMs: 500 });
    const first = rejection(connection.request(1, body));
    await kernel.clock.advanceAsync(500);
    await first;
    const second = connection.request(2, body);
    const [late, current] = [kernel.request(0), kernel.request(1)];
    late.channel.deliver(datagram(answer(late, 0x10, Uint8Array.of(7, 7, 7, 7)), acknowledge(late)));
    late.channel.deliver(answer(current, 0x10, Uint8Array.of(8, 8, 8, 8)));
    late.channel.deliver(acknowledge(current));
    expect(bytesOf(await second)).toEqual([[8, 8, 8, 8]]);
    expect(connection.counters.late).toBe(2);
  });

  it("is not disturbed by an answer that comes twice, or out of order", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const first = connection.request(1, body);
    const one = kernel.request(0);
    one.channel.deliver(answer(one, 0x10, Uint8Array.of(1, 1, 1, 1)));
    one.channel.deliver(acknowledge(one));
    one.channel.deliver(acknowledge(one));
    one.channel.deliver(answer(one, 0x10, Uint8Array.of(2, 2, 2, 2)));
    expect(bytesOf(await first)).toEqual([[1, 1, 1, 1]]);
    const second = connection.request(2, body);
    const two = kernel.request(1);
    two.channel.deliver(acknowledge(one, 22));
    two.channel.deliver(acknowledge(two));
    expect(await second).toEqual([]);
    expect(connection.counters.late).toBe(3);
  });

  it("does not take a message for another port id as its answer", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const request = connection.request(1, body);
    const one = kernel.request(0);
    const { type, flags, sequence, bytes, start, end } = one.message;
    const portId = one.message.portId + 1;
    const other = { ...one, message: { type, flags, sequence, portId, bytes, start, end } };
    one.channel.deliver(acknowledge(other, 22));
    one.channel.deliver(acknowledge(one));
    expect(await request).toEqual([]);
  });

  it("does not take a multicast with its own sequence number as its answer", async () => {
    // the kernel puts the requester's port id and sequence number into the multicast that the request caused (RTM_NEWLINK)
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const seen: number[] = [];
    connection.onNotification(({ group }) => seen.push(group));
    const request = connection.request(1, body);
    const one = kernel.request(0);
    one.channel.deliver(answer(one, 0x10, body), { group: 1 });
    one.channel.deliver(acknowledge(one));
    expect(await request).toEqual([]);
    expect(seen).toEqual([1]);
    connection.close();
  });

  it("rejects with ABORTED at once when its signal has aborted, and sends nothing", async () => {
    const kernel = new HandPlayedKernel();
    const error = await rejection(kernel.connect().request(1, body, { signal: AbortSignal.abort("enough") }));
    expect(error).toMatchObject({ code: "ABORTED", cause: "enough" });
    expect(kernel.arrived).toHaveLength(0);
  });

  it("rejects with ABORTED while it waits for its turn, and is never sent", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const stop = new AbortController();
    const first = connection.request(1, body);
    const second = rejection(connection.request(2, body, { signal: stop.signal }));
    stop.abort();
    expect(await second).toMatchObject({ code: "ABORTED" });
    kernel.request(0).channel.deliver(acknowledge(kernel.request(0)));
    await first;
    expect(kernel.arrived).toHaveLength(1);
  });

  it("rejects with ABORTED while the kernel works on it, and the next one works", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const stop = new AbortController();
    const first = rejection(connection.request(1, body, { signal: stop.signal }));
    stop.abort();
    expect(await first).toMatchObject({ code: "ABORTED" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
  });

  it("rejects with ABORTED where who hears what comes with its sending aborts it", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const stop = new AbortController();
    connection.onNotification(() => stop.abort());
    kernel.atOnce = (request) => request.channel.deliver(answer(request, 0x10, body), { group: 1 });
    const request = rejection(connection.request(1, body, { signal: stop.signal }));
    await kernel.clock.advanceAsync(9_000);
    expect(await Promise.race([request, settled()])).toMatchObject({ code: "ABORTED" });
    connection.close();
  });

  it("rejects with what its reader of cookies throws, and the next one works", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const cookie = (writer: AttributeWriter) => writer.bytes(3, body); // NLMSGERR_ATTR_COOKIE
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request, 0, cookie));
    const mine = new Error("no such cookie");
    const thrown = () => {
      throw mine;
    };
    const request = rejection(connection.request(1, body, { onCookie: thrown }));
    expect(await Promise.race([request, settled()])).toBe(mine);
    expect(await connection.request(2, body)).toEqual([]);
  });

  it("rejects with what the sending meets, and the next one works", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    kernel.atOnce = () => {
      throw new Error("EMSGSIZE");
    };
    expect(await rejection(connection.request(1, body))).toMatchObject({ message: "EMSGSIZE" });
    kernel.atOnce = () => Promise.reject(new Error("ENOBUFS"));
    expect(await rejection(connection.request(2, body))).toMatchObject({ message: "ENOBUFS" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(3, body)).toEqual([]);
  });

  it("waits for a slow sending, and lets no other request onto the socket meanwhile", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    let sent = (): void => {};
    kernel.atOnce = (request) => {
      request.channel.deliver(acknowledge(request)); // the kernel answers before sendmsg returns
      return new Promise((resolve) => {
        sent = resolve;
      });
    };
    const first = connection.request(1, body, { slow: true });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    const second = connection.request(2, body);
    await first;
    await settled();
    expect(kernel.arrived).toHaveLength(1);
    sent();
    await second;
    expect(kernel.arrived).toHaveLength(2);
  });

  it("gives up the socket of a slow sending that never ends", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect({ timeoutMs: 500 });
    kernel.atOnce = () => new Promise(() => {});
    const first = rejection(connection.request(1, body, { slow: true }));
    await kernel.clock.advanceAsync(500);
    expect(await first).toMatchObject({ code: "TIMEOUT" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
    expect(connection.counters.reopened).toBe(1);
  });

  it("rejects with ENOBUFS a second after an overrun that may have taken its answer", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    let gaps = 0;
    connection.onOverrun(() => gaps++);
    const first = rejection(connection.request(1, body));
    kernel.request(0).channel.overrun();
    await kernel.clock.advanceAsync(1000);
    expect(await first).toMatchObject({ errnoName: "ENOBUFS" });
    expect(gaps).toBe(1);
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
  });

  it("rejects with MALFORMED when the answer is no netlink message, and the next one works", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    kernel.atOnce = (request) => request.channel.deliver(Uint8Array.of(1, 2, 3));
    expect(await rejection(connection.request(1, body))).toMatchObject({ code: "MALFORMED" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
    expect(connection.counters.malformed).toBe(1);
  });

  it("rejects when its socket dies, and the next one opens another", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const first = rejection(connection.request(1, body));
    kernel.request(0).channel.fail(new Error("EBADF"));
    expect(await first).toMatchObject({ message: "EBADF" });
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(2, body)).toEqual([]);
    expect(kernel.request(1).channel.portId).not.toBe(kernel.request(0).channel.portId);
  });

  it("can be asked of another process, and ends with the first reply where no ACK is to come", async () => {
    const kernel = new HandPlayedKernel();
    const server = kernel.connect({ senders: "any" });
    const client = kernel.connect({ senders: "any" });
    server.onNotification(({ message, sender }) => {
      server.post(0x21, Uint8Array.of(5, 5, 5, 5), { to: sender, sequence: message.sequence });
    });
    const replies = await client.request(0x20, body, { to: server.portId, until: "reply" });
    expect(bytesOf(replies)).toEqual([[5, 5, 5, 5]]);
    server.close();
    client.close();
  });

  it("names the attribute by the resolver that comes with it", async () => {
    const kernel = new HandPlayedKernel();
    kernel.atOnce = (request) =>
      request.channel.deliver(
        acknowledge(request, 22, (w) => {
          w.string(1, "too many SSIDs");
          w.u32(2, 16 + 4 + 4); // the second attribute: behind the headers and a flag
        }),
      );
    const connection = kernel.connect({ headerLength: 4 });
    const attributes = Uint8Array.of(0x21, 1, 0, 0, 4, 0, 1, 0, 4, 0, 45, 0);
    const error = await rejection(
      connection.request(1, attributes, {
        describe: () => ({ command: "TriggerScan", target: "wlan0", attribute: (path) => `nl80211.${path.join("/")}` }),
      }),
    );
    expect(error).toMatchObject({
      message: "EINVAL: TriggerScan wlan0: nl80211.45: too many SSIDs",
      code: "KERNEL",
      errno: 22,
      attribute: "nl80211.45",
      kernelText: "too many SSIDs",
    } satisfies Partial<Nl80211Error>);
  });
});

describe("a connection that is closed", () => {
  it("rejects what is in flight, what waits, and what comes after, and may be closed twice", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const pending = [connection.request(1, body), connection.request(2, body), connection.dump(3, body).toArray()];
    const outcomes = Promise.all(pending.map(rejection));
    connection.close();
    connection.close();
    for (const error of await outcomes) expect(error).toMatchObject({ code: "CLOSED" });
    expect(await rejection(connection.request(4, body))).toMatchObject({ code: "CLOSED" });
    expect(await rejection(connection.dump(4, body).toArray())).toMatchObject({ code: "CLOSED" });
    expect(() => connection.onNotification(() => {})).toThrow(/closed/);
    expect(kernel.transport.channels).toHaveLength(0);
    expect(kernel.clock.pending).toBe(0);
  });
});
