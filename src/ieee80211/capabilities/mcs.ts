/** The highest MCS that a number of spatial streams can use. Counts of streams that are not supported are left out. */
export interface NssLimit {
  readonly streams: number;
  readonly maxMcs: number;
}

/** The highest MCS by the two bits of a stream; 3 is none. */
export const VHT_MCS: readonly (number | undefined)[] = [7, 8, 9, undefined];
export const HE_MCS: readonly (number | undefined)[] = [7, 9, 11, undefined];

/** The MCSs of VHT: two bits a stream, 0 to 2 for MCS 7, 8 or 9, and 3 for none. */
export function vhtMcsMap(map: number): NssLimit[] {
  return nssLimits(map, 8, VHT_MCS);
}

/** The MCSs of HE: two bits a stream, 0 to 2 for MCS 7, 9 or 11, and 3 for none. */
export function heMcsMap(map: number): NssLimit[] {
  return nssLimits(map, 8, HE_MCS);
}

/** The MCSs of S1G: two bits a stream, 0 to 2 for MCS 2, 7 or 9, and 3 for none. */
export function s1gMcsMap(map: number): NssLimit[] {
  return nssLimits(map, 4, [2, 7, 9]);
}

function nssLimits(map: number, streams: number, highest: readonly (number | undefined)[]): NssLimit[] {
  const limits: NssLimit[] = [];
  for (let i = 0; i < streams; i++) {
    const maxMcs = highest[(map >>> (2 * i)) & 3];
    if (maxMcs !== undefined) limits.push({ streams: i + 1, maxMcs });
  }
  return limits;
}

/** How many streams EHT can use for a range of MCSs, in each direction. */
export interface EhtMcsNss {
  readonly mcs: "0-7" | "8-9" | "0-9" | "10-11" | "12-13";
  readonly maxRxNss: number;
  readonly maxTxNss: number;
}

/** Three octets for one channel width, or four of a station that knows 20 MHz only. */
export function ehtMcsNss(octets: Uint8Array): EhtMcsNss[] {
  const ranges =
    octets.length === 4 ? (["0-7", "8-9", "10-11", "12-13"] as const) : (["0-9", "10-11", "12-13"] as const);
  return ranges.map((mcs, i) => ({ mcs, maxRxNss: (octets[i] ?? 0) & 15, maxTxNss: (octets[i] ?? 0) >> 4 }));
}
