import { type Command, InvalidArgumentError } from "commander";
import { Nl80211Error } from "../../errors.ts";
import { type Chandef, createChandef, formatChandef } from "../../ieee80211/chandef.ts";
import { type Band, channelToFrequency } from "../../ieee80211/channel.ts";
import { type ChannelMode, legalModes } from "../../ieee80211/channel-plan.ts";
import { type ChannelUse, channelUse } from "../../nl80211/channel-use.ts";
import { type Concurrency, concurrency, type InterfaceCounts } from "../../nl80211/concurrency.ts";
import { domainOf } from "../../nl80211/disabled-reason.ts";
import type { RegulatoryDomain } from "../../nl80211/regulatory.ts";
import type { Wiphy } from "../../nl80211/wiphy.ts";
import { spanText } from "../format.ts";
import { rulesOf } from "../rules.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

interface Options {
  readonly channel?: string;
  readonly width?: string;
  readonly together?: string[];
  readonly has?: string;
}

export function register(program: Command): void {
  program
    .command("capabilities")
    .alias("may")
    .description("what a radio may and can do: channels and widths, interfaces at once, commands and features")
    .argument("[radio]", "a radio (phy0), or an interface of it; all where none is named")
    .option("--channel <number|MHz>", "may this channel be used, and what does it need? 36, 6ghz:5, 5180")
    .option("--width <mode>", "only that width: 20, HT40+, HT40-, 80, 160, 320-1 ...")
    .option("--together <types...>", "can these be at once? station ap, ap:2", (text, before: string[] = []) => [
      ...before,
      typeAndCount(text),
    ])
    .option("--has <name>", "has it this command, feature, ability, cipher, AKM or interface type?")
    .action(
      runs<Options, [string | undefined]>(async ({ wifi, output, options }, name) => {
        const wiphys = name === undefined ? await wifi.wiphys() : [await wifi.wiphy(name)];
        if (wiphys.length === 0) throw new Nl80211Error("NO_ADAPTER", "there is no Wi-Fi adapter");
        const domains = await rulesOf(wifi);
        const answers = wiphys.map((wiphy) => answer(wiphy, options, domainOf(wiphy.index, domains)));
        output.answer(answers, () => answers.map(answerText).join("\n"));
        if (options.has !== undefined && !answers.some(({ has }) => has?.found)) process.exitCode = 1;
      }),
    );
}

interface Answer {
  readonly wiphy: string;
  readonly channels?: readonly ChannelAnswer[];
  readonly together?: Concurrency;
  readonly has?: { readonly name: string; readonly found: readonly string[] | false };
}

interface ChannelAnswer {
  readonly chandef: Chandef;
  readonly use: ChannelUse;
}

function answer(
  wiphy: Wiphy,
  { channel, width, together, has }: Options,
  domain: RegulatoryDomain | undefined,
): Answer {
  const asked = channel !== undefined || (together === undefined && has === undefined);
  return {
    wiphy: wiphy.name,
    ...(asked && { channels: channelsOf(wiphy, domain, channel, width) }),
    ...(together !== undefined && { together: concurrency(wiphy, counts(together)) }),
    ...(has !== undefined && { has: { name: has, found: findAbility(wiphy, has) } }),
  };
}

/** One channel in all its widths, or, where none is named, every channel as 20 MHz (1 MHz of S1G). */
function channelsOf(
  wiphy: Wiphy,
  domain: RegulatoryDomain | undefined,
  channel: string | undefined,
  width: string | undefined,
): ChannelAnswer[] {
  const frequencies =
    channel === undefined
      ? wiphy.bands.flatMap((band) => band.frequencies.map(({ frequencyMhz }) => frequencyMhz))
      : [frequencyOf(channel)];
  return frequencies.flatMap((frequencyMhz) => {
    const modes = legalModes(frequencyMhz).filter(({ mode }) => mode !== "80+80MHz" && isWanted(mode, channel, width));
    if (modes.length === 0 && channel !== undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", `${frequencyMhz} MHz has no ${width ?? "channel"}`, {
        hint: `widths: ${legalModes(frequencyMhz)
          .map(({ mode }) => mode)
          .join(", ")}`,
      });
    }
    return modes.map(({ mode }) => {
      const chandef = createChandef(frequencyMhz, mode);
      return { chandef, use: channelUse(wiphy, chandef, domain) };
    });
  });
}

function isWanted(mode: ChannelMode, channel: string | undefined, width: string | undefined): boolean {
  if (width !== undefined) {
    const wanted = width.toLowerCase().replace(/\s*mhz/, "");
    return (
      mode
        .toLowerCase()
        .replace("mhz", "")
        .replace(/^ht20$/, "20") === wanted
    );
  }
  return channel !== undefined ? mode !== "5MHz" && mode !== "10MHz" : mode === "NOHT" || mode === "1MHz";
}

/** "36", "6ghz:5" or "5180". A number alone is of 2.4 GHz up to 14, of 5 GHz from 32 to 196. */
function frequencyOf(text: string): number {
  const [, band, number] = /^(?:(2(?:\.4)?|5|6|60)ghz:)?(\d+(?:\.\d+)?)$/i.exec(text) ?? [];
  const value = Number(number);
  const bands: Readonly<Record<string, Band>> = { 2: "2.4 GHz", 2.4: "2.4 GHz", 5: "5 GHz", 6: "6 GHz", 60: "60 GHz" };
  const named = band === undefined ? (value <= 14 ? "2.4 GHz" : "5 GHz") : bands[band];
  const frequency = value >= 700 ? value : channelToFrequency(value, named!);
  if (number !== undefined && frequency !== undefined) return frequency;
  throw new Nl80211Error("INVALID_ARGUMENT", `${text} is no channel`, {
    hint: "a number (36), one with its band (6ghz:5), or a frequency in MHz (5180)",
  });
}

function typeAndCount(text: string): string {
  if (/^[a-z0-9-]+(:[1-9]\d*)?$/.test(text)) return text;
  throw new InvalidArgumentError("Expected types like station, ap, p2p-device, or ap:2 for two.");
}

function counts(types: readonly string[]): InterfaceCounts {
  const sums: Record<string, number> = {};
  for (const text of types) {
    const [type = "", count = "1"] = text.split(":");
    sums[type] = (sums[type] ?? 0) + Number(count);
  }
  return sums;
}

/** In which lists of the wiphy the name stands; false for none. */
function findAbility(wiphy: Wiphy, name: string): string[] | false {
  const wanted = name.toLowerCase().replaceAll("_", "-");
  const lists: Readonly<Record<string, readonly string[]>> = {
    command: wiphy.commands,
    feature: wiphy.features,
    "extended feature": wiphy.extendedFeatures,
    ability: wiphy.abilities,
    cipher: wiphy.ciphers,
    AKM: [...wiphy.akms, ...wiphy.akmsByType.flatMap(({ akms }) => akms)],
    "interface type": [...wiphy.interfaceTypes, ...wiphy.softwareInterfaceTypes],
  };
  const found = Object.keys(lists).filter((list) => lists[list]!.some((item) => item.toLowerCase() === wanted));
  return found.length > 0 && found;
}

function answerText({ wiphy, channels, together, has }: Answer): string {
  const lines = [`${wiphy}`];
  if (channels !== undefined) lines.push(channelsText(wiphy, channels));
  if (together !== undefined) lines.push(`  ${togetherText(together)}`);
  if (has !== undefined) {
    lines.push(has.found === false ? `  no ${has.name}` : `  yes: ${has.name} is a ${has.found.join(", a ")}`);
  }
  return `${lines.join("\n")}\n`;
}

function channelsText(wiphy: string, channels: readonly ChannelAnswer[]): string {
  // the list of all channels has the narrowest of each; a row need not say again what it is of
  const list = new Set(channels.map(({ chandef }) => chandef.frequencyMhz)).size > 1;
  const short = (chandef: Chandef, text: string) =>
    text.replace(`${chandef.frequencyMhz} MHz is `, "").replace(`${wiphy} cannot`, "cannot");
  return table(
    [{ head: "  CHANNEL" }, { head: "CONNECT" }, { head: "START" }, { head: "POWER", align: "right" }, { head: "" }],
    channels.map(({ chandef, use }) => [
      `  ${formatChandef(chandef)
        .replace(/^channel /, "")
        .replace(list ? /, width:.*/ : ", width:", "")
        .replace(/, center1:.*/, "")}`,
      use.usable ? "yes" : "no",
      use.initiate ? "yes" : "no",
      use.maxTxPowerDbm === undefined || !use.usable ? "" : `${use.maxTxPowerDbm} dBm`,
      [...summed(use.problems), ...summed(use.initiateProblems), ...needsText(use)]
        .map((text) => short(chandef, text))
        .join("; "),
    ]),
  );
}

/** What is said of several frequencies, once: "5745, 5765 MHz may be in no channel of 160 MHz". */
function summed(problems: readonly string[]): string[] {
  const byWords = new Map<string, string[]>();
  for (const problem of problems) {
    const [, frequency, words] = /^(\d+(?:\.\d+)?) (MHz .*)$/.exec(problem) ?? [];
    if (frequency === undefined) byWords.set(problem, []);
    else byWords.set(words!, [...(byWords.get(words!) ?? []), frequency]);
  }
  return [...byWords].map(([words, of]) => (of.length === 0 ? words : `${of.join(", ")} ${words}`));
}

function needsText({ usable, initiate, needs }: ChannelUse): string[] {
  if (!usable) return [];
  return [
    ...(needs.cacMs === undefined || !initiate ? [] : [`radar check of ${spanText(needs.cacMs)} first`]),
    ...(needs.indoors ? ["indoors only"] : []),
    ...(needs.veryLowPower ? ["very low power"] : []),
  ];
}

function togetherText({ possible, channels, ways, unknownTypes }: Concurrency): string {
  if (unknownTypes.length > 0) return `no: it cannot be ${unknownTypes.join(", ")}`;
  if (!possible) return "no: no combination allows it";
  const radios = ways.flatMap(({ radio }) => (radio === undefined ? [] : [`radio ${radio}`]));
  const where = radios.length === 0 ? "" : ` (${[...new Set(radios)].join(", ")})`;
  return `yes, on ${channels} channel${channels === 1 ? "" : "s at once"}${where}`;
}
