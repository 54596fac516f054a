import { bits, bitsAt } from "../../bytes/bits.ts";

/** From which constellation on a packet to this station needs 16, or 8, µs of extension; 7 is never. */
export interface PpeThreshold {
  readonly streams: number;
  /** The size of the resource unit, in tones: "996", "2x996". */
  readonly ru: string;
  /** For HE, the threshold of 16 µs; for EHT, of 20 or 16 µs. */
  readonly ppetMax: number;
  readonly ppet8: number;
}

/** The PPE Thresholds field of HE or EHT capabilities. */
export interface PpeThresholds {
  readonly thresholds: readonly PpeThreshold[];
  /** How many octets the field takes. */
  readonly octets: number;
}

const HE_RUS = ["242", "484", "996", "2x996"];
const EHT_RUS = ["242", "484", "996", "2x996", "4x996"];

/** Three bits of streams, four bits of RU sizes, then pairs of PPET16 and PPET8. Undefined where octets are missing. */
export function decodeHePpeThresholds(octets: Uint8Array): PpeThresholds | undefined {
  return decode(octets, 3, HE_RUS);
}

/** Four bits of streams, five bits of RU sizes, then pairs of PPETmax and PPET8. Undefined where octets are missing. */
export function decodeEhtPpeThresholds(octets: Uint8Array): PpeThresholds | undefined {
  return decode(octets, 4, EHT_RUS);
}

function decode(octets: Uint8Array, nssBits: number, rus: readonly string[]): PpeThresholds | undefined {
  const streams = bitsAt(octets, 0, nssBits) + 1;
  const mask = bitsAt(octets, nssBits, rus.length);
  const sizes = rus.filter((_, i) => bits(mask, i, 1) === 1);
  let at = nssBits + rus.length;
  const length = Math.ceil((at + 6 * streams * sizes.length) / 8);
  if (octets.length < length) return undefined;
  const thresholds: PpeThreshold[] = [];
  for (let nss = 1; nss <= streams; nss++) {
    for (const ru of sizes) {
      thresholds.push({ streams: nss, ru, ppetMax: bitsAt(octets, at, 3), ppet8: bitsAt(octets, at + 3, 3) });
      at += 6;
    }
  }
  return { thresholds, octets: length };
}
