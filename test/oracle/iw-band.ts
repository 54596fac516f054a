import {
  ehtRules,
  heRules,
  htRules,
  type IwEht,
  type IwHe,
  type IwHt,
  type IwVht,
  vhtRules,
} from "./iw-capabilities.ts";
import { modesOf } from "./iw-combination.ts";
import { type IwLine, readLines } from "./iw-text.ts";

export interface IwBand {
  /** NL80211_BAND_* + 1. */
  number: number;
  ht: IwHt;
  vht: IwVht;
  iftypeData: { he?: { modes: string[] } & IwHe; eht?: { modes: string[] } & IwEht }[];
  rates: { rate100Kbps: number; shortPreamble?: true }[];
  frequencies: IwFrequency[];
}

export interface IwFrequency {
  frequencyMhz: number;
  /** In kHz, from iw 6.x on: "902.500 MHz" prints as "902.500". 5.19 leaves it out. */
  offsetKhz?: number;
  channel?: number;
  maxTxPowerDbm?: number;
  /** "disabled", "no IR", "passive scan", "no ibss", "radar detection". */
  flags: string[];
}

/** What stands below "Band 1:". */
export function readBand(band: IwBand, line: IwLine): void {
  readLines(line.children, [
    ...htRules(band.ht),
    ...vhtRules(band.vht),
    [
      /^HE Iftypes: (.*)$/,
      ([, modes], at) => {
        const he = { modes: modesOf(modes!), mcs: {} };
        band.iftypeData.push({ he });
        readLines(at.children, heRules(he));
      },
    ],
    [
      /^EHT Iftypes: (.*)$/,
      ([, modes], at) => {
        const eht = { modes: modesOf(modes!), maps: [] };
        const last = band.iftypeData.at(-1);
        if (last === undefined || last.eht !== undefined)
          throw new Error(`iw phy: EHT without HE in line ${at.number}`);
        last.eht = eht;
        readLines(at.children, ehtRules(eht));
      },
    ],
    [/^Bitrates \(non-HT\):$/, (_, at) => readRates(band, at)],
    [/^Frequencies:$/, (_, at) => readFrequencies(band, at)],
  ]);
}

function readRates(band: IwBand, line: IwLine): void {
  readLines(line.children, [
    [
      /^\* (\d+)\.(\d) Mbps( \(short preamble supported\))?$/,
      ([, mbps, tenths, short]) =>
        void band.rates.push({
          rate100Kbps: Number(mbps) * 10 + Number(tenths),
          ...(short !== "" && { shortPreamble: true }),
        }),
    ],
  ]);
}

function readFrequencies(band: IwBand, line: IwLine): void {
  readLines(line.children, [
    [
      /^\* (\d+)(?:\.(\d+))? MHz(?: \[(-?\d+)\])?(?: \((-?\d+\.\d) dBm\))?(?: \(([a-zA-Z ,]+)\))?$/,
      ([, mhz, khz, channel, dbm, flags]) =>
        void band.frequencies.push({
          frequencyMhz: Number(mhz),
          ...(khz !== "" && { offsetKhz: Number(khz) }),
          ...(channel !== "" && { channel: Number(channel) }),
          ...(dbm !== "" && { maxTxPowerDbm: Number(dbm) }),
          flags: flags === "" ? [] : flags!.split(", "),
        }),
    ],
  ]);
}
