import { align, MESSAGE_HEADER, MessageFlag, MessageType } from "../netlink/constants.ts";
import { hostU32, setHostU16, setHostU32 } from "../netlink/host-order.ts";
import { type NetlinkMessage, readMessages, writeMessage } from "../netlink/message.ts";
import { isDump } from "./recorded-message.ts";
import type { Exchange, Reply } from "./recording.ts";

/**
 * A recorded answer as though `request` had been the question: its sequence number and port id in the headers, its family id, an
 * ACK where it asks for one and none where it does not.
 */
export function answerFor(exchange: Exchange, request: NetlinkMessage, portId: number): Reply[] {
  const wantsAck = (request.flags & MessageFlag.Ack) !== 0;
  let acknowledged = false;
  const replies: Reply[] = [];
  for (const reply of exchange.replies) {
    const kept: Uint8Array[] = [];
    for (const message of readMessages(reply.bytes)) {
      const isAck = message.type === MessageType.Error && errnoOf(message) === 0;
      acknowledged ||= message.type === MessageType.Error;
      if (!isAck || wantsAck) kept.push(readdressed(message, exchange.request, request, portId));
    }
    if (kept.length > 0) replies.push({ time: reply.time, bytes: joined(kept) });
  }
  if (wantsAck && !acknowledged && !isDump(request)) {
    replies.push({ time: exchange.replies.at(-1)!.time, bytes: acknowledgement(request, portId) });
  }
  return replies;
}

/** The message by which the kernel says that it did what `request` asked. */
export function acknowledgement(request: NetlinkMessage, portId: number): Uint8Array {
  const payload = new Uint8Array(4 + MESSAGE_HEADER);
  payload.set(headerOf(request, portId), 4);
  return writeMessage({
    type: MessageType.Error,
    flags: MessageFlag.Capped,
    sequence: request.sequence,
    portId,
    payload,
  });
}

/** The header of a request as the kernel repeats it in an error message. */
export function headerOf(request: NetlinkMessage, portId: number): Uint8Array {
  const header = request.bytes.slice(request.start - MESSAGE_HEADER, request.start);
  setHostU32(header, 12, portId);
  return header;
}

function errnoOf(message: NetlinkMessage): number {
  return message.end - message.start >= 4 ? hostU32(message.bytes, message.start) | 0 : 0;
}

function readdressed(
  message: NetlinkMessage,
  recorded: NetlinkMessage,
  request: NetlinkMessage,
  portId: number,
): Uint8Array {
  const start = message.start - MESSAGE_HEADER;
  const bytes = new Uint8Array(align(message.end - start));
  bytes.set(message.bytes.subarray(start, message.end));
  if (message.type === recorded.type) setHostU16(bytes, 4, request.type);
  setHostU32(bytes, 8, request.sequence);
  setHostU32(bytes, 12, portId);
  const repeatsRequest = message.type === MessageType.Error && message.end - message.start >= 4 + MESSAGE_HEADER;
  if (repeatsRequest) {
    // The length stays: it tells how much of the recorded request follows before the extended ACK.
    const header = headerOf(request, portId);
    bytes.set(header.subarray(4), MESSAGE_HEADER + 8);
  }
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
