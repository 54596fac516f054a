/** What is held in memory, beside the octets on the wire: networks of which one in forty is kept, and whole wiphys. Needs --expose-gc. */

import { Apart } from "../../src/genetlink/apart.ts";
import { GenericMessage } from "../../src/genetlink/message.ts";
import { MessageType } from "../../src/netlink/constants.ts";
import { type NetlinkMessage, readMessages } from "../../src/netlink/message.ts";
import { Bss } from "../../src/nl80211/bss.ts";
import { BssOctets } from "../../src/nl80211/bss-octets.ts";
import { decodeGetScanReply } from "../../src/nl80211/generated/scan.ts";
import { decodeGetWiphyDumpReply } from "../../src/nl80211/generated/wiphy.ts";
import { toWiphy } from "../../src/nl80211/wiphy.ts";
import { mergeWiphyParts } from "../../src/nl80211/wiphy-parts.ts";
import { readCapture } from "../../src/testing/capture.ts";

const KEPT_OF = 40;
const SCANS = 2000;
const WIPHYS = 200;

/** The datagrams with answers of a capture under a command, as they came: dozens of networks in one. */
function datagramsOf(capture: string, command: number): Uint8Array[] {
  const { packets } = readCapture(new URL(`../../fixtures/${capture}.pcap.gz`, import.meta.url).pathname);
  return packets.map(({ bytes }) => bytes.slice()).filter((bytes) => messagesOf(bytes, command).length > 0);
}

function messagesOf(datagram: Uint8Array, command: number): NetlinkMessage[] {
  return readMessages(datagram).filter(
    ({ type, flags, sequence, bytes, start }) =>
      (flags & 1) === 0 && type > MessageType.Overrun + 11 && bytes[start] === command && sequence !== 0,
  );
}

function used(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) throw new Error("run it with node --expose-gc");
  for (let i = 0; i < 4; i++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external; // external holds array buffers too
}

/** Octets that `hold` makes and keeps. */
function held(hold: () => unknown): number {
  hold(); // compiled, and its lists grown
  const before = used();
  const kept = hold();
  const after = used();
  if (kept === undefined) throw new Error("nothing was held");
  return after - before;
}

const scans = datagramsOf("7.3-networks", 34);
let wire = 0;
function networks(look: (bss: Bss) => unknown): Bss[] {
  const kept: Bss[] = [];
  wire = 0;
  let heard = 0;
  for (let scan = 0; scan < SCANS; scan++) {
    for (const datagram of scans) {
      const received = datagram.slice(); // as the socket hands it over
      const copies = new Apart();
      for (const message of messagesOf(received, 34)) {
        const bss = new Bss(new BssOctets(copies.attributes(new GenericMessage(message)), decodeGetScanReply), 0);
        if (heard++ % KEPT_OF !== 0) continue;
        look(bss);
        kept.push(bss);
        wire += message.end - message.start + 16;
      }
    }
  }
  return kept;
}

report(
  "one of forty networks kept",
  held(() => networks(() => undefined)),
  wire,
  4,
);
const looked = (bss: Bss) => [bss.ssid.text, bss.security, bss.channel, bss.generation, bss.network.highestRateMbps];
report(
  "the same, SSID, security, channel, generation and rate read",
  held(() => networks(looked)),
  wire,
  4,
);

const parts = datagramsOf("7.3-radio", 3).flatMap((datagram) => messagesOf(datagram, 3));
const octets = parts.reduce((sum, { start, end }) => sum + end - start + 16, 0);
const merged = () =>
  mergeWiphyParts(parts.map((part) => decodeGetWiphyDumpReply(new GenericMessage(part).attributes()))).map(toWiphy);
const radios = merged().length;
report(
  `a wiphy (${radios} in the recording)`,
  held(() => Array.from({ length: WIPHYS }, merged)) / radios,
  (WIPHYS * octets) / radios,
  undefined,
  WIPHYS,
);

function report(what: string, bytes: number, onWire: number, goal?: number, count = 1): void {
  const asked = goal === undefined ? "" : ` (goal ${goal})`;
  const kib = (octets: number) => `${(octets / count / 1024).toFixed(0)} KiB`;
  console.log(`${what}: ${kib(bytes)} held, ${kib(onWire)} on the wire, ratio ${(bytes / onWire).toFixed(2)}${asked}`);
}
