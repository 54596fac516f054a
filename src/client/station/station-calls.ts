import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { DelStationFields } from "../../nl80211/generated/station.ts";
import { device, netdev } from "../addressee.ts";
import { checkedMac, chosen, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { PowerCalls } from "../radio/power-calls.ts";
import type { Target } from "../target.ts";
import {
  capabilityFields,
  type NewStation,
  newStationFields,
  type StationCapabilities,
  type StationChange,
  type StationOnLink,
  type StationSettings,
  stationChangeFields,
} from "./station-settings.ts";

/**
 * How a station is told that it is removed, by a driver that has a management of its own. Those of mac80211 tell it nothing: there the
 * program sends the frame before, as hostapd does.
 */
export interface StationRemoval {
  /** Default: "deauthentication". */
  readonly frame?: "deauthentication" | "disassociation";
  /** Reason code of 802.11, from 1. Default: 2, the previous authentication is no longer valid. */
  readonly reasonCode?: number;
  /** Only stations of this link of a multi-link access point. */
  readonly linkId?: number;
}

/** A station's part on one link of a multi-link access point. */
export interface LinkStation extends StationOnLink, StationCapabilities {
  readonly supportedRatesMbps: readonly number[];
}

/** What of a station's part on a link is to change. */
export interface LinkStationChange extends StationCapabilities {
  readonly linkId: number;
  readonly address?: Mac;
}

/** Subtypes of management frames. */
const SUBTYPES = { deauthentication: 0xc, disassociation: 0xa } as const;

/**
 * What is set once of stations. All of it needs CAP_NET_ADMIN (NOT_PERMITTED), and the interface up (INTERFACE_DOWN). What the driver
 * does not do is NOT_SUPPORTED, and every other refusal KERNEL: ENOENT for a station that is not there, EINVAL for what
 * cannot change now. Sources: nl80211_new_station, nl80211_set_station and cfg80211_check_station_change of the kernel.
 */
export class StationCalls extends PowerCalls {
  readonly #core: Core;

  constructor(core: Core) {
    super(core);
    this.#core = core;
  }

  /**
   * Adds a station: to an access point that beacons, a mesh that is joined, or a TDLS peer (`flags: { "tdls-peer": true }`) to a
   * connected client. An access point's has rates and an AID; without flags it is associated from the first. One that is there
   * already is KERNEL with EEXIST; an access point that does not beacon is INTERFACE_DOWN.
   */
  async addStation(target: Target, address: Mac, station: NewStation, options: CallOptions = {}): Promise<void> {
    newStationFields(address, station, undefined); // a bad argument is told before anything is asked
    const vlan = await this.#vlan(station, options);
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("NewStation", { ...selector, ...newStationFields(address, station, vlan) }, call);
  }

  /**
   * Changes a station: `{ flags: { authorized: true } }`, `{ vlan: "wlan0.7" }`, `{ airtimeWeight: 512 }`, `{ meshPowerMode: "deep" }`.
   * What is not given stays.
   */
  async setStation(target: Target, address: Mac, change: StationChange, options: CallOptions = {}): Promise<void> {
    stationChangeFields(address, change, undefined); // a bad argument is told before anything is asked
    if (!Object.entries(change).some(([key, value]) => key !== "link" && value !== undefined)) {
      throw new Nl80211Error("INVALID_ARGUMENT", `nothing to change of station ${address} is given`);
    }
    const vlan = await this.#vlan(change, options);
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("SetStation", { ...selector, ...stationChangeFields(address, change, vlan) }, call);
  }

  /** Removes a station of an access point, a mesh or (where the driver lets it) an IBSS. */
  async deleteStation(
    target: Target,
    address: Mac,
    removal: StationRemoval = {},
    options: CallOptions = {},
  ): Promise<void> {
    const fields = { mac: checkedMac(address), ...removalFields(removal) };
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("DelStation", { ...selector, ...fields }, call);
  }

  /** Removes all stations of an interface. */
  async deleteStations(target: Target, removal: StationRemoval = {}, options: CallOptions = {}): Promise<void> {
    const fields = removalFields(removal);
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("DelStation", { ...selector, ...fields }, call);
  }

  /** Adds a link to a station of a multi-link access point; `station` is its device's address. Linux 6.0 and newer. */
  async addStationLink(target: Target, station: Mac, link: LinkStation, options: CallOptions = {}): Promise<void> {
    const fields = { ...linkFields(station, link.linkId), mac: checkedMac(link.address) };
    const capabilities = capabilityFields(link);
    const { staSupportedRates } = capabilities;
    if (staSupportedRates === undefined) {
      throw new Nl80211Error("INVALID_ARGUMENT", "a station's link needs supportedRatesMbps");
    }
    const [selector, call] = await netdev(this.#core, target, options);
    const request = { ...selector, ...fields, ...capabilities, staSupportedRates };
    await this.#core.request("AddLinkSta", request, call);
  }

  /** Changes what a station can do on a link. */
  async setStationLink(
    target: Target,
    station: Mac,
    change: LinkStationChange,
    options: CallOptions = {},
  ): Promise<void> {
    const { linkId, address } = change;
    const mac = address === undefined ? {} : { mac: checkedMac(address) };
    const fields = { ...linkFields(station, linkId), ...mac, ...capabilityFields(change) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("ModifyLinkSta", { ...selector, ...fields }, call);
  }

  /** Takes a link from a station. */
  async deleteStationLink(target: Target, station: Mac, linkId: number, options: CallOptions = {}): Promise<void> {
    const fields = linkFields(station, linkId);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("RemoveLinkSta", { ...selector, ...fields }, call);
  }

  async #vlan({ vlan }: StationSettings, options: CallOptions): Promise<number | undefined> {
    if (vlan === undefined) return undefined;
    return (await netdev(this.#core, vlan, options))[0].ifindex;
  }
}

function linkFields(station: Mac, linkId: number) {
  return { mldAddr: checkedMac(station), mloLinkId: whole("linkId", linkId, 0, 14) };
}

function removalFields({ frame, reasonCode, linkId }: StationRemoval): DelStationFields {
  return {
    ...(frame !== undefined && { mgmtSubtype: chosen("frame", SUBTYPES, frame) }),
    ...(reasonCode !== undefined && { reasonCode: whole("reason code", reasonCode, 1, 65_535) }),
    ...(linkId !== undefined && { mloLinkId: whole("linkId", linkId, 0, 14) }),
  };
}
