import type { Dump } from "../netlink/dump.ts";

/** A dump that is asked for when it is read. */
export class LazyDump<T> implements AsyncIterable<T> {
  readonly #open: () => Promise<Dump<T>>;

  constructor(open: () => Promise<Dump<T>>) {
    this.#open = open;
  }

  /** All of it; `interrupted` where it changed while it was read, to the last attempt. */
  async toArray(): ReturnType<Dump<T>["toArray"]> {
    return (await this.#open()).toArray();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this.#open();
  }
}
