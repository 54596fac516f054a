import { netdev } from "../addressee.ts";
import type { CallOptions, Core } from "../core.ts";
import { LinkCalls } from "../station/link-calls.ts";
import type { Target } from "../target.ts";
import { type ScanOptions, toTriggerScan } from "./scan-request.ts";

/**
 * Scans begun and ended without waiting for them; `scan()` is a scan with its results, `scheduledScan$()` one that goes on. All of it needs
 * CAP_NET_ADMIN, and the interface up (INTERFACE_DOWN).
 */
export class ScanCalls extends LinkCalls {
  readonly #core: Core;

  constructor(core: Core) {
    super(core);
    this.#core = core;
  }

  /** Begins a scan, and resolves when it runs: "new-scan-results" among the events is its end, `scanResults()` what came of it. BUSY while one runs. */
  async triggerScan(target: Target, options: ScanOptions = {}): Promise<void> {
    toTriggerScan({ ifindex: 1 }, options); // a bad argument is told before anything is asked
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("TriggerScan", toTriggerScan(selector, options), call);
  }

  /** Ends the scan that runs, whoever began it; what it has found by then is kept. None is KERNEL with ENOENT. */
  async abortScan(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("AbortScan", selector, call);
  }

  /** Ends the scan that the radio makes by itself, whoever began it. None is KERNEL with ENOENT. */
  async stopScheduledScan(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("StopSchedScan", selector, call);
  }
}
