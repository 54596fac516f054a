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

const SIGHTINGS = "commands.jsonl";

/** Notes, in a kernel test, what became of a command. Outside the lab it does nothing. */
export function saw(command: keyof Commands, what: Sighting, note?: string): void {
  const results = process.env["LAB_RESULTS"];
  if (results === undefined) return;
  const sighting: CommandSighting = { command, what, ...(note !== undefined && { note }) };
  appendFileSync(join(results, SIGHTINGS), `${JSON.stringify(sighting)}\n`);
}

/** What the tests of one kernel noted in its results folder. */
export function readSightings(results: string): CommandSighting[] {
  const file = join(results, SIGHTINGS);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as CommandSighting);
}

/**
 * Commands by kernels, a row each: "yes" where it took effect, the error where the kernel refuses it, "policy", or "-"; below it the
 * commands that no kernel has shown anything of.
 */
export function commandTable(
  commands: readonly string[],
  kernels: ReadonlyMap<string, readonly CommandSighting[]>,
): string {
  const rows = commands.map((name) => ({ name, cells: [...kernels.values()].map((seen) => cellOf(seen, name)) }));
  const gaps = rows.filter(({ cells }) => cells.every((cell) => cell === "-"));
  const shown = rows.filter((row) => !gaps.includes(row));
  const effective = shown.filter(({ cells }) => cells.includes("yes"));
  const policyOnly = shown.filter(({ cells }) => cells.every((cell) => cell === "policy" || cell === "-"));
  const refused = shown.length - effective.length - policyOnly.length;

  const width = Math.max(...commands.map((name) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padEnd(12)).join("")}`.trimEnd();
  return [
    line("command", [...kernels.keys()]),
    ...shown.map(({ name, cells }) => line(name, cells)),
    "",
    `${commands.length} commands: ${effective.length} seen to take effect, ${refused} refused, ` +
      `${policyOnly.length} by policy only, ${gaps.length} not at all`,
    ...(gaps.length > 0 ? [`gaps: ${gaps.map(({ name }) => name).join(", ")}`] : []),
  ].join("\n");
}

/** The best that was seen of a command: an effect outweighs a refusal, and that the policy. */
function cellOf(sightings: readonly CommandSighting[], command: string): string {
  const seen = sightings.filter((sighting) => sighting.command === command).map(({ what }) => what);
  if (seen.includes("took-effect")) return "yes";
  const refused = seen.find((what) => what.startsWith("refused:"));
  if (refused !== undefined) return refused.slice("refused:".length);
  return seen.includes("policy-only") ? "policy" : "-";
}
