import type { ExchangeSink } from "./exchange.ts";
import type { NetlinkMessage } from "./message.ts";

/** How often a dump is begun again that the kernel marked as interrupted, before it is given as it is. */
const RETRIES = 10;

/** So many messages are decoded before other work has its turn: a BSS takes some microseconds, and 5 ms is what may be held. */
const SLICE = 128;

/** What a dump gave; `interrupted` where the kernel said, to the last attempt, that it changed while it was read. */
export type DumpResult<T> = T[] & { readonly interrupted: boolean };

/** A dump's conversation with the kernel, as its reader steers it. */
export interface DumpControl {
  /** Sends the request; again, and before whatever waits, where an attempt was interrupted. */
  begin(again: boolean): void;
  /** Reads no more for now. */
  pause(): void;
  resume(): void;
  /** The reader wants no more: the rest is read and dropped. */
  abandon(): void;
}

/** Prepares a dump whose parts go to `sink`. */
export type DumpSource = (sink: ExchangeSink) => DumpControl;

/** Where a dump's messages come from. */
interface Origin {
  readonly source: () => DumpSource | Promise<DumpSource>;
  /** Octets that are held back before it streams. */
  readonly limit: number;
  /** Whether another attempt can help after this error, from `source()` on. It is made once. */
  readonly recovers?: (error: unknown) => boolean;
  /** Says more of an error than those who met it could, before the reader gets it. */
  readonly explain?: (error: unknown) => Promise<unknown>;
  /** How the latest reading ended; shared by all that were mapped from one another. */
  readonly state: { interrupted: boolean | undefined };
}

/**
 * A list that the kernel gives in parts. Nothing is asked before it is read: `toArray()` for all at once, or `for await`.
 *
 * The kernel marks a dump that changed while it was read. It is then begun again, ten times at most; after that the data come
 * with `interrupted` true. A `for await` holds its items back until the dump is whole, up to `limit` octets; a longer one streams,
 * can no more be begun again, and stops reading while its reader is slow (unless another request waits for the socket).
 */
export class Dump<T> implements AsyncIterable<T> {
  readonly #origin: Origin;
  readonly #decode: (message: NetlinkMessage) => T | undefined;

  private constructor(origin: Origin, decode: (message: NetlinkMessage) => T | undefined) {
    this.#origin = origin;
    this.#decode = decode;
  }

  /** A dump of messages. A `for await` holds back `limit` octets. */
  static of(source: DumpSource, limit: number): Dump<NetlinkMessage> {
    const origin = { source: () => source, limit, state: { interrupted: undefined } };
    return new Dump(origin, (message) => message);
  }

  /**
   * A dump that is only known when it is read: `find` is called for each reading, and once more where `recovers` says that this
   * can help against the error that it met.
   */
  static deferred<T>(
    find: () => Dump<T> | Promise<Dump<T>>,
    limit: number,
    recovers: (error: unknown) => boolean,
  ): Dump<T> {
    let found: Dump<T> | undefined;
    const sourceOf = (dump: Dump<T>): DumpSource | Promise<DumpSource> => {
      found = dump;
      return dump.#origin.source();
    };
    const source = (): DumpSource | Promise<DumpSource> => {
      const dump = find();
      return dump instanceof Promise ? dump.then(sourceOf) : sourceOf(dump);
    };
    const origin = { source, limit, recovers, state: { interrupted: undefined } };
    return new Dump(origin, (message) => (found === undefined ? undefined : found.#decode(message)));
  }

  /** Whether the latest reading of it was interrupted; undefined before its end. */
  get interrupted(): boolean | undefined {
    return this.#origin.state.interrupted;
  }

  /** The same dump with every item converted. Items whose conversion is undefined are left out. */
  map<U>(convert: (item: T) => U | undefined): Dump<U> {
    return new Dump(this.#origin, (message) => {
      const item = this.#decode(message);
      return item === undefined ? undefined : convert(item);
    });
  }

  /** The same dump, whose errors are what `explain` makes of them. */
  explained(explain: (error: unknown) => Promise<unknown>): Dump<T> {
    return new Dump({ ...this.#origin, explain }, this.#decode);
  }

  /** All of it. */
  async toArray(): Promise<DumpResult<T>> {
    const { run, batch } = await this.#begin(Number.POSITIVE_INFINITY);
    this.#origin.state.interrupted = run.interrupted;
    return withFlag(await this.#decodeInSlices(batch), run.interrupted);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const { run, batch } = await this.#begin(this.#origin.limit);
    try {
      for (let next = batch; next.length > 0; next = await run.take()) yield* this.#decodeAll(next);
      this.#origin.state.interrupted = run.interrupted;
    } catch (error) {
      throw await this.#explained(error);
    } finally {
      run.stop();
    }
  }

  /** Starts reading, up to the first batch. */
  async #begin(limit: number): Promise<{ run: DumpRun; batch: readonly NetlinkMessage[] }> {
    for (let attempt = 1; ; attempt++) {
      try {
        const source = this.#origin.source();
        const run = new DumpRun(source instanceof Promise ? await source : source, limit);
        return { run, batch: await run.take() };
      } catch (error) {
        if (attempt > 1 || !this.#origin.recovers?.(error)) throw await this.#explained(error);
      }
    }
  }

  async #explained(error: unknown): Promise<unknown> {
    const { explain } = this.#origin;
    return explain === undefined ? error : explain(error);
  }

  /** The event loop turns between two slices, so that a huge dump holds up nothing. */
  async #decodeInSlices(messages: readonly NetlinkMessage[]): Promise<T[]> {
    if (messages.length <= SLICE) return this.#decodeAll(messages);
    const items: T[] = [];
    for (let at = 0; at < messages.length; at += SLICE) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve));
      items.push(...this.#decodeAll(messages.slice(at, at + SLICE)));
    }
    return items;
  }

  #decodeAll(messages: readonly NetlinkMessage[]): T[] {
    const items: T[] = [];
    for (const message of messages) {
      const item = this.#decode(message);
      if (item !== undefined) items.push(item);
    }
    return items;
  }
}

function withFlag<T>(items: T[], interrupted: boolean): DumpResult<T> {
  return Object.defineProperty(items, "interrupted", { value: interrupted }) as DumpResult<T>;
}

/** One reading of a dump, with its attempts. */
class DumpRun implements ExchangeSink {
  interrupted = false;
  readonly #limit: number;
  readonly #control: DumpControl;
  #held: NetlinkMessage[] = [];
  #octets = 0;
  #attempts = 1;
  /** Something was handed out, so that beginning again would repeat it. */
  #streaming = false;
  #paused = false;
  #state: "reading" | "done" | "failed" = "reading";
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(source: DumpSource, limit: number) {
    this.#limit = limit;
    this.#control = source(this);
    this.#control.begin(false);
  }

  /** The next messages, as many as are there; none at the end. */
  async take(): Promise<readonly NetlinkMessage[]> {
    while (this.#state === "reading" && (!this.#streaming || this.#held.length === 0)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#error) throw this.#error;
    const messages = this.#held;
    this.#held = [];
    this.#octets = 0;
    this.#resume();
    return messages;
  }

  stop(): void {
    if (this.#state === "reading") this.#control.abandon();
    this.#state = "done";
  }

  part(message: NetlinkMessage): void {
    this.#held.push(message);
    this.#octets += message.end - message.start;
    if (this.#octets > this.#limit) {
      this.#streaming = true;
      this.#paused = true;
      this.#control.pause();
    }
    if (this.#streaming) this.#wake?.();
  }

  done(interrupted: boolean): void {
    if (interrupted && !this.#streaming && this.#attempts <= RETRIES) {
      this.#attempts++;
      this.#held = [];
      this.#octets = 0;
      this.#control.begin(true);
      return;
    }
    this.interrupted = interrupted;
    this.#state = "done";
    this.#wake?.();
  }

  failed(error: Error): void {
    this.#error = error;
    this.#state = "failed";
    this.#wake?.();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#control.resume();
  }
}
