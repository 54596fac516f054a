import type { Command } from "../../genetlink/command.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import type { Events } from "../../nl80211/generated/command-map.ts";
import { EVENTS } from "../../nl80211/generated/event-loader.ts";
import { type Decoded, decodeMessage } from "../core.ts";

/** Which events to hear. */
export interface EventOptions {
  /** Multicast groups: "config", "scan", "regulatory", "mlme", "vendor", "nan", "testmode". Default: all that the kernel has. */
  readonly groups?: readonly string[];
  /** Called once the groups are joined: what happens from then on comes. */
  readonly onListening?: () => void;
}

/** Name of an event: its command's in kebab-case, "new-scan-results". */
export type EventType = keyof Events;

/** What every event has. */
interface EventBase {
  /** When it was received, in ms since the epoch. */
  readonly time: number;
  readonly wiphy?: number;
  readonly ifindex?: number;
  /** Name of the interface, as it is when the event comes: "wlan0". */
  readonly interface?: string;
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
  readonly ifname?: string;
}

/** Who knows the names of interfaces. */
export interface Names {
  of(ifindex: number): string | undefined;
  learn(ifindex: number, name: string): void;
}

/** Turns notifications into events. The decoders are loaded before the first, so that events keep their order. */
export class EventDecoder {
  readonly #commands: ReadonlyMap<number, Command>;
  readonly #names: Names | undefined;

  private constructor(commands: ReadonlyMap<number, Command>, names: Names | undefined) {
    this.#commands = commands;
    this.#names = names;
  }

  /** A decoder for the events of some multicast groups, or for those that come to one socket alone (undefined). */
  static async load(groups: readonly (string | undefined)[], names?: Names): Promise<EventDecoder> {
    const wanted = Object.entries(EVENTS).filter(([, { group }]) => groups.includes(group));
    const loaded = wanted.map(async ([command, { load }]) => [Number(command), await load()] as const);
    return new EventDecoder(new Map(await Promise.all(loaded)), names);
  }

  decode(message: GenericMessage, time: number): WifiEvent {
    return toEvent(message, time, this.#commands.get(message.command), this.#names);
  }
}

function toEvent(
  message: GenericMessage,
  time: number,
  command: Command | undefined,
  names: Names | undefined,
): WifiEvent {
  if (command?.event === undefined) {
    const { bytes, start, end } = message.attributes();
    return { type: "unknown", time, command: message.command, bytes: bytes.subarray(start, end) };
  }
  const attributes = decodeMessage(message, command.event.decode) as Addressed;
  const { wiphy, ifindex, wdev, mloLinkId } = attributes;
  const name = names && nameOf(attributes, names);
  return {
    type: command.event.type,
    time,
    ...(wiphy !== undefined && { wiphy }),
    ...(ifindex !== undefined && { ifindex }),
    ...(name !== undefined && { interface: name }),
    ...(wdev !== undefined && { wdev }),
    ...(mloLinkId !== undefined && { linkId: mloLinkId }),
    attributes,
  } as WifiEvent;
}

/** The name that the event says, or the one that is known. */
function nameOf({ ifindex, ifname }: Addressed, names: Names): string | undefined {
  if (ifindex === undefined) return undefined;
  if (ifname === undefined) return names.of(ifindex);
  names.learn(ifindex, ifname);
  return ifname;
}
