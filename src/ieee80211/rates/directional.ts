import { within } from "./modulation.ts";

/** 802.11ad and 802.11ay at 60 GHz. */
export type DirectionalRate =
  | {
      readonly kind: "DMG";
      /** 0 control, 1 to 12 single carrier, 13 to 24 OFDM, 25 to 31 low power single carrier. */
      readonly mcs: number;
      /** The MCS between two others: 9.1 is mcs 9 with step 1, 12.6 is mcs 12 with step 6. */
      readonly step?: number;
    }
  | {
      readonly kind: "EDMG";
      readonly mcs: number;
      /** Channels of 2.16 GHz that are bonded, 1 to 4. */
      readonly bonded: number;
      readonly nss?: number;
    };

/**
 * kbit/s of DMG MCS 0 to 31. IEEE 802.11-2020 tables 20-15, 20-19 and 20-22 (OFDM: 802.11-2016 table 20-14);
 * cfg80211_calculate_bitrate_dmg.
 */
const DMG_KBPS: readonly number[] = [
  27_500, 385_000, 770_000, 962_500, 1_155_000, 1_251_250, 1_540_000, 1_925_000, 2_310_000, 2_502_500, 3_080_000,
  3_850_000, 4_620_000, 693_000, 866_250, 1_386_000, 1_732_500, 2_079_000, 2_772_000, 3_465_000, 4_158_000, 4_504_500,
  5_197_500, 6_237_000, 6_756_750, 626_000, 834_000, 1_112_000, 1_251_000, 1_668_000, 2_224_000, 2_503_000,
];

/**
 * Extended MCS of the single carrier PHY: 9.1, and 12.1 to 12.6. Linux (cfg80211_calculate_bitrate_extended_sc_dmg) has
 * 6390 Mbit/s for 12.4, where 64-QAM at 3/4 gives 6930.
 */
const EXTENDED_KBPS: Readonly<Record<string, number>> = {
  9.1: 2_695_000,
  12.1: 5_005_000,
  12.2: 5_390_000,
  12.3: 5_775_000,
  12.4: 6_930_000,
  12.5: 7_507_500,
  12.6: 8_085_000,
};

/**
 * kbit/s of EDMG MCS 0 to 20 for one channel and one stream, normal guard interval. IEEE 802.11ay table 28-61;
 * cfg80211_calculate_bitrate_edmg.
 */
const EDMG_KBPS: readonly number[] = [
  27_500, 385_000, 770_000, 962_500, 1_155_000, 1_251_250, 1_347_500, 1_540_000, 1_925_000, 2_310_000, 2_502_500,
  2_695_000, 3_080_000, 3_850_000, 4_620_000, 5_005_000, 5_390_000, 5_775_000, 6_930_000, 7_507_500, 8_085_000,
];

export function directionalKbps(rate: DirectionalRate): number | undefined {
  if (rate.kind === "DMG") {
    return rate.step ? EXTENDED_KBPS[`${rate.mcs}.${rate.step}`] : DMG_KBPS[rate.mcs];
  }
  const { bonded, nss = 1 } = rate;
  const single = EDMG_KBPS[rate.mcs];
  return single !== undefined && within(bonded, 1, 4) && within(nss, 1, 8) ? single * bonded * nss : undefined;
}
