import { Nl80211Error } from "../errors.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import { AttributeWriter } from "../netlink/attribute-writer.ts";
import { align, MESSAGE_HEADER } from "../netlink/constants.ts";
import type { NetlinkMessage } from "../netlink/message.ts";

/** Octets of `struct genlmsghdr`: command, version, two reserved. */
export const GENERIC_HEADER = 4;

/** A generic netlink message: a netlink message whose type is a family, with a command of that family. */
export class GenericMessage {
  readonly message: NetlinkMessage;
  /** Octets of the family's own header, between the generic one and the attributes. Most families have none. */
  readonly headerSize: number;

  /** Throws MALFORMED where the message is too short for its headers. */
  constructor(message: NetlinkMessage, headerSize = 0) {
    this.message = message;
    this.headerSize = headerSize;
    if (!GenericMessage.fits(message, headerSize)) {
      const where = `generic netlink message at offset ${message.start - MESSAGE_HEADER}`;
      throw new Nl80211Error("MALFORMED", `${where}: ${message.end - message.start} octets are no header`);
    }
  }

  /** Whether a message is long enough for its headers. */
  static fits(message: NetlinkMessage, headerSize = 0): boolean {
    return message.end - message.start >= GENERIC_HEADER + headerSize;
  }

  get command(): number {
    return this.#octet(0);
  }

  get version(): number {
    return this.#octet(1);
  }

  /** The family's own header, as a view. */
  get header(): Uint8Array {
    const start = this.message.start + GENERIC_HEADER;
    return this.message.bytes.subarray(start, start + this.headerSize);
  }

  /** Where the attributes begin. */
  get attributesAt(): number {
    const { start, end } = this.message;
    return Math.min(end, start + GENERIC_HEADER + align(this.headerSize));
  }

  /** A reader at the message's attributes. */
  attributes(): AttributeReader {
    const { attributesAt, message } = this;
    const { memory, base = 0, end } = message;
    return memory === undefined
      ? new AttributeReader(message.bytes, attributesAt, end)
      : new AttributeReader(memory, base + attributesAt, base + end, base);
  }

  #octet(at: number): number {
    const { memory, base = 0, start } = this.message;
    return memory === undefined ? this.message.bytes[start + at]! : memory[base + start + at]!;
  }
}

/** The attributes of a request, as a function that writes them; a generated encoder, with its value. */
export type WriteAttributes = (writer: AttributeWriter) => void;

/** What follows the netlink header: the generic header, the family's own, attributes. */
export function genericBody(
  command: number,
  version: number,
  write: WriteAttributes | undefined,
  header?: Uint8Array,
): AttributeWriter {
  const headerSize = header === undefined ? 0 : align(header.length);
  const writer = new AttributeWriter(GENERIC_HEADER + headerSize, 64);
  writer.setReserved(0, command);
  writer.setReserved(1, version);
  header?.forEach((octet, i) => {
    writer.setReserved(GENERIC_HEADER + i, octet);
  });
  write?.(writer);
  return writer;
}
