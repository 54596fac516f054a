/** Decoding of recorded messages: nanoseconds per message, beside C with libnl on the same bytes. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { MessageType } from "../../src/netlink/constants.ts";
import { readMessages } from "../../src/netlink/message.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { decodeGetInterfaceReply } from "../../src/nl80211/generated/interface.ts";
import { decodeGetScanReply, newScanResultsCommand } from "../../src/nl80211/generated/scan.ts";
import { decodeGetStationDumpReply } from "../../src/nl80211/generated/station.ts";
import { decodeGetWiphyDumpReply } from "../../src/nl80211/generated/wiphy.ts";
import { toStation } from "../../src/nl80211/station.ts";
import { toWiphy } from "../../src/nl80211/wiphy.ts";
import { mergeWiphyParts } from "../../src/nl80211/wiphy-parts.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { Peer } from "./peer.ts";

const ROUNDS = Number(process.argv[2] ?? 40);
/** Messages in a slice: short, so that the best slice is one that no other program interrupted. */
const SLICE = 1000;
const HEADER = 20; // netlink's 16 and generic netlink's 4

/** A message by its bytes: a decoder's reader starts after both headers. */
interface Message {
  readonly bytes: Uint8Array;
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
const stations = [...messagesOf("7.3-connect", 19), ...messagesOf("7.3-roam", 19)];
const interfaces = messagesOf("7.3-town", 7);
const wiphys = messagesOf("7.3-radio", 3);
const events = messagesOf("7.3-connect", 34, true);

let sink = 0;
const cases: readonly {
  name: string;
  messages: readonly Message[];
  run: (messages: readonly Message[]) => void;
  peer?: string;
}[] = [
  {
    name: "scan: attributes",
    messages: scans,
    peer: "scan",
    run: (all) => {
      for (const message of all) sink += decodeGetScanReply(reader(message)).bss?.frequencyMhz ?? 0;
    },
  },
  {
    name: "scan: SSID, security, channel, generation, rate",
    messages: scans,
    peer: "network",
    run: (all) => {
      for (const message of all) {
        const bss = new Bss(decodeGetScanReply(reader(message)), 0);
        sink += bss.ssid.text.length + bss.security.name.length + (bss.channel?.widthMhz ?? 0) + (bss.generation ?? 0);
        sink += bss.network.highestRateMbps ?? 0;
      }
    },
  },
  {
    name: "wiphy: parts",
    messages: wiphys,
    peer: "flat",
    run: (all) => {
      for (const message of all) sink += decodeGetWiphyDumpReply(reader(message)).wiphy ?? 0;
    },
  },
  {
    name: "wiphy: parts merged to a wiphy",
    messages: wiphys,
    run: (all) =>
      (sink += mergeWiphyParts(all.map((message) => decodeGetWiphyDumpReply(reader(message)))).map(toWiphy).length),
  },
  {
    name: "station: attributes",
    messages: stations,
    peer: "station",
    run: (all) => {
      for (const message of all) sink += decodeGetStationDumpReply(reader(message)).staInfo?.rxPackets ?? 0;
    },
  },
  {
    name: "station",
    messages: stations,
    peer: "station",
    run: (all) => {
      for (const message of all) sink += toStation(decodeGetStationDumpReply(reader(message))).rxPackets ?? 0;
    },
  },
  {
    name: "interface: attributes",
    messages: interfaces,
    peer: "flat",
    run: (all) => {
      for (const message of all) sink += decodeGetInterfaceReply(reader(message)).ifindex ?? 0;
    },
  },
  {
    name: "event: attributes",
    messages: events,
    peer: "flat",
    run: (all) => {
      for (const message of all) sink += newScanResultsCommand.event.decode(reader(message)).ifindex ?? 0;
    },
  },
];

const peer = Peer.build("decode-peer.c");
const folder = mkdtempSync(join(tmpdir(), "nl80211-decode-"));
const best = new Map<string, { ours: number; c: number }>();
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, messages, run, peer: kind } of cases) {
    if (messages.length === 0) throw new Error(`${name}: the recording has no such message`);
    const file = join(folder, "messages");
    const figures = best.get(name) ?? { ours: Infinity, c: Infinity };
    const repeats = Math.max(1, Math.round(SLICE / messages.length));
    const start = performance.now();
    for (let i = 0; i < repeats; i++) run(messages);
    figures.ours = Math.min(figures.ours, ((performance.now() - start) * 1e6) / (repeats * messages.length));
    if (peer !== undefined && kind !== undefined) {
      if (round === 0) writeFileSync(`${file}-${name.replaceAll(/\W/g, "")}`, Buffer.concat(messages.map(padded)));
      figures.c = Math.min(figures.c, Number(peer.run(kind, `${file}-${name.replaceAll(/\W/g, "")}`, 5)));
    }
    best.set(name, figures);
  }
}
peer?.remove();
rmSync(folder, { recursive: true });

for (const { name, messages } of cases) {
  const { ours, c } = best.get(name)!;
  const beside = c === Infinity ? "" : `   C, libnl: ${c.toFixed(0)} ns   ratio ${(ours / c).toFixed(2)}`;
  console.log(`${name}: ${ours.toFixed(0)} ns a message (${messages.length} messages, best of ${ROUNDS})${beside}`);
}
if (Number.isNaN(sink)) throw new Error("nothing was decoded");

function padded({ bytes }: Message): Uint8Array {
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
}
