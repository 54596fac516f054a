/**
 * One client for as long as it is asked to live, in the lab: scans, connections, slow commands, radios that come and go, all of Wi-Fi
 * unloaded and loaded again, overruns. At the end it prints, and judges, what a leak would show.
 *
 *     node --expose-gc soak.js MINUTES
 */
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { GenericNetlink, type GenericNotification } from "../../src/genetlink/index.ts";
import { Connection, NetlinkProtocol } from "../../src/netlink/index.ts";
import { Nl80211Command } from "../../src/nl80211/generated/command-map.ts";
import { RouteNetlink } from "../../src/rtnetlink/index.ts";
import { socketTransport } from "../../src/socket/index.ts";
import { accessPoint, freshRadios, until } from "../lab/guest.ts";
import { growthPerHour, type Sample } from "./slope.ts";

const minutes = Number(process.argv[2] ?? 30);
/** Wi-Fi is unloaded and loaded again this often. */
const ERA_MS = 120_000;
/** The slope is judged over the end of the run, when caches are full. */
const JUDGED_MS = Math.min(20, (minutes * 2) / 3) * 60_000;
const MOST_GROWTH = 1 << 20;

/** Attributes of nl80211 by number. */
const [IFINDEX, SCAN_FREQUENCIES, SCAN_SSIDS, SSID] = [3, 44, 45, 52];
const NAME = new TextEncoder().encode("soak");

const counts = { requests: 0, answered: 0, scans: 0, connections: 0, reloads: 0, events: 0, gaps: 0, overruns: 0 };
const refusals = new Map<string, number>();
const samples: Sample[] = [];

const transport = await socketTransport();
const netlink = new GenericNetlink(transport);
const route = new RouteNetlink(transport);
const heard = new Set<(command: number) => void>();
await freshRadios(2);
await netlink.subscribe("nl80211", ["config", "scan", "mlme", "regulatory"], {
  notification: ({ message }: GenericNotification) => {
    counts.events++;
    for (const listener of heard) listener(message.command);
  },
  gap: () => counts.gaps++,
});
route.subscribe({ link: () => counts.events++, removed: () => counts.events++ });

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
  const address = ["ssid=soak", "hw_mode=g", "channel=1"];
  await using _accessPoint = await accessPoint("wlan0", address);
  await asked(route.up("wlan1"));
  const { ifindex } = await asked(route.link("wlan1"));
  while (Date.now() < end) {
    await scan(ifindex);
    await connect(ifindex);
    await overrun();
    await asked(route.down("wlan1"));
    await asked(route.up("wlan1"));
    sample();
  }
}

async function scan(ifindex: number): Promise<void> {
  const done = next(Nl80211Command.NewScanResults, Nl80211Command.ScanAborted);
  await asked(
    netlink.request("nl80211", Nl80211Command.TriggerScan, (w) => {
      w.u32(IFINDEX!, ifindex);
      const ssids = w.open(SCAN_SSIDS!);
      w.bytes(1, NAME);
      w.close(ssids);
      const frequencies = w.open(SCAN_FREQUENCIES!);
      w.u32(0, 2412);
      w.close(frequencies);
    }),
  );
  await done;
  const found = await asked(netlink.dump("nl80211", Nl80211Command.GetScan, (w) => w.u32(IFINDEX!, ifindex)).toArray());
  if (found.length > 0) counts.scans++;
}

async function connect(ifindex: number): Promise<void> {
  const connected = next(Nl80211Command.Connect);
  await asked(
    netlink.request("nl80211", Nl80211Command.Connect, (w) => {
      w.u32(IFINDEX!, ifindex);
      w.bytes(SSID!, NAME);
    }),
  );
  await connected;
  const select = (w: { u32(type: number, value: number): void }) => w.u32(IFINDEX!, ifindex);
  const stations = await asked(netlink.dump("nl80211", Nl80211Command.GetStation, select).toArray());
  if (stations.length > 0) counts.connections++;
  const disconnected = next(Nl80211Command.Disconnect);
  await asked(netlink.request("nl80211", Nl80211Command.Disconnect, select));
  await disconnected;
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

/** Resolves with the next event of these; after 20 s without one, counts it as missed and goes on. */
async function next(...commands: number[]): Promise<void> {
  let tell = (): void => {};
  const event = new Promise<boolean>((resolve) => {
    tell = () => resolve(true);
  });
  const listener = (command: number) => commands.includes(command) && tell();
  heard.add(listener);
  const giveUp = new AbortController();
  const came = await Promise.race([event, sleep(20_000, false, { signal: giveUp.signal }).catch(() => false)]);
  giveUp.abort();
  heard.delete(listener);
  if (!came) count(`no event ${commands.map((command) => Nl80211Command[command]).join(" or ")}`);
}

/** A request that is counted, and its answer, of whatever kind. A refusal of the kernel is an answer; silence is not. */
async function asked<T>(request: Promise<T>): Promise<T> {
  counts.requests++;
  try {
    const answer = await request;
    counts.answered++;
    return answer;
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    if (code !== "TIMEOUT") counts.answered++;
    count(message);
    return [] as T;
  }
}

function count(what: string): void {
  refusals.set(what, (refusals.get(what) ?? 0) + 1);
}

function sample(): void {
  globalThis.gc?.();
  samples.push({ time: Date.now(), octets: process.memoryUsage.rss() });
}

function openDescriptors(): string[] {
  return readdirSync("/proc/self/fd");
}

function judge(): void {
  const judged = samples.filter(({ time }) => time >= samples.at(-1)!.time - JUDGED_MS);
  const growth = (growthPerHour(judged) * JUDGED_MS) / 3_600_000;
  const after = openDescriptors();
  const { overruns, late, malformed, rejected, reopened } = netlink.connection.counters;
  console.log(`${minutes} minutes, ${samples.length} rounds:`, counts);
  console.log("refused or missed:", Object.fromEntries(refusals));
  console.log("the requests' socket:", { overruns, late, malformed, rejected, reopened });
  console.log(
    `resident: ${mib(samples[0]!.octets)} after the first round, ${mib(samples.at(-1)!.octets)} after the last`,
  );
  console.log(`slope over the last ${(JUDGED_MS / 60_000).toFixed(1)} minutes: ${mib(growth)} (1 MiB is the most)`);
  console.log(`descriptors: ${descriptors?.length} after the first era, ${after.length} at the end`);
  const sound =
    growth < MOST_GROWTH &&
    after.length === descriptors?.length &&
    counts.answered === counts.requests &&
    counts.scans > 0;
  console.log(sound ? "sound" : "NOT SOUND");
  process.exit(sound ? 0 : 1);
}

function mib(octets: number): string {
  return `${(octets / (1 << 20)).toFixed(2)} MiB`;
}
