import { type Channel, frequencyKhzToChannel } from "../ieee80211/channel.ts";
import { ChannelType, ChanWidth } from "./generated/interface-enums.ts";

/** The channel that a device is on: the primary channel, how wide, and around which centre. */
export interface OperatingChannel {
  /** Centre of the primary channel. */
  readonly frequencyMhz: number;
  /** Its number, and the band that it belongs to; absent where no channel has that centre. */
  readonly channel?: number;
  readonly band?: Channel["band"];
  /** Width of the whole; 80+80 MHz is 160 with a second centre. */
  readonly widthMhz?: number;
  /** How people write the width: "20 MHz (no HT)", "80+80 MHz". */
  readonly width?: string;
  readonly center1Mhz?: number;
  readonly center2Mhz?: number;
  /** Punctured 20 MHz subchannels, bit 0 the lowest. */
  readonly puncturedBitmap?: number;
  /** The primary channel of S1G is 2 MHz wide, not 1. Present where it is. */
  readonly s1gPrimary2Mhz?: true;
  /** The channel that is used while the primary is busy (NPCA of 802.11bn), and its punctured subchannels. */
  readonly npca?: { readonly frequencyMhz: number; readonly puncturedBitmap?: number };
}

/** The attributes in which nl80211 carries a channel definition. */
export interface ChandefAttributes {
  readonly wiphyFreqMhz?: number | undefined;
  readonly wiphyFreqOffsetKhz?: number | undefined;
  readonly channelWidth?: number | undefined;
  readonly wiphyChannelType?: number | undefined;
  readonly centerFreq1Mhz?: number | undefined;
  readonly centerFreq1OffsetKhz?: number | undefined;
  readonly centerFreq2Mhz?: number | undefined;
  readonly punctBitmap?: number | undefined;
  readonly s1gPrimary2mhz?: boolean | undefined;
  readonly npcaPrimaryFreqMhz?: number | undefined;
  readonly npcaPunctBitmap?: number | undefined;
}

const WIDTHS: Readonly<Record<number, readonly [mhz: number, text: string]>> = {
  [ChanWidth.Width20Noht]: [20, "20 MHz (no HT)"],
  [ChanWidth.Width20]: [20, "20 MHz"],
  [ChanWidth.Width40]: [40, "40 MHz"],
  [ChanWidth.Width80]: [80, "80 MHz"],
  [ChanWidth.Width80p80]: [160, "80+80 MHz"],
  [ChanWidth.Width160]: [160, "160 MHz"],
  [ChanWidth.Width5]: [5, "5 MHz"],
  [ChanWidth.Width10]: [10, "10 MHz"],
  [ChanWidth.Width1]: [1, "1 MHz"],
  [ChanWidth.Width2]: [2, "2 MHz"],
  [ChanWidth.Width4]: [4, "4 MHz"],
  [ChanWidth.Width8]: [8, "8 MHz"],
  [ChanWidth.Width16]: [16, "16 MHz"],
  [ChanWidth.Width320]: [320, "320 MHz"],
};

/** The channel in a message's attributes; undefined where it names none. A frequency's kHz part is added: 902.5 for S1G. */
export function operatingChannel(from: ChandefAttributes): OperatingChannel | undefined {
  if (from.wiphyFreqMhz === undefined) return undefined;
  const khz = from.wiphyFreqMhz * 1000 + (from.wiphyFreqOffsetKhz ?? 0);
  const number = frequencyKhzToChannel(khz);
  const width = widthOf(from);
  const channel: Building<OperatingChannel> = { frequencyMhz: khz / 1000 };
  if (number !== undefined) {
    channel.band = number.band;
    channel.channel = number.channel;
  }
  if (width !== undefined) {
    channel.widthMhz = width[0];
    channel.width = width[1];
  }
  if (from.centerFreq1Mhz !== undefined) {
    channel.center1Mhz = from.centerFreq1Mhz + (from.centerFreq1OffsetKhz ?? 0) / 1000;
  }
  if (from.centerFreq2Mhz !== undefined) channel.center2Mhz = from.centerFreq2Mhz;
  if (from.punctBitmap !== undefined) channel.puncturedBitmap = from.punctBitmap;
  if (from.s1gPrimary2mhz === true) channel.s1gPrimary2Mhz = true;
  const { npcaPrimaryFreqMhz: npca, npcaPunctBitmap: punctured } = from;
  if (npca !== undefined) {
    channel.npca = { frequencyMhz: npca, ...(punctured !== undefined && { puncturedBitmap: punctured }) };
  }
  return channel;
}

type Building<T> = { -readonly [K in keyof T]: T[K] };

/** The name of a width, NL80211_CHAN_WIDTH_*: "80+80 MHz"; undefined for one that this version does not know. */
export function widthText(width: number): string | undefined {
  return WIDTHS[width]?.[1];
}

/** Kernels before CHANNEL_WIDTH, and some events, tell HT by the channel type alone. */
function widthOf(from: ChandefAttributes): readonly [number, string] | undefined {
  if (from.channelWidth !== undefined) return WIDTHS[from.channelWidth];
  switch (from.wiphyChannelType) {
    case ChannelType.NoHt:
      return [20, "20 MHz (no HT)"];
    case ChannelType.Ht20:
      return [20, "20 MHz"];
    case ChannelType.Ht40minus:
    case ChannelType.Ht40plus:
      return [40, "40 MHz"];
    default:
      return undefined;
  }
}
