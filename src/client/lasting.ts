import type { Core } from "./core.ts";

/**
 * Something in the kernel that lasts as long as this object: it has a socket of its own, and the kernel ends it when that closes, be
 * it by `close()`, by the client's, at the end of an `await using` block, or because the process dies.
 */
export class Lasting implements AsyncDisposable {
  readonly #core: Core;
  readonly #undo: () => Promise<unknown>;
  #closing: Promise<void> | undefined;

  /** `undo` is what ends it at once; closing the socket alone would do so a moment later. */
  constructor(core: Core, undo: () => Promise<unknown>) {
    this.#core = core;
    this.#undo = undo;
  }

  /** Ends it. May be called twice; what the kernel has already ended is no error. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    try {
      await this.#undo().catch(() => {});
    } finally {
      this.#core.close();
    }
  }
}
