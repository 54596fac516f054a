import { type NssLimit, vhtMcsMap } from "../capabilities/mcs.ts";
import { need } from "../element-kind.ts";

/** The channel of a VHT BSS (9.4.2.157, Table 9-316). What width it comes to, {@link bssChannel} tells. */
export interface VhtOperationInfo {
  /** 0 is 20 or 40 MHz as HT says, 1 is 80, 160 or 80+80 MHz by the segments; 2 and 3 are the deprecated 160 and 80+80. */
  readonly channelWidth: number;
  /** Channel numbers of centres: of the 80 MHz with the primary channel, and of the whole 160 MHz or the other 80. 0 for none. */
  readonly centerSegment0: number;
  readonly centerSegment1: number;
}

/** The VHT Operation element (9.4.2.157), 802.11ac. */
export interface VhtOperation extends VhtOperationInfo {
  /** What every station of the BSS can. */
  readonly basicMcs: readonly NssLimit[];
}

export function decodeVhtOperation(body: Uint8Array): VhtOperation {
  need(body, 5);
  return {
    channelWidth: body[0]!,
    centerSegment0: body[1]!,
    centerSegment1: body[2]!,
    basicMcs: vhtMcsMap(body[3]! | (body[4]! << 8)),
  };
}
