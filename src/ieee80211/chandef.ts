import { Nl80211Error } from "../errors.ts";
import { bandOf, frequencyToChannel } from "./channel.ts";
import { type ChannelMode, legalModes, type WidthMhz } from "./channel-plan.ts";
import { puncturingProblem } from "./puncturing.ts";

/** A channel definition: the primary channel, how wide, and around which centre. struct cfg80211_chan_def of Linux. */
export interface Chandef {
  /** The centre of the primary (control) channel: 20 MHz wide, on S1G 1 MHz. */
  readonly frequencyMhz: number;
  readonly widthMhz: WidthMhz;
  /** The centre of the whole channel, or of the segment that holds the primary channel. */
  readonly center1Mhz: number;
  /** The centre of the other segment: this makes it 80+80 MHz. */
  readonly center2Mhz?: number;
  /** 20 MHz without HT: "20 MHz (no HT)". */
  readonly noHt?: true;
  /** Punctured 20 MHz subchannels, bit 0 the lowest of the channel. */
  readonly punctured?: number;
}

/**
 * The channel definition of a primary channel and a mode, its centre found: (5180, "80MHz") is centred at 5210.
 * "80+80MHz" needs `center2Mhz`. Throws INVALID_ARGUMENT that says which modes this channel has.
 */
export function createChandef(
  frequencyMhz: number,
  mode: ChannelMode = "NOHT",
  options: { readonly center2Mhz?: number; readonly punctured?: number } = {},
): Chandef {
  const shape = legalModes(frequencyMhz).find((legal) => legal.mode === mode || alias(legal.mode) === mode);
  if (shape === undefined) throw new Nl80211Error("INVALID_ARGUMENT", noSuchMode(frequencyMhz, mode));
  const chandef: Chandef = {
    frequencyMhz,
    widthMhz: shape.widthMhz,
    center1Mhz: shape.center1Mhz,
    ...(mode === "NOHT" && { noHt: true as const }),
    ...(options.center2Mhz !== undefined && { center2Mhz: options.center2Mhz }),
    ...(options.punctured !== undefined && { punctured: options.punctured }),
  };
  const problem =
    (mode === "80+80MHz") === (options.center2Mhz !== undefined)
      ? chandefProblem(chandef)
      : mode === "80+80MHz"
        ? "80+80 MHz needs the centre of its second segment (center2Mhz)"
        : `${mode} has no second segment`;
  if (problem !== undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${frequencyMhz} MHz ${mode}: ${problem}`);
  return chandef;
}

function alias(mode: ChannelMode): string | undefined {
  if (mode === "HT20") return "20MHz";
  return mode.startsWith("320MHz-") ? "320MHz" : undefined;
}

function noSuchMode(frequencyMhz: number, mode: string): string {
  const legal = legalModes(frequencyMhz).map((shape) => shape.mode);
  if (legal.length === 0) return `no primary channel is centred at ${frequencyMhz} MHz`;
  if (mode === "40MHz") return `say on which side the other 20 MHz of ${frequencyMhz} MHz lie: HT40+ or HT40-`;
  return `${frequencyMhz} MHz has no ${mode}: it can be ${legal.join(", ")}`;
}

/**
 * Why the kernel would refuse a channel definition, in words; `undefined` if it is sound. cfg80211_chandef_valid of
 * Linux 7.3, whose verdict this repeats (but for primary channel 14, which that lets be wide): on 5 GHz it does not ask
 * for the standard's channel plan, only that the parts fit together.
 */
export function chandefProblem(chandef: Chandef): string | undefined {
  const { frequencyMhz, widthMhz, center1Mhz, center2Mhz } = chandef;
  const band = bandOf(frequencyMhz);
  if (band === undefined) return `${frequencyMhz} MHz is in no band`;
  if ((band === "S1G") !== SUB_GIGAHERTZ_WIDTHS.includes(widthMhz)) {
    return band === "S1G" ? `S1G channels are not ${widthMhz} MHz wide` : `only S1G channels are ${widthMhz} MHz wide`;
  }
  if (center2Mhz !== undefined) {
    if (widthMhz !== 80) return `a channel of ${widthMhz} MHz has no second segment`;
    if (Math.abs(center1Mhz - center2Mhz) === 80) return "adjacent segments are a channel of 160 MHz, not 80+80 MHz";
  }
  if (frequencyMhz === 2484 && !(widthMhz === 20 && chandef.noHt)) return "channel 14 is 20 MHz without HT only";
  if (chandef.noHt && widthMhz !== 20) return `a channel of ${widthMhz} MHz is never without HT`;
  if (band === "S1G" ? !holds1Mhz(chandef) : !holds20Mhz(chandef)) {
    return `the primary channel at ${frequencyMhz} MHz is no part of ${widthMhz} MHz around ${center1Mhz} MHz`;
  }
  const astray = isAstrayIn6Ghz(center1Mhz, widthMhz)
    ? center1Mhz
    : center2Mhz !== undefined && isAstrayIn6Ghz(center2Mhz, widthMhz)
      ? center2Mhz
      : undefined;
  if (astray !== undefined) return `6 GHz has no channel of ${widthMhz} MHz around ${astray} MHz`;
  const primary = Math.floor((frequencyMhz - (center1Mhz - widthMhz / 2)) / 20);
  return puncturingProblem(chandef.punctured ?? 0, center2Mhz === undefined ? widthMhz : undefined, primary);
}

const SUB_GIGAHERTZ_WIDTHS: readonly WidthMhz[] = [1, 2, 4, 8, 16];

/** True where the primary channel is one of the 20 MHz parts that the channel consists of. */
function holds20Mhz({ frequencyMhz, widthMhz, center1Mhz }: Chandef): boolean {
  if (widthMhz <= 20) return frequencyMhz === center1Mhz;
  const above = frequencyMhz - (center1Mhz - widthMhz / 2) - 10;
  return above >= 0 && above < widthMhz && above % 20 === 0;
}

/** True where 1 MHz around the primary channel lies within the channel. */
function holds1Mhz({ frequencyMhz, widthMhz, center1Mhz }: Chandef): boolean {
  return Math.abs(frequencyMhz - center1Mhz) <= (widthMhz - 1) / 2;
}

function isAstrayIn6Ghz(centerMhz: number, widthMhz: number): boolean {
  return centerMhz >= 5955 && centerMhz <= 7215 && !alignedIn6Ghz(centerMhz, widthMhz);
}

/**
 * Linux counts the band from 5945 to 7225 MHz; the standard's last channel, 233, ends at 7125. Channel 2 (5935) is
 * below.
 */
function alignedIn6Ghz(centerMhz: number, widthMhz: number): boolean {
  const low = centerMhz - widthMhz / 2;
  return low >= 5945 && low + widthMhz <= 7225 && (low - 5945) % (widthMhz === 320 ? 160 : widthMhz) === 0;
}

/**
 * The narrower channel around the same primary channel: the primary 80 MHz of 160. Of 80+80 MHz the second segment
 * goes, and puncturing keeps the bits that are left. cfg80211_chandef_primary of Linux.
 */
export function primaryPart(chandef: Chandef, widthMhz: 20 | 40 | 80 | 160 | 320): Chandef {
  const { center2Mhz: _, punctured = 0, ...rest } = chandef;
  if (widthMhz >= chandef.widthMhz) return chandef.center2Mhz === undefined ? chandef : { ...rest };
  const low = chandef.center1Mhz - chandef.widthMhz / 2;
  const index = Math.floor((chandef.frequencyMhz - low) / widthMhz);
  const left = (punctured >>> ((index * widthMhz) / 20)) & (2 ** (widthMhz / 20) - 1);
  return {
    ...rest,
    widthMhz,
    center1Mhz: low + index * widthMhz + widthMhz / 2,
    ...(left !== 0 && { punctured: left }),
  };
}

/** The centres of the 20 MHz subchannels in use, lowest first; those of the second segment after those of the first. */
export function subchannels(chandef: Chandef): readonly number[] {
  if (chandef.widthMhz <= 20) return [chandef.center1Mhz];
  const segment = (centerMhz: number, punctured: number) =>
    Array.from({ length: chandef.widthMhz / 20 }, (_, i) => centerMhz - chandef.widthMhz / 2 + 10 + 20 * i).filter(
      (_, i) => ((punctured >>> i) & 1) === 0,
    );
  const first = segment(chandef.center1Mhz, chandef.punctured ?? 0);
  return chandef.center2Mhz === undefined ? first : [...first, ...segment(chandef.center2Mhz, 0)];
}

/** "80 MHz", "80+80 MHz", "20 MHz (no HT)": the names of `iw`. */
export function widthName(chandef: Pick<Chandef, "widthMhz" | "center2Mhz" | "noHt">): string {
  if (chandef.center2Mhz !== undefined) return "80+80 MHz";
  return chandef.noHt ? "20 MHz (no HT)" : `${chandef.widthMhz} MHz`;
}

/** The line of `iw dev`: "channel 36 (5180 MHz), width: 80 MHz, center1: 5210 MHz". */
export function formatChandef(chandef: Chandef): string {
  const number = frequencyToChannel(chandef.frequencyMhz)?.channel ?? "?";
  const center2 = chandef.center2Mhz === undefined ? "" : `, center2: ${chandef.center2Mhz} MHz`;
  const punctured = chandef.punctured ? `, punctured: 0x${chandef.punctured.toString(16)}` : "";
  const primary = `channel ${number} (${chandef.frequencyMhz} MHz)`;
  return `${primary}, width: ${widthName(chandef)}, center1: ${chandef.center1Mhz} MHz${center2}${punctured}`;
}
