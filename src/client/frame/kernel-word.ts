import { Nl80211Error } from "../../errors.ts";
import type { Core } from "../core.ts";

/** What is waited for, and how long. */
export interface KernelWordOptions {
  /** The command that it answers: "Frame". */
  readonly command: string;
  /** What errors call the target. */
  readonly target: string | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Ends what goes on in the kernel, when the caller gives up. Errors are passed over. */
  readonly giveUp?: () => Promise<unknown>;
}

/** A word of the kernel that comes as an event, some time after its ACK. */
export interface KernelWord<T> {
  /** Rejects with TIMEOUT, ABORTED (once `giveUp` is through) and CLOSED. */
  readonly promise: Promise<T>;
  readonly say: (word: T) => void;
}

/** Waits for a word of the kernel from now on. */
export function kernelWord<T>(core: Core, options: KernelWordOptions): KernelWord<T> {
  const { command, target, timeoutMs, signal, giveUp } = options;
  let say!: (word: T) => void;
  const promise = new Promise<T>((resolve, reject) => {
    const done = () => {
      stop();
      core.closed.removeEventListener("abort", closed);
      signal?.removeEventListener("abort", aborted);
    };
    const fail = (code: "ABORTED" | "CLOSED" | "TIMEOUT", text: string) => {
      done();
      const about = { command, ...(target !== undefined && { target }) };
      reject(new Nl80211Error(code, `${[command, target].filter(Boolean).join(" ")}: ${text}`, about));
    };
    const closed = () => fail("CLOSED", "the client was closed");
    const aborted = async () => {
      await giveUp?.().catch(() => {});
      fail("ABORTED", "aborted by the caller");
    };
    const stop = core.clock.after(timeoutMs, () => {
      void giveUp?.().catch(() => {});
      fail("TIMEOUT", `no event after ${timeoutMs} ms`);
    });
    say = (word) => {
      done();
      resolve(word);
    };
    core.closed.addEventListener("abort", closed);
    signal?.addEventListener("abort", aborted);
    if (core.closed.aborted) closed();
    else if (signal?.aborted) void aborted();
  });
  promise.catch(() => {}); // it may fail before anybody waits
  return { promise, say };
}
