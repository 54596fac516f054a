/** Decoding of recorded messages: nanoseconds per message, beside C with libnl on the same bytes. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromHex } from "../../src/bytes/hex.ts";
import { Apart } from "../../src/genetlink/apart.ts";
import { GenericMessage } from "../../src/genetlink/message.ts";
import { parseElements } from "../../src/ieee80211/index.ts";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { MessageType } from "../../src/netlink/constants.ts";
import { setHostU32 } from "../../src/netlink/host-order.ts";
import { readMessage, readMessages } from "../../src/netlink/message.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { BssOctets } from "../../src/nl80211/bss-octets.ts";
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
/** Messages in a round of ours: so many that their garbage is collected within it. */
const SLICE = 20_000;
/** Rounds in a row of C: the first ones find cold caches. */
const C_ROUNDS = 5;
const HEADER = 20; // netlink's 16 and generic netlink's 4

/** A message, `bytes[at, end)`: a decoder's reader starts after both headers. */
interface Message {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
  readonly elements?: Uint8Array;
}
const reader = ({ bytes, at, end }: Message) => new AttributeReader(bytes, at + HEADER, end);

/** Messages of a capture that the kernel sent under a command; answers alone, unless they are to be events. */
function messagesOf(capture: string, command: number, events = false): Message[] {
  const { packets } = readCapture(new URL(`../../fixtures/${capture}.pcap.gz`, import.meta.url).pathname);
  return packets
    .flatMap(({ bytes }) => readMessages(bytes))
    .filter(({ type, flags, sequence, bytes, start }) => {
      const fromKernel = (flags & 1) === 0 && type > MessageType.Overrun + 11;
      return fromKernel && bytes[start] === command && (sequence === 0) === events;
    })
    .map(({ bytes, start, end }) => alone(bytes.slice(start - 16, end)));
}

function alone(bytes: Uint8Array): Message {
  return { bytes, at: 0, end: bytes.length };
}

/** Messages side by side in datagrams, as those of a dump come. */
function asDumped(messages: readonly Message[]): Message[] {
  const dumped: Message[] = [];
  for (let first = 0; first < messages.length; ) {
    let [next, size] = [first, 0];
    while (next < messages.length && size + messages[next]!.bytes.length <= 32_000) {
      size += padded(messages[next++]!).length;
    }
    const datagram = new Uint8Array(Buffer.concat(messages.slice(first, next).map(padded)));
    for (let at = 0; first < next; first++) {
      const { length } = messages[first]!.bytes;
      dumped.push({ bytes: datagram, at, end: at + length });
      at += (length + 3) & ~3;
    }
  }
  return dumped;
}

const scans = asDumped([...messagesOf("7.3-networks", 34), ...messagesOf("7.3-town", 34)]);
const stations = [...messagesOf("7.3-connect", 19), ...messagesOf("7.3-roam", 19), ...messagesOf("7.3-six", 19)];
const interfaces = [...messagesOf("7.3-town", 7), ...messagesOf("7.3-connect", 7)];
const wiphys = messagesOf("7.3-radio", 3);
const events = messagesOf("7.3-connect", 34, true);
/** The elements of the beacons that the test against iw has, behind headers in place of attributes. */
const iwText = readFileSync(new URL("../../test/ieee80211/iw-6.17.txt", import.meta.url), "latin1");
const beacons = [...iwText.matchAll(/^> (00[0-9a-f]{200,})$/gm)].map(([, hex]) => {
  const bytes = asMessage(fromHex(hex!));
  return { bytes, at: 0, end: bytes.length, elements: bytes.subarray(HEADER) };
});

interface Case {
  /** As the issue names it. */
  readonly name: string;
  readonly messages: readonly Message[];
  /** Gives a number that what was decoded is in, so that nothing is left out as useless. */
  readonly run: (messages: readonly Message[]) => number;
  /** What the C program does with the same bytes. */
  readonly peer?: string;
  /** The ratio to C that the issue asks for, and its number. */
  readonly goal?: number;
  readonly issue: number;
}

const cases: readonly Case[] = [
  {
    issue: 8,
    name: "scan dump: attributes",
    messages: scans,
    ...{ peer: "scan", goal: 1.2 },
    run: (all) => {
      let sum = 0;
      for (const message of all) sum += decodeGetScanReply(reader(message)).bss?.frequencyMhz ?? 0;
      return sum;
    },
  },
  {
    issue: 8,
    name: "scan dump: networks with SSID, security, channel, generation, rate read",
    messages: scans,
    ...{ peer: "network", goal: 3 },
    run: (all) => {
      let sum = 0;
      const copies = new Apart();
      for (const message of all) {
        // As the client does it: octets that outlive the datagram, then the network.
        const bss = new Bss(new BssOctets(copies.attributes(generic(message)), decodeGetScanReply), 0);
        sum += bss.ssid.text.length + bss.security.name.length + (bss.channel?.widthMhz ?? 0) + (bss.generation ?? 0);
        sum += bss.network.highestRateMbps ?? 0;
      }
      return sum;
    },
  },
  {
    issue: 8,
    name: "event: attributes",
    messages: events,
    ...{ peer: "event", goal: 1 },
    run: (all) => {
      let sum = 0;
      for (const message of all) sum += newScanResultsCommand.event.decode(reader(message)).ifindex ?? 0;
      return sum;
    },
  },
  {
    issue: 7,
    name: "wiphy dump: attributes of a part",
    messages: wiphys,
    ...{ peer: "wiphy", goal: 2 },
    run: (all) => {
      let sum = 0;
      for (const message of all) sum += decodeGetWiphyDumpReply(reader(message)).wiphy ?? 0;
      return sum;
    },
  },
  {
    issue: 7,
    name: "wiphy dump: merged to wiphys",
    messages: wiphys,
    ...{ peer: "wiphy", goal: 2 },
    run: (all) => mergeWiphyParts(all.map((message) => decodeGetWiphyDumpReply(reader(message)))).map(toWiphy).length,
  },
  {
    issue: 7,
    name: "interface: attributes",
    messages: interfaces,
    ...{ peer: "interface", goal: 1 },
    run: (all) => {
      let sum = 0;
      for (const message of all) sum += decodeGetInterfaceReply(reader(message)).ifindex ?? 0;
      return sum;
    },
  },
  {
    issue: 7,
    name: "interface: whole",
    messages: interfaces,
    ...{ peer: "interface", goal: 1 },
    run: (all) => {
      let sum = 0;
      for (const message of all) sum += toInterface(decodeGetInterfaceReply(reader(message))).ifindex ?? 0;
      return sum;
    },
  },
  {
    issue: 7,
    name: "station (HE, EHT, TIDs): attributes",
    messages: stations,
    ...{ peer: "station", goal: 1 },
    run: (all) => {
      let sum = 0;
      for (const message of all) sum += decodeGetStationDumpReply(reader(message)).staInfo?.rxPackets ?? 0;
      return sum;
    },
  },
  {
    issue: 7,
    name: "station: whole, rates in Mbit/s",
    messages: stations,
    ...{ peer: "station", goal: 1 },
    run: (all) => {
      let sum = 0;
      for (const message of all) {
        const station = toStation(decodeGetStationDumpReply(reader(message)));
        sum += (station.rxPackets ?? 0) + (station.txRate?.mbps ?? 0);
      }
      return sum;
    },
  },
  {
    issue: 6,
    name: "elements of a beacon: walked, none looked into",
    messages: beacons,
    ...{ peer: "elements", goal: 1.5 },
    run: (all) => {
      let sum = 0;
      for (const { elements } of all) sum += parseElements(elements!).length;
      return sum;
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
let sink = 0;
for (let round = 0; round < ROUNDS; round++) {
  for (const each of chosen) {
    const { messages, run, peer: kind } = each;
    const figures = best.get(each)!;
    const repeats = Math.max(1, Math.round(SLICE / messages.length));
    const start = performance.now();
    for (let i = 0; i < repeats; i++) sink += run(messages);
    figures.ours = Math.min(figures.ours, ((performance.now() - start) * 1e6) / (repeats * messages.length));
    if (peer !== undefined && kind !== undefined) {
      figures.c = Math.min(figures.c, Number(peer.run(kind, fileOf(each), C_ROUNDS)));
    }
  }
}
peer?.remove();
rmSync(folder, { recursive: true });

console.log(
  `ns a message, best of ${ROUNDS} rounds in turn; ratio to C with libnl, same bytes, and the ratio that the issue asks for`,
);
for (const [{ name, messages, goal, issue }, { ours, c }] of best) {
  const octets = messages.reduce((sum, { at, end }) => sum + end - at, 0) / messages.length;
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
      for (const dump of dumps) sink += run(dump);
      least = Math.min(least, (performance.now() - start) * 1e6);
    }
    return `${size}: ${ns(least / 10_000)}`;
  });
  console.log(`#8 networks by the size of the dump: ${each.join(", ")} each`);
}

function ns(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ns`;
}

function generic({ bytes, at }: Message): GenericMessage {
  return new GenericMessage(readMessage(bytes, at));
}

/** Octets behind the headers of a message that says how long it is. */
function asMessage(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER + payload.length);
  setHostU32(bytes, 0, bytes.length);
  bytes.set(payload, HEADER);
  return bytes;
}

function padded({ bytes, at, end }: Message): Uint8Array {
  const whole = new Uint8Array((end - at + 3) & ~3);
  whole.set(bytes.subarray(at, end));
  return whole;
}
