import type { Mac } from "../bytes/mac.ts";
import { type ProbePeerEvent, probePeerCommand } from "../nl80211/generated/frame.ts";
import { CookieEvents } from "./cookie-events.ts";
import { type CallOptions, type Core, decodeMessage, FAMILY } from "./core.ts";
import { kernelWord } from "./kernel-word.ts";

/** Whether a peer is still there. */
export interface PeerProbe {
  /** It acknowledged an empty frame. */
  readonly acked: boolean;
  /** Signal of its ACK, where the device tells. */
  readonly ackSignalDbm?: number;
}

const PROBE_MS = 10_000;

/** Sends a peer an empty data frame, and says whether it came back acknowledged. `peer` is left out by a station: it has one. */
export async function probePeer(
  parent: Core,
  selector: { readonly ifindex: number },
  peer: Mac | undefined,
  options: CallOptions,
): Promise<PeerProbe> {
  const { signal, timeoutMs = PROBE_MS, ...call } = options;
  const core = parent.separate();
  const events = new CookieEvents<ProbePeerEvent>();
  const { promise, say } = kernelWord<ProbePeerEvent>(core, {
    command: "ProbePeer",
    target: call.target,
    timeoutMs,
    signal,
  });
  try {
    await core.family();
    await core.netlink.listen(FAMILY, ["mlme"], {
      notification: ({ message }) => {
        if (message.command !== probePeerCommand.value) return;
        const event = decodeMessage(message, probePeerCommand.event.decode);
        events.heard(event.cookie, event);
      },
    });
    const request = { ...selector, ...(peer !== undefined && { mac: peer }) };
    await events.ask(async () => (await core.request("ProbePeer", request, call))!.cookie!, say);
    const { ack, ackSignalDbm } = await promise;
    return { acked: ack === true, ...(ackSignalDbm !== undefined && { ackSignalDbm }) };
  } finally {
    core.close();
  }
}
