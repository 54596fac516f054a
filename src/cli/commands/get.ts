import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import { Nl80211Error } from "../../errors.ts";
import type { TransmitQueues } from "../../nl80211/wiphy-limits.ts";
import { meshParameterJson, meshParameterText } from "../mesh-words.ts";
import { runs } from "../runner.ts";

/** What can be asked: iw's words, what they mean, the answer for `--json` and how a person reads it. */
interface Getter {
  readonly means: string;
  readonly get: (wifi: Nl80211, target: string, which?: string) => Promise<{ json: object; text: string }>;
}

const GETTERS: Readonly<Record<string, Getter>> = {
  power_save: {
    means: "whether a station sleeps between beacons",
    get: async (wifi, target) => {
      const powerSave = await wifi.powerSave(target);
      return { json: { powerSave }, text: `power save: ${powerSave ? "on" : "off"}` };
    },
  },
  mesh_param: {
    means: "[parameter]: the settings of a mesh point, or one of them, such as mesh_ttl",
    get: async (wifi, target, which) => {
      const parameters = await wifi.meshParameters(target);
      return { json: meshParameterJson(parameters, which), text: meshParameterText(parameters, which) };
    },
  },
  txq: {
    means: "limits and counters of a radio's queues in software",
    get: async (wifi, target) => {
      const { queues } = await wifi.wiphy(target);
      return { json: queues, text: queuesText(queues) };
    },
  },
};

export function register(program: Command): void {
  const words = Object.entries(GETTERS).map(([word, { means }]) => `  ${word} ${means}`);
  program
    .command("get")
    .description("a setting of an interface or a radio, in iw's words")
    .argument("<target>", "interface or radio: wlan0, phy0")
    .argument("<setting>", "see below")
    .argument("[which]")
    .addHelpText("after", `\nSettings:\n${words.join("\n")}`)
    .addHelpText("after", "\nExamples:\n  nl80211 get wlan0 power_save\n  nl80211 get mesh0 mesh_param mesh_ttl")
    .action(
      runs(async ({ wifi, output }, target: string, word: string, which?: string) => {
        const getter = Object.hasOwn(GETTERS, word) ? GETTERS[word] : undefined;
        if (getter === undefined) {
          const known = Object.keys(GETTERS).join(", ");
          throw new Nl80211Error("INVALID_ARGUMENT", `there is no setting "${word}" to get: expected one of ${known}`);
        }
        const { json, text } = await getter.get(wifi, target, which);
        output.answer(json, () => text);
      }),
    );
}

function queuesText({ stats, ...limits }: TransmitQueues): string {
  const numbers = Object.entries({ ...limits, ...stats }).filter(([, value]) => typeof value === "number");
  if (numbers.length === 0) return "the kernel tells nothing of this radio's queues";
  return numbers
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${value}`)
    .join("\n");
}
