import { MessageFlag, MessageType, NetlinkProtocol } from "../netlink/constants.ts";
import { hostU32 } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import type { CapturedPacket } from "./capture.ts";
import { PacketWay } from "./cooked-header.ts";
import { nl80211Group, routeGroup } from "./event-groups.ts";
import { CONTROLLER, type Families } from "./families.ts";
import { commandOf, FIRST_OWN_TYPE, isRequest, sameBytes } from "./recorded-message.ts";
import type { Exchange, Question, RecordedEvent, Reply } from "./recording.ts";
import type { Target } from "./target.ts";

/**
 * Copies of one multicast that nlmon saw lie at most this far apart, in ms: 1 to 4 on an idle machine, up to 50 on an emulated one,
 * where the kernel is held up between two listeners.
 */
const COPIES_WITHIN = 100;

/** A packet with its messages. */
export interface Parsed {
  readonly packet: CapturedPacket;
  readonly messages: readonly NetlinkMessage[];
}

type Draft = { -readonly [Key in keyof Exchange]: Exchange[Key] } & { replies: Reply[] };

/** Puts requests and answers together; what is neither is an event. */
export function pair(
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
