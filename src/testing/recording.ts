import { NetlinkProtocol } from "../netlink/constants.ts";
import { hostU32 } from "../netlink/host-order.ts";
import { type NetlinkMessage, readMessages } from "../netlink/message.ts";
import { Nl80211Command } from "../nl80211/generated/command-map.ts";
import { badFile, type Capture, type CapturedPacket } from "./capture.ts";
import { CONTROLLER, Families } from "./families.ts";
import { type Parsed, pair } from "./pairing.ts";
import { attributesOf, commandOf, FIRST_OWN_TYPE, isDump, isRequest, type RawAttribute } from "./recorded-message.ts";
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

/** Reads a capture as a conversation. Throws BAD_FILE where it holds no netlink, or another byte order's. */
export function understand(capture: Capture): Recording {
  const problems: string[] = [];
  const packets = capture.packets.flatMap((packet) => parse(packet, capture.name, problems));
  const [first] = packets;
  if (first === undefined) throw badFile(capture.name, problems[0] ?? "holds no packets");
  const families = learnFamilies(packets);
  const devices = learnDevices(packets, families);
  const ask = (protocol: number, message: NetlinkMessage) => question(protocol, message, families, devices);
  const { exchanges, events } = pair(packets, ask, families);
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
