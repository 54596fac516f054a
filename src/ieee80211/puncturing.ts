/**
 * The puncturing patterns of a channel, one bit per 20 MHz subchannel, lowest first; 1 is punctured. IEEE 802.11be
 * table 36-30 (non-OFDMA); puncturing_values_* of Linux. Channels below 80 MHz have none.
 */
export function legalPuncturings(widthMhz: number): readonly number[] {
  return widthMhz === 80 ? AT_80 : widthMhz === 160 ? AT_160 : widthMhz === 320 ? AT_320 : NONE;
}

const NONE: readonly number[] = [];
const AT_80 = [0x1, 0x2, 0x4, 0x8];
/** One subchannel, or a pair. */
const AT_160 = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x03, 0x0c, 0x30, 0xc0];
/** A pair, or four, or the four of one end and a pair. */
const AT_320 = [
  ...[0x0003, 0x000c, 0x0030, 0x00c0, 0x0300, 0x0c00, 0x3000, 0xc000],
  ...[0x000f, 0x00f0, 0x0f00, 0xf000],
  ...[0x003f, 0x00cf, 0x030f, 0x0c0f, 0x300f, 0xc00f],
  ...[0xfc00, 0xf300, 0xf0c0, 0xf030, 0xf00c, 0xf003],
];

/**
 * Why a puncturing bitmap is not legal, in words; `undefined` if it is. `primary` is the subchannel that must stay,
 * counted from the lowest.
 */
export function puncturingProblem(bitmap: number, widthMhz: number | undefined, primary: number): string | undefined {
  if (bitmap === 0) return undefined;
  const patterns = legalPuncturings(widthMhz ?? 0);
  if (patterns.length === 0) return "only channels of 80, 160 and 320 MHz can be punctured";
  if ((bitmap >>> primary) & 1) return `puncturing 0x${bitmap.toString(16)} takes away the primary channel`;
  if (!patterns.includes(bitmap)) return `0x${bitmap.toString(16)} is no puncturing pattern of ${widthMhz} MHz`;
  return undefined;
}
