import { Nl80211Error } from "../errors.ts";
import type { AttributeWriter } from "./attribute-writer.ts";
import { align, MESSAGE_HEADER } from "./constants.ts";
import { hostU16, hostU32, setHostU16, setHostU32 } from "./host-order.ts";
import type { Datagram } from "./transport.ts";

/** One netlink message: its header's fields and where its payload lies. `bytes` is the whole datagram, shared by its messages. */
export interface NetlinkMessage {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
  readonly bytes: Uint8Array;
  /** Offset of the payload in `bytes`. */
  readonly start: number;
  /** Where the payload ends. */
  readonly end: number;
  /** Memory that holds the datagram, from `base` on, for who reads some of it and saves the view that `bytes` may have to make. */
  readonly memory?: Uint8Array;
  readonly base?: number;
}

/** What a message is made of before it is sent. */
export interface MessageParts {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
  readonly payload: MessageBody;
}

/** What follows a message's header: bytes, or a writer that holds them. */
export type MessageBody = Uint8Array | AttributeWriter;

/** The messages of one datagram, in order. Throws MALFORMED, with the offset, where a header lies about its length. */
export function readMessages(datagram: Uint8Array): NetlinkMessage[] {
  const messages: NetlinkMessage[] = [];
  for (let at = 0; at < datagram.length; ) {
    const message = readMessage(datagram, at);
    messages.push(message);
    at = align(message.end);
  }
  return messages;
}

/** The message at `at` in a datagram; the next one is at `align(message.end)`. Throws MALFORMED as `readMessages` does. */
export function readMessage(datagram: Uint8Array, at: number): NetlinkMessage {
  return new Message({ bytes: datagram }, datagram, 0, datagram.length, at);
}

/** The message at `at` in a datagram that a channel gave. No view of its octets is made before somebody asks for `bytes`. */
export function readReceived(datagram: Datagram, at: number): NetlinkMessage {
  const { memory } = datagram;
  return memory === undefined
    ? readMessage(datagram.bytes, at)
    : new Message(datagram, memory, datagram.at ?? 0, datagram.length ?? memory.length, at);
}

/** A message whose header is read, out of a datagram that lies at `base` in `memory`. */
class Message implements NetlinkMessage {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
  readonly start: number;
  readonly end: number;
  readonly memory: Uint8Array;
  readonly base: number;
  readonly #datagram: { readonly bytes: Uint8Array };

  constructor(
    datagram: { readonly bytes: Uint8Array },
    memory: Uint8Array,
    base: number,
    datagramLength: number,
    at: number,
  ) {
    const left = datagramLength - at;
    const from = base + at;
    const length = left < MESSAGE_HEADER ? 0 : hostU32(memory, from);
    if (length < MESSAGE_HEADER || length > left) throw noMessage(at, left, length);
    this.#datagram = datagram;
    this.memory = memory;
    this.base = base;
    this.type = hostU16(memory, from + 4);
    this.flags = hostU16(memory, from + 6);
    this.sequence = hostU32(memory, from + 8);
    this.portId = hostU32(memory, from + 12);
    this.start = at + MESSAGE_HEADER;
    this.end = at + length;
  }

  get bytes(): Uint8Array {
    return this.#datagram.bytes;
  }
}

/** The u32 at `at` of a message's datagram. The caller has checked the bounds. */
export function messageWord(message: NetlinkMessage, at: number): number {
  const { memory, base = 0 } = message;
  return memory === undefined ? hostU32(message.bytes, at) : hostU32(memory, base + at);
}

function noMessage(at: number, left: number, length: number): Nl80211Error {
  const why = left < MESSAGE_HEADER ? `${left} octets are no header` : `a message of ${length} octets, ${left} there`;
  return new Nl80211Error("MALFORMED", `netlink message at offset ${at}: ${why}`);
}

/** A message as the bytes that go over a socket, padded to 4 octets. */
export function writeMessage(parts: MessageParts): Uint8Array {
  const { payload } = parts;
  const bytes = payload instanceof Uint8Array ? behindHeader(payload) : payload.finishMessage();
  setHostU32(bytes, 0, MESSAGE_HEADER + payload.length);
  setHostU16(bytes, 4, parts.type);
  setHostU16(bytes, 6, parts.flags);
  setHostU32(bytes, 8, parts.sequence);
  setHostU32(bytes, 12, parts.portId);
  return bytes;
}

function behindHeader(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(align(MESSAGE_HEADER + payload.length));
  bytes.set(payload, MESSAGE_HEADER);
  return bytes;
}
