import { setTimeout as wait } from "node:timers/promises";
import { type Command, InvalidArgumentError } from "commander";
import { channelUtilization, type Survey, type Utilization } from "../../nl80211/survey.ts";
import { spanText } from "../format.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

interface Options {
  readonly radio?: boolean;
  readonly over?: number;
}

export function register(program: Command): void {
  program
    .command("survey")
    .description("what radios have measured on their channels: noise, and how busy they are")
    .argument("[interface]", "all interfaces, where none is named")
    .option("--radio", "what the radio counted on all channels together")
    .option("--over <seconds>", "measure again after that time, and say how the channels were used meanwhile", seconds)
    .action(
      runs<Options, [string | undefined]>(async ({ wifi, output, options, signal }, name) => {
        const ask = () => wifi.surveys(name, { radio: options.radio === true });
        const before = await ask();
        const names = new Map((await wifi.interfaces()).map((device) => [device.ifindex, device.name]));
        const nameOf = (ifindex: number | undefined) => names.get(ifindex) ?? "";
        if (options.over === undefined) {
          output.answer(before, () => (before.length === 0 ? "nothing measured" : surveyTable(before, nameOf)));
          return;
        }
        await wait(options.over * 1000, undefined, { signal });
        const used = usedBetween(before, await ask());
        output.answer(used, () =>
          used.length === 0 ? "no channel was listened to meanwhile" : usedTable(used, nameOf),
        );
      }),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError("Expected seconds, from above 0 to a day.");
}

/** A survey with what was used since the one before. */
type Used = Survey & { readonly utilization: Utilization };

export function usedBetween(before: readonly Survey[], after: readonly Survey[]): Used[] {
  return after.flatMap((survey) => {
    const first = before.find(
      ({ ifindex, frequencyMhz }) => ifindex === survey.ifindex && frequencyMhz === survey.frequencyMhz,
    );
    const utilization = first && channelUtilization(first, survey);
    return utilization === undefined ? [] : { ...survey, utilization };
  });
}

const COLUMNS = [
  { head: "INTERFACE" },
  ...["CHANNEL", "FREQUENCY", "NOISE", "LISTENED", "BUSY", "RECEIVING", "SENDING"].map(
    (head) => ({ head, align: "right" }) as const,
  ),
];

/** How the interface of an ifindex is called. */
type NameOf = (ifindex: number | undefined) => string;

/** A row a channel that something is known of, and whose radio measured it. */
export function surveyTable(surveys: readonly Survey[], nameOf: NameOf): string {
  return table(
    [...COLUMNS, { head: "" }],
    surveys.map((survey) => [
      nameOf(survey.ifindex),
      ...placeOf(survey),
      spanText(survey.timeMs),
      spanText(survey.timeBusyMs),
      spanText(survey.timeRxMs),
      spanText(survey.timeTxMs),
      survey.inUse ? "in use" : "",
    ]),
  );
}

function usedTable(used: readonly Used[], nameOf: NameOf): string {
  const percent = (value: number | undefined) => (value === undefined ? "" : `${value.toFixed(1)} %`);
  return table(
    COLUMNS,
    used.map((survey) => [
      nameOf(survey.ifindex),
      ...placeOf(survey),
      spanText(survey.utilization.timeMs),
      percent(survey.utilization.busyPercent),
      percent(survey.utilization.rxPercent),
      percent(survey.utilization.txPercent),
    ]),
  );
}

function placeOf({ channel, frequencyMhz, noiseDbm }: Survey): (string | number | undefined)[] {
  return [
    channel,
    frequencyMhz === undefined ? "all" : `${frequencyMhz} MHz`,
    noiseDbm === undefined ? "" : `${noiseDbm} dBm`,
  ];
}
