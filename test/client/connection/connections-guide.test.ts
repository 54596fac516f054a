import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const guide = readFileSync("docs/connections.md", "utf8");
const blocks = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);
const source = (path: string) => JSON.stringify(pathToFileURL(resolve("src", path)).href);

/** A kernel that lets everybody in, and whose device does the handshake. */
const PRELUDE = `
import { Nl80211 } from ${source("index.ts")};
import { ack, dump, event, fakeKernel } from ${source("testing/index.ts")};
const at = (mac) => ({ bssid: mac, frequencyMhz: 2412, informationElements: new Uint8Array([0, 4, 99, 97, 102, 101]) });
const aps = ["02:00:00:00:00:01", "02:00:00:00:00:02"];
const answer = Buffer.from("b0000000" + "020000000003" + "020000000001".repeat(2) + "0000" + "000002000000", "hex");
const connected = (mac) => event("connect", { ifindex: 3, mac, statusCode: 0, respIe: new Uint8Array([1, 1, 0x82]) });
const kernel = fakeKernel()
  .on("GetInterface", dump([{ ifindex: 3, ifname: "wlan0", wdev: 1, wiphy: 0, iftype: 2, mac: "02:00:00:00:00:03" }]))
  .on("GetWiphy", dump([{ wiphy: 0, maxNumScanSsids: 4, extFeatures: [15, 26] }]))
  .on("TriggerScan", ack(), event("new-scan-results", { ifindex: 3, wdev: 1 }))
  .on("GetScan", dump(aps.map((mac) => ({ ifindex: 3, bss: at(mac) }))))
  .on("Connect", (request) => [ack(), connected(request.fields.mac ?? aps[0])])
  .on("Authenticate", ack(), event("authenticate", { ifindex: 3, frame: answer }))
  .on("Associate", ack(), connected(aps[0]))
  .on("ControlPortFrame", ack())
  .on("SetStation", ack())
  .on("Disconnect", ack());
const wifi = await Nl80211.open({ transport: kernel });
`;
const PRINTED = [
  /^02:00:00:00:00:01 1\n/,
  /^open 02:00:00:00:00:01\n$/,
  /^$/,
  /^undefined\n$/,
  /^success 02:00:00:00:00:01\n$/,
];

describe("docs/connections.md", () => {
  it("has its examples", () => expect(blocks).toHaveLength(PRINTED.length));

  blocks.forEach((code, i) => {
    it(`runs its example ${i + 1} as it stands`, { timeout: 60_000 }, () => {
      const folder = mkdtempSync(join(tmpdir(), "nl80211-guide-"));
      try {
        const file = join(folder, "example.mts");
        const body = code
          .replaceAll('"nl80211/ieee80211"', source("ieee80211/index.ts"))
          .replaceAll('"nl80211"', source("index.ts"));
        writeFileSync(
          file,
          `${PRELUDE}{\n${body.replace(/^import .*\n/m, "")}}\nawait wifi.close();\n`.replace("", importsOf(body)),
        );
        const printed = execFileSync(process.execPath, ["--import", "tsx", file], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        });
        expect(printed).toMatch(PRINTED[i]!);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});

function importsOf(code: string): string {
  return [...code.matchAll(/^import .*\n/gm)].map(([line]) => line).join("");
}
