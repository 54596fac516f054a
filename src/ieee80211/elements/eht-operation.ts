import { bit, bits, bitsAt } from "../../bytes/bits.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { type EhtMcsNss, ehtMcsNss } from "../capabilities/mcs.ts";
import { malformed } from "../element-kind.ts";

/** The channel of an EHT BSS. */
export interface EhtOperationInfo {
  readonly widthMhz: 20 | 40 | 80 | 160 | 320;
  /** Channel numbers of centres: of the half with the primary channel, and of all. */
  readonly centerSegment0: number;
  readonly centerSegment1: number;
  /** Which 20 MHz channels are punctured, bit 0 the lowest in frequency. Absent where none is said to be. */
  readonly disabledSubchannels?: number;
}

/** The EHT Operation element, Wi-Fi 7. */
export interface EhtOperation {
  readonly defaultPeDuration20Microseconds: boolean;
  readonly groupAddressedBuIndicationLimit: boolean;
  readonly groupAddressedBuIndicationExponent: number;
  /** MCS 15 is off in this BSS. */
  readonly mcs15Disabled: boolean;
  readonly basicMcs: readonly EhtMcsNss[];
  /** Absent where the HE and VHT operation elements tell all. */
  readonly info?: EhtOperationInfo;
}

/** What it says of the channel alone. */
export function readEhtChannel(bytes: Uint8Array, start: number, end: number): Pick<EhtOperation, "info"> | undefined {
  if (end - start < 5) return undefined;
  const parameters = bytes[start]!;
  if (!bit(parameters, 0)) return {};
  if (end - start < (bit(parameters, 1) ? 10 : 8)) return undefined;
  const widthMhz = WIDTHS[bits(bytes[start + 5]!, 0, 3)];
  if (widthMhz === undefined) return undefined;
  const [centerSegment0, centerSegment1] = [bytes[start + 6]!, bytes[start + 7]!];
  if (!bit(parameters, 1)) return { info: { widthMhz, centerSegment0, centerSegment1 } };
  const disabledSubchannels = bytes[start + 8]! | (bytes[start + 9]! << 8);
  return { info: { widthMhz, centerSegment0, centerSegment1, disabledSubchannels } };
}

export function decodeEhtOperation(body: Uint8Array): EhtOperation {
  const reader = new ByteReader(body);
  const parameters = reader.u8();
  const basicMcs = ehtMcsNss(reader.take(4));
  return {
    defaultPeDuration20Microseconds: bit(parameters, 2),
    groupAddressedBuIndicationLimit: bit(parameters, 3),
    groupAddressedBuIndicationExponent: bits(parameters, 4, 2),
    mcs15Disabled: bit(parameters, 6),
    basicMcs,
    ...(bit(parameters, 0) ? { info: readEhtOperationInfo(reader, bit(parameters, 1)) } : {}),
  };
}

const WIDTHS = [20, 40, 80, 160, 320] as const;

function readEhtOperationInfo(reader: ByteReader, hasSubchannels: boolean): EhtOperationInfo {
  const control = reader.u8();
  const widthMhz = WIDTHS[bits(control, 0, 3)];
  if (widthMhz === undefined) throw malformed(`channel width ${bits(control, 0, 3)} is reserved`);
  return {
    widthMhz,
    centerSegment0: reader.u8(),
    centerSegment1: reader.u8(),
    ...(hasSubchannels ? { disabledSubchannels: reader.u16() } : {}),
  };
}

/** The Bandwidth Indication element, with a channel switch: the width that will be. */
export interface BandwidthIndication {
  readonly info: EhtOperationInfo;
}

export function decodeBandwidthIndication(body: Uint8Array): BandwidthIndication {
  const reader = new ByteReader(body);
  const parameters = reader.u8();
  return { info: readEhtOperationInfo(reader, bit(parameters, 1)) };
}

/** The TID-To-Link Mapping element: which traffic may use which link of a multi-link device. */
export interface TidToLinkMapping {
  readonly direction: "downlink" | "uplink" | "both" | "reserved";
  /** All TIDs on all links. */
  readonly defaultMapping: boolean;
  /** When it begins, in units of 1024 µs of the TSF's bits 10 to 25. */
  readonly switchTimeTu?: number;
  readonly expectedDurationTu?: number;
  /** A bitmap of links for each TID that the element names. */
  readonly links: readonly { readonly tid: number; readonly linkIds: readonly number[] }[];
}

export function decodeTidToLinkMapping(body: Uint8Array): TidToLinkMapping {
  const reader = new ByteReader(body);
  const control = reader.u8();
  const defaultMapping = bit(control, 2);
  // The presence bitmap stands before the times, and only where the mapping is not the default one.
  const presence = defaultMapping ? 0 : reader.u8();
  const switchTime = bit(control, 3) ? { switchTimeTu: reader.u16() } : {};
  const duration = bit(control, 4) ? { expectedDurationTu: reader.u24() } : {};
  const links: { tid: number; linkIds: number[] }[] = [];
  for (let tid = 0; tid < 8; tid++) {
    if (!bit(presence, tid)) continue;
    const map = bit(control, 5) ? reader.u8() : reader.u16();
    links.push({ tid, linkIds: Array.from({ length: 15 }, (_, id) => id).filter((id) => bit(map, id)) });
  }
  const direction = (["downlink", "uplink", "both", "reserved"] as const)[bits(control, 0, 2)]!;
  return { direction, defaultMapping, ...switchTime, ...duration, links };
}

/** The Multi-Link Traffic Indication element: on which links stations have frames waiting. */
export interface MultiLinkTrafficIndication {
  readonly aidOffset: number;
  /** The bitmap of links of each AID that has one, in their order from `aidOffset`. */
  readonly linkBitmaps: readonly number[];
}

export function decodeMultiLinkTrafficIndication(body: Uint8Array): MultiLinkTrafficIndication {
  const reader = new ByteReader(body);
  const control = reader.u16();
  const width = bits(control, 0, 4) + 1;
  const rest = reader.rest();
  const count = Math.floor((8 * rest.length) / width);
  return {
    aidOffset: bits(control, 4, 11),
    linkBitmaps: Array.from({ length: count }, (_, i) => bitsAt(rest, i * width, width)),
  };
}
