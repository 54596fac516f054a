import { setBits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The TIM element (9.4.2.5): for whom an access point holds frames. */
export interface Tim {
  /** How many beacons come before the next DTIM; 0 in a DTIM beacon. */
  readonly dtimCount: number;
  readonly dtimPeriod: number;
  /** Group-addressed frames follow this (DTIM) beacon. */
  readonly groupTraffic: boolean;
  /** The octet of the whole bitmap that the partial virtual bitmap starts with. */
  readonly bitmapOffset: number;
  readonly bitmap: Uint8Array;
  /** The association ids with frames waiting. With multiple BSSIDs the first ones stand for group traffic of nontransmitted BSSs. */
  readonly aids: readonly number[];
}

export function decodeTim(body: Uint8Array): Tim {
  need(body, 2);
  // Bitmap control and bitmap are left out where no frame waits (9.4.2.5.1): two octets are a whole TIM.
  const control = body[2] ?? 0;
  const bitmapOffset = 2 * (control >> 1);
  const bitmap = body.subarray(3);
  return {
    dtimCount: body[0]!,
    dtimPeriod: body[1]!,
    groupTraffic: (control & 1) === 1,
    bitmapOffset,
    bitmap,
    aids: setBits(bitmap)
      .map((index) => index + 8 * bitmapOffset)
      .filter((aid) => aid !== 0),
  };
}
