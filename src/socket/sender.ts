import { Nl80211Error } from "../errors.ts";
import { Errno } from "../netlink/errno.ts";
import { hostU32, setHostU16, setHostU32 } from "../netlink/host-order.ts";
import type { SendOptions } from "../netlink/transport.ts";
import { AF_NETLINK, MSG_DONTWAIT, MSG_NOSIGNAL } from "./constants.ts";
import type { SocketPool } from "./pool.ts";
import { kernelRefused, socketClosed } from "./socket-error.ts";

/** A send that meets EAGAIN is tried again after 1, 2, 4 ... ms, and given up after about half a second. */
const ATTEMPTS = 10;
const NO_ADDRESS = new Uint8Array(0);

/** The sending half of a socket: at once, again later where the receiver is full, or from another thread. */
export class Sender {
  readonly #pool: SocketPool;
  readonly #fd: number;
  readonly #onError: (error: number) => void;
  readonly #onIdle: () => void;
  /** What other threads are sending. Held here, because the kernel reads it where it lies. */
  readonly #underWay = new Set<Uint8Array>();
  #closed = false;

  /** Calls `onError` with what a send was refused for, and `onIdle` when no other thread uses the descriptor any more. */
  constructor(pool: SocketPool, fd: number, onError: (error: number) => void, onIdle: () => void) {
    this.#pool = pool;
    this.#fd = fd;
    this.#onError = onError;
    this.#onIdle = onIdle;
  }

  /** Another thread may be about to use the descriptor: it must not be closed yet. */
  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  send(bytes: Uint8Array, options?: SendOptions): void | Promise<void> {
    const address = options === undefined ? NO_ADDRESS : addressOf(options);
    if (options?.slow || this.#pool.slow > 0) return this.#slowly(bytes, address);
    const error = this.#now(bytes, address);
    if (error === Errno.EAGAIN) return this.#later(bytes, address);
    if (error !== 0) throw this.#refused(error, bytes);
  }

  /** What waits for another attempt rejects. */
  close(): void {
    this.#closed = true;
  }

  /** 0 or a positive error number. */
  #now(bytes: Uint8Array, address: Uint8Array): number {
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
          ? libc.send(this.#fd, from, length, MSG_DONTWAIT | MSG_NOSIGNAL)
          : libc.sendto(this.#fd, from, length, MSG_DONTWAIT | MSG_NOSIGNAL, address);
      if (result !== -Errno.EINTR) return errorOf(result, address);
    }
  }

  /** The receiver's buffer is full: the kernel has kept nothing of it, so it can be sent again. */
  async #later(bytes: Uint8Array, address: Uint8Array): Promise<void> {
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      await this.#pauseBefore(attempt);
      const error = this.#now(bytes, address);
      if (error === 0) return;
      if (error !== Errno.EAGAIN) throw this.#refused(error, bytes);
    }
    throw this.#refused(Errno.EAGAIN, bytes);
  }

  async #slowly(bytes: Uint8Array, address: Uint8Array): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const error = await this.#onThread(bytes, address);
      if (this.#closed) throw socketClosed();
      if (error === 0) return;
      const passing = error === Errno.EINTR || error === Errno.EAGAIN;
      if (!passing || attempt === ATTEMPTS) throw this.#refused(error, bytes);
      await this.#pauseBefore(attempt);
    }
  }

  async #onThread(bytes: Uint8Array, address: Uint8Array): Promise<number> {
    const pool = this.#pool;
    const own = bytes.slice();
    pool.slow++;
    this.#underWay.add(own);
    try {
      const result = await new Promise<number>((resolve) => {
        pool.libc.sendtoAsync(this.#fd, own, MSG_NOSIGNAL, address, resolve);
      });
      return errorOf(result, address);
    } finally {
      pool.slow--;
      this.#underWay.delete(own);
      if (!this.busy) this.#onIdle();
    }
  }

  async #pauseBefore(attempt: number): Promise<void> {
    await new Promise<void>((resolve) => this.#pool.clock.after(2 ** (attempt - 1), resolve));
    if (this.#closed) throw socketClosed();
  }

  #refused(error: number, bytes: Uint8Array): Nl80211Error {
    this.#onError(error);
    return kernelRefused(error, `sending ${bytes.length} octets`);
  }
}

function errorOf(result: number, address: Uint8Array): number {
  if (result >= 0) return 0;
  // a multicast goes to the kernel as well, which refuses it (after all have heard it) where the protocol is for users
  const multicastOnly = address.length > 0 && hostU32(address, 8) !== 0 && hostU32(address, 4) === 0;
  return multicastOnly && result === -Errno.ECONNREFUSED ? 0 : -result;
}

/** struct sockaddr_nl; empty for the kernel alone. */
function addressOf(options: SendOptions): Uint8Array {
  const { to = 0, group = 0 } = options;
  if (to === 0 && group === 0) return NO_ADDRESS;
  if (group > 32) throw new Nl80211Error("INVALID_ARGUMENT", `sending to multicast group ${group}: 32 is the highest`);
  const address = new Uint8Array(12);
  setHostU16(address, 0, AF_NETLINK);
  setHostU32(address, 4, to);
  setHostU32(address, 8, group === 0 ? 0 : 2 ** (group - 1));
  return address;
}
