import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import { Bss } from "../../nl80211/bss.ts";
import { BssOctets } from "../../nl80211/bss-octets.ts";
import { Iftype } from "../../nl80211/generated/interface-enums.ts";
import type { CallOptions, Core } from "../core.ts";
import { Deadline } from "../deadline.ts";
import { rfkillOf } from "../radio/rfkill.ts";
import { type Selector, selectorOf, type Target, targetName } from "../target.ts";
import { ScanEnds, type Scanning } from "./scan-ends.ts";
import { checkScan } from "./scan-limits.ts";
import { ScanQueue } from "./scan-queue.ts";
import { type ScanOptions, toTriggerScan } from "./scan-request.ts";

const SCAN_TIMEOUT_MS = 60_000;

/** An interface (or device) that can scan. */
interface ScanDevice {
  readonly selector: Selector;
  readonly name: string;
  readonly wiphy: number;
}

/** Scans, each owned from the asking to the results: nothing of another interface's scan is taken for it. */
export class Scanner {
  readonly #core: Core;
  readonly #queue = new ScanQueue();

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Scans, and gives all that the kernel remembers then. Without a target the first station interface scans. While another
   * program or interface scans with the radio (EBUSY) its end is awaited, and then the scan is asked for again. When the signal aborts
   * or the time is over, all of that included, the scan is aborted in the kernel too, if it is ours.
   *
   * Rejects with INTERFACE_DOWN, NOT_PERMITTED, RFKILL, NO_SUCH_INTERFACE, NO_ADAPTER, SCAN_ABORTED (by the kernel or another
   * program), TIMEOUT, ABORTED, CLOSED; with INVALID_ARGUMENT and NOT_SUPPORTED for what the radio cannot do. No networks is an empty list.
   */
  async scan(target: Target | undefined, options: ScanOptions = {}): Promise<Bss[]> {
    const { signal, timeoutMs = SCAN_TIMEOUT_MS, priority = 0 } = options;
    if (Number.isNaN(priority)) throw new Nl80211Error("INVALID_ARGUMENT", "priority NaN: expected a number");
    toTriggerScan({ ifindex: 1 }, options); // a bad argument is told before anything is asked
    const name = target === undefined ? "the first interface" : targetName(target, options);
    const details = { command: "TriggerScan", target: name };
    const { clock, closed } = this.#core;
    using deadline = new Deadline(clock, { timeoutMs, signal, closed, what: `scan of ${name}`, details });
    const { over } = deadline;
    try {
      const device = { ...(await this.#device(target, over)), ...(options.target !== undefined && { name }) };
      const scanning: Scanning = { ...device, over };
      const request = toTriggerScan(device.selector, options);
      const call = { target: device.name, signal: over };
      await checkScan(this.#core, device, request, call);
      return await this.#queue.run(device.wiphy, priority, over, async () => {
        await this.#complete(scanning, request).catch((error: unknown) => this.#whyDown(error, device));
        return this.results(device.selector, call);
      });
    } catch (error) {
      throw deadline.reasonOf(error);
    }
  }

  /** What the kernel remembers of scans with a device; no scan is made. */
  async results(selector: Selector, options: CallOptions = {}): Promise<Bss[]> {
    const request = selector as { ifindex: number };
    const dump = await this.#core.dumpUnread("GetScan", request, options, (...unread) => new BssOctets(...unread));
    const replies = await dump.toArray();
    const time = this.#core.clock.now();
    return replies.map((reply) => new Bss(reply, time));
  }

  async #complete(scanning: Scanning, request: ReturnType<typeof toTriggerScan>): Promise<void> {
    const ends = await ScanEnds.listen(this.#core, scanning);
    /** A scan of ours began, and its end was not seen yet. */
    let begun = false;
    try {
      for (;;) {
        const end = ends.next();
        const ours = await this.#trigger(scanning, request);
        begun ||= ours;
        if (!ours) ends.countOthers();
        const how = await end.catch(async (error: unknown) => {
          if (ours) await this.#abort(scanning);
          throw error;
        });
        // Whether it has ended tells the kernel alone: it is busy with it, or scans anew.
        if (how === "lost" || how === "other" || !begun) continue;
        if (how === "finished") return;
        const text = `scan of ${scanning.name}: aborted by the kernel or another program`;
        throw new Nl80211Error("SCAN_ABORTED", text, { command: "TriggerScan", target: scanning.name });
      }
    } finally {
      ends.close();
    }
  }

  /**
   * True where the scan is ours now, false where another one runs. It is answered at once, and not given up meanwhile: a scan that
   * began must be known, to be aborted.
   */
  async #trigger({ name, over }: Scanning, request: ReturnType<typeof toTriggerScan>): Promise<boolean> {
    over.throwIfAborted();
    try {
      await this.#core.request("TriggerScan", request, { target: name });
      return true;
    } catch (error) {
      if (isNl80211Error(error, "BUSY")) return false;
      throw error;
    }
  }

  /** A switched off radio takes its interfaces down, so that the kernel says ENETDOWN for it; the cure is another. */
  async #whyDown(error: unknown, { name, wiphy }: ScanDevice): Promise<never> {
    const { sysfs } = this.#core;
    if (!isNl80211Error(error, "INTERFACE_DOWN") || sysfs === undefined) throw error;
    const by = await rfkillOf(wiphy, sysfs);
    if (by === undefined) throw error;
    const text = `TriggerScan ${name}: the radio is switched off (rfkill, ${by === "hard" ? "by hardware" : "by software"})`;
    const hint = by === "hard" ? "a button or the firmware does that" : "rfkill unblock wifi";
    const details = { command: "TriggerScan", target: name, hint, cause: error };
    throw new Nl80211Error("RFKILL", text, details);
  }

  /** The scan may have ended by itself just now: then there is nothing to abort. */
  async #abort({ selector, name }: Scanning): Promise<void> {
    await this.#core.request("AbortScan", selector as { ifindex: number }, { target: name }).catch(() => {});
  }

  async #device(target: Target | undefined, signal: AbortSignal): Promise<ScanDevice> {
    const dump = await this.#core.dump("GetInterface", {}, { signal });
    const devices = (await dump.toArray()).map((device) => ({ ...device, selector: ownSelector(device) }));
    if (target === undefined) {
      const named = devices.filter(({ ifindex }) => ifindex !== undefined);
      const first = named.find(({ iftype }) => iftype === Iftype.Station) ?? named[0];
      if (first === undefined) {
        const hint = "plug one in or load its driver; nl80211 wiphys lists the radios";
        throw new Nl80211Error("NO_ADAPTER", "there is no Wi-Fi interface to scan with", { hint });
      }
      return { selector: first.selector, name: first.ifname ?? targetName(first.selector), wiphy: first.wiphy! };
    }
    const wanted: Partial<Record<"ifindex" | "wdev" | "wiphy", number>> | undefined = selectorOf(target);
    const found = devices.find(({ ifname, ifindex, wdev }) =>
      wanted === undefined
        ? ifname === target
        : wanted.wdev === undefined
          ? ifindex === wanted.ifindex
          : wdev === wanted.wdev,
    );
    if (found !== undefined) return { selector: found.selector, name: targetName(target), wiphy: found.wiphy! };
    const names = devices.flatMap(({ ifname }) => ifname ?? []);
    throw new Nl80211Error("NO_SUCH_INTERFACE", `no Wi-Fi interface is called ${targetName(target)}`, {
      target: targetName(target),
      hint: names.length === 0 ? "there are no Wi-Fi interfaces" : `Wi-Fi interfaces: ${names.join(", ")}`,
    });
  }
}

function ownSelector({ ifindex, wdev }: { readonly ifindex?: number; readonly wdev?: number }): Selector {
  return ifindex === undefined ? { wdev: wdev! } : { ifindex };
}
