import { copyOf } from "../bytes/octets.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import { align, MESSAGE_HEADER } from "../netlink/constants.ts";
import { hostU16, hostU32 } from "../netlink/host-order.ts";
import type { GenericMessage } from "./message.ts";

/**
 * Gives the messages of a dump octets of their own. They lie side by side in datagrams of up to 32 KiB, and who keeps bytes out of one keeps
 * all of it. Two that follow one another share a piece of memory, because to make one takes longer than to decode what is in it.
 */
export class Apart {
  #datagram: Uint8Array | undefined;
  /** Where the payload of the message begins that was copied along with the last one; -1 where none was. */
  #second = -1;
  #copy: Uint8Array | undefined;
  /** Where the copy begins in the datagram. */
  #base = 0;

  /** A reader at the attributes of a message, in memory of their own. */
  attributes(from: GenericMessage): AttributeReader {
    const { type, bytes, start, end } = from.message;
    if (start !== this.#second || bytes !== this.#datagram) this.#take(bytes, type, start, end);
    else this.#forget();
    return new AttributeReader(this.#copy!, from.attributesAt - this.#base, end - this.#base);
  }

  /** The second was given out: the datagram need not stay for it. */
  #forget(): void {
    this.#second = -1;
    this.#datagram = undefined;
  }

  #take(bytes: Uint8Array, type: number, start: number, end: number): void {
    const next = align(end);
    const length = next + MESSAGE_HEADER <= bytes.length ? hostU32(bytes, next) : 0;
    const follows = length > MESSAGE_HEADER && next + length <= bytes.length && hostU16(bytes, next + 4) === type;
    this.#copy = copyOf(bytes, start, follows ? next + length : end);
    this.#base = start;
    this.#datagram = bytes;
    this.#second = follows ? next + MESSAGE_HEADER : -1;
  }
}
