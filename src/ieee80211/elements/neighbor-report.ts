import { bit, bits } from "../../bytes/bits.ts";
import type { Mac } from "../../bytes/mac.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { type Subelement, subelements } from "../element.ts";

/** What a BSSID Information field says of a neighbour. */
export interface BssidInformation {
  /** 1 not reachable for preauthentication, 2 unknown, 3 reachable. */
  readonly reachability: number;
  readonly sameSecurity: boolean;
  readonly sameKeyScope: boolean;
  readonly spectrumManagement: boolean;
  readonly qos: boolean;
  readonly apsd: boolean;
  readonly radioMeasurement: boolean;
  readonly mobilityDomain: boolean;
  readonly highThroughput: boolean;
  readonly veryHighThroughput: boolean;
  readonly ftm: boolean;
  readonly highEfficiency: boolean;
  readonly extendedRangeBss: boolean;
  readonly colocatedAp: boolean;
  readonly unsolicitedProbeResponses: boolean;
  readonly memberOfEssWith24Or5GhzColocatedAp: boolean;
  readonly openChannelsSupported: boolean;
  readonly colocated6GhzAp: boolean;
  readonly extremelyHighThroughput: boolean;
}

/** The Neighbor Report element: where else this network, or a better one, is on the air. */
export interface NeighborReport {
  readonly bssid: Mac;
  readonly bssidInformation: BssidInformation;
  readonly operatingClass: number;
  readonly channel: number;
  /** 4 DMT to 14 EHT as the PHY Types of dot11PHYType count. */
  readonly phyType: number;
  /** From BSS transition management: the higher, the better. 0 excludes the neighbour. */
  readonly candidatePreference?: number;
  /** A country, where it differs. */
  readonly country?: string;
  readonly wideBandwidthChannel?: { readonly width: number; readonly segment0: number; readonly segment1: number };
  /** All subelements, those above too. */
  readonly subelements: readonly Subelement[];
}

export function decodeNeighborReport(body: Uint8Array): NeighborReport {
  const reader = new ByteReader(body);
  const bssid = reader.mac();
  const bssidInformation = readInformation(reader.u32());
  const [operatingClass, channel, phyType] = [reader.u8(), reader.u8(), reader.u8()];
  const list = subelements(reader.rest());
  const preference = list.find(({ id, body }) => id === 3 && body.length >= 1);
  const country = list.find(({ id, body }) => id === 2 && body.length >= 2);
  const wide = list.find(({ id, body }) => id === 6 && body.length >= 3);
  return {
    bssid,
    bssidInformation,
    operatingClass,
    channel,
    phyType,
    ...(preference === undefined ? {} : { candidatePreference: preference.body[0]! }),
    ...(country === undefined ? {} : { country: String.fromCharCode(country.body[0]!, country.body[1]!) }),
    ...(wide === undefined
      ? {}
      : { wideBandwidthChannel: { width: wide.body[0]!, segment0: wide.body[1]!, segment1: wide.body[2]! } }),
    subelements: list,
  };
}

function readInformation(field: number): BssidInformation {
  return {
    reachability: bits(field, 0, 2),
    sameSecurity: bit(field, 2),
    sameKeyScope: bit(field, 3),
    spectrumManagement: bit(field, 4),
    qos: bit(field, 5),
    apsd: bit(field, 6),
    radioMeasurement: bit(field, 7),
    mobilityDomain: bit(field, 10),
    highThroughput: bit(field, 11),
    veryHighThroughput: bit(field, 12),
    ftm: bit(field, 13),
    highEfficiency: bit(field, 14),
    extendedRangeBss: bit(field, 15),
    colocatedAp: bit(field, 16),
    unsolicitedProbeResponses: bit(field, 17),
    memberOfEssWith24Or5GhzColocatedAp: bit(field, 18),
    openChannelsSupported: bit(field, 19),
    colocated6GhzAp: bit(field, 20),
    extremelyHighThroughput: bit(field, 21),
  };
}
