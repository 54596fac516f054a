import { Observable } from "rxjs";
import { parseMac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { Ssid } from "../../ieee80211/ssid.ts";
import type { Bss } from "../../nl80211/bss.ts";
import {
  type SchedScanMatch,
  type StartSchedScanRequest,
  schedScanResultsCommand,
  schedScanStoppedCommand,
} from "../../nl80211/generated/scan.ts";
import { netdev } from "../addressee.ts";
import { type Core, decodeMessage, FAMILY } from "../core.ts";
import { type Target, targetName } from "../target.ts";
import { checkScheduledScan } from "./scan-limits.ts";
import { type ScanOptions, ssidBytes, toTriggerScan } from "./scan-request.ts";

type Asked = "ssids" | "frequenciesMhz" | "passive" | "flush" | "randomAddress" | "elements" | "flags";

/** What a radio scans for by itself, and when. */
export interface ScheduledScanOptions extends Pick<ScanOptions, Asked> {
  /** Seconds from one scan to the next. Default: 60. */
  readonly intervalS?: number;
  /** Instead of `intervalS`: plans, one after the other. All but the last say how many scans they are; the last goes on for ever. */
  readonly plans?: readonly ScanPlan[];
  /** Only tell of networks that one of these fits. Default: any. */
  readonly matches?: readonly ScanMatch[];
  /** Seconds before the first scan. */
  readonly delayS?: number;
}

/** One part of a schedule. */
export interface ScanPlan {
  readonly intervalS: number;
  readonly iterations?: number;
}

/** What a network must have: the name or the address (not both), and at least the signal. */
export interface ScanMatch {
  readonly ssid?: string | Uint8Array | Ssid;
  readonly bssid?: string;
  readonly minSignalDbm?: number;
}

/**
 * Scans that the radio makes by itself, asleep or not: what the kernel remembers, each time that one of them has found something. It
 * begins with the subscription and has a socket of its own, so that it ends with that, whatever becomes of this process.
 *
 * Fails with NOT_SUPPORTED where the driver cannot, KERNEL (EINPROGRESS) where one runs, SCAN_ABORTED where the kernel stops it, as when
 * the interface goes down, LOST where it went with nl80211 or its socket.
 */
export function scheduledScan(
  parent: Core,
  results: (ifindex: number) => Promise<Bss[]>,
  target: Target,
  options: ScheduledScanOptions,
): Observable<Bss[]> {
  return new Observable((subscriber) => {
    const core = parent.separate();
    let stop: (() => Promise<unknown>) | undefined;
    let reading = false;
    let again = false;

    const read = async (ifindex: number) => {
      again = true;
      if (reading) return;
      reading = true;
      while (again && !subscriber.closed) {
        again = false;
        subscriber.next(await results(ifindex));
      }
      reading = false;
    };
    const fail = (error: unknown) => subscriber.error(error);
    const start = async () => {
      toStartSchedScan(1, options); // a bad argument is told before anything is asked
      const [{ ifindex }, call] = await netdev(core, target, {});
      const request = toStartSchedScan(ifindex, options);
      const wiphy = (await core.request("GetInterface", { ifindex }, call))?.wiphy;
      if (wiphy !== undefined) await checkScheduledScan(core, { name: targetName(target), wiphy }, request, call);
      const { id } = await core.family();
      const { connection } = core.netlink;
      await core.netlink.listen(FAMILY, ["scan"], {
        notification: ({ message }) => {
          const stopped = message.command === schedScanStoppedCommand.value;
          if (!stopped && message.command !== schedScanResultsCommand.value) return;
          if (decodeMessage(message, schedScanResultsCommand.event.decode).ifindex !== ifindex) return;
          if (stopped) fail(stoppedError(target));
          else read(ifindex).catch(fail);
        },
        gap: (family) => {
          if (family?.id !== id || connection.counters.reopened > 0) fail(lostError(target));
          else read(ifindex).catch(fail);
        },
        failure: fail,
      });
      if (subscriber.closed) return core.close();
      await core.request("StartSchedScan", request, call);
      stop = () => core.request("StopSchedScan", { ifindex }, call);
      if (subscriber.closed) await end();
    };
    /** Closing the socket stops it too, a moment later. That it has stopped by itself is no error. */
    const end = async () => {
      await stop?.().catch(() => {});
      core.close();
    };
    start().catch(fail);
    return () => void end();
  });
}

/** The request of a scheduled scan. Throws INVALID_ARGUMENT for what no radio could do. */
export function toStartSchedScan(ifindex: number, options: ScheduledScanOptions): StartSchedScanRequest {
  const { scanFreqKhz, scanSsids, scanFrequenciesMhz, ie, mac, macMask, scanFlags } = toTriggerScan(
    { ifindex },
    options,
  );
  if (scanFreqKhz !== undefined) throw invalid("a scheduled scan takes whole MHz only");
  const { matches, delayS } = options;
  return {
    ...{ ifindex, socketOwner: true, ...schedule(options) },
    ...(scanSsids !== undefined && { scanSsids }),
    ...(scanFrequenciesMhz !== undefined && { scanFrequenciesMhz }),
    ...(ie !== undefined && { ie }),
    ...(mac !== undefined && { mac, macMask }),
    ...(scanFlags !== undefined && { scanFlags }),
    ...(matches !== undefined && { schedScanMatch: matches.map(toMatch) }),
    ...(delayS !== undefined && { schedScanDelayS: seconds(delayS, "delayS", 0) }),
  };
}

/** An interval as such, which every driver takes; plans where there are some. */
function schedule({ intervalS, plans }: ScheduledScanOptions): Partial<StartSchedScanRequest> {
  if (plans === undefined) return { schedScanIntervalMs: 1000 * seconds(intervalS ?? 60, "intervalS", 1) };
  if (intervalS !== undefined) throw invalid("a scheduled scan has an interval or plans: leave out intervalS or plans");
  if (plans.length === 0) throw invalid("plans: a scheduled scan needs at least one");
  return {
    schedScanPlans: plans.map(({ intervalS, iterations }, place) => {
      const last = place === plans.length - 1;
      if (last !== (iterations === undefined)) {
        throw invalid(
          `plan ${place + 1}: ${last ? "the last goes on for ever, without" : "all but the last need"} iterations`,
        );
      }
      const interval = seconds(intervalS, "intervalS", 1);
      if (iterations === undefined) return { intervalS: interval };
      return { intervalS: interval, iterations: seconds(iterations, "iterations", 1) };
    }),
  };
}

function toMatch({ ssid, bssid, minSignalDbm }: ScanMatch): SchedScanMatch {
  if (ssid !== undefined && bssid !== undefined) throw invalid("a match has an SSID or a BSSID, not both: make two");
  if (bssid !== undefined) parseMac(bssid);
  return {
    ...(ssid !== undefined && { ssid: ssidBytes(ssid) }),
    ...(bssid !== undefined && { bssid }),
    ...(minSignalDbm !== undefined && { rssiDbm: minSignalDbm }),
  };
}

function seconds(value: number, what: string, least: number): number {
  if (Number.isInteger(value) && value >= least && value <= 4_294_967) return value;
  throw invalid(`${what} ${value}: expected a whole number from ${least}`);
}

function invalid(text: string): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", text);
}

function stoppedError(target: Target): Nl80211Error {
  const name = targetName(target);
  const text = `scheduled scan of ${name}: stopped by the kernel or another program`;
  return new Nl80211Error("SCAN_ABORTED", text, { command: "StartSchedScan", target: name });
}

function lostError(target: Target): Nl80211Error {
  const name = targetName(target);
  const text = `scheduled scan of ${name}: over, because nl80211 or the socket went away`;
  return new Nl80211Error("LOST", text, { command: "StartSchedScan", target: name });
}
