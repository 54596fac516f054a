import { Nl80211Error } from "../errors.ts";
import type { NetlinkProtocol } from "../netlink/constants.ts";
import { Errno, errnoName, errnoText } from "../netlink/errno.ts";
import { hostU32, setHostU16, setHostU32 } from "../netlink/host-order.ts";
import type { Channel, ChannelListener, ChannelOptions, Clock, Datagram, SendOptions } from "../netlink/transport.ts";
import * as C from "./constants.ts";
import type { Libc } from "./libc.ts";
import { Poller } from "./poller.ts";
import type { ReceiveBuffer } from "./receive-buffer.ts";

/** Without it, a busy interface overruns within milliseconds of a busy event loop. */
const RECEIVE_BUFFER = 1024 * 1024;
/** How long reading may go on before other work of the event loop gets its turn. */
const SLICE_MS = 3;
/** A send that meets EAGAIN is tried again after 1, 2, 4 ... ms, and given up after about a second. */
const SEND_ATTEMPTS = 10;
/** Errors in a row, without a datagram between them, after which a socket is taken for dead. */
const READ_ERRORS = 100;
/** What recvmmsg says where the descriptor is no socket of ours any more, or our memory is wrong. Reading on is of no use. */
const FATAL: ReadonlySet<number> = new Set([Errno.EBADF, Errno.ENOTSOCK, Errno.EFAULT, Errno.EINVAL]);
/** What calls say whose descriptor somebody else has closed. */
const LOST: ReadonlySet<number> = new Set([Errno.EBADF, Errno.ENOTSOCK]);
const NO_ADDRESS = new Uint8Array(0);

/** What the sockets of one transport share. */
export interface SocketPool {
  readonly libc: Libc;
  readonly clock: Clock;
  readonly buffer: ReceiveBuffer;
  /** Where short messages are sent from: memory outside V8's heap, which a foreign call would otherwise have to move them to. */
  readonly outbox: Uint8Array;
  /** All that are open, by their descriptors. */
  readonly sockets: Map<number, NetlinkSocket>;
  /** Slow commands in flight, on any socket: they hold the kernel's locks, on which a synchronous send would wait. */
  slow: number;
}

/** A netlink socket of the kernel as a channel. */
export class NetlinkSocket implements Channel {
  readonly portId: number;
  readonly receiveBufferSize: number;
  readonly #pool: SocketPool;
  readonly #fd: number;
  readonly #listener: ChannelListener;
  readonly #poller: Poller;
  readonly #kernelOnly: boolean;
  /** Read and not handed over yet. A listener that calls `drain()` empties it from within. */
  readonly #inbox: (Datagram | "overrun")[] = [];
  #delivered = 0;
  #rejected = 0;
  #readAt = 0;
  #tellsGroups = false;
  /** The kernel reported a loss that lies behind what is queued. */
  #gap = false;
  #errors = 0;
  #slowSends = 0;
  #closed = false;
  #foreign = false;

  /** Opens and binds a socket. Throws with the kernel's reason; nothing is left open then. */
  constructor(pool: SocketPool, protocol: NetlinkProtocol, listener: ChannelListener, options: ChannelOptions) {
    const { libc } = pool;
    this.#pool = pool;
    this.#listener = listener;
    this.#kernelOnly = options.senders !== "any";
    this.#fd = succeed(
      libc.socket(C.AF_NETLINK, C.SOCK_RAW | C.SOCK_CLOEXEC | C.SOCK_NONBLOCK, protocol),
      `opening a netlink socket (protocol ${protocol})`,
    );
    // a socket that has this number already was closed behind our back, and a second poll on one number crashes the process
    pool.sockets.get(this.#fd)?.descriptorLost();
    try {
      this.receiveBufferSize = this.#growReceiveBuffer(options.receiveBufferSize ?? RECEIVE_BUFFER);
      this.portId = this.#bind();
      // older kernels refuse some of these; then answers only tell less
      for (const option of [C.NetlinkOption.ExtAck, C.NetlinkOption.CapAck, C.NetlinkOption.GetStrictCheck])
        this.#set(C.SOL_NETLINK, option, 1);
      this.#poller = new Poller(libc, this.#fd, () => this.#read());
    } catch (error) {
      libc.close(this.#fd);
      throw error;
    }
    pool.sockets.set(this.#fd, this);
  }

  get rejected(): number {
    return this.#rejected;
  }

  send(bytes: Uint8Array, options?: SendOptions): void | Promise<void> {
    this.#assertOpen();
    const address = options === undefined ? NO_ADDRESS : addressOf(options);
    if (options?.slow || this.#pool.slow > 0) return this.#sendSlow(bytes, address);
    const error = this.#trySend(bytes, address);
    if (error === Errno.EAGAIN) return this.#sendLater(bytes, address);
    if (error !== 0) throw this.#sendRefused(error, bytes);
  }

  drain(): void {
    if (!this.#closed) this.#read();
  }

  join(group: number): void {
    this.#assertOpen();
    if (!this.#tellsGroups) {
      succeed(this.#set(C.SOL_NETLINK, C.NetlinkOption.PacketInfo, 1), "asking for the groups of datagrams");
      this.#tellsGroups = true;
    }
    succeed(this.#set(C.SOL_NETLINK, C.NetlinkOption.AddMembership, group), `joining multicast group ${group}`);
  }

  leave(group: number): void {
    this.#assertOpen();
    succeed(this.#set(C.SOL_NETLINK, C.NetlinkOption.DropMembership, group), `leaving multicast group ${group}`);
  }

  ref(): void {
    this.#poller.ref();
  }

  unref(): void {
    this.#poller.unref();
  }

  pause(): void {
    this.#poller.pause();
  }

  resume(): void {
    this.#poller.resume();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inbox.length = 0;
    this.#poller.close();
    this.#pool.sockets.delete(this.#fd);
    this.#release();
  }

  /** Somebody else has closed the descriptor: its number may be another's by now. */
  descriptorLost(): void {
    this.#fail(Errno.EBADF);
  }

  /** Closes the descriptor, once no other thread can be about to use its number. */
  #release(): void {
    if (this.#slowSends === 0 && !this.#foreign) this.#pool.libc.close(this.#fd);
  }

  #read(): void {
    const { libc, buffer, clock } = this.#pool;
    let until = 0;
    for (;;) {
      const count = libc.recvmmsg(this.#fd, buffer.headers, buffer.slots, C.MSG_DONTWAIT | C.MSG_TRUNC);
      if (count > 0) {
        this.#errors = 0;
        this.#readAt = clock.now();
        buffer.take(count, this.#accept);
      }
      const empty = count >= 0 ? count < buffer.slots : count === -Errno.EAGAIN;
      if (empty && this.#gap) {
        this.#gap = false;
        this.#inbox.push("overrun");
      }
      this.#deliver();
      if (empty || this.#closed) return;
      if (count < 0 && !this.#survives(-count)) return;
      if (until === 0) until = performance.now() + SLICE_MS;
      else if (performance.now() > until) return; // the poll calls again, after other work
    }
  }

  readonly #accept = (bytes: Uint8Array, sender: number, group: number, whole: boolean): void => {
    if (this.#kernelOnly && sender !== 0) this.#rejected++;
    else if (!whole) this.#gap = true;
    else this.#inbox.push({ bytes, sender, group, time: this.#readAt });
  };

  /** Hands over in order; what the listener reads from within comes behind what was read before. */
  #deliver(): void {
    const inbox = this.#inbox;
    while (this.#delivered < inbox.length) {
      const next = inbox[this.#delivered++]!;
      if (next === "overrun") this.#listener.overrun();
      else this.#listener.datagram(next);
    }
    inbox.length = 0;
    this.#delivered = 0;
  }

  /** False where reading must stop: the socket is lost, or (ENOMEM again and again) others should get a turn first. */
  #survives(error: number): boolean {
    if (error === Errno.EINTR) return true;
    if (FATAL.has(error) || ++this.#errors >= READ_ERRORS) {
      this.#fail(error);
      return false;
    }
    // ENOBUFS is an overrun. Others (ENOMEM, EMSGSIZE) are a dump's that the kernel could not go on with: a loss as well.
    this.#gap = true;
    return this.#errors % 4 !== 0;
  }

  #fail(error: number): void {
    // a closed descriptor is somebody else's by now: it must not be closed again
    this.#foreign = LOST.has(error);
    this.close();
    this.#listener.failure(kernelRefused(error, "reading from a netlink socket"));
  }

  /** 0 or a positive error number. */
  #trySend(bytes: Uint8Array, address: Uint8Array): number {
    const { libc, outbox } = this.#pool;
    const { length } = bytes;
    let from = bytes;
    if (length <= outbox.length) {
      outbox.set(bytes);
      from = outbox;
    }
    for (;;) {
      const result =
        address.length === 0
          ? libc.send(this.#fd, from, length, C.MSG_DONTWAIT | C.MSG_NOSIGNAL)
          : libc.sendto(this.#fd, from, length, C.MSG_DONTWAIT | C.MSG_NOSIGNAL, address);
      if (result !== -Errno.EINTR) return this.#sendResult(result, address);
    }
  }

  /** The error of a send. Where the descriptor is lost, the channel dies of it. */
  #sendRefused(error: number, bytes: Uint8Array): Nl80211Error {
    if (LOST.has(error)) queueMicrotask(() => this.#closed || this.#fail(error));
    return kernelRefused(error, `sending ${bytes.length} octets`);
  }

  #sendResult(result: number, address: Uint8Array): number {
    if (result >= 0) return 0;
    // a multicast goes to the kernel as well, which refuses it (after all have heard it) where the protocol is for users
    const multicastOnly = address.length > 0 && hostU32(address, 8) !== 0 && hostU32(address, 4) === 0;
    return multicastOnly && result === -Errno.ECONNREFUSED ? 0 : -result;
  }

  /** The receiver's buffer is full: the kernel has kept nothing of it, so it can be sent again. */
  async #sendLater(bytes: Uint8Array, address: Uint8Array): Promise<void> {
    for (let attempt = 1; attempt < SEND_ATTEMPTS; attempt++) {
      await this.#pauseBefore(attempt);
      const error = this.#trySend(bytes, address);
      if (error === 0) return;
      if (error !== Errno.EAGAIN) throw this.#sendRefused(error, bytes);
    }
    throw this.#sendRefused(Errno.EAGAIN, bytes);
  }

  async #sendSlow(bytes: Uint8Array, address: Uint8Array): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const error = await this.#sendOnThread(bytes, address);
      this.#assertOpen();
      if (error === 0) return;
      const passing = error === Errno.EINTR || error === Errno.EAGAIN;
      if (!passing || attempt === SEND_ATTEMPTS) throw this.#sendRefused(error, bytes);
      await this.#pauseBefore(attempt);
    }
  }

  #sendOnThread(bytes: Uint8Array, address: Uint8Array): Promise<number> {
    this.#pool.slow++;
    this.#slowSends++;
    return new Promise((resolve) => {
      this.#pool.libc.sendtoAsync(this.#fd, bytes, C.MSG_NOSIGNAL, address, (result) => {
        this.#pool.slow--;
        this.#slowSends--;
        if (this.#closed) this.#release();
        resolve(this.#sendResult(result, address));
      });
    });
  }

  async #pauseBefore(attempt: number): Promise<void> {
    await new Promise<void>((resolve) => this.#pool.clock.after(2 ** (attempt - 1), resolve));
    this.#assertOpen();
  }

  #growReceiveBuffer(size: number): number {
    // the privileged option may pass the system's limit; both double what is asked for
    if (this.#set(C.SOL_SOCKET, C.SO_RCVBUFFORCE, size) < 0) this.#set(C.SOL_SOCKET, C.SO_RCVBUF, size);
    const granted = new Uint8Array(4);
    this.#pool.libc.getsockopt(this.#fd, C.SOL_SOCKET, C.SO_RCVBUF, granted);
    return hostU32(granted, 0);
  }

  /** Binds to a port id of the kernel's choice (own choices collide) and gives it. */
  #bind(): number {
    const { libc } = this.#pool;
    const address = new Uint8Array(12);
    setHostU16(address, 0, C.AF_NETLINK);
    succeed(libc.bind(this.#fd, address), "binding a netlink socket");
    succeed(libc.getsockname(this.#fd, address), "asking for a netlink socket's port id");
    return hostU32(address, 4);
  }

  #set(level: number, option: number, value: number): number {
    const bytes = new Uint8Array(4);
    setHostU32(bytes, 0, value);
    return this.#pool.libc.setsockopt(this.#fd, level, option, bytes);
  }

  #assertOpen(): void {
    if (this.#closed) throw closed();
  }
}

function addressOf(options: SendOptions): Uint8Array {
  const { to = 0, group = 0 } = options;
  if (to === 0 && group === 0) return NO_ADDRESS;
  if (group > 32) throw new Nl80211Error("INVALID_ARGUMENT", `sending to multicast group ${group}: 32 is the highest`);
  const address = new Uint8Array(12);
  setHostU16(address, 0, C.AF_NETLINK);
  setHostU32(address, 4, to);
  setHostU32(address, 8, group === 0 ? 0 : 2 ** (group - 1));
  return address;
}

function succeed(result: number, doing: string): number {
  if (result < 0) throw kernelRefused(-result, doing);
  return result;
}

function kernelRefused(errno: number, doing: string): Nl80211Error {
  const name = errnoName(errno);
  return new Nl80211Error("KERNEL", `${name}: ${doing}: ${errnoText(errno)}`, { errno, errnoName: name });
}

function closed(): Nl80211Error {
  return new Nl80211Error("CLOSED", "the netlink socket is closed");
}
