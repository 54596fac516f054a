import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { nl80211, village } from "./command-line.ts";

const scratch = mkdtempSync(join(tmpdir(), "nl80211-names-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let made = 0;

/** The village with other names, octet for octet as long as its own. */
function renamed(names: Readonly<Record<string, string>>): string {
  let octets = gunzipSync(readFileSync(village)).toString("latin1");
  for (const [from, to] of Object.entries(names)) octets = octets.replaceAll(from, to);
  const file = join(scratch, `${++made}.pcap`);
  writeFileSync(file, octets, "latin1");
  return file;
}

// Control characters but for the end of a line, and what turns the writing direction.
const MOVES_THE_CURSOR = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe("names that others chose", () => {
  // The kernel allows all of these: of interfaces but white space, "/" and ":" (dev_valid_name), of radios anything.
  const hostile = renamed({
    wlan2: "w\u001b[7m",
    phy2: "p\u001b\u009b\n",
    "village-inn": "inn\u001b]0;x\u0007\n\u009b",
  });

  it.each([[[]], [["interfaces"]], [["wiphys"]], [["link"]], [["stations"]], [["scan"]], [["events"]], [["doctor"]]])(
    "move no terminal's cursor: %j",
    async (words) => {
      const { status, stdout, stderr } = await nl80211(...words, "--replay", hostile);
      expect(status).toBe(0);
      expect(stdout + stderr).not.toMatch(MOVES_THE_CURSOR);
      expect((await nl80211(...words, "--json", "--replay", hostile)).stdout).not.toMatch(MOVES_THE_CURSOR);
    },
  );

  it("are in JSON as they are", async () => {
    const { stdout } = await nl80211("wiphys", "--json", "--replay", hostile);
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toContain("p\u001b\ufffd\n");
    // U+009B as UTF-8 has it
    const utf8 = renamed({ phy2: "p\u00c2\u009bx" });
    const answer = await nl80211("wiphys", "--json", "--replay", utf8);
    expect(answer.stdout).toContain('"p\\u009bx"');
    expect(JSON.parse(answer.stdout)[0].name).toBe("p\u009bx");
  });

  it("move no cursor in errors either", async () => {
    for (const words of [["\u001b[31m"], ["stations", "\u001b[31m"], ["set", "wlan1", "\u009b31m"]]) {
      const { status, stderr } = await nl80211("--replay", village, ...words);
      expect(stderr).toContain("\ufffd");
      expect(stderr).not.toMatch(MOVES_THE_CURSOR);
      expect(status).toBeGreaterThan(0);
    }
    expect((await nl80211("scan", "--replay", "\u001b[31m")).stderr).toBe("nl80211: \ufffd[31m is not there\n");
  });

  it("are hidden in all lists alike, where they are NULs: 802.11-2020, 9.4.2.2 has none, and access points send NULs too", async () => {
    const hidden = renamed({ "village-inn": "\0".repeat(11) });
    const shown = async (...words: string[]) => (await nl80211(...words, "--replay", hidden)).stdout;
    expect(await shown()).toContain("connected to (hidden) 02:00:00:00:01:00");
    expect(await shown("interfaces")).toMatch(/^wlan1 .* 02:00:00:00:01:00 {2}\(hidden\) /m);
    expect(await shown("link", "wlan2")).toContain("connected to (hidden)  02:00:00:00:01:00");
    const events = await shown("events");
    expect(events).toContain("access point started as (hidden)\n");
    expect(events).toContain("asking for any network");
  });
  it("show white space at their ends, which a table would hide", async () => {
    const blank = renamed({ "village-inn": " ".repeat(11) });
    const ends = renamed({ "village-inn": "village in " });
    expect((await nl80211("scan", "--replay", blank)).stdout).toMatch(/^\* {2}" {11}" /m);
    expect((await nl80211("scan", "--replay", ends)).stdout).toMatch(/^\* {2}"village in " /m);
    expect((await nl80211("interfaces", "--replay", ends)).stdout).toContain(' "village in " ');
  });
});
