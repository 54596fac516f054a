import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { Nl80211 } from "../../src/client/nl80211.ts";
import { fakeKernel } from "../../src/testing/index.ts";

// docs/commands.md says for each command of iw what does the same here: that must be there.

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/commands.md"), "utf8");
const rows = PAGE.split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| iw ") && !line.startsWith("| what "))
  .map((line) => {
    const [name = "", call = "", words = ""] = line.slice(2, -2).split(" | ");
    return { name, call, words, ofIw: name.startsWith("`") };
  });
const inTicks = (text: string, pattern: RegExp) =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, found]) => found!).filter((found) => pattern.test(found));

const program = createProgram();
const wifi = await Nl80211.open({ transport: fakeKernel() });

/** What of a line such as "nl80211 set <interface> type <type>" the command line does not have. */
function missing(line: string): string[] {
  const words = line
    .split(" ")
    .slice(1)
    .filter((word) => !word.startsWith("<"));
  let command: Command = program;
  let at = 0;
  for (; at < words.length; at++) {
    const found = command.commands.find((each) => each.name() === words[at] || each.aliases().includes(words[at]!));
    if (found === undefined) break;
    command = found;
  }
  if (at === 0) return words[0] === "help" ? [] : words.slice(0, 1);
  let help = command.helpInformation();
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return words.slice(at).filter((word) => !new RegExp(`(^|["\\s,|\\[])${word}($|["\\s,|\\]])`, "m").test(help));
}

describe("docs/commands.md", () => {
  it("has each command of iw once", () => {
    const names = rows.filter(({ ofIw }) => ofIw).map(({ name }) => name);
    expect(names).toHaveLength(127);
    expect(new Set(names).size).toBe(127);
  });

  it.each(rows)("$name: the calls are there", ({ call }) => {
    for (const path of inTicks(call, /^wifi\./)) {
      const steps = path.replace(/\(\)$/, "").split(".").slice(1);
      const found = steps.reduce<unknown>((on, step) => (on as Record<string, unknown>)[step], wifi);
      expect(typeof found, path).toBe("function");
    }
  });

  it.each(rows)("$name: the command line has the words", ({ words }) => {
    for (const line of inTicks(words, /^nl80211 /)) expect(missing(line), line).toEqual([]);
  });

  it.each(rows.filter(({ ofIw }) => ofIw))("$name: is there, or has a reason not to be", ({ call, words }) => {
    if (inTicks(call, /^wifi\./).length === 0 && inTicks(words, /^nl80211 /).length === 0) {
      expect(words).toMatch(/^none: .{10,}/);
    }
    if (inTicks(words, /^nl80211 /).length === 0) expect(words).toMatch(/^none: ./);
  });

  it("finds words that are not there", () => {
    expect(missing("nl80211 set <interface> colour <red>")).toEqual(["colour"]);
    expect(missing("nl80211 levitate <interface>")).toEqual(["levitate"]);
    expect(missing("nl80211 ap start <interface> --with-cake")).toEqual(["--with-cake"]);
  });
});
