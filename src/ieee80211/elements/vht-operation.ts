import { type NssLimit, vhtMcsMap } from "../capabilities/mcs.ts";
import { need } from "../element-kind.ts";

/** The channel of a VHT BSS. What width it comes to, {@link bssChannel} tells. */
export interface VhtOperationInfo {
  /** 0 is 20 or 40 MHz as HT says, 1 is 80, 160 or 80+80 MHz by the segments; 2 and 3 are the deprecated 160 and 80+80. */
  readonly channelWidth: number;
  /** Channel numbers of centres: of the 80 MHz with the primary channel, and of the whole 160 MHz or the other 80. 0 for none. */
  readonly centerSegment0: number;
  readonly centerSegment1: number;
}

/** The VHT Operation element, 802.11ac. */
export interface VhtOperation extends VhtOperationInfo {
  /** What every station of the BSS can. */
  readonly basicMcs: readonly NssLimit[];
}

/** The channel alone. */
export function readVhtChannel(bytes: Uint8Array, start: number, end: number): VhtOperationInfo | undefined {
  if (end - start < 5) return undefined;
  return readVhtInfo(bytes, start);
}

/** Three octets, which the caller has checked to be there: HE operation elements have them too. */
export function readVhtInfo(bytes: Uint8Array, at: number): VhtOperationInfo {
  return { channelWidth: bytes[at]!, centerSegment0: bytes[at + 1]!, centerSegment1: bytes[at + 2]! };
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
