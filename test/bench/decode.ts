/** Decoding of recorded messages: nanoseconds per message, beside C with libnl on the same bytes. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromHex } from "../../src/bytes/hex.ts";
import { decodeMessage } from "../../src/client/core.ts";
import { GenericMessage } from "../../src/genetlink/message.ts";
import { parseElements } from "../../src/ieee80211/index.ts";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { MessageType } from "../../src/netlink/constants.ts";
import { setHostU32 } from "../../src/netlink/host-order.ts";
import { readMessage, readMessages } from "../../src/netlink/message.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { decodeGetInterfaceReply } from "../../src/nl80211/generated/interface.ts";
import { decodeGetScanReply, newScanResultsCommand } from "../../src/nl80211/generated/scan.ts";
import { decodeGetStationDumpReply } from "../../src/nl80211/generated/station.ts";
import { decodeGetWiphyDumpReply } from "../../src/nl80211/generated/wiphy.ts";
import { toInterface } from "../../src/nl80211/interface.ts";
import { toStation } from "../../src/nl80211/station.ts";
import { toWiphy } from "../../src/nl80211/wiphy.ts";
import { mergeWiphyParts } from "../../src/nl80211/wiphy-parts.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { Peer } from "./peer.ts";

const ROUNDS = Number(process.argv[2] ?? 40);
/** Messages in a slice: short, so that the best slice is one that no other program interrupted. */
const SLICE = 1000;
/** So many in a row, of us and of C: the first ones find cold caches. */
const SLICES = 5;
const HEADER = 20; // netlink's 16 and generic netlink's 4

/** A message by its bytes: a decoder's reader starts after both headers. */
interface Message {
  readonly bytes: Uint8Array;
  readonly elements?: Uint8Array;
}
const reader = ({ bytes }: Message) => new AttributeReader(bytes, HEADER, bytes.length);

/** Messages of a capture that the kernel sent under a command; answers alone, unless they are to be events. */
function messagesOf(capture: string, command: number, events = false): Message[] {
  const { packets } = readCapture(new URL(`../../fixtures/${capture}.pcap.gz`, import.meta.url).pathname);
  return packets
    .flatMap(({ bytes }) => readMessages(bytes))
    .filter(({ type, flags, sequence, bytes, start }) => {
      const fromKernel = (flags & 1) === 0 && type > MessageType.Overrun + 11;
      return fromKernel && bytes[start] === command && (sequence === 0) === events;
    })
    .map(({ bytes, start, end }) => ({ bytes: bytes.slice(start - 16, end) }));
}

const scans = [...messagesOf("7.3-networks", 34), ...messagesOf("7.3-town", 34)];
const stations = [...messagesOf("7.3-connect", 19), ...messagesOf("7.3-roam", 19), ...messagesOf("7.3-six", 19)];
const interfaces = [...messagesOf("7.3-town", 7), ...messagesOf("7.3-connect", 7)];
const wiphys = messagesOf("7.3-radio", 3);
const events = messagesOf("7.3-connect", 34, true);
/** The elements of the beacons that the test against iw has, behind headers in place of attributes. */
const iwText = readFileSync(new URL("../../test/ieee80211/iw-6.17.txt", import.meta.url), "latin1");
const beacons = [...iwText.matchAll(/^> (00[0-9a-f]{200,})$/gm)].map(([, hex]) => {
  const bytes = asMessage(fromHex(hex!));
  return { bytes, elements: bytes.subarray(HEADER) };
});

interface Case {
  /** As the issue names it. */
  readonly name: string;
  readonly messages: readonly Message[];
  readonly run: (messages: readonly Message[]) => void;
  /** What the C program does with the same bytes. */
  readonly peer?: string;
  /** The ratio to C that the issue asks for, and its number. */
  readonly goal?: number;
  readonly issue: number;
}

let sink = 0;
const cases: readonly Case[] = [
  {
    issue: 8,
    name: "scan dump: attributes",
    messages: scans,
    ...{ peer: "scan", goal: 1.2 },
    run: (all) => {
      for (const message of all) sink += decodeGetScanReply(reader(message)).bss?.frequencyMhz ?? 0;
    },
  },
  {
    issue: 8,
    name: "scan dump: networks with SSID, security, channel, generation, rate read",
    messages: scans,
    ...{ peer: "network", goal: 3 },
    run: (all) => {
      for (const message of all) {
        // As the client does it: octets that outlive the datagram, then the network.
        const bss = new Bss(decodeMessage(generic(message).apart(), decodeGetScanReply), 0);
        sink += bss.ssid.text.length + bss.security.name.length + (bss.channel?.widthMhz ?? 0) + (bss.generation ?? 0);
        sink += bss.network.highestRateMbps ?? 0;
      }
    },
  },
  {
    issue: 8,
    name: "event: attributes",
    messages: events,
    ...{ peer: "event", goal: 1 },
    run: (all) => {
      for (const message of all) sink += newScanResultsCommand.event.decode(reader(message)).ifindex ?? 0;
    },
  },
  {
    issue: 7,
    name: "wiphy dump: attributes of a part",
    messages: wiphys,
    ...{ peer: "wiphy", goal: 2 },
    run: (all) => {
      for (const message of all) sink += decodeGetWiphyDumpReply(reader(message)).wiphy ?? 0;
    },
  },
  {
    issue: 7,
    name: "wiphy dump: merged to wiphys",
    messages: wiphys,
    ...{ peer: "wiphy", goal: 2 },
    run: (all) =>
      (sink += mergeWiphyParts(all.map((message) => decodeGetWiphyDumpReply(reader(message)))).map(toWiphy).length),
  },
  {
    issue: 7,
    name: "interface: attributes",
    messages: interfaces,
    ...{ peer: "interface", goal: 1 },
    run: (all) => {
      for (const message of all) sink += decodeGetInterfaceReply(reader(message)).ifindex ?? 0;
    },
  },
  {
    issue: 7,
    name: "interface: whole",
    messages: interfaces,
    ...{ peer: "interface", goal: 1 },
    run: (all) => {
      for (const message of all) sink += toInterface(decodeGetInterfaceReply(reader(message))).ifindex ?? 0;
    },
  },
  {
    issue: 7,
    name: "station (HE, EHT, TIDs): attributes",
    messages: stations,
    ...{ peer: "station", goal: 1 },
    run: (all) => {
      for (const message of all) sink += decodeGetStationDumpReply(reader(message)).staInfo?.rxPackets ?? 0;
    },
  },
  {
    issue: 7,
    name: "station: whole, rates in Mbit/s",
    messages: stations,
    ...{ peer: "station", goal: 1 },
    run: (all) => {
      for (const message of all) {
        const station = toStation(decodeGetStationDumpReply(reader(message)));
        sink += (station.rxPackets ?? 0) + (station.txRate?.mbps ?? 0);
      }
    },
  },
  {
    issue: 6,
    name: "elements of a beacon: walked, none looked into",
    messages: beacons,
    ...{ peer: "elements", goal: 1.5 },
    run: (all) => {
      for (const { elements } of all) sink += parseElements(elements!).length;
    },
  },
];
const chosen = cases.filter(({ name }) => name.includes(process.argv[3] ?? ""));
const peer = Peer.build("decode-peer.c");
const folder = mkdtempSync(join(tmpdir(), "nl80211-decode-"));
const best = new Map<Case, { ours: number; c: number }>();
const fileOf = (each: Case): string => join(folder, `${cases.indexOf(each)}`);
for (const each of chosen) {
  if (each.messages.length === 0) throw new Error(`${each.name}: the recordings have no such message`);
  writeFileSync(fileOf(each), Buffer.concat(each.messages.map(padded)));
  best.set(each, { ours: Infinity, c: Infinity });
}
for (let round = 0; round < ROUNDS; round++) {
  for (const each of chosen) {
    const { messages, run, peer: kind } = each;
    const figures = best.get(each)!;
    const repeats = Math.max(1, Math.round(SLICE / messages.length));
    for (let slice = 0; slice < SLICES; slice++) {
      const start = performance.now();
      for (let i = 0; i < repeats; i++) run(messages);
      figures.ours = Math.min(figures.ours, ((performance.now() - start) * 1e6) / (repeats * messages.length));
    }
    if (peer !== undefined && kind !== undefined) {
      figures.c = Math.min(figures.c, Number(peer.run(kind, fileOf(each), SLICES)));
    }
  }
}
peer?.remove();
rmSync(folder, { recursive: true });

console.log(
  `ns a message, best of ${ROUNDS} rounds in turn; ratio to C with libnl, same bytes, and the ratio that the issue asks for`,
);
for (const [{ name, messages, goal, issue }, { ours, c }] of best) {
  const octets = messages.reduce((sum, { bytes }) => sum + bytes.length, 0) / messages.length;
  const beside = c === Infinity ? "" : `   C ${ns(c)}   ratio ${(ours / c).toFixed(2)} (goal ${goal})`;
  console.log(`#${issue} ${name}: ${ns(ours)}${beside}   ${messages.length} of ${octets.toFixed(0)} octets`);
}
const network = chosen.find(({ peer: kind }) => kind === "network");
if (network !== undefined) reportGrowth(network);
if (Number.isNaN(sink)) throw new Error("nothing was decoded");

/** The cost of each network in dumps of ten to ten thousand: it does not grow. */
function reportGrowth({ messages, run }: Case): void {
  const all = Array.from({ length: 10_000 }, (_, i) => messages[i % messages.length]!);
  const each = [10, 100, 1000, 10_000].map((size) => {
    const dumps = Array.from({ length: 10_000 / size }, (_, i) => all.slice(i * size, (i + 1) * size));
    let least = Infinity;
    for (let round = 0; round < 20; round++) {
      const start = performance.now();
      for (const dump of dumps) run(dump);
      least = Math.min(least, (performance.now() - start) * 1e6);
    }
    return `${size}: ${ns(least / 10_000)}`;
  });
  console.log(`#8 networks by the size of the dump: ${each.join(", ")} each`);
}

function ns(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ns`;
}

function generic({ bytes }: Message): GenericMessage {
  return new GenericMessage(readMessage(bytes, 0));
}

/** Octets behind the headers of a message that says how long it is. */
function asMessage(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length);
  setHostU32(bytes, 0, bytes.length);
  bytes.set(payload, HEADER);
  return bytes;
}

function padded({ bytes }: Message): Uint8Array {
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
}
