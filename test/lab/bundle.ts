/**
 * Bundles the kernel tests as plain JavaScript, so that the guest, whose processor may be emulated, compiles nothing: run on the host before a
 * guest boots. What several tests share (the library, above all) becomes chunks, which vitest loads as they are.
 *
 *     node --import tsx test/lab/bundle.ts
 */
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "../..");
/** vitest leaves what lies in node_modules as it is. */
const out = join(root, "node_modules/.cache/nl80211-lab/kernel");

/** A module's own place stays that of its source, from which it finds files of the checkout. */
const places: Plugin = {
  name: "places",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8"))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
    })),
};

rmSync(out, { recursive: true, force: true });
// The tests, and the programs that some of them start.
for (const [entryPoints, outdir] of [
  [join(root, "test/lab/kernel/*.test.ts"), out],
  [join(root, "test/lab/children/*.ts"), join(out, "../children")],
] as const)
  await build({
    entryPoints: [entryPoints],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [places],
  });
