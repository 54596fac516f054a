/**
 * 100,000 multicasts on NETLINK_USERSOCK out of another process, read by a Connection and by C with the same buffer: first out of
 * a full buffer (how fast is reading), then while the sender sends (what is lost, and is the event loop still there).
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Connection, NetlinkProtocol } from "../../src/netlink/index.ts";
import { socketTransport } from "../../src/socket/index.ts";
import { Peer } from "./peer.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const MESSAGES = 100_000;
const OCTETS = 200;
const GROUP = 9;
const BUFFER = 256 * 1024 * 1024;

interface Read {
  readonly perSecond: number;
  readonly received: number;
  readonly gaps: number;
  readonly longestPauseMs: number;
}

const peer = Peer.build();
if (!peer) process.exit(1);
const transport = await socketTransport();

/** Reads what a sender sends: from a full buffer (`fill`), or beside it. */
async function ours(fill: boolean, buffer: number): Promise<Read> {
  const connection = new Connection(transport, NetlinkProtocol.Usersock, { senders: "any", receiveBufferSize: buffer });
  connection.join(GROUP);
  if (fill) peer!.run("send", GROUP, MESSAGES, OCTETS); // this thread waits meanwhile, and reads nothing
  const sender = fill ? undefined : peer!.start("send", GROUP, MESSAGES, OCTETS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let [received, gaps, last, quiet] = [0, 0, 0, false];
  connection.onOverrun(() => gaps++);
  const start = performance.now();
  let end = start;
  delay.enable();
  await new Promise<void>((resolve) => {
    // after a loss the last message may be missing: the sender's end and a quiet while are the end then
    sender?.ended.then(() => setTimeout(() => (quiet = true), 200));
    const watch = setInterval(() => quiet && finish(), 20);
    const finish = (): void => {
      clearInterval(watch);
      resolve();
    };
    connection.onNotification(({ message }) => {
      received++;
      last = message.sequence;
      if (last !== MESSAGES) return;
      end = performance.now();
      finish();
    });
  });
  delay.disable();
  connection.close();
  if (end === start) end = performance.now() - 200;
  const perSecond = (received / (end - start)) * 1000;
  return { perSecond, received, gaps, longestPauseMs: delay.max / 1e6 };
}

/** `senders`: it asks who sent each message, as this library does for whoever listens, and libnl. */
async function c(batch: number, senders: boolean, fill: boolean, buffer: number): Promise<Read> {
  const reader = peer!.start("read", GROUP, buffer, MESSAGES, batch, senders ? 1 : 0);
  await reader.line();
  if (fill) peer!.run("send", GROUP, MESSAGES, OCTETS);
  reader.go();
  if (!fill) await peer!.start("send", GROUP, MESSAGES, OCTETS).ended;
  const [perSecond = 0, received = 0, gaps = 0] = (await reader.line()).split(" ").map(Number);
  await reader.ended;
  return { perSecond, received, gaps, longestPauseMs: 0 };
}

async function best(measure: () => Promise<Read>, others: (() => Promise<Read>)[]): Promise<Read[]> {
  const all = [measure, ...others];
  const found: Read[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, action] of all.entries()) {
      const read = await action();
      if (!found[i] || read.perSecond > found[i].perSecond) found[i] = read;
    }
  }
  return found;
}

const [mine, ...others] = await best(
  () => ours(true, BUFFER),
  [
    () => c(64, true, true, BUFFER),
    () => c(64, false, true, BUFFER),
    () => c(1, true, true, BUFFER),
    () => c(1, false, true, BUFFER),
  ],
);
const OTHERS = ["recvmmsg, with senders", "recvmmsg", "recvfrom, with senders", "recv"];
console.log(
  `${MESSAGES} messages of ${OCTETS} octets out of a buffer of ${BUFFER >> 20} MiB (best of ${ROUNDS} rounds):`,
);
console.log(`  this library: ${text(mine!)}; longest pause of the event loop ${mine!.longestPauseMs.toFixed(1)} ms`);
for (const [i, other] of others.entries()) {
  console.log(`  C, ${OTHERS[i]}: ${text(other)}; ratio ${(mine!.perSecond / other.perSecond).toFixed(2)}`);
}

for (const buffer of [1 << 20, BUFFER]) {
  const beside = await ours(false, buffer);
  console.log(`while they are sent, buffer ${buffer >> 20} MiB: ${text(beside)}, ${MESSAGES - beside.received} lost`);
}
transport.close();
peer.remove();

function text({ perSecond, received, gaps }: Read): string {
  return `${Math.round(perSecond / 1000)},000 a second, ${received} received, ${gaps} gaps`;
}
