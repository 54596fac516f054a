import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import { Nl80211Error } from "../../errors.ts";
import { meshParameterJson, meshParameterText } from "../mesh-words.ts";
import { runs } from "../runner.ts";

/** What can be asked: iw's words. */
const GETTERS: Readonly<
  Record<string, (wifi: Nl80211, target: string, which?: string) => Promise<{ json: object; text: string }>>
> = {
  power_save: async (wifi, target) => {
    const powerSave = await wifi.powerSave(target);
    return { json: { powerSave }, text: `power save: ${powerSave ? "on" : "off"}` };
  },
  mesh_param: async (wifi, target, which) => {
    const parameters = await wifi.meshParameters(target);
    return { json: meshParameterJson(parameters, which), text: meshParameterText(parameters, which) };
  },
};

export function register(program: Command): void {
  program
    .command("get")
    .description("a setting of an interface, in iw's words")
    .argument("<interface>")
    .argument("<setting>", Object.keys(GETTERS).join(", "))
    .argument("[which]", "of mesh_param: one parameter, such as mesh_ttl")
    .addHelpText("after", "\nExamples:\n  nl80211 get wlan0 power_save\n  nl80211 get mesh0 mesh_param mesh_ttl")
    .action(
      runs(async ({ wifi, output }, target: string, word: string, which?: string) => {
        const get = Object.hasOwn(GETTERS, word) ? GETTERS[word] : undefined;
        if (get === undefined) {
          const known = Object.keys(GETTERS).join(", ");
          throw new Nl80211Error("INVALID_ARGUMENT", `there is no setting "${word}" to get: expected one of ${known}`);
        }
        const { json, text } = await get(wifi, target, which);
        output.answer(json, () => text);
      }),
    );
}
