import { describe, expect, it } from "vitest";
import { Apart } from "../../src/genetlink/apart.ts";
import { GenericMessage } from "../../src/genetlink/message.ts";
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
const payloadOf = ({ message: { bytes, start, end } }: GenericMessage) => [...bytes.subarray(start + 4, end)];

describe("messages apart from their datagram", () => {
  it("have the same header and payload, whatever their lengths", () => {
    const bytes = datagram(message(1, 8), message(2, 5), message(3, 0), message(4, 20), message(5, 4));
    const copies = new Apart();
    for (const each of readMessages(bytes)) {
      const original = new GenericMessage(each);
      const own = copies.of(original);
      expect(payloadOf(own)).toEqual(payloadOf(original));
      expect(own.message).toMatchObject({ type: 28, flags: 2, sequence: 7, portId: 9 });
      expect([own.command, own.version, own.headerSize]).toEqual([1, 1, 0]);
      expect(own.message.bytes.buffer).not.toBe(bytes.buffer);
    }
  });

  it("share memory with one other", () => {
    const bytes = datagram(message(1, 8), message(2, 8), message(3, 8));
    const copies = new Apart();
    const owns = readMessages(bytes).map((each) => copies.of(new GenericMessage(each)).message.bytes.buffer);
    expect(owns[1]).toBe(owns[0]);
    expect(owns[2]).not.toBe(owns[0]);
    expect(owns.map(({ byteLength }) => byteLength)).toEqual([40, 40, 12]);
  });

  it("are right when the other is never asked for, or another datagram is like the one before", () => {
    const copies = new Apart();
    const [one, other] = [datagram(message(1, 8), message(2, 8)), datagram(message(3, 8), message(4, 8))];
    const [first] = readMessages(one);
    const [, second] = readMessages(other);
    expect(payloadOf(copies.of(new GenericMessage(first!)))).toEqual(Array(8).fill(1));
    expect(payloadOf(copies.of(new GenericMessage(second!)))).toEqual(Array(8).fill(4));
    expect(payloadOf(copies.of(new GenericMessage(first!)))).toEqual(Array(8).fill(1));
    expect(payloadOf(copies.of(new GenericMessage(first!)))).toEqual(Array(8).fill(1));
  });

  it("share with no message of another type, nor with what is cut off", () => {
    const done = datagram(message(1, 8), message(2, 8, 3));
    const cut = datagram(message(1, 8), message(2, 8)).slice(0, 28 + 20);
    for (const bytes of [done, cut]) {
      const [first] = readMessages(bytes.slice(0, 28));
      const own = new Apart().of(new GenericMessage({ ...first!, bytes }));
      expect(own.message.bytes.length).toBe(12);
    }
  });
});
