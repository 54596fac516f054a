import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { operatingClassOf } from "../../ieee80211/operating-class.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import { TdlsOperation, TdlsPeerCapability } from "../../nl80211/generated/tdls-enums.ts";
import type { Station } from "../../nl80211/station.ts";
import { netdev } from "../addressee.ts";
import { checkedMac, chosen, memberNamed, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Devices } from "../devices.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";
import type { Streams } from "../streams.ts";
import type { Target } from "../target.ts";
import type { TdlsRequest } from "./tdls-requests.ts";

/** A frame of TDLS to send: the kernel makes it, and adds the elements. */
export interface TdlsFrame {
  readonly action:
    | "setup-request"
    | "setup-response"
    | "setup-confirm"
    | "teardown"
    | "discovery-request"
    /** Sent directly, not by way of the access point. */
    | "discovery-response";
  /** Ties an answer to its request. Default: 1. */
  readonly dialogToken?: number;
  /** Status code of a response or confirm, reason code of a teardown. Default: 0; of a teardown 26, unspecified. */
  readonly code?: number;
  /** Elements beside those that the kernel makes. */
  readonly elements?: Uint8Array;
  /** Whether this end started the link. */
  readonly initiator?: boolean;
  /** What the peer can do: "ht", "vht", "wmm", "he". */
  readonly peerCapabilities?: readonly string[];
  readonly linkId?: number;
}

/** TDLS action codes (IEEE 802.11-2020 table 9-385); the discovery response is a public action frame (14). */
const ACTIONS = {
  "setup-request": 0,
  "setup-response": 1,
  "setup-confirm": 2,
  teardown: 3,
  "discovery-request": 10,
  "discovery-response": 14,
} as const;

/**
 * Direct links between two clients of an access point (TDLS). All of it needs CAP_NET_ADMIN and a connected client; a driver without
 * TDLS is NOT_SUPPORTED.
 *
 * Some drivers set links up by themselves: `discover()`, `setUp()`, `tearDown()`. With the others (those of mac80211) a program does it:
 * it adds the peer (`addStation` with the flag "tdls-peer"), sends frames with `send()`, receives them with the data, and when both
 * agree, authorizes the peer and calls `enable()`.
 */
export class Tdls {
  readonly #core: Core;
  readonly #streams: () => Streams;

  constructor(core: Core, streams: () => Streams) {
    this.#core = core;
    this.#streams = streams;
  }

  /** Sends a frame of TDLS to a peer. A confirm to a station that was not added is KERNEL with ENOLINK. */
  async send(target: Target, peer: Mac, frame: TdlsFrame, options: CallOptions = {}): Promise<void> {
    const { action, dialogToken = 1, elements, initiator, peerCapabilities, linkId } = frame;
    const code = frame.code ?? (action === "teardown" ? ReasonCode.TdlsUnspecified : 0);
    const fields = {
      mac: checkedMac(peer),
      tdlsAction: chosen("TDLS action", ACTIONS, action),
      tdlsDialogToken: whole("dialog token", dialogToken, 0, 255),
      statusCode: whole("code", code, 0, 65_535),
      ie: elements ?? new Uint8Array(),
      ...(peerCapabilities !== undefined && {
        tdlsPeerCapability: peerCapabilities.map((word) =>
          memberNamed<TdlsPeerCapability>(TdlsPeerCapability, "capability of a TDLS peer", word),
        ),
      }),
      ...(initiator === true && { tdlsInitiator: true }),
      ...(linkId !== undefined && { mloLinkId: whole("linkId", linkId, 0, 14) }),
    };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("TdlsMgmt", { ...selector, ...fields }, call);
  }

  /** Looks for a peer, where the driver does TDLS by itself (NOT_SUPPORTED elsewhere). */
  discover(target: Target, peer: Mac, options: CallOptions = {}): Promise<void> {
    return this.#operate(target, peer, TdlsOperation.DiscoveryReq, options);
  }

  /** Sets a link up, where the driver does TDLS by itself (NOT_SUPPORTED elsewhere). */
  setUp(target: Target, peer: Mac, options: CallOptions = {}): Promise<void> {
    return this.#operate(target, peer, TdlsOperation.Setup, options);
  }

  /** Tears a link down, where the driver does TDLS by itself (NOT_SUPPORTED elsewhere). */
  tearDown(target: Target, peer: Mac, options: CallOptions = {}): Promise<void> {
    return this.#operate(target, peer, TdlsOperation.Teardown, options);
  }

  /** Uses a link that both ends have agreed on. A peer that was not added is KERNEL with ENOLINK. */
  enable(target: Target, peer: Mac, options: CallOptions = {}): Promise<void> {
    return this.#operate(target, peer, TdlsOperation.EnableLink, options);
  }

  /** Stops using a link, and forgets the peer. One that is not there is KERNEL with ENOLINK. */
  disable(target: Target, peer: Mac, options: CallOptions = {}): Promise<void> {
    return this.#operate(target, peer, TdlsOperation.DisableLink, options);
  }

  /**
   * Moves the link to another channel, and goes back to the access point's for its beacons. Needs a driver with "tdls-channel-switch", a
   * channel without radar and, on 2.4 GHz, of 20 MHz. Default of the operating class: the global one of the channel.
   */
  async switchChannel(
    target: Target,
    peer: Mac,
    channel: ChannelChoice & { readonly operatingClass?: number },
    options: CallOptions = {},
  ): Promise<void> {
    const chandef = toChandef(channel);
    const operClass = channel.operatingClass ?? operatingClassOf(chandef)?.operatingClass;
    if (operClass === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", `${chandef.frequencyMhz} MHz: no operating class has it: give one`);
    }
    const fields = { mac: checkedMac(peer), operClass: whole("operatingClass", operClass, 1, 255) };
    const [selector, call] = await netdev(this.#core, target, options);
    const request = { ...selector, ...fields, ...chandefFields(chandef) };
    await this.#core.request("TdlsChannelSwitch", request, call);
  }

  /** Comes back to the access point's channel. */
  async cancelChannelSwitch(target: Target, peer: Mac, options: CallOptions = {}): Promise<void> {
    const mac = checkedMac(peer);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("TdlsCancelChannelSwitch", { ...selector, mac }, call);
  }

  /** The peers that an interface has, linked or about to be. */
  async peers(target: Target, options: CallOptions = {}): Promise<Station[]> {
    const stations = await new Devices(this.#core).stations(target, options);
    return stations.filter(({ flags }) => flags.includes("tdls-peer"));
  }

  /**
   * What the driver asks of the program, from the subscription on: to set a link up (much is sent to that peer), or to tear it down
   * (the peer is silent, or asked for it).
   */
  requests$(target: Target): Observable<TdlsRequest> {
    return this.#streams().tdlsRequests(target);
  }

  async #operate(target: Target, peer: Mac, tdlsOperation: TdlsOperation, options: CallOptions): Promise<void> {
    const mac = checkedMac(peer);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("TdlsOper", { ...selector, mac, tdlsOperation }, call);
  }
}
