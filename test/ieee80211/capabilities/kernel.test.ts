import { describe, expect, it } from "vitest";
import { fromHex } from "../../../src/bytes/hex.ts";
import {
  decodeEhtPpeThresholds,
  decodeEmlCapabilities,
  decodeHeMcsSet,
  decodeHePhyCapabilities,
  decodeHePpeThresholds,
  decodeHtCapabilityInfo,
  decodeHtMcsSet,
  decodeKernelEhtMcsSet,
  decodeMldCapabilities,
  decodeVhtCapabilityInfo,
  decodeVhtMcsSet,
  htAmpduParameters,
} from "../../../src/ieee80211/index.ts";

/** The same decoders read what the kernel says of a wiphy; the values are those of mac80211_hwsim, the words those of `iw phy`. */
describe("capabilities from the kernel", () => {
  it("of HT: NL80211_BAND_ATTR_HT_CAPA 0x107e, factor 3, density 6", () => {
    // iw phy: HT20/HT40, SM Power Save disabled, RX Greenfield, RX HT20 SGI, RX HT40 SGI, No RX STBC, Max AMSDU length: 3839 bytes, DSSS/CCK HT40
    expect(decodeHtCapabilityInfo(0x107e)).toEqual({
      rxLdpc: false,
      fortyMhz: true,
      smPowerSave: "disabled",
      greenfield: true,
      shortGi20Mhz: true,
      shortGi40Mhz: true,
      txStbc: false,
      rxStbcStreams: 0,
      delayedBlockAck: false,
      maxAmsduOctets: 3839,
      dsssCck40Mhz: true,
      fortyMhzIntolerant: false,
      lsigTxopProtection: false,
    });
    expect(htAmpduParameters(3, 6)).toEqual({ maxLengthOctets: 65535, minStartSpacingMicroseconds: 8 });
    expect(decodeHtMcsSet(fromHex("ffff0000000000000000000001000000"))).toMatchObject({
      rxStreams: 2,
      txDefined: true,
    });
  });

  it("of VHT: the ratios of streams by width", () => {
    // Table 9-314; ieee80211_get_vht_max_nss of Linux has the same rows.
    const ratios = (set: number, extended: number) => decodeVhtCapabilityInfo((set << 2) | (extended << 30)).nssRatios;
    expect(ratios(0, 0)).toEqual({ upTo80Mhz: 1 });
    expect(ratios(0, 1)).toEqual({ upTo80Mhz: 1, at160Mhz: 0.5 });
    expect(ratios(0, 3)).toEqual({ upTo80Mhz: 1, at160Mhz: 0.75, at80Plus80Mhz: 0.75 });
    expect(ratios(1, 2)).toEqual({ upTo80Mhz: 1, at160Mhz: 1, at80Plus80Mhz: 0.75 });
    expect(ratios(2, 0)).toEqual({ upTo80Mhz: 1, at160Mhz: 1, at80Plus80Mhz: 1 });
    expect(ratios(2, 3)).toEqual({ upTo80Mhz: 2, at160Mhz: 1, at80Plus80Mhz: 1 });
    expect(ratios(2, 1)).toBeUndefined();
    expect(decodeVhtMcsSet(fromHex("faff0c03faff0c23"))).toMatchObject({
      rx: [
        { streams: 1, maxMcs: 9 },
        { streams: 2, maxMcs: 9 },
      ],
      maxRxRateMbps: 780,
      maxTxRateMbps: 780,
      extendedNssBwCapable: true,
    });
  });

  it("of HE: twelve octets of maps, whichever widths there are", () => {
    // struct ieee80211_he_mcs_nss_supp: 80, 160, 80+80, each receive and transmit.
    const phy = decodeHePhyCapabilities(fromHex("1c00000000000000000000"));
    const octets = fromHex("faff faff f5ff f5ff f0ff f0ff");
    expect(decodeHeMcsSet(octets, phy)).toEqual({
      upTo80Mhz: { rx: two(11), tx: two(11) },
      at160Mhz: { rx: two(9), tx: two(9) },
      at80Plus80Mhz: { rx: two(7), tx: two(7) },
    });
    const only80 = decodeHePhyCapabilities(fromHex("1400000000000000000000")); // 80+80 without 160: its map keeps the third place
    expect(decodeHeMcsSet(octets, only80).at80Plus80Mhz).toEqual({ rx: two(7), tx: two(7) });
  });

  it("of EHT: nine octets with each map in its place, or four for 20 MHz only", () => {
    // struct ieee80211_eht_mcs_nss_supp is a union.
    const wide = { fortyMhzIn24Ghz: false, fortyAnd80MhzIn5And6Ghz: true, oneSixtyMhz: false, eightyPlus80Mhz: false };
    const octets = fromHex("111111222222333333");
    const set = decodeKernelEhtMcsSet(octets, wide, true, "station");
    expect(Object.keys(set)).toEqual(["upTo80Mhz", "at320Mhz"]);
    expect(set.at320Mhz?.map(({ maxRxNss }) => maxRxNss)).toEqual([3, 3, 3]);
    const narrow = { ...wide, fortyAnd80MhzIn5And6Ghz: false };
    expect(decodeKernelEhtMcsSet(fromHex("44332211"), narrow, false, "station")).toEqual({
      only20Mhz: [
        { mcs: "0-7", maxRxNss: 4, maxTxNss: 4 },
        { mcs: "8-9", maxRxNss: 3, maxTxNss: 3 },
        { mcs: "10-11", maxRxNss: 2, maxTxNss: 2 },
        { mcs: "12-13", maxRxNss: 1, maxTxNss: 1 },
      ],
    });
  });

  it("of PPE thresholds: streams, sizes, then three bits each", () => {
    // 9.4.2.248.5, by hand: NSTS 1 (2 streams), RU bitmask 0011 (242, 484), then 16/8 µs pairs 1/2, 3/4, 5/6, 7/0 from bit 7 on.
    const pairs = [1, 2, 3, 4, 5, 6, 7, 0];
    let field = 1n | (0b0011n << 3n);
    pairs.forEach((value, i) => {
      field |= BigInt(value) << BigInt(7 + 3 * i);
    });
    const octets = Uint8Array.from({ length: 4 }, (_, i) => Number((field >> BigInt(8 * i)) & 255n));
    expect(decodeHePpeThresholds(octets)).toEqual({
      octets: 4, // 7 + 4 pairs of 6 bits
      thresholds: [
        { streams: 1, ru: "242", ppetMax: 1, ppet8: 2 },
        { streams: 1, ru: "484", ppetMax: 3, ppet8: 4 },
        { streams: 2, ru: "242", ppetMax: 5, ppet8: 6 },
        { streams: 2, ru: "484", ppetMax: 7, ppet8: 0 },
      ],
    });
    // EHT: four bits of streams, five of sizes; ieee80211_eht_ppe_size of one stream and one size is 2 octets.
    expect(decodeEhtPpeThresholds(fromHex("1000"))?.octets).toBe(2);
    expect(decodeHePpeThresholds(fromHex("7b1cc771"))).toBeUndefined(); // 13 octets are meant
  });

  it("of multi-link devices: delays by their codes", () => {
    // ieee80211_emlsr_pad_delay_in_us, _trans_delay_in_us, ieee80211_eml_trans_timeout_in_us: 32 << 2, 16 << 4, 128 << 9.
    const field = 0x0001 | (3 << 1) | (5 << 4) | (10 << 11);
    expect(decodeEmlCapabilities(field)).toEqual({
      emlsr: true,
      emlmr: false,
      paddingDelayMicroseconds: 128,
      transitionDelayMicroseconds: 256,
      transitionTimeoutMicroseconds: 65536,
    });
    expect(decodeEmlCapabilities(0x0080 | (4 << 4)).transitionDelayMicroseconds).toBe(256); // EMLMR counts in 32 µs
    expect(decodeEmlCapabilities(0x0001 | (7 << 1)).paddingDelayMicroseconds).toBeUndefined();
    expect(decodeMldCapabilities(0x6021)).toEqual({
      maxSimultaneousLinks: 2,
      srs: false,
      tidToLinkMappingNegotiation: 1,
      frequencySeparation: 0,
      aar: false,
      linkReconfiguration: true,
      alignedTwt: true,
    });
  });
});

function two(maxMcs: number) {
  return [
    { streams: 1, maxMcs },
    { streams: 2, maxMcs },
  ];
}
