import { isNl80211Error, Nl80211Error } from "../errors.ts";
import { Bss } from "../nl80211/bss.ts";
import {
  type NewScanResultsEvent,
  newScanResultsCommand,
  ScanFlag,
  scanAbortedCommand,
  type TriggerScanRequest,
} from "../nl80211/generated/scan.ts";
import { type CallOptions, type Core, decodeMessage, FAMILY } from "./core.ts";
import { type Selector, type Target, targetName } from "./target.ts";

export interface ScanOptions extends CallOptions {
  /** Names to ask for, so that hidden networks answer. Default: any. */
  readonly ssids?: readonly (string | Uint8Array)[];
  /** Only these channels, by the centre of the primary. Default: all that the radio may use. */
  readonly frequenciesMhz?: readonly number[];
  /** Listen only, send no probe requests. */
  readonly passive?: boolean;
  /** Forget what was found before. */
  readonly flush?: boolean;
  /** How long the scan may take. Default: 60 s. */
  readonly timeoutMs?: number;
}

const SCAN_TIMEOUT_MS = 60_000;

/** How a scan ended; `ours` where the event says our interface. */
interface ScanEnd {
  readonly aborted: boolean;
}

/**
 * Scans with an interface and gives what was found. The end is awaited from before the scan is asked for, and only our own
 * interface's counts. Where another program scans just now (EBUSY), its end is awaited and the scan asked for again.
 */
export async function scan(core: Core, target: Target | undefined, options: ScanOptions = {}): Promise<Bss[]> {
  const [selector, name] = await scannerOf(core, target, options);
  const { timeoutMs = SCAN_TIMEOUT_MS, signal } = options;
  const about = { target: name, ...(signal !== undefined && { signal }) };
  const ends = new ScanEnds(core, selector, name, timeoutMs, signal);
  await ends.listen();
  try {
    const request = triggerOf(selector, options);
    for (;;) {
      const end = ends.next();
      const busy = await core.request("TriggerScan", request, about).then(
        () => false,
        (error: unknown) => {
          if (isNl80211Error(error, "BUSY")) return true;
          ends.giveUp();
          throw error;
        },
      );
      const { aborted } = await end.catch(async (error: unknown) => {
        if (!busy) await core.request("AbortScan", selector as { ifindex: number }).catch(() => {});
        throw error;
      });
      if (busy) continue;
      if (aborted)
        throw new Nl80211Error("SCAN_ABORTED", `scan of ${name}: aborted by the kernel or another program`, {
          target: name,
        });
      break;
    }
    const results = await core.dump("GetScan", selector as { ifindex: number }, about);
    return (await results.toArray()).map((reply) => new Bss(reply));
  } finally {
    ends.close();
  }
}

/** Ends of scans on one interface, as they come. */
class ScanEnds {
  #waiting: { resolve(end: ScanEnd): void; reject(error: unknown): void } | undefined;
  #close: (() => void)[] = [];
  readonly #core: Core;
  readonly #selector: Partial<Record<"ifindex" | "wdev" | "wiphy", number>>;
  readonly #name: string;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;

  constructor(core: Core, selector: Selector, name: string, timeoutMs: number, signal: AbortSignal | undefined) {
    this.#core = core;
    this.#selector = selector;
    this.#name = name;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
  }

  async listen(): Promise<void> {
    this.#signal?.throwIfAborted();
    const subscription = await this.#core.netlink.subscribe(FAMILY, ["scan"], {
      notification: ({ message }) => {
        const aborted = message.command === scanAbortedCommand.value;
        if (!aborted && message.command !== newScanResultsCommand.value) return;
        const event = decodeMessage(message, newScanResultsCommand.event.decode) as NewScanResultsEvent;
        if (this.#isOurs(event)) this.#settle()?.resolve({ aborted });
      },
      // The end may be among what was lost; the results will tell.
      gap: () => this.#settle()?.resolve({ aborted: false }),
      failure: (error) => this.#settle()?.reject(error),
    });
    const abort = () => this.#settle()?.reject(this.#abortError());
    this.#signal?.addEventListener("abort", abort);
    this.#close.push(
      () => subscription.close(),
      () => this.#signal?.removeEventListener("abort", abort),
    );
  }

  /** The next end; rejects on timeout and abort. */
  next(): Promise<ScanEnd> {
    const end = new Promise<ScanEnd>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    const cancel = this.#core.clock.after(this.#timeoutMs, () => {
      const text = `scan of ${this.#name}: no end after ${this.#timeoutMs} ms`;
      this.#settle()?.reject(new Nl80211Error("TIMEOUT", text, { command: "TriggerScan", target: this.#name }));
    });
    const cancelled = end.finally(cancel);
    cancelled.catch(() => {});
    return cancelled;
  }

  giveUp(): void {
    this.#settle()?.resolve({ aborted: false });
  }

  close(): void {
    for (const close of this.#close) close();
    this.giveUp();
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  #isOurs(event: { readonly ifindex?: number; readonly wdev?: number; readonly wiphy?: number }): boolean {
    const { ifindex, wdev, wiphy } = this.#selector;
    if (wdev !== undefined) return event.wdev === wdev;
    return ifindex !== undefined ? event.ifindex === ifindex : event.wiphy === wiphy;
  }

  #abortError(): Nl80211Error {
    return new Nl80211Error("ABORTED", `scan of ${this.#name}: aborted by the caller`, { cause: this.#signal?.reason });
  }
}

async function scannerOf(core: Core, target: Target | undefined, options: ScanOptions): Promise<[Selector, string]> {
  const about = options.signal === undefined ? {} : { signal: options.signal };
  if (target !== undefined) return [await core.resolve(target, about), targetName(target)];
  const devices = await (await core.dump("GetInterface", {}, about)).toArray();
  const named = devices.filter((device) => device.ifindex !== undefined);
  const first = named.find((device) => device.iftype === 2 /* station */) ?? named[0];
  if (first === undefined) {
    throw new Nl80211Error("NO_ADAPTER", "there is no Wi-Fi interface to scan with", {
      hint: "nl80211 wiphys lists the radios",
    });
  }
  return [{ ifindex: first.ifindex! }, first.ifname ?? `ifindex ${first.ifindex}`];
}

function triggerOf(selector: Selector, options: ScanOptions): TriggerScanRequest {
  const ssids = options.ssids ?? (options.passive ? undefined : [""]);
  return {
    ...(selector as { ifindex: number }),
    ...(ssids !== undefined && {
      scanSsids: ssids.map((ssid) => (typeof ssid === "string" ? new TextEncoder().encode(ssid) : ssid)),
    }),
    ...(options.frequenciesMhz !== undefined && { scanFrequenciesMhz: [...options.frequenciesMhz] }),
    ...(options.flush && { scanFlags: [ScanFlag.Flush] }),
  };
}
