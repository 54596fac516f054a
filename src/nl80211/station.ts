import type { Mac } from "../bytes/mac.ts";
import { MeshPowerMode, PlinkState } from "./generated/mesh-enums.ts";
import type { GetStationDumpReply, GetStationReply, StaBssParam, StaInfo, TidStats } from "./generated/station.ts";
import { StaFlag } from "./generated/station-enums.ts";
import { type StationRate, stationRate } from "./rate-info.ts";
import { wordOf, wordsOf } from "./words.ts";

/** A station that an interface talks to: the access point of a client, a client of an access point, a mesh peer. */
export interface Station extends StationCounters {
  readonly address: Mac;
  readonly ifindex?: number;
  readonly wdev?: number;
  /** Address of the multi-link device, where the station is one. */
  readonly mldAddress?: Mac;
  /** "authorized", "authenticated", "associated", "wme", "mfp", "short-preamble", "tdls-peer", "spp-amsdu". */
  readonly flags: readonly string[];
  /** The flags that the driver told of, set or not. */
  readonly knownFlags: readonly string[];
  /** Links of a multi-link connection, each with counters of its own; those of the station are of all links together. */
  readonly links: readonly StationLink[];
  /** The link that it associated on. */
  readonly associationLinkId?: number;
  /** Elements of its (re)association request, and of the response. */
  readonly requestElements?: Uint8Array;
  readonly responseElements?: Uint8Array;
}

/** One link of a multi-link connection. */
export interface StationLink extends StationCounters {
  readonly linkId: number;
  readonly address?: Mac;
}

/** What is counted of a station, or of one of its links. Drivers tell more or less of it. */
export interface StationCounters {
  readonly connectedTimeS?: number;
  readonly inactiveTimeMs?: number;
  /** When it associated: ns of CLOCK_BOOTTIME. */
  readonly assocAtBoottimeNs?: bigint;
  readonly signalDbm?: number;
  readonly signalAvgDbm?: number;
  /** By antenna chain. */
  readonly chainSignalDbm?: Readonly<Record<number, number>>;
  readonly chainSignalAvgDbm?: Readonly<Record<number, number>>;
  readonly beaconSignalAvgDbm?: number;
  readonly ackSignalDbm?: number;
  readonly ackSignalAvgDbm?: number;
  readonly rxRate?: StationRate;
  readonly txRate?: StationRate;
  readonly expectedThroughputKbps?: number;
  /** Octets; of 32 bits, and wrapping, only where the driver has no more. */
  readonly rxBytes?: number;
  readonly txBytes?: number;
  readonly rxPackets?: number;
  readonly txPackets?: number;
  readonly txRetries?: number;
  readonly txFailed?: number;
  readonly rxDropMisc?: number;
  readonly rxMpdus?: number;
  readonly fcsErrorCount?: number;
  readonly beaconRx?: number;
  readonly beaconLoss?: number;
  readonly rxDurationUs?: number;
  readonly txDurationUs?: number;
  readonly airtimeWeight?: number;
  /** What the BSS is like, as this side sees it. */
  readonly bss?: StationBss;
  /** Counters by TID; 16 is for frames without one. */
  readonly tids?: Readonly<Record<number, TidStats>>;
  readonly mesh?: StationMesh;
}

export interface StationBss {
  readonly dtimPeriod?: number;
  readonly beaconIntervalTu?: number;
  readonly ctsProtection: boolean;
  readonly shortPreamble: boolean;
  readonly shortSlotTime: boolean;
}

export interface StationMesh {
  readonly llid?: number;
  readonly plid?: number;
  /** "listen", "opn-snt", "estab", "blocked" ... (NL80211_PLINK_*). */
  readonly plinkState?: string;
  readonly localPowerMode?: string;
  readonly peerPowerMode?: string;
  readonly nonpeerPowerMode?: string;
  readonly airtimeLinkMetric?: number;
  readonly connectedToGate?: boolean;
  readonly connectedToAuthServer?: boolean;
  /** Offset of its clock from ours. */
  readonly tOffsetUs?: number;
}

/** What GET_STATION replies to a request, to a dump, and in events, together. */
type StationReply = GetStationReply & GetStationDumpReply;

// What is absent on the wire is absent here, so each thing is asked for and set by itself. (Spread from conditions it would take five
// times as long, and a crowded access point has hundreds of stations.)
type Building<T> = { -readonly [K in keyof T]: T[K] };

/** A station of what GET_STATION replied, or of a station event. */
export function toStation(from: StationReply): Station {
  const info = from.staInfo ?? {};
  const station = {
    address: from.mac!,
    flags: wordsOf(StaFlag, info.staFlags?.set),
    knownFlags: wordsOf(StaFlag, info.staFlags?.mask),
    links: linksOf(from),
  } as Building<Station>;
  if (from.ifindex !== undefined) station.ifindex = from.ifindex;
  if (from.wdev !== undefined) station.wdev = from.wdev;
  if (from.mldAddr !== undefined) station.mldAddress = from.mldAddr;
  addCounters(station, info);
  if (from.mloLinkId !== undefined) station.associationLinkId = from.mloLinkId;
  if (from.ie !== undefined) station.requestElements = from.ie;
  if (from.respIe !== undefined) station.responseElements = from.respIe;
  return station;
}

/**
 * The stations of a dump, each whole. A kernel that is asked for links tells the sum of a station first, then each link in a message
 * of its own (Linux 7.3, nl80211_dump_station); others put all links into one.
 */
export function mergeStationParts(parts: readonly GetStationDumpReply[]): GetStationDumpReply[] {
  const stations = new Map<string, GetStationDumpReply>();
  for (const part of parts) {
    const key = `${part.ifindex ?? part.wdev} ${part.mac}`;
    const before = stations.get(key);
    if (before === undefined) stations.set(key, part);
    else {
      const links = [...(before.mloLinks ?? []), ...(part.mloLinks ?? [])];
      stations.set(key, { ...before, ...part, ...(links.length > 0 && { mloLinks: links }) });
    }
  }
  return [...stations.values()];
}

/** The array's own index is no link id; only MLO_LINK_ID inside is. */
function linksOf({ mloLinks }: GetStationDumpReply): StationLink[] {
  const links: StationLink[] = [];
  for (const { mloLinkId, mac, staInfo } of mloLinks ?? []) {
    if (mloLinkId === undefined) continue;
    const link: Building<StationLink> = { linkId: mloLinkId };
    if (mac !== undefined) link.address = mac;
    if (staInfo !== undefined) addCounters(link, staInfo);
    links.push(link);
  }
  return links;
}

/** The counters of STA_INFO; what it has not, they have not. */
export function countersOf(info: StaInfo): StationCounters {
  const counters: Building<StationCounters> = {};
  addCounters(counters, info);
  return counters;
}

function addCounters(to: Building<StationCounters>, info: StaInfo): void {
  if (info.connectedTimeS !== undefined) to.connectedTimeS = info.connectedTimeS;
  if (info.inactiveTimeMs !== undefined) to.inactiveTimeMs = info.inactiveTimeMs;
  if (info.assocAtBoottimeNs !== undefined) to.assocAtBoottimeNs = info.assocAtBoottimeNs;
  if (info.signalDbm !== undefined) to.signalDbm = info.signalDbm;
  if (info.signalAvgDbm !== undefined) to.signalAvgDbm = info.signalAvgDbm;
  if (info.chainSignalDbm !== undefined) to.chainSignalDbm = info.chainSignalDbm;
  if (info.chainSignalAvgDbm !== undefined) to.chainSignalAvgDbm = info.chainSignalAvgDbm;
  if (info.beaconSignalAvgDbm !== undefined) to.beaconSignalAvgDbm = info.beaconSignalAvgDbm;
  if (info.ackSignalDbm !== undefined) to.ackSignalDbm = info.ackSignalDbm;
  if (info.ackSignalAvgDbm !== undefined) to.ackSignalAvgDbm = info.ackSignalAvgDbm;
  if (info.rxBitrate !== undefined) to.rxRate = stationRate(info.rxBitrate);
  if (info.txBitrate !== undefined) to.txRate = stationRate(info.txBitrate);
  if (info.expectedThroughputKbps !== undefined) to.expectedThroughputKbps = info.expectedThroughputKbps;
  const rxBytes = info.rxBytes64 ?? info.rxBytes;
  if (rxBytes !== undefined) to.rxBytes = rxBytes;
  const txBytes = info.txBytes64 ?? info.txBytes;
  if (txBytes !== undefined) to.txBytes = txBytes;
  if (info.rxPackets !== undefined) to.rxPackets = info.rxPackets;
  if (info.txPackets !== undefined) to.txPackets = info.txPackets;
  if (info.txRetries !== undefined) to.txRetries = info.txRetries;
  if (info.txFailed !== undefined) to.txFailed = info.txFailed;
  if (info.rxDropMisc !== undefined) to.rxDropMisc = info.rxDropMisc;
  if (info.rxMpdus !== undefined) to.rxMpdus = info.rxMpdus;
  if (info.fcsErrorCount !== undefined) to.fcsErrorCount = info.fcsErrorCount;
  if (info.beaconRx !== undefined) to.beaconRx = info.beaconRx;
  if (info.beaconLoss !== undefined) to.beaconLoss = info.beaconLoss;
  if (info.rxDurationUs !== undefined) to.rxDurationUs = info.rxDurationUs;
  if (info.txDurationUs !== undefined) to.txDurationUs = info.txDurationUs;
  if (info.airtimeWeight !== undefined) to.airtimeWeight = info.airtimeWeight;
  if (info.bssParam !== undefined) to.bss = stationBss(info.bssParam);
  if (info.tidStats !== undefined) to.tids = info.tidStats;
  if (info.plinkState !== undefined) to.mesh = stationMesh(info, info.plinkState);
}

function stationBss({ dtimPeriod, beaconIntervalTu, ctsProt, shortPreamble, shortSlotTime }: StaBssParam): StationBss {
  const bss = {
    ctsProtection: ctsProt === true,
    shortPreamble: shortPreamble === true,
    shortSlotTime: shortSlotTime === true,
  } as Building<StationBss>;
  if (dtimPeriod !== undefined) bss.dtimPeriod = dtimPeriod;
  if (beaconIntervalTu !== undefined) bss.beaconIntervalTu = beaconIntervalTu;
  return bss;
}

function stationMesh(info: StaInfo, plinkState: number): StationMesh {
  const mesh: Building<StationMesh> = { plinkState: wordOf(PlinkState, plinkState) };
  if (info.llid !== undefined) mesh.llid = info.llid;
  if (info.plid !== undefined) mesh.plid = info.plid;
  if (info.localPm !== undefined) mesh.localPowerMode = wordOf(MeshPowerMode, info.localPm);
  if (info.peerPm !== undefined) mesh.peerPowerMode = wordOf(MeshPowerMode, info.peerPm);
  if (info.nonpeerPm !== undefined) mesh.nonpeerPowerMode = wordOf(MeshPowerMode, info.nonpeerPm);
  if (info.airtimeLinkMetric !== undefined) mesh.airtimeLinkMetric = info.airtimeLinkMetric;
  if (info.connectedToGate !== undefined) mesh.connectedToGate = info.connectedToGate === 1;
  if (info.connectedToAs !== undefined) mesh.connectedToAuthServer = info.connectedToAs === 1;
  if (info.tOffsetUs !== undefined) mesh.tOffsetUs = info.tOffsetUs;
  return mesh;
}
