import { type Chandef, chandefProblem } from "./chandef.ts";
import { type Band, channelToFrequency, frequencyToChannel } from "./channel.ts";
import { ElementId } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";
import { SecondaryChannel } from "./elements/channel-switch.ts";
import { type EhtOperationInfo, readEhtChannel } from "./elements/eht-operation.ts";
import { type HeChannel, readHeChannel, type SixGhzOperation } from "./elements/he-operation.ts";
import { type HtChannel, readHtChannel } from "./elements/ht-operation.ts";
import { readVhtChannel, type VhtOperationInfo } from "./elements/vht-operation.ts";

/** The channel of a BSS: primary, true width, centres, what is punctured; with its number. */
export interface BssChannel extends Chandef {
  readonly band: Band;
  /** The number of the primary channel. */
  readonly channel: number;
}

/**
 * The channel of a BSS by its operation elements: EHT's where they tell it, else HE's (6 GHz) or VHT's, else HT's. What does not fit the
 * primary channel is passed over, as ieee80211_determine_ap_chan of Linux does. `frequencyMhz` is where the frame was received;
 * without it, the primary channel comes from the elements, and 5 GHz is assumed for numbers over 14 that are not said to be of 6 GHz.
 */
export function bssChannel(elements: ElementList, frequencyMhz?: number): BssChannel | undefined {
  const he = elements.read(ElementId.HeOperation, readHeChannel);
  const ht = elements.read(ElementId.HtOperation, readHtChannel);
  const primary = frequencyMhz === undefined ? toldPrimary(elements, he, ht) : frequencyToChannel(frequencyMhz);
  const frequency = frequencyMhz ?? (primary && channelToFrequency(primary.channel, primary.band));
  if (primary === undefined || frequency === undefined) return undefined;
  const plain: Chandef = { frequencyMhz: frequency, widthMhz: 20, center1Mhz: frequency };
  const { band, channel } = primary;
  const { widthMhz, center1Mhz, center2Mhz, punctured } = operatingChandef(elements, band, plain, he, ht) ?? plain;
  const found: Mutable<BssChannel> = { band, channel, frequencyMhz: frequency, widthMhz, center1Mhz };
  if (center2Mhz !== undefined) found.center2Mhz = center2Mhz;
  if (punctured !== undefined) found.punctured = punctured;
  const hasHt = elements.has(ElementId.HtCapabilities) || elements.has(ElementId.HeCapabilities);
  if (widthMhz === 20 && !hasHt) found.noHt = true;
  return found;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** By the newest operation element that fits the primary channel. */
function operatingChandef(
  elements: ElementList,
  band: Band,
  plain: Chandef,
  he: HeChannel | undefined,
  ht: HtChannel | undefined,
): Chandef | undefined {
  if (band === "S1G") return fitting(subGigahertz(elements, plain));
  const eht = elements.has(ElementId.EhtCapabilities)
    ? elements.read(ElementId.EhtOperation, readEhtChannel)?.info
    : undefined;
  const byEht = eht && fitting(ehtChandef(eht, band, plain));
  if (byEht !== undefined) return byEht;
  if (band === "6 GHz") return he?.sixGhz && fitting(sixGhzChandef(he.sixGhz, plain));
  // Access points without VHT elements tell it in the HE operation element.
  const vht = band === "5 GHz" ? (elements.read(ElementId.VhtOperation, readVhtChannel) ?? he?.vht) : undefined;
  return (vht && fitting(vhtChandef(vht, ht, plain))) ?? (ht && fitting(htChandef(ht, plain)));
}

function fitting(chandef: Chandef | undefined): Chandef | undefined {
  return chandef !== undefined && chandefProblem(chandef) === undefined ? chandef : undefined;
}

function toldPrimary(elements: ElementList, he: HeChannel | undefined, ht: HtChannel | undefined) {
  if (he?.sixGhz !== undefined) return { band: "6 GHz" as const, channel: he.sixGhz.primaryChannel };
  const channel = ht?.primaryChannel ?? elements.get(ElementId.DsssParameterSet)?.channel;
  if (channel === undefined) return undefined;
  const band: Band = channel <= 14 ? "2.4 GHz" : "5 GHz";
  return { band, channel };
}

function htChandef({ secondaryChannel, anyWidth }: HtChannel, plain: Chandef): Chandef | undefined {
  const isAbove = secondaryChannel === SecondaryChannel.Above;
  if (!anyWidth || (!isAbove && secondaryChannel !== SecondaryChannel.Below)) return undefined;
  return { frequencyMhz: plain.frequencyMhz, widthMhz: 40, center1Mhz: plain.frequencyMhz + (isAbove ? 10 : -10) };
}

/** With width 1, a second segment 8 channels away stands for 160 MHz, one further away for 80+80 MHz. */
function vhtChandef(vht: VhtOperationInfo, ht: HtChannel | undefined, plain: Chandef): Chandef | undefined {
  const { frequencyMhz } = plain;
  const { channelWidth, centerSegment0 } = vht;
  // Where the access point has fewer streams at 160 MHz, its second segment is told by the HT operation element.
  const centerSegment1 = vht.centerSegment1 || ht?.centerSegment2 || 0;
  const [center0, center1] = [5000 + 5 * centerSegment0, 5000 + 5 * centerSegment1];
  if (channelWidth === 0) return undefined;
  if (channelWidth === 2) return { frequencyMhz, widthMhz: 160, center1Mhz: center0 };
  if (channelWidth === 3) return { frequencyMhz, widthMhz: 80, center1Mhz: center0, center2Mhz: center1 };
  if (channelWidth !== 1) return undefined;
  const distance = Math.abs(centerSegment1 - centerSegment0);
  if (centerSegment1 === 0 || distance < 8) return { frequencyMhz, widthMhz: 80, center1Mhz: center0 };
  if (distance === 8) return { frequencyMhz, widthMhz: 160, center1Mhz: center1 };
  return { frequencyMhz, widthMhz: 80, center1Mhz: center0, center2Mhz: center1 };
}

function sixGhzChandef({ widthMhz, centerSegment0, centerSegment1 }: SixGhzOperation, plain: Chandef): Chandef {
  const [center0, center1] = [5950 + 5 * centerSegment0, 5950 + 5 * centerSegment1];
  if (widthMhz === 20) return plain;
  const { frequencyMhz } = plain;
  if (widthMhz < 160) return { frequencyMhz, widthMhz, center1Mhz: center0 };
  const distance = Math.abs(centerSegment1 - centerSegment0);
  if (distance === 8) return { frequencyMhz, widthMhz: 160, center1Mhz: center1 };
  const isSplit = distance > 8 && centerSegment1 !== 0;
  if (isSplit) return { frequencyMhz, widthMhz: 80, center1Mhz: center0, center2Mhz: center1 };
  return { frequencyMhz, widthMhz: 160, center1Mhz: center0 };
}

function ehtChandef(info: EhtOperationInfo, band: Band, plain: Chandef): Chandef | undefined {
  const { widthMhz, centerSegment0, centerSegment1, disabledSubchannels } = info;
  const center = widthMhz >= 160 ? centerSegment1 : centerSegment0;
  const center1Mhz = widthMhz === 20 ? plain.frequencyMhz : channelToFrequency(center, band);
  if (center1Mhz === undefined) return undefined;
  const { frequencyMhz } = plain;
  if (!disabledSubchannels) return { frequencyMhz, widthMhz, center1Mhz };
  return { frequencyMhz, widthMhz, center1Mhz, punctured: disabledSubchannels };
}

function subGigahertz(elements: ElementList, plain: Chandef): Chandef | undefined {
  const operation = elements.get(ElementId.S1gOperation);
  const center1Mhz = operation && channelToFrequency(operation.centerChannel, "S1G");
  if (operation?.operatingWidthMhz === undefined || center1Mhz === undefined) return undefined;
  return { ...plain, widthMhz: operation.operatingWidthMhz, center1Mhz };
}
