import { Nl80211Error } from "../../errors.ts";
import { checkedTimeout } from "../../netlink/checked.ts";
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
  /** Rejects with TIMEOUT and ABORTED (once `giveUp` is through), CLOSED, and LOST. */
  readonly promise: Promise<T>;
  readonly say: (word: T) => void;
  /** nl80211 went away: it will say nothing. */
  readonly lose: () => void;
}

/** Waits for a word of the kernel from now on. */
export function kernelWord<T>(core: Core, options: KernelWordOptions): KernelWord<T> {
  const { command, target, timeoutMs, signal, giveUp } = options;
  checkedTimeout(timeoutMs);
  let say!: (word: T) => void;
  let lose!: () => void;
  const promise = new Promise<T>((resolve, reject) => {
    const done = () => {
      stop();
      core.closed.removeEventListener("abort", closed);
      signal?.removeEventListener("abort", aborted);
    };
    const fail = (code: "ABORTED" | "CLOSED" | "LOST" | "TIMEOUT", text: string) => {
      done();
      const about = { command, ...(target !== undefined && { target }) };
      reject(new Nl80211Error(code, `${[command, target].filter(Boolean).join(" ")}: ${text}`, about));
    };
    const closed = () => fail("CLOSED", "the client was closed");
    // the kernel is told before the caller is, who closes the socket then
    const end = async (code: "ABORTED" | "TIMEOUT", text: string) => {
      await giveUp?.().catch(() => {});
      fail(code, text);
    };
    const aborted = () => void end("ABORTED", "aborted by the caller");
    const stop = core.clock.after(timeoutMs, () => void end("TIMEOUT", `no event after ${timeoutMs} ms`));
    say = (word) => {
      done();
      resolve(word);
    };
    lose = () => fail("LOST", "over, because nl80211 went away");
    core.closed.addEventListener("abort", closed);
    signal?.addEventListener("abort", aborted);
    if (core.closed.aborted) closed();
    else if (signal?.aborted) aborted();
  });
  promise.catch(() => {}); // it may fail before anybody waits
  return { promise, say, lose };
}
