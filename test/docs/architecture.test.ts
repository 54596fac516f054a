import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const files = ["docs", "examples", "fixtures", "gen", "src", "test"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((file) => `/${folder}/${file}`),
);

// They call a file by its name alone where the sentence says the folder.
it.each(["docs/architecture.md", "gen/README.md", "test/lab/README.md"])("%s names files that are there", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const named = [...text.matchAll(/`([\w/-]+\.(?:ts|sh|yaml|md))`/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});
