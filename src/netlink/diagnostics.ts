import { channel } from "node:diagnostics_channel";
import { debuglog } from "node:util";
import type { Exchange } from "./exchange.ts";

/**
 * What a request was and how it ended, on the diagnostics channel "nl80211:request". Its attributes are left out: they may hold
 * keys.
 */
export interface RequestTrace {
  readonly protocol: number;
  readonly portId: number;
  readonly sequence: number;
  readonly type: number;
  readonly dump: boolean;
  readonly command: string | undefined;
  readonly target: string | undefined;
  /** Milliseconds from the sending to the outcome. */
  readonly durationMs: number;
  readonly error: Error | undefined;
}

/** A message that was read and belongs to nothing, on "nl80211:drop". */
export interface DropTrace {
  readonly protocol: number;
  readonly portId: number;
  readonly reason: "late" | "malformed";
  readonly octets: number;
}

/** The kernel dropped messages for this socket, on "nl80211:overrun". */
export interface OverrunTrace {
  readonly protocol: number;
  readonly portId: number;
}

const requests = channel("nl80211:request");
const drops = channel("nl80211:drop");
const overruns = channel("nl80211:overrun");
const debug = debuglog("nl80211");
/** Node reads NODE_DEBUG once, when it starts. */
const debugs = debug.enabled;

/** Whether anybody listens, so that an untraced request pays nothing. */
export function traced(): boolean {
  return requests.hasSubscribers || debugs;
}

/** Tells of a request's outcome, to the channel and to NODE_DEBUG=nl80211. */
export function traceRequest(
  protocol: number,
  portId: number,
  exchange: Exchange,
  durationMs: number,
  error: Error | undefined,
): void {
  const { sequence, type, dump } = exchange;
  const { command, target } = exchange.describe();
  requests.publish({
    protocol,
    portId,
    sequence,
    type,
    dump,
    command,
    target,
    durationMs,
    error,
  } satisfies RequestTrace);
  const what = [command, target].filter((part) => part !== undefined).join(" ");
  debug("#%d %s%s: %s in %s ms", sequence, dump ? "dump " : "", what, error?.message ?? "ok", durationMs.toFixed(3));
}

export function traceDrop(trace: DropTrace): void {
  if (drops.hasSubscribers) drops.publish(trace);
  debug("dropped %d octets on port %d: %s", trace.octets, trace.portId, trace.reason);
}

export function traceOverrun(trace: OverrunTrace): void {
  if (overruns.hasSubscribers) overruns.publish(trace);
  debug("overrun on port %d: the kernel dropped messages", trace.portId);
}
