import { ElementId } from "../../ieee80211/element-id.ts";
import type { BssProtection } from "../../ieee80211/encode/beacon.ts";
import { describeBss } from "./bss.ts";
import { bssFields } from "./bss-settings.ts";
import { protectionFor } from "./protection.ts";
import { beaconFields, type ServedNetwork } from "./served-network.ts";
import type { ApStation } from "./station.ts";

/** Keeps what a network announces, and what its device does, fit for the stations that are in it. */
export class Consideration {
  readonly #network: ServedNetwork;
  readonly #stations: () => readonly ApStation[];
  #last: string;
  #turn: Promise<void> = Promise.resolve();

  constructor(network: ServedNetwork, stations: () => readonly ApStation[]) {
    this.#network = network;
    this.#stations = stations;
    this.#last = JSON.stringify(protectionFor([], network.chandef));
  }

  /** A station came or went. */
  review(): void {
    this.#turn = this.#turn.then(() => this.#review()).catch(() => {}); // the network may be over by now
  }

  async #review(): Promise<void> {
    const protection = protectionFor(this.#stations(), this.#network.chandef);
    const now = JSON.stringify(protection);
    if (now === this.#last) return;
    this.#last = ""; // where the kernel is busy with the beacon, the next review tries again
    this.#network.protect(protection);
    const { core, ifindex, call, beacon } = this.#network;
    await core.request("SetBeacon", { ifindex, ...beaconFields(beacon) }, call);
    const { shortSlotTime, elements } = describeBss(beacon, 0);
    const settings = bssFields({
      ctsProtection: protection.nonErp === true,
      shortPreamble: beacon.shortPreamble === true && !protection.longPreamble,
      ...(beacon.chandef.frequencyMhz < 3000 && { shortSlotTime }),
      ...(elements.has(ElementId.HtOperation) && { htOperationMode: operationMode(protection) }),
    });
    await core.request("SetBss", { ifindex, ...settings }, call);
    this.#last = now;
  }
}

/** The second and third octets of the HT Operation Information. IEEE 802.11-2020, 9.4.2.56. */
function operationMode({ ht = 0, nongreenfield }: BssProtection): number {
  return ht | (nongreenfield ? 4 : 0);
}
