import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { emit } from "./emit.ts";
import { FAMILIES, loadFamily, ROOT } from "./families.ts";
import { modelJson } from "./model-json.ts";
import { reference } from "./reference.ts";
import { SpecError } from "./spec.ts";

function main(): number {
  const { values, positionals } = parseArgs({
    options: { check: { type: "boolean" }, model: { type: "boolean" }, docs: { type: "string" } },
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
  if (values.docs !== undefined) {
    const page = join(values.docs, "index.html");
    mkdirSync(values.docs, { recursive: true });
    writeFileSync(page, reference(chosen.map(({ name }) => loadFamily(name)).reverse()));
    console.log(`wrote ${page}`);
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
  mkdirSync(join(ROOT, out), { recursive: true });
  for (const name of stale(files, out)) {
    const text = files.get(name);
    if (text === undefined) rmSync(join(ROOT, out, name));
    else writeFileSync(join(ROOT, out, name), text);
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
    return !there.includes(name) || readFileSync(join(ROOT, out, name), "utf8") !== text;
  });
  return [...changed.map(([name]) => name), ...there.filter((name) => !files.has(name))];
}

function listed(out: string): string[] {
  try {
    return readdirSync(join(ROOT, out));
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
