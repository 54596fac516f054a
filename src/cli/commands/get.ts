import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import { Nl80211Error } from "../../errors.ts";
import type { MeshParameters } from "../../nl80211/mesh.ts";
import type { TransmitQueues } from "../../nl80211/wiphy.ts";
import { runs } from "../runner.ts";

/** What can be got: iw's words, the value for `--json` and how a person reads it. */
interface Getting {
  readonly values: string;
  readonly get: (wifi: Nl80211, target: string, words: readonly string[]) => Promise<[value: unknown, text: string]>;
}

const GETTINGS: Readonly<Record<string, Getting>> = {
  power_save: {
    values: "whether a station sleeps between beacons",
    get: async (wifi, target) => {
      const on = await wifi.powerSave(target);
      return [{ powerSave: on }, `power save: ${on ? "on" : "off"}`];
    },
  },
  txq: {
    values: "limits and counters of a radio's queues in software",
    get: async (wifi, target) => {
      const { queues } = await wifi.wiphy(target);
      return [queues, queuesText(queues)];
    },
  },
  mesh_param: {
    values: "[parameter]: the settings of a mesh point, or one of them",
    get: async (wifi, target, [name]) => {
      const parameters = await wifi.meshParameters(target);
      if (name === undefined) return [parameters, lines(parameters)];
      const key = parameterOf(parameters, name);
      const value = (parameters as Readonly<Record<string, unknown>>)[key];
      return [{ [key]: value }, String(value)];
    },
  },
};

export function register(program: Command): void {
  const words = Object.entries(GETTINGS).map(([word, { values }]) => `  ${word}  ${values}`);
  program
    .command("get")
    .description("a setting of an interface or a radio, in iw's words")
    .argument("<target>", "interface or radio: wlan0, phy0")
    .argument("<setting>", "see below")
    .argument("[words...]")
    .addHelpText("after", `\nSettings:\n${words.join("\n")}`)
    .addHelpText("after", "\nExamples:\n  nl80211 get wlan0 power_save\n  nl80211 get mesh0 mesh_param ttl")
    .action(
      runs(async ({ wifi, output }, target: string, word: string, rest: string[]) => {
        const getting = Object.hasOwn(GETTINGS, word) ? GETTINGS[word] : undefined;
        if (getting === undefined) {
          const known = Object.keys(GETTINGS).join(", ");
          throw new Nl80211Error("INVALID_ARGUMENT", `there is no setting "${word}" to get: expected one of ${known}`);
        }
        const [value, text] = await getting.get(wifi, target, rest);
        output.answer(value, () => text);
      }),
    );
}

/** iw's mesh_hwmp_rootmode, or our hwmpRootmode. */
function parameterOf(parameters: MeshParameters, name: string): string {
  const wanted = name
    .replace(/^mesh_/, "")
    .replaceAll("_", "")
    .toLowerCase();
  const keys = Object.keys(parameters);
  const found = keys.find((key) => key.toLowerCase() === wanted) ?? keys.find((key) => unitless(key) === wanted);
  if (found !== undefined) return found;
  throw new Nl80211Error("INVALID_ARGUMENT", `no mesh parameter "${name}": expected one of ${keys.join(", ")}`);
}

/** A name without the unit at its end: iw's have none. */
function unitless(key: string): string {
  return key.replace(/(Ms|S|Tu|Dbm)$/, "").toLowerCase();
}

function queuesText({ stats, ...limits }: TransmitQueues): string {
  return lines({ ...limits, ...stats }) || "this radio's queues are not told";
}

function lines(values: object): string {
  return Object.entries(values)
    .filter(([, value]) => ["number", "boolean", "string"].includes(typeof value))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}
