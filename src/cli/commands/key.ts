import type { Command } from "commander";
import { toHex } from "../../bytes/hex.ts";
import { runs } from "../runner.ts";
import { numberOf } from "../typed.ts";

export function register(program: Command): void {
  program
    .command("key")
    .description("keys in use")
    .command("get")
    .description("the cipher and the packet number of a key in use; never the key (iw's key get)")
    .argument("<interface>")
    .argument("<index>", "0 to 3 for data, 4 and 5 for management frames, 6 and 7 for beacons")
    .argument("[address]", "whose pairwise key; without it the group key")
    .addHelpText("after", "\nExamples:\n  nl80211 key get wlan0 1\n  nl80211 key get wlan0 0 02:00:00:00:01:00")
    .action(
      runs(async ({ wifi, output }, name: string, index: string, peer: string | undefined) => {
        const type = peer === undefined ? ("group" as const) : ("pairwise" as const);
        const query = { index: numberOf("index", index), type, ...(peer !== undefined && { peer }) };
        const key = await wifi.keys.get(name, query);
        output.answer(key, () => {
          const whose = key.peer === undefined ? "group key" : `key of ${key.peer}`;
          const lines = [`${whose} ${key.index}`, `  cipher    ${key.cipher ?? "not told"}`];
          if (key.sequence !== undefined) lines.push(`  sequence  ${toHex(key.sequence)}`);
          return lines.join("\n");
        });
      }),
    );
}
