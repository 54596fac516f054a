import { Nl80211Error } from "../errors.ts";
import { checkedTimeout } from "../netlink/checked.ts";
import type { Clock } from "../netlink/transport.ts";

/** What a caller says of how long something may go on. */
export interface DeadlineOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Aborts when the client closes. */
  readonly closed: AbortSignal;
  /** What it is, for errors: "scan of wlan0". */
  readonly what: string;
  readonly details: { readonly command: string; readonly target: string };
}

/**
 * One end for something of several steps: `over` aborts when the caller's signal does, the time since the beginning is up or the client
 * closes, with the error (ABORTED, TIMEOUT, CLOSED) as its reason. Disposing of it forgets the time.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #forget: () => void;

  /** Throws INVALID_ARGUMENT for a time that is none. */
  constructor(clock: Clock, { timeoutMs, signal, closed, what, details }: DeadlineOptions) {
    checkedTimeout(timeoutMs);
    const abort = () => {
      const cause = signal?.reason;
      this.#controller.abort(new Nl80211Error("ABORTED", `${what}: aborted by the caller`, { ...details, cause }));
    };
    const close = () => this.#controller.abort(new Nl80211Error("CLOSED", `${what}: the client was closed`, details));
    if (signal?.aborted) abort();
    else if (closed.aborted) close();
    signal?.addEventListener("abort", abort);
    closed.addEventListener("abort", close);
    const timeOut = () => {
      this.#controller.abort(new Nl80211Error("TIMEOUT", `${what}: no end after ${timeoutMs} ms`, details));
    };
    const cancel = clock.after(timeoutMs, timeOut);
    this.#forget = () => {
      cancel();
      signal?.removeEventListener("abort", abort);
      closed.removeEventListener("abort", close);
    };
  }

  get over(): AbortSignal {
    return this.#controller.signal;
  }

  /** Of what an aborted step threw, the deadline's own error where that is why. */
  reasonOf(error: unknown): unknown {
    return this.over.aborted ? this.over.reason : error;
  }

  [Symbol.dispose](): void {
    this.#forget();
  }
}
