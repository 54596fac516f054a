import type { NetlinkProtocol } from "../netlink/constants.ts";
import { Errno } from "../netlink/errno.ts";
import { hostU32, setHostU16, setHostU32 } from "../netlink/host-order.ts";
import type { Channel, ChannelListener, ChannelOptions, Datagram, SendOptions } from "../netlink/transport.ts";
import * as C from "./constants.ts";
import { Poller } from "./poller.ts";
import type { PooledSocket, SocketPool } from "./pool.ts";
import type { Accept } from "./receive-buffer.ts";
import { Sender } from "./sender.ts";
import { kernelRefused, socketClosed, succeed } from "./socket-error.ts";

/** Without it, a busy interface overruns within milliseconds of a busy event loop. */
const RECEIVE_BUFFER = 1024 * 1024;
/** How long reading may go on before other work of the event loop gets its turn. */
const SLICE_MS = 3;
/** Errors in a row, without a datagram between them, after which a socket is taken for dead. */
const READ_ERRORS = 100;
/** What recvmmsg says where the descriptor is no socket of ours any more, or our memory is wrong. Reading on is of no use. */
const FATAL: ReadonlySet<number> = new Set([Errno.EBADF, Errno.ENOTSOCK, Errno.EFAULT, Errno.EINVAL]);
/** What calls say whose descriptor somebody else has closed. */
const LOST: ReadonlySet<number> = new Set([Errno.EBADF, Errno.ENOTSOCK]);

/** A netlink socket of the kernel as a channel. */
export class NetlinkSocket implements Channel, PooledSocket {
  readonly portId: number;
  readonly receiveBufferSize: number;
  readonly #pool: SocketPool;
  readonly #fd: number;
  readonly #listener: ChannelListener;
  readonly #poller: Poller;
  readonly #sender: Sender;
  readonly #kernelOnly: boolean;
  /** Read and not handed over yet. A listener that calls `drain()` empties it from within. */
  readonly #inbox: (Datagram | "overrun" | undefined)[] = [];
  /** So many are in it, of which so many are handed over. The list itself stays as long as it was: to shorten one is slow. */
  #received = 0;
  #delivered = 0;
  #rejected = 0;
  #tellsGroups = false;
  /** The kernel reported a loss that lies behind what is queued. */
  #gap = false;
  #errors = 0;
  /** Datagrams a call. One, where they can be so long that two would not fit. */
  #atOnce: number;
  #closed = false;
  #foreign = false;

  /** Opens and binds a socket. Throws with the kernel's reason; nothing is left open then. */
  constructor(pool: SocketPool, protocol: NetlinkProtocol, listener: ChannelListener, options: ChannelOptions) {
    const { libc } = pool;
    this.#pool = pool;
    this.#listener = listener;
    this.#kernelOnly = options.senders !== "any";
    this.#atOnce = pool.buffer.slots;
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
    this.#sender = new Sender(
      pool,
      this.#fd,
      (error) => LOST.has(error) && queueMicrotask(() => this.#fail(error)),
      () => this.#closed && this.#release(),
    );
    pool.sockets.set(this.#fd, this);
  }

  get rejected(): number {
    return this.#rejected;
  }

  send(bytes: Uint8Array, options?: SendOptions): void | Promise<void> {
    this.#assertOpen();
    return this.#sender.send(bytes, options);
  }

  drain(enough?: number): void {
    if (!this.#closed) this.#read(enough);
  }

  join(group: number): void {
    this.#assertOpen();
    // a sender's address has a bit for each group up to 32; telling the group apart from it costs the kernel's time with every datagram
    if (group > 32 && !this.#tellsGroups) {
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
    this.#received = 0;
    this.#poller.close();
    this.#sender.close();
    this.#pool.sockets.delete(this.#fd);
    this.#release();
  }

  descriptorLost(): void {
    this.#fail(Errno.EBADF);
  }

  /** Closes the descriptor, once no other thread can be about to use its number. */
  #release(): void {
    if (!this.#sender.busy && !this.#foreign) this.#pool.libc.close(this.#fd);
  }

  /** Reads until there is no more, `enough` datagrams are handed over, or others should have their turn. */
  #read(enough = Number.POSITIVE_INFINITY): void {
    const { libc, buffer, clock } = this.#pool;
    let until = 0;
    for (let left = enough; ; ) {
      const most = this.#gap ? this.#atOnce : Math.min(this.#atOnce, left); // a gap is told when all before it is
      if (this.#tellsGroups) buffer.makeRoomForGroups();
      const count = libc.recvmmsg(this.#fd, buffer.headers, most, C.MSG_DONTWAIT | C.MSG_TRUNC);
      if (count > 0) {
        this.#errors = 0;
        left -= count;
        if (!buffer.take(count, clock.now(), this.#tellsGroups, this.#accept)) this.#atOnce = 1;
      }
      const empty = count >= 0 ? count < most : count === -Errno.EAGAIN;
      if (empty && this.#gap) {
        this.#gap = false;
        this.#inbox[this.#received++] = "overrun";
      }
      this.#deliver();
      if (empty || (left <= 0 && !this.#gap) || this.#closed) return;
      if (count < 0 && !this.#survives(-count)) return;
      if (until === 0) until = performance.now() + SLICE_MS;
      else if (performance.now() > until) return; // the poll calls again, after other work
    }
  }

  readonly #accept: Accept = (datagram, whole) => {
    if (this.#kernelOnly && datagram.sender !== 0) this.#rejected++;
    else if (!whole) this.#gap = true;
    else this.#inbox[this.#received++] = datagram;
  };

  /** Hands over in order; what the listener reads from within comes behind what was read before. */
  #deliver(): void {
    const inbox = this.#inbox;
    while (this.#delivered < this.#received) {
      const next = inbox[this.#delivered]!;
      inbox[this.#delivered++] = undefined;
      if (next === "overrun") this.#listener.overrun();
      else this.#listener.datagram(next);
    }
    this.#received = 0;
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
    if (this.#closed) return;
    // a closed descriptor is somebody else's by now: it must not be closed again
    this.#foreign = LOST.has(error);
    this.close();
    this.#listener.failure(kernelRefused(error, "reading from a netlink socket"));
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
    if (this.#closed) throw socketClosed();
  }
}
