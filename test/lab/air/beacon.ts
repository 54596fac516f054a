/**
 * Sends the beacons of imagined networks on a monitor interface, round after round.
 *
 *   beacon mon0 300
 *
 * A line of input names the frequency whose networks are to be heard from then on; the end of the input ends it. The interface must
 * be up and tuned to it, on a radio of two channels (hwsim channels=2) whose other interface is down.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import koffi from "koffi";
import { airNetworks } from "./networks.ts";

const [dev, count] = process.argv.slice(2);
if (dev === undefined) {
  console.error("usage: beacon INTERFACE [COUNT] <frequencies");
  process.exit(2);
}

const AF_PACKET = 17;
const SOCK_RAW = 3;
const libc = koffi.load(null);
const socket = libc.func("socket", "int", ["int", "int", "int"]);
const sendto = libc.func("sendto", "intptr_t", ["int", "void *", "size_t", "int", "void *", "uint32_t"]);
const fd = socket(AF_PACKET, SOCK_RAW, 0) as number;
if (fd < 0) throw new Error(`beacon: no packet socket (errno ${koffi.errno()})`);

// struct sockaddr_ll: family, protocol, ifindex; the rest is for receiving
const address = Buffer.alloc(20);
address.writeUInt16LE(AF_PACKET, 0);
address.writeInt32LE(Number(readFileSync(`/sys/class/net/${dev}/ifindex`, "utf8")), 4);

// a radiotap header that says nothing
const radiotap = Buffer.from("0000080000000000", "hex");
const networks = airNetworks(Number(count ?? 300));
let frames: Buffer[] = [];
let sent = 0;
let refused = 0;
let done = false;

const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  frames = networks
    .filter(({ frequencyMhz }) => frequencyMhz === Number(line))
    .map(({ beacon }) => Buffer.concat([radiotap, beacon]));
  console.log(`beacon: ${frames.length} networks on ${line} MHz`);
});
input.on("close", () => {
  done = true;
});
console.log("beacon: ready");
while (!done) {
  for (const frame of frames) {
    if ((sendto(fd, frame, frame.length, 0, address, address.length) as number) < 0) refused++;
    else sent++;
  }
  await sleep(10);
}
console.log(`beacon: ${sent} frames sent, ${refused} refused`);
