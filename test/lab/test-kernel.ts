/**
 * Runs the kernel tests in each kernel of the lab and prints what each said, the totals, and the table of commands.
 *
 *   npm run test:kernel [-- --kernel 6.12] [FILTER...]
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { COMMANDS } from "../../src/nl80211/generated/command-loader.ts";
import { type CommandSighting, commandTable, readSightings } from "./command-table.ts";

const KERNELS = ["6.1", "6.12", "7.3"];
/** Of one kernel, boot and all. */
const LIMIT_S = 2400;
/** A guest that ends before this without any result did not come up: an emulated kernel was seen to panic while it boots. */
const BOOT_S = 120;
/** So many kernels run at a time: one processor each, since a guest mostly keeps one busy. */
const GUESTS = Math.min(3, Math.max(1, availableParallelism()));

interface Outcome {
  readonly kernel: string;
  readonly code: number;
  readonly seconds: number;
  /** Tests that were tried a second time. */
  readonly retried: number;
  readonly totals?: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

const root = join(import.meta.dirname, "../..");
const cache = process.env["NL80211_LAB"] ?? join(homedir(), ".cache/nl80211-lab");
const { kernels, filters } = readArguments(process.argv.slice(2));

run("npm", ["run", "--silent", "build"], "the command line is not built; its tests will say so");
await import("./bundle.ts");
const sightings = new Map<string, CommandSighting[]>(kernels.map((kernel) => [kernel, []]));
const waiting = [...kernels];
const outcomes: Outcome[] = [];
await Promise.all(Array.from({ length: GUESTS }, work));
outcomes.sort((a, b) => KERNELS.indexOf(a.kernel) - KERNELS.indexOf(b.kernel));

console.log(`\n${commandTable(Object.keys(COMMANDS), sightings)}\n`);
for (const { kernel, code, seconds, retried, totals } of outcomes) {
  const said =
    totals === undefined
      ? "no result"
      : `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped, ${retried} tried twice`;
  console.log(`Linux ${kernel.padEnd(5)} ${said}, ${seconds} s${code === 0 ? "" : ` (exit code ${code})`}`);
}
process.exitCode = outcomes.every(({ code, totals }) => code === 0 && totals !== undefined && totals.failed === 0)
  ? 0
  : 1;

/** Takes one kernel after the other, as long as there are some. What each said is printed in one piece. */
async function work(): Promise<void> {
  for (let kernel = waiting.shift(); kernel !== undefined; kernel = waiting.shift()) {
    let outcome = await test(kernel);
    if (outcome.totals === undefined && outcome.seconds < BOOT_S) {
      console.log(`Linux ${kernel} ended without a result after ${outcome.seconds} s; it is booted once more`);
      outcome = await test(kernel);
    }
    outcomes.push(outcome);
  }
}

async function test(kernel: string): Promise<Outcome> {
  const results = join(cache, `test-${kernel}`);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  console.log(`Linux ${kernel} begins`);
  const started = performance.now();
  const guest = spawn(
    join(root, "test/lab/lab.sh"),
    [
      ...["--kernel", kernel, "--radios", "4", "--channels", "2", "--timeout", String(LIMIT_S), "--results", results],
      ...[join(root, "test/lab/guest/run-tests.sh"), ...filters],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const said: Buffer[] = [];
  for (const stream of [guest.stdout, guest.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  const [status] = (await once(guest, "close")) as [number | null];
  const text = Buffer.concat(said).toString();
  console.log(`\n--- Linux ${kernel} ---\n${text}`);
  sightings.set(kernel, readSightings(results));
  const totals = readTotals(join(results, "vitest.json"));
  const seconds = Math.round((performance.now() - started) / 1000);
  const retried = text.match(/\(retry x\d+\)/g)?.length ?? 0;
  return { kernel, code: status ?? 1, seconds, retried, ...(totals !== undefined && { totals }) };
}

function readArguments(words: readonly string[]): { kernels: string[]; filters: string[] } {
  const kernels: string[] = [];
  const filters: string[] = [];
  for (let index = 0; index < words.length; index++) {
    if (words[index] !== "--kernel") filters.push(words[index]!);
    else kernels.push(words[++index] ?? "");
  }
  const unknown = kernels.find((kernel) => !KERNELS.includes(kernel));
  if (unknown !== undefined) {
    console.error(`test:kernel: no kernel ${JSON.stringify(unknown)}: ${KERNELS.join(", ")}`);
    process.exit(2);
  }
  return { kernels: kernels.length > 0 ? kernels : KERNELS, filters };
}

function readTotals(file: string): Outcome["totals"] {
  if (!existsSync(file)) return undefined;
  const said = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
  return {
    passed: said["numPassedTests"] ?? 0,
    failed: said["numFailedTests"] ?? 0,
    skipped: (said["numPendingTests"] ?? 0) + (said["numTodoTests"] ?? 0),
  };
}

function run(command: string, words: readonly string[], otherwise: string): void {
  const { status } = spawnSync(command, words, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) console.error(`test:kernel: ${otherwise}`);
}
