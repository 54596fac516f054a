import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.ts";
import { nl80211, village } from "./command-line.ts";

/** The examples in the help of every command that takes `--dry-run`. */
function examples(command: Command = createProgram()): string[] {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) });
  if (command.options.some(({ long }) => long === "--dry-run")) command.outputHelp();
  const own = [...help.matchAll(/^ {2}nl80211 (.*)$/gm)].map(([, words]) => words!);
  return [...own, ...command.commands.flatMap((each) => examples(each))];
}

const LINES = examples();
const BAD = ["", "-1", "NaN", "99999999999999999999", "\u001b[31m"];
/** What a message has when somebody forgot to look. */
const CARELESS = /\n\s+at |TypeError|RangeError|\[object |undefined|\u001b/;

describe("a command line of which one word is wrong", () => {
  it("is made of the examples of all that changes something", () => {
    expect(LINES.length).toBeGreaterThan(80);
  });

  it.each(LINES)("is refused with what is wrong, or is right all the same: %s", async (line) => {
    const words = line.split(" ");
    const strange: string[] = [];
    for (let at = 1; at < words.length; at++) {
      for (const bad of BAD) {
        const spoilt = words.with(at, bad);
        const { status, stderr } = await nl80211("--replay", village, ...spoilt, "--dry-run");
        const told = status === 0 || ([1, 2].includes(Number(status)) && /^nl80211: .+/.test(stderr));
        if (!told || CARELESS.test(stderr)) strange.push(`${spoilt.join(" ")}: ${status}, ${stderr}`);
      }
    }
    expect(strange).toEqual([]);
  });
});
