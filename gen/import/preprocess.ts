import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { SourceText } from "./evidence.ts";

/**
 * A C file with its own macros expanded and nothing included: `PUT_SINFO(SIGNAL, ...)` becomes the `nla_put_u8` that it stands for,
 * while what other headers define (NLA_POLICY_RANGE, the names of attributes) stays as it is written.
 */
export function preprocess(path: string, compiler = "gcc"): SourceText {
  const kept = readFileSync(path, "utf8").replace(/^[ \t]*#[ \t]*include.*$/gm, "");
  // all that a configuration can leave out is looked at
  const options = new Set(kept.match(/(?<=^[ \t]*#[ \t]*if.*)\bCONFIG_\w+/gm));
  const args = ["-E", "-x", "c", ...[...options].map((option) => `-D${option}=1`), "-"];
  const { status, stdout, stderr, error } = spawnSync(compiler, args, {
    input: kept,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw new Error(`${compiler}, which expands the macros of ${path}: ${error.message}`);
  if (status !== 0) throw new Error(`${compiler} -E ${path}: ${stderr}`);

  const lines: number[] = [];
  const texts: string[] = [];
  let line = 1;
  for (const text of stdout.split("\n")) {
    const marker = /^# (\d+) "<stdin>"/.exec(text)?.[1];
    if (marker !== undefined) line = Number(marker);
    else if (!text.startsWith("#")) {
      texts.push(text);
      lines.push(line++);
    }
  }
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length + 1;
  }
  return {
    file: basename(path),
    text: texts.join("\n"),
    lineAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return lines[low] ?? 0;
    },
  };
}
