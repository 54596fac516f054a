import { type DirectionalRate, directionalKbps } from "./rates/directional.ts";
import { type ExtremelyHighRate, extremelyHighKbps } from "./rates/eht.ts";
import { type HighEfficiencyRate, highEfficiencyKbps } from "./rates/he.ts";
import { type HighThroughputRate, highThroughputKbps } from "./rates/ht.ts";
import { type SubGigahertzRate, subGigahertzKbps } from "./rates/s1g.ts";
import { type UltraHighRate, ultraHighKbps } from "./rates/uhr.ts";
import { type VeryHighRate, veryHighKbps } from "./rates/vht.ts";

/** A rate of 802.11b, a or g: 1 to 54 Mbit/s at 20 MHz; a half or a quarter of it at 10 and 5 MHz. */
export interface LegacyRate {
  readonly kind: "legacy";
  readonly mbps: number;
  readonly widthMhz?: 5 | 10 | 20;
}

/** How a frame is sent: modulation, streams, width, guard interval. struct rate_info of Linux. */
export type Rate =
  | LegacyRate
  | HighThroughputRate
  | VeryHighRate
  | HighEfficiencyRate
  | ExtremelyHighRate
  | UltraHighRate
  | SubGigahertzRate
  | DirectionalRate;

/**
 * The data rate in Mbit/s, exact to the kbit/s, by the standard's formulas: data subcarriers x bits x coding rate x
 * streams over the symbol time. `undefined` where the standard gives no rate to these numbers.
 *
 * Linux (cfg80211_calculate_bitrate) cuts to 100 kbit/s, so that HE 80 MHz MCS 11 with two streams is 1200.9 there and
 * 1200.98 here.
 */
export function rateMbps(rate: Rate): number | undefined {
  const kbps = rateKbps(rate);
  return kbps === undefined ? undefined : Math.round(kbps) / 1000;
}

function rateKbps(rate: Rate): number | undefined {
  switch (rate.kind) {
    case "legacy":
      return rate.mbps * 1000;
    case "HT":
      return highThroughputKbps(rate);
    case "VHT":
      return veryHighKbps(rate);
    case "HE":
      return highEfficiencyKbps(rate);
    case "EHT":
      return extremelyHighKbps(rate);
    case "UHR":
      return ultraHighKbps(rate);
    case "S1G":
      return subGigahertzKbps(rate);
    case "DMG":
    case "EDMG":
      return directionalKbps(rate);
  }
}
