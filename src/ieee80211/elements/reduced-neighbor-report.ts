import { bit, bits } from "../../bytes/bits.ts";
import type { Mac } from "../../bytes/mac.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { malformed } from "../element-kind.ts";

/** Where the neighbour belongs in a multi-link device. */
export interface NeighborMld {
  /** 0 is the MLD of the reporting access point, 255 unknown. */
  readonly mldId: number;
  readonly linkId: number;
  readonly bssParametersChangeCount: number;
  readonly allUpdatesIncluded: boolean;
  readonly disabledLink: boolean;
}

/** What a reduced neighbour report tells of one BSS. What it leaves out is absent. */
export interface NeighborBss {
  /** How long after our beacon the neighbour sends its own; 254 is that or more, 255 unknown. */
  readonly tbttOffsetTu?: number;
  readonly bssid?: Mac;
  /** CRC-32 of the SSID. */
  readonly shortSsid?: number;
  /** Off-channel tunnelling is recommended. */
  readonly octRecommended?: boolean;
  readonly sameSsid?: boolean;
  readonly multipleBssid?: boolean;
  readonly transmittedBssid?: boolean;
  readonly memberOfEssWith24Or5GhzColocatedAp?: boolean;
  readonly unsolicitedProbeResponses?: boolean;
  readonly colocatedAp?: boolean;
  /** Same seamless mobility domain, of 802.11bn. */
  readonly sameSmd?: boolean;
  /** The most power a 20 MHz channel may have. Absent too where the neighbour sets no limit. */
  readonly psd20MhzDbmPerMhz?: number;
  readonly mld?: NeighborMld;
  /** Octets that a newer standard has added. */
  readonly extra?: Uint8Array;
}

/** Neighbours of one channel. */
export interface NeighborChannel {
  readonly operatingClass: number;
  readonly channel: number;
  /** The reported BSSs match the SSID that was asked for. */
  readonly filtered: boolean;
  /** 0 is a full report; 1 tells of the links of an MLD only. */
  readonly tbttInformationType: number;
  readonly bsss: readonly NeighborBss[];
}

/** The Reduced Neighbor Report element: how a 6 GHz access point is found from another band. */
export interface ReducedNeighborReport {
  readonly channels: readonly NeighborChannel[];
}

export function decodeReducedNeighborReport(body: Uint8Array): ReducedNeighborReport {
  const reader = new ByteReader(body);
  const channels: NeighborChannel[] = [];
  while (reader.remaining > 0) {
    const header = reader.u16();
    const [operatingClass, channel] = [reader.u8(), reader.u8()];
    const tbttInformationType = bits(header, 0, 2);
    const length = bits(header, 8, 8);
    const count = bits(header, 4, 4) + 1;
    if (length === 0) throw malformed(`TBTT information of no octets at octet ${reader.offset - 4}`);
    const bsss = Array.from({ length: count }, () => readBss(reader.take(length), tbttInformationType));
    channels.push({ operatingClass, channel, filtered: bit(header, 2), tbttInformationType, bsss });
  }
  return { channels };
}

/** The fields that each length holds, with the MLD parameters of 802.11be. A longer one begins like the longest. */
function readBss(bytes: Uint8Array, type: number): NeighborBss {
  const reader = new ByteReader(bytes);
  if (type === 1) return { ...(bytes.length >= 3 ? { mld: readMld(reader) } : {}), ...extra(reader) };
  if (type !== 0) return { extra: bytes };
  const size = bytes.length;
  const offset = reader.u8();
  const hasBssid = size >= 7 && size !== 10;
  const hasShortSsid = size === 5 || size === 6 || size >= 11;
  const hasParameters = size === 2 || size === 6 || size === 8 || size === 9 || size >= 12;
  const hasPsd = size === 9 || size >= 13;
  return {
    ...(offset === 255 ? {} : { tbttOffsetTu: offset }),
    ...(hasBssid ? { bssid: reader.mac() } : {}),
    ...(hasShortSsid ? { shortSsid: reader.u32() } : {}),
    ...(hasParameters ? readParameters(reader.u8()) : {}),
    ...(hasPsd ? readPsd(reader.i8()) : {}),
    ...(size >= 16 ? { mld: readMld(reader) } : {}),
    ...extra(reader),
  };
}

function readParameters(flags: number): Partial<NeighborBss> {
  return {
    octRecommended: bit(flags, 0),
    sameSsid: bit(flags, 1),
    multipleBssid: bit(flags, 2),
    transmittedBssid: bit(flags, 3),
    memberOfEssWith24Or5GhzColocatedAp: bit(flags, 4),
    unsolicitedProbeResponses: bit(flags, 5),
    colocatedAp: bit(flags, 6),
    sameSmd: bit(flags, 7),
  };
}

/** 127 is "no limit", -128 reserved. */
function readPsd(octet: number): Partial<NeighborBss> {
  return octet === 127 || octet === -128 ? {} : { psd20MhzDbmPerMhz: octet / 2 };
}

function readMld(reader: ByteReader): NeighborMld {
  const mldId = reader.u8();
  const field = reader.u16();
  return {
    mldId,
    linkId: bits(field, 0, 4),
    bssParametersChangeCount: bits(field, 4, 8),
    allUpdatesIncluded: bit(field, 12),
    disabledLink: bit(field, 13),
  };
}

function extra(reader: ByteReader): { extra?: Uint8Array } {
  return reader.remaining > 0 ? { extra: reader.rest() } : {};
}
