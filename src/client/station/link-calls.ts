import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { UpdateConnectParamsRequest } from "../../nl80211/generated/connect.ts";
import { AuthType } from "../../nl80211/generated/connect-enums.ts";
import { netdev } from "../addressee.ts";
import { checkedMac, memberNamed, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import type { Target } from "../target.ts";
import { type Bitrates, txRates } from "./bitrates.ts";
import { type CqmThresholds, cqmOff, cqmRequests } from "./cqm.ts";
import { type QosMap, qosMapBody } from "./qos-map.ts";
import { StationCalls } from "./station-calls.ts";
import { type TidConfig, tidConfigFields } from "./tid-config.ts";

/** Which links each traffic id uses, for the 8 of them: numbers of links. */
export type TidLinks = readonly (readonly number[])[];

/** Traffic that an access point has admitted. */
export interface TrafficStream {
  /** Traffic id, 0 to 7. */
  readonly tid: number;
  readonly userPriority: number;
  /** Medium time that was admitted, in units of 32 µs a second. Default: no limit. */
  readonly admittedTime32Us?: number;
}

/** What a device that roams by itself is to say at its next association. */
export interface ConnectChange {
  /** Elements of the association request. */
  readonly elements?: Uint8Array;
  /** "open-system", "sae", "fils-sk" ... */
  readonly authType?: string;
  /** Keys of FILS; `rootKey` is secret. */
  readonly fils?: {
    readonly username: Uint8Array;
    readonly realm: Uint8Array;
    readonly nextSequence: number;
    readonly rootKey: Uint8Array;
  };
}

/**
 * How an interface sends, set once. All of it needs CAP_NET_ADMIN (NOT_PERMITTED); what the driver does not do is NOT_SUPPORTED, and every
 * other refusal KERNEL, with the attribute that the kernel names.
 */
export class LinkCalls extends StationCalls {
  readonly #core: Core;

  constructor(core: Core) {
    super(core);
    this.#core = core;
  }

  /**
   * Limits the rates to send with: `{ "5 GHz": { legacyMbps: [6], vhtMcs: { 1: [0, 1] } } }`; `{}` allows all again. A band that the radio
   * lacks, and rates that none of is left, are KERNEL with EINVAL. A client's basic rates must stay (EINVAL from mac80211).
   */
  async setBitrates(
    target: Target,
    bitrates: Bitrates,
    { linkId, ...options }: CallOptions & { readonly linkId?: number } = {},
  ): Promise<void> {
    const rates = { txRates: txRates(bitrates) };
    const link = linkId === undefined ? {} : { mloLinkId: whole("linkId", linkId, 0, 14) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetTxBitrateMask", { ...selector, ...link, ...rates }, call);
  }

  /**
   * Sets retries, aggregation, acknowledgement, RTS and rates by traffic id, for all stations or one `peer`. What the driver does not do
   * is NOT_SUPPORTED ("unsupported TID configuration").
   */
  async setTidConfig(
    target: Target,
    config: TidConfig | readonly TidConfig[],
    { peer, linkId, ...options }: CallOptions & { readonly peer?: Mac; readonly linkId?: number } = {},
  ): Promise<void> {
    const configs: readonly TidConfig[] = "tids" in config ? [config] : config;
    if (configs.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "no configuration of a traffic id is given");
    const fields = {
      tidConfig: configs.map(tidConfigFields),
      ...(peer !== undefined && { mac: checkedMac(peer) }),
      ...(linkId !== undefined && { mloLinkId: whole("linkId", linkId, 0, 14) }),
    };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetTidConfig", { ...selector, ...fields }, call);
  }

  /**
   * Sets the thresholds of a client's connection, or "off"; `cqm$()` sets them, tells of them, and takes them back. "off" ends those of
   * the signal; those of transmit errors end with `{ transmitErrors: "off" }`.
   */
  async setCqm(
    target: Target,
    thresholds: CqmThresholds | "off" | { readonly transmitErrors: "off" },
    options: CallOptions = {},
  ): Promise<void> {
    const requests = cqmOf(thresholds);
    const [selector, call] = await netdev(this.#core, target, options);
    for (const cqm of requests) await this.#core.request("SetCqm", { ...selector, cqm }, call);
  }

  /** Gives packets priorities by their DSCP, as the access point said; undefined goes back to the usual. The interface is connected, or an access point. */
  async setQosMap(target: Target, map: QosMap | undefined, options: CallOptions = {}): Promise<void> {
    const fields = map === undefined ? {} : { qosMap: qosMapBody(map) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetQosMap", { ...selector, ...fields }, call);
  }

  /**
   * Switches emergency preparedness priority access on or off, of a client that is connected to a multi-link access point which has it
   * (KERNEL with ENOLINK where not connected). Linux 6.14 and newer; the older are NOT_SUPPORTED.
   */
  async setEpcs(target: Target, on: boolean, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("EpcsCfg", { ...selector, ...(on && { epcs: true }) }, call);
  }

  /**
   * Chooses the links that each of the 8 traffic ids of a multi-link client uses, downwards and upwards, and negotiates that with the
   * access point. Linux 6.9 and newer. A client that is not connected is KERNEL with ENOLINK.
   */
  async setTidToLinkMapping(
    target: Target,
    { down, up }: { readonly down: TidLinks; readonly up: TidLinks },
    options: CallOptions = {},
  ): Promise<void> {
    const fields = { mloTtlmDlink: linkMasks("down", down), mloTtlmUlink: linkMasks("up", up) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetTidToLinkMapping", { ...selector, ...fields }, call);
  }

  /** Sends traffic of an id that the access point `peer` has admitted. A client that is not connected is KERNEL with ENOTCONN. */
  async addTrafficStream(
    target: Target,
    peer: Mac,
    { tid, userPriority, admittedTime32Us }: TrafficStream,
    options: CallOptions = {},
  ): Promise<void> {
    const fields = {
      mac: checkedMac(peer),
      tsid: whole("traffic id", tid, 0, 7),
      userPrio: whole("user priority", userPriority, 0, 7),
      ...(admittedTime32Us !== undefined && {
        admittedTimeIn32Us: whole("admittedTime32Us", admittedTime32Us, 1, 65_535),
      }),
    };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("AddTxTs", { ...selector, ...fields }, call);
  }

  /** Sends it no longer. One that was not added is KERNEL with ENOENT. */
  async deleteTrafficStream(target: Target, peer: Mac, tid: number, options: CallOptions = {}): Promise<void> {
    const fields = { mac: checkedMac(peer), tsid: whole("traffic id", tid, 0, 7) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("DelTxTs", { ...selector, ...fields }, call);
  }

  /** Changes what a connected device that associates by itself says when it roams. */
  async updateConnection(target: Target, change: ConnectChange, options: CallOptions = {}): Promise<void> {
    const fields = connectChangeFields(change);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("UpdateConnectParams", { ...selector, ...fields }, call);
  }

  /** Gives the device the elements of a fast transition, and the mobility domain, for the frames that it sends. */
  async updateFastTransition(
    target: Target,
    { mobilityDomain, elements }: { readonly mobilityDomain: number; readonly elements: Uint8Array },
    options: CallOptions = {},
  ): Promise<void> {
    const fields = { mdid: whole("mobilityDomain", mobilityDomain, 0, 65_535), ie: elements };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("UpdateFtIes", { ...selector, ...fields }, call);
  }
}

function cqmOf(thresholds: Parameters<LinkCalls["setCqm"]>[1]) {
  if (thresholds === "off") return [cqmOff({ rssiTholdsDbm: [] })];
  if (thresholds.transmitErrors === "off") return [cqmOff({})];
  const requests = cqmRequests(thresholds as CqmThresholds);
  if (requests.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "no threshold of the connection is given");
  return requests;
}

function linkMasks(what: string, links: TidLinks): number[] {
  if (links.length !== 8) {
    throw new Nl80211Error("INVALID_ARGUMENT", `links of ${links.length} traffic ids ${what}: expected those of 8`);
  }
  return links.map((ids) => ids.reduce((mask, id) => mask | (1 << whole("link", id, 0, 14)), 0));
}

function connectChangeFields({ elements, authType, fils }: ConnectChange): Omit<UpdateConnectParamsRequest, "ifindex"> {
  const fields = {
    ...(elements !== undefined && { ie: elements }),
    ...(authType !== undefined && { authType: memberNamed<AuthType>(AuthType, "authentication type", authType) }),
    ...(fils !== undefined && {
      filsErpUsername: fils.username,
      filsErpRealm: fils.realm,
      filsErpNextSeqNum: whole("nextSequence", fils.nextSequence, 0, 65_535),
      filsErpRrk: fils.rootKey,
    }),
  };
  if (Object.keys(fields).length > 0) return fields;
  throw new Nl80211Error("INVALID_ARGUMENT", "nothing to change of the connection is given");
}
