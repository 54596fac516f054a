import { Nl80211Error } from "../errors.ts";
import type { GenericMessage } from "../genetlink/message.ts";
import { checkedTimeout } from "../netlink/checked.ts";
import { type CallOptions, type Core, FAMILY } from "./core.ts";

/** An event that says what became of a command: the kernel acknowledges the command long before. */
export interface AwaitedEvent<T> {
  /** For errors: the command, and whom it is addressed to. */
  readonly command: string;
  readonly target: string;
  readonly groups: readonly string[];
  /** How long it may take; without it as long as it takes. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hears each message: what it returns is the outcome, what it throws (or calls `fail` with, later) the failure; undefined waits on. */
  heard(message: GenericMessage, fail: (error: Error) => void): T | undefined;
}

/**
 * Begins something, and resolves when the kernel has told what came of it. It listens from before the beginning, on the sockets of
 * `core`. Rejects with what `begin` does and `heard` throws, and with TIMEOUT, ABORTED, CLOSED, or LOST where nl80211 is unloaded.
 */
export async function outcome<T>(core: Core, awaited: AwaitedEvent<T>, begin: () => Promise<unknown>): Promise<T> {
  const { signal, groups } = awaited;
  if (awaited.timeoutMs !== undefined) checkedTimeout(awaited.timeoutMs);
  if (signal?.aborted) throw failure(awaited, "ABORTED", "aborted by the caller");
  const { id } = await core.family();
  let accept!: (result: T) => void;
  let refuse!: (error: unknown) => void;
  const told = new Promise<T>((resolve, reject) => {
    accept = resolve;
    refuse = reject;
  });
  told.catch(() => {}); // the beginning may fail before anybody waits
  const stop = giveUp(core, awaited, refuse);
  try {
    const subscription = await core.netlink.subscribe(FAMILY, groups, {
      notification: ({ message }) => {
        try {
          const result = awaited.heard(message, refuse);
          if (result !== undefined) accept(result);
        } catch (error) {
          refuse(error);
        }
      },
      gap: (family) => {
        if (family?.id !== id) refuse(failure(awaited, "LOST", "over, because nl80211 went away"));
      },
      failure: refuse,
    });
    try {
      if (signal?.aborted) throw failure(awaited, "ABORTED", "aborted by the caller");
      const [, result] = await Promise.all([begin(), told]);
      return result;
    } finally {
      subscription.close();
    }
  } finally {
    stop();
  }
}

/** Of a call's options what its requests take: a call that waits has a time limit of its own. */
export function withoutTimeout({ timeoutMs: _, ...options }: CallOptions): CallOptions {
  return options;
}

type Failure = "ABORTED" | "CLOSED" | "LOST" | "TIMEOUT";

/** Rejects when time is over, the caller has enough, or the client closes; the function that it returns ends that. */
function giveUp(core: Core, awaited: AwaitedEvent<unknown>, reject: (error: Error) => void): () => void {
  const { signal, timeoutMs } = awaited;
  const fail = (code: Failure, text: string) => reject(failure(awaited, code, text));
  const abort = () => fail("ABORTED", "aborted by the caller");
  const closed = () => fail("CLOSED", "the client was closed");
  const cancel =
    timeoutMs === undefined
      ? () => {}
      : core.clock.after(timeoutMs, () => fail("TIMEOUT", `the kernel has not told its end in ${timeoutMs} ms`));
  signal?.addEventListener("abort", abort);
  core.closed.addEventListener("abort", closed);
  return () => {
    cancel();
    signal?.removeEventListener("abort", abort);
    core.closed.removeEventListener("abort", closed);
  };
}

function failure({ command, target }: AwaitedEvent<unknown>, code: Failure, text: string) {
  return new Nl80211Error(code, `${command} ${target}: ${text}`, { command, target });
}
