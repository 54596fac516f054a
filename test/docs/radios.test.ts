import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const blocks = [...readFileSync("docs/radios.md", "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);
const source = (path: string) => JSON.stringify(pathToFileURL(resolve("src", path)).href);

describe("docs/radios.md", () => {
  it("has its examples", () => expect(blocks).toHaveLength(4));

  it.each(blocks.map((code, place) => [place + 1, code] as const))(
    "runs its example %i",
    { timeout: 60_000 },
    (_, code) => {
      const folder = mkdtempSync(join(tmpdir(), "nl80211-radios-"));
      try {
        const file = join(folder, "example.mts");
        const imports = code
          .replace('"nl80211/testing"', source("testing/index.ts"))
          .replace('"nl80211"', source("index.ts"));
        writeFileSync(file, `${imports}\nconsole.log("ran to its end");\n`);
        const words = ["--import", "tsx", file];
        expect(execFileSync(process.execPath, words, { encoding: "utf8" })).toBe("ran to its end\n");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
