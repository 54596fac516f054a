import { type AnnotatedAttribute, annotate } from "../genetlink/annotate.ts";
import { AttributeNames } from "../genetlink/attribute-names.ts";
import { NLCTRL_NAMES } from "../genetlink/generated/name-table.ts";
import { GENERIC_HEADER } from "../genetlink/message.ts";
import type { MessageRole } from "../genetlink/name-table.ts";
import { attributePath } from "../netlink/attribute-path.ts";
import { align, MESSAGE_HEADER, MessageFlag, MessageType, NetlinkProtocol } from "../netlink/constants.ts";
import { errnoName } from "../netlink/errno.ts";
import { type KernelAnswer, readDone, readError } from "../netlink/extended-ack.ts";
import { hostU32, LITTLE_ENDIAN } from "../netlink/host-order.ts";
import { type NetlinkMessage, readMessage } from "../netlink/message.ts";
import { NL80211_NAMES } from "../nl80211/generated/name-table.ts";
import { Families } from "./families.ts";
import { FIRST_OWN_TYPE, isDump, isRequest } from "./recorded-message.ts";

/** What a message is in its conversation. */
export type MessageKind =
  | "request"
  | "dump request"
  | "reply"
  | "event"
  | "ack"
  | "error"
  | "done"
  | "noop"
  | "overrun";

/** A netlink message as a dissector shows it. */
export interface DissectedMessage {
  /** Where its header starts in the datagram. */
  readonly offset: number;
  /** Octets of header and payload, without padding. */
  readonly length: number;
  readonly kind: MessageKind;
  /** Type of the message: the family's number. */
  readonly type: number;
  readonly flags: readonly string[];
  readonly sequence: number;
  readonly portId: number;
  /** The family's name; of an ACK, error or DONE, that of the request where it is known. */
  readonly family?: string;
  /** "TriggerScan"; absent where the family's commands are not known. */
  readonly command?: string;
  readonly commandNumber?: number;
  readonly version?: number;
  /** "EINVAL". */
  readonly errno?: string;
  /** What the kernel says of the request: its own words. */
  readonly text?: string;
  /** The attribute that the kernel means, or misses: "nl80211.scan-ssids[4]". */
  readonly attribute?: string;
  /** What some commands return along with success, as a number. */
  readonly cookie?: bigint;
  /** Its attributes, nested as they are; absent where the family is not known. */
  readonly attributes?: readonly AnnotatedAttribute[];
  /** What follows the header, where nothing is known of it. */
  readonly payload?: Uint8Array;
  /** Why the rest of the datagram is no message. */
  readonly problem?: string;
}

interface Asked {
  readonly message: NetlinkMessage;
  readonly family: string;
  readonly command: number;
}

/**
 * Takes generic netlink apart, datagram by datagram, in the order in which they passed: it learns families from the controller's
 * answers, and knows an answer by its request. Without the controller's word, the first family it does not know is nl80211.
 */
export class Dissector {
  readonly #names: ReadonlyMap<string, AttributeNames> = new Map(
    [NL80211_NAMES, NLCTRL_NAMES].map((table) => [table.family, new AttributeNames(table)]),
  );
  readonly #families = new Families();
  readonly #asked = new Map<string, Asked>();

  /** Learns what a datagram tells of families, so that those before it are known by name too. */
  learn(datagram: Uint8Array): void {
    for (const message of messagesOf(datagram).messages) this.#families.learn(NetlinkProtocol.Generic, message);
  }

  /** The messages of a datagram. Never throws: what is no message is the last one's `problem`. */
  dissect(datagram: Uint8Array): DissectedMessage[] {
    const { messages, end, problem } = messagesOf(datagram);
    const out = messages.map((message) => this.#one(message));
    if (problem !== undefined) {
      const base = { offset: end, length: datagram.length - end, type: 0, flags: [], sequence: 0, portId: 0 };
      // Its octets are not given: what is cut off may have begun with a key.
      out.push({ ...base, kind: "noop", problem });
    }
    return out;
  }

  #one(message: NetlinkMessage): DissectedMessage {
    const { type, flags, sequence, portId, start, end } = message;
    const offset = start - MESSAGE_HEADER;
    const kind = kindOf(message);
    const base = { offset, length: end - offset, kind, type, flags: flagNames(flags, kind), sequence, portId };
    if (type === MessageType.Error || type === MessageType.Done) return { ...base, ...this.#outcome(message) };
    const payload = message.bytes.subarray(start, end);
    if (type < FIRST_OWN_TYPE) return { ...base, ...(payload.length > 0 && { payload }) };
    const family = (this.#families.byId(type) ?? this.#assume(type))?.name;
    if (end - start < GENERIC_HEADER) {
      const problem = `${end - start} octets are no generic netlink header`;
      return { ...base, ...(family && { family }), payload, problem };
    }
    const command = message.bytes[start]!;
    const version = message.bytes[start + 1]!;
    const names = family === undefined ? undefined : this.#names.get(family);
    const known = names?.command(command)?.name;
    const head = {
      ...base,
      ...(family && { family }),
      ...(known && { command: known }),
      commandNumber: command,
      version,
    };
    if (kind === "request" || kind === "dump request") {
      this.#asked.set(address(portId, sequence), { message, family: family ?? String(type), command });
      // Some programs leave their port id out; the kernel's answer has it.
      if (portId !== 0) this.#asked.set(address(0, sequence), { message, family: family ?? String(type), command });
    }
    if (names === undefined) return { ...head, payload };
    const set = this.#setOf(names, message, kind, command);
    return { ...head, attributes: annotate(names, set, message.bytes, start + GENERIC_HEADER, end) };
  }

  #setOf(names: AttributeNames, message: NetlinkMessage, kind: MessageKind, command: number): string {
    if (kind === "request") return names.setOf(command, "request");
    if (kind === "dump request") return names.setOf(command, "dumpRequest");
    if (kind === "event") return names.setOf(command, "event");
    const asked = this.#requestOf(message);
    const role: MessageRole = (message.flags & MessageFlag.Multi) === 0 ? "reply" : "dumpReply";
    return asked === undefined ? names.setOf(command, "event") : names.setOf(asked.command, role);
  }

  #outcome(message: NetlinkMessage): Partial<DissectedMessage> {
    const answer = message.type === MessageType.Error ? readError(message) : readDone(message);
    const asked = this.#requestOf(message) ?? this.#repeated(message);
    const names = asked && this.#names.get(asked.family);
    const name = asked && names?.command(asked.command)?.name;
    const attribute = asked && names && offending(answer, asked, names);
    return {
      ...(asked && { family: asked.family, commandNumber: asked.command }),
      ...(name && { command: name }),
      ...(answer.errno !== 0 && { errno: errnoName(answer.errno) }),
      ...(answer.text !== undefined && { text: answer.text }),
      ...(attribute !== undefined && { attribute }),
      ...(answer.cookie !== undefined && { cookie: cookieNumber(answer.cookie) }),
    };
  }

  /** The request that an error repeats whole, where that is all there is of it. */
  #repeated(message: NetlinkMessage): Asked | undefined {
    const at = message.start + 4;
    if (message.type !== MessageType.Error || message.end < at + MESSAGE_HEADER + GENERIC_HEADER) return undefined;
    if ((message.flags & MessageFlag.Capped) !== 0) return undefined;
    const length = hostU32(message.bytes, at);
    if (length < MESSAGE_HEADER + GENERIC_HEADER || at + length > message.end) return undefined;
    const request = readMessage(message.bytes.subarray(at, at + align(length)), 0);
    const family = this.#families.byId(request.type)?.name;
    return family === undefined ? undefined : { message: request, family, command: request.bytes[request.start]! };
  }

  #requestOf({ portId, sequence }: NetlinkMessage): Asked | undefined {
    return this.#asked.get(address(portId, sequence)) ?? this.#asked.get(address(0, sequence));
  }

  #assume(id: number) {
    return this.#families.byName("nl80211") === undefined ? this.#families.assume(id) : undefined;
  }
}

function messagesOf(datagram: Uint8Array): { messages: NetlinkMessage[]; end: number; problem?: string } {
  const messages: NetlinkMessage[] = [];
  let at = 0;
  try {
    while (at < datagram.length) {
      const message = readMessage(datagram, at);
      messages.push(message);
      at = align(message.end);
    }
  } catch (error) {
    return { messages, end: at, problem: (error as Error).message };
  }
  return { messages, end: at };
}

function kindOf(message: NetlinkMessage): MessageKind {
  if (isRequest(message)) return isDump(message) ? "dump request" : "request";
  switch (message.type) {
    case MessageType.Noop:
      return "noop";
    case MessageType.Error:
      return message.end - message.start >= 4 && hostU32(message.bytes, message.start) !== 0 ? "error" : "ack";
    case MessageType.Done:
      return "done";
    case MessageType.Overrun:
      return "overrun";
    default:
      return message.sequence === 0 ? "event" : "reply";
  }
}

function flagNames(flags: number, kind: MessageKind): string[] {
  const names = [
    ...COMMON_FLAGS,
    ...(kind === "request" ? REQUEST_FLAGS : kind === "dump request" ? DUMP_FLAGS : ACK_FLAGS),
  ];
  const known = names.filter(([bit]) => (flags & bit) === bit);
  const rest = flags & ~known.reduce((mask, [bit]) => mask | bit, 0);
  return [...known.map(([, name]) => name), ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])];
}

type FlagNames = readonly (readonly [number, string])[];
const COMMON_FLAGS: FlagNames = [
  [MessageFlag.Request, "request"],
  [MessageFlag.Multi, "multi"],
  [MessageFlag.Ack, "ack"],
  [MessageFlag.Echo, "echo"],
  [MessageFlag.DumpInterrupted, "dump-interrupted"],
  [MessageFlag.DumpFiltered, "dump-filtered"],
];
const REQUEST_FLAGS: FlagNames = [
  [MessageFlag.Replace, "replace"],
  [MessageFlag.Exclusive, "exclusive"],
  [MessageFlag.Create, "create"],
  [MessageFlag.Append, "append"],
];
const DUMP_FLAGS: FlagNames = [[MessageFlag.Dump, "dump"]];
const ACK_FLAGS: FlagNames = [
  [MessageFlag.Capped, "capped"],
  [MessageFlag.AckAttributes, "ack-attributes"],
];

function offending(answer: KernelAnswer, { message, command }: Asked, names: AttributeNames): string | undefined {
  const { bytes, start, end } = message;
  const request = bytes.subarray(start - MESSAGE_HEADER, end);
  const at = MESSAGE_HEADER + GENERIC_HEADER;
  const role = isDump(message) ? "dumpRequest" : "request";
  const nest = answer.missingNest ?? (answer.missingType === undefined ? answer.offset : undefined);
  const path = nest === undefined ? [] : attributePath(request, at, nest);
  const whole = answer.missingType === undefined ? path : [...path, answer.missingType];
  return whole.length === 0 ? undefined : names.path(whole, command, role);
}

function address(portId: number, sequence: number): string {
  return `${portId}/${sequence}`;
}

/** A cookie of up to 8 octets in host order. */
function cookieNumber(cookie: Uint8Array): bigint {
  const octets = LITTLE_ENDIAN ? [...cookie].reverse() : [...cookie];
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}
