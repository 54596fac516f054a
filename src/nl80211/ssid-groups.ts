import { toHex } from "../bytes/hex.ts";
import type { Ssid } from "../ieee80211/ssid.ts";
import type { Bss } from "./bss.ts";

/** Networks of one name, as a person thinks of "a network": its access points and their bands. */
export interface SsidGroup {
  readonly ssid: Ssid;
  /** The strongest first; those without dBm last. */
  readonly networks: readonly Bss[];
}

/**
 * Puts networks of the same SSID together, the group with the strongest first. Names are the same where their octets are; each hidden
 * network is a group of its own, since nothing says that two of them belong together.
 */
export function groupBySsid(networks: readonly Bss[]): SsidGroup[] {
  const groups = new Map<string, Bss[]>();
  for (const bss of networks.toSorted((a, b) => strength(b) - strength(a))) {
    const key = bss.ssid.hidden ? `hidden ${bss.key}` : toHex(bss.ssid.bytes);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [bss]);
    else group.push(bss);
  }
  return [...groups.values()].map((group) => ({ ssid: group[0]!.ssid, networks: group }));
}

function strength({ signalDbm }: Bss): number {
  return signalDbm ?? -1000;
}
