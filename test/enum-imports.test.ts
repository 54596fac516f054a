import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const GENERATED = join(SRC, "nl80211/generated");

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.includes("generated/") && name !== "nl80211/raw.ts")
  .map((name) => join(SRC, name));
const enums = new Map(
  readdirSync(GENERATED)
    .filter((name) => name.endsWith("-enums.ts"))
    .map((name) => {
      const members = readFileSync(join(GENERATED, name), "utf8").matchAll(/^export (?:enum|const) (\w+)/gm);
      return [name.replace("-enums", ""), new Set([...members].map(([, member]) => member))];
    }),
);

// A bundler puts an enum beside the codecs of its topic where anyone imports it through them: a scanner then loads NAN and mesh.
it("members of enums are imported from the files that hold no codec", () => {
  expect(enums.size).toBeGreaterThan(10);
  const wrong: string[] = [];
  for (const source of sources) {
    for (const [, names, file] of readFileSync(source, "utf8").matchAll(
      /^import \{([^}]*)\} from "[^"]*nl80211\/generated\/([\w-]+\.ts)";/gm,
    )) {
      for (const name of names!.split(",").map((each) => each.trim().split(" as ")[0]!)) {
        if (enums.get(file!)?.has(name)) wrong.push(`${relative(SRC, source)}: ${name} of ${file}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
