import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { load } from "../../gen/load.ts";
import type { Message, Operation } from "../../gen/model.ts";
import { resolve } from "../../gen/resolve.ts";
import { NetlinkProtocol } from "../../src/netlink/constants.ts";
import { hostU32 } from "../../src/netlink/host-order.ts";
import { type NetlinkMessage, readMessages } from "../../src/netlink/message.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { attributesOf, findText, isDump, isRequest } from "../../src/testing/recorded-message.ts";

const SPECS = join(import.meta.dirname, "../../gen/spec/nl80211");
const FIXTURES = join(import.meta.dirname, "../../fixtures");
const CAPTURES = readdirSync(FIXTURES).filter((name) => name.endsWith(".pcap.gz"));

const family = resolve(readdirSync(SPECS).map((name) => load(name, readFileSync(join(SPECS, name), "utf8"))));
const operations = new Map(family.operations.map((operation) => [operation.value, operation]));
const nameOf = new Map(family.root.attributes.map(({ name, value }) => [value, name]));
const pads = new Set(family.root.attributes.filter(({ type }) => type.kind === "pad").map(({ name }) => name));

describe.each(CAPTURES)("%s", (name) => {
  const said = messagesOf(name);

  test("the spec has every message: request, reply under its command, event", () => {
    expect(said.length).toBeGreaterThan(50);
    expect([...new Set(said.filter(({ message }) => message === undefined).map(({ label }) => label))]).toEqual([]);
  });

  test("a message has no attribute that its command does not list", () => {
    const stray = new Set<string>();
    for (const { label, message, attributes } of said) {
      const listed = new Set(message?.attributes.map((attribute) => attribute.name));
      for (const each of attributes) if (!listed.has(each) && !pads.has(each)) stray.add(`${label}: ${each}`);
    }
    expect([...stray]).toEqual([]);
  });

  test("a request that the kernel did what it says has all that is mandatory", () => {
    const lacking = new Set<string>();
    let checked = 0;
    for (const { label, message, attributes, error } of said) {
      if (message?.role !== "request" || error !== 0) continue;
      checked++;
      for (const each of message.required) if (!attributes.includes(each)) lacking.add(`${label}: ${each}`);
    }
    expect(checked).toBeGreaterThan(0);
    expect([...lacking]).toEqual([]);
  });
});

interface Said {
  /** "get-scan dump request", for reports. */
  readonly label: string;
  /** What the spec says of it; undefined where the spec has no such message. */
  readonly message: Message | undefined;
  readonly attributes: readonly string[];
  /** Of a request: what the kernel answered, 0 or an errno; undefined where the capture has no answer. */
  readonly error: number | undefined;
}

function messagesOf(name: string): Said[] {
  const messages = readCapture(join(FIXTURES, name))
    .packets.filter(({ protocol }) => protocol === NetlinkProtocol.Generic)
    .flatMap(({ bytes }) => readMessages(bytes));
  const id = familyId(messages);
  const errors = new Map(messages.filter(({ type }) => type === 2).map((each) => [key(each), errnoOf(each)]));
  const asked = new Map<string, { operation: Operation; dump: boolean }>();
  return messages
    .filter(({ type }) => type === id)
    .map((each) => {
      const number = each.bytes[each.start]!;
      const attributes = attributesOf(NetlinkProtocol.Generic, each).map(({ type }) => nameOf.get(type) ?? `${type}`);
      const operation = operations.get(number);
      const what = operation?.name ?? `command ${number}`;
      if (isRequest(each)) {
        const dump = isDump(each);
        if (operation !== undefined) asked.set(key(each), { operation, dump });
        const message = (dump ? operation?.dump : operation?.do)?.request;
        return { label: `${what}${dump ? " dump" : ""} request`, message, attributes, error: errors.get(key(each)) };
      }
      const question = each.sequence === 0 ? undefined : asked.get(key(each));
      if (question === undefined)
        return { label: `${what} event`, message: operation?.event, attributes, error: undefined };
      const reply = (question.dump ? question.operation.dump : question.operation.do)?.reply;
      const label = `${question.operation.name}${question.dump ? " dump" : ""} answered by ${what}`;
      return { label, message: reply?.commandValue === number ? reply : undefined, attributes, error: undefined };
    });
}

function key({ portId, sequence }: NetlinkMessage): string {
  return `${portId} ${sequence}`;
}

function errnoOf(message: NetlinkMessage): number {
  return -(hostU32(message.bytes, message.start) | 0);
}

/** The id that CTRL_CMD_GETFAMILY gave nl80211: attributes 1 (FAMILY_ID, u16) and 2 (FAMILY_NAME) of the controller. */
function familyId(messages: readonly NetlinkMessage[]): number | undefined {
  for (const each of messages) {
    if (each.type !== 16 || isRequest(each)) continue;
    const attributes = attributesOf(NetlinkProtocol.Generic, each);
    const payload = attributes.find(({ type }) => type === 1)?.payload;
    if (findText(attributes, 2) === "nl80211" && payload !== undefined) return payload[0]! | (payload[1]! << 8);
  }
  return undefined;
}
