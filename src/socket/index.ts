/**
 * The running kernel's netlink sockets, through koffi, as a transport for `nl80211/netlink` and `nl80211/genetlink`.
 *
 * @module nl80211/socket
 */
export type { NetworkNamespace } from "../netlink/network-namespace.ts";
export { type SocketOptions, socketTransport } from "./transport.ts";
