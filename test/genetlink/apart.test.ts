import { describe, expect, it } from "vitest";
import { Apart } from "../../src/genetlink/apart.ts";
import { GenericMessage } from "../../src/genetlink/message.ts";
import type { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { readMessages, writeMessage } from "../../src/netlink/message.ts";

/** A message of a family whose payload is `length` octets: command, version and two of nothing, then `octet` throughout. */
const message = (octet: number, length: number, type = 28) =>
  writeMessage({
    type,
    flags: 2,
    sequence: 7,
    portId: 9,
    payload: Uint8Array.of(1, 1, 0, 0, ...Array(length).fill(octet)),
  });
const datagram = (...messages: Uint8Array[]) => new Uint8Array(Buffer.concat(messages));
const payloadOf = ({ bytes, start, end }: AttributeReader) => [...bytes.subarray(start, end)];

describe("attributes apart from their datagram", () => {
  it("are the same octets, whatever their lengths", () => {
    const bytes = datagram(message(1, 8), message(2, 5), message(3, 0), message(4, 20), message(5, 4));
    const copies = new Apart();
    for (const each of readMessages(bytes)) {
      const original = new GenericMessage(each);
      const own = copies.attributes(original);
      expect(payloadOf(own)).toEqual(payloadOf(original.attributes()));
      expect(own.bytes.buffer).not.toBe(bytes.buffer);
    }
  });

  it("begin behind the family's own header", () => {
    const bytes = datagram(message(1, 8), message(2, 12));
    const copies = new Apart();
    const owns = readMessages(bytes).map((each) => payloadOf(copies.attributes(new GenericMessage(each, 4))));
    expect(owns).toEqual([Array(4).fill(1), Array(8).fill(2)]);
  });

  it("share memory with one other", () => {
    const bytes = datagram(message(1, 8), message(2, 8), message(3, 8));
    const copies = new Apart();
    const owns = readMessages(bytes).map((each) => copies.attributes(new GenericMessage(each)).bytes.buffer);
    expect(owns[1]).toBe(owns[0]);
    expect(owns[2]).not.toBe(owns[0]);
    expect(owns.map(({ byteLength }) => byteLength)).toEqual([40, 40, 12]);
  });

  it("are right when the other is never asked for, or another datagram is like the one before", () => {
    const copies = new Apart();
    const [one, other] = [datagram(message(1, 8), message(2, 8)), datagram(message(3, 8), message(4, 8))];
    const [first] = readMessages(one);
    const [, second] = readMessages(other);
    expect(payloadOf(copies.attributes(new GenericMessage(first!)))).toEqual(Array(8).fill(1));
    expect(payloadOf(copies.attributes(new GenericMessage(second!)))).toEqual(Array(8).fill(4));
    expect(payloadOf(copies.attributes(new GenericMessage(first!)))).toEqual(Array(8).fill(1));
    expect(payloadOf(copies.attributes(new GenericMessage(first!)))).toEqual(Array(8).fill(1));
  });

  it("share with no message of another type, nor with what is cut off", () => {
    const done = datagram(message(1, 8), message(2, 8, 3));
    const cut = datagram(message(1, 8), message(2, 8)).slice(0, 28 + 20);
    for (const bytes of [done, cut]) {
      const [first] = readMessages(bytes.slice(0, 28));
      const own = new Apart().attributes(new GenericMessage({ ...first!, bytes }));
      expect(own.bytes.length).toBe(12);
    }
  });
});
