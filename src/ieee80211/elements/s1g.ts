import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The Short Beacon Interval element. */
export interface ShortBeaconInterval {
  readonly intervalTu: number;
}

export function decodeShortBeaconInterval(body: Uint8Array): ShortBeaconInterval {
  need(body, 2);
  return { intervalTu: body[0]! | (body[1]! << 8) };
}

/** The S1G Beacon Compatibility element (9.4.2.196): what a whole beacon would hold. */
export interface S1gBeaconCompatibility {
  readonly compatibilityInformation: number;
  readonly beaconIntervalTu: number;
  /** The upper half of the TSF. */
  readonly tsfCompletion: number;
}

export function decodeS1gBeaconCompatibility(body: Uint8Array): S1gBeaconCompatibility {
  need(body, 8);
  return {
    compatibilityInformation: body[0]! | (body[1]! << 8),
    beaconIntervalTu: body[2]! | (body[3]! << 8),
    tsfCompletion: (body[4]! | (body[5]! << 8) | (body[6]! << 16) | (body[7]! << 24)) >>> 0,
  };
}

/** The S1G Operation element (9.4.2.212): the channel of an 802.11ah BSS. */
export interface S1gOperation {
  /** Absent where the two codes do not go together. */
  readonly primaryWidthMhz?: 1 | 2;
  readonly operatingWidthMhz?: 1 | 2 | 4 | 8 | 16;
  /** The 1 MHz primary is the upper one of its 2 MHz. */
  readonly primaryIsUpper: boolean;
  readonly mcs10NotRecommended: boolean;
  readonly operatingClass: number;
  readonly primaryChannel: number;
  readonly centerChannel: number;
  /** What every station can, by streams; `minMcs` is the lowest that is recommended. */
  readonly basicMcs: readonly { readonly streams: number; readonly minMcs: number; readonly maxMcs: number }[];
}

const OPERATING_WIDTHS: Readonly<Record<number, 1 | 2 | 4 | 8 | 16>> = { 0: 1, 1: 2, 3: 4, 7: 8, 15: 16 };

export function decodeS1gOperation(body: Uint8Array): S1gOperation {
  need(body, 6);
  const widths = body[0]!;
  const operatingWidthMhz = OPERATING_WIDTHS[bits(widths, 1, 4)];
  const primaryWidthMhz = bit(widths, 0) ? 1 : 2;
  const valid = operatingWidthMhz !== undefined && primaryWidthMhz <= operatingWidthMhz;
  return {
    ...(valid ? { primaryWidthMhz, operatingWidthMhz } : {}),
    primaryIsUpper: bit(widths, 5),
    mcs10NotRecommended: bit(widths, 7),
    operatingClass: body[1]!,
    primaryChannel: body[2]!,
    centerChannel: body[3]!,
    basicMcs: readBasicMcs(body[4]! | (body[5]! << 8)),
  };
}

/** Two bits for the lowest and two for the highest MCS of each count of streams. */
function readBasicMcs(field: number): S1gOperation["basicMcs"] {
  return [1, 2, 3, 4].flatMap((streams, i) => {
    const maxMcs = [2, 7, 9][bits(field, 4 * i + 2, 2)];
    return maxMcs === undefined ? [] : [{ streams, minMcs: bits(field, 4 * i, 2), maxMcs }];
  });
}
