import { hostU32, LITTLE_ENDIAN, setHostU32 } from "../netlink/host-order.ts";
import type { Libc } from "./libc.ts";

/** Datagrams that one call may bring. With 64, reading keeps up with C. */
const SLOTS = 64;
/** The kernel makes no part of a dump longer than 32 KiB unless one item needs it. */
const SLOT_SIZE = 32 * 1024;
/** Room for what is longer, behind each slot and shared by all: only one datagram of a call can use it. */
const OVERFLOW_SIZE = 1024 * 1024;
const ADDRESS_SIZE = 12;
/** CMSG_SPACE of struct nl_pktinfo, with room to spare on 64 bits. */
const CONTROL_SIZE = 24;

/** A datagram as it lay in the buffer; its bytes are a copy. */
export interface Received {
  readonly bytes: Uint8Array;
  readonly sender: number;
  readonly group: number;
  /** False where the buffer was too short for it: the bytes are not whole. */
  readonly whole: boolean;
}

/**
 * The memory that recvmmsg fills: headers, addresses, control data and slots. One serves any number of sockets, because
 * whatever is read is copied out before the next call. The kernel sees its addresses, so it lives as long as the transport.
 */
export class ReceiveBuffer {
  /** How many datagrams one call can bring. */
  readonly slots = SLOTS;
  /** SLOTS of struct mmsghdr, for recvmmsg. */
  readonly headers: Uint8Array;
  readonly #slots: Uint8Array;
  readonly #overflow: Uint8Array;
  readonly #addresses: Uint8Array;
  readonly #control: Uint8Array;
  readonly #vectors: Uint8Array;
  readonly #headerSize: number;
  readonly #controlLengthAt: number;
  readonly #flagsAt: number;
  readonly #lengthAt: number;

  constructor(libc: Libc) {
    const word = libc.pointerSize;
    // struct msghdr is seven words on 64 bits (two of them padded ints) and on 32; mmsghdr adds msg_len, padded to a word
    this.#headerSize = 8 * word;
    this.#controlLengthAt = 5 * word;
    this.#flagsAt = 6 * word;
    this.#lengthAt = 7 * word;
    this.headers = new Uint8Array(SLOTS * this.#headerSize);
    this.#vectors = new Uint8Array(SLOTS * 4 * word);
    this.#addresses = new Uint8Array(SLOTS * ADDRESS_SIZE);
    this.#control = new Uint8Array(SLOTS * CONTROL_SIZE);
    this.#slots = new Uint8Array(SLOTS * SLOT_SIZE);
    this.#overflow = new Uint8Array(OVERFLOW_SIZE);
    this.#layOut(libc);
  }

  /** The datagrams that a call of recvmmsg left, `count` of them, copied. Makes the headers ready for the next call. */
  take(count: number): Received[] {
    let overflowing = -1;
    for (let slot = 0; slot < count; slot++) if (this.#length(slot) > SLOT_SIZE) overflowing = slot;
    const received: Received[] = [];
    for (let slot = 0; slot < count; slot++) received.push(this.#datagram(slot, overflowing));
    return received;
  }

  #datagram(slot: number, overflowing: number): Received {
    const length = this.#length(slot);
    const start = slot * SLOT_SIZE;
    const sender = hostU32(this.#addresses, slot * ADDRESS_SIZE + 4);
    const group = this.#group(slot);
    if (length <= SLOT_SIZE) return { bytes: this.#slots.slice(start, start + length), sender, group, whole: true };
    const bytes = new Uint8Array(Math.min(length, SLOT_SIZE + OVERFLOW_SIZE));
    bytes.set(this.#slots.subarray(start, start + SLOT_SIZE));
    if (slot === overflowing) bytes.set(this.#overflow.subarray(0, bytes.length - SLOT_SIZE), SLOT_SIZE);
    return { bytes, sender, group, whole: slot === overflowing && length === bytes.length };
  }

  #length(slot: number): number {
    return hostU32(this.headers, slot * this.#headerSize + this.#lengthAt);
  }

  /** The multicast group of struct nl_pktinfo, if the kernel gave one; then restores the space that it may use. */
  #group(slot: number): number {
    const word = this.#headerSize / 8;
    const at = slot * this.#headerSize + this.#controlLengthAt;
    const low = LITTLE_ENDIAN || word === 4 ? at : at + 4;
    const used = hostU32(this.headers, low);
    setHostU32(this.headers, low, CONTROL_SIZE);
    // struct cmsghdr: a word of length, two ints, then the data. NETLINK_PKTINFO is the only control message that is asked for.
    return used >= word + 12 ? hostU32(this.#control, slot * CONTROL_SIZE + word + 8) : 0;
  }

  #layOut(libc: Libc): void {
    const word = libc.pointerSize;
    const put = (bytes: Uint8Array, at: number, value: bigint | number): void =>
      putWord(bytes, at, word, BigInt(value));
    const vectors = libc.address(this.#vectors);
    const addresses = libc.address(this.#addresses);
    const control = libc.address(this.#control);
    const slots = libc.address(this.#slots);
    const overflow = libc.address(this.#overflow);
    for (let slot = 0; slot < SLOTS; slot++) {
      const vector = slot * 4 * word;
      put(this.#vectors, vector, slots + BigInt(slot * SLOT_SIZE));
      put(this.#vectors, vector + word, SLOT_SIZE);
      put(this.#vectors, vector + 2 * word, overflow);
      put(this.#vectors, vector + 3 * word, OVERFLOW_SIZE);
      const header = slot * this.#headerSize;
      put(this.headers, header, addresses + BigInt(slot * ADDRESS_SIZE));
      setHostU32(this.headers, header + word, ADDRESS_SIZE);
      put(this.headers, header + 2 * word, vectors + BigInt(vector));
      put(this.headers, header + 3 * word, 2);
      put(this.headers, header + 4 * word, control + BigInt(slot * CONTROL_SIZE));
      put(this.headers, header + this.#controlLengthAt, CONTROL_SIZE);
      setHostU32(this.headers, header + this.#flagsAt, 0);
    }
  }
}

/** Writes a word of `size` octets in host order. */
function putWord(bytes: Uint8Array, at: number, size: number, value: bigint): void {
  const low = Number(value & 0xffffffffn);
  setHostU32(bytes, LITTLE_ENDIAN || size === 4 ? at : at + 4, low);
  if (size === 8) setHostU32(bytes, LITTLE_ENDIAN ? at + 4 : at, Number(value >> 32n));
}
