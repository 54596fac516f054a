import { describe, expect, it } from "vitest";
import { writeMessage } from "../../src/netlink/message.ts";
import type { Notification } from "../../src/netlink/notification.ts";
import { acknowledge, HandPlayedKernel, rejection, settled } from "./scripted.ts";

const body = Uint8Array.of(1, 2, 3, 4);
const event = writeMessage({ type: 0x10, flags: 0, sequence: 0, portId: 0, payload: body });

describe("notifications", () => {
  it("come with group and time, and those for this socket alone with group 0", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const seen: Notification[] = [];
    connection.onNotification((notification) => seen.push(notification));
    connection.join(7);
    const [channel] = kernel.transport.channels;
    kernel.transport.multicast(16, 7, event);
    channel!.deliver(event);
    await settled();
    expect(seen.map(({ group, sender, time }) => ({ group, sender, time }))).toEqual([
      { group: 7, sender: 0, time: kernel.clock.now() },
      { group: 0, sender: 0, time: kernel.clock.now() },
    ]);
    connection.close();
  });

  it("come no more after the handler is taken away", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    let count = 0;
    const stop = connection.onNotification(() => count++);
    const [channel] = kernel.transport.channels;
    channel!.deliver(event);
    await settled();
    stop();
    stop();
    channel!.deliver(event);
    await settled();
    expect(count).toBe(1);
  });

  it("leave a group with the last of its joins", () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    connection.join(7);
    connection.join(7);
    const [channel] = kernel.transport.channels;
    connection.leave(7);
    expect([...channel!.groups]).toEqual([7]);
    connection.leave(7);
    connection.leave(7);
    expect([...channel!.groups]).toEqual([]);
  });

  it("tell one overrun as one gap, between what was read before and after it", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const seen: string[] = [];
    connection.onNotification(() => seen.push("event"));
    connection.onOverrun(() => seen.push("gap"));
    const [channel] = kernel.transport.channels;
    channel!.deliver(event);
    channel!.overrun();
    channel!.deliver(event);
    await settled();
    expect(seen).toEqual(["event", "gap", "event"]);
    expect(connection.counters.overruns).toBe(1);
    connection.close();
  });

  it("go on after their socket died: another is in the same groups, and the gap is told", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const seen: string[] = [];
    connection.onNotification(() => seen.push("event"));
    connection.onOverrun(() => seen.push("gap"));
    connection.join(7);
    await kernel.clock.advanceAsync(5000);
    kernel.transport.channels[0]!.fail(new Error("EBADF"));
    await settled();
    kernel.transport.multicast(16, 7, event);
    await settled();
    expect(seen).toEqual(["gap", "event"]);
    expect(connection.counters.reopened).toBe(1);
    connection.close();
  });

  it("go on so also where the time of day was set back since their socket was opened", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const failed: Error[] = [];
    connection.join(7);
    connection.onFailure((error) => failed.push(error));
    kernel.clock.advance(60_000);
    kernel.clock.skip(-3_600_000);
    kernel.transport.channels[0]!.fail(new Error("EBADF"));
    await settled();
    expect(failed).toEqual([]);
    expect([...kernel.transport.channels[0]!.groups]).toEqual([7]);
    connection.close();
  });

  it("end with a failure where the next socket dies at once too", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const failures: Error[] = [];
    connection.onFailure((error) => failures.push(error));
    connection.join(7);
    await kernel.clock.advanceAsync(5000);
    for (let i = 0; i < 2; i++) {
      kernel.transport.channels[0]!.fail(new Error(`EBADF ${i}`));
      await settled();
    }
    expect(failures.map(({ message }) => message)).toEqual(["EBADF 1"]);
    expect(kernel.transport.channels).toHaveLength(0);
    kernel.atOnce = (request) => request.channel.deliver(acknowledge(request));
    expect(await connection.request(1, body)).toEqual([]); // requests have another socket
  });

  it("reach the other handlers when one throws, and its error is not lost", async () => {
    const kernel = new HandPlayedKernel();
    const connection = kernel.connect();
    const uncaught = new Promise((resolve) => process.once("uncaughtException", resolve));
    const listeners = process.listeners("uncaughtException").slice(0, -1);
    for (const listener of listeners) process.removeListener("uncaughtException", listener);
    let reached = 0;
    connection.onNotification(() => {
      throw new Error("a handler's");
    });
    connection.onNotification(() => reached++);
    kernel.transport.channels[0]!.deliver(event);
    expect(await uncaught).toMatchObject({ message: "a handler's" });
    for (const listener of listeners) process.on("uncaughtException", listener);
    expect(reached).toBe(1);
    connection.close();
  });

  it("of another protocol's peers come whatever their sequence numbers", async () => {
    const kernel = new HandPlayedKernel();
    const server = kernel.connect({ senders: "any" });
    const client = kernel.connect({ senders: "any" });
    const seen: number[] = [];
    server.onNotification(({ message }) => seen.push(message.sequence));
    await client.post(0x20, body, { to: server.portId, sequence: 99 });
    await settled();
    expect(seen).toEqual([99]);
    expect(await rejection(client.post(0x20, body, { to: 12345 }))).toMatchObject({ errnoName: "ECONNREFUSED" });
    server.close();
    client.close();
  });
});
