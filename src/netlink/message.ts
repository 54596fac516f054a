import { Nl80211Error } from "../errors.ts";
import { align, MESSAGE_HEADER } from "./constants.ts";
import { hostU16, hostU32, setHostU16, setHostU32 } from "./host-order.ts";

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
}

/** What a message is made of before it is sent. */
export interface MessageParts {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
  readonly payload: Uint8Array;
}

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
  const left = datagram.length - at;
  const length = left < MESSAGE_HEADER ? 0 : hostU32(datagram, at);
  if (length < MESSAGE_HEADER || length > left) {
    const why = left < MESSAGE_HEADER ? `${left} octets are no header` : `a message of ${length} octets, ${left} there`;
    throw new Nl80211Error("MALFORMED", `netlink message at offset ${at}: ${why}`);
  }
  return {
    type: hostU16(datagram, at + 4),
    flags: hostU16(datagram, at + 6),
    sequence: hostU32(datagram, at + 8),
    portId: hostU32(datagram, at + 12),
    bytes: datagram,
    start: at + MESSAGE_HEADER,
    end: at + length,
  };
}

/** A message as the bytes that go over a socket, padded to 4 octets. */
export function writeMessage(parts: MessageParts): Uint8Array {
  const length = MESSAGE_HEADER + parts.payload.length;
  const bytes = new Uint8Array(align(length));
  setHostU32(bytes, 0, length);
  setHostU16(bytes, 4, parts.type);
  setHostU16(bytes, 6, parts.flags);
  setHostU32(bytes, 8, parts.sequence);
  setHostU32(bytes, 12, parts.portId);
  bytes.set(parts.payload, MESSAGE_HEADER);
  return bytes;
}
