import type { Bss } from "../../nl80211/bss.ts";

/**
 * The networks that several interfaces know. Those of one radio (`wiphy`) remember the same ones: each is here once, as the interface
 * tells it that is connected to it, or else as the first.
 */
export class Heard {
  readonly #networks = new Map<string, Bss>();

  /** All that one interface of the radio knows. It may have one BSSID twice: with its name hidden, and with the name that it answers to. */
  add(wiphy: number, networks: readonly Bss[]): void {
    const seen = new Map<string, number>();
    for (const network of networks) {
      const count = seen.get(network.key) ?? 0;
      seen.set(network.key, count + 1);
      const key = `${wiphy} ${network.key} ${count}`;
      const known = this.#networks.get(key);
      if (known === undefined || (known.status === undefined && network.status !== undefined)) {
        this.#networks.set(key, network);
      }
    }
  }

  get networks(): Bss[] {
    return [...this.#networks.values()];
  }
}
