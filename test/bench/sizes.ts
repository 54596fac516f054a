/**
 * What each entry and each topic weighs, and how long it takes to load beside `node -e 0`: of the built package, so `npm run build` first.
 * Ends with what a program loads that lists networks.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const ROUNDS = Number(process.argv[2] ?? 5);
const DIST = join(process.cwd(), "dist");

const chunks = readdirSync(DIST).filter((name) => name.endsWith(".js"));
const textOf = new Map(chunks.map((name) => [name, readFileSync(join(DIST, name), "utf8")]));

/** What a file imports before it runs; what it imports when asked. */
const statically = (name: string) =>
  matches(name, /^(?:import|export)[^;]*?from\s*["']\.\/([^"']+)["']|^import\s*["']\.\/([^"']+)["']/gm);
const dynamically = (name: string) => matches(name, /import\(["']\.\/([^"']+)["']\)/g);

function matches(name: string, pattern: RegExp): string[] {
  return [...textOf.get(name)!.matchAll(pattern)].map((match) => (match[1] ?? match[2])!);
}

/** A file and all that it imports before it runs. */
function closure(names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    statically(name).forEach(add);
  };
  names.forEach(add);
  return found;
}

function size(names: Iterable<string>): string {
  const text = [...names].map((name) => textOf.get(name)!).join("");
  const kib = (octets: number) => `${(octets / 1024).toFixed(0).padStart(5)} KiB`;
  return `${kib(Buffer.byteLength(text))} ${kib(gzipSync(text).length)} gzip`;
}

const ENTRIES = ["index", "netlink", "genetlink", "socket", "raw", "ieee80211", "testing", "operators"];
/** What `Nl80211.open()` loads, of which index is the door. */
const client = dynamically("index.js").filter((name) => name.startsWith("nl80211-"));
const main = closure(["index.js", ...client]);
/** Topics are the chunks that commands, events and streams load when they are first used. */
const topics = [...new Set([...main].flatMap(dynamically))]
  .filter((name) => /^[a-z0-9-]+-[A-Z0-9]{8}\.js$/.test(name) && !client.includes(name))
  .sort();

const loaded = loadedByScanner();
const times = loadTimes();

console.log(`built files, plain and gzipped; time to load beside node -e 0 (best of ${ROUNDS} rounds in turn)`);
console.log("entries, each with all that it imports at once:");
for (const entry of ENTRIES) report(entry, closure([`${entry}.js`]), times.get(entry));
console.log("loaded by open():");
report("client", main, times.get("open"));
console.log("loaded when first used, beside the client:");
for (const topic of topics)
  report(
    nameOf(topic),
    [...closure([topic])].filter((name) => !main.has(name)),
  );
const used = topics.filter((name) => loaded.has(name)).map(nameOf);
console.log(`a program that lists networks loads the client and ${used.join(", ")}:`);
report("", [...main, ...loaded]);
console.log("of all that there is:");
report("", closure([...main, ...topics]));

function report(name: string, files: Iterable<string>, time?: number): void {
  console.log(`  ${name.padEnd(16)}${size(new Set(files))}${time === undefined ? "" : `   ${time.toFixed(2)}`}`);
}

function nameOf(chunk: string): string {
  return chunk.replace(/-[A-Z0-9]{8}\.js$/, "");
}

/** The files beside index that Node loads while networks are listed, from a recording; without what recordings need. */
function loadedByScanner(): Set<string> {
  const told = "export async function load(url, context, next) { process._rawDebug(url); return next(url, context); }";
  const hook = `import { register } from "node:module"; register("data:text/javascript,${encodeURIComponent(told)}");`;
  const program = `
    import { Nl80211 } from ${JSON.stringify(join(DIST, "index.js"))};
    import { openReplay } from ${JSON.stringify(join(DIST, "testing.js"))};
    const wifi = await Nl80211.open({ transport: openReplay("fixtures/village.pcap.gz", { at: "end" }), streams: false });
    const networks = await wifi.scanResults("wlan2");
    if (networks.length === 0) throw new Error("the recording has no networks");
    await wifi.close();
  `;
  const args = ["--import", dataUrl(hook), "--input-type=module", "-e", program];
  const { stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const testing = closure(["testing.js"]);
  const names = [...stderr.matchAll(/^file:.*\/dist\/([^/]+\.js)$/gm)].map(([, name]) => name!);
  const asked = names.filter((name) => topics.includes(name));
  return new Set([...closure(asked), ...names.filter((name) => !main.has(name) && !testing.has(name))]);
}

function dataUrl(program: string): string {
  return `data:text/javascript,${encodeURIComponent(program)}`;
}

/** Whole processes, in turn, so that the machine's other work falls on all. */
function loadTimes(): Map<string, number> {
  const best = new Map<string, number>();
  const measure = (name: string, program: string): void => {
    const start = performance.now();
    execFileSync(process.execPath, ["-e", program]);
    best.set(name, Math.min(best.get(name) ?? Infinity, performance.now() - start));
  };
  for (let round = 0; round < ROUNDS; round++) {
    measure("bare", "0");
    for (const entry of ENTRIES) measure(entry, `import(${JSON.stringify(join(DIST, `${entry}.js`))})`);
  }
  const bare = best.get("bare") ?? Number.NaN;
  return new Map([...best].map(([name, time]) => [name, time / bare]));
}
