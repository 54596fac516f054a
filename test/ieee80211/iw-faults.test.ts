import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import {
  decodeEhtPhyCapabilities,
  decodeVhtCapabilityInfo,
  ElementId,
  ExtendedCapability,
  parseElements,
  RadioMeasurement,
  VendorElement,
} from "../../src/ieee80211/index.ts";

const read = (hex: string) => parseElements(fromHex(hex));

/** Each story begins with what iw 6.17 does with the same octets, seen by calling its own print_ies(). */
describe("where iw is wrong", () => {
  it("EHT capabilities without HE capabilities are malformed", () => {
    // iw: NULL pointer, util.c:1661. Any access point in range can end `iw scan`.
    const list = read(`ff0e6c${"00".repeat(13)}`);
    expect(list.malformed.map(({ name, reason }) => [name, reason])).toEqual([
      ["EHT Capabilities", "EHT capabilities without the HE capabilities that they build on"],
    ]);
    expect(list.get(ElementId.EhtCapabilities)).toBeUndefined();
  });

  it("S1G capabilities may have all short guard intervals", () => {
    // iw: writes "SGI support: 1 2 4 8 16 MHz" into 20 octets, util.c:2209.
    const { info } = read(`d90f3e${"00".repeat(14)}`).get(ElementId.S1gCapabilities)!;
    const { shortGi1Mhz, shortGi2Mhz, shortGi4Mhz, shortGi8Mhz, shortGi16Mhz } = info;
    expect([shortGi1Mhz, shortGi2Mhz, shortGi4Mhz, shortGi8Mhz, shortGi16Mhz]).toEqual([true, true, true, true, true]);
  });

  it("S1G capabilities end with their fifteenth octet", () => {
    // iw: takes the 1 MHz limits from caps[15], one past the element, util.c:2368. Bits 34 to 37 of the MCS field (9.4.2.200.3) are in octet 14.
    const { mcs } = read(`d90f${"00".repeat(14)}24`).get(ElementId.S1gCapabilities)!;
    expect([mcs.rxSingleStream1Mhz, mcs.txSingleStream1Mhz]).toEqual([1, 2]);
  });

  it("S1G capabilities have their A-MPDU exponent in bits 27 and 28, their highest transmit rate in bits 25 to 33 of the MCS field", () => {
    // iw: shifts octet 3 by 2, and octet 13 by 7. ieee80211-s1g.h: S1G_CAP3_MAX_AMPDU_LEN_EXP is GENMASK(4, 3).
    const list = read("d90f000000180000000000000000000 00c801".replace(" ", "").padEnd(34, "0").slice(0, 34));
    expect(list.get(ElementId.S1gCapabilities)!.info.maxAmpduOctets).toBe(65535);
    const rate = read(`d90f${"00".repeat(13)}c801`).get(ElementId.S1gCapabilities)!;
    expect(rate.mcs.maxTxRateMbps).toBe(0b0_1_1100100); // 0x01c8 >> 1 = 228
  });

  it("an extension element of no octets at the end is malformed", () => {
    // iw: reads the extension id behind the buffer, scan.c:2498.
    const list = read("000161ff00");
    expect([...list].map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ["SSID", "decoded", undefined],
      ["Element 255", "malformed", "no extension id"],
    ]);
  });

  it("a Multi-Link element may be longer than 23 octets", () => {
    // iw: "<invalid: 61 bytes>" for two profiles of links.
    const profile = "0017 3100 07 020000000b00 0104 000461626364 0301 06 2a01 00";
    const hex = `ff3d 6b 1000 08 020000000a00 00 ${profile} ${profile.replace("3100", "3200")}`;
    const { links } = read(hex).get(ElementId.MultiLink)!;
    expect(links.map(({ linkId, address }) => [linkId, address])).toEqual([
      [1, "02:00:00:00:0b:00"],
      [2, "02:00:00:00:0b:00"],
    ]);
  });

  it("the fields of a Multi-Link element end where its length says", () => {
    // iw: takes 1 from a length that it then compares with an offset counted from elsewhere: the last fields are lost.
    const { common } = read("ff0b 6b 1000 08 23f289a14c8a 03").get(ElementId.MultiLink)!;
    expect(common).toEqual({ mldAddress: "23:f2:89:a1:4c:8a", linkId: 3 });
  });

  it("a Multi-Link element of another type is not read as a basic one", () => {
    // iw: prints the MAC and link id of a reconfiguration, which has neither.
    const { type, common } = read("ff0b 6b 0200 01 0005 4200 03 0a00").get(ElementId.MultiLink)!;
    expect([type, common]).toEqual([2, {}]);
  });

  it("operating classes after a 0 are pairs", () => {
    // iw: drops them; it sets zero_delimiter to 0 where 1 is meant, scan.c:1563.
    expect(read("3b07 51 53 00 80 82 81 86").get(ElementId.SupportedOperatingClasses)).toEqual({
      current: 81,
      supported: [83],
      currentExtension: [],
      duples: [
        [128, 130],
        [129, 134],
      ],
    });
  });

  it("EHT PHY capabilities have nine octets, from the kernel too", () => {
    // iw: prints nine of an array of eight, util.c:1721.
    const phy = decodeEhtPhyCapabilities(fromHex("000000000000000003"));
    expect([phy.rx1024QamInWiderDlOfdma, phy.rx4096QamInWiderDlOfdma]).toEqual([true, true]);
  });

  it("EHT MAC capabilities begin their second octet with the A-MPDU extension", () => {
    // iw: is one bit off. ieee80211-eht.h: IEEE80211_EHT_MAC_CAP1_MAX_AMPDU_LEN_MASK is 0x01, _EHT_TRS 0x02.
    const he = `ff1623${"00".repeat(6)}04${"00".repeat(14)}`;
    const { mac } = read(`${he}ff0f6c0003${"00".repeat(12)}`).get(ElementId.EhtCapabilities)!;
    expect(mac).toMatchObject({
      maxAmpduLengthExponentExtension: 1,
      triggeredResponseScheduling: true,
      txopReturnInSharingMode2: false,
    });
  });

  it("EHT maps follow each other without gaps", () => {
    // iw: looks for the map of 320 MHz behind that of 160 MHz even where there is none.
    const he = `ff1623${"00".repeat(6)}04${"00".repeat(14)}`;
    const { mcs } = read(`${he}ff126c0000 02${"00".repeat(8)} 111111 222222`).get(ElementId.EhtCapabilities)!;
    expect(mcs.at160Mhz).toBeUndefined();
    expect(mcs.at320Mhz).toEqual([
      { mcs: "0-9", maxRxNss: 2, maxTxNss: 2 },
      { mcs: "10-11", maxRxNss: 2, maxTxNss: 2 },
      { mcs: "12-13", maxRxNss: 2, maxTxNss: 2 },
    ]);
  });

  it("the bitmap of punctured channels is a number", () => {
    // iw: prints its two octets in the order of the air, 0x0c00 for 0x000c.
    const { info } = read("ff0b 6a 03 00000000 03 2a 32 0c00").get(ElementId.EhtOperation)!;
    expect(info?.disabledSubchannels).toBe(0x000c);
  });

  it("VHT channel width sets that are reserved have no ratios", () => {
    // iw: reads past the end of its table (nss_ratio_tbl has three rows), and calls the 80+80 MHz of set 1 with extended NSS 3 "undef".
    expect(decodeVhtCapabilityInfo(0x0000000c).nssRatios).toBeUndefined();
    expect(decodeVhtCapabilityInfo(0xc0000004).nssRatios).toEqual({ upTo80Mhz: 2, at160Mhz: 2, at80Plus80Mhz: 1 });
  });

  it("powers are signed", () => {
    // iw: "TX power: 226 dBm", and -6.5 dBm for the octet f5, which is -5.5.
    expect(read("2302e200").get(ElementId.TpcReport)).toEqual({ txPowerDbm: -30, linkMarginDb: 0 });
    expect(read("c30200f5").get(ElementId.TransmitPowerEnvelope)!.eirp).toEqual([{ widthMhz: 20, maxDbm: -5.5 }]);
  });

  it("P2P tells the device's capability first", () => {
    // iw: has the two the other way round. hostap, p2p_buf_add_capability: device, then group.
    const { capability } = read("dd09506f9a0902020001 80".replace(" ", "")).get(VendorElement.P2p)!;
    expect(capability).toMatchObject({ serviceDiscovery: true, ipAddressAllocation: true, groupOwner: false });
  });

  it("radio measurement durations are in bits 18 to 26", () => {
    // iw: takes them from bits 29 to 31 and 32 to 34. 9.4.2.43; tshark: 3, 5 and 6 of these octets.
    const capabilities = read("4605 00 00 ac 06 00").get(ElementId.RmEnabledCapabilities)!;
    expect(capabilities).toMatchObject({
      operatingChannelMaxDuration: 3,
      nonoperatingChannelMaxDuration: 5,
      measurementPilotCapability: 6,
      measurements: [],
    });
    expect(read("4605 02 00 00 00 08").get(ElementId.RmEnabledCapabilities)!.measurements).toEqual([
      RadioMeasurement.NeighborReport,
      RadioMeasurement.CivicLocation,
    ]);
  });

  it("the 1 MHz primary of S1G is the lower one for 0", () => {
    // iw: the other way round. ieee80211-s1g.h: S1G_2M_PRIMARY_LOCATION_LOWER is 0.
    expect(read("e806 03 0000000000").get(ElementId.S1gOperation)).toMatchObject({
      primaryWidthMhz: 1,
      operatingWidthMhz: 2,
      primaryIsUpper: false,
    });
    expect(read("e806 23 0000000000").get(ElementId.S1gOperation)!.primaryIsUpper).toBe(true);
  });

  it("HT MCS indices that stand alone are numbers of their own", () => {
    // iw: "00, 22, 4-6, 88" for 0, 2, 4 to 6 and 8.
    const { mcs } = read(`2d1a000000 7501${"00".repeat(21)}`.replace(" ", "")).get(ElementId.HtCapabilities)!;
    expect(mcs.rx).toEqual([0, 2, 4, 5, 6, 8]);
  });

  it("the service interval of S-PSMP is one number of three bits", () => {
    // iw: a `break` leaves a do-while instead of the switch, so that each bit adds what the later ones would, and "Identifier Location" is printed.
    const { capabilities, serviceIntervalMs } = read("7f06 40 00 00 00 00 02").get(ElementId.ExtendedCapabilities)!;
    expect([capabilities, serviceIntervalMs]).toEqual([[ExtendedCapability.SPsmp], 10]);
  });

  it("TIMs of two octets are whole", () => {
    // iw: "<invalid: 2 bytes>". 9.4.2.5.1: the bitmap is left out where nothing waits.
    expect(read("0502 0103").get(ElementId.Tim)).toMatchObject({
      dtimCount: 1,
      dtimPeriod: 3,
      groupTraffic: false,
      aids: [],
    });
  });

  it("membership selectors are no rates", () => {
    // iw: prints SAE H2E as 61.5*, HE as 61.0*, EHT as 60.5*.
    expect(read("3204 0c fb fa f9").get(ElementId.ExtendedSupportedRates)).toEqual({
      rates: [{ mbps: 6, basic: false }],
      selectors: [
        { selector: 123, feature: "SAE H2E" },
        { selector: 122, feature: "HE" },
        { selector: 121, feature: "EHT" },
      ],
    });
  });

  it("an OSEN without pairwise ciphers has CCMP", () => {
    // iw: "Pairwise ciphers: OSEN", which is no cipher. hostap, wpa_parse_wpa_ie_rsn.
    expect(read("dd08506f9a12000fac01").get(VendorElement.Osen)!.pairwiseCiphers).toEqual([0x000fac04]);
  });
});
