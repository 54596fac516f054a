import type { Comparison, Difference, Unseen } from "./comparison.ts";

const HEADINGS: Readonly<Record<Difference["kind"], string>> = {
  missing: "The spec lacks",
  number: "Other numbers",
  type: "Other types",
  limits: "Other limits",
  direction: "Other direction",
  command: "Commands that work otherwise",
};

const HOW: Readonly<Record<Unseen["how"], string>> = {
  "looked for": "only looked for: a flag",
  variable: "passed through a variable",
  unused: "used nowhere in this source",
  otherwise: "used in a way that says no type",
};

/** What a person reads of a comparison: first what is wrong, then the counts. */
export function reportText(comparisons: readonly Comparison[]): string {
  const lines: string[] = [];
  const differences = comparisons.flatMap((comparison) => comparison.differences);
  for (const kind of Object.keys(HEADINGS) as Difference["kind"][]) {
    const these = differences.filter((difference) => difference.kind === kind);
    if (these.length === 0) continue;
    lines.push(`${HEADINGS[kind]} (${these.length}):`);
    for (const { what, spec, source, says, where } of these) {
      const ours = spec === undefined ? "" : `spec ${spec || "none"}, `;
      lines.push(`  ${what}: ${ours}${source} ${says || "none"} (${where})`);
    }
    lines.push("");
  }
  const idle = comparisons.flatMap((comparison) => comparison.idle);
  if (idle.length > 0)
    lines.push(`Reasons for what no source says (${idle.length}):`, ...idle.map((one) => `  ${one}`), "");

  const unseen = comparisons.flatMap((comparison) => comparison.unseen ?? []);
  if (unseen.length > 0) {
    lines.push(`No put, get or policy shows the type of ${unseen.length}:`);
    for (const { name, spec, how, where } of unseen) {
      lines.push(`  ${name}: spec ${spec}, ${HOW[how]}${where === undefined ? "" : ` (${where})`}`);
    }
    lines.push("");
  }

  lines.push("counted            source   spec");
  for (const { counts } of comparisons) {
    for (const [what, { header, spec }] of Object.entries(counts)) {
      lines.push(`${what.padEnd(17)}${`${header}`.padStart(8)}${`${spec}`.padStart(7)}`);
    }
  }
  const accepted = comparisons.reduce((sum, comparison) => sum + comparison.accepted.length, 0);
  lines.push("", `${differences.length} differences without a reason, ${accepted} with one.`);
  return lines.join("\n");
}
