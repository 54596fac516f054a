import { bandOf, frequencyToChannel } from "./channel.ts";

/**
 * A channel's width. 80 with a second centre is 80+80 MHz; 1 to 16 are S1G; 5 and 10 are half and quarter clocked
 * channels of older kernels.
 */
export type WidthMhz = 1 | 2 | 4 | 5 | 8 | 10 | 16 | 20 | 40 | 80 | 160 | 320;

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

/** A width that a primary channel can have, with the centre that goes with it. */
export interface LegalMode {
  readonly mode: ChannelMode;
  readonly widthMhz: WidthMhz;
  readonly center1Mhz: number;
}

/**
 * The widths that a primary channel can have by the standard's channel plan (IEEE 802.11-2020 and 802.11be, annex E),
 * narrowest first. What a country or a device allows is another question: the wiphy's channels tell. Empty where no
 * channel is centred.
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
  // The other centres of 6 GHz are those of wider channels; 5 GHz has had primary channels nearly everywhere.
  if (channel.band === "6 GHz" && channel.channel % 4 !== 1 && channel.channel !== 2) return modes;
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
 * The centre of the channel of `widthMhz` that holds this 20 MHz channel, in 5 and 6 GHz; `undefined` where the plan
 * has none. Channels of 320 MHz overlap: `plan` 1 has its centres at channels 31, 95, 159 (320 MHz-1), `plan` 2 at 63,
 * 127, 191 (320 MHz-2).
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
