import { describe, expect, it } from "vitest";
import { GenericMessage } from "../../src/genetlink/message.ts";
import { readReceived, writeMessage } from "../../src/netlink/message.ts";
import { ReceivedDatagram } from "../../src/socket/received-datagram.ts";

// genlmsghdr of command 7, version 2; an attribute 3 of 5 octets; one whose length, 9, is more than is left
const payload = Uint8Array.of(7, 2, 0, 0, 9, 0, 3, 0, 1, 2, 3, 4, 5, 0, 0, 0, 9, 0, 4, 0);
const message = writeMessage({ type: 20, flags: 0, sequence: 1, portId: 2, payload });

describe("a message of a datagram that shares its memory with others", () => {
  const memory = new Uint8Array(400).fill(0xee);
  memory.set(message, 100);
  const shared = new GenericMessage(readReceived(new ReceivedDatagram(memory, 100, message.length, 0, 0, 0), 0));
  const alone = new GenericMessage(readReceived({ bytes: message, sender: 0, group: 0, time: 0 }, 0));

  it("says what one says that has its own", () => {
    for (const each of [shared, alone]) {
      expect([each.command, each.version]).toEqual([7, 2]);
      const reader = each.attributes();
      const second = reader.step(reader.start, reader.end);
      expect([reader.type, ...reader.payload()]).toEqual([3, 1, 2, 3, 4, 5]);
      expect(each.message.bytes).toEqual(message);
      expect(second).toBeGreaterThan(0);
    }
  });

  it("tells where an attribute is malformed by its place in the datagram", () => {
    for (const each of [shared, alone]) {
      const reader = each.attributes();
      const { end } = reader;
      for (let at = reader.start; (at = reader.step(at, end)) !== 0; );
      // 16 octets of nlmsghdr, 4 of genlmsghdr, 12 of the first attribute
      expect(reader.malformed).toEqual([
        { attribute: "4", offset: 32, reason: "length 9 in a set with 4 octets left" },
      ]);
    }
  });
});
