import type { Mac } from "../../bytes/mac.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import { type ProbePeerEvent, probePeerCommand } from "../../nl80211/generated/frame.ts";
import { type CallOptions, type Core, decodeMessage, FAMILY } from "../core.ts";
import { CookieEvents } from "./cookie-events.ts";
import { kernelWord } from "./kernel-word.ts";

/** Whether a peer is still there. */
export interface PeerProbe {
  /** It acknowledged an empty frame. */
  readonly acked: boolean;
  /** Signal of its ACK, where the device tells. */
  readonly ackSignalDbm?: number;
}

const PROBE_MS = 10_000;

/** Asks peers whether they are there, on one socket, and hears there whether they are. Hand it every notification of the group "mlme". */
export class PeerProber {
  readonly #core: Core;
  readonly #answers = new CookieEvents<ProbePeerEvent>();

  constructor(core: Core) {
    this.#core = core;
  }

  heard(message: GenericMessage): void {
    if (message.command !== probePeerCommand.value) return;
    const event = decodeMessage(message, probePeerCommand.event.decode);
    this.#answers.heard(event.cookie, event);
  }

  /** Sends a peer an empty data frame, and says whether it came back acknowledged. `peer` is left out by a station: it has one. */
  async probe(ifindex: number, peer: Mac | undefined, options: CallOptions = {}): Promise<PeerProbe> {
    const { signal, timeoutMs = PROBE_MS, ...call } = options;
    const about = { command: "ProbePeer", target: call.target, timeoutMs, signal };
    const { promise, say } = kernelWord<ProbePeerEvent>(this.#core, about);
    const request = { ifindex, ...(peer !== undefined && { mac: peer }) };
    const ask = async () => (await this.#core.request("ProbePeer", request, call))!.cookie!;
    const cookie = await this.#answers.ask(ask, say);
    try {
      const { ack, ackSignalDbm } = await promise;
      return { acked: ack === true, ...(ackSignalDbm !== undefined && { ackSignalDbm }) };
    } finally {
      this.#answers.forget(cookie);
    }
  }
}

/** One question on a socket of its own. */
export async function probePeer(
  parent: Core,
  ifindex: number,
  peer: Mac | undefined,
  options: CallOptions,
): Promise<PeerProbe> {
  const core = parent.separate();
  try {
    const prober = new PeerProber(core);
    await core.family();
    await core.netlink.listen(FAMILY, ["mlme"], { notification: ({ message }) => prober.heard(message) });
    return await prober.probe(ifindex, peer, options);
  } finally {
    core.close();
  }
}
