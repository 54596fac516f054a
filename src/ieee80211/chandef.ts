import { Nl80211Error } from "../errors.ts";
import { bandOf, frequencyToChannel } from "./channel.ts";
import { puncturingProblem } from "./puncturing.ts";

/** A channel's width. 80 with a second centre is 80+80 MHz; 1 to 16 are S1G; 5 and 10 are half and quarter clocked channels of older kernels. */
export type WidthMhz = 1 | 2 | 4 | 5 | 8 | 10 | 16 | 20 | 40 | 80 | 160 | 320;

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

/** What `iw dev set channel` takes for a width. "320MHz" is the first that is there of "320MHz-1" and "320MHz-2". */
export type ChannelMode =
  | "NOHT"
  | "HT20"
  | "HT40+"
  | "HT40-"
  | `${1 | 2 | 4 | 5 | 8 | 10 | 16 | 20 | 40 | 80 | 160 | 320}MHz`
  | "80+80MHz"
  | "320MHz-1"
  | "320MHz-2";

/**
 * The channel definition of a primary channel and a mode, its centre found: (5180, "80MHz") is centred at 5210. "80+80MHz" needs
 * `center2Mhz`. Throws INVALID_ARGUMENT that says which modes this channel has.
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
  if (legal.length === 0) return `no channel is centred at ${frequencyMhz} MHz`;
  if (mode === "40MHz") return `say on which side the other 20 MHz of ${frequencyMhz} MHz lie: HT40+ or HT40-`;
  return `${frequencyMhz} MHz has no ${mode}: it can be ${legal.join(", ")}`;
}

/** A width that a primary channel can have, with the centre that goes with it. */
export interface LegalMode {
  readonly mode: ChannelMode;
  readonly widthMhz: WidthMhz;
  readonly center1Mhz: number;
}

/**
 * The widths that a primary channel can have by the standard's channel plan (IEEE 802.11-2020 and 802.11be, annex E), narrowest
 * first. What a country or a device allows is another question: the wiphy's channels tell. Empty where no channel is centred.
 */
export function legalModes(frequencyMhz: number): readonly LegalMode[] {
  const channel = frequencyToChannel(frequencyMhz);
  if (channel === undefined) return [];
  const modes: LegalMode[] = [];
  const add = (mode: ChannelMode, widthMhz: WidthMhz, center1Mhz: number | undefined) => {
    if (center1Mhz !== undefined) modes.push({ mode, widthMhz, center1Mhz });
  };
  if (channel.band === "S1G") {
    for (const width of [1, 2, 4, 8] as const) add(`${width}MHz`, width, subGigahertzCenter(frequencyMhz, width));
    return modes;
  }
  add("NOHT", 20, frequencyMhz);
  if (channel.band === "60 GHz" || frequencyMhz === 2484) return modes;
  add("5MHz", 5, frequencyMhz);
  add("10MHz", 10, frequencyMhz);
  add("HT20", 20, frequencyMhz);
  if (channel.band === "2.4 GHz") {
    if (channel.channel <= 9) add("HT40+", 40, frequencyMhz + 10);
    if (channel.channel >= 5) add("HT40-", 40, frequencyMhz - 10);
    return modes;
  }
  const center40 = centerFrequency(frequencyMhz, 40);
  add(center40 !== undefined && center40 < frequencyMhz ? "HT40-" : "HT40+", 40, center40);
  add("80MHz", 80, centerFrequency(frequencyMhz, 80));
  add("80+80MHz", 80, centerFrequency(frequencyMhz, 80));
  add("160MHz", 160, centerFrequency(frequencyMhz, 160));
  add("320MHz-1", 320, centerFrequency(frequencyMhz, 320, 1));
  add("320MHz-2", 320, centerFrequency(frequencyMhz, 320, 2));
  return modes;
}

/** Where the plan packs channels of 20, 40, 80 and 160 MHz without gaps: lower and upper edge in MHz. */
const BLOCKS: readonly (readonly [lowMhz: number, highMhz: number])[] = [
  [5170, 5330], // 36 to 64
  [5490, 5730], // 100 to 144
  [5735, 5895], // 149 to 177
  [5945, 7125], // 1 to 233 of 6 GHz
];

/**
 * The centre of the channel of `widthMhz` that holds this 20 MHz channel, in 5 and 6 GHz; `undefined` where the plan has none. Channels of
 * 320 MHz overlap: `plan` 1 has its centres at channels 31, 95, 159 (320 MHz-1), `plan` 2 at 63, 127, 191 (320 MHz-2).
 */
export function centerFrequency(
  frequencyMhz: number,
  widthMhz: 20 | 40 | 80 | 160 | 320,
  plan: 1 | 2 = 1,
): number | undefined {
  const block = BLOCKS.find(([low, high]) => frequencyMhz > low && frequencyMhz < high);
  if (block === undefined || (widthMhz === 320 && block[0] !== 5945)) return undefined;
  const [low, high] = block;
  if ((frequencyMhz - low - 10) % 20 !== 0) return undefined;
  const first = widthMhz === 320 && plan === 2 ? low + 160 : low;
  if (frequencyMhz < first) return undefined;
  const start = first + Math.floor((frequencyMhz - first) / widthMhz) * widthMhz;
  return start + widthMhz <= high ? start + widthMhz / 2 : undefined;
}

/** Channels of 1 and 2 MHz fill 902 to 928 MHz; those of 4 and 8 start at 904. */
function subGigahertzCenter(frequencyMhz: number, widthMhz: 1 | 2 | 4 | 8): number | undefined {
  if ((frequencyMhz - 902.5) % 1 !== 0) return undefined;
  const first = widthMhz <= 2 ? 902 : 904;
  if (frequencyMhz < first) return undefined;
  return first + Math.floor((frequencyMhz - first) / widthMhz) * widthMhz + widthMhz / 2;
}

/**
 * Why the kernel would refuse a channel definition, in words; `undefined` if it is sound. cfg80211_chandef_valid of Linux 7.3, whose verdict this
 * repeats (but for primary channel 14, which that lets be wide): on 5 GHz it does not ask for the standard's channel plan, only that
 * the parts fit together.
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
  for (const center of center2Mhz === undefined ? [center1Mhz] : [center1Mhz, center2Mhz]) {
    if (center >= 5955 && center <= 7215 && !alignedIn6Ghz(center, widthMhz)) {
      return `6 GHz has no channel of ${widthMhz} MHz around ${center} MHz`;
    }
  }
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

/** Linux counts the band from 5945 to 7225 MHz; the standard's last channel, 233, ends at 7125. Channel 2 (5935) is below. */
function alignedIn6Ghz(centerMhz: number, widthMhz: number): boolean {
  const low = centerMhz - widthMhz / 2;
  return low >= 5945 && low + widthMhz <= 7225 && (low - 5945) % (widthMhz === 320 ? 160 : widthMhz) === 0;
}

/**
 * The narrower channel around the same primary channel: the primary 80 MHz of 160. Of 80+80 MHz the second segment goes, and puncturing keeps the
 * bits that are left. cfg80211_chandef_primary of Linux.
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
  return `channel ${number} (${chandef.frequencyMhz} MHz), width: ${widthName(chandef)}, center1: ${chandef.center1Mhz} MHz${center2}${punctured}`;
}

/** The centres of the 80 MHz channels that can be the second segment of 80+80 MHz beside this primary channel. */
export function secondSegments(frequencyMhz: number): readonly number[] {
  const own = centerFrequency(frequencyMhz, 80);
  if (own === undefined) return [];
  const centers: number[] = [];
  for (const [low, high] of BLOCKS) {
    if (bandOf(low) !== bandOf(frequencyMhz)) continue;
    for (let center = low + 40; center + 40 <= high; center += 80) centers.push(center);
  }
  return centers.filter((center) => Math.abs(center - own) > 80);
}
