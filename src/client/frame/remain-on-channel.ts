import { checkedTimeout } from "../../netlink/checked.ts";
import {
  type CancelRemainOnChannelEvent,
  cancelRemainOnChannelCommand,
  type RemainOnChannelEvent,
  remainOnChannelCommand,
} from "../../nl80211/generated/channel.ts";
import { device } from "../addressee.ts";
import { whole } from "../argument.ts";
import { type CallOptions, type Core, decodeMessage, FAMILY } from "../core.ts";
import { Lasting } from "../lasting.ts";
import { type ChannelPosition, frequencyFields, frequencyOf } from "../radio/channel-choice.ts";
import type { Target } from "../target.ts";
import { CookieEvents } from "./cookie-events.ts";
import { kernelWord } from "./kernel-word.ts";

/** How a stay on a channel ended: by `close()`, or because its time was over or the kernel needed the radio. */
export interface StayEnd {
  readonly by: "us" | "kernel";
}

/** A stay on another channel. It ends by itself after its time, or when it is closed. */
export class ChannelStay extends Lasting {
  readonly frequencyMhz: number;
  /** How long the kernel will stay, in ms from the moment that it was there. */
  readonly durationMs: number;
  /** Resolves when the radio has left the channel. Never rejects. */
  readonly ended: Promise<StayEnd>;

  constructor(
    core: Core,
    frequencyMhz: number,
    durationMs: number,
    ended: Promise<StayEnd>,
    undo: () => Promise<unknown>,
  ) {
    super(core, undo);
    this.frequencyMhz = frequencyMhz;
    this.durationMs = durationMs;
    this.ended = ended;
    // Nothing is left to hear then: the socket goes, and with it what keeps the process alive.
    void ended.then(() => this.close());
  }
}

type StayEvent = { readonly begun: RemainOnChannelEvent } | { readonly over: CancelRemainOnChannelEvent };

/** What the kernel may take to get there: other work of the radio comes first. */
const BEGIN_MS = 10_000;

/** Goes to a channel and resolves when the radio is there. */
export async function remainOnChannel(
  parent: Core,
  target: Target,
  channel: ChannelPosition,
  durationMs: number,
  options: CallOptions = {},
): Promise<ChannelStay> {
  const frequencyMhz = frequencyOf(channel);
  const fields = { ...frequencyFields(frequencyMhz), durationMs: whole("duration in ms", durationMs, 10, 0xffffffff) };
  const [selector, named] = await device(parent, target, options);
  const { signal, timeoutMs = BEGIN_MS, ...call } = named;
  checkedTimeout(timeoutMs);
  const core = parent.separate();
  const events = new CookieEvents<StayEvent>();
  const begun = {
    current: undefined as RemainOnChannelEvent | undefined,
    told: (_: RemainOnChannelEvent) => {},
    lost: () => {},
  };
  let isOver = false;
  let ends!: (end: StayEnd) => void;
  const ended = new Promise<StayEnd>((resolve) => {
    ends = (end) => {
      isOver = true;
      resolve(end);
    };
  });
  core.closed.addEventListener("abort", () => ends({ by: "us" }));
  const heard = (event: StayEvent) => {
    if ("over" in event) return ends({ by: "kernel" });
    begun.current = event.begun;
    begun.told(event.begun);
  };
  try {
    const { id } = await core.family();
    await core.netlink.listen(FAMILY, ["mlme"], {
      notification: ({ message }) => {
        if (message.command === remainOnChannelCommand.value) {
          const event = decodeMessage(message, remainOnChannelCommand.event.decode);
          events.heard(event.cookie, { begun: event });
        } else if (message.command === cancelRemainOnChannelCommand.value) {
          const event = decodeMessage(message, cancelRemainOnChannelCommand.event.decode);
          events.heard(event.cookie, { over: event });
        }
      },
      gap: (family) => {
        if (family?.id !== id) {
          ends({ by: "kernel" });
          begun.lost();
        }
        // Its end may be among what was lost; it comes by then.
        else core.clock.after(begun.current?.durationMs ?? durationMs, () => ends({ by: "kernel" }));
      },
      failure: () => ends({ by: "kernel" }),
    });
    const ask = () => core.request("RemainOnChannel", { ...selector, ...fields }, call);
    const cookie = await events.ask(async () => (await ask())!.cookie!, heard);
    const cancel = () => core.request("CancelRemainOnChannel", { ...selector, cookie });
    const about = { command: "RemainOnChannel", target: call.target, timeoutMs, signal, giveUp: cancel };
    const { promise, say, lose } = kernelWord<RemainOnChannelEvent>(core, about);
    begun.told = say;
    begun.lost = lose;
    if (begun.current !== undefined) say(begun.current);
    const { durationMs: granted } = await promise;
    const undo = async () => {
      if (isOver) return;
      ends({ by: "us" });
      await cancel();
    };
    return new ChannelStay(core, frequencyMhz, granted ?? durationMs, ended, undo);
  } catch (error) {
    core.close();
    throw error;
  }
}
