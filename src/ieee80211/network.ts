import { type BssChannel, bssChannel } from "./bss-channel.ts";
import { ExtendedCapability } from "./capabilities/extended.ts";
import { RadioMeasurement } from "./capabilities/radio-measurement.ts";
import { ElementId, VendorElement } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { type Generation, generation } from "./generation.ts";
import { highestRateMbps } from "./highest-rate.ts";
import { type Mld, multiLinkDevice } from "./mld.ts";
import { networkSecurity, type Security } from "./security.ts";
import { Ssid } from "./ssid.ts";

/** What is known of a BSS beside its elements. */
export interface NetworkContext {
  /** Where it was received. Without it the band is a guess (see {@link bssChannel}). */
  readonly frequencyMhz?: number;
  /** The capability information field; its Privacy bit tells WEP from open. */
  readonly capability?: number;
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
  readonly #made = new Map<string, unknown>();

  constructor(elements: ElementList, context: NetworkContext = {}) {
    this.elements = elements;
    this.#context = context;
  }

  /** The network's name; of no octets where there is no SSID element (or a malformed one). In a mesh, its Mesh ID. */
  get ssid(): Ssid {
    return this.#once("ssid", () => {
      const ssid = this.elements.get(ElementId.Ssid);
      if (ssid !== undefined && !ssid.hidden) return ssid;
      return this.elements.get(ElementId.MeshId) ?? ssid ?? new Ssid(new Uint8Array());
    });
  }

  /** The access point does not tell the name. */
  get hidden(): boolean {
    return this.ssid.hidden;
  }

  get security(): Security {
    return this.#once("security", () => networkSecurity(this.elements, this.#context.capability));
  }

  /** Absent where neither the context nor the elements tell it. */
  get channel(): BssChannel | undefined {
    return this.#once("channel", () => bssChannel(this.elements, this.#context.frequencyMhz));
  }

  /** 4 to 8; undefined for what is older than 802.11n. */
  get generation(): Generation | undefined {
    return this.#once("generation", () => generation(this.elements, this.channel?.band));
  }

  /** What the access point can send at most on its channel. */
  get highestRateMbps(): number | undefined {
    return this.#once("rate", () => this.channel && highestRateMbps(this.elements, this.channel));
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
    return this.#once("roaming", () => {
      const measurements = this.elements.get(ElementId.RmEnabledCapabilities)?.measurements ?? [];
      const capabilities = this.elements.get(ElementId.ExtendedCapabilities)?.capabilities ?? [];
      const domain = this.elements.get(ElementId.MobilityDomain);
      const beacon = [RadioMeasurement.BeaconPassive, RadioMeasurement.BeaconActive, RadioMeasurement.BeaconTable];
      return {
        neighborReports: measurements.includes(RadioMeasurement.NeighborReport),
        beaconReports: beacon.some((measurement) => measurements.includes(measurement)),
        bssTransition: capabilities.includes(ExtendedCapability.BssTransition),
        ...(domain === undefined ? {} : { mobilityDomain: domain.id }),
      };
    });
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
    return this.#once("mld", () => multiLinkDevice(this.elements));
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

  #once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make());
    return this.#made.get(key) as T;
  }
}

function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
