/**
 * Boots the lab and lets one client live in it: `npm run soak -- --minutes 30 [--kernel 6.12]`. Exits 0 where nothing leaked and no
 * request stayed without an answer.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "30" }, kernel: { type: "string", default: "6.12" } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error(`soak: --minutes ${JSON.stringify(values.minutes)} is no number of minutes`);
  process.exit(2);
}

// as plain JavaScript: where the processor is emulated, TypeScript takes its time
const bundle = join(root, "node_modules/.cache/nl80211-lab/soak.mjs");
const options = [
  "--bundle",
  "--platform=node",
  "--format=esm",
  "--target=node20",
  "--external:koffi",
  "--log-level=warning",
];
execFileSync(join(root, "node_modules/.bin/esbuild"), [
  join(root, "test/soak/soak.ts"),
  ...options,
  `--outfile=${bundle}`,
]);

const limit = String(Math.ceil(minutes * 60 + 600));
const lab = ["--kernel", values.kernel, "--radios", "2", "--channels", "1", "--timeout", limit];
const script = join(root, "test/soak/guest.sh");
const { status } = spawnSync(join(root, "test/lab/lab.sh"), [...lab, script, bundle, String(minutes)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
