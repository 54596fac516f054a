import { ElementId } from "../../src/ieee80211/element-id.ts";
import type { Bss } from "../../src/nl80211/bss.ts";
import type { OperatingChannel } from "../../src/nl80211/channel.ts";
import type { Frequency } from "../../src/nl80211/frequency.ts";
import type { Interface } from "../../src/nl80211/interface.ts";
import type { StationRate } from "../../src/nl80211/rate-info.ts";
import type { RegulatoryDomain } from "../../src/nl80211/regulatory.ts";
import type { Station } from "../../src/nl80211/station.ts";
import type { Survey } from "../../src/nl80211/survey.ts";
import type { Wiphy } from "../../src/nl80211/wiphy.ts";
import type { IwChannel, IwInterface } from "./iw-interface.ts";
import type { IwRate } from "./iw-rate.ts";
import type { IwRegulatoryDomain } from "./iw-regulatory.ts";
import type { IwStation } from "./iw-station.ts";
import type { IwSurvey } from "./iw-survey.ts";

// What the library gives, in the words and units of iw, to be compared with what iw printed of the same bytes.

/** iw's words for interface types (iftype_name in its util.c). */
export const IW_TYPES: Readonly<Record<string, string>> = {
  adhoc: "IBSS",
  station: "managed",
  ap: "AP",
  "ap-vlan": "AP/VLAN",
  monitor: "monitor",
  "mesh-point": "mesh point",
  "p2p-client": "P2P-client",
  "p2p-go": "P2P-GO",
  "p2p-device": "P2P-device",
  ocb: "outside context of a BSS",
  nan: "NAN",
  "nan-data": "Unknown mode (13)",
};

export function asIwInterface(device: Interface): IwInterface {
  const { txqStats } = device;
  return compact({
    name: device.name,
    wiphy: device.wiphy,
    ifindex: device.ifindex,
    wdev: device.wdev,
    address: device.address,
    ssidEscaped: device.ssid?.escaped,
    type: IW_TYPES[device.type] ?? device.type,
    channel: device.channel === undefined ? undefined : asIwChannel(device.channel),
    txPowerDbm: device.txPowerDbm,
    txq:
      txqStats === undefined
        ? undefined
        : compact({
            backlogBytes: txqStats.backlogBytes,
            backlogPackets: txqStats.backlogPackets,
            flows: txqStats.flows,
            drops: txqStats.drops,
            ecnMarks: txqStats.ecnMarks,
            overlimit: txqStats.overlimit,
            collisions: txqStats.collisions,
            txBytes: txqStats.txBytes,
            txPackets: txqStats.txPackets,
          }),
    fourAddress: device.use4addr ? (true as const) : undefined,
  }) as IwInterface;
}

function asIwChannel(channel: OperatingChannel): IwChannel {
  return compact({
    number: channel.channel,
    frequencyMhz: channel.frequencyMhz,
    width: channel.width,
    center1Mhz: channel.center1Mhz,
    center2Mhz: channel.center2Mhz,
    puncturedBitmap: channel.puncturedBitmap,
  }) as IwChannel;
}

/** iw's lines of a band: frequencies with power and flags. iw 5.19 says neither why a channel is disabled nor its power then. */
export function asIwFrequency(frequency: Frequency) {
  const flags: string[] = [];
  if (frequency.disabled) flags.push("disabled");
  else {
    if (frequency.noIr) flags.push("no IR");
    if (frequency.radar) flags.push("radar detection");
  }
  return compact({
    frequencyMhz: Math.floor(frequency.frequencyMhz),
    channel: frequency.channel,
    maxTxPowerDbm: frequency.disabled ? undefined : frequency.maxTxPowerDbm,
    flags,
  });
}

export function asIwRates(wiphy: Wiphy, band: number) {
  return wiphy.bands[band]!.rates.map((rate) =>
    compact({ rate100Kbps: rate.mbps * 10, shortPreamble: rate.shortPreamble ? (true as const) : undefined }),
  );
}

export function asIwSurvey(survey: Survey, nameOf: (ifindex: number) => string): IwSurvey {
  return compact({
    interface: nameOf(survey.ifindex!),
    frequencyMhz: survey.frequencyMhz === undefined ? undefined : Math.floor(survey.frequencyMhz),
    inUse: survey.inUse ? (true as const) : undefined,
    noiseDbm: survey.noiseDbm,
    activeMs: survey.timeMs,
    busyMs: survey.timeBusyMs,
    extensionBusyMs: survey.timeExtBusyMs,
    receiveMs: survey.timeRxMs,
    transmitMs: survey.timeTxMs,
  }) as IwSurvey;
}

/** iw prints 0 as N/A, cuts to whole MHz and dB, and has no word for some flags (INVENTORY of its reg.c). */
export function asIwRegulatory(domain: RegulatoryDomain): IwRegulatoryDomain {
  return compact({
    wiphy: domain.wiphy,
    selfManaged: domain.selfManaged ? (true as const) : undefined,
    alpha2: domain.alpha2,
    dfsRegion: domain.dfsRegion.toUpperCase(),
    rules: domain.rules.map((rule) =>
      compact({
        startMhz: Math.floor(rule.startMhz),
        endMhz: Math.floor(rule.endMhz),
        maxBandwidthMhz: Math.floor(rule.maxWidthMhz),
        maxAntennaGainDbi: rule.maxAntennaGainDbi ? Math.floor(rule.maxAntennaGainDbi) : undefined,
        maxEirpDbm: Math.floor(rule.maxEirpDbm!),
        cacMs: rule.flags.includes("dfs") ? rule.dfsCacMs : undefined,
        flags: [...rule.flags.flatMap((flag) => IW_RULE_FLAGS[flag] ?? []), ...noInitiation(rule.flags)],
      }),
    ),
  }) as IwRegulatoryDomain;
}

/** Flags in iw's words (its reg.c), by ours; PASSIVE-SCAN and NO-IBSS are what it calls the old halves of NO-IR. */
const IW_RULE_FLAGS: Readonly<Record<string, string>> = {
  "no-ofdm": "NO-OFDM",
  "no-cck": "NO-CCK",
  "no-indoor": "NO-INDOOR",
  "no-outdoor": "NO-OUTDOOR",
  dfs: "DFS",
  "ptp-only": "PTP-ONLY",
  "auto-bw": "AUTO-BW",
  "ir-concurrent": "IR-CONCURRENT",
  "no-ht40minus": "NO-HT40MINUS",
  "no-ht40plus": "NO-HT40PLUS",
  "no-80mhz": "NO-80MHZ",
  "no-160mhz": "NO-160MHZ",
  "no-he": "NO-HE",
  "no-320mhz": "NO-320MHZ",
  "no-eht": "NO-EHT",
};

/** iw says NO-IR, last, for NO_IR beside the flag that its header calls __NL80211_RRF_NO_IBSS, and PASSIVE-SCAN without that. */
function noInitiation(flags: readonly string[]): string[] {
  const [noIr, noIbss] = [flags.includes("no-ir"), flags.includes("no-ibss")];
  if (noIr) return noIbss ? ["NO-IR"] : ["PASSIVE-SCAN"];
  return noIbss ? ["NO-IBSS"] : [];
}

export function asIwRate(rate: StationRate | undefined): IwRate | undefined {
  if (rate === undefined) return undefined;
  const prefix = rate.kind === "VHT" ? "vht" : rate.kind === "HE" ? "he" : rate.kind === "EHT" ? "eht" : undefined;
  const common = {
    bitrate100Kbps: rate.mbps === undefined ? undefined : Math.round(rate.mbps * 10),
    widthMhz: rate.widthMhz === 20 ? undefined : rate.widthMhz,
  };
  if (prefix === undefined) {
    return compact({
      ...common,
      mcs: rate.mcs,
      shortGi: rate.guardIntervalUs === 0.4 ? (true as const) : undefined,
    }) as IwRate;
  }
  const gi = rate.guardIntervalUs;
  return compact({
    ...common,
    [`${prefix}Mcs`]: rate.mcs,
    [`${prefix}Nss`]: rate.nss,
    ...(prefix === "vht"
      ? { shortGi: gi === 0.4 ? (true as const) : undefined }
      : { [`${prefix}Gi`]: gi === undefined ? undefined : [0.8, 1.6, 3.2].indexOf(gi) }),
    ...(prefix === "he" && { heDcm: rate.dcm === undefined ? undefined : Number(rate.dcm) }),
  }) as IwRate;
}

/** `verbose`: with the counters by TID, as `-v` prints them. */
export function asIwStation(station: Station, nameOf: (ifindex: number) => string, verbose = false): IwStation {
  const flag = (name: string) => (station.knownFlags.includes(name) ? station.flags.includes(name) : undefined);
  const { bss, mesh } = station;
  const chains = (levels: Readonly<Record<number, number>> | undefined) => levels && Object.values(levels);
  return compact({
    address: station.address,
    interface: nameOf(station.ifindex!),
    inactiveMs: station.inactiveTimeMs,
    rxBytes: station.rxBytes,
    rxPackets: station.rxPackets,
    txBytes: station.txBytes,
    txPackets: station.txPackets,
    txRetries: station.txRetries,
    txFailed: station.txFailed,
    beaconLoss: station.beaconLoss,
    beaconRx: station.beaconRx,
    rxDropMisc: station.rxDropMisc,
    signalDbm: station.signalDbm,
    chainSignalsDbm: chains(station.chainSignalDbm),
    signalAverageDbm: station.signalAvgDbm,
    chainSignalAveragesDbm: chains(station.chainSignalAvgDbm),
    beaconSignalAverageDbm: station.beaconSignalAvgDbm,
    txRate: asIwRate(station.txRate),
    txDurationUs: station.txDurationUs,
    rxRate: asIwRate(station.rxRate),
    rxDurationUs: station.rxDurationUs,
    ackSignalDbm: station.ackSignalDbm,
    ackSignalAverageDbm: station.ackSignalAvgDbm,
    airtimeWeight: station.airtimeWeight,
    dtimPeriod: bss?.dtimPeriod,
    beaconInterval: bss?.beaconIntervalTu,
    ctsProtection: bss?.ctsProtection || undefined,
    shortPreamble: bss?.shortPreamble || undefined,
    shortSlotTime: bss?.shortSlotTime || undefined,
    connectedSeconds: station.connectedTimeS,
    authorized: flag("authorized"),
    authenticated: flag("authenticated"),
    associated: flag("associated"),
    preamble: flag("short-preamble") === undefined ? undefined : flag("short-preamble") ? "short" : "long",
    wme: flag("wme"),
    mfp: flag("mfp"),
    tdlsPeer: flag("tdls-peer"),
    meshLlid: mesh?.llid,
    meshPlid: mesh?.plid,
    meshAirtimeLinkMetric: mesh?.airtimeLinkMetric,
    meshConnectedToGate: mesh?.connectedToGate,
    meshConnectedToAuthServer: mesh?.connectedToAuthServer,
    meshPlink: mesh?.plinkState?.toUpperCase().replaceAll("-", "_"),
    meshLocalPowerMode: powerMode(mesh?.localPowerMode),
    meshPeerPowerMode: powerMode(mesh?.peerPowerMode),
    meshNonPeerPowerMode: powerMode(mesh?.nonpeerPowerMode),
    tOffsetUs: mesh?.tOffsetUs === undefined ? undefined : BigInt.asUintN(64, BigInt(mesh.tOffsetUs)),
    expectedThroughput:
      station.expectedThroughputKbps === undefined
        ? undefined
        : Math.floor((station.expectedThroughputKbps * 1000) / 1024),
    associatedAtBoottime:
      station.assocAtBoottimeNs === undefined ? undefined : Number(station.assocAtBoottimeNs / 1_000_000n) / 1000,
    tids:
      verbose && station.tids !== undefined
        ? Object.values(station.tids).map(({ txqStats, ...counters }) => counters)
        : undefined,
  }) as unknown as IwStation;
}

/** "LIGHT SLEEP". */
function powerMode(mode: string | undefined): string | undefined {
  return mode?.toUpperCase().replaceAll("-", " ");
}

/** The lines of a BSS before its elements. */
export function asIwNetwork(bss: Bss, nameOf: (ifindex: number) => string) {
  const { attributes } = bss;
  return compact({
    bssid: bss.bssid,
    interface: nameOf(bss.ifindex!),
    status: bss.status === "ibss-joined" ? "joined" : bss.status,
    lastSeenBoottime:
      attributes.lastSeenBoottimeNs === undefined
        ? undefined
        : Number(attributes.lastSeenBoottimeNs / 1_000_000n) / 1000,
    tsfUs: attributes.tsf,
    frequencyMhz: Math.floor(bss.frequencyMhz),
    beaconIntervalTu: attributes.beaconIntervalTu,
    signalDbm: bss.signalDbm,
    signalPercent: bss.signalPercent,
    seenMsAgo: bss.seenMsAgo,
  });
}

/** iw's "Supported rates" line: Mbit/s with one decimal, an asterisk for basic ones. */
export function ssidOf(bss: Bss): string | undefined {
  return bss.elements.get(ElementId.Ssid)?.escaped;
}

/** Without the keys that are undefined: absent on the one side is absent on the other. */
export function compact<T extends object>(from: T): T {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T;
}
