import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const readme = readFileSync("README.md", "utf8");
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);
const village = JSON.stringify(resolve("fixtures/village.pcap.gz"));

describe("README.md", () => {
  it("has an example that runs as it stands, but for what answers: here a recording", () => {
    const code = blocks[0]!.replace(
      "Nl80211.open()",
      `Nl80211.open({ transport: (await import(${source("testing/index.ts")})).openReplay(${village}, { at: 9 }) })`,
    );
    const printed = run(`${code.replaceAll('"wlan0"', '"wlan2"')}\nawait wifi.close();`);
    // fixtures/village/iw-phy.txt, iw-dev.txt, iw-scan.txt
    expect(printed).toContain("phy2 [ '2.4 GHz', '5 GHz', '6 GHz', 'S1G' ]");
    expect(printed).toContain("wlan1 ap 5180");
    expect(printed).toMatch(/village-green.*-30.*Open/);
    expect(printed).toMatch(/village-inn.*-27.*WPA2-Personal/);
  });

  it("has an example of a recording that runs", () => {
    const code = blocks[1]!.replace('"town.pcap"', village);
    run(
      `import { Nl80211 } from "nl80211";\n${code}\nif ((await wifi.interfaces()).length !== 3) throw new Error("not the village");`,
    );
  });

  it("points to files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});

function run(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "nl80211-readme-"));
  try {
    const file = join(folder, "example.mts");
    const imports = code
      .replaceAll('"nl80211/testing"', source("testing/index.ts"))
      .replaceAll('"nl80211"', source("index.ts"));
    writeFileSync(file, imports);
    return execFileSync(process.execPath, ["--import", "tsx", file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function source(path: string): string {
  return JSON.stringify(pathToFileURL(resolve("src", path)).href);
}
