import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { ElementList } from "../../ieee80211/element-list.ts";
import { checkedTimeout } from "../../netlink/checked.ts";
import { StaFlag } from "../../nl80211/generated/station-enums.ts";
import { checkedMac, octets, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Lasting } from "../lasting.ts";
import type { Listeners } from "../listeners.ts";
import { authType } from "./authentication-type.ts";
import type { FilsCredentials } from "./connect-options.ts";
import { filsFields } from "./connect-security.ts";
import type { Connected, ConnectedLink, FilsResult } from "./connected.ts";
import type { ConnectionEnd, ConnectionEvents } from "./connection-events.ts";
import { type ControlPortFrame, type SendControlPortFrame, sendControlPortFrame } from "./control-port.ts";
import { type AddedLink, linkFields } from "./link-fields.ts";

/** Where a roam goes. */
export interface RoamTarget {
  readonly bssid: Mac;
  /** Its channel. Default: where the last scan heard it. */
  readonly frequencyMhz?: number;
}

/** What a connection is made of: its socket and whose it is, what the kernel tells, how it moves and ends. */
export interface ConnectionParts {
  readonly core: Core;
  readonly ifindex: number;
  readonly name: string;
  readonly events: ConnectionEvents;
  readonly undo: () => Promise<unknown>;
  readonly roam: (to: RoamTarget, options: CallOptions) => Promise<void>;
  readonly streams: ConnectionStreams;
}

/** Makes observables of listeners, where rxjs is loaded. */
export type ConnectionStreams = () => {
  heard<T>(from: Listeners<T>, ended: Promise<unknown>): Observable<T>;
};

const ACKNOWLEDGED_WITHIN_MS = 2000;

/**
 * A connection that lasts until it is closed, the access point or another program ends it, or the process does. Where it is, it tells by
 * `bssid`, which follows it when it roams.
 */
export class WifiConnection extends Lasting {
  readonly #parts: ConnectionParts;

  constructor(parts: ConnectionParts) {
    super(parts.core, async () => {
      parts.events.end({ by: "us" });
      await parts.undo();
    });
    this.#parts = parts;
  }

  /** Of the access point; of a multi-link connection the address of its multi-link device. Absent where the driver does not tell. */
  get bssid(): Mac | undefined {
    return this.#now.bssid;
  }

  /** Of a multi-link connection: its links; empty for one of one link. */
  get links(): readonly ConnectedLink[] {
    return this.#now.links;
  }

  /** What the association was asked with. */
  get requestElements(): ElementList | undefined {
    return this.#now.requestElements;
  }

  /** What the access point answered to it. */
  get responseElements(): ElementList | undefined {
    return this.#now.responseElements;
  }

  /** What FILS left, for the next time. */
  get fils(): FilsResult | undefined {
    return this.#now.fils;
  }

  /** Resolves when it has ended, and says how. Never rejects. Its sockets are there until `close()` all the same. */
  get ended(): Promise<ConnectionEnd> {
    return this.#parts.events.ended;
  }

  /**
   * Resolves with true when a device that does the handshake tells that data may pass (PORT_AUTHORIZED), with false when the connection ends
   * before. Of an open network, and of drivers that do not tell, it resolves only at the end.
   */
  get authorized(): Promise<boolean> {
    return this.#parts.events.authorized;
  }

  /** Where the connection moves to, each time that it does: by `roam()`, or of the driver's own accord. Completes with the connection. */
  roams$(): Observable<Connected> {
    const { streams, events } = this.#parts;
    return streams().heard(events.roams, events.ended);
  }

  /**
   * Frames of the control port (EAPOL), of a connection made with `controlPort`. Those that come before the first subscriber wait for it.
   * Completes with the connection.
   */
  controlPort$(): Observable<ControlPortFrame> {
    const { streams, events } = this.#parts;
    return streams().heard(events.frames, events.ended);
  }

  /**
   * Sends a frame of the control port: what follows the Ethernet header. Resolves with whether it was acknowledged; with undefined
   * where the driver does not tell. Needs CAP_NET_ADMIN. Rejects with NOT_SUPPORTED where the driver has no control port over nl80211, KERNEL:
   * ENOTCONN where the connection is over, EINVAL for an ethertype that is not the connection's.
   */
  async sendControlPort(frame: Uint8Array, options: SendControlPortFrame = {}): Promise<boolean | undefined> {
    const { timeoutMs = ACKNOWLEDGED_WITHIN_MS } = options;
    checkedTimeout(timeoutMs);
    const { core, ifindex, name, events } = this.#parts;
    const to = options.to ?? this.bssid;
    if (to === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", "to: the driver does not tell the access point's address: give it");
    }
    const cookie = await sendControlPortFrame(core, ifindex, checkedMac(to), frame, options, { target: name });
    if (cookie === undefined) return undefined;
    return events.acknowledged(cookie, timeoutMs);
  }

  /** Opens the port to data, after a handshake of one's own: for connections made with `controlPort`. */
  async authorize(options: CallOptions = {}): Promise<void> {
    const { core, ifindex } = this.#parts;
    const flags = [StaFlag.Authorized];
    const request = { ifindex, mac: this.#address(), staFlags2: { mask: flags, set: flags } };
    await core.request("SetStation", request, this.#call(options));
  }

  /**
   * Gives the device the key that EAP agreed on, for 802.1X that it does the handshake of: 32 octets, 48 with Suite B 192; with FT the PMK-R0
   * and its name. Rejects with NOT_SUPPORTED where the device does not.
   */
  async setPmk(pmk: Uint8Array, { r0Name, ...options }: CallOptions & { readonly r0Name?: Uint8Array } = {}) {
    const key = {
      pmk: pmk.length === 48 ? pmk : octets("PMK (48 with Suite B 192)", pmk, 32),
      ...(r0Name !== undefined && { pmkr0Name: octets("name of PMK-R0", r0Name, 16) }),
    };
    const { core, ifindex } = this.#parts;
    await core.request("SetPmk", { ifindex, mac: this.#address(), ...key }, this.#call(options));
  }

  /**
   * Moves to another access point of the network, by reassociation, with what the connection was made with. Resolves when the connection is
   * there, its handshake included where this library does it: `bssid` and `roams$()` tell. The access point must have been heard:
   * CONNECT_FAILED where no scan of late has, and the connection is as before. One that refuses, or is gone, ends the connection.
   */
  async roam(to: RoamTarget, options: CallOptions = {}): Promise<void> {
    await this.#parts.roam({ ...to, bssid: checkedMac(to.bssid) }, options);
  }

  /**
   * Gives a device that roams by itself what it needs from now on: elements of its association requests, FILS credentials. NOT_SUPPORTED where
   * it does not take them; KERNEL with EINVAL for FILS where it does no FILS.
   */
  async update(
    change: {
      readonly elements?: Uint8Array;
      readonly fils?: FilsCredentials;
      /** How it is to authenticate: "open", "fils-sk" ... */
      readonly authentication?: string;
    },
    options: CallOptions = {},
  ): Promise<void> {
    const { elements, fils, authentication } = change;
    if (elements === undefined && fils === undefined && authentication === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", "nothing to update is given: elements, fils, authentication");
    }
    const { core, ifindex } = this.#parts;
    const fields = {
      ...(elements !== undefined && { ie: elements }),
      ...(fils !== undefined && filsFields(fils)),
      ...(authentication !== undefined && { authType: authType(authentication) }),
    };
    await core.request("UpdateConnectParams", { ifindex, ...fields }, this.#call(options));
  }

  /**
   * Asks the access point for other links, of a multi-link connection: some more, which must have been heard, some less. Resolves when it is
   * asked; `links` follows when it has answered. Only the owner may: NOT_PERMITTED for others. KERNEL with EINVAL for links that are not
   * there, or there already. Linux 6.14 and newer.
   */
  async changeLinks(
    change: { readonly add?: readonly AddedLink[]; readonly remove?: readonly number[] },
    options: CallOptions = {},
  ): Promise<void> {
    const { add = [], remove = [] } = change;
    if (add.length + remove.length === 0)
      throw new Nl80211Error("INVALID_ARGUMENT", "no link to add or remove is given");
    const request = {
      ifindex: this.#parts.ifindex,
      ...(add.length > 0 && { mloLinks: add.map(linkFields) }),
      ...(remove.length > 0 && {
        mloReconfRemLinks: remove.reduce((mask, linkId) => mask | (1 << whole("link id", linkId, 0, 14)), 0),
      }),
    };
    await this.#parts.core.request("AssocMloReconf", request, this.#call(options));
  }

  get #now(): Connected {
    return this.#parts.events.connected;
  }

  #address(): Mac {
    if (this.bssid !== undefined) return this.bssid;
    throw new Nl80211Error("INVALID_ARGUMENT", "the driver does not tell the access point's address");
  }

  #call(options: CallOptions): CallOptions {
    return { ...options, target: this.#parts.name };
  }
}
