import { type IwLine, readLines } from "./iw-text.ts";

export interface IwInterfaceCombination {
  limits: { modes: string[]; max: number }[];
  maxInterfaces: number;
  maxChannels: number;
  beaconIntervalMatch?: true;
  /** "20 MHz (no HT)", "40 MHz". */
  radarWidths?: string[];
}

export interface IwRadio {
  index: number;
  ranges: { startMhz: number; endMhz: number }[];
  combinations: IwInterfaceCombination[];
  /** Printed as signed: -1 is off. */
  rtsThreshold?: number;
}

/** "managed, AP". */
export const modesOf = (text: string) => text.split(", ");

/** A combination is two lines: its limits, then, behind three blanks, its totals. */
export function readCombinations(lines: readonly IwLine[]): IwInterfaceCombination[] {
  const combinations: IwInterfaceCombination[] = [];
  readLines(lines, [
    [
      /^ \* ((?:#\{ [^}]* \} <= \d+, ?)+)$/,
      ([, limits]) => {
        const parts = [...limits!.matchAll(/#\{ ([^}]*) \} <= (\d+)/g)];
        combinations.push({
          limits: parts.map(([, modes, max]) => ({ modes: modesOf(modes!), max: Number(max) })),
          maxInterfaces: 0,
          maxChannels: 0,
        });
      },
    ],
    [
      /^ {3}total <= (\d+), #channels <= (\d+)(, STA\/AP BI must match)?(?:, radar detect widths: \{ (.*) \})?$/,
      ([, total, channels, match, widths]) => {
        const last = combinations.at(-1);
        if (last === undefined) throw new Error("iw phy: totals without a combination");
        last.maxInterfaces = Number(total);
        last.maxChannels = Number(channels);
        if (match !== "") last.beaconIntervalMatch = true;
        if (widths !== "") last.radarWidths = widths!.split(", ");
      },
    ],
  ]);
  return combinations;
}

/** What stands below "Supported wiphy radios:". */
export function readRadios(line: IwLine): IwRadio[] {
  const radios: IwRadio[] = [];
  readLines(line.children, [
    [
      /^\* Idx (\d+):$/,
      ([, index], at) => {
        const radio: IwRadio = { index: Number(index), ranges: [], combinations: [] };
        radios.push(radio);
        readLines(at.children, [
          [
            /^Frequency Range: (\d+) MHz - (\d+) MHz$/,
            ([, start, end]) => void radio.ranges.push({ startMhz: Number(start), endMhz: Number(end) }),
          ],
          [
            /^Radio's valid interface combinations:$/,
            (_, below) => void radio.combinations.push(...readCombinations(below.children)),
          ],
          [/^RTS Threshold: (-?\d+)$/, ([, threshold]) => void (radio.rtsThreshold = Number(threshold))],
        ]);
      },
    ],
  ]);
  return radios;
}
