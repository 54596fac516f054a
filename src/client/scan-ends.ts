import { Nl80211Error } from "../errors.ts";
import type { GroupSubscription } from "../genetlink/subscription.ts";
import { newScanResultsCommand, scanAbortedCommand } from "../nl80211/generated/scan.ts";
import { type Core, decodeMessage, FAMILY } from "./core.ts";
import type { Selector } from "./target.ts";

/** How a scan ended. */
export type ScanEnd = "finished" | "aborted" | "lost";

/** Who scans, for those who wait for its end. */
export interface Scanning {
  readonly selector: Selector;
  /** What errors call it. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

interface Waiting {
  resolve(end: ScanEnd): void;
  reject(error: unknown): void;
}

/**
 * The ends of one interface's scans, listened for from before a scan is asked for: the results can come before the ACK. Events of
 * other interfaces do not count, whether they finish or are aborted.
 */
export class ScanEnds {
  readonly #scanning: Scanning;
  readonly #core: Core;
  #subscription: GroupSubscription | undefined;
  #waiting: Waiting | undefined;
  readonly #abort = () => this.#settle()?.reject(abortError(this.#scanning));

  private constructor(core: Core, scanning: Scanning) {
    this.#core = core;
    this.#scanning = scanning;
  }

  /** Joins the group. Rejects where nl80211 is not there, and with ABORTED. */
  static async listen(core: Core, scanning: Scanning): Promise<ScanEnds> {
    if (scanning.signal?.aborted) throw abortError(scanning);
    const ends = new ScanEnds(core, scanning);
    await core.family();
    ends.#subscription = await core.netlink.subscribe(FAMILY, ["scan"], {
      notification: ({ message }) => {
        const aborted = message.command === scanAbortedCommand.value;
        if (!aborted && message.command !== newScanResultsCommand.value) return;
        if (ends.#isOurs(decodeMessage(message, newScanResultsCommand.event.decode))) {
          ends.#settle()?.resolve(aborted ? "aborted" : "finished");
        }
      },
      gap: () => ends.#settle()?.resolve("lost"),
      failure: (error) => ends.#settle()?.reject(error),
    });
    scanning.signal?.addEventListener("abort", ends.#abort);
    return ends;
  }

  /** The next end of a scan of this interface: "lost" where events were. Rejects with TIMEOUT and ABORTED. */
  next(): Promise<ScanEnd> {
    const { name, timeoutMs, signal } = this.#scanning;
    if (signal?.aborted) return Promise.reject(abortError(this.#scanning));
    const end = new Promise<ScanEnd>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    const cancel = this.#core.clock.after(timeoutMs, () => {
      const text = `scan of ${name}: no end after ${timeoutMs} ms`;
      this.#settle()?.reject(new Nl80211Error("TIMEOUT", text, { command: "TriggerScan", target: name }));
    });
    const settled = end.finally(cancel);
    settled.catch(() => {}); // who asked for the scan may have failed before it waits
    return settled;
  }

  close(): void {
    this.#scanning.signal?.removeEventListener("abort", this.#abort);
    this.#subscription?.close();
    this.#settle()?.resolve("lost");
  }

  #settle(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #isOurs(event: { readonly ifindex?: number; readonly wdev?: number; readonly wiphy?: number }): boolean {
    const ours: { readonly ifindex?: number; readonly wdev?: number; readonly wiphy?: number } =
      this.#scanning.selector;
    if (ours.wdev !== undefined) return event.wdev === ours.wdev;
    return ours.ifindex !== undefined ? event.ifindex === ours.ifindex : event.wiphy === ours.wiphy;
  }
}

function abortError({ name, signal }: Scanning): Nl80211Error {
  return new Nl80211Error("ABORTED", `scan of ${name}: aborted by the caller`, { cause: signal?.reason, target: name });
}
