import { GENERIC_HEADER } from "../genetlink/message.ts";
import {
  ATTRIBUTE_HEADER,
  ATTRIBUTE_TYPE_MASK,
  align,
  MESSAGE_HEADER,
  MessageFlag,
  NetlinkProtocol,
} from "../netlink/constants.ts";
import { hostU16, hostU32 } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";

/** Message types from here on belong to a protocol or family; those below, to netlink itself. */
export const FIRST_OWN_TYPE = 16;

/** A top-level attribute: its number and where its payload lies in the datagram. */
export interface RawAttribute {
  readonly type: number;
  readonly payload: Uint8Array;
}

/** True for what a program asks of the kernel, as opposed to what the kernel says. */
export function isRequest(message: NetlinkMessage): boolean {
  return (message.flags & MessageFlag.Request) !== 0 && message.type >= FIRST_OWN_TYPE;
}

/**
 * True for a request that is answered by many messages. NLM_F_DUMP is two bits, and only both mean a dump: each alone is
 * NLM_F_REPLACE or NLM_F_EXCL in a request that creates something.
 */
export function isDump(message: NetlinkMessage): boolean {
  return (message.flags & MessageFlag.Dump) === MessageFlag.Dump;
}

/** Where the error message at `bytes[at, end)` repeats the request that it answers, as far as it does. */
export function repeatedRequest(bytes: Uint8Array, at: number, end: number): { at: number; end: number } | undefined {
  const request = at + MESSAGE_HEADER + 4;
  const capped = (hostU16(bytes, at + 6) & MessageFlag.Capped) !== 0;
  if (capped || request + MESSAGE_HEADER > end) return undefined;
  return { at: request, end: Math.min(end, request + hostU32(bytes, request)) };
}

/** The command of a generic netlink message; the type of an rtnetlink one. */
export function commandOf(protocol: number, message: NetlinkMessage): number {
  return protocol === NetlinkProtocol.Generic ? message.bytes[message.start]! : message.type;
}

/** The top-level attributes of a message, as far as they are sound. */
export function attributesOf(protocol: number, message: NetlinkMessage): RawAttribute[] {
  const header = protocol === NetlinkProtocol.Generic ? GENERIC_HEADER : routeHeader(message.type);
  return readAttributes(message.bytes, message.start + header, message.end);
}

/** The attributes in `bytes[start, end)`, as far as they are sound. */
export function readAttributes(bytes: Uint8Array, start = 0, end = bytes.length): RawAttribute[] {
  const attributes: RawAttribute[] = [];
  for (let at = start; at + ATTRIBUTE_HEADER <= end; ) {
    const length = hostU16(bytes, at);
    if (length < ATTRIBUTE_HEADER || at + length > end) break;
    attributes.push({
      type: hostU16(bytes, at + 2) & ATTRIBUTE_TYPE_MASK,
      payload: bytes.subarray(at + ATTRIBUTE_HEADER, at + length),
    });
    at += align(length);
  }
  return attributes;
}

/** Where the payload of the first attribute of that number starts in `bytes[start, end)`; 0 where there is none. Makes nothing. */
export function payloadAt(bytes: Uint8Array, start: number, end: number, type: number): number {
  for (let at = start; at + ATTRIBUTE_HEADER <= end; ) {
    const length = hostU16(bytes, at);
    if (length < ATTRIBUTE_HEADER || at + length > end) return 0;
    if ((hostU16(bytes, at + 2) & ATTRIBUTE_TYPE_MASK) === type) return at + ATTRIBUTE_HEADER;
    at += align(length);
  }
  return 0;
}

/** The payload of the first attribute of that number. */
export function find(attributes: readonly RawAttribute[], type: number): Uint8Array | undefined {
  return attributes.find((attribute) => attribute.type === type)?.payload;
}

/** The first attribute of that number as u32, where it has the size of one. */
export function findU32(attributes: readonly RawAttribute[], type: number): number | undefined {
  const payload = find(attributes, type);
  return payload?.length === 4 ? hostU32(payload, 0) : undefined;
}

/** The first attribute of that number as text, without its NUL. */
export function findText(attributes: readonly RawAttribute[], type: number): string | undefined {
  const payload = find(attributes, type);
  return payload === undefined ? undefined : textOf(payload);
}

/** The text in a payload, up to its NUL. */
export function textOf(payload: Uint8Array): string {
  const nul = payload.indexOf(0);
  return new TextDecoder().decode(nul < 0 ? payload : payload.subarray(0, nul));
}

/** Octets between the netlink header and the attributes of an rtnetlink message: `struct ifinfomsg`, `ifaddrmsg`, `rtmsg`, `ndmsg`. */
function routeHeader(type: number): number {
  switch (type >> 2) {
    case 4:
      return 16;
    case 5:
      return 8;
    default:
      return 12;
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}
