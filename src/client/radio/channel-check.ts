import { Nl80211Error } from "../../errors.ts";
import { type Chandef, formatChandef } from "../../ieee80211/chandef.ts";
import { channelUse } from "../../nl80211/channel-use.ts";
import type { CallOptions } from "../core.ts";
import type { Devices } from "../devices.ts";
import { selectorOf, type Target } from "../target.ts";

/**
 * Throws INVALID_ARGUMENT for a channel that the wiphy's own data rule out, with why. A wiphy that tells no channels rules out nothing; a monitor, and
 * a radio (whose channel is that of its monitors), may listen on some channels that are disabled for others.
 */
export async function checkChannel(
  devices: Devices,
  target: Target,
  chandef: Chandef,
  options: CallOptions,
): Promise<void> {
  const wiphy = await devices.wiphy(target, options);
  if (wiphy.bands.length === 0) return;
  const use = channelUse(wiphy, chandef);
  if (use.usable) return;
  if (use.monitor && (await isMonitor(devices, target, wiphy.name, options))) return;
  const why = use.problems.join("; ");
  throw new Nl80211Error("INVALID_ARGUMENT", `${formatChandef(chandef)}: ${why}`, {
    hint: `nl80211 wiphys ${wiphy.name} lists its channels`,
  });
}

async function isMonitor(devices: Devices, target: Target, radio: string, options: CallOptions): Promise<boolean> {
  const selector = selectorOf(target);
  if (target === radio || (selector !== undefined && "wiphy" in selector)) return true;
  return (await devices.interface(target, options)).type === "monitor";
}
