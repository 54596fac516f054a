/** Network interfaces through rtnetlink: no more of it than Wi-Fi needs. */
export { type Link, LinkFlag, OperState } from "./link.ts";
export { type LinkHandlers, type LinkOptions, type LinkTarget, RouteNetlink } from "./route-netlink.ts";
