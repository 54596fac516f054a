import type { Command } from "commander";
import type { Band, Frequency, Wiphy } from "../../nl80211/wiphy.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

export function register(program: Command): void {
  program
    .command("wiphys")
    .alias("phy")
    .description("radios: bands, channels, rates, and what they can do")
    .action(
      runs(async ({ wifi, output }) => {
        const wiphys = await wifi.wiphys();
        output.answer(wiphys, () => (wiphys.length === 0 ? "no Wi-Fi adapter" : wiphys.map(wiphyText).join("\n")));
      }),
    );
}

/** Everything about a wiphy that a person would read, in sections. */
export function wiphyText(wiphy: Wiphy): string {
  return [
    `${wiphy.name} (wiphy ${wiphy.index})`,
    list("interface types", wiphy.interfaceTypes),
    list("ciphers", wiphy.ciphers),
    list("AKMs", wiphy.akms),
    `  scan: ${wiphy.scan.maxSsids} SSIDs, ${wiphy.scan.maxElementsLength} octets of elements\n`,
    list("features", [...wiphy.features, ...wiphy.extendedFeatures]),
    list("commands", wiphy.commands),
    ...wiphy.bands.map(bandText),
  ].join("");
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `\n  ${title}: ${items.join(", ")}\n`;
}

function bandText(band: Band): string {
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
      limitsOf(frequency).join(", "),
    ]),
  );
  return `\n  ${band.name}\n${rates === "" ? "" : `  rates: ${rates} Mbit/s\n`}${channels}\n`;
}

function limitsOf(frequency: Frequency): string[] {
  if (frequency.disabled) return ["disabled"];
  const limits: string[] = [];
  if (frequency.noIr) limits.push("no initiation");
  if (frequency.radar) limits.push(frequency.dfsState === undefined ? "radar" : `radar: ${frequency.dfsState}`);
  if (frequency.indoorOnly) limits.push("indoors only");
  return limits;
}
