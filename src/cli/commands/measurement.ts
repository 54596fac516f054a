import type { Command } from "commander";
import type { MeasureOptions } from "../../client/measurement/ftm-request.ts";
import { Nl80211Error } from "../../errors.ts";
import type { FtmResult } from "../../nl80211/ftm-result.ts";
import type { FtmResponderStats } from "../../nl80211/generated/ftm.ts";
import { changeCommand, changes } from "../changes.ts";
import { follow } from "../follow.ts";
import { readFtmFile } from "../input/ftm-file.ts";
import { randomOf } from "../input/scheduled-scan-words.ts";
import { runs } from "../runner.ts";
import { refuseRecording } from "../session.ts";

const FORMAT = `
The file has a line for each peer:
  <address> cf=<MHz> [bw=<20|40|80|80+80|160|320>] [cf1=<MHz>] [cf2=<MHz>] [asap] [ap-tsf]
  [ftms_per_burst=<n>] [bursts_exp=<n>] [burst_period=<100 ms>] [burst_duration=<field>] [retries=<n>]
  [preamble=<legacy|ht|vht|dmg|he>] [lci] [civic] [tb | non_tb] [lmr_feedback] [bss_color=<n>]
such as
  02:00:00:00:00:01 bw=80 cf=5180 cf1=5210 asap ftms_per_burst=8`;

export function register(program: Command): void {
  const group = program.command("measurement").description("distances to other stations, by the time of flight");
  changeCommand(
    group
      .command("ftm_request")
      .description("fine timing measurement with the peers of a file; Ctrl-C ends it")
      .argument("<interface>")
      .argument("<file>")
      .argument("[options...]", "timeout=<ms>, randomise[=<address>/<mask>]")
      .addHelpText("after", FORMAT),
    ["measurement ftm_request wlan0 peers.conf timeout=5000", "measurement ftm_request wlan0 peers.conf randomise"],
  ).action(
    changes<object, [string, string, string[]]>(
      async (context, name, file, words) => {
        const { wifi, output, options, signal } = context;
        const results = wifi.measurement.ftm$(name, { peers: readFtmFile(file), ...optionsOf(words) });
        if (!options.dryRun) refuseRecording(context, "measurement ftm_request");
        await follow(
          signal,
          () => results,
          (result) => output.item(result, () => resultText(result)),
        );
      },
      { streams: true },
    ),
  );

  const ftm = program.command("ftm").description("an access point that answers fine timing measurements");
  ftm
    .command("get_stats")
    .description("its counters; ap start --ftm-responder makes one")
    .argument("<interface>")
    .action(
      runs(async ({ wifi, output }, name: string) => {
        const stats = await wifi.ftmResponderStats(name);
        output.answer(stats, () => statsText(stats));
      }),
    );
}

function optionsOf(words: readonly string[]): Omit<MeasureOptions, "peers"> {
  let options: Omit<MeasureOptions, "peers"> = {};
  for (const word of words) {
    const [, timeout] = /^timeout=(\d+)$/.exec(word) ?? [];
    if (timeout !== undefined) options = { ...options, timeoutMs: Number(timeout) };
    else if (/^randomi[sz]e/.test(word)) options = { ...options, randomAddress: randomOf(word) };
    else throw new Nl80211Error("INVALID_ARGUMENT", `${word}: expected timeout=<ms> or randomise[=<address>/<mask>]`);
  }
  return options;
}

/** "02:...  12.3 m (round trip 82.0 ns)  -50.5 dBm". */
export function resultText(result: FtmResult): string {
  const { peer, status, burst, failReason, retryAfterS, distanceMm, roundTripPs, signalDbm } = result;
  if (status !== "success") {
    const why = failReason === undefined ? "" : `: ${failReason.replaceAll("-", " ")}`;
    return `${peer}  ${status}${why}${retryAfterS === undefined ? "" : `, again after ${retryAfterS} s`}`;
  }
  return [
    peer,
    ...(burst === undefined || burst === 0 ? [] : [`burst ${burst}`]),
    ...(distanceMm === undefined ? [] : [`${(distanceMm / 1000).toFixed(2)} m`]),
    ...(roundTripPs === undefined ? [] : [`round trip ${(roundTripPs / 1000).toFixed(1)} ns`]),
    ...(signalDbm === undefined ? [] : [`${signalDbm} dBm`]),
  ].join("  ");
}

function statsText(stats: FtmResponderStats): string {
  const rows = Object.entries(stats).filter(([, value]) => typeof value === "number");
  if (rows.length === 0) return "no measurements yet";
  return rows.map(([name, value]) => `${name}: ${String(value)}`).join("\n");
}
