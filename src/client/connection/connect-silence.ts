import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";
import { Bss } from "../../nl80211/bss.ts";
import { checkedMac } from "../argument.ts";
import type { Core } from "../core.ts";
import type { ConnectOptions } from "./connect-options.ts";

/**
 * A connection that nobody answered, with what the kernel has heard: it looks for a network whose privacy is that of the request, so that an
 * open network is not found by one who has a key for it, nor a secured one without.
 */
export async function silenceExplained(
  core: Core,
  ifindex: number,
  options: ConnectOptions,
  error: unknown,
): Promise<unknown> {
  if (!isNl80211Error(error, "CONNECT_FAILED") || error.statusCode !== undefined || error.reasonCode !== undefined) {
    return error;
  }
  const hint = await hintOf(core, ifindex, options).catch(() => undefined);
  return hint === undefined ? error : new Nl80211Error(error.code, error.message, { ...error, hint, cause: error });
}

async function hintOf(core: Core, ifindex: number, options: ConnectOptions): Promise<string | undefined> {
  const { frequencyMhz, security = "open" } = options;
  const bssid = options.bssid && checkedMac(options.bssid);
  const ssid = Buffer.from(ssidBytes(options.ssid));
  const replies = await (await core.dump("GetScan", { ifindex })).toArray();
  const named = replies.map((reply) => new Bss(reply, 0)).filter((bss) => ssid.equals(bss.ssid.bytes));
  const meant = named
    .filter((bss) => bssid === undefined || bss.bssid === bssid)
    .filter((bss) => frequencyMhz === undefined || bss.frequencyMhz === frequencyMhz);
  const other = meant.find((bss) => bss.security.encrypted !== (security !== "open"));
  if (other !== undefined && meant.every((bss) => bss.security.encrypted === other.security.encrypted)) {
    return `the network is there, and ${other.security.name === "Open" ? "open" : `secured (${other.security.name})`}: say so in security`;
  }
  if (meant.length > 0 || named.length === 0) return undefined;
  const places = named.map((bss) => `${bss.bssid} at ${bss.frequencyMhz} MHz`);
  return `the network was heard elsewhere: ${places.slice(0, 5).join(", ")}`;
}
