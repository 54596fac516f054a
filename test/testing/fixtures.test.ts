import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { align, MESSAGE_HEADER, MessageType, type NetlinkProtocol } from "../../src/netlink/constants.ts";
import { setHostU32 } from "../../src/netlink/host-order.ts";
import { readMessages } from "../../src/netlink/message.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { type Exchange, understand } from "../../src/testing/recording.ts";
import { openReplay, type Replay } from "../../src/testing/replay-transport.ts";

const fixtures = readdirSync("fixtures").filter((name) => name.endsWith(".pcap.gz"));

describe("replay of every fixture", () => {
  for (const name of fixtures) {
    it(`gives each request of ${name} the answer that the kernel gave it`, () => {
      const recording = understand(readCapture(`fixtures/${name}`));
      const replay = openReplay(`fixtures/${name}`);
      expect(recording.problems).toEqual([]);
      expect(recording.exchanges.length).toBeGreaterThan(0);
      for (const exchange of recording.exchanges) {
        // A microsecond later, so that its own answer is not in the future.
        replay.seek((exchange.time - recording.start) / 1000 + 1e-6);
        const answer = Buffer.concat(ask(replay, exchange));
        const recorded = Buffer.concat(exchange.replies.map(({ bytes }) => withoutPort(bytes)));
        // Compared here: vitest takes its time over long lists of octets.
        if (!answer.equals(recorded))
          expect(answer.toString("hex"), `packet ${exchange.number}`).toBe(recorded.toString("hex"));
      }
    });
  }
});

/** Sends a recorded request as it was, and gives the datagrams of its answer. */
function ask(replay: Replay, { protocol, request }: Exchange): Buffer[] {
  const answer: Buffer[] = [];
  const channel = replay.open(protocol as NetlinkProtocol, {
    datagram: ({ bytes }) => answer.push(withoutPort(bytes)),
    overrun() {},
    failure() {},
  });
  void channel.send(request.bytes.slice(request.start - MESSAGE_HEADER, align(request.end)));
  channel.drain();
  channel.close();
  return answer;
}

/** A datagram without port ids, which are the asking socket's. */
function withoutPort(datagram: Uint8Array): Buffer {
  const bytes = Buffer.from(datagram);
  for (const { type, start, end } of readMessages(datagram)) {
    setHostU32(bytes, start - 4, 0);
    // An error repeats the header of the request.
    if (type === MessageType.Error && end - start >= 4 + MESSAGE_HEADER) setHostU32(bytes, start + 4 + 12, 0);
  }
  return bytes;
}
