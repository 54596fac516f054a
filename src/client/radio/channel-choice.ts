import { Nl80211Error } from "../../errors.ts";
import { type Chandef, chandefProblem, createChandef } from "../../ieee80211/chandef.ts";
import { type Band, channelToFrequency } from "../../ieee80211/channel.ts";
import type { ChannelMode } from "../../ieee80211/channel-plan.ts";
import { ChannelType, ChanWidth } from "../../nl80211/generated/interface-enums.ts";

/** A channel, as people say it: its number and band or the centre of its primary 20 MHz, and how wide. */
export type ChannelChoice = ChannelPosition & ChannelShape;

/** Where a channel is, without its width. */
export type ChannelPosition =
  | {
      /** Number of the primary channel. */
      readonly channel: number;
      /** Default: "2.4 GHz" up to 14, "5 GHz" above. */
      readonly band?: Band;
    }
  | {
      /** Centre of the primary channel: 5180, on S1G 902.5. */
      readonly frequencyMhz: number;
    };

interface ChannelShape {
  /** "NOHT" (20 MHz without HT: the default), "HT20", "HT40+", "HT40-", "80MHz", "80+80MHz", "160MHz", "320MHz" ... */
  readonly mode?: ChannelMode;
  /** Centre of the whole, where the channel plan's is not meant. */
  readonly center1Mhz?: number;
  /** Centre of the second segment of 80+80 MHz. */
  readonly center2Mhz?: number;
  /** Punctured 20 MHz subchannels, bit 0 the lowest. */
  readonly punctured?: number;
}

/** The attributes in which a request carries a channel. */
export interface ChandefFields {
  readonly wiphyFreqMhz: number;
  readonly wiphyFreqOffsetKhz: number;
  readonly channelWidth: ChanWidth;
  readonly wiphyChannelType?: ChannelType;
  readonly centerFreq1Mhz: number;
  readonly centerFreq1OffsetKhz?: number;
  readonly centerFreq2Mhz?: number;
  readonly punctBitmap?: number;
}

/** The channel definition that is meant. Throws INVALID_ARGUMENT that says what this channel can be. */
export function toChandef(choice: ChannelChoice): Chandef {
  const { mode, center1Mhz, center2Mhz, punctured } = choice;
  const options = { ...(center2Mhz !== undefined && { center2Mhz }), ...(punctured !== undefined && { punctured }) };
  const chandef = createChandef(frequencyOf(choice), mode, options);
  if (center1Mhz === undefined) return chandef;
  const moved = { ...chandef, center1Mhz };
  const problem = chandefProblem(moved);
  if (problem === undefined) return moved;
  throw new Nl80211Error("INVALID_ARGUMENT", problem);
}

/** A channel as requests carry it, the older channel type beside the width as iw sends it. */
export function chandefFields(chandef: Chandef): ChandefFields {
  const [wiphyFreqMhz, wiphyFreqOffsetKhz] = parts(chandef.frequencyMhz);
  const [centerFreq1Mhz, centerFreq1OffsetKhz] = parts(chandef.center1Mhz);
  const type = channelType(chandef);
  return {
    wiphyFreqMhz,
    wiphyFreqOffsetKhz,
    channelWidth: widthOf(chandef),
    ...(type !== undefined && { wiphyChannelType: type }),
    centerFreq1Mhz,
    ...(centerFreq1OffsetKhz !== 0 && { centerFreq1OffsetKhz }),
    ...(chandef.center2Mhz !== undefined && { centerFreq2Mhz: chandef.center2Mhz }),
    ...(chandef.punctured && { punctBitmap: chandef.punctured }),
  };
}

/** The centre of a 20 MHz channel alone, for requests that go to a channel without using its width. */
export function frequencyFields(frequencyMhz: number): { wiphyFreqMhz: number; wiphyFreqOffsetKhz?: number } {
  if (!(frequencyMhz > 0 && frequencyMhz < 100_000)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `frequency ${frequencyMhz}: expected MHz, such as 5180`);
  }
  const [wiphyFreqMhz, wiphyFreqOffsetKhz] = parts(frequencyMhz);
  return { wiphyFreqMhz, ...(wiphyFreqOffsetKhz !== 0 && { wiphyFreqOffsetKhz }) };
}

/** The centre of the primary channel that is meant, in MHz. Throws INVALID_ARGUMENT for a number that the band has not. */
export function frequencyOf(choice: ChannelPosition): number {
  if ("frequencyMhz" in choice) return choice.frequencyMhz;
  const { channel, band = channel <= 14 ? "2.4 GHz" : "5 GHz" } = choice;
  const frequency = channelToFrequency(channel, band);
  if (frequency !== undefined) return frequency;
  throw new Nl80211Error("INVALID_ARGUMENT", `${band} has no channel ${channel}: give another, or the band`);
}

function parts(mhz: number): [mhz: number, khz: number] {
  const whole = Math.floor(mhz);
  return [whole, Math.round((mhz - whole) * 1000)];
}

/** HT alone has a channel type. */
function channelType({ widthMhz, noHt, frequencyMhz, center1Mhz }: Chandef): ChannelType | undefined {
  if (widthMhz === 20) return noHt ? ChannelType.NoHt : ChannelType.Ht20;
  if (widthMhz !== 40) return undefined;
  return frequencyMhz > center1Mhz ? ChannelType.Ht40minus : ChannelType.Ht40plus;
}

function widthOf({ widthMhz, center2Mhz, noHt }: Chandef): ChanWidth {
  if (center2Mhz !== undefined) return ChanWidth.Width80p80;
  if (widthMhz === 20) return noHt ? ChanWidth.Width20Noht : ChanWidth.Width20;
  return ChanWidth[`Width${widthMhz}`];
}
