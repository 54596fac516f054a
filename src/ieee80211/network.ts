import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
import { type BssChannel, bssChannel } from "./bss-channel.ts";
import { ExtendedCapability } from "./capabilities/extended.ts";
import { RadioMeasurement } from "./capabilities/radio-measurement.ts";
import { ElementId, VendorElement } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { type Generation, generation } from "./generation.ts";
import { highestRateMbps } from "./highest-rate.ts";
import { knownSsid } from "./known-ssid.ts";
import { type Mld, multiLinkDevice } from "./mld.ts";
import { networkSecurity, type Security } from "./security.ts";
import { Ssid } from "./ssid.ts";

/** What is known of a BSS beside its elements. */
export interface NetworkContext {
  /** Where it was received. Without it the band is a guess (see {@link bssChannel}). */
  readonly frequencyMhz?: number | undefined;
  /** The capability information field; its Privacy bit tells WEP from open. */
  readonly capability?: number | undefined;
}

/** What helps a station to move on to another access point of the network. */
export interface Roaming {
  /** 802.11k: it can be asked for its neighbours. */
  readonly neighborReports: boolean;
  /** 802.11k: it asks stations what they hear. */
  readonly beaconReports: boolean;
  /** 802.11v: it tells stations where to go. */
  readonly bssTransition: boolean;
  /** 802.11r: moving takes no new authentication; the mobility domain, two octets as hex. */
  readonly mobilityDomain?: string;
}

/** What a network is, by its elements: each answer is made when it is asked for, and decodes only what it needs. */
export class Network {
  readonly elements: ElementList;
  readonly #context: NetworkContext;
  #ssid: Ssid | undefined;
  #security: Security | undefined;
  // null: not looked for yet, where undefined is an answer.
  #channel: BssChannel | undefined | null = null;
  #generation: Generation | undefined | null = null;
  #highestRateMbps: number | undefined | null = null;
  #roaming: Roaming | undefined;
  #mld: Mld | undefined | null = null;

  constructor(elements: ElementList, context: NetworkContext = {}) {
    this.elements = elements;
    this.#context = context;
  }

  /** The network's name; of no octets where there is no SSID element (or a malformed one). In a mesh, its Mesh ID. */
  get ssid(): Ssid {
    return (this.#ssid ??= networkName(this.elements));
  }

  /** The access point does not tell the name. */
  get hidden(): boolean {
    return this.ssid.hidden;
  }

  get security(): Security {
    return (this.#security ??= networkSecurity(this.elements, this.#context.capability));
  }

  /** Absent where neither the context nor the elements tell it. */
  get channel(): BssChannel | undefined {
    if (this.#channel === null) this.#channel = bssChannel(this.elements, this.#context.frequencyMhz);
    return this.#channel;
  }

  /** 4 to 8; undefined for what is older than 802.11n. */
  get generation(): Generation | undefined {
    if (this.#generation === null) this.#generation = generation(this.elements, this.channel?.band);
    return this.#generation;
  }

  /** What the access point can send at most on its channel. */
  get highestRateMbps(): number | undefined {
    if (this.#highestRateMbps === null)
      this.#highestRateMbps = this.channel && highestRateMbps(this.elements, this.channel);
    return this.#highestRateMbps;
  }

  /** How many stations have joined, where the access point tells. */
  get stationCount(): number | undefined {
    return this.elements.get(ElementId.BssLoad)?.stationCount;
  }

  /** How busy the channel is, 0 to 1, where the access point tells. */
  get utilization(): number | undefined {
    const load = this.elements.get(ElementId.BssLoad);
    return load && load.channelUtilization255 / 255;
  }

  /** The country whose rules the access point follows, two letters. */
  get country(): string | undefined {
    return this.elements.get(ElementId.Country)?.alpha2;
  }

  get roaming(): Roaming {
    return (this.#roaming ??= networkRoaming(this.elements));
  }

  /** Whether it can be joined by WPS, and at this moment by a pushed button or a PIN. */
  get wps(): { readonly configured: boolean; readonly active: boolean } | undefined {
    const wps = this.elements.get(VendorElement.Wps);
    return wps && { configured: wps.state === "configured", active: wps.selectedRegistrar === true };
  }

  /** The release of Passpoint that it speaks: 1 to 3. */
  get passpoint(): { readonly release: number } | undefined {
    const indication = this.elements.get(VendorElement.HotspotIndication);
    return indication && { release: indication.release };
  }

  /** The multi-link device that it is a part of, with its links. */
  get mld(): Mld | undefined {
    if (this.#mld === null) this.#mld = multiLinkDevice(this.elements);
    return this.#mld;
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    return inspected("Network", this.toJSON(), depth, options, inspect);
  }

  toJSON(): object {
    const { ssid, hidden, security, channel, generation, highestRateMbps, stationCount, utilization } = this;
    const { country, roaming, wps, passpoint, mld } = this;
    return {
      ssid,
      hidden,
      security,
      ...present({ channel, generation, highestRateMbps, stationCount, utilization, country }),
      roaming,
      ...present({ wps, passpoint, mld }),
    };
  }
}

function networkName(elements: ElementList): Ssid {
  const ssid = elements.read(ElementId.Ssid, knownSsid);
  if (ssid !== undefined && !ssid.hidden) return ssid;
  return elements.read(ElementId.MeshId, knownSsid) ?? ssid ?? new Ssid(new Uint8Array());
}

function networkRoaming(elements: ElementList): Roaming {
  const measurements = elements.get(ElementId.RmEnabledCapabilities)?.measurements ?? [];
  const capabilities = elements.get(ElementId.ExtendedCapabilities)?.capabilities ?? [];
  const domain = elements.get(ElementId.MobilityDomain);
  const beacon = [RadioMeasurement.BeaconPassive, RadioMeasurement.BeaconActive, RadioMeasurement.BeaconTable];
  return {
    neighborReports: measurements.includes(RadioMeasurement.NeighborReport),
    beaconReports: beacon.some((measurement) => measurements.includes(measurement)),
    bssTransition: capabilities.includes(ExtendedCapability.BssTransition),
    ...(domain === undefined ? {} : { mobilityDomain: domain.id }),
  };
}

function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
