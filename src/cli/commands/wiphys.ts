import type { Command } from "commander";
import type { Band, BandInterfaceTypes } from "../../nl80211/band.ts";
import type { Combination } from "../../nl80211/combination.ts";
import { disabledReason, domainOf } from "../../nl80211/disabled-reason.ts";
import type { Frequency } from "../../nl80211/frequency.ts";
import type { RegulatoryDomain } from "../../nl80211/regulatory.ts";
import type { Wiphy } from "../../nl80211/wiphy.ts";
import { spanText } from "../format.ts";
import { rulesOf } from "../rules.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

export function register(program: Command): void {
  program
    .command("wiphys")
    .alias("phy")
    .description("radios: bands, channels, rates, and what they can do")
    .argument("[radio]", "a radio (phy0), or an interface of it")
    .action(
      runs(async ({ wifi, output }, name: string | undefined) => {
        const wiphys = name === undefined ? await wifi.wiphys() : [await wifi.wiphy(name)];
        const domains = await rulesOf(wifi);
        output.answer(wiphys, () => {
          if (wiphys.length === 0) return "no Wi-Fi adapter";
          return wiphys.map((wiphy) => wiphyText(wiphy, domainOf(wiphy.index, domains))).join("\n");
        });
      }),
    );
}

/** Everything about a wiphy that a person would read, in sections. */
export function wiphyText(wiphy: Wiphy, domain?: RegulatoryDomain): string {
  const { scan } = wiphy;
  const scheduled = scan.maxScheduledSsids === 0 ? "" : `; scheduled: ${scan.maxScheduledSsids} SSIDs`;
  return [
    `${wiphy.name} (wiphy ${wiphy.index})${wiphy.address === undefined ? "" : `  ${wiphy.address}`}\n`,
    list("interface types", wiphy.interfaceTypes),
    list("in software too", wiphy.softwareInterfaceTypes),
    combinationsText("together", wiphy.combinations),
    combinationsText("together, on all radios", wiphy.globalCombinations),
    ...wiphy.radios.map((radio) => {
      const ranges = radio.ranges.map(({ startMhz, endMhz }) => `${startMhz} to ${endMhz} MHz`);
      return list(`radio ${radio.index}`, ranges) + combinationsText("  together", radio.combinations);
    }),
    list("abilities", wiphy.abilities),
    list("ciphers", wiphy.ciphers),
    list("AKMs", wiphy.akms),
    ...wiphy.akmsByType.map(({ types, akms }) => list(`AKMs of ${types.join(", ")}`, akms)),
    `\n  scan: ${scan.maxSsids} SSIDs, ${scan.maxElementsLength} octets of elements${scheduled}\n`,
    sendingText(wiphy),
    antennasText(wiphy),
    list("features", [...wiphy.features, ...wiphy.extendedFeatures]),
    list("wakes by", wakesBy(wiphy)),
    list("commands", wiphy.commands),
    list(
      "vendor commands",
      wiphy.vendorCommands.map(({ oui, subcommand }) => `${oui} ${subcommand}`),
    ),
    ...wiphy.bands.map((band) => bandText(band, domain)),
  ].join("");
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `\n  ${title}:\n${wrapped(items)}`;
}

/** Items behind each other, in lines of at most 80 characters. */
function wrapped(items: readonly string[], mark = ","): string {
  const lines: string[] = [];
  let line = "   ";
  for (const [i, item] of items.entries()) {
    const next = i === items.length - 1 ? item : `${item}${mark}`;
    if (line.length + next.length + 1 > 80 && line.trim() !== "") {
      lines.push(line);
      line = "   ";
    }
    line += ` ${next}`;
  }
  return `${[...lines, line].join("\n")}\n`;
}

function combinationsText(title: string, combinations: readonly Combination[]): string {
  if (combinations.length === 0) return "";
  const lines = combinations.map(({ limits, maxInterfaces, channels, radarWidths }) => {
    const parts = limits.map(({ max, types }) => `${max} of ${types.join(", ")}`);
    const radar = radarWidths.length === 0 ? "" : `; radar: ${radarWidths.join(", ")}`;
    const whole = `up to ${parts.join("; ")}: ${maxInterfaces} in all, ${channels} channel${channels === 1 ? "" : "s"}${radar}`;
    return wrapped(whole.split(" "), "");
  });
  return `\n  ${title}:\n${lines.join("")}`;
}

/** How often it sends again, what it asks leave for or cuts in pieces, and how far it reckons with. */
function sendingText(wiphy: Wiphy): string {
  const { retryShort, retryLong, rtsThreshold, fragmentationThreshold, coverageClass } = wiphy;
  const parts = [
    retryShort !== undefined && `retries: ${retryShort} short, ${retryLong} long`,
    rtsThreshold !== undefined && `RTS from ${rtsThreshold} octets`,
    fragmentationThreshold !== undefined && `fragments of ${fragmentationThreshold} octets`,
    coverageClass !== undefined && `coverage class: ${coverageClass} (up to ${coverageClass * 450} m)`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : `  ${parts.join("; ")}\n`;
}

function antennasText({ antennas }: Wiphy): string {
  if (antennas.availableTx === undefined || (antennas.availableTx | (antennas.availableRx ?? 0)) === 0) return "";
  const mask = (value = 0) => `0x${value.toString(16)}`;
  return `  antennas: sending ${mask(antennas.tx)} of ${mask(antennas.availableTx)}, receiving ${mask(antennas.rx)} of ${mask(antennas.availableRx)}\n`;
}

function wakesBy({ wowlan }: Wiphy): string[] {
  if (wowlan === undefined) return [];
  const { unknown, ...triggers } = wowlan;
  return Object.keys(triggers);
}

function bandText(band: Band, domain: RegulatoryDomain | undefined): string {
  const rates = band.rates.map((rate) => rate.mbps).join(" ");
  const channels = table(
    [
      { head: "  CHANNEL", align: "right" },
      { head: "FREQUENCY", align: "right" },
      { head: "POWER", align: "right" },
      { head: "" },
    ],
    band.frequencies.map((frequency) => [
      frequency.channel,
      `${frequency.frequencyMhz} MHz`,
      frequency.maxTxPowerDbm === undefined || frequency.disabled ? "" : `${frequency.maxTxPowerDbm} dBm`,
      limitsOf(frequency, domain).join(", "),
    ]),
  );
  const generations = [
    ...(band.ht === undefined ? [] : [`HT ${band.ht.mcs.rxStreams} streams${band.ht.info.fortyMhz ? ", 40 MHz" : ""}`]),
    ...(band.vht === undefined ? [] : [`VHT ${band.vht.mcs.rx.length} streams`]),
    ...band.interfaceTypes.map(generationText),
  ];
  const abilities = generations.map((text) => `  ${text}\n`).join("");
  return `\n  ${band.name}\n${rates === "" ? "" : `  rates: ${rates} Mbit/s\n`}${abilities}${channels}\n`;
}

function generationText(data: BandInterfaceTypes): string {
  const he = data.he && `HE ${data.he.mcs.upTo80Mhz.rx.length} streams${data.he.phy.oneSixtyMhz ? ", 160 MHz" : ""}`;
  const eht = data.eht && `EHT${data.eht.phy.threeTwentyMhzIn6Ghz ? ", 320 MHz" : ""}`;
  const uhr = data.uhr && "UHR";
  return `${[he, eht, uhr].filter((text) => text !== undefined).join("; ")} (${data.types.join(", ")})`;
}

/** What a person has to know of a channel, the flags of widths summed up. */
function limitsOf(frequency: Frequency, domain: RegulatoryDomain | undefined): string[] {
  const reason = domain && disabledReason(frequency, domain);
  if (reason !== undefined) {
    return [
      reason.by === "regulation"
        ? `disabled: no rule of ${reason.alpha2}`
        : `disabled, though ${reason.alpha2} allows it`,
    ];
  }
  if (frequency.disabled) return ["disabled"];
  const limits: string[] = [];
  if (frequency.noIr) limits.push("no initiation");
  if (frequency.radar) {
    const cac = frequency.dfsCacMs === undefined ? "" : ` (check: ${spanText(frequency.dfsCacMs)})`;
    limits.push(`radar${frequency.dfsState === undefined ? "" : `: ${frequency.dfsState}`}${cac}`);
  }
  if (frequency.indoorOnly) limits.push("indoors only");
  const rest = frequency.flags.filter((flag) => !["disabled", "no-ir", "radar", "indoor-only"].includes(flag));
  return [...limits, ...rest.map((flag) => flag.replaceAll("-", " "))];
}
