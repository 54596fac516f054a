import type { OperatingClass, OperatingClassTable } from "./operating-class.ts";

/** `from` to `to`, every `step`. */
function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + step * i);
}

type Row = readonly [
  numbers: readonly number[],
  band: OperatingClass["band"],
  startMhz: number,
  widthMhz: number,
  channels: readonly number[],
  extra?: "above" | "below" | "80+80",
];

const LOWER = [36, 40, 44, 48];
const MIDDLE = [52, 56, 60, 64];
const MIDDLE_PLUS = every(4, 100, 140);
const CENTRES_80 = [42, 58, 106, 122, 138, 155, 171];

/**
 * Table E-4. 101 to 114 are 4.9 and 5.0 GHz (802.11j and public safety; the newest edition reserves 112 to 114), 94 to 96 are 3.65 GHz
 * (802.11y). 181 to 183 are bonded channels, as hostap reads them; Wireshark has China's classes (802.11aj) under 181 to 186.
 */
const GLOBAL: readonly Row[] = [
  [[64], "S1G", 922.5, 2, [2, 4, 6, 8]],
  [[65], "S1G", 906.5, 4, [36, 38]],
  [[66], "S1G", 863, 1, every(2, 1, 11)],
  [[67], "S1G", 863, 2, [2, 6, 10]],
  [[68], "S1G", 902, 1, every(2, 1, 51)],
  [[69], "S1G", 902, 2, every(4, 2, 50)],
  [[70], "S1G", 902, 4, every(8, 8, 48)],
  [[71], "S1G", 902, 8, [12, 28, 44]],
  [[73], "S1G", 916.5, 1, [9, 13, 15, 17, 19, 21]],
  [[74], "S1G", 917.5, 1, every(2, 1, 11)],
  [[75], "S1G", 917.5, 2, [2, 6, 10]],
  [[76], "S1G", 917.5, 4, [8]],
  [[77], "S1G", 901.4, 1, [31, 33, 35]],
  [[81], "2.4 GHz", 2407, 20, every(1, 1, 13)],
  [[82], "2.4 GHz", 2414, 20, [14]],
  [[83], "2.4 GHz", 2407, 40, every(1, 1, 9), "above"],
  [[84], "2.4 GHz", 2407, 40, every(1, 5, 13), "below"],
  [[94], "3.6 GHz", 3000, 20, [133, 137]],
  [[95], "3.6 GHz", 3000, 10, [132, 134, 136, 138]],
  [[96], "3.6 GHz", 3002.5, 5, every(1, 131, 138)],
  [[101], "4.9 GHz", 4850, 20, [21, 25]],
  [[102], "4.9 GHz", 4890, 10, [11, 13, 15, 17, 19]],
  [[103], "4.9 GHz", 4937.5, 5, every(1, 1, 10)],
  [[104], "4.9 GHz", 4000, 40, [184, 192], "above"],
  [[105], "4.9 GHz", 4000, 40, [188, 196], "below"],
  [[106], "4.9 GHz", 4000, 20, [191, 195]],
  [[107], "4.9 GHz", 4000, 10, every(2, 189, 197)],
  [[108], "4.9 GHz", 4002.5, 5, every(1, 188, 197)],
  [[109], "4.9 GHz", 4000, 20, [184, 188, 192, 196]],
  [[110], "4.9 GHz", 4000, 10, [183, 184, 185, 187, 188, 189]],
  [[111], "4.9 GHz", 4002.5, 5, every(1, 182, 189)],
  [[112], "5 GHz", 5000, 20, [8, 12, 16]],
  [[113], "5 GHz", 5000, 10, [7, 8, 9, 11]],
  [[114], "5 GHz", 5002.5, 5, every(1, 6, 11)],
  [[115], "5 GHz", 5000, 20, LOWER],
  [[116], "5 GHz", 5000, 40, [36, 44], "above"],
  [[117], "5 GHz", 5000, 40, [40, 48], "below"],
  [[118], "5 GHz", 5000, 20, MIDDLE],
  [[119], "5 GHz", 5000, 40, [52, 60], "above"],
  [[120], "5 GHz", 5000, 40, [56, 64], "below"],
  [[121], "5 GHz", 5000, 20, every(4, 100, 144)],
  [[122], "5 GHz", 5000, 40, every(8, 100, 140), "above"],
  [[123], "5 GHz", 5000, 40, every(8, 104, 144), "below"],
  [[124], "5 GHz", 5000, 20, [149, 153, 157, 161]],
  [[125], "5 GHz", 5000, 20, every(4, 149, 177)],
  [[126], "5 GHz", 5000, 40, [149, 157, 165, 173], "above"],
  [[127], "5 GHz", 5000, 40, [153, 161, 169, 177], "below"],
  [[128], "5 GHz", 5000, 80, CENTRES_80],
  [[129], "5 GHz", 5000, 160, [50, 114, 163]],
  [[130], "5 GHz", 5000, 80, CENTRES_80, "80+80"],
  [[131], "6 GHz", 5950, 20, every(4, 1, 233)],
  [[132], "6 GHz", 5950, 40, every(8, 3, 227)],
  [[133], "6 GHz", 5950, 80, every(16, 7, 215)],
  [[134], "6 GHz", 5950, 160, every(32, 15, 207)],
  [[135], "6 GHz", 5950, 80, every(16, 7, 215), "80+80"],
  [[136], "6 GHz", 5925, 20, [2]],
  [[137], "6 GHz", 5950, 320, every(32, 31, 191)],
  [[180], "60 GHz", 56160, 2160, every(1, 1, 8)],
  [[181], "60 GHz", 56160, 4320, every(1, 9, 15)],
  [[182], "60 GHz", 56160, 6480, every(1, 17, 22)],
  [[183], "60 GHz", 56160, 8640, every(1, 25, 29)],
];

/** Table E-1; from 128 on the numbers are global. */
const UNITED_STATES: readonly Row[] = [
  [[1], "5 GHz", 5000, 20, LOWER],
  [[2], "5 GHz", 5000, 20, MIDDLE],
  [[3], "5 GHz", 5000, 20, [149, 153, 157, 161]],
  [[4], "5 GHz", 5000, 20, every(4, 100, 144)],
  [[5], "5 GHz", 5000, 20, every(4, 149, 177)],
  [[6, 7], "4.9 GHz", 4937.5, 5, every(1, 1, 10)],
  [[8, 9], "4.9 GHz", 4890, 10, [11, 13, 15, 17, 19]],
  [[10, 11], "4.9 GHz", 4850, 20, [21, 25]],
  [[12], "2.4 GHz", 2407, 20, every(1, 1, 11)],
  [[13], "3.6 GHz", 3000, 20, [133, 137]],
  [[14], "3.6 GHz", 3000, 10, [132, 134, 136, 138]],
  [[15], "3.6 GHz", 3002.5, 5, every(1, 131, 138)],
  [[16], "5 GHz", 5002.5, 5, every(1, 170, 184)],
  [[17], "5 GHz", 5000, 10, every(1, 171, 184)],
  [[18], "5 GHz", 5000, 20, every(1, 172, 183)],
  [[22], "5 GHz", 5000, 40, [36, 44], "above"],
  [[23], "5 GHz", 5000, 40, [52, 60], "above"],
  [[24], "5 GHz", 5000, 40, every(8, 100, 140), "above"],
  [[25, 26], "5 GHz", 5000, 40, [149, 157, 165, 173], "above"],
  [[27], "5 GHz", 5000, 40, [40, 48], "below"],
  [[28], "5 GHz", 5000, 40, [56, 64], "below"],
  [[29], "5 GHz", 5000, 40, every(8, 104, 144), "below"],
  [[30, 31], "5 GHz", 5000, 40, [153, 161, 169, 177], "below"],
  [[32], "2.4 GHz", 2407, 40, every(1, 1, 7), "above"],
  [[33], "2.4 GHz", 2407, 40, every(1, 5, 11), "below"],
  [[34], "60 GHz", 56160, 2160, every(1, 1, 8)],
  [[37], "60 GHz", 56160, 4320, every(1, 9, 15)],
  [[38], "60 GHz", 56160, 6480, every(1, 17, 22)],
  [[39], "60 GHz", 56160, 8640, every(1, 25, 29)],
];

/** Table E-2. */
const EUROPE: readonly Row[] = [
  [[1], "5 GHz", 5000, 20, LOWER],
  [[2], "5 GHz", 5000, 20, MIDDLE],
  [[3, 16], "5 GHz", 5000, 20, MIDDLE_PLUS],
  [[4], "2.4 GHz", 2407, 20, every(1, 1, 13)],
  [[5], "5 GHz", 5000, 40, [36, 44], "above"],
  [[6], "5 GHz", 5000, 40, [52, 60], "above"],
  [[7], "5 GHz", 5000, 40, every(8, 100, 132), "above"],
  [[8], "5 GHz", 5000, 40, [40, 48], "below"],
  [[9], "5 GHz", 5000, 40, [56, 64], "below"],
  [[10], "5 GHz", 5000, 40, every(8, 104, 136), "below"],
  [[11], "2.4 GHz", 2407, 40, every(1, 1, 9), "above"],
  [[12], "2.4 GHz", 2407, 40, every(1, 5, 13), "below"],
  [[13], "5 GHz", 5002.5, 5, every(1, 171, 184)],
  [[14], "5 GHz", 5000, 10, every(1, 171, 184)],
  [[15], "5 GHz", 5000, 20, every(1, 172, 183)],
  [[17], "5 GHz", 5000, 20, every(4, 149, 169)],
  [[18], "60 GHz", 56160, 2160, every(1, 1, 6)],
  [[21], "60 GHz", 56160, 4320, every(1, 9, 11)],
  [[22], "60 GHz", 56160, 6480, [17, 18]],
  [[23], "60 GHz", 56160, 8640, [25]],
];

/** Table E-3. Numbers that stand together differ in licence and power only. */
const JAPAN: readonly Row[] = [
  [[1], "5 GHz", 5000, 20, every(2, 34, 48)],
  [every(1, 2, 6), "5 GHz", 5000, 20, [8, 12, 16]],
  [every(1, 7, 11), "4.9 GHz", 4000, 20, [184, 188, 192, 196]],
  [every(1, 12, 15), "5 GHz", 5000, 10, [7, 8, 9, 11]],
  [every(1, 16, 20), "4.9 GHz", 4000, 10, [183, 184, 185, 187, 188, 189]],
  [every(1, 21, 24), "5 GHz", 5002.5, 5, every(1, 6, 11)],
  [every(1, 25, 29), "4.9 GHz", 4002.5, 5, every(1, 182, 189)],
  [[30], "2.4 GHz", 2407, 20, every(1, 1, 13)],
  [[31], "2.4 GHz", 2414, 20, [14]],
  [[32, 33], "5 GHz", 5000, 20, MIDDLE],
  [[34], "5 GHz", 5000, 20, every(4, 100, 144)],
  [[35, 58], "5 GHz", 5000, 20, MIDDLE_PLUS],
  [[36], "5 GHz", 5000, 40, [36, 44], "above"],
  [[37, 38], "5 GHz", 5000, 40, [52, 60], "above"],
  [[39], "5 GHz", 5000, 40, every(8, 100, 140), "above"],
  [[40], "5 GHz", 5000, 40, every(8, 100, 132), "above"],
  [[41], "5 GHz", 5000, 40, [40, 48], "below"],
  [[42, 43], "5 GHz", 5000, 40, [56, 64], "below"],
  [[44], "5 GHz", 5000, 40, every(8, 104, 144), "below"],
  [[45], "5 GHz", 5000, 40, every(8, 104, 136), "below"],
  [every(1, 46, 50), "4.9 GHz", 4000, 40, [184, 192], "above"],
  [every(1, 51, 55), "4.9 GHz", 4000, 40, [188, 196], "below"],
  [[56], "2.4 GHz", 2407, 40, every(1, 1, 9), "above"],
  [[57], "2.4 GHz", 2407, 40, every(1, 5, 13), "below"],
  [[59], "60 GHz", 56160, 2160, every(1, 1, 6)],
  [[62], "60 GHz", 56160, 4320, every(1, 9, 11)],
  [[63], "60 GHz", 56160, 6480, [17, 18]],
  [[64], "60 GHz", 56160, 8640, [25]],
];

/** Table E-6. */
const CHINA: readonly Row[] = [
  [[1], "5 GHz", 5000, 20, LOWER],
  [[2], "5 GHz", 5000, 20, MIDDLE],
  [[3], "5 GHz", 5000, 20, [149, 153, 157, 161, 165]],
  [[4], "5 GHz", 5000, 40, [36, 44], "above"],
  [[5], "5 GHz", 5000, 40, [52, 60], "above"],
  [[6], "5 GHz", 5000, 40, [149, 157], "above"],
  [[7], "2.4 GHz", 2407, 20, every(1, 1, 13)],
  [[8], "2.4 GHz", 2407, 40, every(1, 1, 9), "above"],
  [[9], "2.4 GHz", 2407, 40, every(1, 5, 13), "below"],
];

/**
 * Table E-5: United States 1 to 4, Europe 6, 7 and 30, Japan 8 to 12, Korea 14 to 16, Singapore 17 to 21, Australia 22
 * to 25, New Zealand 26 to 29.
 */
const SUB_GIGAHERTZ: readonly Row[] = [
  [[1], "S1G", 902, 1, every(2, 1, 51)],
  [[2], "S1G", 902, 2, every(4, 2, 50)],
  [[3], "S1G", 902, 4, every(8, 8, 48)],
  [[4], "S1G", 902, 8, [12, 28, 44]],
  [[6], "S1G", 863, 1, every(2, 1, 9)],
  [[7], "S1G", 863, 2, [2, 6]],
  [[8], "S1G", 916.5, 1, [9, 13, 15, 17, 19, 21]],
  [[9], "S1G", 922.5, 2, [2, 6]],
  [[10], "S1G", 922.5, 2, [4, 8]],
  [[11], "S1G", 906.5, 4, [36]],
  [[12], "S1G", 906.5, 4, [38]],
  [[14], "S1G", 917.5, 1, every(2, 1, 11)],
  [[15], "S1G", 917.5, 2, [2, 6, 10]],
  [[16], "S1G", 917.5, 4, [8]],
  [[17], "S1G", 863, 1, [7, 9, 11]],
  [[18], "S1G", 902, 1, every(2, 37, 45)],
  [[19], "S1G", 863, 2, [10]],
  [[20], "S1G", 902, 2, [38, 42]],
  [[21], "S1G", 902, 4, [40]],
  [[22, 26], "S1G", 902, 1, every(2, 27, 51)],
  [[23, 27], "S1G", 902, 2, every(4, 30, 50)],
  [[24, 28], "S1G", 902, 4, [32, 40, 48]],
  [[25, 29], "S1G", 902, 8, [44]],
  [[30], "S1G", 901.4, 1, [31, 33, 35]],
];

function expand(table: OperatingClassTable, rows: readonly Row[]): OperatingClass[] {
  return rows
    .flatMap(([numbers, band, startMhz, widthMhz, channels, extra]) =>
      numbers.map((number) => ({
        number,
        table,
        band,
        widthMhz,
        startMhz,
        channels,
        ...(extra === "80+80" ? { plus80: true as const } : extra !== undefined && { secondary: extra }),
      })),
    )
    .sort((a, b) => a.number - b.number);
}

/**
 * IEEE 802.11-2020 annex E with 802.11be's class 137, as hostap (ieee80211_chan_to_freq), Morse Micro's driver (S1G)
 * and Wireshark (106 to 108) have them.
 */
export const OPERATING_CLASSES: readonly OperatingClass[] = [
  ...expand("global", GLOBAL),
  ...expand("US", UNITED_STATES),
  ...expand("EU", EUROPE),
  ...expand("JP", JAPAN),
  ...expand("CN", CHINA),
  ...expand("S1G", SUB_GIGAHERTZ),
];
