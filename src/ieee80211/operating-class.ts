import type { Chandef } from "./chandef.ts";
import type { Band } from "./channel.ts";
import { bandOf, frequencyToChannel } from "./channel.ts";
import { OPERATING_CLASSES } from "./operating-class-tables.ts";

/**
 * The tables of operating classes: one for each of four regions, the global one, and that of S1G. IEEE 802.11-2020
 * annex E.
 */
export type OperatingClassTable = "US" | "EU" | "JP" | "CN" | "global" | "S1G";

/** An operating class: a set of channels of one width. */
export interface OperatingClass {
  readonly number: number;
  readonly table: OperatingClassTable;
  readonly band: Band | "3.6 GHz" | "4.9 GHz";
  /** 5 to 320, S1G from 1, 60 GHz from 2160. Of 80+80 MHz, 80. */
  readonly widthMhz: number;
  /** Where channel number 0 would be centred; channels are 5 MHz apart, of S1G 0.5, of 60 GHz 2160. */
  readonly startMhz: number;
  /** Channel numbers: primary channels up to 40 MHz in 2.4 and 5 GHz, elsewhere the centre of the whole width. */
  readonly channels: readonly number[];
  /** Of 40 MHz: on which side of the primary channel the other 20 MHz lie. */
  readonly secondary?: "above" | "below";
  /** The class of 80+80 MHz. */
  readonly plus80?: true;
}

/**
 * The operating class of that number. Regional numbers mean nothing without their table; with a country's code, the
 * country's table is asked first and the global one after it, as hostap does.
 */
export function operatingClass(number: number, country?: string): OperatingClass | undefined {
  const table = country === undefined ? "global" : operatingClassTable(country);
  const inTable = (name: OperatingClassTable) =>
    OPERATING_CLASSES.find((each) => each.table === name && each.number === number);
  return inTable(table) ?? inTable("global");
}

/** All classes of a table, in the order of their numbers. */
export function operatingClasses(table: OperatingClassTable): readonly OperatingClass[] {
  return OPERATING_CLASSES.filter((each) => each.table === table);
}

const EUROPE = new Set(
  (
    "AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE EL ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MD ME MK MT NL NO PL PT RO " +
    "RS RU SE SI SK TR UA UK"
  ).split(" "),
);

/**
 * The table that a country's access points take their numbers from: "US" and "CA" the first, Europe the second, and so
 * on.
 */
export function operatingClassTable(country: string): OperatingClassTable {
  const code = country.slice(0, 2).toUpperCase();
  if (code === "US" || code === "CA") return "US";
  if (code === "JP" || code === "CN") return code;
  return EUROPE.has(code) ? "EU" : "global";
}

/** The centre of a channel of this class in MHz; `undefined` where the class has no such channel. */
export function operatingClassFrequencyMhz(known: OperatingClass, channel: number): number | undefined {
  if (!known.channels.includes(channel)) return undefined;
  if (known.band === "60 GHz") return bondedFrequencyMhz(known, channel);
  return known.startMhz + (known.band === "S1G" ? 0.5 : 5) * channel;
}

/** Bonded channels count from 8, 16 and 24 on: 9 bonds 1 and 2. */
function bondedFrequencyMhz({ startMhz, widthMhz }: OperatingClass, channel: number): number {
  const more = widthMhz / 2160 - 1;
  return startMhz + 2160 * (channel - 8 * more) + 1080 * more;
}

/** Global operating class and primary channel number: what CSA, neighbor reports and country elements carry. */
export interface ClassAndChannel {
  readonly operatingClass: number;
  readonly channel: number;
}

/**
 * The global operating class of a channel definition, with its primary channel; `undefined` where no class has it (S1G
 * and 5 or 10 MHz among others). ieee80211_freq_to_channel_ext of hostap; class 137 of 802.11be.
 */
export function operatingClassOf(
  chandef: Pick<Chandef, "frequencyMhz" | "widthMhz" | "center1Mhz" | "center2Mhz">,
): ClassAndChannel | undefined {
  const { frequencyMhz, widthMhz, center1Mhz, center2Mhz } = chandef;
  const primary = frequencyToChannel(frequencyMhz);
  if (primary === undefined) return undefined;
  const secondary = widthMhz === 40 ? (center1Mhz > frequencyMhz ? "above" : "below") : undefined;
  const known = operatingClasses("global").find(
    (each) =>
      each.band === primary.band &&
      (each.band === "60 GHz" ? each.widthMhz === 2160 && widthMhz === 20 : each.widthMhz === widthMhz) &&
      (each.plus80 === true) === (center2Mhz !== undefined) &&
      (each.secondary === undefined || each.secondary === secondary) &&
      each.channels.includes(countsCentres(each) ? (frequencyToChannel(center1Mhz)?.channel ?? 0) : primary.channel),
  );
  return known === undefined ? undefined : { operatingClass: known.number, channel: primary.channel };
}

function countsCentres({ band, widthMhz }: OperatingClass): boolean {
  return widthMhz >= 80 ? band !== "60 GHz" : bandOf(6000) === band && widthMhz > 20;
}
