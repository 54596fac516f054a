import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseHeader } from "./c-header.ts";
import { compareEvidence } from "./compare-evidence.ts";
import { compareHeader, isOlder } from "./compare-header.ts";
import { compareOperations } from "./compare-operations.ts";
import { kernelEvidence, kernelSources, releaseOf } from "./kernel.ts";
import { kernelOperations } from "./kernel-operations.ts";
import { reportText } from "./report.ts";
import { loadSpec, specFacts } from "./spec-facts.ts";

const USAGE = "npm run gen:import -- --header FILE [--kernel DIR]";

/** Compares the spec with a header, and with a kernel's source where there is one. Returns how many differences have no reason. */
function main(): number {
  const { values } = parseArgs({ options: { header: { type: "string" }, kernel: { type: "string" } } });
  if (values.header === undefined) {
    console.error(`which nl80211.h? ${USAGE}`);
    return 2;
  }
  const spec = specFacts(loadSpec());
  const header = parseHeader(readFileSync(values.header, "utf8"));
  const comparisons = [compareHeader(spec, header)];
  if (values.kernel !== undefined) {
    const topLevel = new Set(
      header.enums.find(({ name }) => name === "nl80211_attrs")?.entries.map(({ name }) => name),
    );
    const operations = kernelOperations(values.kernel, (name) => topLevel.has(name));
    const release = releaseOf(values.kernel);
    const sources = kernelSources(values.kernel);
    const evidence = kernelEvidence(values.kernel, header, sources);
    comparisons.push(compareEvidence(spec, evidence, { header, release, sources }));
    // an older kernel reads less and puts less: that is no difference
    if (!isOlder(spec, header)) comparisons.push(compareOperations(spec.family, operations));
  }
  console.log(reportText(comparisons));
  return comparisons.some(({ differences, idle }) => differences.length + idle.length > 0) ? 1 : 0;
}

process.exitCode = main();
