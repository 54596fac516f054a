import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import { Nl80211Error } from "../../errors.ts";
import { runs } from "../runner.ts";

/** What can be asked: iw's words. */
const GETTERS: Readonly<Record<string, (wifi: Nl80211, target: string) => Promise<{ json: object; text: string }>>> = {
  power_save: async (wifi, target) => {
    const powerSave = await wifi.powerSave(target);
    return { json: { powerSave }, text: `power save: ${powerSave ? "on" : "off"}` };
  },
};

export function register(program: Command): void {
  program
    .command("get")
    .description("a setting of an interface, in iw's words")
    .argument("<interface>")
    .argument("<setting>", Object.keys(GETTERS).join(", "))
    .addHelpText("after", "\nExamples:\n  nl80211 get wlan0 power_save")
    .action(
      runs(async ({ wifi, output }, target: string, word: string) => {
        const get = Object.hasOwn(GETTERS, word) ? GETTERS[word] : undefined;
        if (get === undefined) {
          const known = Object.keys(GETTERS).join(", ");
          throw new Nl80211Error("INVALID_ARGUMENT", `there is no setting "${word}" to get: expected one of ${known}`);
        }
        const { json, text } = await get(wifi, target);
        output.answer(json, () => text);
      }),
    );
}
