import type { CoalesceInput } from "../../client/radio/coalesce-request.ts";
import { badLine, configLines, keyValue } from "./config-file.ts";

/** Rules of packet coalescing in iw's format: delay=, condition= (0 match, 1 not) and patterns= of each, in this order. Throws BAD_FILE. */
export function readCoalesceFile(file: string): CoalesceInput[] {
  const rules: CoalesceInput[] = [];
  const lines = configLines(file);
  for (let at = 0; at < lines.length; at += 3) {
    const [delay, condition, patterns] = ["delay", "condition", "patterns"].map((key, place) => {
      const line = lines[at + place] ?? lines.at(-1)!;
      const [found, value] = keyValue(line.text);
      if (found !== key || value === "") throw badLine(file, line, `${key}=...: a rule is delay, condition, patterns`);
      return { line, value };
    });
    if (!/^\d+$/.test(delay!.value)) throw badLine(file, delay!.line, "milliseconds");
    if (!/^[01]$/.test(condition!.value)) throw badLine(file, condition!.line, "0 (match) or 1 (not)");
    rules.push({
      delayMs: Number(delay!.value),
      condition: condition!.value === "0" ? "match" : "no-match",
      patterns: patterns!.value.split(","),
    });
  }
  return rules;
}
