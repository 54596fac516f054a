import type { Mac } from "../../bytes/mac.ts";
import { isNl80211Error } from "../../errors.ts";
import type { Ssid } from "../../ieee80211/ssid.ts";
import type { Bss } from "../../nl80211/bss.ts";
import type { OperatingChannel } from "../../nl80211/channel.ts";
import type { Interface } from "../../nl80211/interface.ts";
import type { Station, StationLink } from "../../nl80211/station.ts";
import type { CallOptions } from "../core.ts";
import type { Devices } from "../devices.ts";
import type { Target } from "../target.ts";

/** What an interface is connected to, and how well. */
export interface Link {
  /**
   * "connected" to an access point, "authenticated" with one, "joined" to an IBSS or a mesh, "serving" as an access point,
   * "disconnected".
   */
  readonly state: "connected" | "authenticated" | "joined" | "serving" | "disconnected";
  readonly interface: Interface;
  readonly ssid?: Ssid;
  /** Of the access point, or of the IBSS; of a multi-link connection that of its first link. */
  readonly bssid?: Mac;
  /** Address of the access point as a multi-link device. */
  readonly mldAddress?: Mac;
  readonly channel?: OperatingChannel;
  /** The network as scans know it, a BSS for each link; empty where the kernel has forgotten it. */
  readonly networks: readonly Bss[];
  /** Links of a multi-link connection; empty where it has none. */
  readonly links: readonly LinkOfMany[];
  /** The other end: counters, rates, signal. Of a mesh or an IBSS there may be many: `stations()` gives them. */
  readonly station?: Station;
}

/** One link of a multi-link connection. */
export interface LinkOfMany {
  readonly linkId: number;
  readonly bssid?: Mac;
  readonly channel?: OperatingChannel;
  readonly network?: Bss;
  readonly station?: StationLink;
}

/** What is asked of the client. */
export interface LinkSources {
  readonly devices: Devices;
  scanResults(target: Target, options: CallOptions): Promise<Bss[]>;
}

/**
 * What an interface is connected to: its scan results say to which network, the station at the other end how well. A driver that
 * dumps no stations is asked for the one with the BSSID; where scan results have lost the network, the interface and the station tell
 * what they know.
 */
export async function readLink(
  { devices, scanResults }: LinkSources,
  target: Target,
  options: CallOptions,
): Promise<Link> {
  const device = await devices.interface(target, options);
  const { ssid, channel } = device;
  const common = {
    interface: device,
    ...(ssid !== undefined && { ssid }),
    ...(channel !== undefined && { channel }),
  };
  if (SERVERS.has(device.type)) {
    return { state: ssid === undefined ? "disconnected" : "serving", ...common, networks: [], links: [] };
  }
  const networks = (await scanResults(target, options).catch(nothingThere)).filter(
    ({ status }) => status !== undefined,
  );
  const [network] = networks;
  if (device.type === "mesh-point" || device.type === "ocb") {
    return { state: channel === undefined ? "disconnected" : "joined", ...common, networks, links: [] };
  }
  const mldAddress = network?.attributes.mldAddr;
  const bssid = network?.bssid;
  const station = await otherEnd(devices, target, device, mldAddress ?? bssid, options);
  const state = STATES[network?.status ?? ""] ?? stateOf(device, station);
  if (state === "disconnected") return { state, ...common, networks, links: [] };
  return {
    state,
    ...common,
    ...(ssid === undefined && network !== undefined && { ssid: network.ssid }),
    // A driver without channel contexts, and old kernels, do not tell the channel of a station.
    ...(channel === undefined && network !== undefined && { channel: primaryOf(network) }),
    ...addressesOf(bssid, mldAddress, station, device),
    networks,
    links: linksOf(device, networks, station),
    ...(station !== undefined && { station }),
  };
}

const SERVERS = new Set(["ap", "ap-vlan", "p2p-go"]);
const STATES: Readonly<Record<string, Link["state"]>> = {
  associated: "connected",
  authenticated: "authenticated",
  "ibss-joined": "joined",
};

/**
 * The station at the other end. Whose address is known is asked for by it, which drivers can answer that dump none; links come with
 * dumps alone, so that a multi-link connection is dumped first.
 */
async function otherEnd(
  devices: Devices,
  target: Target,
  device: Interface,
  address: Mac | undefined,
  options: CallOptions,
): Promise<Station | undefined> {
  const asked = () => (address === undefined ? undefined : devices.station(target, address, options).catch(nobody));
  if (device.links.length === 0) {
    const station = await asked();
    if (station !== undefined) return station;
  }
  const stations = await devices.stations(target, options).catch(nothingThere);
  const found = stations.find((station) => station.address === address);
  if (found !== undefined) return found;
  if (address === undefined) return stations.find(({ flags }) => !flags.includes("tdls-peer"));
  return device.links.length === 0 ? undefined : asked();
}

/** ENOENT, or a driver that cannot be asked for one: there is no such station. */
function nobody(error: unknown): undefined {
  const codes = ["KERNEL", "NOT_SUPPORTED", "INTERFACE_DOWN", "NO_MATCH", "NO_SUCH_INTERFACE"];
  if (isNl80211Error(error) && codes.includes(error.code)) return undefined;
  throw error;
}

/** Where no scan result tells: a station that is associated is an access point that we are connected to. */
function stateOf(device: Interface, station: Station | undefined): Link["state"] {
  if (device.type === "adhoc") return device.channel === undefined ? "disconnected" : "joined";
  if (station === undefined) return "disconnected";
  return station.flags.includes("associated") || device.ssid !== undefined ? "connected" : "authenticated";
}

function addressesOf(
  bssid: Mac | undefined,
  mldAddress: Mac | undefined,
  station: Station | undefined,
  device: Interface,
): { bssid?: Mac; mldAddress?: Mac } {
  const multi = mldAddress ?? (device.links.length > 0 ? station?.address : undefined);
  const own = bssid ?? (device.links.length > 0 ? station?.links[0]?.address : station?.address);
  return { ...(own !== undefined && { bssid: own }), ...(multi !== undefined && { mldAddress: multi }) };
}

function primaryOf({ frequencyMhz, primaryChannel }: Bss): OperatingChannel {
  return { frequencyMhz, ...primaryChannel };
}

function linksOf(device: Interface, networks: readonly Bss[], station: Station | undefined): LinkOfMany[] {
  return device.links.map(({ linkId, channel }) => {
    const network = networks.find(({ attributes }) => attributes.mloLinkId === linkId);
    const end = station?.links.find((link) => link.linkId === linkId);
    const bssid = network?.bssid ?? end?.address;
    return {
      linkId,
      ...(bssid !== undefined && { bssid }),
      ...(channel !== undefined && { channel }),
      ...(network !== undefined && { network }),
      ...(end !== undefined && { station: end }),
    };
  });
}

/** An interface that is down or a driver without stations has none. */
function nothingThere(error: unknown): never[] {
  if (["NOT_SUPPORTED", "INTERFACE_DOWN", "NO_MATCH"].some((code) => isNl80211Error(error) && error.code === code)) {
    return [];
  }
  throw error;
}
