import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/bytes/hex.ts";
import {
  bssChannel,
  ElementId,
  Network,
  networkSecurity,
  nontransmittedBsss,
  parseElements,
  type SecurityMode,
} from "../../src/ieee80211/index.ts";

const read = (...hex: string[]) => parseElements(fromHex(hex.join("")));

/** RSN elements by 9.4.2.23: version 1, CCMP, one pairwise cipher, AKMs, capabilities. */
const rsn = (akms: readonly number[], capabilities = "0000", group = "000fac04", more = "") => {
  const list = akms.map((akm) => `000fac${akm.toString(16).padStart(2, "0")}`).join("");
  const body = `0100${group}0100000fac04${akms.length.toString(16).padStart(2, "0")}00${list}${capabilities}${more}`;
  return `30${(body.length / 2).toString(16).padStart(2, "0")}${body}`;
};
const WPA_PSK = "dd160050f20101000050f20201000050f20201000050f202";
const WPA_8021X = "dd160050f20101000050f20201000050f20201000050f201";
const OWE_TRANSITION = "dd0d506f9a1c0200000004010200".slice(0, 28).padEnd(30, "0");
const [CAPABLE, REQUIRED] = ["8000", "c000"];

describe("security", () => {
  it("is one object for networks with the same elements, which nobody can change", () => {
    const [one, other] = [networkSecurity(read(rsn([2]))), networkSecurity(read("000161", rsn([2])))];
    expect(other).toBe(one);
    expect(Object.isFrozen(one) && Object.isFrozen(one.akmSuites) && Object.isFrozen(one.pairwiseCiphers)).toBe(true);
    expect(networkSecurity(read("000161"), 0x0001)).toBe(networkSecurity(read("000162"), 0x0021));
    expect(networkSecurity(read("000161"), 0x0011).name).toBe("WEP");
  });

  it("takes no RSN element for another, whichever octet tells them apart", () => {
    const plain = rsn([2, 6], CAPABLE, "000fac04", "0000000fac06");
    for (let at = 2; at < plain.length / 2; at++) {
      for (const octet of ["00", "01", "02", "04", "08", "40", "c0"]) {
        const elements = read(plain.slice(0, 2 * at) + octet + plain.slice(2 * at + 2));
        const told = elements.get(ElementId.Rsn); // decoded by itself, nothing is remembered there
        const security = networkSecurity(elements, 0x0011);
        const suites = told && {
          akmSuites: [...new Set(told.akmSuites)],
          pairwiseCiphers: [...new Set(told.pairwiseCiphers)],
          groupCipher: told.groupCipher,
        };
        expect(security, `octet ${at} as ${octet}`).toMatchObject(suites ?? { name: "Unknown" });
        const { mfpRequired = false, mfpCapable = false } = told?.capabilities ?? {};
        expect(security.mfp).toBe(mfpRequired ? "required" : mfpCapable ? "capable" : "none");
        if (security.mfp !== "none") {
          const { groupManagementCipher = 0x000fac06 } = told!; // BIP-CMAC-128 where none is named, 9.4.2.24.2
          expect(security.groupManagementCipher).toBe(groupManagementCipher);
        }
      }
    }
  });

  it("outlives the memory that it was read from, a Buffer's too", () => {
    for (const hex of [rsn([2]), rsn([8], REQUIRED), WPA_PSK]) {
      const reused = Buffer.from(`000774776963652d61${hex}`, "hex");
      const { ssid, security } = new Network(parseElements(reused));
      expect(ssid.text).toBe("twice-a");
      const before = security.name;
      reused.set(Buffer.from("twice-b"), 2);
      reused[reused.length - (hex === WPA_PSK ? 1 : 3)] = 1; // the AKM: 802.1X
      const again = new Network(parseElements(reused));
      expect(again.ssid.text).toBe("twice-b");
      expect(again.security.enterprise).toBe(true);
      expect([ssid.text, security.name, Buffer.from(ssid.bytes).toString()]).toEqual(["twice-a", before, "twice-a"]);
    }
  });

  it("is told apart by what stands beside the RSN element", () => {
    const [plain, hashed] = [networkSecurity(read(rsn([8]))), networkSecurity(read(rsn([8]), "f40120"))];
    expect([plain.saeHashToElement, hashed.saeHashToElement]).toEqual([false, true]);
    expect(networkSecurity(read(rsn([8]))).saeHashToElement).toBe(false);
    expect(networkSecurity(read(rsn([2]), WPA_PSK)).name).toBe("WPA/WPA2-Personal");
    expect(new Set(networkSecurity(read(rsn([2]), WPA_8021X)).modes)).toEqual(
      new Set(["WPA-Enterprise", "WPA2-Personal"]),
    );
    expect(networkSecurity(read(rsn([2]), WPA_PSK))).toBe(networkSecurity(read(WPA_PSK, rsn([2]))));
    expect(networkSecurity(read(WPA_PSK)).name).toBe("WPA-Personal");
    expect(networkSecurity(read(rsn([2]))).name).toBe("WPA2-Personal");
  });

  // Names and meanings: Wi-Fi Alliance, WPA3 Specification 3.4, sections 2 to 7; AKMs of Table 9-190.
  type Row = readonly [name: string, modes: SecurityMode[], hex: string, capability?: number | undefined];
  const rows: readonly Row[] = [
    ["Open", ["Open"], "", 0x0001],
    ["WEP", ["WEP"], "", 0x0011],
    ["WPA-Personal", ["WPA-Personal"], WPA_PSK, 0x0011],
    ["WPA2-Personal", ["WPA2-Personal"], rsn([2])],
    ["WPA2-Personal", ["WPA2-Personal"], rsn([2, 4, 6])],
    ["WPA/WPA2-Personal", ["WPA-Personal", "WPA2-Personal"], WPA_PSK + rsn([2])],
    ["WPA3-Personal", ["WPA3-Personal"], rsn([8], REQUIRED)],
    ["WPA3-Personal", ["WPA3-Personal"], rsn([8, 9, 24, 25], REQUIRED)],
    ["WPA2/WPA3-Personal", ["WPA2-Personal", "WPA3-Personal"], rsn([2, 8], CAPABLE)],
    ["WPA-Enterprise", ["WPA-Enterprise"], WPA_8021X],
    ["WPA2-Enterprise", ["WPA2-Enterprise"], rsn([1])],
    ["WPA2-Enterprise", ["WPA2-Enterprise"], rsn([1, 3], CAPABLE)],
    ["WPA2-Enterprise", ["WPA2-Enterprise"], rsn([1], REQUIRED)],
    ["WPA2-Enterprise", ["WPA2-Enterprise"], rsn([5], CAPABLE)],
    ["WPA3-Enterprise", ["WPA3-Enterprise"], rsn([5], REQUIRED)],
    ["WPA3-Enterprise", ["WPA3-Enterprise"], rsn([3], REQUIRED)],
    ["WPA2/WPA3-Enterprise", ["WPA2-Enterprise", "WPA3-Enterprise"], rsn([1, 5], CAPABLE)],
    ["WPA3-Enterprise 192-bit", ["WPA3-Enterprise 192-bit"], rsn([12], REQUIRED, "000fac09")],
    ["Enhanced Open", ["Enhanced Open"], rsn([18], REQUIRED)],
    ["WPA2-Personal, WPA2-Enterprise", ["WPA2-Personal", "WPA2-Enterprise"], rsn([1, 2])],
    [
      "WPA2-Personal, DPP",
      ["WPA2-Personal", "DPP"],
      rsn([2]).replace("3014", "3018").replace("0100000fac020000", "0200000fac02506f9a020000"),
    ],
    ["Unknown", ["Unknown"], "3005 0100 000fac".replace(/ /g, ""), 0x0011],
    ["Unknown", ["Unknown"], rsn([99])],
  ];
  for (const [name, modes, hex, capability] of rows) {
    it(`is ${name}: ${hex || capability}`, () => {
      expect(networkSecurity(read(hex), capability)).toMatchObject({ name, modes });
    });
  }

  it("tells transition modes, who joins how, and what protects management frames", () => {
    expect(networkSecurity(read(rsn([2, 8], CAPABLE)))).toMatchObject({
      transition: true,
      personal: true,
      enterprise: false,
      encrypted: true,
      mfp: "capable",
      pairwiseCiphers: [0x000fac04],
      groupCipher: 0x000fac04,
      groupManagementCipher: 0x000fac06, // BIP-CMAC-128, where the element names none (9.4.2.23.2)
    });
    expect(networkSecurity(read(rsn([2]))).mfp).toBe("none");
    expect(networkSecurity(read(rsn([8], REQUIRED, "000fac04", "0000000fac0c"))).groupManagementCipher).toBe(
      0x000fac0c,
    );
    expect(networkSecurity(read(rsn([8], REQUIRED), "f40120")).saeHashToElement).toBe(true);
  });

  it("knows the open twin of an OWE network", () => {
    const security = networkSecurity(read(OWE_TRANSITION), 0x0001);
    expect(security).toMatchObject({ name: "Open", transition: true, oweTransition: true, encrypted: false });
  });

  it("counts what an RSN override adds for newer stations", () => {
    // WPA3 Specification 3.4, section 9: WPA2 in the RSNE that all understand, SAE in the override.
    const override = "dd18506f9a290100000fac040100000fac040100000fac18c000";
    expect(networkSecurity(read(rsn([2]), override))).toMatchObject({ name: "WPA2/WPA3-Personal", mfp: "capable" });
  });
});

/** HT Operation of a primary channel with an offset code; any width. */
const ht = (channel: number, offset: 0 | 1 | 3, segment2 = 0) => {
  const subset2 = (segment2 << 5).toString(16).padStart(4, "0");
  return `3d16${channel.toString(16).padStart(2, "0")}0${offset | 4}${subset2.slice(2)}${subset2.slice(0, 2)}${"00".repeat(18)}`;
};
const vht = (width: number, segment0: number, segment1: number) =>
  `c0050${width}${[segment0, segment1].map((segment) => segment.toString(16).padStart(2, "0")).join("")}0000`;
const HE = `ff1623${"00".repeat(6)}04${"00".repeat(14)}`;
const EHT = `ff0f6c${"00".repeat(14)}`;

describe("the channel of a BSS", () => {
  // Tables 9-190 (HT), 9-316 (VHT), 9-378 (HE) and 802.11be Table 9-417c (EHT); ieee80211_determine_ap_chan of Linux.
  const rows: readonly (readonly [title: string, frequencyMhz: number, hex: string, expected: object])[] = [
    ["20 MHz without HT", 2412, "", { channel: 1, widthMhz: 20, noHt: true }],
    ["20 MHz", 2412, ht(1, 0), { channel: 1, widthMhz: 20, center1Mhz: 2412 }],
    ["40 MHz above", 2437, ht(6, 1), { channel: 6, widthMhz: 40, center1Mhz: 2447 }],
    ["40 MHz below", 5200, ht(40, 3), { channel: 40, widthMhz: 40, center1Mhz: 5190 }],
    ["80 MHz", 5180, ht(36, 1) + vht(1, 42, 0), { widthMhz: 80, center1Mhz: 5210 }],
    ["160 MHz by two segments", 5180, ht(36, 1) + vht(1, 42, 50), { widthMhz: 160, center1Mhz: 5250 }],
    ["160 MHz, the deprecated way", 5180, ht(36, 1) + vht(2, 50, 0), { widthMhz: 160, center1Mhz: 5250 }],
    ["160 MHz with the second segment in HT", 5180, ht(36, 1, 50) + vht(1, 42, 0), { widthMhz: 160, center1Mhz: 5250 }],
    ["80+80 MHz", 5180, ht(36, 1) + vht(1, 42, 155), { widthMhz: 80, center1Mhz: 5210, center2Mhz: 5775 }],
    ["a VHT that does not fit falls back to HT", 5180, ht(36, 1) + vht(1, 155, 0), { widthMhz: 40, center1Mhz: 5190 }],
    [
      "6 GHz, 80 MHz",
      5975,
      `${HE}ff0c24 000002 00 0000 05 02 07 00 06`,
      { band: "6 GHz", channel: 5, widthMhz: 80, center1Mhz: 5985 },
    ],
    ["6 GHz, 160 MHz", 5975, `${HE}ff0c24 000002 00 0000 05 03 07 0f 06`, { widthMhz: 160, center1Mhz: 6025 }],
    [
      "EHT, 320 MHz, punctured",
      6135,
      `${HE}${EHT}ff0b6a 03 00000000 04 2f 1f 0300`,
      { band: "6 GHz", channel: 37, widthMhz: 320, center1Mhz: 6105, punctured: 3 },
    ],
    [
      "EHT, 80 MHz with a hole",
      5180,
      `${ht(36, 1)}${HE}${EHT}ff0b6a 03 00000000 02 2a 00 0800`,
      { widthMhz: 80, center1Mhz: 5210, punctured: 8 },
    ],
  ];
  it.each(rows)("is %s", (_, frequencyMhz, hex, expected) => {
    expect(bssChannel(read(hex), frequencyMhz)).toMatchObject(expected);
  });

  it("is read from the elements where no frequency is known", () => {
    expect(bssChannel(read("03010b"))).toMatchObject({ band: "2.4 GHz", channel: 11, frequencyMhz: 2462 });
    expect(bssChannel(read(ht(36, 1)))).toMatchObject({ band: "5 GHz", channel: 36, widthMhz: 40 });
    expect(bssChannel(read(`${HE}ff0c24 000002 00 0000 05 00 05 00 06`))).toMatchObject({
      band: "6 GHz",
      frequencyMhz: 5975,
    });
    expect(bssChannel(read(""))).toBeUndefined();
  });
});

/** HT capabilities: both widths, short guard intervals, MCS 0 to 15, both directions alike. */
const HT_CAPABILITIES = `2d1a6e00 00 ffff${"00".repeat(10)} 01 000000${"00".repeat(5)}`
  .replace(/ /g, "")
  .padEnd(56, "0");
/** VHT: short guard interval at 80 MHz, two streams with MCS 0 to 9. */
const VHT_CAPABILITIES = "bf0c20000000faff0000faff0000";
const heCapabilities = (octet0: string, maps: string) =>
  `ff${((18 + maps.length / 2) | 0).toString(16)}23${"00".repeat(6)}${octet0}${"00".repeat(10)}${maps}`;

describe("the highest rate", () => {
  // Rates of Tables 19-27 ff. (HT), 21-29 ff. (VHT), 27-55 ff. (HE), 802.11be 36-71 ff. (EHT), as published by many: 300, 866.7, 2402, 2882, 5764 Mbit/s.
  const rate = (frequencyMhz: number, hex: string) => new Network(read(hex), { frequencyMhz }).highestRateMbps;
  it("of 802.11b and g is in the element", () => {
    expect(rate(2412, "010482848b96")).toBe(11);
    expect(rate(2412, "010482848b9632043048606c")).toBe(54);
  });
  it("of HT, two streams, is 144.4 at 20 MHz and 300 at 40", () => {
    expect(rate(5180, HT_CAPABILITIES + ht(36, 0))).toBeCloseTo(144.4, 1);
    expect(rate(5180, HT_CAPABILITIES + ht(36, 1))).toBe(300);
  });
  it("of VHT, two streams at 80 MHz, is 866.7", () => {
    expect(rate(5180, HT_CAPABILITIES + ht(36, 1) + VHT_CAPABILITIES + vht(1, 42, 0))).toBeCloseTo(866.7, 1);
  });
  it("of HE, two streams at 160 MHz, is 2402", () => {
    const hex = heCapabilities("0c", "faff faff faff faff".replace(/ /g, ""));
    expect(rate(5180, `${ht(36, 1)}${vht(1, 42, 50)}${hex}`)).toBeCloseTo(2402, 0);
  });
  it("of EHT, two streams at 320 MHz, is 5764.7, and less where it is punctured", () => {
    const he = heCapabilities("0c", "faff faff faff faff".replace(/ /g, ""));
    const eht = `ff156c0000 02${"00".repeat(8)} 222222222222222222`.replace(/ /g, "");
    expect(rate(6135, `${he}${eht}ff096a 01 00000000 04 2f 1f`)).toBeCloseTo(5764.7, 1);
    // Without 40 MHz, 3x996+484 tones are left: 3408 of 3920 subcarriers.
    expect(rate(6135, `${he}${eht}ff0b6a 03 00000000 04 2f 1f 0300`)).toBeCloseTo((5764.7 * 3408) / 3920, 1);
  });
});

describe("a network", () => {
  // The two networks of the village capture (Linux 6.12, hostapd), and what iw says of them beside it.
  const INN =
    "000b76696c6c6167652d696e6e01088c129824b048606c03012430140100000fac040100000fac040100000fac020c003b0273002d1a0c001bffff0000000000000000000001000000000000000000003d16240000000000000000000000000000000000000000007f080400400200000040bf0c00000000aaaa0000aaaa0000c005000000fcffc302002edd180050f2020101010003a4000027a4000042435e0062322f00";

  it("is told by its elements", () => {
    const network = new Network(read(INN), { frequencyMhz: 5180, capability: 0x0011 });
    expect(network.ssid.text).toBe("village-inn");
    expect(network.security.name).toBe("WPA2-Personal");
    expect(network.channel).toMatchObject({ channel: 36, widthMhz: 20 });
    expect(network).toMatchObject({ generation: 5, hidden: false, country: undefined, wps: undefined, mld: undefined });
    expect(network.roaming).toEqual({ neighborReports: false, beaconReports: false, bssTransition: false });
  });

  it("is of the generation of its newest capabilities", () => {
    const of = (frequencyMhz: number, hex: string) => new Network(read(hex), { frequencyMhz }).generation;
    expect(of(2412, "")).toBeUndefined();
    expect(of(2412, HT_CAPABILITIES)).toBe(4);
    expect(of(2412, HT_CAPABILITIES + VHT_CAPABILITIES)).toBe(4); // a vendor's habit in 2.4 GHz
    expect(of(5180, HT_CAPABILITIES + VHT_CAPABILITIES)).toBe(5);
    expect(of(5975, HE)).toBe(6);
    expect(of(5975, HE + EHT)).toBe(7);
    expect(of(5975, EHT)).toBeUndefined(); // cannot be used without HE
    expect(of(5975, `${HE}${EHT}ff0c98${"00".repeat(11)}`)).toBe(8);
  });

  it("is hidden without octets, with NULs, and without an SSID element", () => {
    for (const hex of ["0000", "0003000000", ""]) expect(new Network(read(hex)).hidden).toBe(true);
    expect(new Network(read("0001 61")).hidden).toBe(false);
    expect(new Network(read("0000 7204 6d657368")).ssid.text).toBe("mesh");
  });

  it("tells of load, roaming, WPS and Passpoint", () => {
    const network = new Network(
      read(
        "0b05 0700 80 0000", // BSS load: 7 stations, 128/255
        "4605 0200000000", // neighbour reports
        "7f08 0000080000000000", // bit 19
        "3603 1a2f01",
        "dd0e 0050f204 1044000102 1041000101",
        "dd05 506f9a10 20",
      ),
      { frequencyMhz: 5180 },
    );
    expect(network.stationCount).toBe(7);
    expect(network.utilization).toBeCloseTo(0.502, 3);
    expect(network.roaming).toEqual({
      neighborReports: true,
      beaconReports: false,
      bssTransition: true,
      mobilityDomain: "1a2f",
    });
    expect(network.wps).toEqual({ configured: true, active: true });
    expect(network.passpoint).toEqual({ release: 3 });
  });

  it("names the links of its device, with channels from the neighbour report", () => {
    const multiLink = "ff1a6b 1000 08 020000000a00 00 000d 3100 07 020000000b01 0104 0000".replace(/ /g, "");
    const neighbors = "c914 0010 8305 ff020000000b01 00000000 42 2a 001100".replace(/ /g, "");
    expect(new Network(read(multiLink, neighbors)).mld).toMatchObject({
      address: "02:00:00:00:0a:00",
      linkId: 0,
      links: [
        { linkId: 0 },
        { linkId: 1, bssid: "02:00:00:00:0b:01", operatingClass: 131, channel: 5, frequencyMhz: 5975, disabled: false },
      ],
    });
  });
});

describe("networks in another one's beacon", () => {
  const TRANSMITTED = `000474783030 01088c129824b048606c ${rsn([2])} f40120 dd050050f20200`.replace(/ /g, "");
  /** A profile by 9.4.2.44: capability, SSID, index, then what differs. */
  const profile = (index: number, name: string, more: string) => {
    const ssid = Buffer.from(name).toString("hex");
    const body =
      `53021104 00${name.length.toString(16).padStart(2, "0")}${ssid} 5501${index.toString(16).padStart(2, "0")} ${more}`.replace(
        / /g,
        "",
      );
    return `00${(body.length / 2).toString(16).padStart(2, "0")}${body}`;
  };
  const multiple = (...profiles: string[]) => {
    const body = `04${profiles.join("")}`;
    return `47${(body.length / 2).toString(16).padStart(2, "0")}${body}`;
  };

  it("have addresses counted up in the last bits", () => {
    // 9.4.2.44: BSSID(i) keeps the upper bits and adds i to the lower n modulo 2^n: 0x0e + 3 is 0x01 of 16.
    const list = read(TRANSMITTED, multiple(profile(1, "one", ""), profile(3, "three", "")));
    expect(nontransmittedBsss(list, "02:00:00:00:00:0e").map(({ index, bssid }) => [index, bssid])).toEqual([
      [1, "02:00:00:00:00:0f"],
      [3, "02:00:00:00:00:01"],
    ]);
  });

  it("inherit what they do not have or refuse", () => {
    const own = rsn([8], REQUIRED);
    const list = read(TRANSMITTED, multiple(profile(1, "one", own), profile(2, "two", "ff0438 01f4 00")));
    const [one, two] = nontransmittedBsss(list, "02:00:00:00:00:00");
    expect(new Network(one!.elements, one!)).toMatchObject({
      security: { name: "WPA3-Personal", saeHashToElement: true },
    });
    expect(one!.elements.get(ElementId.Ssid)?.text).toBe("one");
    expect(one!.elements.all(ElementId.Rsn)).toHaveLength(1);
    expect(one!.elements.get(ElementId.SupportedRates)?.rates).toHaveLength(8);
    expect(one!.capability).toBe(0x0411);
    expect(new Network(two!.elements, two!).security.name).toBe("WPA2-Personal");
    expect(two!.elements.has(ElementId.RsnExtension)).toBe(false); // id 244 is in the Non-Inheritance element
    expect(two!.elements.has(ElementId.MultipleBssid)).toBe(false);
  });

  it("take their own Multi-Link element from the frame, never another one's", () => {
    // cfg80211_gen_new_ie: "match the MLE in the frame body with MLD id being 'bssid_index'".
    const ml = (address: string, mldId?: number) =>
      mldId === undefined ? `ff0a6b000007${address}` : `ff0b6b000208${address}0${mldId}`;
    const frame = TRANSMITTED + ml("020000000a00") + ml("020000000a01", 1);
    const list = read(frame, multiple(profile(1, "one", ""), profile(2, "two", "")));
    const [one, two] = nontransmittedBsss(list, "02:00:00:00:00:00").map(
      ({ elements }) => new Network(elements).mld?.address,
    );
    expect([one, two]).toEqual(["02:00:00:00:0a:01", undefined]);
  });

  it("may be told in two elements", () => {
    // 9.4.2.44: a profile whose first element is no Nontransmitted BSSID Capability goes on from the element before.
    const whole = fromHex(profile(1, "split", rsn([8], REQUIRED)));
    const [first, second] = [whole.subarray(2, 20), whole.subarray(20)];
    const part = (octets: Uint8Array) =>
      multiple(`00${octets.length.toString(16).padStart(2, "0")}${Buffer.from(octets).toString("hex")}`);
    const [bss] = nontransmittedBsss(read(TRANSMITTED, part(first), part(second)), "02:00:00:00:00:00");
    expect(bss).toMatchObject({ index: 1, bssid: "02:00:00:00:00:01" });
    expect(new Network(bss!.elements).security.name).toBe("WPA3-Personal");
  });
});
