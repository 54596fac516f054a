import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Commands } from "../../src/nl80211/generated/command-map.ts";

/**
 * What a kernel test saw of a command: it took effect (asked back by another way than the answer), the kernel refused it with an
 * error although our request equals iw's or hostapd's, or no more than the kernel's policy was asked.
 */
export type Sighting = "took-effect" | `refused:E${string}` | "policy-only";

export interface CommandSighting {
  readonly command: keyof Commands;
  readonly what: Sighting;
  /** How it was seen, or why it is refused; for people. */
  readonly note?: string;
}

/** Notes, in a kernel test, what became of a command. Outside the lab it does nothing. */
export function saw(command: keyof Commands, what: Sighting, note?: string): void {
  const results = process.env["LAB_RESULTS"];
  if (results === undefined) return;
  const sighting: CommandSighting = { command, what, ...(note !== undefined && { note }) };
  appendFileSync(join(results, SIGHTINGS), `${JSON.stringify(sighting)}\n`);
}

const SIGHTINGS = "commands.jsonl";

/** What the tests of one kernel noted in its results folder. */
export function readSightings(results: string): CommandSighting[] {
  const file = join(results, SIGHTINGS);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as CommandSighting);
}

/** The best that was seen of a command: an effect outweighs a refusal, and that the policy. */
function best(sightings: readonly CommandSighting[], command: string): string {
  const seen = sightings.filter((sighting) => sighting.command === command).map(({ what }) => what);
  if (seen.includes("took-effect")) return "yes";
  const refused = seen.find((what) => what.startsWith("refused:"));
  if (refused !== undefined) return refused.slice("refused:".length);
  return seen.includes("policy-only") ? "policy" : "-";
}

/**
 * Commands by kernels, a row each: "yes" where it took effect, the error where the kernel refuses it, "policy", or "-"; below it the
 * commands that no kernel has shown anything of.
 */
export function commandTable(
  commands: readonly string[],
  kernels: ReadonlyMap<string, readonly CommandSighting[]>,
): string {
  const width = Math.max(...commands.map((name) => name.length), "command".length);
  const columns = [...kernels.keys()];
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padEnd(12)).join("")}`.trimEnd();
  const cellsOf = (name: string) => columns.map((kernel) => best(kernels.get(kernel)!, name));
  const gaps = commands.filter((name) => cellsOf(name).every((cell) => cell === "-"));
  const rows = commands.filter((name) => !gaps.includes(name));
  const count = (cell: (text: string) => boolean) => rows.filter((name) => cellsOf(name).some(cell)).length;
  return [
    row("command", columns),
    ...rows.map((name) => row(name, cellsOf(name))),
    "",
    `${commands.length} commands: ${count((cell) => cell === "yes")} seen to take effect, ` +
      `${rows.filter((name) => cellsOf(name).every((cell) => cell !== "yes" && cell !== "policy")).length} refused, ` +
      `${rows.filter((name) => cellsOf(name).every((cell) => cell === "policy" || cell === "-")).length} by policy only, ${gaps.length} not at all`,
    ...(gaps.length > 0 ? [`gaps: ${gaps.join(", ")}`] : []),
  ].join("\n");
}
