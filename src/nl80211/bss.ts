import type { Mac } from "../bytes/mac.ts";
import type { BssChannel } from "../ieee80211/bss-channel.ts";
import { type Channel, frequencyKhzToChannel } from "../ieee80211/channel.ts";
import { type ElementList, parseElements } from "../ieee80211/element-list.ts";
import type { Generation } from "../ieee80211/generation.ts";
import { Network, type NetworkContext } from "../ieee80211/network.ts";
import type { Security } from "../ieee80211/security.ts";
import type { Ssid } from "../ieee80211/ssid.ts";
import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
import { BssOctets } from "./bss-octets.ts";
import type { Bss as BssAttributes, GetScanReply } from "./generated/scan.ts";
import { BssCannotUseReason, BssStatus, BssUseFor } from "./generated/scan-enums.ts";
import { wordOf, wordsOf } from "./words.ts";

const NOTHING: BssAttributes = {};
const NO_OCTETS = new Uint8Array(0);

/**
 * A network that was heard: one BSS of a scan's results. Its attributes and elements are decoded when looked at, once. Two of the same
 * BSSID on different frequencies are two.
 */
export class Bss implements NetworkContext {
  readonly ifindex?: number;
  readonly wdev?: number;
  readonly #time: number;
  /** Until all attributes are decoded. */
  #octets: BssOctets | undefined;
  #attributes: BssAttributes | undefined;
  #elements: ElementList | undefined;
  #beaconElements: ElementList | undefined;
  #network: Network | undefined;

  /** `time`: when the reply was received, in ms since the epoch. */
  constructor(from: GetScanReply | BssOctets, time: number) {
    this.#time = time;
    if (from instanceof BssOctets) this.#octets = from;
    else this.#attributes = from.bss ?? NOTHING;
    if (from.ifindex !== undefined) this.ifindex = from.ifindex;
    if (from.wdev !== undefined) this.wdev = from.wdev;
  }

  /** The attributes as the kernel sent them. */
  get attributes(): BssAttributes {
    if (this.#attributes === undefined) {
      this.#attributes = this.#octets?.attributes() ?? NOTHING;
      this.#octets = undefined;
    }
    return this.#attributes;
  }

  get bssid(): Mac {
    return (this.#octets ?? this.attributes).bssid ?? "";
  }

  /** Centre of the primary channel. */
  get frequencyMhz(): number {
    const { frequencyMhz = 0, frequencyOffsetKhz = 0 } = this.#octets ?? this.attributes;
    return frequencyMhz + frequencyOffsetKhz / 1000;
  }

  /** The capability information field of its frames, bit by bit: bit 4, privacy, tells WEP from open. */
  get capability(): number | undefined {
    return (this.#octets ?? this.attributes).capability;
  }

  /** Number and band of the primary channel; undefined where no channel has that centre. */
  get primaryChannel(): Channel | undefined {
    return frequencyKhzToChannel(this.frequencyMhz * 1000);
  }

  /** Where the driver measures dBm. */
  get signalDbm(): number | undefined {
    const { signalMbm } = this.#octets ?? this.attributes;
    return signalMbm === undefined ? undefined : signalMbm / 100;
  }

  /** Where the driver has no dBm: 0 to 100. */
  get signalPercent(): number | undefined {
    return this.attributes.signalPercent;
  }

  get seenMsAgo(): number | undefined {
    return (this.#octets ?? this.attributes).seenMsAgo;
  }

  /** When it was last heard. */
  get lastSeen(): Date | undefined {
    return this.seenMsAgo === undefined ? undefined : new Date(this.#time - this.seenMsAgo);
  }

  /** Tells it from all others: its BSSID and frequency, since channel numbers repeat and a BSSID may be on several. */
  get key(): string {
    return `${this.bssid} ${this.frequencyMhz}`;
  }

  /** Which frame `elements` came from; undefined where the kernel does not say (old ones with a beacon alone do not). */
  get elementsFrom(): "beacon" | "probe-response" | undefined {
    const { prespData, beaconIes } = this.attributes;
    return prespData ? "probe-response" : beaconIes === undefined ? undefined : "beacon";
  }

  /** "associated", "authenticated", "ibss-joined": what this interface is to it; undefined for nothing. */
  get status(): string | undefined {
    const { status } = this.#octets ?? this.attributes;
    return status === undefined ? undefined : wordOf(BssStatus, status);
  }

  /** Whether this interface is connected to it, or is a member of it. */
  get associated(): boolean {
    const { status } = this.#octets ?? this.attributes;
    return status === BssStatus.Associated || status === BssStatus.IbssJoined;
  }

  /** Its clock, in µs, in the frame that `elements` came from. */
  get tsf(): bigint | undefined {
    return this.attributes.tsf;
  }

  /** By antenna chain, where the driver measures that. */
  get chainSignalDbm(): Readonly<Record<number, number>> | undefined {
    return this.attributes.chainSignalDbm;
  }

  /** The network that we were connected to when it was heard, whose clock says when: `parentTsf`, in µs. */
  get parentBssid(): Mac | undefined {
    return this.attributes.parentBssid;
  }

  get parentTsf(): bigint | undefined {
    return this.attributes.parentTsf;
  }

  /** What it can be used for: "normal" connections, links of multi-link ones ("mld-link"). Linux 6.8 and newer tell. */
  get useFor(): readonly string[] | undefined {
    const { useFor } = this.attributes;
    return useFor && wordsOf(BssUseFor, useFor);
  }

  /** Why it cannot be used for some of that: "nstr-nonprimary", "pwr-mismatch-6ghz". */
  get cannotUseReasons(): readonly string[] | undefined {
    const { cannotUseReasons } = this.attributes;
    return cannotUseReasons && wordsOf(BssCannotUseReason, cannotUseReasons);
  }

  /** Which link of our multi-link connection it is. */
  get linkId(): number | undefined {
    return this.attributes.mloLinkId;
  }

  /** Address of the access point as a multi-link device, where we are connected to it. */
  get mldAddress(): Mac | undefined {
    return this.attributes.mldAddr;
  }

  /** All that its elements say of it. */
  get network(): Network {
    return (this.#network ??= new Network(this.elements, this));
  }

  /** Its name; empty where it has none or hides it. */
  get ssid(): Ssid {
    return this.network.ssid;
  }

  get security(): Security {
    return this.network.security;
  }

  /** Of Wi-Fi, 4 to 8; undefined for what is older. */
  get generation(): Generation | undefined {
    return this.network.generation;
  }

  /** The whole channel, wider than the primary. */
  get channel(): BssChannel | undefined {
    return this.network.channel;
  }

  /** Elements of its probe response, or of its beacon where none was heard. */
  get elements(): ElementList {
    if (this.#elements !== undefined) return this.#elements;
    const from = this.#octets ?? this.attributes;
    return (this.#elements = parseElements(from.informationElements ?? from.beaconIes ?? NO_OCTETS));
  }

  /** Elements of its last beacon; undefined where none was heard. */
  get beaconElements(): ElementList | undefined {
    if (this.#beaconElements !== undefined) return this.#beaconElements;
    const { beaconIes } = this.#octets ?? this.attributes;
    return beaconIes && (this.#beaconElements = parseElements(beaconIes));
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    const { bssid, ssid, frequencyMhz, channel, signalDbm, signalPercent, security, generation, status, lastSeen } =
      this;
    const about = { bssid, ssid, frequencyMhz, channel, signalDbm, signalPercent, security: security.name, generation };
    return inspected("Bss", { ...about, status, lastSeen }, depth, options, inspect);
  }

  toJSON(): object {
    const { bssid, ssid, frequencyMhz, primaryChannel, signalDbm, signalPercent, seenMsAgo, status, network } = this;
    const { associated, elementsFrom, tsf, chainSignalDbm, parentBssid, parentTsf, linkId, mldAddress } = this;
    const { beaconIntervalTu, capability, beaconTsf, informationElements, beaconIes } = this.attributes;
    const { security, generation, channel, highestRateMbps, stationCount, utilization, country, roaming } = network;
    return {
      ...{ bssid, ssid, frequencyMhz, ...primaryChannel, signalDbm, signalPercent, seenMsAgo, status, associated },
      ...{ security, generation, width: channel, highestRateMbps, stationCount, utilization, country, roaming },
      ...{ lastSeen: this.lastSeen, chainSignalDbm, parentBssid, parentTsf, linkId, mldAddress },
      ...{ useFor: this.useFor, cannotUseReasons: this.cannotUseReasons },
      ...{ beaconIntervalTu, capability, tsf, beaconTsf, elementsFrom, elements: this.elements, informationElements },
      ...{ beaconIes },
    };
  }
}
