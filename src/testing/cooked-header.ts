/** LINKTYPE_NETLINK: what libpcap calls captures of an nlmon device. */
export const LINKTYPE_NETLINK = 253;
/** Octets of the cooked header before each packet's netlink bytes. */
export const COOKED_HEADER = 16;
/** ARPHRD_NETLINK, the kind of device in the cooked header. */
const ARPHRD_NETLINK = 824;
/** Ways of a packet in the cooked header (linux/if_packet.h). */
export enum PacketWay {
  /** Heard by the program that recorded it: once, whoever else heard it. */
  Heard = 0,
  /** Sent; or seen by an nlmon device, which says this of all, and sees a multicast once for each that hears it. */
  Outgoing = 4,
}

/** The netlink protocol that a cooked header names, at 14, big-endian. The caller has checked the bounds. */
export function cookedProtocol(bytes: Uint8Array, at: number): number {
  return (bytes[at + 14]! << 8) | bytes[at + 15]!;
}

/** The way that a cooked header names, at 0. */
export function cookedWay(bytes: Uint8Array, at: number): PacketWay {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** The cooked header of a packet of this protocol. */
export function cookedHeader(protocol: number, way: PacketWay): Uint8Array {
  const header = new Uint8Array(COOKED_HEADER);
  const view = new DataView(header.buffer);
  view.setUint16(0, way);
  view.setUint16(2, ARPHRD_NETLINK);
  view.setUint16(14, protocol);
  return header;
}

/** Why packets of another link type are no use here, with the type's name where it is a common one. */
export function otherLinkType(type: number): string {
  const name = COMMON_LINKTYPES[type];
  const link = name === undefined ? `${type}` : `${type} (${name})`;
  return `has link type ${link}, not ${LINKTYPE_NETLINK} (netlink): record an nlmon device`;
}

/** From tcpdump.org's list of link types: those that a person is likely to hand over by mistake. */
const COMMON_LINKTYPES: Readonly<Record<number, string>> = {
  1: "Ethernet",
  101: "raw IP",
  105: "802.11",
  113: "Linux cooked",
  127: "802.11 with radiotap",
  163: "802.11 with AVS header",
  276: "Linux cooked v2",
};
