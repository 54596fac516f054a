import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { Connection, type ConnectionOptions } from "../../src/netlink/connection.ts";
import { MessageFlag, MessageType, NetlinkProtocol } from "../../src/netlink/constants.ts";
import { setHostU32 } from "../../src/netlink/host-order.ts";
import { type NetlinkMessage, readMessages, writeMessage } from "../../src/netlink/message.ts";
import { type MemoryChannel, MemoryTransport } from "../../src/testing/memory-transport.ts";
import { VirtualClock } from "../../src/testing/virtual-clock.ts";

/** A request as it reached the other side. */
export interface Arrived {
  readonly channel: MemoryChannel;
  readonly message: NetlinkMessage;
  readonly body: Uint8Array;
}

/** A kernel that a test plays by hand: it keeps what arrives, and answers what the test says, when the test says it. */
export class HandPlayedKernel {
  readonly clock = new VirtualClock();
  readonly arrived: Arrived[] = [];
  /** Answers at once, as the real kernel mostly does, instead of by hand. May throw, or return a promise of the sending. */
  atOnce: ((request: Arrived) => void | Promise<void>) | undefined;
  readonly transport = new MemoryTransport(this.clock, (channel, bytes) => {
    const message = readMessages(bytes)[0]!;
    const request = { channel, message, body: bytes.subarray(message.start, message.end) };
    this.arrived.push(request);
    return this.atOnce?.(request);
  });

  connect(options: ConnectionOptions = {}): Connection {
    return new Connection(this.transport, NetlinkProtocol.Generic, options);
  }

  /** The request that arrived as number `index`, the first being 0. */
  request(index: number): Arrived {
    const request = this.arrived[index];
    if (!request) throw new Error(`request ${index} has not arrived; ${this.arrived.length} have`);
    return request;
  }
}

/** Bytes of a message that answers `request`. */
export function answer({ message }: Arrived, type: number, payload: Uint8Array, flags = 0): Uint8Array {
  return writeMessage({ type, flags, sequence: message.sequence, portId: message.portId, payload });
}

/** A part of a dump. */
export function part(request: Arrived, payload: Uint8Array, flags = 0): Uint8Array {
  return answer(request, 0x10, payload, MessageFlag.Multi | flags);
}

/** NLMSG_ERROR with CAP_ACK, as the kernel writes it: the error, the request's header, extended attributes. */
export function acknowledge(request: Arrived, errno = 0, extended?: (w: AttributeWriter) => void): Uint8Array {
  const w = new AttributeWriter(4 + 16);
  extended?.(w);
  const payload = w.finish();
  setHostU32(payload, 0, -errno);
  payload.set(request.message.bytes.subarray(0, 16), 4);
  const flags = MessageFlag.Capped | (extended ? MessageFlag.AckAttributes : 0);
  return answer(request, MessageType.Error, payload, flags);
}

/** NLMSG_DONE: the error, then extended attributes at once. */
export function done(request: Arrived, errno = 0, flags = 0, extended?: (w: AttributeWriter) => void): Uint8Array {
  const w = new AttributeWriter(4);
  extended?.(w);
  const payload = w.finish();
  setHostU32(payload, 0, -errno);
  const all = MessageFlag.Multi | flags | (extended ? MessageFlag.AckAttributes : 0);
  return answer(request, MessageType.Done, payload, all);
}

/** Several messages in one datagram, as the kernel packs a dump. */
export function datagram(...messages: Uint8Array[]): Uint8Array {
  return Uint8Array.from(messages.flatMap((message) => [...message]));
}

/** The error that a promise rejects with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error("it did not reject");
    },
    (error: unknown) => error,
  );
}

/** Lets everything run that waits for promises alone. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
