import { threshold } from "./combination.ts";
import type { TxqStats } from "./generated/interface.ts";
import type { GetWiphyReply } from "./generated/wiphy.ts";

/** What a scan may ask for. */
export interface ScanLimits {
  readonly maxSsids: number;
  readonly maxElementsLength: number;
  readonly maxScheduledSsids: number;
  readonly maxScheduledElementsLength: number;
  readonly maxMatchSets: number;
  /** Scheduled scans at once. */
  readonly maxScheduledScans: number;
  readonly maxPlans: number;
  /** Absent for no limit. */
  readonly maxPlanIntervalS?: number;
  readonly maxPlanIterations: number;
}

/** Masks of antennas, a bit each. */
export interface Antennas {
  readonly availableTx?: number;
  readonly availableRx?: number;
  readonly tx?: number;
  readonly rx?: number;
}

/** How much there can be of things. Absent: the driver does not say, or does not do it. */
export interface WiphyLimits {
  /** PMKIDs that the device can cache. */
  readonly pmkids?: number;
  readonly akmsInRequest: number;
  readonly remainOnChannelMs?: number;
  readonly accessListAddresses?: number;
  /** Stations of an access point. */
  readonly apStations?: number;
  readonly channelSwitchCounters?: number;
  /** 65535 is all. */
  readonly hardwareTimestampPeers?: number;
}

export interface TransmitQueues {
  readonly maxPackets?: number;
  readonly maxOctets?: number;
  /** What a flow may send in its turn. */
  readonly quantumOctets?: number;
  readonly stats?: TxqStats;
}

export function toScanLimits(from: GetWiphyReply): ScanLimits {
  return {
    maxSsids: from.maxNumScanSsids ?? 0,
    maxElementsLength: from.maxScanIeLen ?? 0,
    maxScheduledSsids: from.maxNumSchedScanSsids ?? 0,
    maxScheduledElementsLength: from.maxSchedScanIeLen ?? 0,
    maxMatchSets: from.maxMatchSets ?? 0,
    // Drivers of old kernels ran one, and said so by the command alone.
    maxScheduledScans: from.schedScanMaxReqs ?? 0,
    maxPlans: from.maxNumSchedScanPlans ?? 0,
    ...threshold("maxPlanIntervalS", from.maxScanPlanIntervalS),
    maxPlanIterations: from.maxScanPlanIterations ?? 0,
  };
}

export function toAntennas(from: GetWiphyReply): Antennas {
  return {
    ...(from.wiphyAntennaAvailTx !== undefined && { availableTx: from.wiphyAntennaAvailTx }),
    ...(from.wiphyAntennaAvailRx !== undefined && { availableRx: from.wiphyAntennaAvailRx }),
    ...(from.wiphyAntennaTx !== undefined && { tx: from.wiphyAntennaTx }),
    ...(from.wiphyAntennaRx !== undefined && { rx: from.wiphyAntennaRx }),
  };
}

export function toWiphyLimits(from: GetWiphyReply): WiphyLimits {
  return {
    ...(from.maxNumPmkids !== undefined && { pmkids: from.maxNumPmkids }),
    akmsInRequest: from.maxNumAkmSuites ?? 2,
    ...(from.maxRemainOnChannelDurationMs !== undefined && { remainOnChannelMs: from.maxRemainOnChannelDurationMs }),
    ...(from.macAclMax !== undefined && { accessListAddresses: from.macAclMax }),
    ...(from.maxApAssocSta !== undefined && { apStations: from.maxApAssocSta }),
    ...(from.maxCsaCounters !== undefined && { channelSwitchCounters: from.maxCsaCounters }),
    ...(from.maxHwTimestampPeers !== undefined && { hardwareTimestampPeers: from.maxHwTimestampPeers }),
  };
}

export function toTransmitQueues(from: GetWiphyReply): TransmitQueues {
  return {
    ...(from.txqLimit !== undefined && { maxPackets: from.txqLimit }),
    ...(from.txqMemoryLimit !== undefined && { maxOctets: from.txqMemoryLimit }),
    ...(from.txqQuantum !== undefined && { quantumOctets: from.txqQuantum }),
    ...(from.txqStats !== undefined && { stats: from.txqStats }),
  };
}
