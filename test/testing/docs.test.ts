import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const blocks = [...readFileSync("docs/testing.md", "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);

describe("docs/testing.md", () => {
  it("has examples", () => expect(blocks).toHaveLength(3));

  blocks.forEach((code, i) => {
    it(`runs its example ${i + 1} as it stands`, { timeout: 60_000 }, () => {
      const folder = mkdtempSync(join(tmpdir(), "nl80211-docs-"));
      try {
        const file = join(folder, "example.mts");
        writeFileSync(
          file,
          code.replaceAll('"nl80211/testing"', source("testing/index.ts")).replaceAll('"nl80211"', source("index.ts")),
        );
        execFileSync(process.execPath, ["--import", "tsx", file], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

function source(path: string): string {
  return JSON.stringify(pathToFileURL(resolve("src", path)).href);
}
