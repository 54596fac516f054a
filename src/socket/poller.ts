import type { Libc, PollHandle } from "./libc.ts";

/**
 * Readiness of one descriptor. It keeps its own state, because libuv's handle crashes the process when it is touched after
 * `close()`, and because an overrun (POLLERR) stops the handle: it is started again here, without which a receiver would hang.
 */
export class Poller {
  readonly #handle: PollHandle;
  readonly #onReadable: () => void;
  #state: "watching" | "paused" | "closed" = "watching";

  /** Calls `onReadable` whenever there may be something to read, perhaps in vain. Does not keep the process alive. */
  constructor(libc: Libc, fd: number, onReadable: () => void) {
    this.#onReadable = onReadable;
    this.#handle = libc.poll(fd, this.#ready);
    this.#handle.unref();
  }

  pause(): void {
    if (this.#state !== "watching") return;
    this.#state = "paused";
    this.#handle.stop();
  }

  resume(): void {
    if (this.#state !== "paused") return;
    this.#state = "watching";
    this.#handle.start(this.#ready);
  }

  ref(): void {
    if (this.#state !== "closed") this.#handle.ref();
  }

  unref(): void {
    if (this.#state !== "closed") this.#handle.unref();
  }

  close(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#handle.close();
  }

  readonly #ready = (status: number): void => {
    if (this.#state !== "watching") return;
    this.#onReadable(); // reads the error away, so that the restart does not meet it again
    if (status < 0 && this.#watching()) this.#handle.start(this.#ready);
  };

  /** Asked again after a callback that may have paused or closed. */
  #watching(): boolean {
    return this.#state === "watching";
  }
}
