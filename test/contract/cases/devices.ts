import type { Nl80211 } from "../../../src/client/nl80211.ts";
import type { GetScanReply } from "../../../src/nl80211/generated/scan.ts";

/** A station interface as GET_INTERFACE replies it. */
export function wlan(ifindex: number) {
  return { ifindex, ifname: `wlan${ifindex}`, wdev: ifindex, wiphy: 0, iftype: 2, mac: macOf(ifindex), generation: 1 };
}

export function macOf(ifindex: number): string {
  return `02:00:00:00:00:${ifindex.toString(16).padStart(2, "0")}`;
}

/** A network as GET_SCAN replies it: its elements are an SSID and whatever follows. */
export function network(
  ifindex: number,
  bssid: string,
  frequencyMhz: number,
  ssid: string | Uint8Array,
  more: readonly number[] = [],
): GetScanReply {
  const name = typeof ssid === "string" ? new TextEncoder().encode(ssid) : ssid;
  const informationElements = Uint8Array.of(0, name.length, ...name, ...more);
  return { ifindex, wdev: ifindex, bss: { bssid, frequencyMhz, informationElements, signalMbm: -5000 } };
}

export async function names(wifi: Nl80211): Promise<(string | undefined)[]> {
  return (await wifi.interfaces()).map(({ name }) => name);
}
