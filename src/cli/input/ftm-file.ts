import type { FtmPeer } from "../../client/measurement/ftm-request.ts";
import type { ChannelMode } from "../../ieee80211/channel-plan.ts";
import { badLine, type ConfigLine, configLines, keyValue } from "./config-file.ts";

/** Peers to measure with, a line each, in iw's format: "02:... bw=80 cf=5180 cf1=5210 asap ftms_per_burst=8 lci". Throws BAD_FILE. */
export function readFtmFile(file: string): FtmPeer[] {
  return configLines(file).map((line) => peerOf(file, line));
}

function peerOf(file: string, line: ConfigLine): FtmPeer {
  const [address = "", ...words] = line.text.split(/\s+/);
  const values = new Map(words.map(keyValue));
  const number = (key: string): number | undefined => {
    const text = values.get(key);
    if (text === undefined) return undefined;
    if (!/^(\d+|0x[0-9a-f]+)$/i.test(text)) throw badLine(file, line, `a number for ${key}`);
    return Number(text);
  };
  const unknown = [...values.keys()].find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw badLine(file, line, `${[...KNOWN].join(", ")}, not ${unknown}`);
  const frequencyMhz = number("cf");
  if (frequencyMhz === undefined) throw badLine(file, line, "cf=MHz of the primary channel");
  const [center1Mhz, center2Mhz] = [number("cf1"), number("cf2")];
  const mode = modeOf(values.get("bw") ?? "20noht", frequencyMhz, center1Mhz);
  if (mode === undefined) throw badLine(file, line, "bw=20, 40 (with cf1), 80, 80+80, 160 or 320");
  const numbers = NUMBERS.flatMap(([key, option, factor]) => {
    const value = number(key);
    return value === undefined ? [] : [[option, value * factor]];
  });
  return {
    address,
    channel: {
      frequencyMhz,
      mode,
      ...(center1Mhz !== undefined && { center1Mhz }),
      ...(center2Mhz !== undefined && { center2Mhz }),
    },
    asap: values.has("asap"),
    ...Object.fromEntries(numbers),
    ...(values.has("preamble") && { preamble: values.get("preamble")!.toLowerCase() }),
    ...Object.fromEntries(FLAGS.filter(([key]) => values.has(key)).map(([, option]) => [option, true])),
    ...(values.has("tb") && { ranging: "trigger-based" as const }),
    ...(values.has("non_tb") && { ranging: "non-trigger-based" as const }),
  };
}

/** iw's words for numbers, our options, and how many of our units theirs is. */
const NUMBERS = [
  ["bursts_exp", "burstsExponent", 1],
  ["burst_period", "burstPeriodMs", 100],
  ["retries", "retries", 1],
  ["burst_duration", "burstDuration", 1],
  ["ftms_per_burst", "framesPerBurst", 1],
  ["bss_color", "bssColor", 1],
] as const satisfies readonly (readonly [string, keyof FtmPeer, number])[];

const FLAGS = [
  ["ap-tsf", "reportApTsf"],
  ["civic", "requestCivicLocation"],
  ["lci", "requestLci"],
  ["lmr_feedback", "lmrFeedback"],
] as const satisfies readonly (readonly [string, keyof FtmPeer])[];

const KNOWN = new Set<string>([
  ...["cf", "bw", "cf1", "cf2", "asap", "preamble", "tb", "non_tb"],
  ...NUMBERS.map(([key]) => key),
  ...FLAGS.map(([key]) => key),
]);

function modeOf(width: string, frequencyMhz: number, center1Mhz: number | undefined): ChannelMode | undefined {
  if (width === "40") {
    if (center1Mhz === undefined) return undefined;
    return center1Mhz > frequencyMhz ? "HT40+" : "HT40-";
  }
  return MODES[width];
}

const MODES: Readonly<Record<string, ChannelMode>> = {
  "20noht": "NOHT",
  "20": "HT20",
  "5": "5MHz",
  "10": "10MHz",
  "80": "80MHz",
  "80+80": "80+80MHz",
  "160": "160MHz",
  "320": "320MHz",
};
