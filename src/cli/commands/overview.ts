import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import type { Bss } from "../../nl80211/bss.ts";
import type { Interface } from "../../nl80211/interface.ts";
import type { Station } from "../../nl80211/station.ts";
import type { Wiphy } from "../../nl80211/wiphy.ts";
import { channelText, deviceText, quotedName, rateText, signalText } from "../format.ts";
import { chooseNetworks } from "../network-choice.ts";
import { runs } from "../runner.ts";
import { networkTable } from "./scan.ts";

export function register(program: Command): void {
  program.action(
    runs(async ({ wifi, output }) => {
      const overview = await readOverview(wifi);
      output.answer(overview, () => overviewText(overview));
    }),
  );
}

/** What a person asks first: which radios, which interfaces, connected to what, and what else is there. */
interface Overview {
  readonly wiphys: readonly Wiphy[];
  readonly interfaces: readonly Interface[];
  readonly stations: readonly Station[];
  /** What the kernel remembers of scans; no scan is made. */
  readonly networks: readonly Bss[];
}

async function readOverview(wifi: Nl80211): Promise<Overview> {
  // The kernel begins with the newest; a person counts from 0.
  const wiphys = (await wifi.wiphys()).sort((a, b) => a.index - b.index);
  const interfaces = await wifi.interfaces();
  return { wiphys, interfaces, stations: await wifi.stations(), networks: await wifi.scanResults() };
}

function overviewText({ wiphys, interfaces, stations, networks }: Overview): string {
  if (wiphys.length === 0) return "no Wi-Fi adapter";
  const radios = wiphys.map((wiphy) => {
    const bands = wiphy.bands.map((band) => band.name).join(", ");
    const devices = interfaces.filter((device) => device.wiphy === wiphy.index);
    const lines = devices.map((device) => deviceLines(device, stations, networks));
    return `${wiphy.name}  ${bands}\n${lines.join("")}`;
  });
  const heard =
    networks.length === 0 ? "No networks remembered: nl80211 scan" : networkTable(chooseNetworks(networks, {}));
  return `${radios.join("\n")}\n${heard}`;
}

function deviceLines(device: Interface, stations: readonly Station[], networks: readonly Bss[]): string {
  const on = device.channel === undefined ? "" : `  channel ${channelText(device.channel)}`;
  const own = stations.filter((station) => station.ifindex !== undefined && station.ifindex === device.ifindex);
  const first = `  ${deviceText(device)}  ${device.type}  ${device.address}${on}\n`;
  if (device.type === "station") {
    const joined = networks.find((bss) => bss.status === "associated" && bss.ifindex === device.ifindex);
    const known = (station: Station) => joined ?? networks.find((bss) => bss.bssid === station.address);
    return first + own.map((station) => `    ${connectionText(station, known(station))}\n`).join("");
  }
  const serves = device.ssid === undefined ? "" : `    ${quotedName(device.ssid)}`;
  const count = own.length === 0 ? "" : `, ${own.length} station${own.length === 1 ? "" : "s"}`;
  return serves === "" ? first : `${first}${serves}${count}\n`;
}

function connectionText(station: Station, joined: Bss | undefined): string {
  const network = joined === undefined ? "" : ` ${quotedName(joined.ssid)}`;
  const signal = signalText(station.signalDbm);
  const rate = rateText(station.txRate);
  return `connected to${network} ${station.address}${signal && `  ${signal}`}${rate && `\n    sends ${rate}`}`;
}
