/**
 * The puncturing patterns of a channel, one bit per 20 MHz subchannel, lowest first; 1 is punctured. IEEE 802.11be
 * table 36-30 (non-OFDMA); puncturing_values_* of Linux. Channels below 80 MHz have none.
 */
export function legalPuncturings(widthMhz: number): readonly number[] {
  const subchannels = widthMhz / 20;
  if (widthMhz !== 80 && widthMhz !== 160 && widthMhz !== 320) return [];
  // 80 and 160 MHz lose one subchannel; 160 and 320 MHz a pair; 320 MHz four, or four of one end and a pair.
  const patterns: number[] = [];
  if (widthMhz < 320) patterns.push(...runs(1, subchannels));
  if (widthMhz > 80) patterns.push(...runs(2, subchannels));
  if (widthMhz === 320) {
    const quarters = runs(4, subchannels);
    patterns.push(...quarters);
    for (const end of [quarters[0]!, quarters[3]!]) {
      patterns.push(...runs(2, subchannels).flatMap((pair) => ((pair & end) === 0 ? [pair | end] : [])));
    }
  }
  return patterns;
}

/** Every aligned run of `length` ones among `total` bits. */
function runs(length: number, total: number): number[] {
  return Array.from({ length: total / length }, (_, i) => ((1 << length) - 1) << (i * length));
}

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
