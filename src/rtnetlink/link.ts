import { type Mac, parseMac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { AttributeReader } from "../netlink/attribute-reader.ts";
import { AttributeWriter } from "../netlink/attribute-writer.ts";
import { hostU16, hostU32, setHostU32 } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";

/** Types of rtnetlink's messages about links (`RTM_*`). */
export enum LinkMessage {
  New = 16,
  Delete = 17,
  Get = 18,
  Set = 19,
}

/** Octets of `struct ifinfomsg`, before the attributes. */
export const LINK_HEADER = 16;

/** The attributes of a link that are read or written here (`IFLA_*`). */
export enum LinkAttribute {
  Address = 1,
  Name = 3,
  Mtu = 4,
  Wireless = 11,
  OperState = 16,
  ExtendedMask = 29,
  AlternativeName = 53,
}

/** Flags of a link that Wi-Fi cares for (`IFF_*`). */
export enum LinkFlag {
  /** Switched on by the administrator. */
  Up = 0x1,
  Running = 0x40,
  /** There is a carrier: associated, for a station. */
  LowerUp = 0x10000,
  /** Waits for somebody to open it: for the key exchange, mostly. */
  Dormant = 0x20000,
}

/** State of a link by RFC 2863 (`IF_OPER_*`). */
export enum OperState {
  Unknown = 0,
  NotPresent = 1,
  Down = 2,
  LowerLayerDown = 3,
  Testing = 4,
  Dormant = 5,
  Up = 6,
}

/** A network interface as rtnetlink tells of it. */
export interface Link {
  readonly ifindex: number;
  readonly name: string;
  /** `LinkFlag`s, and others of the kernel. */
  readonly flags: number;
  /** Switched on by the administrator. It says nothing of a connection: see `carrier`. */
  readonly up: boolean;
  /** The layer below works: a station is associated. */
  readonly carrier: boolean;
  /** Kind of hardware (`ARPHRD_*`): 1 is Ethernet and Wi-Fi, 803 a monitor with radiotap. */
  readonly hardwareType: number;
  readonly address?: Mac;
  readonly mtu?: number;
  readonly operState?: OperState;
}

/**
 * Reads RTM_NEWLINK or RTM_DELLINK. Undefined for what tells nothing of a link as such: wireless extensions' events, other
 * address families' view.
 */
export function decodeLink(message: NetlinkMessage): Link | undefined {
  const { bytes, start, end } = message;
  if (end - start < LINK_HEADER) throw new Nl80211Error("MALFORMED", `link message of ${end - start} octets`);
  if (bytes[start] !== 0) return undefined; // a bridge's or IPv6's view
  const flags = hostU32(bytes, start + 8);
  const link: { -readonly [K in keyof Link]: Link[K] } = {
    ifindex: hostU32(bytes, start + 4),
    name: "",
    flags,
    up: (flags & LinkFlag.Up) !== 0,
    carrier: (flags & LinkFlag.LowerUp) !== 0,
    hardwareType: hostU16(bytes, start + 2),
  };
  const r = new AttributeReader(bytes, start + LINK_HEADER, end);
  for (let at = r.start; (at = r.step(at, end)) !== 0; ) {
    if (r.type === LinkAttribute.Wireless) return undefined;
    if (r.type === LinkAttribute.Name) link.name = r.string();
    else if (r.type === LinkAttribute.Address && r.length === 6) link.address = r.mac();
    else if (r.type === LinkAttribute.Mtu && r.length === 4) link.mtu = r.u32();
    else if (r.type === LinkAttribute.OperState && r.length === 1) link.operState = r.u8();
  }
  return link;
}

/** What a request about a link says. */
export interface LinkRequest {
  /** 0 where the name says which. */
  readonly ifindex: number;
  /** Flags to set to the value that they have in `flags`. */
  readonly change?: number;
  readonly flags?: number;
  /** In a Get: the link's name. In a Set: the name that it is to have. */
  readonly name?: string;
  readonly address?: Mac;
  /** Leave the counters out of the answer. */
  readonly withoutStatistics?: boolean;
}

/** What follows the netlink header in a request about a link. */
export function encodeLink(request: LinkRequest): Uint8Array {
  const writer = new AttributeWriter(LINK_HEADER, 64);
  if (request.name !== undefined) writer.string(LinkAttribute.Name, checkedName(request.name));
  if (request.address !== undefined) writer.bytes(LinkAttribute.Address, parseMac(request.address));
  if (request.withoutStatistics) writer.u32(LinkAttribute.ExtendedMask, SKIP_STATISTICS);
  const bytes = writer.finish();
  setHostU32(bytes, 4, request.ifindex);
  setHostU32(bytes, 8, request.flags ?? 0);
  setHostU32(bytes, 12, request.change ?? 0);
  return bytes;
}

/** RTEXT_FILTER_SKIP_STATS. */
const SKIP_STATISTICS = 8;

/** IFNAMSIZ is 16 octets with the NUL; the kernel refuses slashes, colons, white space, "." and "..". */
function checkedName(name: string): string {
  const length = new TextEncoder().encode(name).length;
  const bad = length === 0 || length > 15 || /[/:\s\0]/.test(name) || name === "." || name === "..";
  if (!bad) return name;
  const rule = "1 to 15 octets, no slash, colon or space";
  throw new Nl80211Error("INVALID_ARGUMENT", `not an interface name: "${name}" (${rule})`);
}
