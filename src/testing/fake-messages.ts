import { Nl80211Error } from "../errors.ts";
import { GENERIC_HEADER } from "../genetlink/message.ts";
import { AttributeWriter } from "../netlink/attribute-writer.ts";
import { align, ExtendedAckAttribute, MESSAGE_HEADER, MessageFlag, MessageType } from "../netlink/constants.ts";
import { setHostU32 } from "../netlink/host-order.ts";
import { type NetlinkMessage, writeMessage } from "../netlink/message.ts";
import { offsetOf } from "./attribute-offset.ts";
import { type DumpAnswerOptions, numberOf, type RefusalOptions } from "./fake-answer.ts";

/** An encoder of generated code, whose value nobody has checked yet. */
export type Encode = (writer: AttributeWriter, fields: never) => void;

/** Attributes (bytes, a function that writes them, or an object where there is an encoder) behind a generic netlink header. */
export function genericPayload(command: number, attributes: unknown, encode?: Encode): Uint8Array {
  const payload = withAttributes(GENERIC_HEADER, attributes, encode);
  payload[0] = command;
  payload[1] = 1;
  return payload;
}

/** Attributes behind `reserve` octets, which are 0. */
export function withAttributes(reserve: number, attributes: unknown, encode?: Encode): Uint8Array {
  if (attributes instanceof Uint8Array) {
    const payload = new Uint8Array(reserve + attributes.length);
    payload.set(attributes, reserve);
    return payload;
  }
  const writer = new AttributeWriter(reserve);
  if (typeof attributes === "function") attributes(writer);
  else if (encode !== undefined) encode(writer, attributes as never);
  else throw new Nl80211Error("INVALID_ARGUMENT", "no encoder is known for this message: give its attributes as bytes");
  return writer.finish().slice();
}

/** NLMSG_ERROR: 0 for an ACK, or a positive error number, with what the kernel says about it. */
export function errorMessage(
  request: NetlinkMessage,
  portId: number,
  errno: number,
  options: RefusalOptions & { readonly cookie?: Uint8Array } = {},
): Uint8Array {
  // The kernel repeats a request whole only in errors, and only where the socket did not ask it to spare that.
  const whole = errno !== 0 && options.capped === false;
  const start = request.start - MESSAGE_HEADER;
  const repeated = request.bytes.slice(start, whole ? start + align(request.end - start) : request.start);
  setHostU32(repeated, 12, portId);
  const told = extendedAck(request, options);
  const payload = new Uint8Array(4 + repeated.length + told.length);
  setHostU32(payload, 0, -errno);
  payload.set(repeated, 4);
  payload.set(told, 4 + repeated.length);
  const flags = (whole ? 0 : MessageFlag.Capped) | (told.length > 0 ? MessageFlag.AckAttributes : 0);
  return writeMessage({ type: MessageType.Error, flags, sequence: request.sequence, portId, payload });
}

/** NLMSG_DONE, with the error in which the dump ended. */
export function doneMessage(request: NetlinkMessage, portId: number, options: DumpAnswerOptions = {}): Uint8Array {
  const told = extendedAck(request, options);
  const payload = new Uint8Array(4 + told.length);
  setHostU32(payload, 0, options.error === undefined ? 0 : -numberOf(options.error));
  payload.set(told, 4);
  const flags =
    MessageFlag.Multi |
    (options.interrupted ? MessageFlag.DumpInterrupted : 0) |
    (told.length > 0 ? MessageFlag.AckAttributes : 0);
  return writeMessage({ type: MessageType.Done, flags, sequence: request.sequence, portId, payload });
}

function extendedAck(
  request: NetlinkMessage,
  { text, attribute, offset, missing, cookie }: RefusalOptions & { readonly cookie?: Uint8Array },
): Uint8Array {
  const writer = new AttributeWriter();
  if (text !== undefined) writer.string(ExtendedAckAttribute.Message, text);
  const at = offset ?? (attribute === undefined ? undefined : offsetOf(request, attribute));
  if (at !== undefined) writer.u32(ExtendedAckAttribute.Offset, at);
  if (missing !== undefined) writer.u32(ExtendedAckAttribute.MissingType, missing);
  if (cookie !== undefined) writer.bytes(ExtendedAckAttribute.Cookie, cookie);
  return writer.finish();
}
