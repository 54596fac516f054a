import type { Mac } from "../bytes/mac.ts";
import { MeshPowerMode, PlinkState } from "./generated/mesh.ts";
import {
  type GetStationDumpReply,
  type GetStationReply,
  StaFlag,
  type StaInfo,
  type TidStats,
} from "./generated/station.ts";
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

/** A station of what GET_STATION replied, or of a station event. */
export function toStation(from: StationReply): Station {
  const info = from.staInfo ?? {};
  return {
    address: from.mac!,
    ...(from.ifindex !== undefined && { ifindex: from.ifindex }),
    ...(from.wdev !== undefined && { wdev: from.wdev }),
    ...(from.mldAddr !== undefined && { mldAddress: from.mldAddr }),
    flags: wordsOf(StaFlag, info.staFlags?.set),
    knownFlags: wordsOf(StaFlag, info.staFlags?.mask),
    ...countersOf(info),
    links: linksOf(from),
    ...(from.mloLinkId !== undefined && { associationLinkId: from.mloLinkId }),
    ...(from.ie !== undefined && { requestElements: from.ie }),
    ...(from.respIe !== undefined && { responseElements: from.respIe }),
  };
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
function linksOf({ mloLinks = [] }: GetStationDumpReply): StationLink[] {
  return mloLinks.flatMap(({ mloLinkId, mac, staInfo = {} }) => {
    if (mloLinkId === undefined) return [];
    return { linkId: mloLinkId, ...(mac !== undefined && { address: mac }), ...countersOf(staInfo) };
  });
}

/** The counters of STA_INFO; what it has not, they have not. */
export function countersOf(info: StaInfo): StationCounters {
  const { rxBytes64, txBytes64, rxBitrate, txBitrate, bssParam, tidStats, staFlags, unknown, ...rest } = info;
  const { llid, plid, plinkState, localPm, peerPm, nonpeerPm, ...unmeshed } = rest;
  const { airtimeLinkMetric, connectedToGate, connectedToAs, tOffsetUs, ...counters } = unmeshed;
  const mesh = meshOf(info);
  return {
    ...counters,
    ...(rxBytes64 !== undefined && { rxBytes: rxBytes64 }),
    ...(txBytes64 !== undefined && { txBytes: txBytes64 }),
    ...(rxBitrate !== undefined && { rxRate: stationRate(rxBitrate) }),
    ...(txBitrate !== undefined && { txRate: stationRate(txBitrate) }),
    ...(bssParam !== undefined && {
      bss: {
        ...(bssParam.dtimPeriod !== undefined && { dtimPeriod: bssParam.dtimPeriod }),
        ...(bssParam.beaconIntervalTu !== undefined && { beaconIntervalTu: bssParam.beaconIntervalTu }),
        ctsProtection: bssParam.ctsProt === true,
        shortPreamble: bssParam.shortPreamble === true,
        shortSlotTime: bssParam.shortSlotTime === true,
      },
    }),
    ...(tidStats !== undefined && { tids: tidStats }),
    ...(mesh !== undefined && { mesh }),
  };
}

function meshOf(info: StaInfo): StationMesh | undefined {
  if (info.plinkState === undefined) return undefined;
  return {
    ...(info.llid !== undefined && { llid: info.llid }),
    ...(info.plid !== undefined && { plid: info.plid }),
    plinkState: wordOf(PlinkState, info.plinkState),
    ...(info.localPm !== undefined && { localPowerMode: wordOf(MeshPowerMode, info.localPm) }),
    ...(info.peerPm !== undefined && { peerPowerMode: wordOf(MeshPowerMode, info.peerPm) }),
    ...(info.nonpeerPm !== undefined && { nonpeerPowerMode: wordOf(MeshPowerMode, info.nonpeerPm) }),
    ...(info.airtimeLinkMetric !== undefined && { airtimeLinkMetric: info.airtimeLinkMetric }),
    ...(info.connectedToGate !== undefined && { connectedToGate: info.connectedToGate === 1 }),
    ...(info.connectedToAs !== undefined && { connectedToAuthServer: info.connectedToAs === 1 }),
    ...(info.tOffsetUs !== undefined && { tOffsetUs: info.tOffsetUs }),
  };
}
