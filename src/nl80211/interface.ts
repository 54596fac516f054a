import type { Mac } from "../bytes/mac.ts";
import { Ssid } from "../ieee80211/ssid.ts";
import { type OperatingChannel, operatingChannel } from "./channel.ts";
import type { GetInterfaceReply, TxqStats } from "./generated/interface.ts";
import { Iftype } from "./generated/interface-enums.ts";
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

type Building<T> = { -readonly [K in keyof T]: T[K] };

/** An interface of what GET_INTERFACE replied. */
export function toInterface(from: GetInterfaceReply): Interface {
  const channel = operatingChannel(from);
  const to = {} as Building<Interface>;
  if (from.ifname !== undefined) to.name = from.ifname;
  if (from.ifindex !== undefined) to.ifindex = from.ifindex;
  to.wdev = from.wdev!;
  to.wiphy = from.wiphy!;
  to.type = wordOf(Iftype, from.iftype!);
  to.address = from.mac!;
  if (from.ssid !== undefined) to.ssid = new Ssid(from.ssid);
  if (channel !== undefined) to.channel = channel;
  if (from.wiphyTxPowerLevelMbm !== undefined) to.txPowerDbm = from.wiphyTxPowerLevelMbm / 100;
  to.use4addr = from.use4addr === 1;
  to.links = from.mloLinks === undefined ? [] : linksOf(from.mloLinks);
  if (from.vifRadioMask !== undefined) to.radioMask = from.vifRadioMask;
  if (from.txqStats !== undefined) to.txqStats = from.txqStats;
  return to;
}

/** The array's own index differs by command; only MLO_LINK_ID inside tells the link. */
function linksOf(mloLinks: NonNullable<GetInterfaceReply["mloLinks"]>): InterfaceLink[] {
  const links: InterfaceLink[] = [];
  for (const from of Object.values(mloLinks)) {
    if (from.mloLinkId === undefined) continue;
    const channel = operatingChannel(from);
    const link: Building<InterfaceLink> = { linkId: from.mloLinkId };
    if (from.mac !== undefined) link.address = from.mac;
    if (channel !== undefined) link.channel = channel;
    if (from.wiphyTxPowerLevelMbm !== undefined) link.txPowerDbm = from.wiphyTxPowerLevelMbm / 100;
    links.push(link);
  }
  return links;
}
