import { type Command, InvalidArgumentError, Option } from "commander";
import type { ScanOptions } from "../../client/scan/scan-request.ts";
import { Nl80211Error } from "../../errors.ts";
import type { Bss } from "../../nl80211/bss.ts";
import { changeCommand, changes } from "../changes.ts";
import { follow } from "../follow.ts";
import { nameText, signalText, spanText } from "../format.ts";
import { scheduledScanOf } from "../input/scheduled-scan-words.ts";
import { chooseNetworks, SORTS, type Sort } from "../network-choice.ts";
import { showProgress } from "../progress.ts";
import { runs } from "../runner.ts";
import { refuseRecording } from "../session.ts";
import { table } from "../table.ts";

interface Options {
  readonly cached?: boolean;
  readonly ssid?: string[];
  readonly freq?: number[];
  readonly bssid?: string;
  readonly passive?: boolean;
  readonly flush?: boolean;
  readonly randomAddress?: boolean;
  readonly dwell?: number;
  readonly flag?: string[];
  readonly timeout?: number;
  readonly sort?: Sort;
  readonly band?: string;
  readonly minSignal?: number;
}

export function register(program: Command): void {
  const scan = program
    .command("scan")
    .description("networks in the air: scans, then lists them (of the first station interface, where none is named)")
    .argument("[interface]")
    .option("--cached", "list what the kernel remembers, without a scan")
    .option("--ssid <name>", "ask for this name, so that a hidden network answers; may be repeated", collect)
    .option("--freq <mhz>", "only this frequency, by its centre in MHz; may be repeated", collectFrequency)
    .option("--bssid <address>", "only this access point")
    .option("--passive", "listen only, send nothing")
    .option("--flush", "forget what was found before")
    .option("--random-address", "ask from a random address")
    .option("--dwell <tu>", "time on each channel, in units of 1.024 ms", whole)
    .option(
      "--flag <word>",
      "another of the kernel's flags, such as low-priority, ap, colocated6ghz; may be repeated",
      collect,
    )
    .option("--timeout <seconds>", "give up after so long, waiting for others' scans included", whole)
    .addOption(new Option("--sort <by>", "order of the list").choices(SORTS).default("signal"))
    .addOption(new Option("--band <ghz>", "only networks of this band").choices(["2.4", "5", "6", "60"]))
    .option("--min-signal <dbm>", "only networks of at least this signal, such as -70", dbm)
    .action(
      runs<Options, [string | undefined]>(async ({ wifi, output, options, signal }, name) => {
        const asked = scanRequest(options);
        if (options.cached && Object.keys(asked).length > 0) {
          const text = "--cached makes no scan: leave it out, or what says how to scan";
          throw new Nl80211Error("INVALID_ARGUMENT", text);
        }
        const networks = options.cached
          ? await wifi.scanResults(name, { signal })
          : await withProgress(name, () => wifi.scan(name, { ...asked, signal }));
        const chosen = chooseNetworks(networks, options);
        output.answer(chosen, () => (chosen.length === 0 ? noneText(networks.length) : networkTable(chosen)));
      }),
    );
  scan
    .command("dump")
    .description("list what the kernel remembers, without a scan: scan --cached")
    .argument("[interface]")
    .action(
      runs(async ({ wifi, output, signal }, name: string | undefined) => {
        const networks = chooseNetworks(await wifi.scanResults(name, { signal }), {});
        output.answer(networks, () => (networks.length === 0 ? noneText(0) : networkTable(networks)));
      }),
    );
  changeCommand(
    scan
      .command("trigger")
      .description("begin a scan, and do not wait for it")
      .argument("<interface>")
      .option("--ssid <name>", "ask for this name; may be repeated", collect)
      .option("--freq <mhz>", "only this frequency; may be repeated", collectFrequency)
      .option("--bssid <address>", "only this access point")
      .option("--passive", "listen only")
      .option("--flush", "forget what was found before"),
    ["scan trigger wlan0 --freq 2412"],
  ).action(changes<Options, [string]>(({ wifi, options }, name) => wifi.triggerScan(name, scanRequest(options))));
  changeCommand(scan.command("abort").description("end the scan that runs").argument("<interface>"), [
    "scan abort wlan0",
  ]).action(changes<object, [string]>(({ wifi }, name) => wifi.abortScan(name)));
  changeCommand(
    scan
      .command("sched_start")
      .description("have the radio scan by itself, and list what it finds each time; Ctrl-C ends it")
      .argument("<interface>")
      .argument("[words...]", "iw's, see below")
      .addHelpText("after", SCHEDULE),
    ["scan sched_start wlan0 interval 10000 matches ssid home", "scan sched_start wlan0 scan_plans 10:3 60 passive"],
  ).action(
    changes<object, [string, string[]]>(
      async (context, name, words) => {
        const { wifi, output, signal } = context;
        const { options, rest } = scheduledScanOf(words);
        if (rest.length > 0) throw new Nl80211Error("INVALID_ARGUMENT", `"${rest[0]}" is not expected here`);
        if (!context.options.dryRun) refuseRecording(context, "scan sched_start");
        const next = (networks: Bss[]) => output.item(networks, () => networkTable(chooseNetworks(networks, {})));
        await follow(signal, () => wifi.scheduledScan$(name, options), next);
      },
      { streams: true },
    ),
  );
  changeCommand(
    scan.command("sched_stop").description("end the scans that the radio makes by itself").argument("<interface>"),
    ["scan sched_stop wlan0"],
  ).action(changes<object, [string]>(({ wifi }, name) => wifi.stopScheduledScan(name)));
}

const SCHEDULE = `
Words:
  interval <ms> | scan_plans <s:n>... <s>   how often: plans say after how many scans the next begins
  delay <s>                                 before the first
  freqs <MHz>...                            only these
  matches [ssid <name>]...                  only tell of these
  active [ssid <name>]... | passive         ask for these; listen only
  randomise[=<address>/<mask>]              ask from random addresses
  coloc  flush`;

async function withProgress<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
  const done = showProgress(name === undefined ? "scanning" : `scanning with ${name}`);
  try {
    return await work();
  } finally {
    done();
  }
}

/** What the scan itself is asked, as far as it was. */
function scanRequest({ ssid, freq, bssid, passive, flush, ...more }: Options): ScanOptions {
  const { randomAddress, dwell, flag, timeout } = more;
  return {
    ...(ssid !== undefined && { ssids: ssid }),
    ...(freq !== undefined && { frequenciesMhz: freq }),
    ...(bssid !== undefined && { bssid }),
    ...(passive && { passive }),
    ...(flush && { flush }),
    ...(randomAddress && { randomAddress }),
    ...(dwell !== undefined && { dwellTu: dwell }),
    ...(flag !== undefined && { flags: flag }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
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
  throw new InvalidArgumentError("Expected MHz, such as 5180.");
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 65_535) return value;
  throw new InvalidArgumentError("Expected a whole number, from 1 to 65535.");
}

function dbm(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value <= 0 && value >= -200) return value;
  throw new InvalidArgumentError("Expected dBm, from -200 to 0.");
}

/** A row a network. */
export function networkTable(networks: readonly Bss[]): string {
  return table(
    [
      { head: "" },
      { head: "SSID" },
      { head: "BSSID" },
      { head: "CHANNEL", align: "right" },
      { head: "BAND", dispensable: 3 },
      { head: "WIDTH", align: "right", dispensable: 1 },
      { head: "SIGNAL", align: "right" },
      { head: "SECURITY" },
      { head: "WI-FI", align: "right", dispensable: 2 },
      { head: "SEEN", align: "right", dispensable: 4 },
    ],
    networks.map((bss) => [
      bss.status === undefined ? "" : "*",
      nameText(bss.ssid),
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
