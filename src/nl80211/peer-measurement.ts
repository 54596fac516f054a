import { widthText } from "./channel.ts";
import type { Pmsr, PmsrFtmCapa } from "./generated/ftm.ts";
import { Preamble } from "./generated/ftm-enums.ts";
import { ChanWidth } from "./generated/interface-enums.ts";
import { wordOf, wordsOf } from "./words.ts";

/** What a wiphy can measure with peers. */
export interface PeerMeasurementSupport {
  /** Peers that one request can have. */
  readonly maxPeers?: number;
  /** Results can have the TSF of our AP. */
  readonly reportApTsf: boolean;
  readonly randomAddress: boolean;
  /** Fine timing measurement: distance by time of flight. */
  readonly ftm?: FtmSupport;
}

/** Fine timing measurement: the flags and limits of PMSR_FTM_CAPA, with preambles and widths in words. */
export interface FtmSupport extends Omit<PmsrFtmCapa, MaskName | "unknown"> {
  /** "legacy", "ht", "vht", "dmg", "he". */
  readonly preambles: readonly string[];
  readonly widths: readonly string[];
  /** Of proximity detection. */
  readonly pdPreambles?: readonly string[];
  readonly pdWidths?: readonly string[];
}

type MaskName = "preambles" | "bandwidths" | "pdPreambles" | "pdBandwidths";

export function toPeerMeasurementSupport(from: Pmsr): PeerMeasurementSupport {
  return {
    ...(from.maxPeers !== undefined && { maxPeers: from.maxPeers }),
    reportApTsf: from.reportApTsf === true,
    randomAddress: from.randomizeMacAddr === true,
    ...(from.typeCapa?.ftm !== undefined && { ftm: toFtmSupport(from.typeCapa.ftm) }),
  };
}

function toFtmSupport(from: PmsrFtmCapa): FtmSupport {
  const { preambles, bandwidths, pdPreambles, pdBandwidths, unknown, ...rest } = from;
  return {
    ...rest,
    preambles: wordsOf(Preamble, preambles),
    widths: widthTexts(bandwidths),
    ...(pdPreambles !== undefined && { pdPreambles: wordsOf(Preamble, pdPreambles) }),
    ...(pdBandwidths !== undefined && { pdWidths: widthTexts(pdBandwidths) }),
  };
}

function widthTexts(widths: readonly number[] = []): string[] {
  return widths.map((width) => widthText(width) ?? wordOf(ChanWidth, width));
}
