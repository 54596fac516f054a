import { netdev } from "../addressee.ts";
import type { CallOptions, Core } from "../core.ts";
import type { Target } from "../target.ts";
import type { AccessPoint, AccessPointInput, StationEvents } from "./access-point.ts";
import {
  type AccessList,
  accessListFields,
  type BssSettings,
  bssFields,
  type OweAnswer,
  oweFields,
} from "./bss-settings.ts";

/**
 * Access points, of interfaces of type "ap" that are up. All of it needs CAP_NET_ADMIN.
 *
 * The kernel beacons. Who joins is decided here: drivers of mac80211, and with them most, leave the answers to authentications and associations
 * to the program, as they do to hostapd. Networks are open: the handshake of WPA is not offered.
 */
export class AccessPoints {
  readonly #core: Core;
  readonly #events: StationEvents;

  constructor(core: Core, events: StationEvents) {
    this.#core = core;
    this.#events = events;
  }

  /**
   * Starts an open network, lets stations in by its rules, and passes data between the interface and them.
   *
   * Rejects with INTERFACE_DOWN; NOT_SUPPORTED for an interface that is no access point, and for what the radio has not; BUSY and KERNEL with
   * EALREADY where another program serves or beacons already; KERNEL with EINVAL where regulation or the device bars the channel.
   */
  async start(target: Target, input: AccessPointInput, options: CallOptions = {}): Promise<AccessPoint> {
    const { startAccessPoint } = await import("./start.ts"); // with its codecs, when it is asked for
    return startAccessPoint(this.#core, target, input, options, this.#events);
  }

  /** Stops an access point, whoever started it. One that does not beacon is KERNEL with ENOENT. */
  async stop(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("StopAp", selector, call);
  }

  /** Changes what is not in the beacon: CTS protection, slot time, isolation of stations, basic rates. */
  async setBss(target: Target, settings: BssSettings, options: CallOptions = {}): Promise<void> {
    const fields = bssFields(settings);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetBss", { ...selector, ...fields }, call);
  }

  /**
   * Refuses stations by their addresses, in place of the list before; `{ denied: [] }` refuses none. Only devices that authenticate
   * stations by themselves can (`limits.accessListAddresses` of the wiphy): NOT_SUPPORTED elsewhere, KERNEL with EINVAL where nothing beacons.
   */
  async setMacAcl(target: Target, list: AccessList, options: CallOptions = {}): Promise<void> {
    const fields = accessListFields(list);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetMacAcl", { ...selector, ...fields }, call);
  }

  /** Sends multicast packets to each station by itself, acknowledged and faster, or no longer. */
  async setMulticastToUnicast(target: Target, on: boolean, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request(
      "SetMulticastToUnicast",
      { ...selector, ...(on && { multicastToUnicastEnabled: true }) },
      call,
    );
  }

  /** Answers an "update-owe-info" event: devices that associate stations by themselves leave the key exchange of OWE to the program. */
  async updateOwe(target: Target, answer: OweAnswer, options: CallOptions = {}): Promise<void> {
    const fields = oweFields(answer);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("UpdateOweInfo", { ...selector, ...fields }, call);
  }
}
