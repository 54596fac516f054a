import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { readMessages, writeMessage } from "../../src/netlink/message.ts";

describe("netlink messages", () => {
  it("have a header of 16 octets: length, type, flags, sequence, port id", () => {
    const bytes = writeMessage({ type: 16, flags: 0x5, sequence: 7, portId: 0x1234, payload: fromHex("030100") });
    expect(toHex(bytes)).toBe("13000000" + "1000" + "0500" + "07000000" + "34120000" + "030100" + "00");
  });

  it("follow one another in a datagram at multiples of four", () => {
    const one = writeMessage({ type: 16, flags: 2, sequence: 1, portId: 9, payload: fromHex("aa") });
    const two = writeMessage({ type: 3, flags: 2, sequence: 1, portId: 9, payload: fromHex("00000000") });
    const messages = readMessages(fromHex(toHex(one) + toHex(two)));
    expect(messages.map(({ type, start, end }) => [type, start, end])).toEqual([
      [16, 16, 17],
      [3, 36, 40],
    ]);
  });

  it.each([
    ["0f000000 1000 0500 01000000 00000000", "netlink message at offset 0: a message of 15 octets, 16 there"],
    ["14000000 1000 0500 01000000 00000000", "netlink message at offset 0: a message of 20 octets, 16 there"],
    ["10000000 1000 0500 01000000 00000000 1000", "netlink message at offset 16: 2 octets are no header"],
  ])("of a length that cannot be are refused with the place", (hex, message) => {
    expect(() => readMessages(fromHex(hex))).toThrow(message);
  });
});
