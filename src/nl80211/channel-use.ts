import { type Chandef, chandefProblem, subchannels, widthName } from "../ieee80211/chandef.ts";
import { bandOf } from "../ieee80211/channel.ts";
import type { Band } from "./band.ts";
import { disabledReason } from "./disabled-reason.ts";
import type { Frequency, FrequencyFlag } from "./frequency.ts";
import type { RegulatoryDomain } from "./regulatory.ts";
import type { Wiphy } from "./wiphy.ts";

/** What a channel of a wiphy may be used for, and what that needs. */
export interface ChannelUse {
  /** A station may connect there. */
  readonly usable: boolean;
  /** Why not, each in words; empty where it is usable. */
  readonly problems: readonly string[];
  /** An access point, an IBSS, a mesh may start there, with what `needs` says. */
  readonly initiate: boolean;
  /** Why not, beside `problems`. */
  readonly initiateProblems: readonly string[];
  /** A monitor may listen, some even on channels that are disabled. */
  readonly monitor: boolean;
  readonly needs: ChannelNeeds;
  /** The least of its subchannels. */
  readonly maxTxPowerDbm?: number;
  readonly psdDbmPerMhz?: number;
}

/** What must be done or kept to where one starts something on a channel. */
export interface ChannelNeeds {
  /** Radar must be listened for, so long, before anything is sent; absent where it was, and none heard. */
  readonly cacMs?: number;
  /** Radar must be listened for all the time. */
  readonly radarDetection: boolean;
  readonly indoors: boolean;
  /** Of 6 GHz: an access point may start with very low power alone. */
  readonly veryLowPower: boolean;
}

/** What NL80211_DFS_MIN_CAC_TIME_MS of the kernel is, where a channel names no time. */
const LEAST_CAC_MS = 60_000;

/**
 * What may be done on a channel, from what the kernel tells of the wiphy: its channels with their flags, which have the regulatory
 * domain in them, and the widths of its capabilities. The rules are cfg80211's (cfg80211_chandef_usable, cfg80211_reg_can_beacon).
 * What depends on others at the moment (IR_CONCURRENT, interfaces that are up) is not in it. With the regulatory domain that the wiphy
 * goes by (`domainOf`), it also says why a channel is disabled.
 */
export function channelUse(wiphy: Wiphy, chandef: Chandef, domain?: RegulatoryDomain): ChannelUse {
  const band = wiphy.bands.find(({ name }) => name === bandOf(chandef.frequencyMhz));
  const parts = band === undefined ? [] : partsOf(band, chandef);
  const shape = shapeProblems(wiphy, band, chandef);
  const barred = flagProblems(parts, prohibitedBy(chandef), domain);
  const problems = [...shape, ...barred];
  const there = parts.flatMap(({ frequency }) => frequency ?? []);
  const radar = there.filter((frequency) => frequency.radar);
  const checked = radar.length > 0 && radar.every(({ dfsState }) => dfsState === "available");
  const cac = radar.filter(({ dfsState }) => dfsState !== "available");
  const quiet = radar.length > 0 ? [] : noInitiation(chandef, there);
  const initiateProblems = problems.length > 0 ? [] : [...radarProblems(wiphy, chandef, radar, checked), ...quiet];
  return {
    usable: problems.length === 0,
    problems,
    initiate: problems.length === 0 && initiateProblems.length === 0,
    initiateProblems,
    monitor:
      shape.length === 0 &&
      parts.every(
        ({ frequency }) =>
          frequency !== undefined &&
          (frequency.flags.includes("can-monitor") || !has(frequency, prohibitedBy(chandef))),
      ),
    needs: {
      ...(cac.length > 0 && { cacMs: Math.max(...cac.map(({ dfsCacMs }) => dfsCacMs ?? LEAST_CAC_MS)) }),
      radarDetection: radar.length > 0,
      indoors: there.some(({ indoorOnly }) => indoorOnly),
      veryLowPower: there.some(({ noIr, flags }) => noIr && flags.includes("allow-6ghz-vlp-ap")),
    },
    ...least("maxTxPowerDbm", there),
    ...least("psdDbmPerMhz", there),
  };
}

interface Part {
  readonly frequencyMhz: number;
  /** Undefined where the wiphy has no such channel. */
  readonly frequency: Frequency | undefined;
}

/** The subchannels that the channel consists of: of 20 MHz each; of S1G, of 1 MHz. */
function partsOf(band: Band, chandef: Chandef): Part[] {
  const centers =
    bandOf(chandef.frequencyMhz) === "S1G"
      ? Array.from({ length: chandef.widthMhz }, (_, i) => chandef.center1Mhz - chandef.widthMhz / 2 + 0.5 + i)
      : subchannels(chandef);
  return centers.map((frequencyMhz) => ({
    frequencyMhz,
    frequency: band.frequencies.find((candidate) => candidate.frequencyMhz === frequencyMhz),
  }));
}

/** What the wiphy cannot do at all, whatever the rules of the place. */
function shapeProblems(wiphy: Wiphy, band: Band | undefined, chandef: Chandef): string[] {
  const unsound = chandefProblem(chandef);
  if (unsound !== undefined) return [unsound];
  if (band === undefined) return [`${wiphy.name} has no channels around ${chandef.frequencyMhz} MHz`];
  const width = widthName(chandef);
  const cannot = [`${wiphy.name} cannot do ${width} in ${band.name}`];
  const primary = band.frequencies.find(({ frequencyMhz }) => frequencyMhz === chandef.frequencyMhz);
  if (band.name === "S1G") {
    return primary?.flags.includes("s1g-no-primary") ? [`${chandef.frequencyMhz} MHz is no primary channel`] : [];
  }
  switch (chandef.widthMhz) {
    case 5:
    case 10:
      return wiphy.abilities.includes(`${chandef.widthMhz}mhz`) ? [] : cannot;
    case 20:
      return chandef.noHt || band.name === "6 GHz" || band.ht !== undefined ? [] : cannot;
    case 320:
      return band.interfaceTypes.some(({ eht }) => eht?.phy.threeTwentyMhzIn6Ghz) ? [] : cannot;
  }
  if (band.name === "6 GHz") return [];
  if (chandef.widthMhz === 40) {
    if (!band.ht?.info.fortyMhz || band.ht.info.fortyMhzIntolerant) return cannot;
    const below = chandef.center1Mhz < chandef.frequencyMhz;
    const barred = primary?.flags.includes(below ? "no-ht40-minus" : "no-ht40-plus");
    return barred ? [`${chandef.frequencyMhz} MHz may not have its second channel ${below ? "below" : "above"}`] : [];
  }
  return canVht(band, chandef) ? [] : cannot;
}

/** 80, 160 and 80+80 MHz below 6 GHz: the widths of VHT. */
function canVht({ vht }: Band, { widthMhz, center2Mhz }: Chandef): boolean {
  if (vht === undefined) return false;
  const { supportedChannelWidthSet: set, extendedNssBw } = vht.info;
  const extended = vht.mcs.extendedNssBwCapable ? extendedNssBw : 0;
  if (center2Mhz !== undefined) return set === 2 || (set === 1 && extendedNssBw > 0) || extended > 1;
  return widthMhz === 80 || set === 1 || set === 2 || extended > 0;
}

/** Flags that bar a channel of this width from a subchannel. */
function prohibitedBy({ frequencyMhz, widthMhz, center2Mhz }: Chandef): FrequencyFlag[] {
  if (bandOf(frequencyMhz) === "S1G") {
    return [
      "disabled",
      ...(widthMhz >= 4 ? (["no-4mhz"] as const) : []),
      ...(widthMhz >= 8 ? (["no-8mhz"] as const) : []),
      ...(widthMhz >= 16 ? (["no-16mhz"] as const) : []),
    ];
  }
  const width = center2Mhz === undefined ? WIDTH_FLAGS[widthMhz] : "no-80mhz";
  return width === undefined ? ["disabled"] : ["disabled", width];
}

const WIDTH_FLAGS: Readonly<Record<number, FrequencyFlag>> = {
  10: "no-10mhz",
  20: "no-20mhz",
  80: "no-80mhz",
  160: "no-160mhz",
  320: "no-320mhz",
};

function flagProblems(
  parts: readonly Part[],
  prohibited: readonly FrequencyFlag[],
  domain: RegulatoryDomain | undefined,
): string[] {
  return parts.flatMap(({ frequencyMhz, frequency }) => {
    if (frequency === undefined) return [`${frequencyMhz} MHz is no channel of this radio`];
    const flags = prohibited.filter((flag) => frequency.flags.includes(flag));
    if (flags.includes("disabled")) {
      const reason = domain && disabledReason(frequency, domain);
      return [`${frequencyMhz} MHz is disabled${reason === undefined ? "" : `: ${reason.text}`}`];
    }
    return flags.map((flag) => `${frequencyMhz} MHz may be in no channel of ${flag.slice(3, -3)} MHz`);
  });
}

function has(frequency: Frequency, flags: readonly FrequencyFlag[]): boolean {
  return flags.some((flag) => frequency.flags.includes(flag));
}

/** A channel on which radar was heard, or for whose width the radio cannot listen. */
function radarProblems(wiphy: Wiphy, chandef: Chandef, radar: readonly Frequency[], checked: boolean): string[] {
  if (radar.length === 0 || checked) return [];
  const heard = radar.filter(({ dfsState }) => dfsState === "unavailable");
  if (heard.length > 0) return heard.map(({ frequencyMhz }) => `radar was heard on ${frequencyMhz} MHz`);
  const combinations = [...wiphy.combinations, ...wiphy.radios.flatMap((radio) => radio.combinations)];
  const width = widthName(chandef);
  const able =
    wiphy.extendedFeatures.includes("dfs-offload") ||
    combinations.some(({ radarWidths }) => radarWidths.includes(width));
  return able ? [] : [`${wiphy.name} cannot listen for radar on ${width}`];
}

/**
 * Channels where nothing may be sent first, but for what a flag allows. Where radar must be listened for this does not count: the
 * finished check lifts it from the whole channel.
 */
function noInitiation(chandef: Chandef, parts: readonly Frequency[]): string[] {
  const allowed: FrequencyFlag[] = ["allow-6ghz-vlp-ap"];
  if (chandef.widthMhz === 20) allowed.push("allow-20mhz-activity");
  const barred = parts.filter((part) => part.noIr && !has(part, allowed));
  return barred.map(({ frequencyMhz }) => `nothing may be sent first on ${frequencyMhz} MHz`);
}

function least<Key extends "maxTxPowerDbm" | "psdDbmPerMhz">(
  key: Key,
  parts: readonly Frequency[],
): { [K in Key]?: number } {
  const values = parts.flatMap((part) => part[key] ?? []);
  return (values.length === 0 ? {} : { [key]: Math.min(...values) }) as { [K in Key]?: number };
}
