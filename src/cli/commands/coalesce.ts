import type { Command } from "commander";
import { patternText } from "../../client/radio/packet-pattern.ts";
import type { CoalesceRule } from "../../nl80211/wowlan.ts";
import { changeCommand, changes } from "../changes.ts";
import { readCoalesceFile } from "../input/coalesce-file.ts";
import { runs } from "../runner.ts";

const FORMAT = `
The file has three lines for each rule:
  delay=100                        longest time that a packet is held back, in ms
  condition=0                      0: packets that match are held back; 1: those that do not
  patterns=18+43:34:--:12,11:22    offset+octets, -- for any`;

export function register(program: Command): void {
  const group = program
    .command("coalesce")
    .description("hold received packets back, so that the host wakes less often");
  changeCommand(
    group
      .command("enable")
      .description("hold back what the rules of a file say, instead of others")
      .argument("<radio>", "phy0, or an interface of it")
      .argument("<file>")
      .addHelpText("after", FORMAT),
    ["coalesce enable phy0 rules.conf"],
  ).action(
    changes<object, [string, string]>(({ wifi }, radio, file) => wifi.setCoalesce(radio, readCoalesceFile(file))),
  );
  changeCommand(group.command("disable").description("hold nothing back").argument("<radio>"), [
    "coalesce disable phy0",
  ]).action(changes<object, [string]>(({ wifi }, radio) => wifi.setCoalesce(radio, "off")));
  group
    .command("show")
    .description("the rules that are in force")
    .argument("<radio>")
    .action(
      runs(async ({ wifi, output }, radio: string) => {
        const rules = await wifi.coalesce(radio);
        output.answer(rules, () => (rules.length === 0 ? "nothing is held back" : rules.map(ruleText).join("\n")));
      }),
    );
}

function ruleText({ delayMs = 0, condition = "match", patterns }: CoalesceRule): string {
  const which = condition === "match" ? "packets like" : "all but packets like";
  return `up to ${delayMs} ms: ${which} ${patterns.map(patternText).join(", ")}`;
}
