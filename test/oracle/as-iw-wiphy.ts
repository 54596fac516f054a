import { toHex } from "../../src/bytes/hex.ts";
import type { NssLimit } from "../../src/ieee80211/capabilities/mcs.ts";
import type { Band, BandInterfaceTypes } from "../../src/nl80211/band.ts";
import type { Combination } from "../../src/nl80211/combination.ts";
import { ExtFeature } from "../../src/nl80211/generated/wiphy.ts";
import type { Wiphy } from "../../src/nl80211/wiphy.ts";
import { memberOf } from "../../src/nl80211/words.ts";
import { asIwFrequency, compact, IW_TYPES } from "./as-iw.ts";
import type { IwBand } from "./iw-band.ts";
import type { IwInterfaceCombination } from "./iw-combination.ts";
import type { IwWiphy } from "./iw-wiphy.ts";

// A wiphy of the library in the words of `iw phy` (6.17), to be compared with what that printed of the same bytes.

/**
 * What `iw phy` prints of a wiphy. Left out on both sides: the sentences below each capability field, whose octets are compared (and
 * which test/ieee80211 compares with iw's), and what no simulated radio has (WoWLAN, coalescing, peer measurement).
 */
export function asIwWiphy(wiphy: Wiphy) {
  const { scan, attributes: raw, antennas } = wiphy;
  return compact({
    name: wiphy.name,
    index: wiphy.index,
    maxScanSsids: raw.maxNumScanSsids,
    maxScanIeBytes: raw.maxScanIeLen,
    maxSchedScanSsids: raw.maxNumSchedScanSsids,
    maxMatchSets: raw.maxMatchSets,
    maxSchedScanPlans: scan.maxPlans || undefined,
    maxSchedScanPlanIntervalS: scan.maxPlans === 0 ? undefined : (scan.maxPlanIntervalS ?? -1),
    maxSchedScanPlanIterations: scan.maxPlans === 0 ? undefined : scan.maxPlanIterations,
    fragmentationThreshold: wiphy.fragmentationThreshold,
    rtsThreshold: wiphy.rtsThreshold,
    retryShort: wiphy.retryShort,
    retryLong: wiphy.retryLong,
    coverageClass: wiphy.coverageClass,
    suites: raw.cipherSuites,
    antennasAvailable:
      antennas.availableTx === undefined ? undefined : pair(antennas.availableTx, antennas.availableRx),
    antennasConfigured: antennas.tx === undefined ? undefined : pair(antennas.tx, antennas.rx),
    interfaceModes: modes(wiphy.interfaceTypes),
    softwareInterfaceModes: modes(wiphy.softwareInterfaceTypes),
    interfaceCombinations: combinationsOf(wiphy.combinations),
    globalCombinations: combinationsOf(wiphy.globalCombinations),
    commands: wiphy.commands.map((command) => IW_COMMANDS[command] ?? command.replaceAll("-", "_")),
    txFrameTypes: framesOf(wiphy.txFrameTypes),
    rxFrameTypes: framesOf(wiphy.rxFrameTypes),
    extFeatures: wiphy.extendedFeatures
      .filter((feature) => memberOf(ExtFeature, feature)! <= LAST_FEATURE_OF_IW)
      .map(shout),
    features: [...wiphy.abilities, ...wiphy.features].flatMap((word) => IW_SENTENCES[word] ?? []).sort(),
    htOverrideMcs: raw.htCapabilityMask && toHex(raw.htCapabilityMask.subarray(3, 13), " "),
    maxAssociatedStations: wiphy.limits.apStations,
    radios:
      wiphy.radios.length === 0
        ? undefined
        : wiphy.radios.map(({ index, ranges, combinations, rtsThreshold }) => ({
            index,
            // iw leaves off the halves of a MHz that S1G has
            ranges: ranges.map(({ startMhz, endMhz }) => ({
              startMhz: Math.floor(startMhz),
              endMhz: Math.floor(endMhz),
            })),
            combinations: combinationsOf(combinations) ?? [],
            ...(rtsThreshold !== undefined && { rtsThreshold }),
          })),
    bands: wiphy.bands.map(asIwBand),
  });
}

/** What of iw's wiphy `asIwWiphy` answers to. */
export function comparable(iw: IwWiphy) {
  const { ciphers, features, htOverrides, wowlan, coalesce, peerMeasurement, bands, ...rest } = iw;
  return compact({
    ...rest,
    features: features.filter((sentence) => !sentence.includes("combinations are not supported")).sort(),
    htOverrideMcs: htOverrides?.mcs,
    suites: ciphers?.map(({ suite }) => suiteNumber(suite)),
    // without software types, or combinations, iw prints a heading with nothing below, or a sentence
    softwareInterfaceModes: iw.softwareInterfaceModes ?? [],
    extFeatures: iw.extFeatures ?? [],
    // -1 is off, which is absent here
    radios: iw.radios?.map(({ rtsThreshold = -1, ...radio }) =>
      rtsThreshold < 0 ? radio : { ...radio, rtsThreshold },
    ),
    bands: bands.map(comparableBand),
  });
}

function asIwBand(band: Band) {
  const { ht, vht } = band;
  return compact({
    number: band.number + 1,
    htHex: band.attributes.htCapa?.toString(16),
    ampduSpacing: band.attributes.htAmpduDensity,
    ampduLengthExponent: band.attributes.htAmpduFactor,
    rxMcs: ht?.mcs.rx,
    vhtHex: band.attributes.vhtCapa?.toString(16).padStart(8, "0"),
    vhtRx: vht && streams(vht.mcs.rx),
    vhtTx: vht && streams(vht.mcs.tx),
    types: band.interfaceTypes.map((data) =>
      compact({
        modes: modes(data.types),
        // iw prints the MAC field as three numbers of 16 bits
        macHex: data.attributes.heCapMac && toHex(data.attributes.heCapMac).replace(/(..)(..)/g, "$2$1"),
        phyHex: data.attributes.heCapPhy && toHex(data.attributes.heCapPhy),
        // iw leaves the streams out of what is 20 MHz wide alone
        ...(wide(data) && { rx: streams(data.he!.mcs.upTo80Mhz.rx), tx: streams(data.he!.mcs.upTo80Mhz.tx) }),
        rx160: data.he?.mcs.at160Mhz && streams(data.he.mcs.at160Mhz.rx),
        eht: data.eht === undefined ? undefined : true,
      }),
    ),
    rates: band.rates.map(({ mbps, shortPreamble }) =>
      compact({ rate100Kbps: mbps * 10, shortPreamble: shortPreamble || undefined }),
    ),
    frequencies: band.frequencies
      .map((frequency) => ({
        ...asIwFrequency(frequency),
        channel: band.name === "S1G" ? undefined : frequency.channel,
        khz: Math.round(frequency.frequencyMhz * 1000) % 1000,
      }))
      .map(compact),
  });
}

function comparableBand(band: IwBand) {
  return compact({
    number: band.number,
    htHex: band.ht.capabilities?.hex,
    ampduSpacing: band.ht.ampduSpacing,
    ampduLengthExponent: band.ht.ampduLengthExponent,
    rxMcs: band.ht.rxMcs,
    vhtHex: band.vht.capabilities?.hex,
    vhtRx: band.vht.rxMcs,
    vhtTx: band.vht.txMcs,
    types: band.iftypeData.map(({ he, eht }) =>
      compact({
        modes: he?.modes,
        macHex: he?.mac?.hex,
        phyHex: he?.phy?.hex,
        rx: he?.mcs["RX <= 80"],
        tx: he?.mcs["TX <= 80"],
        rx160: he?.mcs["RX 160"],
        eht: eht === undefined ? undefined : true,
      }),
    ),
    rates: band.rates,
    // iw knows no S1G: it numbers those channels by the formula of 5 GHz.
    frequencies: band.frequencies.map(({ offsetKhz, channel, ...rest }) =>
      compact({ ...rest, channel: band.number === 5 ? undefined : channel, khz: offsetKhz ?? 0 }),
    ),
  });
}

function wide({ he }: BandInterfaceTypes): boolean {
  return he !== undefined && (he.phy.fortyMhzIn24Ghz || he.phy.fortyAnd80MhzIn5And6Ghz);
}

/** Eight lines: the highest MCS of so many streams, or none. */
function streams(limits: readonly NssLimit[]): string[] {
  return Array.from({ length: 8 }, (_, i) => {
    const limit = limits.find((candidate) => candidate.streams === i + 1);
    return limit === undefined ? "not supported" : `MCS 0-${limit.maxMcs}`;
  });
}

function combinationsOf(combinations: readonly Combination[]): IwInterfaceCombination[] | undefined {
  if (combinations.length === 0) return undefined;
  return combinations.map(
    ({ limits, maxInterfaces, channels, sameBeaconInterval, radarWidths }) =>
      compact({
        limits: limits.map(({ max, types }) => ({ max, modes: modes(types) })),
        maxInterfaces,
        maxChannels: channels,
        beaconIntervalMatch: sameBeaconInterval ? (true as const) : undefined,
        radarWidths: radarWidths.length === 0 ? undefined : [...radarWidths],
      }) as IwInterfaceCombination,
  );
}

const pair = (tx: number, rx = 0) => ({ tx, rx });
const modes = (types: readonly string[]) => types.map((type) => IW_TYPES[type] ?? type);
const shout = (words: string) => words.replaceAll("-", "_").toUpperCase();

function framesOf(frames: Readonly<Record<string, readonly number[]>>): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(frames).flatMap(([type, fields]) => (fields.length === 0 ? [] : [[IW_TYPES[type] ?? type, fields]])),
  );
}

/** The sentences of iw's info.c that stand for an attribute or a bit of FEATURE_FLAGS. */
const IW_SENTENCES: Readonly<Record<string, string>> = {
  "ibss-rsn": "Device supports RSN-IBSS.",
  roaming: "Device supports roaming.",
  "ap-uapsd": "Device supports AP-side u-APSD.",
  tdls: "Device supports T-DLS.",
  "sk-tx-status": "Device supports TX status socket option.",
  "ht-ibss": "Device supports HT-IBSS.",
  "inactivity-timer": "Device has client inactivity timer.",
  "cell-base-reg-hints": "Device accepts cell base station regulatory hints.",
  "p2p-device-needs-channel": "P2P Device uses a channel (of the concurrent ones)",
  sae: "Device supports SAE with AUTHENTICATE command",
  "low-priority-scan": "Device supports low priority scan.",
  "scan-flush": "Device supports scan flush.",
  "ap-scan": "Device supports AP scan.",
  "vif-txpower": "Device supports per-vif TX power setting",
  "need-obss-scan": "Userspace should do OBSS scan and generate 20/40 coex reports",
  "p2p-go-ctwin": "P2P GO supports CT window setting",
  "p2p-go-oppps": "P2P GO supports opportunistic powersave setting",
  "full-ap-client-state": "Driver supports full state transitions for AP/GO clients",
  "userspace-mpm": "Driver supports a userspace MPM",
  "active-monitor": "Device supports active monitor (which will ACK incoming frames)",
  "ap-mode-chan-width-change": "Driver/device bandwidth changes during BSS lifetime (AP/GO mode)",
  "ds-param-set-ie-in-probes": "Device adds DS IE to probe requests",
  "wfa-tpc-ie-in-probes": "Device adds WFA TPC Report IE to probe requests",
  quiet: "Device supports quiet requests from AP",
  "tx-power-insertion": "Device can update TPC Report IE",
  "ackto-estimation": "Device supports ACK timeout estimation.",
  "static-smps": "Device supports static SMPS",
  "dynamic-smps": "Device supports dynamic SMPS",
  "supports-wmm-admission": "Device supports WMM-AC admission (TSPECs)",
  "mac-on-create": "Device supports configuring vdev MAC-addr on create.",
  "tdls-channel-switch": "Device supports TDLS channel switching",
  "scan-random-mac-addr": "Device supports randomizing MAC-addr in scans.",
  "sched-scan-random-mac-addr": "Device supports randomizing MAC-addr in sched scans.",
  "nd-random-mac-addr": "Device supports randomizing MAC-addr in net-detect scans.",
};

/** NL80211_CMD_PROBE_CLIENT became PROBE_PEER after iw 6.17. */
const IW_COMMANDS: Readonly<Record<string, string>> = { "probe-peer": "probe_client" };
/** The last of NL80211_EXT_FEATURE_* that iw 6.17 knows; it leaves out what is newer. */
const LAST_FEATURE_OF_IW = ExtFeature.BeaconRateEht;

function suiteNumber(suite: string): number {
  const [oui = "", type = ""] = suite.split(":");
  return Number.parseInt(oui.replaceAll("-", ""), 16) * 256 + Number(type);
}
