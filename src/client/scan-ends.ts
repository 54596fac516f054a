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
  /** Its radio, which one scan at a time has. */
  readonly wiphy: number;
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
 * other interfaces do not count, whether they finish or are aborted, until `countOthers()`.
 */
export class ScanEnds {
  readonly #scanning: Scanning;
  readonly #core: Core;
  #subscription: GroupSubscription | undefined;
  #waiting: Waiting | undefined;
  #countsOthers = false;
  /** Another interface's scan with our radio ended since `next()`. */
  #otherEnded = false;
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
        ends.#ended(decodeMessage(message, newScanResultsCommand.event.decode), aborted ? "aborted" : "finished");
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
    this.#countsOthers = false;
    this.#otherEnded = false;
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

  /**
   * Lets what `next()` gave end with any interface's scan of the radio, also with one that ended meanwhile. A scan is refused with
   * EBUSY for each of them (cfg80211 has one scan request a wiphy): wpa_supplicant's P2P device, say, or a second interface.
   */
  countOthers(): void {
    this.#countsOthers = true;
    if (this.#otherEnded) this.#settle()?.resolve("finished");
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

  #ended(event: Scanned, how: ScanEnd): void {
    if (this.#isOurs(event)) this.#settle()?.resolve(how);
    else if (event.wiphy !== this.#scanning.wiphy) return;
    else if (this.#countsOthers) this.#settle()?.resolve(how);
    else this.#otherEnded = true;
  }

  #isOurs(event: Scanned): boolean {
    const ours: Scanned = this.#scanning.selector;
    if (ours.wdev !== undefined) return event.wdev === ours.wdev;
    return ours.ifindex !== undefined ? event.ifindex === ours.ifindex : event.wiphy === ours.wiphy;
  }
}

/** Who scanned, as an event tells it. */
interface Scanned {
  readonly ifindex?: number;
  readonly wdev?: number;
  readonly wiphy?: number;
}

function abortError({ name, signal }: Scanning): Nl80211Error {
  return new Nl80211Error("ABORTED", `scan of ${name}: aborted by the caller`, { cause: signal?.reason, target: name });
}
