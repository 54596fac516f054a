import type { Mac } from "../../bytes/mac.ts";
import { ByteWriter } from "../../bytes/writer.ts";
import { Nl80211Error } from "../../errors.ts";
import { AuthenticationAlgorithm } from "../frames/authentication.ts";

/** Who sends a management frame, to whom, in which network. The device gives the sequence number. */
export interface ManagementAddresses {
  readonly destination: Mac;
  readonly source: Mac;
  readonly bssid: Mac;
}

/** Subtypes of management frames. IEEE 802.11-2020 table 9-1. */
export enum ManagementSubtype {
  AssociationRequest = 0,
  AssociationResponse = 1,
  ReassociationRequest = 2,
  ReassociationResponse = 3,
  ProbeRequest = 4,
  ProbeResponse = 5,
  TimingAdvertisement = 6,
  Beacon = 8,
  Atim = 9,
  Disassociation = 10,
  Authentication = 11,
  Deauthentication = 12,
  Action = 13,
  ActionNoAck = 14,
}

/** A management frame of any subtype: header and body, without FCS, as FRAME takes it. */
export function encodeManagement(
  subtype: ManagementSubtype,
  { destination, source, bssid }: ManagementAddresses,
  body: Uint8Array,
): Uint8Array {
  return new ByteWriter(24 + body.length)
    .u16(subtype << 4)
    .u16(0)
    .mac(destination)
    .mac(source)
    .mac(bssid)
    .u16(0)
    .put(body)
    .finish();
}

/** What an authentication frame says. */
export interface AuthenticationInput {
  /** Default: open system. */
  readonly algorithm?: AuthenticationAlgorithm | number;
  /** Which frame of the exchange, from 1. */
  readonly transaction: number;
  /** Default: 0, success. */
  readonly status?: number;
  /** Elements, or what SAE puts there. */
  readonly elements?: Uint8Array;
}

/** Authentication frame. */
export function encodeAuthentication(addresses: ManagementAddresses, input: AuthenticationInput): Uint8Array {
  const { algorithm = AuthenticationAlgorithm.Open, transaction, status = 0, elements = NOTHING } = input;
  const body = new ByteWriter().u16(algorithm).u16(transaction).u16(status).put(elements);
  return encodeManagement(ManagementSubtype.Authentication, addresses, body.finish());
}

/** What an association response says. */
export interface AssociationResponseInput {
  /** It answers a reassociation request. */
  readonly reassociation?: boolean;
  /** Capability Information field: the beacon's. */
  readonly capability: number;
  /** Default: 0, success. */
  readonly status?: number;
  /** The station's number, 1 to 2007; absent in a refusal. */
  readonly aid?: number;
  readonly elements?: Uint8Array;
}

/** Association or reassociation response. */
export function encodeAssociationResponse(addresses: ManagementAddresses, input: AssociationResponseInput): Uint8Array {
  const { reassociation = false, capability, status = 0, aid = 0, elements = NOTHING } = input;
  if (!Number.isInteger(aid) || aid < 0 || aid > 2007) {
    throw new Nl80211Error("INVALID_ARGUMENT", `association id ${aid}: expected 1 to 2007`);
  }
  const body = new ByteWriter()
    .u16(capability)
    .u16(status)
    .u16(aid === 0 ? 0 : aid | 0xc000) // the two highest bits are set on the air
    .put(elements);
  const subtype = reassociation ? ManagementSubtype.ReassociationResponse : ManagementSubtype.AssociationResponse;
  return encodeManagement(subtype, addresses, body.finish());
}

/** Deauthentication, with a reason (1 to 65535). */
export function encodeDeauthentication(addresses: ManagementAddresses, reason: number): Uint8Array {
  return encodeManagement(ManagementSubtype.Deauthentication, addresses, reasonBody(reason));
}

/** Disassociation, with a reason (1 to 65535). */
export function encodeDisassociation(addresses: ManagementAddresses, reason: number): Uint8Array {
  return encodeManagement(ManagementSubtype.Disassociation, addresses, reasonBody(reason));
}

/** Probe request: an SSID element (empty for any network), rates, and what else a station tells of itself. */
export function encodeProbeRequest(addresses: ManagementAddresses, elements: Uint8Array): Uint8Array {
  return encodeManagement(ManagementSubtype.ProbeRequest, addresses, elements);
}

/** Action frame: its category, and what follows it (in most, the action's number first). */
export function encodeAction(addresses: ManagementAddresses, category: number, rest: Uint8Array): Uint8Array {
  return encodeManagement(ManagementSubtype.Action, addresses, new ByteWriter().u8(category).put(rest).finish());
}

const NOTHING = new Uint8Array();

function reasonBody(reason: number): Uint8Array {
  if (!Number.isInteger(reason) || reason < 1 || reason > 0xffff) {
    throw new Nl80211Error("INVALID_ARGUMENT", `reason ${reason}: expected a code from 1 to 65535`);
  }
  return new ByteWriter().u16(reason).finish();
}
