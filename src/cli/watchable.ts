import type { Observable } from "rxjs";
import type { Nl80211 } from "../client/nl80211.ts";
import type { RfkillSwitch } from "../client/radio/rfkill.ts";
import type { WatchNetworksOptions } from "../client/scan/network-watch.ts";
import type { Link } from "../client/station/link.ts";
import type { Bss } from "../nl80211/bss.ts";
import type { Interface } from "../nl80211/interface.ts";
import type { RegulatoryDomain } from "../nl80211/regulatory.ts";
import type { Station } from "../nl80211/station.ts";
import type { Wiphy } from "../nl80211/wiphy.ts";
import { channelText, deviceText, quotedName, rateText, signalText } from "./format.ts";

/** A list that can be watched, and how a person reads its items. */
export interface Watchable<T> {
  states(wifi: Nl80211, target: string | undefined, options: WatchNetworksOptions): Observable<readonly T[]>;
  /** Tells an item from the others. */
  keyOf(item: T): unknown;
  /** What of it is shown; while that is the same, the item has not changed. */
  lineOf(item: T): string;
}

const INTERFACES: Watchable<Interface> = {
  states: (wifi, _, options) => wifi.watchInterfaces(options),
  keyOf: ({ wdev }) => wdev,
  lineOf: (device) => {
    const power = device.txPowerDbm === undefined ? "" : `${device.txPowerDbm} dBm`;
    const network = device.ssid === undefined ? "" : quotedName(device.ssid);
    return line(deviceText(device), device.type, device.address, channelText(device.channel), power, network);
  },
};

const NETWORKS: Watchable<Bss> = {
  states: (wifi, target, options) => wifi.watchNetworks(target, options),
  keyOf: ({ ifindex, key }) => `${ifindex} ${key}`,
  lineOf: (bss) => {
    const signal = signalText(bss.signalDbm, bss.signalPercent);
    return line(bss.bssid, quotedName(bss.ssid), `${bss.frequencyMhz} MHz`, signal, bss.security.name, bss.status);
  },
};

const STATIONS: Watchable<Station> = {
  states: (wifi, target, options) => wifi.watchStations(target, options),
  keyOf: ({ ifindex, address }) => `${ifindex} ${address}`,
  lineOf: ({ address, signalDbm, txRate, flags }) =>
    line(address, signalText(signalDbm), rateText(txRate), flags.join(" ")),
};

const WIPHYS: Watchable<Wiphy> = {
  states: (wifi, _, options) => wifi.watchWiphys(options),
  keyOf: ({ index }) => index,
  lineOf: ({ name, bands }) => {
    const usable = bands.flatMap(({ frequencies }) => frequencies).filter(({ disabled }) => !disabled).length;
    return line(name, bands.map(({ name: band }) => band).join(" "), `${usable} channels`);
  },
};

const REGULATORY: Watchable<RegulatoryDomain> = {
  states: (wifi, _, options) => wifi.watchRegulatory(options),
  keyOf: ({ wiphy }) => wiphy,
  lineOf: ({ wiphy, alpha2, dfsRegion, rules }) =>
    line(wiphy === undefined ? "global" : `phy#${wiphy}`, alpha2, `DFS ${dfsRegion}`, `${rules.length} rules`),
};

const RFKILL: Watchable<RfkillSwitch> = {
  states: (wifi, _, options) => wifi.watchRfkill(options),
  keyOf: ({ id }) => id,
  lineOf: ({ id, name, softBlocked, hardBlocked }) =>
    line(
      id,
      name,
      softBlocked && "blocked by software",
      hardBlocked && "blocked by hardware",
      !(softBlocked || hardBlocked) && "on",
    ),
};

/** What can be watched, by the word for it. A link is watched beside these: there is one, not a list. */
export const WATCHABLES: Readonly<Record<string, Watchable<unknown>>> = {
  interfaces: anyOf(INTERFACES),
  networks: anyOf(NETWORKS),
  stations: anyOf(STATIONS),
  wiphys: anyOf(WIPHYS),
  regulatory: anyOf(REGULATORY),
  rfkill: anyOf(RFKILL),
};

/** Watchables of different items in one table: each is given its own items alone. */
function anyOf<T>(watchable: Watchable<T>): Watchable<unknown> {
  return watchable as unknown as Watchable<unknown>;
}

/** `wlan0  connected  "cafe"  02:00:00:00:00:01  36 (5180 MHz, 80 MHz)  -57 dBm`. */
export function linkLine({ interface: device, state, ssid, bssid, channel, station }: Link): string {
  const network = ssid === undefined ? "" : quotedName(ssid);
  const rate = rateText(station?.txRate);
  return line(
    deviceText(device),
    state,
    network,
    bssid,
    channel && channelText(channel),
    signalText(station?.signalDbm),
    rate,
  );
}

function line(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== "" && part !== "-").join("  ");
}
