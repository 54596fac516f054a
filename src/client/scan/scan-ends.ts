import type { GroupSubscription } from "../../genetlink/subscription.ts";
import { newScanResultsCommand, scanAbortedCommand } from "../../nl80211/generated/scan.ts";
import { type Core, decodeMessage, FAMILY } from "../core.ts";
import type { Selector } from "../target.ts";

/** How a scan ended: this interface's, or ("other") another's with the same radio; "lost" where its end may be among lost events. */
export type ScanEnd = "finished" | "aborted" | "other" | "lost";

/** Who scans, for those who wait for its end. */
export interface Scanning {
  readonly selector: Selector;
  /** Its radio, which one scan at a time has. */
  readonly wiphy: number;
  /** What errors call it. */
  readonly name: string;
  /** Aborts, with the error that it is refused with, when the caller gives up or the time is over. */
  readonly over: AbortSignal;
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
  #subscription: GroupSubscription | undefined;
  #waiting: Waiting | undefined;
  #countsOthers = false;
  /** Another interface's scan with our radio ended since `next()`. */
  #otherEnded = false;
  readonly #abort = () => this.#settle()?.reject(this.#scanning.over.reason);

  private constructor(scanning: Scanning) {
    this.#scanning = scanning;
  }

  /** Joins the group. Rejects where nl80211 is not there, and where it is over already. */
  static async listen(core: Core, scanning: Scanning): Promise<ScanEnds> {
    const ends = new ScanEnds(scanning);
    await core.family();
    scanning.over.throwIfAborted();
    ends.#subscription = await core.netlink.subscribe(FAMILY, ["scan"], {
      notification: ({ message }) => {
        const aborted = message.command === scanAbortedCommand.value;
        if (!aborted && message.command !== newScanResultsCommand.value) return;
        ends.#ended(decodeMessage(message, newScanResultsCommand.event.decode), aborted ? "aborted" : "finished");
      },
      gap: () => ends.#settle()?.resolve("lost"),
      failure: (error) => ends.#settle()?.reject(error),
    });
    scanning.over.addEventListener("abort", ends.#abort);
    return ends;
  }

  /** The next end of a scan of this interface. Rejects where it is over before. */
  next(): Promise<ScanEnd> {
    const { over } = this.#scanning;
    if (over.aborted) return Promise.reject(over.reason);
    this.#countsOthers = false;
    this.#otherEnded = false;
    const end = new Promise<ScanEnd>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    end.catch(() => {}); // who asked for the scan may have failed before it waits
    return end;
  }

  /**
   * Lets what `next()` gave end with any interface's scan of the radio, also with one that ended meanwhile. A scan is refused with
   * EBUSY for each of them (cfg80211 has one scan request a wiphy): wpa_supplicant's P2P device, say, or a second interface.
   */
  countOthers(): void {
    this.#countsOthers = true;
    if (this.#otherEnded) this.#settle()?.resolve("other");
  }

  close(): void {
    this.#scanning.over.removeEventListener("abort", this.#abort);
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
    else if (this.#countsOthers) this.#settle()?.resolve("other");
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
