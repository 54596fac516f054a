/** Numbers of linux/socket.h and linux/netlink.h, as all architectures have them that koffi is built for. */
export const AF_NETLINK = 16;
export const SOCK_RAW = 3;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;

export const SOL_SOCKET = 1;
export const SO_RCVBUF = 8;
export const SO_RCVBUFFORCE = 33;

export const SOL_NETLINK = 270;
export enum NetlinkOption {
  AddMembership = 1,
  DropMembership = 2,
  PacketInfo = 3,
  CapAck = 10,
  ExtAck = 11,
  GetStrictCheck = 12,
}

/** On reading: give the datagram's whole length even where the buffer was shorter. In a header's flags: it was shorter. */
export const MSG_TRUNC = 0x20;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;

export const CLONE_NEWNET = 0x40000000;
