import { bit, bits } from "../../bytes/bits.ts";
import { type Subelement, subelements } from "../element.ts";
import { need } from "../element-kind.ts";

/** Why an access point takes no more stations. */
export enum AssociationDisallowedReason {
  Unspecified = 1,
  MaximumStations = 2,
  AirInterfaceOverloaded = 3,
  AuthenticationServerOverloaded = 4,
  InsufficientRssi = 5,
}

/** Channels that a station does not want to be sent to (MBO 4.2.2). */
export interface NonPreferredChannels {
  readonly operatingClass: number;
  readonly channels: readonly number[];
  /** 0 not usable, 1 not preferred, 255 preferred. */
  readonly preference: number;
  /** 0 unspecified, 1 weak beacons, 2 interference, 3 interference within the device. */
  readonly reason: number;
}

/** The MBO and OCE element (50:6f:9a:22): attributes of Agile Multiband and Optimized Connectivity. */
export interface MboOce {
  /** MBO 1: this access point speaks MBO; it knows of cellular networks. */
  readonly apCapability?: { readonly cellularDataAware: boolean };
  readonly nonPreferredChannels: readonly NonPreferredChannels[];
  /** 1 available, 2 not available, 3 not supported. */
  readonly cellularDataCapability?: number;
  readonly associationDisallowed?: AssociationDisallowedReason | number;
  /** 0 excluded, 1 rather not, 255 rather yes. */
  readonly cellularDataPreference?: number;
  readonly transitionReason?: number;
  readonly transitionRejectReason?: number;
  readonly associationRetryDelaySeconds?: number;
  readonly oceCapability?: {
    readonly release: number;
    /** A station that configures others. */
    readonly staCfon: boolean;
    readonly elevenBOnlyApPresent: boolean;
    readonly filsHlpEncapsulation: boolean;
    readonly nonOceApPresent: boolean;
  };
  readonly rssiBasedRejection?: { readonly deltaRssiDb: number; readonly retryDelaySeconds: number };
  /** The capacity left, in 2^n times 100 kbit/s. */
  readonly reducedWanMetrics?: { readonly downlinkCapacityKbps: number; readonly uplinkCapacityKbps: number };
  readonly unknown: readonly Subelement[];
}

export function decodeMboOce(body: Uint8Array): MboOce {
  const fields: Partial<Mutable<MboOce>> = {};
  const nonPreferredChannels: NonPreferredChannels[] = [];
  const unknown: Subelement[] = [];
  for (const attribute of subelements(body)) {
    if (attribute.id === 2) nonPreferredChannels.push(...decodeNonPreferred(attribute.body));
    else if (!readAttribute(attribute, fields)) unknown.push(attribute);
  }
  return { ...fields, nonPreferredChannels, unknown };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function decodeNonPreferred(body: Uint8Array): NonPreferredChannels[] {
  if (body.length < 3) return []; // an empty report takes an earlier one back
  return [
    {
      operatingClass: body[0]!,
      channels: [...body.subarray(1, -2)],
      preference: body.at(-2)!,
      reason: body.at(-1)!,
    },
  ];
}

function readAttribute({ id, body }: Subelement, fields: Partial<Mutable<MboOce>>): boolean {
  if (id >= 1 && id <= 7) need(body, 1);
  const first = body[0] ?? 0;
  switch (id) {
    case 1:
      fields.apCapability = { cellularDataAware: bit(first, 6) };
      return true;
    case 3:
      fields.cellularDataCapability = first;
      return true;
    case 4:
      fields.associationDisallowed = first;
      return true;
    case 5:
      fields.cellularDataPreference = first;
      return true;
    case 6:
      fields.transitionReason = first;
      return true;
    case 7:
      fields.transitionRejectReason = first;
      return true;
    case 8:
      need(body, 2);
      fields.associationRetryDelaySeconds = first | (body[1]! << 8);
      return true;
    case 101:
      need(body, 1);
      fields.oceCapability = {
        release: bits(first, 0, 3),
        staCfon: bit(first, 3),
        elevenBOnlyApPresent: bit(first, 4),
        filsHlpEncapsulation: bit(first, 5),
        nonOceApPresent: bit(first, 6),
      };
      return true;
    case 102:
      need(body, 2);
      fields.rssiBasedRejection = { deltaRssiDb: first, retryDelaySeconds: body[1]! };
      return true;
    case 103:
      need(body, 1);
      fields.reducedWanMetrics = {
        downlinkCapacityKbps: 100 * 2 ** bits(first, 0, 4),
        uplinkCapacityKbps: 100 * 2 ** bits(first, 4, 4),
      };
      return true;
    default:
      return false;
  }
}
