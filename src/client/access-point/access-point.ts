import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import { ReasonCode } from "../../ieee80211/reason.ts";
import { checkedMac, whole } from "../argument.ts";
import type { CallOptions } from "../core.ts";
import { Lasting } from "../lasting.ts";
import type { ChannelChoice } from "../radio/channel-choice.ts";
import type { Bitrates } from "../station/bitrates.ts";
import type { StationRules } from "./admission.ts";
import type { ApGeneration } from "./capabilities.ts";
import { type ChannelSwitchOptions, moveNetwork } from "./channel-switch.ts";
import { type ColorChangeOptions, changeColor } from "./color-change.ts";
import type { StationEvent } from "./events.ts";
import { type BeaconChange, beaconFields, type NetworkBeacon, type ServedNetwork } from "./served-network.ts";
import type { ApEnd, ApService } from "./service.ts";
import type { ApStation } from "./station.ts";
import { type SpatialReuse, unaskedFrames } from "./unasked-frames.ts";

/** A network to serve: what its beacon says, where, and to whom. */
export interface AccessPointInput extends Omit<NetworkBeacon, "bssid" | "chandef"> {
  readonly channel: ChannelChoice;
  /** Beacons from one DTIM to the next. Default: 2. */
  readonly dtimPeriod?: number;
  /** Seconds after which a silent station is asked whether it is still there, and sent away if not; 0 never. Default: 300. */
  readonly inactivityTimeoutS?: number;
  /**
   * 4 is 802.11n, 5 ac, 6 ax, 7 be: with what the radio can do up to that, NOT_SUPPORTED where it cannot; what `ht`, `vht`, `he` and `eht` say
   * goes before. Default: where none of those is given, what the width of the channel needs, as far as the radio can.
   */
  readonly generation?: ApGeneration;
  /** The one rate that beacons are sent at: `{ "2.4 GHz": { legacyMbps: [6] } }`. KERNEL with EINVAL where the device cannot choose it. */
  readonly beaconRate?: Bitrates;
  /** HE: what may be sent over frames of neighbours. */
  readonly spatialReuse?: SpatialReuse;
  /** Stations may not reach one another through it. */
  readonly isolate?: boolean;
  /** Which stations it lets in. False: none is answered, as by a beacon alone; then it may have RSN. */
  readonly stations?: StationRules | false;
}

/** How the stream of an access point is made: rxjs is loaded where it is asked for. */
export type StationEvents = (service: ApService) => Observable<StationEvent>;

/** An access point that serves until this is closed, the interface goes down, or the process ends. */
export class AccessPoint extends Lasting {
  readonly #network: ServedNetwork;
  readonly #service: ApService | undefined;
  readonly #events: StationEvents;

  constructor(
    network: ServedNetwork,
    undo: () => Promise<unknown>,
    service: ApService | undefined,
    events: StationEvents,
  ) {
    super(network.core, undo);
    this.#network = network;
    this.#service = service;
    this.#events = events;
  }

  /** The channel that it is on. */
  get channel(): Chandef {
    return this.#network.chandef;
  }

  /** The stations that have joined, in the order in which they came. */
  get stations(): readonly ApStation[] {
    return this.#served.reception.stations;
  }

  /** Stations that join, leave, or are refused, from the subscription on. Completes when the access point is over. */
  events$(): Observable<StationEvent> {
    return this.#events(this.#served);
  }

  /** Resolves when the access point is over, and says by whom. Never rejects. */
  get ended(): Promise<ApEnd> {
    return this.#known.ended;
  }

  /** Sends a station away, with a reason of 802.11 (default: 2, its authentication holds no more); false where it was not there. It may come again. */
  async disconnect(address: Mac, reason: number = ReasonCode.PreviousAuthenticationNotValid): Promise<boolean> {
    const code = whole("reason", reason, 1, 0xffff);
    return this.#served.reception.dismiss(checkedMac(address), "us", code);
  }

  /** Beacons otherwise from now on: what is not given is as it was at the start. */
  async change(change: BeaconChange, options: CallOptions = {}): Promise<void> {
    const { core, ifindex, call } = this.#network;
    const beacon = this.#network.changed(change);
    const fields = { ...beaconFields(beacon), ...unaskedFrames(beacon) };
    await core.request("SetBeacon", { ifindex, ...fields }, { ...call, ...options });
    this.#network.hasChanged(change);
  }

  /**
   * Goes to another channel with its stations: announces it in `count` beacons, and resolves when it is there.
   *
   * Rejects with INVALID_ARGUMENT for what is no channel, BUSY while another switch runs, NOT_SUPPORTED where the driver cannot, TIMEOUT, ABORTED,
   * LOST where the access point stopped meanwhile, and KERNEL: EINVAL where regulation or the device bars the channel, or it asks for radar
   * detection and was not checked (`wifi.radar`).
   */
  switchChannel(channel: ChannelChoice, options: ChannelSwitchOptions = {}): Promise<void> {
    return moveNetwork(this.#network, channel, options);
  }

  /**
   * Takes another BSS colour, 1 to 63: announces it in `count` beacons, and resolves when it has it. Needs a network with `he`, and a device that
   * knows colours (NOT_SUPPORTED).
   */
  changeColor(color: number, options: ColorChangeOptions = {}): Promise<void> {
    return changeColor(this.#network, color, options);
  }

  /** The service, where it is that which lets stations in. */
  get #served(): ApService {
    if (!this.#known.device) return this.#known;
    throw new Nl80211Error("NOT_SUPPORTED", "this device lets stations in by itself, and does not tell how", {
      hint: "wifi.watchStations() lists them, wifi.deleteStation() sends them away",
    });
  }

  get #known(): ApService {
    if (this.#service !== undefined) return this.#service;
    throw new Nl80211Error("INVALID_ARGUMENT", "this access point was started with stations: false");
  }
}
