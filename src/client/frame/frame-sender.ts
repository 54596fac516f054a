import type { GenericMessage } from "../../genetlink/message.ts";
import { type FrameRequest, type FrameTxStatusEvent, frameTxStatusCommand } from "../../nl80211/generated/frame.ts";
import { type CallOptions, type Core, decodeMessage } from "../core.ts";
import { CookieEvents } from "./cookie-events.ts";
import { kernelWord } from "./kernel-word.ts";

/** What became of a frame that was sent. */
export interface SentFrame {
  /** Whether the receiver acknowledged it; absent where nobody waited (`dontWaitForAck`). Frames to groups never are. */
  readonly acked?: boolean;
  /** The kernel's number for it: `cancelWait()` takes it. */
  readonly cookie?: bigint;
  /** When it was sent, by the device's clock in ns; few devices tell. */
  readonly hardwareTimeNs?: bigint;
}

/** What the kernel needs after a frame is handed to it until it says what became of it. */
const STATUS_MS = 10_000;

/** Sends frames on one socket, and hears there what became of them. Hand it every notification of the group "mlme". */
export class FrameSender {
  readonly #core: Core;
  readonly #statuses = new CookieEvents<FrameTxStatusEvent>();

  constructor(core: Core) {
    this.#core = core;
  }

  heard(message: GenericMessage): void {
    if (message.command !== frameTxStatusCommand.value) return;
    const status = decodeMessage(message, frameTxStatusCommand.event.decode);
    this.#statuses.heard(status.cookie, status);
  }

  /**
   * Sends, and resolves with the frame's status. Rejects with what the kernel says, TIMEOUT where it says nothing of the frame, and
   * ABORTED, after the wait on the channel was cancelled.
   */
  async send(request: FrameRequest, call: CallOptions = {}): Promise<SentFrame> {
    const { signal, timeoutMs = STATUS_MS + (request.durationMs ?? 0), ...rest } = call;
    const ask = () => this.#core.request("Frame", request, rest);
    if (request.dontWaitForAck) {
      await ask();
      return {};
    }
    let status: FrameTxStatusEvent | undefined;
    let told = (event: FrameTxStatusEvent) => {
      status = event;
    };
    const cookie = await this.#statuses.ask(
      async () => (await ask())!.cookie!,
      (event) => told(event),
    );
    try {
      if (status !== undefined) return toSentFrame(status);
      const giveUp = () => this.cancelWait(request, cookie);
      const about = { command: "Frame", target: call.target, timeoutMs, signal, giveUp };
      const { promise, say } = kernelWord<FrameTxStatusEvent>(this.#core, about);
      told = say;
      return toSentFrame(await promise);
    } finally {
      this.#statuses.forget(cookie);
    }
  }

  /** Leaves the channel on which an answer was waited for. */
  async cancelWait({ ifindex, wdev }: Pick<FrameRequest, "ifindex" | "wdev">, cookie: bigint): Promise<void> {
    const selector = ifindex === undefined ? { wdev: wdev! } : { ifindex };
    await this.#core.request("FrameWaitCancel", { ...selector, cookie });
  }
}

function toSentFrame({ ack, cookie, txHwTimestampNs: hardwareTimeNs }: FrameTxStatusEvent): SentFrame {
  return { acked: ack === true, cookie: cookie!, ...(hardwareTimeNs !== undefined && { hardwareTimeNs }) };
}
