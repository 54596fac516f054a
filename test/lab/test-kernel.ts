/**
 * Runs the kernel tests in each kernel of the lab and prints what each said, the totals, and the table of commands.
 *
 *   npm run test:kernel [-- --kernel 6.12] [FILTER...]
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, homedir } from "node:os";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import { COMMANDS } from "../../src/nl80211/generated/command-loader.ts";
import { type CommandSighting, commandTable, readSightings } from "./command-table.ts";

const KERNELS = ["6.1", "6.12", "7.3"];
/** Of one kernel, boot and all. */
const LIMIT_S = 2400;
/** So many kernels run at a time: one processor each, since a guest mostly keeps one busy. */
const GUESTS = Math.min(3, Math.max(1, availableParallelism()));

interface Outcome {
  readonly kernel: string;
  readonly code: number;
  readonly seconds: number;
  /** Tests that were tried a second time. */
  readonly retried: number;
  readonly totals?: { readonly passed: number; readonly failed: number; readonly skipped: number };
  /** Each test or file that failed, or passed only when it was tried again, and the first line of why: the last that a long log says, so that nobody searches it. */
  readonly failures: readonly string[];
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
for (const { kernel, code, seconds, retried, totals, failures } of outcomes) {
  const said =
    totals === undefined
      ? "no result"
      : `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped, ${retried} tried twice`;
  console.log(`Linux ${kernel.padEnd(5)} ${said}, ${seconds} s${code === 0 ? "" : ` (exit code ${code})`}`);
  for (const failure of failures) console.log(`  ${failure}`);
}
process.exitCode = outcomes.every(({ code, totals }) => code === 0 && totals !== undefined && totals.failed === 0)
  ? 0
  : 1;

/** Takes one kernel after the other, as long as there are some. What each said is printed in one piece. */
async function work(): Promise<void> {
  for (let kernel = waiting.shift(); kernel !== undefined; kernel = waiting.shift()) {
    outcomes.push(await test(kernel));
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
  const report = readReport(join(results, "vitest.json"));
  const totals = report && readTotals(report);
  const seconds = Math.round((performance.now() - started) / 1000);
  const retried = text.match(/\(retry x\d+\)/g)?.length ?? 0;
  return {
    kernel,
    code: status ?? 1,
    seconds,
    retried,
    failures: report ? readFailures(report) : [],
    ...(totals && { totals }),
  };
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

/** What is read of vitest's report. */
interface Report extends Readonly<Record<string, unknown>> {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

function readReport(file: string): Report | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Report) : undefined;
}

function readTotals(report: Report): Outcome["totals"] {
  const count = (field: string): number => Number(report[field] ?? 0);
  return {
    passed: count("numPassedTests"),
    failed: count("numFailedTests"),
    skipped: count("numPendingTests") + count("numTodoTests"),
  };
}

function readFailures({ testResults = [] }: Report): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = basename(name);
    const failed = assertionResults.filter(
      (test) => test.status === "failed" || (test.failureMessages?.length ?? 0) > 0,
    );
    if (failed.length === 0) return status === "failed" ? [`failed: ${file}: ${firstLine(message)}`] : [];
    return failed.map((test) => {
      const outcome = test.status === "failed" ? "failed" : "tried twice";
      return `${outcome}: ${file}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`;
    });
  });
}

function firstLine(text = "no reason is given"): string {
  return text.split("\n", 1)[0]!;
}

function run(command: string, words: readonly string[], otherwise: string): void {
  const { status } = spawnSync(command, words, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) console.error(`test:kernel: ${otherwise}`);
}
