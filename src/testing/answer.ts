import { GENERIC_HEADER } from "../genetlink/message.ts";
import { attributePath } from "../netlink/attribute-path.ts";
import { align, ExtendedAckAttribute, MESSAGE_HEADER, MessageFlag, MessageType } from "../netlink/constants.ts";
import { hostU32, setHostU16, setHostU32 } from "../netlink/host-order.ts";
import { type NetlinkMessage, readMessages, writeMessage } from "../netlink/message.ts";
import { offsetOf } from "./attribute-offset.ts";
import { isDump, readAttributes } from "./recorded-message.ts";
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
  if ((message.flags & MessageFlag.AckAttributes) !== 0) redirect(bytes, recorded, request);
  return bytes;
}

/** Makes the offset in an extended ACK point to the same attribute of our request, or to its start where it has none such. */
function redirect(bytes: Uint8Array, recorded: NetlinkMessage, request: NetlinkMessage): void {
  const [message] = readMessages(bytes);
  const { start, end } = extendedAckOf(message!);
  for (const { type, payload } of readAttributes(bytes, start, end)) {
    if (type !== ExtendedAckAttribute.Offset || payload.length !== 4) continue;
    const sent = recorded.bytes.subarray(recorded.start - MESSAGE_HEADER, recorded.end);
    const path = attributePath(sent, MESSAGE_HEADER + GENERIC_HEADER, hostU32(payload, 0));
    setHostU32(payload, 0, path.length === 0 ? 0 : (offsetOf(request, path) ?? 0));
  }
}

/** Where the attributes of an extended ACK lie: behind the error and what is repeated of the request, or behind DONE's errno. */
function extendedAckOf({ type, flags, bytes, start, end }: NetlinkMessage): { start: number; end: number } {
  if (type === MessageType.Done) return { start: start + 4, end };
  const repeated = (flags & MessageFlag.Capped) !== 0 ? MESSAGE_HEADER : align(hostU32(bytes, start + 4));
  return { start: start + 4 + repeated, end };
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
