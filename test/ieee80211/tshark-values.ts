import { readFileSync } from "node:fs";

/**
 * What Wireshark calls each number of the tables that we have too: the lines of `tshark -G values` (4.6.9) of these fields. V is a field's
 * value and name, R a range of values.
 */
const LINES = readFileSync(new URL("tshark-4.6.9.txt", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");

/** The names of one field's numbers, without those that are reserved. */
export function tsharkNames(field: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of LINES) {
    const [kind, of, from, to, ofRange] = line.split("\t");
    const name = kind === "R" ? ofRange! : to!;
    const end = kind === "R" ? Number(to) : Number(from);
    if (of !== field || /^(Reserved|Unknown)\b/.test(name)) continue;
    for (let number = Number(from); number <= end; number++) if (!names.has(number)) names.set(number, name);
  }
  // Each list ends with its own name, one past the last number.
  for (const [number, name] of names) if (/_codes?$|_action$/.test(name)) names.delete(number);
  return names;
}

/** wlan.fixed.action_code is the action of many categories: one list after another, in this order. */
const CATEGORIES_OF_ACTION_CODE = [12, 10, 11, 5, 0, 17, 1, 3, 2, 6, 8];

/** The names of the actions of each category that has them in `wlan.fixed.action_code`. */
export function tsharkActionCodes(): Map<number, Map<number, string>> {
  const byCategory = new Map<number, Map<number, string>>();
  let before = Number.POSITIVE_INFINITY;
  let names = new Map<number, string>();
  for (const line of LINES) {
    const [, of, number, name] = line.split("\t");
    if (of !== "wlan.fixed.action_code") continue;
    if (Number(number) <= before) {
      names = new Map();
      byCategory.set(CATEGORIES_OF_ACTION_CODE[byCategory.size]!, names);
    }
    before = Number(number);
    if (!/_codes?$/.test(name!)) names.set(before, name!);
  }
  return byCategory;
}

/** An operating class in Wireshark's words: "5.0 GHz, Channels 36 and 44, 40 MHz Spacing". Sub-gigahertz ones name no channels. */
export function tsharkClass(text: string): { startMhz: number; widthMhz: number; channels: number[] } {
  const [, start, list = "", width] =
    /^([\d.]+) GHz(?:, Channels? (?:center frequency index )?([\d,\- and]+))?, (\d+)/.exec(text)!;
  const channels = (list.match(/\d+(-\d+)?/g) ?? []).flatMap((range) => {
    const [from, to = from] = range.split("-").map(Number) as [number, number?];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  return { startMhz: Math.round(Number(start) * 10_000) / 10, widthMhz: Number(width), channels };
}
