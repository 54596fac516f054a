import type { Mac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { Connection, type ConnectionOptions } from "../netlink/connection.ts";
import { NetlinkProtocol } from "../netlink/constants.ts";
import type { RequestOptions } from "../netlink/exchange.ts";
import type { NetlinkMessage } from "../netlink/message.ts";
import type { Transport } from "../netlink/transport.ts";
import {
  decodeLink,
  encodeLink,
  LINK_HEADER,
  type Link,
  LinkAttribute,
  LinkFlag,
  LinkMessage,
  type LinkRequest,
} from "./link.ts";

/** An interface by its ifindex or its name. */
export type LinkTarget = number | string;

/** What a subscription to links tells. */
export interface LinkHandlers {
  /** A link came, or changed: its name, its flags, its address. */
  link(link: Link): void;
  /** A link went. */
  removed(link: Link): void;
  /** Messages were lost: what was known by them may be old. Once for each gap. */
  gap?(): void;
  /** Nothing will come any more: the socket was lost and could not be replaced. */
  failure?(error: Error): void;
}

/** What a caller may say of a single request. */
export type LinkOptions = Pick<RequestOptions, "signal" | "timeoutMs"> & {
  /** What errors call the interface. Default: its name or index, as it was given. */
  readonly target?: string;
};

/** RTNLGRP_LINK. */
const LINK_GROUP = 1;

/**
 * Network interfaces through rtnetlink, on a socket of their own: what there is, up and down, name and address, and their events
 * (no nl80211 event tells of these). Changes need CAP_NET_ADMIN.
 */
export class RouteNetlink {
  readonly connection: Connection;

  constructor(transport: Transport, options: ConnectionOptions = {}) {
    this.connection = new Connection(transport, NetlinkProtocol.Route, { headerLength: LINK_HEADER, ...options });
  }

  /** All interfaces. */
  async links(options: LinkOptions = {}): Promise<Link[]> {
    const body = encodeLink({ ifindex: 0, withoutStatistics: true });
    const describe = () => ({ command: "GetLink" });
    return this.connection
      .dump(LinkMessage.Get, body, { ...options, describe })
      .map(decodeLink)
      .toArray();
  }

  /** One interface. Rejects with NO_SUCH_INTERFACE, naming it, where there is none. */
  async link(target: LinkTarget, options: LinkOptions = {}): Promise<Link> {
    const which = typeof target === "number" ? { ifindex: target } : { ifindex: 0, name: target };
    const request = { ...which, withoutStatistics: true };
    const replies = await this.#request(LinkMessage.Get, "GetLink", target, request, options);
    const link = replies.map(decodeLink).find((found) => found !== undefined);
    if (link) return link;
    throw new Nl80211Error("NO_SUCH_INTERFACE", `GetLink ${target}: an answer without a link`);
  }

  /** Switches an interface on. It may take long: firmware is loaded now. */
  async up(target: LinkTarget, options: LinkOptions = {}): Promise<void> {
    await this.#set("SetLink up", target, { flags: LinkFlag.Up, change: LinkFlag.Up }, options);
  }

  /** Switches an interface off. Its connections end. */
  async down(target: LinkTarget, options: LinkOptions = {}): Promise<void> {
    await this.#set("SetLink down", target, { flags: 0, change: LinkFlag.Up }, options);
  }

  /** Gives an interface another name. Kernels before 6.2 want it down for that (BUSY). */
  async rename(target: LinkTarget, name: string, options: LinkOptions = {}): Promise<void> {
    await this.#set("SetLink name", target, { name }, options);
  }

  /** Gives an interface another MAC address. Most drivers want it down for that (BUSY). */
  async setAddress(target: LinkTarget, address: Mac, options: LinkOptions = {}): Promise<void> {
    await this.#set("SetLink address", target, { address }, options);
  }

  /** Calls the handlers when links come, change and go, until the function that it returns is called. */
  subscribe(handlers: LinkHandlers): () => void {
    const { connection } = this;
    connection.join(LINK_GROUP);
    const stops = [
      connection.onNotification(({ message, group }) => {
        if (group !== LINK_GROUP || message.end - message.start < LINK_HEADER) return;
        const link = decodeLink(message);
        if (link === undefined) return;
        if (message.type === LinkMessage.New) handlers.link(link);
        else if (message.type === LinkMessage.Delete) handlers.removed(link);
      }),
      connection.onOverrun(() => handlers.gap?.()),
      connection.onFailure((error) => handlers.failure?.(error)),
    ];
    return () => {
      for (const stop of stops.splice(0)) stop();
      connection.leave(LINK_GROUP);
    };
  }

  /** Closes the socket. Whatever is pending rejects with CLOSED. */
  close(): void {
    this.connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #set(command: string, target: LinkTarget, request: Omit<LinkRequest, "ifindex">, options: LinkOptions) {
    const ifindex = typeof target === "number" ? target : (await this.link(target, options)).ifindex;
    await this.#request(LinkMessage.Set, command, target, { ...request, ifindex }, { ...options, slow: true });
  }

  #request(
    type: LinkMessage,
    command: string,
    target: LinkTarget,
    request: LinkRequest,
    { target: called = nameOf(target), ...options }: LinkOptions & Pick<RequestOptions, "slow">,
  ): Promise<NetlinkMessage[]> {
    const describe = () => ({ command, target: called, attribute: attributeName });
    return this.connection.request(type, encodeLink(request), { ...options, describe });
  }
}

function nameOf(target: LinkTarget): string {
  return typeof target === "number" ? `ifindex ${target}` : target;
}

function attributeName([type = 0, ...rest]: readonly number[]): string {
  return ["link", LinkAttribute[type]?.toLowerCase() ?? type, ...rest].join(".");
}
