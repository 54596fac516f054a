import { type Command, InvalidArgumentError, Option } from "commander";
import type { ScanOptions } from "../../client/scan-request.ts";
import { Nl80211Error } from "../../errors.ts";
import type { Bss } from "../../nl80211/bss.ts";
import { signalText, spanText } from "../format.ts";
import { chooseNetworks, SORTS, type Sort } from "../network-choice.ts";
import { showProgress } from "../progress.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

interface Options {
  readonly cached?: boolean;
  readonly ssid?: string[];
  readonly freq?: number[];
  readonly bssid?: string;
  readonly passive?: boolean;
  readonly flush?: boolean;
  readonly sort?: Sort;
  readonly band?: string;
  readonly minSignal?: number;
}

export function register(program: Command): void {
  program
    .command("scan")
    .description("networks in the air: scans, then lists them (of the first station interface, where none is named)")
    .argument("[interface]")
    .option("--cached", "list what the kernel remembers, without a scan")
    .option("--ssid <name>", "ask for this name, so that a hidden network answers; may be repeated", collect)
    .option("--freq <mhz>", "only this frequency, by its centre in MHz; may be repeated", collectFrequency)
    .option("--bssid <address>", "only this access point")
    .option("--passive", "listen only, send nothing")
    .option("--flush", "forget what was found before")
    .addOption(new Option("--sort <by>", "order of the list").choices(SORTS).default("signal"))
    .addOption(new Option("--band <ghz>", "only networks of this band").choices(["2.4", "5", "6", "60"]))
    .option("--min-signal <dbm>", "only networks of at least this signal, such as -70", dbm)
    .action(
      runs<Options, [string | undefined]>(async ({ wifi, output, options, signal }, name) => {
        const asked = scanRequest(options);
        if (options.cached && Object.keys(asked).length > 0) {
          const text = "--cached makes no scan: leave it out, or --ssid, --freq, --bssid, --passive and --flush";
          throw new Nl80211Error("INVALID_ARGUMENT", text);
        }
        const networks = options.cached
          ? await wifi.scanResults(name, { signal })
          : await withProgress(name, () => wifi.scan(name, { ...asked, signal }));
        const chosen = chooseNetworks(networks, options);
        output.answer(chosen, () => (chosen.length === 0 ? noneText(networks.length) : networkTable(chosen)));
      }),
    );
}

async function withProgress<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
  const done = showProgress(name === undefined ? "scanning" : `scanning with ${name}`);
  try {
    return await work();
  } finally {
    done();
  }
}

/** What the scan itself is asked, as far as it was. */
function scanRequest({ ssid, freq, bssid, passive, flush }: Options): ScanOptions {
  return {
    ...(ssid !== undefined && { ssids: ssid }),
    ...(freq !== undefined && { frequenciesMhz: freq }),
    ...(bssid !== undefined && { bssid }),
    ...(passive && { passive }),
    ...(flush && { flush }),
  };
}

function noneText(before: number): string {
  return before === 0 ? "no networks found" : `none of ${before} networks is what was asked for`;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function collectFrequency(text: string, before: readonly number[] = []): number[] {
  const mhz = Number(text);
  if (text.trim() !== "" && mhz > 0 && mhz < 100_000) return [...before, mhz];
  throw new InvalidArgumentError("MHz, such as 5180");
}

function dbm(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value <= 0 && value >= -200) return value;
  throw new InvalidArgumentError("dBm, from -200 to 0");
}

/** A row a network. */
export function networkTable(networks: readonly Bss[]): string {
  return table(
    [
      { head: "" },
      { head: "SSID" },
      { head: "BSSID" },
      { head: "CHANNEL", align: "right" },
      { head: "BAND" },
      { head: "WIDTH", align: "right" },
      { head: "SIGNAL", align: "right" },
      { head: "SECURITY" },
      { head: "WI-FI", align: "right" },
      { head: "SEEN", align: "right" },
    ],
    networks.map((bss) => [
      bss.status === undefined ? "" : "*",
      bss.ssid.hidden ? "(hidden)" : bss.ssid.text,
      bss.bssid,
      bss.primaryChannel?.channel ?? bss.frequencyMhz,
      bss.primaryChannel?.band,
      bss.channel === undefined ? "" : `${bss.channel.widthMhz} MHz`,
      signalText(bss.signalDbm, bss.signalPercent),
      bss.security.name,
      bss.generation,
      bss.seenMsAgo === undefined ? "" : `${spanText(bss.seenMsAgo)} ago`,
    ]),
  );
}
