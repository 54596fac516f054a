import { MessageFlag, MessageType, NetlinkProtocol } from "../netlink/constants.ts";
import { hostU32 } from "../netlink/host-order.ts";
import { type NetlinkMessage, readMessages } from "../netlink/message.ts";
import { Nl80211Command } from "../nl80211/generated/command-map.ts";
import { badFile, type Capture, type CapturedPacket } from "./capture.ts";
import { PacketWay } from "./cooked-header.ts";
import { nl80211Group, routeGroup } from "./event-groups.ts";
import { CONTROLLER, Families } from "./families.ts";
import {
  attributesOf,
  commandOf,
  FIRST_OWN_TYPE,
  isDump,
  isRequest,
  type RawAttribute,
  sameBytes,
} from "./recorded-message.ts";
import { controllerTarget, Devices, type Target } from "./target.ts";

/** What is asked, in the words by which a recording is searched. */
export interface Question {
  readonly protocol: number;
  /** "nl80211", "nlctrl", "rtnetlink"; "family 29" where nothing tells its name. */
  readonly family: string;
  readonly command: number;
  readonly dump: boolean;
  readonly target: Target;
  readonly attributes: readonly RawAttribute[];
}

/** One datagram of an answer. */
export interface Reply {
  readonly time: number;
  readonly bytes: Uint8Array;
}

/** A request of the recording and what the kernel answered. */
export interface Exchange extends Question {
  /** The request's place in the file. */
  readonly number: number;
  readonly time: number;
  readonly request: NetlinkMessage;
  readonly replies: readonly Reply[];
  /** The kernel's errno, positive; 0 for success. */
  readonly errno: number;
  /** The dump changed under the kernel's hands. */
  readonly interrupted: boolean;
}

/** What the kernel said of its own accord; nlmon's copies of it are one. */
export interface RecordedEvent {
  readonly number: number;
  readonly time: number;
  readonly protocol: number;
  readonly family: string;
  readonly command: number;
  /** Number of the multicast group; 0 where it went to one socket alone (or to a group that is not known). */
  readonly group: number;
  readonly target: Target;
  readonly bytes: Uint8Array;
}

/** A capture, understood: who asked what and was told what, and what happened beside it. */
export interface Recording {
  readonly name: string;
  /** Time of the first and of the last packet, in ms since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly families: Families;
  readonly devices: Devices;
  readonly exchanges: readonly Exchange[];
  readonly events: readonly RecordedEvent[];
  /** Packets that could not be read, each in a line. */
  readonly problems: readonly string[];
}

/**
 * Copies of one multicast that nlmon saw lie at most this far apart, in ms: 1 to 4 on an idle machine, up to 50 on an emulated one,
 * where the kernel is held up between two listeners.
 */
const COPIES_WITHIN = 100;

/** Reads a capture as a conversation. Throws BAD_FILE where it holds no netlink, or another byte order's. */
export function understand(capture: Capture): Recording {
  const problems: string[] = [];
  const packets = capture.packets.flatMap((packet) => parse(packet, capture.name, problems));
  const [first] = packets;
  if (first === undefined) throw badFile(capture.name, problems[0] ?? "holds no packets");
  const families = learnFamilies(packets);
  const devices = learnDevices(packets, families);
  const ask = (protocol: number, message: NetlinkMessage) => question(protocol, message, families, devices);
  const { exchanges, events } = converse(packets, ask, families);
  return {
    name: capture.name,
    start: first.packet.time,
    end: packets[packets.length - 1]!.packet.time,
    families,
    devices,
    exchanges,
    events,
    problems,
  };
}

/** What a request asks, in the words of a recording's families and devices. */
export function question(protocol: number, message: NetlinkMessage, families: Families, devices: Devices): Question {
  const family = familyName(protocol, message.type, families);
  const attributes = attributesOf(protocol, message);
  const command = commandOf(protocol, message);
  return {
    protocol,
    family,
    command,
    dump: isDump(message),
    target:
      family === "nl80211"
        ? devices.nl80211Target(command, attributes)
        : family === "nlctrl"
          ? controllerTarget(attributes, families)
          : protocol === NetlinkProtocol.Route
            ? devices.routeTarget(message, attributes)
            : {},
    attributes,
  };
}

interface Parsed {
  readonly packet: CapturedPacket;
  readonly messages: readonly NetlinkMessage[];
}

function parse(packet: CapturedPacket, name: string, problems: string[]): Parsed[] {
  if (packet.bytes.length >= 4 && otherByteOrder(packet.bytes)) {
    throw badFile(
      name,
      `was recorded on a machine of the other byte order (packet ${packet.number}): replay it on such a one`,
    );
  }
  try {
    const messages = readMessages(packet.bytes);
    return messages.length === 0 ? [] : [{ packet, messages }];
  } catch (error) {
    problems.push(`packet ${packet.number}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

/** A message's length is right in the order of the machine that wrote it, and out of all proportion in the other. */
function otherByteOrder(bytes: Uint8Array): boolean {
  const length = hostU32(bytes, 0);
  const swapped = hostU32(bytes.slice(0, 4).reverse(), 0);
  return length > bytes.length && swapped >= 16 && swapped <= bytes.length;
}

function learnFamilies(packets: readonly Parsed[]): Families {
  const families = new Families();
  const dumps = new Set<number>();
  for (const { packet, messages } of packets) {
    for (const message of messages) {
      families.learn(packet.protocol, message);
      if (packet.protocol !== NetlinkProtocol.Generic || message.type <= CONTROLLER || !isRequest(message)) continue;
      const command = commandOf(packet.protocol, message);
      if (isDump(message) && DUMPED.has(command)) dumps.add(message.type);
    }
  }
  if (families.byName("nl80211") === undefined) {
    // No GETFAMILY answer in it: the family whose wiphys, interfaces or networks are dumped must be nl80211.
    const unknown = [...dumps].filter((id) => families.byId(id) === undefined);
    if (unknown.length === 1) families.assume(unknown[0]!);
  }
  return families;
}

const DUMPED: ReadonlySet<number> = new Set([
  Nl80211Command.GetWiphy,
  Nl80211Command.GetInterface,
  Nl80211Command.GetScan,
]);

function learnDevices(packets: readonly Parsed[], families: Families): Devices {
  const devices = new Devices();
  for (const { packet, messages } of packets) {
    for (const message of messages) {
      if (message.type < FIRST_OWN_TYPE || isRequest(message)) continue;
      if (familyName(packet.protocol, message.type, families) === "nl80211") devices.learn(message);
      else if (packet.protocol === NetlinkProtocol.Route && message.type >> 2 === 4) {
        devices.learnLink(message, attributesOf(packet.protocol, message));
      }
    }
  }
  return devices;
}

function familyName(protocol: number, type: number, families: Families): string {
  if (protocol === NetlinkProtocol.Route) return "rtnetlink";
  if (protocol !== NetlinkProtocol.Generic) return `protocol ${protocol}`;
  return families.byId(type)?.name ?? `family ${type}`;
}

type Draft = { -readonly [Key in keyof Exchange]: Exchange[Key] } & { replies: Reply[] };

function converse(
  packets: readonly Parsed[],
  ask: (protocol: number, message: NetlinkMessage) => Question,
  families: Families,
): { exchanges: Exchange[]; events: RecordedEvent[] } {
  const exchanges: Draft[] = [];
  const open = new Map<string, Draft>();
  const events: RecordedEvent[] = [];
  const latest = new Map<string, RecordedEvent>();

  for (const { packet, messages } of packets) {
    const { protocol, number, time } = packet;
    const [first] = messages;
    if (isRequest(first!)) {
      for (const request of messages.filter(isRequest)) {
        const draft = { ...ask(protocol, request), number, time, request, replies: [], errno: 0, interrupted: false };
        exchanges.push(draft);
        open.set(address(protocol, request.portId, request.sequence), draft);
      }
      continue;
    }
    const exchange = answered(protocol, first!, open);
    if (exchange !== undefined) {
      take(exchange, packet, messages);
      continue;
    }
    if (first!.type < FIRST_OWN_TYPE) continue;
    const { family, command, target } = ask(protocol, first!);
    const group = groupOf(protocol, family, first!, families);
    const event = { number, time, protocol, family, command, group, target, bytes: packet.bytes };
    // What goes to one socket alone passes once.
    const mayBeCopy = packet.way !== PacketWay.Heard && group !== 0;
    if (!(mayBeCopy && isCopy(event, latest))) events.push(event);
    if (mayBeCopy) latest.set(`${protocol}/${group}/${deviceOf(target)}`, event);
  }
  return { exchanges: exchanges.filter((exchange) => exchange.replies.length > 0), events };
}

/** True for the same again, soon after, with nothing else from that group about that device in between. */
function isCopy(event: RecordedEvent, latest: ReadonlyMap<string, RecordedEvent>): boolean {
  const before = latest.get(`${event.protocol}/${event.group}/${deviceOf(event.target)}`);
  return before !== undefined && event.time - before.time <= COPIES_WITHIN && sameBytes(event.bytes, before.bytes);
}

function deviceOf({ wiphy, wdev, name }: Target): string {
  return `${wdev ?? wiphy} ${name}`;
}

function address(protocol: number, portId: number, sequence: number): string {
  return `${protocol}/${portId}/${sequence}`;
}

/** The exchange that a message of the kernel belongs to. Some programs leave 0 as port id in their requests' headers. */
function answered(protocol: number, message: NetlinkMessage, open: ReadonlyMap<string, Draft>): Draft | undefined {
  if (message.portId === 0 && message.sequence === 0) return undefined;
  const exchange =
    open.get(address(protocol, message.portId, message.sequence)) ?? open.get(address(protocol, 0, message.sequence));
  // rtnetlink announces a change with the port and sequence of whoever made it; only a GET has answers of its own types.
  const announced = protocol === NetlinkProtocol.Route && exchange !== undefined && exchange.command % 4 !== 2;
  return announced && message.type >= FIRST_OWN_TYPE ? undefined : exchange;
}

function take(exchange: Draft, packet: CapturedPacket, messages: readonly NetlinkMessage[]): void {
  exchange.replies.push({ time: packet.time, bytes: packet.bytes });
  for (const message of messages) {
    if ((message.flags & MessageFlag.DumpInterrupted) !== 0) exchange.interrupted = true;
    const carriesErrno = message.type === MessageType.Error || message.type === MessageType.Done;
    if (carriesErrno && message.end - message.start >= 4)
      exchange.errno = 0 - (hostU32(message.bytes, message.start) | 0);
  }
}

function groupOf(protocol: number, family: string, message: NetlinkMessage, families: Families): number {
  if (protocol === NetlinkProtocol.Route) return routeGroup(message.type, message.bytes[message.start] ?? 0);
  if (family === "nlctrl") return CONTROLLER;
  if (family !== "nl80211" || message.portId !== 0) return 0;
  const name = nl80211Group(commandOf(protocol, message));
  return name === undefined ? 0 : (families.byName(family)?.groups.get(name) ?? 0);
}
