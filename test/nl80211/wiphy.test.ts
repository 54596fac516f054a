import { describe, expect, it } from "vitest";
import { createChandef } from "../../src/ieee80211/chandef.ts";
import { toJson } from "../../src/json.ts";
import { AttributeReader } from "../../src/netlink/attribute-reader.ts";
import { AttributeWriter } from "../../src/netlink/attribute-writer.ts";
import { channelUse } from "../../src/nl80211/channel-use.ts";
import { concurrency } from "../../src/nl80211/concurrency.ts";
import { ChanWidth, Iftype } from "../../src/nl80211/generated/interface.ts";
import { DfsRegion } from "../../src/nl80211/generated/regulatory.ts";
import {
  DfsState,
  decodeGetWiphyReply,
  encodeGetWiphyReply,
  type Frequency,
  type GetWiphyReply,
  type IfaceCombination,
} from "../../src/nl80211/generated/wiphy.ts";
import { toWiphy, type Wiphy } from "../../src/nl80211/wiphy.ts";
import { mergeWiphyParts } from "../../src/nl80211/wiphy-parts.ts";

// What hwsim cannot show. Messages are made by the generated encoders, in the parts and the order in which nl80211_send_wiphy of
// net/wireless/nl80211.c (Linux 7.3) puts them.

/** A wiphy that went through the wire, each part in a message of its own. */
function received(...parts: readonly GetWiphyReply[]): Wiphy {
  const decoded = parts.map((part) => {
    const writer = new AttributeWriter();
    encodeGetWiphyReply(writer, { wiphy: 0, wiphyName: "phy0", ...part });
    return decodeGetWiphyReply(new AttributeReader(writer.finish()));
  });
  return toWiphy(mergeWiphyParts(decoded)[0]!);
}

describe("mergeWiphyParts", () => {
  it("joins the parts of two wiphys that take turns, their bands opened again for each channel", () => {
    const part = (wiphy: number, band: number, frequencyMhz: number): GetWiphyReply => ({
      wiphy,
      wiphyBands: { [band]: { freqs: [{ frequencyMhz }] } },
    });
    const parts = [part(7, 0, 2412), part(3, 1, 5180), part(7, 0, 2417), part(7, 3, 5955), part(3, 1, 5200)];
    const before = structuredClone(parts);
    expect(mergeWiphyParts(parts)).toEqual([
      {
        wiphy: 7,
        wiphyBands: {
          0: { freqs: [{ frequencyMhz: 2412 }, { frequencyMhz: 2417 }] },
          3: { freqs: [{ frequencyMhz: 5955 }] },
        },
      },
      { wiphy: 3, wiphyBands: { 1: { freqs: [{ frequencyMhz: 5180 }, { frequencyMhz: 5200 }] } } },
    ]);
    // What came in messages is not written to.
    expect(parts).toEqual(before);
  });
});

const STATION_AND_AP: IfaceCombination = {
  limits: [
    { max: 1, types: [Iftype.Station] },
    { max: 4, types: [Iftype.Ap, Iftype.MeshPoint] },
  ],
  maxnum: 4,
  numChannels: 1,
  radarDetectWidths: [ChanWidth.Width20, ChanWidth.Width80],
  radarDetectRegions: [DfsRegion.Etsi],
  biMinGcdTu: 100,
};

describe("a wiphy with two radios", () => {
  // nl80211_put_radio: a range and a combination are attributes of their own, repeated.
  const wiphy = received({
    supportedIftypes: [Iftype.Station, Iftype.Ap, Iftype.MeshPoint],
    softwareIftypes: [Iftype.Monitor],
    wiphyRadios: [
      {
        index: 0,
        freqRange: [{ startKhz: 2_402_000, endKhz: 2_482_000 }],
        interfaceCombination: [STATION_AND_AP],
        antennaMask: 3,
        rtsThreshold: 0xffff_ffff,
      },
      {
        index: 1,
        freqRange: [
          { startKhz: 5_170_000, endKhz: 5_330_000 },
          { startKhz: 5_945_000, endKhz: 7_125_000 },
        ],
        interfaceCombination: [{ ...STATION_AND_AP, numChannels: 2, maxnum: 2 }],
        rtsThreshold: 2347,
      },
    ],
    wiphyInterfaceCombinations: [{ ...STATION_AND_AP, maxnum: 8, numChannels: 3 }],
  });

  it("tells the ranges, antennas and thresholds of each", () => {
    const [first, second] = wiphy.radios;
    expect(first).toMatchObject({ index: 0, ranges: [{ startMhz: 2402, endMhz: 2482 }], antennaMask: 3 });
    expect(first).not.toHaveProperty("rtsThreshold");
    expect(second).toMatchObject({ rtsThreshold: 2347, ranges: [{ startMhz: 5170 }, { endMhz: 7125 }] });
    expect(first!.combinations[0]).toEqual({
      limits: [
        { max: 1, types: ["station"] },
        { max: 4, types: ["ap", "mesh-point"] },
      ],
      maxInterfaces: 4,
      channels: 1,
      sameBeaconInterval: false,
      minBeaconIntervalGcdTu: 100,
      radarWidths: ["20 MHz", "80 MHz"],
      radarRegions: ["etsi"],
    });
  });

  it("can be a station and an access point at once as a whole, and on either radio", () => {
    const { possible, channels, ways } = concurrency(wiphy, { station: 1, ap: 1 });
    expect([possible, channels]).toEqual([true, 3]);
    expect(ways.map(({ radio }) => radio)).toEqual([undefined, 0, 1]);
    // four in all: too many for the second radio
    expect(concurrency(wiphy, { station: 1, ap: 3 }).ways.map(({ radio }) => radio)).toEqual([undefined, 0]);
  });

  it("cannot be two stations, nor what it has no type for; monitors in software count for nothing", () => {
    expect(concurrency(wiphy, { station: 2 })).toMatchObject({ possible: false, channels: 0, unknownTypes: [] });
    expect(concurrency(wiphy, { "p2p-go": 1 })).toMatchObject({ possible: false, unknownTypes: ["p2p-go"] });
    expect(concurrency(wiphy, { station: 1, monitor: 5 }).possible).toBe(true);
    // limits are shared between the types of one set
    expect(concurrency(wiphy, { ap: 3, "mesh-point": 2 }).possible).toBe(false);
  });
});

describe("capabilities that hwsim has not", () => {
  const wiphy = received(
    {
      sarSpec: {
        type: 0,
        specs: [
          { startFreqKhz: 2_402_000, endFreqKhz: 2_472_000 },
          { startFreqKhz: 5_170_000, endFreqKhz: 5_835_000 },
        ],
      },
    },
    // bit n is attribute n of NL80211_TID_CONFIG_ATTR_*: 6 is NOACK, 13 TX_RATE
    { tidConfig: { vifSupp: 2 ** 6 + 2 ** 13, peerSupp: 2 ** 7, retryShort: 9 } },
    { mbssidConfig: { maxInterfaces: 8, maxEmaProfilePeriodicity: 3 }, maxHwTimestampPeers: 65535, mloSupport: true },
    {
      iftypeExtCapa: [
        {
          iftype: Iftype.Station,
          extCapa: Uint8Array.of(4),
          extCapaMask: Uint8Array.of(4),
          emlCapability: 1,
          mldCapaAndOps: 2,
        },
      ],
    },
    {
      peerMeasurements: {
        maxPeers: 10,
        reportApTsf: true,
        typeCapa: {
          ftm: {
            asap: true,
            preambles: [0, 1],
            bandwidths: [ChanWidth.Width20, ChanWidth.Width80p80],
            maxBurstsExponent: 6,
          },
        },
      },
    },
    // BRCM's OUI; put as struct nl80211_vendor_cmd_info
    { vendorData: [{ vendorId: 0x001018, subcmd: 1 }], vendorEvents: [{ vendorId: 0x001018, subcmd: 9 }] },
    { nanCapabilities: { configurableSync: true, numAntennas: 0x21, maxChannelSwitchTimeUs: 500 }, bands: [0, 1] },
    {
      wowlanTriggersSupported: { magicPkt: true, netDetect: 8 },
      coalesceRule: {
        maxRules: 2,
        maxPatterns: 4,
        minPatternLen: 1,
        maxPatternLen: 64,
        maxPktOffset: 16,
        maxDelayMs: 100,
      },
    },
    {
      deviceApSme: [0],
      probeRespOffload: [0, 2],
      bssSelect: [1, 2],
      bssParam: { apIsolate: true },
      macAclMax: 32,
      macAddrs: ["02:00:00:00:00:01"],
    },
    {
      wiphyRtsThreshold: 0xffff_ffff,
      wiphyFragThreshold: 2346,
      maxScanPlanIntervalS: 0xffff_ffff,
      maxNumSchedScanPlans: 2,
    },
    { iftypeAkmSuites: [{ iftypes: [Iftype.Ap], suites: [0x000fac08] }] },
  );

  it("are named, with units", () => {
    expect(wiphy.sar).toEqual({
      type: "power",
      ranges: [
        { index: 0, startMhz: 2402, endMhz: 2472 },
        { index: 1, startMhz: 5170, endMhz: 5835 },
      ],
    });
    expect(wiphy.tidSettings).toEqual({
      forInterface: ["noack", "tx-rate"],
      forStation: ["retry-short"],
      maxRetryShort: 9,
    });
    expect(wiphy.mbssid).toEqual({ maxInterfaces: 8, maxEmaProfilePeriodicity: 3 });
    expect(wiphy.abilities).toEqual(["mlo"]);
    expect(wiphy.limits).toEqual({ akmsInRequest: 2, accessListAddresses: 32, hardwareTimestampPeers: 65535 });
    expect(wiphy.typeCapabilities).toMatchObject([
      { type: "station", extended: { capabilities: [2] }, eml: { emlsr: true }, mld: { maxSimultaneousLinks: 3 } },
    ]);
    expect(wiphy.peerMeasurement).toEqual({
      maxPeers: 10,
      reportApTsf: true,
      randomAddress: false,
      ftm: { asap: true, maxBurstsExponent: 6, preambles: ["legacy", "ht"], widths: ["20 MHz", "80+80 MHz"] },
    });
    expect(wiphy.vendorCommands).toEqual([{ oui: "00:10:18", subcommand: 1 }]);
    expect(wiphy.vendorEvents).toEqual([{ oui: "00:10:18", subcommand: 9 }]);
    expect(wiphy.nan).toEqual({
      configurableSync: true,
      userspaceDiscovery: false,
      txAntennas: 1,
      rxAntennas: 2,
      maxChannelSwitchUs: 500,
    });
    expect(wiphy.nanBands).toEqual(["2.4 GHz", "5 GHz"]);
    expect(wiphy.wowlan).toEqual({ magicPkt: true, netDetect: 8 });
    expect(wiphy.coalesce).toMatchObject({ maxRules: 2, maxDelayMs: 100 });
    expect([wiphy.apSme, wiphy.probeResponseOffload]).toEqual([["sa-query-offload"], ["wps", "p2p"]]);
    expect([wiphy.bssSelection, wiphy.bssParameters]).toEqual([["rssi", "band-pref"], ["apIsolate"]]);
    expect([wiphy.rtsThreshold, wiphy.fragmentationThreshold]).toEqual([undefined, 2346]);
    expect(wiphy.scan).toMatchObject({ maxPlans: 2 });
    expect(wiphy.scan).not.toHaveProperty("maxPlanIntervalS");
    expect(wiphy.akmsByType).toEqual([{ types: ["ap"], akms: ["SAE"] }]);
  });

  it("are all in its JSON", () => {
    const json = toJson(wiphy) as Record<string, unknown>;
    const names = ["sar", "tidSettings", "mbssid", "typeCapabilities", "peerMeasurement", "nan", "wowlan", "limits"];
    for (const name of names) expect(json, name).toHaveProperty(name);
    expect(json["akmsByType"]).toEqual([{ types: ["ap"], akms: ["SAE"] }]);
  });
});

describe("channelUse", () => {
  // HT with 40 MHz, VHT with 160 MHz: bits 1 of HT Capability Information, 2 of VHT's.
  const capable = { htCapa: 2, htMcsSet: new Uint8Array(16), htAmpduFactor: 3, htAmpduDensity: 6 };
  const vht = { vhtCapa: 4, vhtMcsSet: new Uint8Array(8) };
  const of = (freqs: readonly Frequency[], more: GetWiphyReply = {}) =>
    received({ wiphyBands: { 1: { ...capable, ...vht, freqs } } }, more);
  const at = (from: number, count: number, flags: Partial<Frequency> = {}): Frequency[] =>
    Array.from({ length: count }, (_, i) => ({ frequencyMhz: from + 20 * i, maxTxPowerMbm: 2000, ...flags }));

  it("asks for a check for radar, of the longest time, and for a radio that can listen on that width", () => {
    const radar: Partial<Frequency> = { radar: true, noIr: true, dfsState: DfsState.Usable, dfsCacTimeMs: 60_000 };
    const freqs = [...at(5180, 4), ...at(5260, 3, radar), ...at(5320, 1, { ...radar, dfsCacTimeMs: 600_000 })];
    const wiphy = of(freqs, { interfaceCombinations: [STATION_AND_AP] });
    const wide = channelUse(wiphy, createChandef(5260, "80MHz"));
    expect(wide).toMatchObject({ usable: true, initiate: true, monitor: true, maxTxPowerDbm: 20 });
    expect(wide.needs).toEqual({ cacMs: 600_000, radarDetection: true, indoors: false, veryLowPower: false });
    const wider = channelUse(wiphy, createChandef(5260, "160MHz"));
    expect(wider).toMatchObject({ usable: true, initiate: false });
    expect(wider.initiateProblems).toEqual(["phy0 cannot listen for radar on 160 MHz"]);
  });

  it("needs no check where one is done, and refuses where radar was heard", () => {
    const checked = of(at(5260, 4, { radar: true, noIr: true, dfsState: DfsState.Available }));
    expect(channelUse(checked, createChandef(5260, "80MHz"))).toMatchObject({ initiate: true });
    expect(channelUse(checked, createChandef(5260, "80MHz")).needs).not.toHaveProperty("cacMs");
    const heard = of(at(5260, 4, { radar: true, dfsState: DfsState.Unavailable }));
    expect(channelUse(heard, createChandef(5260, "HT20")).initiateProblems).toEqual(["radar was heard on 5260 MHz"]);
  });

  it("keeps to the flags of every subchannel", () => {
    const quiet = of([...at(5180, 3), ...at(5240, 1, { noIr: true, no80Mhz: true })]);
    expect(channelUse(quiet, createChandef(5180, "80MHz")).problems).toEqual([
      "5240 MHz may be in no channel of 80 MHz",
    ]);
    expect(channelUse(quiet, createChandef(5240, "HT20"))).toMatchObject({
      usable: true,
      initiate: false,
      initiateProblems: ["nothing may be sent first on 5240 MHz"],
    });
    const gap = of([...at(5180, 2), ...at(5240, 1, { disabled: true, canMonitor: true, indoorOnly: true })]);
    expect(channelUse(gap, createChandef(5180, "80MHz")).problems).toEqual([
      "5220 MHz is no channel of this radio",
      "5240 MHz is disabled",
    ]);
    expect(channelUse(gap, createChandef(5240, "HT20"))).toMatchObject({ usable: false, monitor: true });
  });

  it("lets an access point of 20 MHz start where a flag allows that activity", () => {
    const wiphy = of(at(5180, 4, { noIr: true, allow20MhzActivity: true }));
    expect(channelUse(wiphy, createChandef(5180, "HT20")).initiate).toBe(true);
    expect(channelUse(wiphy, createChandef(5180, "80MHz")).initiate).toBe(false);
  });

  it("knows the widths and the sides that the radio has", () => {
    const narrow = received({ wiphyBands: { 1: { ...capable, freqs: at(5180, 8, { noHt40Plus: true }) } } });
    expect(channelUse(narrow, createChandef(5180, "HT40+")).problems).toEqual([
      "5180 MHz may not have its second channel above",
    ]);
    expect(channelUse(narrow, createChandef(5180, "80MHz")).problems).toEqual(["phy0 cannot do 80 MHz in 5 GHz"]);
    expect(channelUse(narrow, createChandef(2412, "NOHT")).problems).toEqual(["phy0 has no channels around 2412 MHz"]);
  });
});
