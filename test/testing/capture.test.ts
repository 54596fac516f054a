import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Nl80211Error } from "../../src/errors.ts";
import { type CapturedPacket, readCapture } from "../../src/testing/capture.ts";
import { writePcap } from "../../src/testing/pcap.ts";

const village = "fixtures/village.pcap.gz";
const plain = new Uint8Array(gunzipSync(readFileSync(village)));

describe("readCapture", () => {
  it("reads every packet of a gzipped pcap, as tshark counts them", () => {
    const { name, packets } = readCapture(village);
    expect(name).toBe("village.pcap.gz");
    // tshark -r village.pcap.gz | wc -l; frame 1: GETFAMILY nl80211, 32 octets; frame 81: rtnetlink.
    expect(packets).toHaveLength(926);
    expect(packets[0]).toMatchObject({ number: 1, protocol: 16 });
    expect(packets[0]!.bytes).toHaveLength(32);
    expect(packets[80]).toMatchObject({ number: 81, protocol: 0 });
    // tshark -T fields -e frame.time_epoch
    expect((packets[425]!.time - packets[0]!.time) / 1000).toBeCloseTo(9.799251, 6);
  });

  it("reads the same packets from plain bytes", () => {
    expect(all(readCapture(plain).packets)).toBe(all(readCapture(village).packets));
  });

  it("reads both byte orders and nanoseconds", () => {
    // One packet, 20 octets with its cooked header (protocol 16), at 1.5 s, in each of the four dialects of the format.
    for (const little of [true, false]) {
      for (const [magic, fraction] of [
        [0xa1b2c3d4, 500_000],
        [0xa1b23c4d, 500_000_000],
      ] as const) {
        const file = new DataView(new ArrayBuffer(24 + 16 + 20));
        file.setUint32(0, magic, little);
        file.setUint32(20, 253, little);
        file.setUint32(24, 1, little);
        file.setUint32(28, fraction, little);
        file.setUint32(32, 20, little);
        file.setUint32(36, 20, little);
        file.setUint16(40 + 14, 16);
        file.setUint32(56, 0xcafe0001);
        const { packets } = readCapture(new Uint8Array(file.buffer));
        expect(packets).toEqual([
          { number: 1, time: 1500, protocol: 16, way: 0, bytes: Uint8Array.of(0xca, 0xfe, 0, 1) },
        ]);
      }
    }
  });

  it("reads pcapng, passing over packets of other devices", () => {
    for (const little of [true, false]) {
      const file = pcapng(little, [
        section(),
        // An Ethernet device, then a netlink one whose time counts nanoseconds (if_tsresol 9) from 1000 s (if_tsoffset).
        device(1),
        device(253, [option(9, Uint8Array.of(9)), option(14, u64(1000n, little)), option(0, new Uint8Array())]),
        enhanced(0, 5n, new Uint8Array(60)),
        [0x0bad, () => new Uint8Array(8)],
        enhanced(1, 1_500_000_250n, cooked(0, 0xaa)),
      ]);
      expect(readCapture(file).packets).toEqual([
        { number: 2, time: 1_001_500.00025, protocol: 0, way: 4, bytes: Uint8Array.of(0xaa) },
      ]);
    }
  });

  it("writes what it reads, to the microsecond", () => {
    const { packets } = readCapture(village);
    expect(all(readCapture(writePcap(packets)).packets)).toBe(all(packets));
    expect(writePcap(packets)).toHaveLength(plain.length);
  });

  const refused: [string, () => string | Uint8Array, RegExp][] = [
    ["a file that is not there", () => "fixtures/nowhere.pcap", /^fixtures\/nowhere\.pcap is not there$/],
    ["a folder", () => "fixtures", /^fixtures is a folder, not a capture$/],
    ["an empty file", () => new Uint8Array(), /^capture is empty$/],
    [
      "a file of text",
      () => "package.json",
      /^package\.json is not a capture: 7b 0a 20 20 starts neither pcap nor pcapng$/,
    ],
    [
      "a capture cut in a packet",
      () => plain.subarray(0, 24 + 16 + 48 + 16 + 100),
      /^capture is truncated at offset 88: packet 2 has 2532 octets, 100 are there \(1 packet was sound before it\)$/,
    ],
    [
      "a capture cut in a packet's header",
      () => plain.subarray(0, 24 + 16 + 48 + 7),
      /^capture is truncated at offset 88, in the header of packet 2 \(1 packet was sound before it\)$/,
    ],
    ["a capture cut in its file header", () => plain.subarray(0, 20), /^capture is truncated at offset 20/],
    [
      "a gzip that ends early",
      () => readFileSync(village).subarray(0, 20_000),
      /^capture is truncated at offset \d+: packet \d+ has \d+ octets, \d+ are there \([1-9]\d* packets were sound before it\)$/,
    ],
    ["a gzip of nothing", () => gzipSync(new Uint8Array()), /^capture is empty \(the gzip holds nothing\)$/],
    [
      "another link type",
      () => patched(20, 1),
      /^capture has link type 1 \(Ethernet\), not 253 \(netlink\): record an nlmon/,
    ],
    [
      "a packet cut by a small snapshot length",
      () => patched(24 + 12, 5000),
      /^capture has 48 of packet 1's 5000 octets: record with a larger snapshot length/,
    ],
    [
      "a pcapng of another link type",
      () => pcapng(true, [section(), device(105)]),
      /^capture has link type 105 \(802\.11\), not 253/,
    ],
    [
      "a pcapng cut in a block",
      () => pcapng(true, [section(), device(253), enhanced(0, 0n, cooked(16, 1))]).subarray(0, 60),
      /^capture is truncated at offset 48: a block has 52 octets, 12 are there/,
    ],
    [
      "a pcapng packet without its device",
      () => pcapng(true, [section(), enhanced(3, 0n, cooked(16, 1))]),
      /^capture has at offset 28 a packet of interface 3, which the file does not describe/,
    ],
  ];
  for (const [what, file, message] of refused) {
    it(`refuses ${what} in one line that names file and place`, () => {
      let error: unknown;
      try {
        readCapture(file());
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(Nl80211Error);
      expect(error).toMatchObject({ code: "BAD_FILE" });
      expect((error as Error).message).toMatch(message);
      expect((error as Error).message).not.toContain("\n");
    });
  }
});

/** Packets as text, which compares faster than their octets one by one. */
function all(packets: readonly CapturedPacket[]): string {
  return packets
    .map(({ bytes, ...rest }) => `${JSON.stringify(rest)} ${Buffer.from(bytes).toString("hex")}`)
    .join("\n");
}

/** The village with the u32 at `at` replaced. */
function patched(at: number, value: number): Uint8Array {
  const bytes = plain.slice();
  new DataView(bytes.buffer).setUint32(at, value, true);
  return bytes;
}

// Blocks of draft-ietf-opsawg-pcapng, section 4: type and body, which is written in the file's byte order.
type BlockParts = [type: number, body: (little: boolean) => Uint8Array];

function pcapng(little: boolean, blocks: BlockParts[]): Uint8Array {
  return concat(
    blocks.map(([type, write]) => {
      const body = write(little);
      const block = new DataView(new ArrayBuffer(12 + body.length));
      block.setUint32(0, type, little);
      block.setUint32(4, 12 + body.length, little);
      new Uint8Array(block.buffer).set(body, 8);
      block.setUint32(8 + body.length, 12 + body.length, little);
      return new Uint8Array(block.buffer);
    }),
  );
}

function section(): BlockParts {
  return [
    0x0a0d0d0a,
    (little) => {
      const body = new DataView(new ArrayBuffer(16));
      body.setUint32(0, 0x1a2b3c4d, little);
      body.setUint16(4, 1, little);
      body.setBigInt64(8, -1n, little);
      return new Uint8Array(body.buffer);
    },
  ];
}

function device(link: number, options: ((little: boolean) => Uint8Array)[] = []): BlockParts {
  return [
    1,
    (little) => {
      const body = new DataView(new ArrayBuffer(8));
      body.setUint16(0, link, little);
      return concat([new Uint8Array(body.buffer), ...options.map((write) => write(little))]);
    },
  ];
}

function option(code: number, value: Uint8Array): (little: boolean) => Uint8Array {
  return (little) => {
    const bytes = new DataView(new ArrayBuffer(4 + ((value.length + 3) & ~3)));
    bytes.setUint16(0, code, little);
    bytes.setUint16(2, value.length, little);
    new Uint8Array(bytes.buffer).set(value, 4);
    return new Uint8Array(bytes.buffer);
  };
}

function enhanced(id: number, ticks: bigint, packet: Uint8Array): BlockParts {
  return [
    6,
    (little) => {
      const body = new DataView(new ArrayBuffer(20 + ((packet.length + 3) & ~3)));
      body.setUint32(0, id, little);
      body.setUint32(4, Number(ticks >> 32n), little);
      body.setUint32(8, Number(ticks & 0xffffffffn), little);
      body.setUint32(12, packet.length, little);
      body.setUint32(16, packet.length, little);
      new Uint8Array(body.buffer).set(packet, 20);
      return new Uint8Array(body.buffer);
    },
  ];
}

function u64(value: bigint, little: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigUint64(0, value, little);
  return new Uint8Array(bytes.buffer);
}

function cooked(protocol: number, ...bytes: number[]): Uint8Array {
  return Uint8Array.of(0, 4, 3, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, protocol, ...bytes);
}

function concat(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
