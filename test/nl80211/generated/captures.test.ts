import { describe, expect, test } from "vitest";
import { AttributeReader, type UnknownAttribute } from "../../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../../src/netlink/attribute-writer.ts";
import { align, ATTRIBUTE_TYPE_MASK, NESTED_FLAG } from "../../../src/netlink/constants.ts";
import { hostU16 } from "../../../src/netlink/host-order.ts";
import { allCommands, CAPTURES, type CapturedMessage, messagesOf } from "./captured.ts";

const commands = await allCommands();

describe.each(CAPTURES)("%s", (name) => {
  const messages = messagesOf(name, commands);

  test("every nl80211 message decodes, with nothing unknown and nothing malformed", () => {
    expect(messages.length).toBeGreaterThan(50);
    const problems = new Set<string>();
    for (const each of messages) {
      const reader = new AttributeReader(each.message.bytes, each.start, each.message.end);
      const decoded = each.codec.decode(reader);
      for (const path of unknownIn(decoded, each.label)) problems.add(`${path} is unknown`);
      for (const { attribute, reason } of reader.malformed ?? []) problems.add(`${each.label}: ${attribute}: ${reason}`);
    }
    expect([...problems]).toEqual([]);
  });

  test("what iw, hostapd and wpa_supplicant asked, decoded and encoded, is what they sent", () => {
    const requests = messages.filter(({ role }) => role === "request");
    expect(requests.length).toBeGreaterThan(5);
    const differences = new Set<string>();
    for (const each of requests) {
      const difference = roundTrip(each);
      if (difference !== undefined) differences.add(`${each.label}: ${difference}`);
    }
    expect([...differences]).toEqual([]);
  });

  test("replies and events decoded, encoded and decoded again are the same", { timeout: 60_000 }, () => {
    for (const each of messages) {
      if (each.role === "request") continue;
      const first = each.codec.decode(new AttributeReader(each.message.bytes, each.start, each.message.end));
      const writer = new AttributeWriter();
      each.codec.encode(writer as never, first as never);
      const reader = new AttributeReader(writer.finish());
      expect(each.codec.decode(reader), each.label).toEqual(first);
      expect(reader.malformed).toBeUndefined();
    }
  });
});

/** Paths of what was kept raw. */
function unknownIn(value: unknown, path: string): string[] {
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "unknown"
      ? (inner as UnknownAttribute[]).map(({ type }) => `${path}.${type}`)
      : unknownIn(inner, `${path}.${/^\d+$/.test(key) ? "*" : key}`),
  );
}

/** Where the request's own bytes and those of our encoder differ, NLA_F_NESTED and the order of attributes aside. */
function roundTrip({ codec, message, start }: CapturedMessage): string | undefined {
  const decoded = codec.decode(new AttributeReader(message.bytes, start, message.end));
  const writer = new AttributeWriter();
  codec.encode(writer as never, decoded as never);
  return difference(message.bytes.subarray(start, message.end), writer.finish(), "");
}

function difference(theirs: Uint8Array, ours: Uint8Array, path: string): string | undefined {
  // wpa_supplicant's ASSOCIATE has the flag SOCKET_OWNER twice.
  const once = (each: Part, i: number, all: Part[]) => each.payload.length > 0 || all[i - 1]?.type !== each.type;
  const [a, b] = [split(theirs).filter(once), split(ours)];
  if (a.length !== b.length) return `${path || "message"} has ${a.map((x) => x.type)}, ${b.map((x) => x.type)} of ours`;
  // iw and hostap number arrays of which only the order counts in several ways (from 1, by argument); ours start at 0.
  const counted = path !== "" && b.every(({ type }, i) => type === i);
  for (const [i, { type, payload, nested }] of b.entries()) {
    const other = a[i]!;
    if (other.type !== type && !counted) return `${path}/${other.type} is ${type} of ours`;
    // Our encoder marks every nest, so its bytes tell which of theirs are nests.
    const inner = nested ? difference(other.payload, payload, `${path}/${type}`) : undefined;
    if (inner !== undefined) return inner;
    if (!nested && Buffer.compare(other.payload, payload) !== 0) {
      return `${path}/${type} is ${Buffer.from(other.payload).toString("hex")}, ${Buffer.from(payload).toString("hex")} of ours`;
    }
  }
  return undefined;
}

interface Part {
  readonly type: number;
  readonly nested: boolean;
  readonly payload: Uint8Array;
}

function split(bytes: Uint8Array): Part[] {
  const out: Part[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += align(hostU16(bytes, at))) {
    const [length, type] = [hostU16(bytes, at), hostU16(bytes, at + 2)];
    const payload = bytes.subarray(at + 4, at + length);
    out.push({ type: type & ATTRIBUTE_TYPE_MASK, nested: (type & NESTED_FLAG) !== 0, payload });
  }
  return out.sort((x, y) => x.type - y.type);
}
