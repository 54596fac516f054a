/** Netlink protocols (`NETLINK_*` of linux/netlink.h) that this library speaks. */
export enum NetlinkProtocol {
  Route = 0,
  Usersock = 2,
  KobjectUevent = 15,
  Generic = 16,
}

/** Message types below 16 belong to netlink itself (`NLMSG_*`). */
export enum MessageType {
  Noop = 1,
  Error = 2,
  Done = 3,
  Overrun = 4,
}

/** Flags of a message header (`NLM_F_*`). Some bits mean different things in requests, replies and ACKs. */
export const MessageFlag = {
  Request: 0x1,
  Multi: 0x2,
  Ack: 0x4,
  Echo: 0x8,
  /** The dump changed while the kernel made it: some of it may be old or missing. */
  DumpInterrupted: 0x10,
  DumpFiltered: 0x20,
  /** Root | Match: give all. */
  Dump: 0x300,
  Replace: 0x100,
  Exclusive: 0x200,
  Create: 0x400,
  Append: 0x800,
  /** In an ACK: the request is not repeated in it. */
  Capped: 0x100,
  /** In an ACK or a dump's DONE: extended-ACK attributes follow. */
  AckAttributes: 0x200,
} as const;

/** Attributes of an extended ACK (`NLMSGERR_ATTR_*`). */
export enum ExtendedAckAttribute {
  Message = 1,
  Offset = 2,
  Cookie = 3,
  Policy = 4,
  MissingType = 5,
  MissingNest = 6,
}

/** Octets of `struct nlmsghdr`. */
export const MESSAGE_HEADER = 16;
/** Octets of `struct nlattr`. */
export const ATTRIBUTE_HEADER = 4;
/** The bits of an attribute's type that are its number; the other two are NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
export const ATTRIBUTE_TYPE_MASK = 0x3fff;
export const NESTED_FLAG = 0x8000;

/** `length` rounded up to the 4 octets that messages and attributes are aligned to. */
export function align(length: number): number {
  return (length + 3) & ~3;
}
