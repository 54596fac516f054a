import type { Command } from "commander";
import type { Bss } from "../../nl80211/bss.ts";
import { signalText, spanText } from "../format.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

interface ScanOptions {
  readonly cached?: boolean;
}

export function register(program: Command): void {
  program
    .command("scan")
    .description("networks in the air: scans, then lists them (of the first station interface, where none is named)")
    .argument("[interface]")
    .option("--cached", "list what the kernel remembers, without a scan")
    .action(
      runs<ScanOptions, [string | undefined]>(async ({ wifi, output, options, signal }, name) => {
        const networks = options.cached ? await wifi.scanResults(name) : await wifi.scan(name, { signal });
        output.answer(networks, () => (networks.length === 0 ? "no networks found" : networkTable(networks)));
      }),
    );
}

/** A row a network, the strongest first. */
export function networkTable(networks: readonly Bss[]): string {
  const strongestFirst = networks.toSorted((a, b) => strength(b) - strength(a));
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
    strongestFirst.map((bss) => [
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

/** For sorting: dBm where there is one; percent otherwise, below all of those. */
function strength(bss: Bss): number {
  return bss.signalDbm ?? (bss.signalPercent ?? 0) - 1000;
}
