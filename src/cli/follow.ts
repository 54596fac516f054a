import type { Observable, Unsubscribable } from "rxjs";

/** Ends what is followed before its stream does: well, or with an error. */
export interface Over {
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Tells `next` each item of the stream that `begin` gives, until the stream ends, one of both says that it is over, or `signal` is
 * aborted, as Ctrl-C does. Fails as the stream does.
 */
export async function follow<T>(
  signal: AbortSignal,
  begin: (over: Over) => Observable<T>,
  next: (item: T, over: Over) => void = () => {},
): Promise<void> {
  if (signal.aborted) return;
  let subscription: Unsubscribable | undefined;
  let end = () => {};
  try {
    await new Promise<void>((resolve, fail) => {
      let ended = false;
      end = () => {
        ended = true;
        resolve();
      };
      signal.addEventListener("abort", end, { once: true });
      const over = { end, fail };
      subscription = begin(over).subscribe({
        // items may come in one piece, and the subscription only ends after it
        next: (item) => {
          if (!ended) next(item, over);
        },
        error: fail,
        complete: end,
      });
    });
  } finally {
    signal.removeEventListener("abort", end);
    subscription?.unsubscribe();
  }
}

/** What lasts without a stream lasts until Ctrl-C. */
export function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 2 ** 30);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
  });
}
