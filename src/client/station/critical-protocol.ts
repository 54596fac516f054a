import { CritProtoId } from "../../nl80211/generated/connect-enums.ts";
import { device } from "../addressee.ts";
import { memberNamed, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Lasting } from "../lasting.ts";
import type { Target } from "../target.ts";

/** A moment in which frames must not get lost. */
export interface CriticalProtocolOptions {
  /** "dhcp", "eapol", "apipa", or "unspec", which is the default. */
  readonly protocol?: string;
  /** At most 5000; the kernel ends it by then. */
  readonly maxDurationMs: number;
}

/** Frames are sent and received with more care until this is closed, or the process ends, or the time is over. */
export class CriticalProtocol extends Lasting {}

/** See `Nl80211.criticalProtocol`. */
export async function criticalProtocol(
  parent: Core,
  target: Target,
  { protocol = "unspec", maxDurationMs }: CriticalProtocolOptions,
  options: CallOptions,
): Promise<CriticalProtocol> {
  const fields = {
    critProtId: memberNamed<CritProtoId>(CritProtoId, "critical protocol", protocol),
    maxCritProtDurationMs: whole("maxDurationMs", maxDurationMs, 0, 5000),
  };
  const [selector, call] = await device(parent, target, options);
  const core = parent.separate();
  try {
    await core.request("CritProtocolStart", { ...selector, ...fields }, call);
    return new CriticalProtocol(core, () => core.request("CritProtocolStop", selector));
  } catch (error) {
    core.close();
    throw error;
  }
}
