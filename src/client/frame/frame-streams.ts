import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { frameCommand, unexpected4addrFrameCommand, unexpectedFrameCommand } from "../../nl80211/generated/frame.ts";
import { device, netdev, radio } from "../addressee.ts";
import { type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import { type Target, targetName } from "../target.ts";
import { choiceName, type FrameChoice, toRegistration } from "./frame-choice.ts";
import { type ReceivedFrame, toReceivedFrame } from "./received-frame.ts";

/** A data frame from a station that is not associated, or that uses four addresses unasked. */
export interface UnexpectedFrame {
  readonly type: "not-associated" | "4addr";
  readonly address: Mac;
  /** When it was received, in ms since the epoch. */
  readonly time: number;
  readonly linkId?: number;
}

/** Streams of what comes to the socket that asked for it. */
export class FrameStreams {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  receive(target: Target, choices: readonly FrameChoice[]): Observable<ReceivedFrame> {
    const registrations = choices.map(toRegistration);
    return ownedStream<ReceivedFrame>(this.#core, {
      name: `${choices.map(choiceName).join(", ")} frames of ${targetName(target)}`,
      begin: async (core) => {
        const [selector, call] = await device(core, target, {});
        for (const registration of registrations) {
          await core.request("RegisterFrame", { ...selector, ...registration }, call);
        }
      },
      heard: (message, time, subscriber) => {
        if (message.command !== frameCommand.value) return;
        const received = toReceivedFrame(decodeMessage(message, frameCommand.event.decode), time);
        if (received !== undefined) subscriber.next(received);
      },
    });
  }

  unexpected(target: Target): Observable<UnexpectedFrame> {
    return ownedStream<UnexpectedFrame>(this.#core, {
      name: `unexpected frames of ${targetName(target)}`,
      begin: async (core) => {
        const [selector, call] = await netdev(core, target, {});
        await core.request("UnexpectedFrame", selector, call);
      },
      heard: (message, time, subscriber) => {
        const fourAddresses = message.command === unexpected4addrFrameCommand.value;
        if (!fourAddresses && message.command !== unexpectedFrameCommand.value) return;
        const { mac, mloLinkId } = decodeMessage(message, unexpectedFrameCommand.event.decode);
        if (mac === undefined) return;
        const type = fourAddresses ? "4addr" : "not-associated";
        subscriber.next({ type, address: mac, time, ...(mloLinkId !== undefined && { linkId: mloLinkId }) });
      },
    });
  }

  beacons(target: Target): Observable<ReceivedFrame> {
    return ownedStream<ReceivedFrame>(this.#core, {
      name: `beacons heard by ${targetName(target)}`,
      begin: async (core) => {
        const [selector, call] = await radio(core, target, {});
        await core.request("RegisterBeacons", selector, call);
      },
      heard: (message, time, subscriber) => {
        if (message.command !== frameCommand.value) return;
        const received = toReceivedFrame(decodeMessage(message, frameCommand.event.decode), time);
        if (received !== undefined) subscriber.next(received);
      },
    });
  }
}
