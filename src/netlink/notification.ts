import type { NetlinkMessage } from "./message.ts";

/** A message that answers no request: a multicast, an event for this socket alone, or another process's message. */
export interface Notification {
  readonly message: NetlinkMessage;
  /** Port id of the sender; the kernel is 0. */
  readonly sender: number;
  /** Multicast group that it came by; 0 where it was sent to this socket alone. */
  readonly group: number;
  /** When it was received, in ms since the epoch, by the transport's clock. */
  readonly time: number;
}

interface Handler<T> {
  readonly call: (value: T) => void;
  readonly keepsAlive: boolean;
}

/** Handlers of one kind. One that throws does not keep the others from being called: its error is uncaught, as a timer's is. */
export class Handlers<T> {
  /** Replaced at each change, so that a handler may come or go while they are called. */
  #handlers: readonly Handler<T>[] = [];
  #keepAlive = false;

  /** The function that it returns takes the handler away again. */
  add(call: (value: T) => void, keepsAlive: boolean): () => void {
    const handler = { call, keepsAlive };
    this.#become([...this.#handlers, handler]);
    return () => this.#become(this.#handlers.filter((other) => other !== handler));
  }

  get keepAlive(): boolean {
    return this.#keepAlive;
  }

  call(value: T): void {
    for (const handler of this.#handlers) {
      try {
        handler.call(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  clear(): void {
    this.#become([]);
  }

  #become(handlers: readonly Handler<T>[]): void {
    this.#handlers = handlers;
    this.#keepAlive = handlers.some(({ keepsAlive }) => keepsAlive);
  }
}
