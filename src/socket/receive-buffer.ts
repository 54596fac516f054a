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

/** Small datagrams are copied side by side into memory of this size, which costs a fraction of an own allocation for each. */
const SLAB_SIZE = 16 * 1024;
const SMALL = 1024;

/** Takes a datagram as it lay in the buffer. Its bytes are a copy; `whole` is false where the buffer was too short for it. */
export type Accept = (bytes: Uint8Array, sender: number, group: number, whole: boolean) => void;

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
  readonly #slotWords: Int32Array;
  #slab = new Int32Array(SLAB_SIZE / 4);
  #slabUsed = 0;
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
    this.#slotWords = new Int32Array(this.#slots.buffer);
    this.#overflow = new Uint8Array(OVERFLOW_SIZE);
    this.#layOut(libc);
  }

  /** Hands over the `count` datagrams that a call of recvmmsg left, in order, and makes the headers ready for the next call. */
  take(count: number, accept: Accept): void {
    let overflowing = -1;
    for (let slot = 0; slot < count; slot++) if (this.#length(slot) > SLOT_SIZE) overflowing = slot;
    for (let slot = 0; slot < count; slot++) {
      const length = this.#length(slot);
      const bytes = length <= SLOT_SIZE ? this.#copy(slot, length) : this.#long(slot, length, slot === overflowing);
      const whole = bytes.length === length && (length <= SLOT_SIZE || slot === overflowing);
      accept(bytes, hostU32(this.#addresses, slot * ADDRESS_SIZE + 4), this.#group(slot), whole);
    }
  }

  #copy(slot: number, length: number): Uint8Array {
    const start = slot * SLOT_SIZE;
    if (length > SMALL) return this.#slots.slice(start, start + length);
    const words = (length + 3) >> 2;
    if (this.#slabUsed + words > this.#slab.length) {
      this.#slab = new Int32Array(SLAB_SIZE / 4);
      this.#slabUsed = 0;
    }
    const [from, to] = [start >> 2, this.#slabUsed];
    for (let i = 0; i < words; i++) this.#slab[to + i] = this.#slotWords[from + i]!;
    this.#slabUsed += words;
    return new Uint8Array(this.#slab.buffer, to << 2, length);
  }

  /** A datagram longer than its slot: the rest lies in the overflow, if no other came after it. */
  #long(slot: number, length: number, restIsIts: boolean): Uint8Array {
    const start = slot * SLOT_SIZE;
    const bytes = new Uint8Array(restIsIts ? Math.min(length, SLOT_SIZE + OVERFLOW_SIZE) : SLOT_SIZE);
    bytes.set(this.#slots.subarray(start, start + SLOT_SIZE));
    bytes.set(this.#overflow.subarray(0, bytes.length - SLOT_SIZE), SLOT_SIZE);
    return bytes;
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
