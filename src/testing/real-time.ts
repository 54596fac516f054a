import { Nl80211Error } from "../errors.ts";

/** Resolves after so many ms of the machine's time; rejects with ABORTED when the signal aborts. */
export function realTime(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer);
      reject(new Nl80211Error("ABORTED", "the replay was aborted", { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }, ms);
    signal?.addEventListener("abort", aborted, { once: true });
  });
}
