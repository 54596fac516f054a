import type { Chandef } from "../../ieee80211/chandef.ts";
import { bandOf } from "../../ieee80211/channel.ts";
import { ElementId } from "../../ieee80211/element-id.ts";
import type { BssProtection } from "../../ieee80211/encode/beacon.ts";
import type { ApStation } from "./station.ts";

/** Rates of 802.11b. Who has no others understands none of the frames of 802.11g and later. */
const DSSS_MBPS: ReadonlySet<number> = new Set([1, 2, 5.5, 11]);

/** 40 MHz, and greenfield, in the HT capability information. IEEE 802.11-2020, 9.4.2.55.2. */
const FORTY_MHZ = 0x0002;
const GREENFIELD = 0x0010;

/**
 * What a network must announce because of who is in it: older stations would talk into frames that they do not understand. IEEE 802.11-2020,
 * 10.27 and 11.16; the rules are those of hostapd.
 */
export function protectionFor(stations: readonly ApStation[], chandef: Chandef): BssProtection {
  const low = bandOf(chandef.frequencyMhz) === "2.4 GHz";
  const information = stations.map(htInformation);
  const withoutHt = information.includes(undefined);
  const narrow = chandef.widthMhz >= 40 && information.some((info) => info !== undefined && (info & FORTY_MHZ) === 0);
  return {
    nonErp: low && stations.some(({ ratesMbps }) => ratesMbps.every((mbps) => DSSS_MBPS.has(mbps))),
    longSlot: low && stations.some(({ capability }) => !capability.shortSlotTime),
    longPreamble: low && stations.some(({ capability }) => !capability.shortPreamble),
    ht: withoutHt ? 3 : narrow ? 2 : 0,
    nongreenfield: information.some((info) => info !== undefined && (info & GREENFIELD) === 0),
  };
}

/** The first two octets of a station's HT capabilities; undefined where it has none. */
function htInformation({ elements }: ApStation): number | undefined {
  const [low, high] = elements.element(ElementId.HtCapabilities)?.body ?? [];
  return low === undefined || high === undefined ? undefined : low | (high << 8);
}
