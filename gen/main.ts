import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve as resolvePath } from "node:path";
import { parseArgs } from "node:util";
import { emit } from "./emit.ts";
import { load } from "./load.ts";
import type { Family } from "./model.ts";
import { modelJson } from "./model-json.ts";
import { resolve } from "./resolve.ts";
import { SpecError } from "./spec.ts";

const root = resolvePath(import.meta.dirname, "..");

/** Each family: its spec files (a folder or a file) and where its code goes. */
const FAMILIES = [
  { name: "nlctrl", spec: "gen/spec/nlctrl.yaml", out: "src/genetlink/generated" },
  { name: "nl80211", spec: "gen/spec/nl80211", out: "src/nl80211/generated" },
] as const;

/** A family as its files under gen/spec say it. */
export function loadFamily(name: string): Family {
  const { spec } = FAMILIES.find((family) => family.name === name)!;
  const path = join(root, spec);
  const files = spec.endsWith(".yaml")
    ? [path]
    : readdirSync(path)
        .filter((file) => file.endsWith(".yaml"))
        .sort()
        .map((file) => join(path, file));
  return resolve(files.map((file) => load(relative(root, file), readFileSync(file, "utf8"))));
}

function main(): number {
  const { values, positionals } = parseArgs({
    options: { check: { type: "boolean" }, model: { type: "boolean" } },
    allowPositionals: true,
  });
  const chosen = FAMILIES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (values.model) {
    process.stdout.write(
      `${JSON.stringify(
        chosen.map(({ name }) => modelJson(loadFamily(name))),
        null,
        2,
      )}\n`,
    );
    return 0;
  }
  let stale = 0;
  for (const { name, out } of chosen) {
    const files = emit(loadFamily(name));
    stale += values.check ? compare(files, out) : write(files, out);
  }
  if (values.check && stale > 0) console.error("generated code is not current: run `npm run gen`");
  return values.check && stale > 0 ? 1 : 0;
}

/** Writes what changed and removes what the family no longer has. */
function write(files: ReadonlyMap<string, string>, out: string): number {
  mkdirSync(join(root, out), { recursive: true });
  for (const name of stale(files, out)) {
    const text = files.get(name);
    if (text === undefined) rmSync(join(root, out, name));
    else writeFileSync(join(root, out, name), text);
    console.log(`${text === undefined ? "removed" : "wrote"} ${out}/${name}`);
  }
  return 0;
}

function compare(files: ReadonlyMap<string, string>, out: string): number {
  const names = stale(files, out);
  for (const name of names) console.error(`${out}/${name} differs from the spec`);
  return names.length;
}

function stale(files: ReadonlyMap<string, string>, out: string): string[] {
  const there = listed(out);
  const changed = [...files].filter(([name, text]) => {
    return !there.includes(name) || readFileSync(join(root, out, name), "utf8") !== text;
  });
  return [...changed.map(([name]) => name), ...there.filter((name) => !files.has(name))];
}

function listed(out: string): string[] {
  try {
    return readdirSync(join(root, out));
  } catch {
    return [];
  }
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
