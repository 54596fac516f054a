/**
 * Runs the kernel tests in each kernel of the lab, one after the other, and prints what each said, the totals, and the table of commands.
 *
 *   npm run test:kernel [-- --kernel 6.12] [FILTER...]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { COMMANDS } from "../../src/nl80211/generated/command-loader.ts";
import { type CommandSighting, commandTable, readSightings } from "./command-table.ts";

const KERNELS = ["6.1", "6.12", "7.3"];
/** Of one kernel, boot and all. */
const LIMIT_S = 900;

interface Outcome {
  readonly kernel: string;
  readonly code: number;
  readonly seconds: number;
  readonly totals?: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

const root = join(import.meta.dirname, "../..");
const cache = process.env["NL80211_LAB"] ?? join(homedir(), ".cache/nl80211-lab");
const { kernels, filters } = readArguments(process.argv.slice(2));

run("npm", ["run", "--silent", "build"], "the command line is not built; its tests will say so");
await import("./bundle.ts");
const outcomes: Outcome[] = [];
const sightings = new Map<string, CommandSighting[]>();
for (const kernel of kernels) {
  const results = join(cache, `test-${kernel}`);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  console.log(`\n--- Linux ${kernel} ---`);
  const started = performance.now();
  const { status } = spawnSync(
    join(root, "test/lab/lab.sh"),
    [
      ...["--kernel", kernel, "--radios", "4", "--channels", "2", "--timeout", String(LIMIT_S), "--results", results],
      ...[join(root, "test/lab/guest/run-tests.sh"), ...filters],
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  const totals = readTotals(join(results, "vitest.json"));
  outcomes.push({
    kernel,
    code: status ?? 1,
    seconds: Math.round((performance.now() - started) / 1000),
    ...(totals !== undefined && { totals }),
  });
  sightings.set(kernel, readSightings(results));
}

console.log(`\n${commandTable(Object.keys(COMMANDS), sightings)}\n`);
for (const { kernel, code, seconds, totals } of outcomes) {
  const said =
    totals === undefined ? "no result" : `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`;
  console.log(`Linux ${kernel.padEnd(5)} ${said}, ${seconds} s${code === 0 ? "" : ` (exit code ${code})`}`);
}
process.exitCode = outcomes.every(({ code, totals }) => code === 0 && totals !== undefined && totals.failed === 0)
  ? 0
  : 1;

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
