import type { Command } from "../genetlink/command.ts";
import type { GenericMessage } from "../genetlink/message.ts";
import type { Events } from "../nl80211/generated/command-map.ts";
import { EVENTS } from "../nl80211/generated/event-loader.ts";
import { type Decoded, decodeMessage } from "./core.ts";

/** Which events to hear. */
export interface EventOptions {
  /** Multicast groups: "config", "scan", "regulatory", "mlme", "vendor", "nan", "testmode". Default: all that the kernel has. */
  readonly groups?: readonly string[];
}

/** Name of an event: its command's in kebab-case, "new-scan-results". */
export type EventType = keyof Events;

/** What every event has. */
interface EventBase {
  /** When it was received, in ms since the epoch. */
  readonly time: number;
  readonly wiphy?: number;
  readonly ifindex?: number;
  readonly wdev?: number;
  /** Link of a multi-link device. */
  readonly linkId?: number;
}

/** An event of one type, with its attributes. */
export type WifiEventOf<Type extends EventType> = EventBase & {
  readonly type: Type;
  readonly attributes: Events[Type] & Decoded;
};

/** A command that this library does not know as an event: a newer kernel's. */
export interface UnknownEvent extends EventBase {
  readonly type: "unknown";
  readonly command: number;
  /** The message's attributes as they came. */
  readonly bytes: Uint8Array;
}

/** Events were lost (the receive buffer was full), or nl80211 was away: what was known by them may be old. One for each gap. */
export interface OverrunEvent extends EventBase {
  readonly type: "overrun";
}

/** Something that happened to Wi-Fi, told apart by `type`. */
export type WifiEvent = { [Type in EventType]: WifiEventOf<Type> }[EventType] | UnknownEvent | OverrunEvent;

interface Addressed {
  readonly wiphy?: number;
  readonly ifindex?: number;
  readonly wdev?: number;
  readonly mloLinkId?: number;
}

/** Turns notifications into events, in their order; a topic's decoders are loaded with its first event. */
export class EventDecoder {
  readonly #commands = new Map<number, Command>();
  #waiting: Promise<void> | undefined;

  /** Calls `deliver` with the event: at once, unless its decoder or an earlier event's is still being loaded. */
  decode(message: GenericMessage, time: number, deliver: (event: WifiEvent) => void): void {
    const { command } = message;
    const loader = EVENTS[command];
    const ready = loader === undefined || this.#commands.has(command);
    this.#inOrder(ready ? undefined : () => this.#load(command), () => {
      deliver(toEvent(message, time, this.#commands.get(command)));
    });
  }

  /** Calls `action` after the events that still wait. */
  after(action: () => void): void {
    this.#inOrder(undefined, action);
  }

  #inOrder(load: (() => Promise<void>) | undefined, action: () => void): void {
    if (load === undefined && this.#waiting === undefined) {
      action();
      return;
    }
    const turn = (this.#waiting ?? Promise.resolve()).then(load).then(action);
    this.#waiting = turn;
    void turn.finally(() => {
      if (this.#waiting === turn) this.#waiting = undefined;
    });
  }

  async #load(command: number): Promise<void> {
    const loaded = await EVENTS[command]?.load();
    if (loaded !== undefined) this.#commands.set(command, loaded);
  }
}

function toEvent(message: GenericMessage, time: number, command: Command | undefined): WifiEvent {
  if (command?.event === undefined) {
    const { bytes, start, end } = message.attributes();
    return { type: "unknown", time, command: message.command, bytes: bytes.subarray(start, end) };
  }
  const attributes = decodeMessage(message, command.event.decode) as Addressed;
  const { wiphy, ifindex, wdev, mloLinkId } = attributes;
  return {
    type: command.event.type,
    time,
    ...(wiphy !== undefined && { wiphy }),
    ...(ifindex !== undefined && { ifindex }),
    ...(wdev !== undefined && { wdev }),
    ...(mloLinkId !== undefined && { linkId: mloLinkId }),
    attributes,
  } as WifiEvent;
}
