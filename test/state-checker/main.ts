/**
 * Compares what watchers say with fresh readings after many random things have happened to a kernel's Wi-Fi:
 *
 *   npm run lab -- --kernel 7.3 --timeout 3600 test/state-checker/main.ts --actions 2000 [--seed 7] [--minutes 50] [--verbose]
 *
 * Prints the seed first. Exits 0 where all were equal.
 */
import { parseArgs } from "node:util";
import { freshRadios } from "../lab/guest.ts";
import { checkStates } from "./check.ts";

const { values } = parseArgs({
  options: {
    actions: { type: "string", default: "2000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    minutes: { type: "string", default: "600" },
    verbose: { type: "boolean", default: false },
  },
});
const [actions, seed, minutes] = [Number(values.actions), Number(values.seed), Number(values.minutes)];
if (!(Number.isInteger(actions) && actions > 0 && Number.isInteger(seed) && minutes > 0)) {
  console.error("state checker: --actions and --seed are whole numbers, --minutes is a number");
  process.exit(2);
}
console.log(`seed ${seed}, ${actions} actions`);
await freshRadios(4, 2);
const began = Date.now();
const log = (line: string) => {
  if (values.verbose || line.startsWith("  DIFFERS")) console.log(line);
  else if (/^\d*00 /.test(line)) console.log(`${line}  after ${Math.round((Date.now() - began) / 1000)} s`);
};
const { failures, ...figures } = await checkStates({ actions, seed, log, limitMs: minutes * 60_000 });
console.log(JSON.stringify(figures, undefined, 1));
console.log(failures.length === 0 ? "all equal" : `${failures.length} differ`);
process.exit(failures.length === 0 ? 0 : 1);
