import { bit, bits, setBits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";
import type { SecondaryChannel } from "./channel-switch.ts";

/** How stations protect HT frames from what cannot read them. */
export enum HtProtection {
  None = 0,
  Nonmember = 1,
  TwentyMhz = 2,
  NonHtMixed = 3,
}

/** The HT Operation element: the channel of an 802.11n BSS. */
export interface HtOperation {
  readonly primaryChannel: number;
  readonly secondaryChannel: SecondaryChannel | number;
  /** Stations may use 40 MHz; false is 20 MHz only. */
  readonly anyWidth: boolean;
  readonly rifs: boolean;
  readonly protection: HtProtection;
  readonly nongreenfieldPresent: boolean;
  readonly obssNonHtPresent: boolean;
  /** The second segment of an 80+80 or 160 MHz BSS with extended NSS; 0 for none. */
  readonly centerSegment2: number;
  readonly dualBeacon: boolean;
  readonly dualCtsProtection: boolean;
  readonly stbcBeacon: boolean;
  readonly lsigTxopProtection: boolean;
  readonly pcoActive: boolean;
  readonly pcoPhase: boolean;
  /** The MCSs that every station of the BSS can. */
  readonly basicMcs: readonly number[];
}

/** What it says of the channel alone. */
export type HtChannel = Pick<HtOperation, "primaryChannel" | "secondaryChannel" | "anyWidth" | "centerSegment2">;

export function readHtChannel(bytes: Uint8Array, start: number, end: number): HtChannel | undefined {
  if (end - start < 22) return undefined;
  const subset1 = bytes[start + 1]!;
  return {
    primaryChannel: bytes[start]!,
    secondaryChannel: bits(subset1, 0, 2),
    anyWidth: bit(subset1, 2),
    centerSegment2: bits(bytes[start + 2]! | (bytes[start + 3]! << 8), 5, 8),
  };
}

export function decodeHtOperation(body: Uint8Array): HtOperation {
  need(body, 22);
  const [subset1, subset2, subset3] = [body[1]!, body[2]! | (body[3]! << 8), body[4]! | (body[5]! << 8)];
  return {
    primaryChannel: body[0]!,
    secondaryChannel: bits(subset1, 0, 2),
    anyWidth: bit(subset1, 2),
    rifs: bit(subset1, 3),
    protection: bits(subset2, 0, 2),
    nongreenfieldPresent: bit(subset2, 2),
    obssNonHtPresent: bit(subset2, 4),
    centerSegment2: bits(subset2, 5, 8),
    dualBeacon: bit(subset3, 6),
    dualCtsProtection: bit(subset3, 7),
    stbcBeacon: bit(subset3, 8),
    lsigTxopProtection: bit(subset3, 9),
    pcoActive: bit(subset3, 10),
    pcoPhase: bit(subset3, 11),
    basicMcs: setBits(body.subarray(6, 16)).filter((index) => index < 77),
  };
}
