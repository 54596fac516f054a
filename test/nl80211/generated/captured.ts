import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "../../../src/genetlink/command.ts";
import { decodeNewFamilyEvent } from "../../../src/genetlink/generated/nlctrl.ts";
import { AttributeReader } from "../../../src/netlink/attribute-reader.ts";
import { NetlinkProtocol } from "../../../src/netlink/constants.ts";
import { type NetlinkMessage, readMessages } from "../../../src/netlink/message.ts";
import { COMMANDS } from "../../../src/nl80211/generated/command-loader.ts";
import { EVENTS } from "../../../src/nl80211/generated/event-loader.ts";
import { readCapture } from "../../../src/testing/capture.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures");

/** The captures, by file name. */
export const CAPTURES: readonly string[] = readdirSync(FIXTURES).filter((name) => name.endsWith(".pcap.gz"));

/** One nl80211 message of a capture, with the codec that the spec gives it. */
export interface CapturedMessage {
  readonly role: "request" | "reply" | "event";
  /** "GetScan dump reply", for reports. */
  readonly label: string;
  readonly codec: {
    readonly decode: (reader: AttributeReader) => unknown;
    readonly encode: (writer: never, value: never) => void;
  };
  /** Number of the command that was asked, or that an event is of. */
  readonly question: number;
  readonly message: NetlinkMessage;
  /** Where the attributes start, after the generic netlink header. */
  readonly start: number;
  readonly packet: number;
}

/** Descriptors of all commands, by number. */
export async function allCommands(): Promise<Map<number, Command>> {
  const commands = new Map<number, Command>();
  for (const { load } of [...Object.values(COMMANDS), ...Object.values(EVENTS)]) {
    const command = await load();
    commands.set(command.value, command);
  }
  return commands;
}

/** Every nl80211 message of a capture. Throws where the spec has no codec for one. */
export function messagesOf(name: string, commands: ReadonlyMap<number, Command>): CapturedMessage[] {
  const out: CapturedMessage[] = [];
  const asked = new Map<string, { command: Command; dump: boolean }>();
  let family: number | undefined;
  readCapture(join(FIXTURES, name)).packets.forEach((packet, index) => {
    if (packet.protocol !== NetlinkProtocol.Generic) return;
    for (const message of readMessages(packet.bytes)) {
      if (message.type === 16) family ??= familyOf(message);
      if (message.type !== family) continue;
      const found = match(message, commands, asked);
      out.push({ ...found, message, start: message.start + 4, packet: index });
    }
  });
  return out;
}

function familyOf(message: NetlinkMessage): number | undefined {
  const { familyId, familyName } = decodeNewFamilyEvent(
    new AttributeReader(message.bytes, message.start + 4, message.end),
  );
  return familyName === "nl80211" ? familyId : undefined;
}

function match(
  message: NetlinkMessage,
  commands: ReadonlyMap<number, Command>,
  asked: Map<string, { command: Command; dump: boolean }>,
): Pick<CapturedMessage, "role" | "label" | "codec" | "question"> {
  const number = message.bytes[message.start]!;
  const command = commands.get(number);
  const key = `${message.portId} ${message.sequence}`;
  if ((message.flags & 1) !== 0) {
    const dump = (message.flags & 0x300) === 0x300;
    const exchange = dump ? command?.dump : command?.do;
    if (command === undefined || exchange === undefined) {
      throw new Error(`no ${dump ? "dump" : "do"} of command ${command?.name ?? number}`);
    }
    asked.set(key, { command, dump });
    const label = `${command.name}${dump ? " dump" : ""} request`;
    return { role: "request", label, question: number, codec: { decode: exchange.decodeRequest, encode: exchange.encode } };
  }
  const question = message.sequence === 0 ? undefined : asked.get(key);
  if (question !== undefined) {
    const { command, dump } = question;
    const exchange = dump ? command.dump : command.do;
    if (exchange?.decode === undefined || exchange.encodeReply === undefined) {
      throw new Error(`${command.name} answered by ${number}, but the spec knows no reply`);
    }
    if (exchange.replyCommand !== number) throw new Error(`${command.name} answered by ${number}`);
    const label = `${command.name}${dump ? " dump" : ""} reply`;
    return { role: "reply", label, question: command.value, codec: { decode: exchange.decode, encode: exchange.encodeReply } };
  }
  if (command?.event === undefined) throw new Error(`no event of command ${command?.name ?? number}`);
  return { role: "event", question: number, label: `${command.name} event`, codec: command.event };
}
