import type { Command } from "commander";
import type { Station } from "../../nl80211/station.ts";
import { bytesText, rateText, signalText, spanText } from "../format.ts";
import { runs } from "../runner.ts";
import { table } from "../table.ts";

export function register(program: Command): void {
  program
    .command("stations")
    .description("stations that an interface talks to (of all interfaces, where none is named)")
    .argument("[interface]")
    .action(
      runs(async ({ wifi, output }, name: string | undefined) => {
        const stations = await wifi.stations(name);
        const names = new Map((await wifi.interfaces()).map((device) => [device.ifindex, device.name]));
        output.answer(stations, () => {
          if (stations.length === 0) return "no stations";
          return stationTable(stations, (ifindex) => names.get(ifindex) ?? "");
        });
      }),
    );
}

/** A row a station, and below it its rates and flags, which would make the row wider than a screen. */
export function stationTable(stations: readonly Station[], nameOf: (ifindex: number | undefined) => string): string {
  const [head = "", ...rows] = table(
    [
      { head: "STATION" },
      { head: "INTERFACE" },
      { head: "SIGNAL", align: "right" },
      { head: "RECEIVED", align: "right" },
      { head: "SENT", align: "right" },
      { head: "CONNECTED", align: "right" },
      { head: "IDLE", align: "right" },
    ],
    stations.map((station) => [
      station.address,
      nameOf(station.ifindex),
      signalText(station.signalDbm),
      bytesText(station.rxBytes),
      bytesText(station.txBytes),
      spanText(station.connectedTimeS === undefined ? undefined : station.connectedTimeS * 1000),
      spanText(station.inactiveTimeMs),
    ]),
  ).split("\n");
  return [head, ...stations.flatMap((station, i) => [rows[i] ?? "", ...below(station)])].join("\n");
}

function below({ rxRate, txRate, flags, links, mldAddress }: Station): string[] {
  const facts = [
    ["receives", rateText(rxRate)],
    ["sends", rateText(txRate)],
    ["flags", flags.join(" ")],
    ["device", mldAddress],
    ...links.map((link) => [
      `link ${link.linkId}`,
      [link.address, signalText(link.signalDbm), rateText(link.txRate)].filter((fact) => fact).join("  "),
    ]),
  ] as const;
  return facts.flatMap(([what = "", fact]) => (fact ? [`  ${what.padEnd(8)}  ${fact}`] : []));
}
