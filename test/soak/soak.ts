/**
 * One client for as long as it is asked to live, in the lab: what an application that manages Wi-Fi does, again and again. It watches the
 * present state and all events, scans, begins scans and gives them up, connects, makes and deletes interfaces, meets overruns, and all of Wi-Fi
 * is unloaded and loaded again under it. At the end it prints, and judges, what a leak would show.
 *
 *     node --expose-gc soak.js MINUTES
 */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";
import type { Observable } from "rxjs";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { Connection, NetlinkProtocol } from "../../src/netlink/index.ts";
import { socketTransport } from "../../src/socket/index.ts";
import { accessPoint, freshRadios, until } from "../lab/guest.ts";
import { growthPerHour, type Sample } from "./slope.ts";

const minutes = Number(process.argv[2] ?? 30);
/** Wi-Fi is unloaded and loaded again this often. */
const ERA_MS = 120_000;
/** The slope is judged over the end of the run, when caches are full. */
const JUDGED_MS = Math.min(20, (minutes * 2) / 3) * 60_000;
/** Memory is looked at this often: what it is made of takes memory too. */
const SAMPLE_MS = 10_000;
const MOST_GROWTH = 1 << 20;
/** In this part of the rounds, everything that is tried must come about; the kernel may refuse in the others. */
const MOST = 0.9;

/** Resident memory at a time, and what it is made of: that tells a leak from what settles. */
interface Round extends Sample {
  /** Objects that live, in V8's heap. */
  readonly objects: number;
  /** Of these, V8's machine code: next to nothing with its compilers off, else more as long as something has just run often enough. */
  readonly compiled: number;
  /** V8's heap with its free places: where objects are made, and all else. */
  readonly young: number;
  readonly old: number;
  /** Memory of buffers and other things outside the heap that objects hold. */
  readonly external: number;
  /** Pages of programs and libraries. */
  readonly files: number;
}

const counts = {
  rounds: 0,
  calls: 0,
  answered: 0,
  scans: 0,
  abandonedScans: 0,
  connections: 0,
  interfaces: 0,
  reloads: 0,
  events: 0,
  gaps: 0,
  states: 0,
  overruns: 0,
};
/** One channel: a scan of all takes eight seconds, and there are to be many. */
const WHERE = { ssids: ["soak"], frequenciesMhz: [2412] } as const;
const refusals = new Map<string, number>();
const samples: Round[] = [];

const transport = await socketTransport();
await freshRadios(2);
const wifi = await Nl80211.open({ transport });
wifi.events().subscribe(({ type }) => (type === "overrun" ? counts.gaps++ : counts.events++));
const watchers: Observable<unknown>[] = [
  wifi.watchInterfaces({ every: 5000 }),
  wifi.watchStations(undefined, { every: 5000 }),
  wifi.watchNetworks(),
  wifi.watchLink("wlan1", { every: 5000 }),
  wifi.watchWiphys(),
  wifi.watchRegulatory(),
];
for (const watched of watchers) {
  watched.subscribe({
    next: () => counts.states++,
    error: (error: Error) => count(`a watcher ended: ${error.message}`),
  });
}

const start = Date.now();
let descriptors: string[] | undefined;
while (Date.now() - start < minutes * 60_000) {
  await era(Math.min(Date.now() + ERA_MS, start + minutes * 60_000));
  descriptors ??= openDescriptors(); // once everything has been opened that stays open
  counts.reloads++;
  await freshRadios(2);
}
judge();

/** Some minutes with one access point. */
async function era(end: number): Promise<void> {
  await using _accessPoint = await accessPoint("wlan0", ["ssid=soak", "hw_mode=g", "channel=1"]);
  await asked(wifi.up("wlan1"));
  while (Date.now() < end) {
    await scan();
    await connect();
    await interfaces();
    await overrun();
    await asked(wifi.down("wlan1"));
    await asked(wifi.up("wlan1"));
    counts.rounds++;
    sample();
  }
}

/** One scan to its end, and one that is given up as soon as it has begun. */
async function scan(): Promise<void> {
  const networks = await asked(wifi.scan("wlan1", WHERE));
  if (networks?.some(({ ssid, security }) => ssid.text === "soak" && security.name === "Open")) counts.scans++;
  const subscription = wifi.scan$("wlan1", WHERE).subscribe({ error: () => {} });
  await sleep(20);
  subscription.unsubscribe();
  counts.abandonedScans++;
}

async function connect(): Promise<void> {
  const connection = await asked(wifi.connect("wlan1", { ssid: "soak", frequencyMhz: 2412, timeoutMs: 20_000 }));
  const link = await asked(wifi.link("wlan1"));
  if (connection !== undefined && link?.ssid?.text === "soak") counts.connections++;
  await connection?.close();
}

async function interfaces(): Promise<void> {
  const made = await asked(wifi.ownInterface("wlan1", { name: "soak0", type: "monitor" }));
  const names = (await asked(wifi.interfaces()))?.map(({ name }) => name);
  if (names?.includes("soak0")) counts.interfaces++;
  await made?.close();
}

/** A flood into a small buffer: one gap, and the socket works afterwards. */
async function overrun(): Promise<void> {
  const options = { senders: "any", receiveBufferSize: 4096 } as const;
  using reader = new Connection(transport, NetlinkProtocol.Usersock, options);
  using writer = new Connection(transport, NetlinkProtocol.Usersock, { senders: "any" });
  let [gaps, last] = [0, 0];
  reader.join(1);
  reader.onOverrun(() => gaps++);
  reader.onNotification(({ message }) => {
    last = message.sequence;
  });
  for (let i = 1; i <= 200; i++) await writer.post(16, new Uint8Array(200), { group: 1, sequence: i });
  await until("the overrun is told", () => gaps > 0);
  await writer.post(16, new Uint8Array(4), { group: 1, sequence: 1000 });
  await until("the socket reads on", () => last === 1000);
  if (gaps === 1) counts.overruns++;
  else refusals.set(`${gaps} gaps told for one`, 1);
}

/** A call that is counted, and its answer, of whatever kind. A refusal of the kernel is an answer; silence is not. */
async function asked<T>(call: Promise<T>): Promise<T | undefined> {
  counts.calls++;
  try {
    const answer = await call;
    counts.answered++;
    return answer;
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    if (code !== "TIMEOUT") counts.answered++;
    count(message);
    return undefined;
  }
}

function count(what: string): void {
  refusals.set(what, (refusals.get(what) ?? 0) + 1);
}

function sample(): void {
  if (Date.now() - (samples.at(-1)?.time ?? 0) < SAMPLE_MS) return;
  // twice, since the first empties the half of the young generation that the second gives back
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss: octets, heapUsed: objects, heapTotal, external } = process.memoryUsage();
  const spaces = new Map(getHeapSpaceStatistics().map((space) => [space.space_name, space]));
  const young = spaces.get("new_space")!.space_size;
  const [, kib] = /^RssFile:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  samples.push({
    time: Date.now(),
    octets,
    objects,
    compiled: spaces.get("code_space")!.space_used_size,
    young,
    old: heapTotal - young,
    external,
    files: Number(kib) * 1024,
  });
}

function openDescriptors(): string[] {
  return readdirSync("/proc/self/fd");
}

function judge(): void {
  const judged = samples.filter(({ time }) => time >= samples.at(-1)!.time - JUDGED_MS);
  const growth = (growthPerHour(judged) * JUDGED_MS) / 3_600_000;
  const after = openDescriptors();
  console.log(`${minutes} minutes:`, counts);
  console.log("refused or missed:", Object.fromEntries(refusals));
  console.log(`resident: ${mib(samples[0]!.octets)} at first, ${mib(samples.at(-1)!.octets)} at the end`);
  console.log(`slope over the last ${(JUDGED_MS / 60_000).toFixed(1)} minutes: ${mib(growth)} (1 MiB is the most)`);
  for (const part of ["objects", "compiled", "young", "old", "external", "files"] as const) {
    console.log(`  ${part} in that time: ${mib(judged[0]![part])} to ${mib(judged.at(-1)![part])}`);
  }
  console.log(`descriptors: ${descriptors?.length} after the first era, ${after.length} at the end`);
  const sound =
    growth < MOST_GROWTH &&
    after.length === descriptors?.length &&
    counts.answered === counts.calls &&
    counts.states > 0 &&
    [counts.scans, counts.connections, counts.interfaces, counts.overruns].every(
      (times) => times >= MOST * counts.rounds,
    );
  console.log(sound ? "sound" : "NOT SOUND");
  process.exit(sound ? 0 : 1);
}

function mib(octets: number): string {
  return `${(octets / (1 << 20)).toFixed(2)} MiB`;
}
