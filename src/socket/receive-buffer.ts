import { hostU32, LITTLE_ENDIAN, setHostU32 } from "../netlink/host-order.ts";
import type { Libc } from "./libc.ts";
import { ReceivedDatagram } from "./received-datagram.ts";

/** Datagrams that one call may bring. With 64, reading keeps up with C. */
const SLOTS = 64;
/** The heads of all datagrams lie side by side and are copied at once: most are no longer than this. */
const HEAD_SIZE = 320;
/** Room for the rest of each. The kernel makes no part of a dump longer than 32 KiB unless one item needs it. */
const REST_SIZE = 32 * 1024;
/** Room for what is longer, shared by all: only one datagram of a call can use it. */
const OVERFLOW_SIZE = 1024 * 1024;
const SLOT_SIZE = HEAD_SIZE + REST_SIZE;
const ADDRESS_SIZE = 12;
/** CMSG_SPACE of struct nl_pktinfo, with room to spare on 64 bits. */
const CONTROL_SIZE = 24;
/** Of `struct iovec`: head, rest and overflow. */
const PARTS = 3;

/** Takes a datagram. `whole` is false where it was longer than its room. */
export type Accept = (datagram: ReceivedDatagram, whole: boolean) => void;

/**
 * The memory that recvmmsg fills: headers, addresses, control data and slots. One serves any number of sockets, because
 * whatever is read is copied out before the next call. The kernel sees its addresses, so it lives as long as the transport.
 */
export class ReceiveBuffer {
  /** How many datagrams one call can bring. */
  readonly slots = SLOTS;
  /** SLOTS of struct mmsghdr, for recvmmsg. */
  readonly headers: Uint8Array;
  readonly #heads: Uint8Array;
  /** Views of the first so many of them, made when first needed. */
  readonly #firstHeads: (Uint8Array | undefined)[] = new Array<undefined>(SLOTS + 1).fill(undefined);
  /** Memory of received datagrams. When it is full another takes its place; it lives as long as one of them. */
  #slab = new Uint8Array(SLOTS * HEAD_SIZE);
  #slabUsed = 0;
  readonly #rests: Uint8Array;
  readonly #overflow: Uint8Array;
  readonly #addresses: Uint8Array;
  readonly #control: Uint8Array;
  readonly #vectors: Uint8Array;
  /** The same memory in words of 32 bits, which are in the host's order by themselves. */
  readonly #headerWords: Uint32Array;
  readonly #addressWords: Uint32Array;
  /** Where things lie, in such words: from one header to the next, and in each the length of its control data and of its datagram. */
  readonly #headerStep: number;
  readonly #controlLength: number;
  readonly #lengthWord: number;

  constructor(libc: Libc) {
    const word = libc.pointerSize;
    // struct msghdr is seven words on 64 bits (two of them padded ints) and on 32; mmsghdr adds msg_len, padded to a word
    this.#headerStep = (8 * word) / 4;
    this.#controlLength = (5 * word) / 4 + (LITTLE_ENDIAN || word === 4 ? 0 : 1);
    this.#lengthWord = (7 * word) / 4;
    this.headers = new Uint8Array(SLOTS * 8 * word);
    this.#headerWords = new Uint32Array(this.headers.buffer);
    this.#vectors = new Uint8Array(SLOTS * PARTS * 2 * word);
    this.#addresses = new Uint8Array(SLOTS * ADDRESS_SIZE);
    this.#addressWords = new Uint32Array(this.#addresses.buffer);
    this.#control = new Uint8Array(SLOTS * CONTROL_SIZE);
    this.#heads = new Uint8Array(SLOTS * HEAD_SIZE);
    this.#rests = new Uint8Array(SLOTS * REST_SIZE);
    this.#overflow = new Uint8Array(OVERFLOW_SIZE);
    this.#layOut(libc);
  }

  /** Gives the kernel room to tell the group of each datagram. It takes the room away with each call. */
  makeRoomForGroups(): void {
    for (let slot = 0; slot < SLOTS; slot++)
      this.#headerWords[slot * this.#headerStep + this.#controlLength] = CONTROL_SIZE;
  }

  /**
   * Hands over the datagrams that a call of recvmmsg left, `count` of them, in order and with memory of their own. `groupsTold`: the kernel
   * has put the group of each beside it. False where one was longer than its slot, so that two of them would not fit in one call.
   */
  take(count: number, time: number, groupsTold: boolean, accept: Accept): boolean {
    const copied = this.#copyHeads(count * HEAD_SIZE);
    const memory = this.#slab;
    const addresses = this.#addressWords;
    let fitting = true;
    for (let slot = 0; slot < count; slot++) {
      const length = this.#length(slot);
      const sender = addresses[3 * slot + 1]!;
      const group = (groupsTold && this.#group(slot)) || groupOf(addresses[3 * slot + 2]!);
      if (length <= HEAD_SIZE) {
        accept(new ReceivedDatagram(memory, copied + slot * HEAD_SIZE, length, sender, group, time), true);
      } else {
        if (length > SLOT_SIZE) fitting = false;
        const long = this.#long(slot, length, count);
        accept(new ReceivedDatagram(long, 0, long.length, sender, group, time), long.length === length);
      }
    }
    return fitting;
  }

  /** Copies the first octets of all heads behind what was copied before; gives where they lie in the slab. */
  #copyHeads(octets: number): number {
    let at = this.#slabUsed;
    if (at + octets > this.#slab.length) {
      this.#slab = new Uint8Array(SLOTS * HEAD_SIZE);
      at = 0;
    }
    this.#slab.set((this.#firstHeads[octets / HEAD_SIZE] ??= this.#heads.subarray(0, octets)), at);
    this.#slabUsed = at + octets;
    return at;
  }

  /** A datagram that is longer than its head. What is in the overflow belongs to the last of the call's datagrams that reached it. */
  #long(slot: number, length: number, count: number): Uint8Array {
    let overflowIsIts = length > SLOT_SIZE;
    for (let later = slot + 1; overflowIsIts && later < count; later++)
      overflowIsIts = this.#length(later) <= SLOT_SIZE;
    const bytes = new Uint8Array(Math.min(length, overflowIsIts ? SLOT_SIZE + OVERFLOW_SIZE : SLOT_SIZE));
    const [head, rest] = [slot * HEAD_SIZE, slot * REST_SIZE];
    bytes.set(this.#heads.subarray(head, head + HEAD_SIZE));
    bytes.set(this.#rests.subarray(rest, rest + Math.min(bytes.length - HEAD_SIZE, REST_SIZE)), HEAD_SIZE);
    if (bytes.length > SLOT_SIZE) bytes.set(this.#overflow.subarray(0, bytes.length - SLOT_SIZE), SLOT_SIZE);
    return bytes;
  }

  #length(slot: number): number {
    return this.#headerWords[slot * this.#headerStep + this.#lengthWord]!;
  }

  /** The multicast group of struct nl_pktinfo, 0 where the kernel gave none. */
  #group(slot: number): number {
    const word = this.#headerStep / 2;
    const used = this.#headerWords[slot * this.#headerStep + this.#controlLength]!;
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
    const heads = libc.address(this.#heads);
    const rests = libc.address(this.#rests);
    const overflow = libc.address(this.#overflow);
    for (let slot = 0; slot < SLOTS; slot++) {
      const vector = slot * PARTS * 2 * word;
      const parts: [bigint, number][] = [
        [heads + BigInt(slot * HEAD_SIZE), HEAD_SIZE],
        [rests + BigInt(slot * REST_SIZE), REST_SIZE],
        [overflow, OVERFLOW_SIZE],
      ];
      for (const [i, [address, size]] of parts.entries()) {
        put(this.#vectors, vector + 2 * i * word, address);
        put(this.#vectors, vector + (2 * i + 1) * word, size);
      }
      const header = slot * 8 * word;
      put(this.headers, header, addresses + BigInt(slot * ADDRESS_SIZE));
      setHostU32(this.headers, header + word, ADDRESS_SIZE);
      put(this.headers, header + 2 * word, vectors + BigInt(vector));
      put(this.headers, header + 3 * word, PARTS);
      put(this.headers, header + 4 * word, control + BigInt(slot * CONTROL_SIZE));
      put(this.headers, header + 5 * word, CONTROL_SIZE);
    }
  }
}

/** The multicast group in a sender's address, which has a bit for it: right where the receiver is in no group beyond 32. */
function groupOf(mask: number): number {
  return mask === 0 ? 0 : 32 - Math.clz32(mask);
}

/** Writes a word of `size` octets in host order. */
function putWord(bytes: Uint8Array, at: number, size: number, value: bigint): void {
  const low = Number(value & 0xffffffffn);
  setHostU32(bytes, LITTLE_ENDIAN || size === 4 ? at : at + 4, low);
  if (size === 8) setHostU32(bytes, LITTLE_ENDIAN ? at + 4 : at, Number(value >> 32n));
}
