/**
 * Leaves out of a recording what repeats: hostapd and wpa_supplicant ask a dozen times for the wiphy and the family, and a replay
 * answers from the first time as well. An answer repeats when it has the octets of the last one to the same question, but for the age
 * of each channel's radar state.
 *
 *   node --import tsx test/lab/trim.ts capture.pcap trimmed.pcap
 */
import { writeFileSync } from "node:fs";
import { NlctrlCommand } from "../../src/genetlink/generated/nlctrl.ts";
import { readMessages } from "../../src/netlink/message.ts";
import { Nl80211Command } from "../../src/nl80211/generated/command-map.ts";
import { readCapture } from "../../src/testing/capture.ts";
import { writePcap } from "../../src/testing/pcap.ts";
import { type Exchange, understand } from "../../src/testing/recording.ts";

/** NL80211_FREQUENCY_ATTR_DFS_TIME (8, u32), which stands before DFS_CAC_TIME (13, u32) and counts the milliseconds. */
const RADAR_AGE = /08000800[0-9a-f]{8}(?=08000d00)/g;

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error("usage: trim.ts CAPTURE TRIMMED");
  process.exit(2);
}

const capture = readCapture(from);
const packetAt = new Map(capture.packets.map((packet) => [packet.bytes.byteOffset, packet.number]));
const last = new Map<string, string>();
const dropped = new Set<number>();
for (const exchange of understand(capture).exchanges) {
  if (!repeats(exchange)) continue;
  const asked = contents(exchange.request.bytes.subarray(exchange.request.start, exchange.request.end));
  const answer = answerOf(exchange);
  if (last.get(asked) === answer) drop(exchange);
  else last.set(asked, answer);
}
writeFileSync(to, writePcap(capture.packets.filter(({ number }) => !dropped.has(number))));
console.log(`${dropped.size} of ${capture.packets.length} packets left out`);

function repeats({ family, command, dump }: Exchange): boolean {
  if (family === "nl80211") return dump && command === Nl80211Command.GetWiphy;
  return family === "nlctrl" && command === NlctrlCommand.GetFamily;
}

/** What the kernel answered, without sequence numbers and port ids. */
function answerOf({ replies }: Exchange): string {
  return replies
    .flatMap(({ bytes }) => readMessages(bytes))
    .map(({ type, bytes, start, end }) => `${type}:${contents(bytes.subarray(start, end))}`)
    .join(" ");
}

function contents(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").replaceAll(RADAR_AGE, "");
}

function drop({ number, replies }: Exchange): void {
  dropped.add(number);
  for (const { bytes } of replies) {
    const packet = packetAt.get(bytes.byteOffset);
    if (packet === undefined) throw new Error(`trim: an answer to packet ${number} lies in no packet`);
    dropped.add(packet);
  }
}
