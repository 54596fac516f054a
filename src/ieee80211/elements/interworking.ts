import { bit, bits } from "../../bytes/bits.ts";
import { formatMac, type Mac } from "../../bytes/mac.ts";
import { malformed, need } from "../element-kind.ts";

/** What kind of network one can reach through an access point. */
export enum AccessNetworkType {
  Private = 0,
  PrivateWithGuest = 1,
  ChargeablePublic = 2,
  FreePublic = 3,
  PersonalDevice = 4,
  EmergencyServicesOnly = 5,
  TestOrExperimental = 14,
  Wildcard = 15,
}

/** What kind of place it stands in. */
export enum VenueGroup {
  Unspecified = 0,
  Assembly = 1,
  Business = 2,
  Educational = 3,
  FactoryAndIndustrial = 4,
  Institutional = 5,
  Mercantile = 6,
  Residential = 7,
  Storage = 8,
  UtilityAndMiscellaneous = 9,
  Vehicular = 10,
  Outdoor = 11,
}

/** The Interworking element: 802.11u, the base of Passpoint. */
export interface Interworking {
  readonly accessNetworkType: AccessNetworkType | number;
  readonly internet: boolean;
  /** Additional step required for access (ASRA): a portal. */
  readonly additionalStepRequired: boolean;
  /** Emergency services reachable (ESR). */
  readonly emergencyServicesReachable: boolean;
  /** Unauthenticated emergency service accessible (UESA). */
  readonly unauthenticatedEmergencyService: boolean;
  readonly venueGroup?: VenueGroup | number;
  /** The type within its group. */
  readonly venueType?: number;
  /** The homogeneous ESS identifier: access points that share it reach the same networks. */
  readonly hessid?: Mac;
}

export function decodeInterworking(body: Uint8Array): Interworking {
  need(body, 1);
  const { length } = body;
  if (length !== 1 && length !== 3 && length !== 7 && length !== 9) {
    throw malformed(`1, 3, 7 or 9 octets expected, ${length} there`);
  }
  const options = body[0]!;
  return {
    accessNetworkType: bits(options, 0, 4),
    internet: bit(options, 4),
    additionalStepRequired: bit(options, 5),
    emergencyServicesReachable: bit(options, 6),
    unauthenticatedEmergencyService: bit(options, 7),
    ...(length === 3 || length === 9 ? { venueGroup: body[1]!, venueType: body[2]! } : {}),
    ...(length >= 7 ? { hessid: formatMac(body, length - 6) } : {}),
  };
}

/** A protocol by which a station can ask about an access point before it joins. */
export interface AdvertisedProtocol {
  /** The most octets a response may have in 256s; 127 is without limit. */
  readonly queryResponseLengthLimit: number;
  /** The answer does not depend on the BSS that is asked (PAME-BI). */
  readonly preAssociationExchangeBssIndependent: boolean;
  /** 0 ANQP, 1 MIH, 2 MIH discovery, 3 emergency alerts, 4 registered location query, 221 vendor. */
  readonly protocolId: number;
  readonly protocol?: string;
  /** What follows a vendor's protocol id. */
  readonly vendorContent?: Uint8Array;
}

/** The Advertisement Protocol element. */
export interface AdvertisementProtocol {
  readonly protocols: readonly AdvertisedProtocol[];
}

const PROTOCOLS: Readonly<Record<number, string>> = {
  0: "ANQP",
  1: "MIH Information Service",
  2: "MIH Command and Event Services Capability Discovery",
  3: "Emergency Alert System",
  4: "Registered Location Query Protocol",
  221: "Vendor Specific",
};

export function decodeAdvertisementProtocol(body: Uint8Array): AdvertisementProtocol {
  const protocols: AdvertisedProtocol[] = [];
  for (let at = 0; at < body.length; ) {
    if (at + 2 > body.length) throw malformed(`a protocol tuple at octet ${at} has no protocol id`);
    const info = body[at]!;
    const protocolId = body[at + 1]!;
    const protocol = PROTOCOLS[protocolId];
    at += 2;
    let vendorContent: Uint8Array | undefined;
    if (protocolId === 221) {
      const end = at + 1 + (body[at] ?? 0);
      if (end > body.length) throw malformed(`a vendor protocol id at octet ${at} exceeds the element`);
      vendorContent = body.subarray(at + 1, end);
      at = end;
    }
    protocols.push({
      queryResponseLengthLimit: bits(info, 0, 7),
      preAssociationExchangeBssIndependent: bit(info, 7),
      protocolId,
      ...(protocol === undefined ? {} : { protocol }),
      ...(vendorContent === undefined ? {} : { vendorContent }),
    });
  }
  return { protocols };
}

/** The Roaming Consortium element: up to three organizations whose subscribers may join, as hex of their OIs. */
export interface RoamingConsortium {
  /** How many more can be asked for by ANQP. */
  readonly anqpOiCount: number;
  readonly organizationIds: readonly string[];
}

export function decodeRoamingConsortium(body: Uint8Array): RoamingConsortium {
  need(body, 2);
  const first = bits(body[1]!, 0, 4);
  const second = bits(body[1]!, 4, 4);
  if (2 + first + second > body.length)
    throw malformed(`OIs of ${first} and ${second} octets in an element of ${body.length}`);
  const third = second === 0 ? 0 : body.length - 2 - first - second;
  const organizationIds: string[] = [];
  let at = 2;
  for (const length of [first, second, third]) {
    if (length > 0) organizationIds.push([...body.subarray(at, at + length)].map(hex).join(""));
    at += length;
  }
  return { anqpOiCount: body[0]!, organizationIds };
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, "0");
}
