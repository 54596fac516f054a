import type { Mac } from "../bytes/mac.ts";
import { Ssid } from "../ieee80211/ssid.ts";
import { type OperatingChannel, operatingChannel } from "./channel.ts";
import { type GetInterfaceReply, Iftype, type TxqStats } from "./generated/interface.ts";
import { wordOf } from "./words.ts";

/** A Wi-Fi interface, or a device without one (P2P device, NAN), as the kernel reports it. */
export interface Interface {
  /** "wlan0"; absent for a device without a network interface. */
  readonly name?: string;
  readonly ifindex?: number;
  /** Identifies it among all wireless devices, with or without an interface. */
  readonly wdev: number;
  /** Index of the wiphy that it belongs to. */
  readonly wiphy: number;
  /** "station", "ap", "monitor", "mesh-point", "p2p-device" ... (NL80211_IFTYPE_*). */
  readonly type: string;
  readonly address: Mac;
  /** Of the network that it serves or has joined. */
  readonly ssid?: Ssid;
  /** Absent while it is on none, and where it has links on channels of their own. */
  readonly channel?: OperatingChannel;
  readonly txPowerDbm?: number;
  /** Whether its frames carry four addresses, as behind a bridge. */
  readonly use4addr: boolean;
  /** MLO links, each with its own address and channel; empty where it has none. */
  readonly links: readonly InterfaceLink[];
  /** Radios of its wiphy that it may use, a bit each; absent where the wiphy has one. */
  readonly radioMask?: number;
  /** Counters of the queue for multicast frames. */
  readonly txqStats?: TxqStats;
}

/** One link of a multi-link device. */
export interface InterfaceLink {
  readonly linkId: number;
  readonly address?: Mac;
  readonly channel?: OperatingChannel;
  readonly txPowerDbm?: number;
}

/** An interface of what GET_INTERFACE replied. */
export function toInterface(from: GetInterfaceReply): Interface {
  const channel = operatingChannel(from);
  return {
    ...(from.ifname !== undefined && { name: from.ifname }),
    ...(from.ifindex !== undefined && { ifindex: from.ifindex }),
    wdev: from.wdev!,
    wiphy: from.wiphy!,
    type: wordOf(Iftype, from.iftype!),
    address: from.mac!,
    ...(from.ssid !== undefined && { ssid: new Ssid(from.ssid) }),
    ...(channel !== undefined && { channel }),
    ...dbm(from.wiphyTxPowerLevelMbm),
    use4addr: from.use4addr === 1,
    links: linksOf(from),
    ...(from.vifRadioMask !== undefined && { radioMask: from.vifRadioMask }),
    ...(from.txqStats !== undefined && { txqStats: from.txqStats }),
  };
}

/** The array's own index differs by command; only MLO_LINK_ID inside tells the link. */
function linksOf(from: GetInterfaceReply): InterfaceLink[] {
  const links: InterfaceLink[] = [];
  for (const link of Object.values(from.mloLinks ?? {})) {
    if (link.mloLinkId === undefined) continue;
    const channel = operatingChannel(link);
    links.push({
      linkId: link.mloLinkId,
      ...(link.mac !== undefined && { address: link.mac }),
      ...(channel !== undefined && { channel }),
      ...dbm(link.wiphyTxPowerLevelMbm),
    });
  }
  return links;
}

function dbm(mbm: number | undefined): { txPowerDbm: number } | undefined {
  return mbm === undefined ? undefined : { txPowerDbm: mbm / 100 };
}
