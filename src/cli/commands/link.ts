import type { Command } from "commander";
import type { Nl80211 } from "../../client/nl80211.ts";
import type { Link } from "../../client/station/link.ts";
import type { Station } from "../../nl80211/station.ts";
import { bytesText, channelText, deviceText, quotedName, rateText, signalText, spanText } from "../format.ts";
import { runs } from "../runner.ts";

export function register(program: Command): void {
  program
    .command("link")
    .description("what an interface is connected to, and how well")
    .argument("[interface]", "every station interface, where none is named")
    .action(
      runs(async ({ wifi, output }, name: string | undefined) => {
        const links = name === undefined ? await allLinks(wifi) : [await wifi.link(name)];
        output.answer(name === undefined ? links : links[0], () =>
          links.length === 0 ? "no interface that connects" : links.map(linkText).join("\n"),
        );
      }),
    );
}

const CLIENTS = new Set(["station", "p2p-client", "adhoc", "mesh-point"]);

async function allLinks(wifi: Nl80211): Promise<Link[]> {
  const links: Link[] = [];
  for (const { type, name } of await wifi.interfaces()) {
    if (name !== undefined && CLIENTS.has(type)) links.push(await wifi.link(name));
  }
  return links;
}

const WORDS: Readonly<Record<Link["state"], string>> = {
  connected: "connected to",
  authenticated: "authenticated with",
  joined: "joined",
  serving: "serves",
  disconnected: "not connected",
};

/** A connection in a few lines. */
export function linkText(link: Link): string {
  const name = link.ssid === undefined ? "" : ` ${quotedName(link.ssid)}`;
  const address = link.mldAddress ?? link.bssid;
  const lines = [
    `${deviceText(link.interface)}  ${WORDS[link.state]}${name}${address === undefined ? "" : `  ${address}`}`,
  ];
  const [network] = link.networks;
  if (link.state !== "disconnected" && link.channel !== undefined) {
    lines.push(`  channel   ${channelText(link.channel)}`);
  }
  if (network !== undefined && link.state !== "disconnected") lines.push(`  security  ${network.security.name}`);
  if (link.station !== undefined) lines.push(...stationLines(link.station));
  for (const { linkId, bssid, channel, station } of link.links) {
    const facts = [bssid, channelText(channel), signalText(station?.signalDbm), rateText(station?.txRate)];
    lines.push(`  link ${linkId}    ${facts.filter((fact) => fact).join("  ")}`);
  }
  return `${lines.join("\n")}\n`;
}

function stationLines(station: Station): string[] {
  const { signalDbm, signalAvgDbm, rxRate, txRate, rxBytes, txBytes, connectedTimeS, txFailed, txRetries } = station;
  const average = signalAvgDbm === undefined ? "" : ` (average ${signalAvgDbm} dBm)`;
  const lost = txRetries === undefined ? "" : `, ${txRetries} retries, ${txFailed ?? 0} failed`;
  return [
    ...(signalDbm === undefined ? [] : [`  signal    ${signalDbm} dBm${average}`]),
    ...(rxRate === undefined ? [] : [`  receives  ${rateText(rxRate)}`]),
    ...(txRate === undefined ? [] : [`  sends     ${rateText(txRate)}`]),
    ...(rxBytes === undefined ? [] : [`  traffic   ${bytesText(rxBytes)} in, ${bytesText(txBytes)} out${lost}`]),
    ...(connectedTimeS === undefined ? [] : [`  since     ${spanText(connectedTimeS * 1000)}`]),
  ];
}
