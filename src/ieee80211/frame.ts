import { formatMac, type Mac } from "../bytes/mac.ts";
import { ByteReader } from "../bytes/reader.ts";
import { isNl80211Error, Nl80211Error } from "../errors.ts";
import { type FrameControl, FrameType, frameName, parseFrameControl } from "./frame-control.ts";
import { type ActionBody, readAction } from "./frames/action.ts";
import { type AuthenticationBody, readAuthentication } from "./frames/authentication.ts";
import type { BodyReader, Draft } from "./frames/body.ts";
import {
  type AssociationRequestBody,
  type AssociationResponseBody,
  type BeaconBody,
  type ElementsBody,
  type ReasonBody,
  type ReassociationRequestBody,
  readAssociationRequest,
  readAssociationResponse,
  readBeacon,
  readElements,
  readReason,
  readReassociationRequest,
  readTimingAdvertisement,
  type TimingAdvertisementBody,
} from "./frames/management.ts";
import { readS1gBeacon, type S1gBeaconBody } from "./frames/s1g-beacon.ts";

/** What every frame begins with, as far as it goes: an ack has one address, a four-address data frame four. */
export interface FrameHeader {
  /** What the frame is, by type and subtype: "beacon", "QoS data", "ack". */
  readonly name: string;
  readonly control: FrameControl;
  /** Microseconds for which the medium is reserved; of a PS-poll, the association id. */
  readonly duration: number;
  /** The addresses of the header, in their order. */
  readonly addresses: readonly Mac[];
  /** Whom the frame is for, in the end. */
  readonly destination?: Mac;
  /** Who made it. */
  readonly source?: Mac;
  readonly bssid?: Mac;
  readonly sequence?: number;
  readonly fragment?: number;
}

type ManagementFrame<Kind extends string, Body> = FrameHeader & { readonly kind: Kind } & Body;

export type BeaconFrame = ManagementFrame<"beacon" | "probe response", BeaconBody>;
export type ProbeRequestFrame = ManagementFrame<"probe request", ElementsBody>;
export type AuthenticationFrame = ManagementFrame<"authentication", AuthenticationBody>;
export type AssociationRequestFrame = ManagementFrame<"association request", AssociationRequestBody>;
export type ReassociationRequestFrame = ManagementFrame<"reassociation request", ReassociationRequestBody>;
export type AssociationResponseFrame = ManagementFrame<
  "association response" | "reassociation response",
  AssociationResponseBody
>;
export type DisconnectionFrame = ManagementFrame<"disassociation" | "deauthentication", ReasonBody>;
export type ActionFrame = ManagementFrame<"action" | "action no ack", ActionBody>;
export type TimingAdvertisementFrame = ManagementFrame<"timing advertisement", TimingAdvertisementBody>;
export type S1gBeaconFrame = ManagementFrame<"S1G beacon", S1gBeaconBody>;
export type AtimFrame = ManagementFrame<"ATIM", unknown>;

/** A frame whose body is not read here: data and control frames, reserved subtypes, and what is encrypted. */
export interface OpaqueFrame extends FrameHeader {
  readonly kind: "data" | "control" | "other" | "encrypted";
  /** Of QoS data: the traffic identifier. */
  readonly tid?: number;
  readonly body: Uint8Array;
}

/** Octets that end too early, or are no frame. What was sound is in `partial`. */
export interface MalformedFrame {
  readonly kind: "malformed";
  /** What it would have been: "beacon". */
  readonly name: string;
  readonly offset: number;
  readonly reason: string;
  readonly partial: Readonly<Record<string, unknown>>;
}

/** An 802.11 frame, told apart by `kind`. */
export type Frame =
  | BeaconFrame
  | ProbeRequestFrame
  | AuthenticationFrame
  | AssociationRequestFrame
  | ReassociationRequestFrame
  | AssociationResponseFrame
  | DisconnectionFrame
  | ActionFrame
  | TimingAdvertisementFrame
  | S1gBeaconFrame
  | AtimFrame
  | OpaqueFrame
  | MalformedFrame;

const READERS: Readonly<Record<string, unknown>> = {
  beacon: readBeacon,
  "probe response": readBeacon,
  "probe request": readElements,
  authentication: readAuthentication,
  "association request": readAssociationRequest,
  "association response": readAssociationResponse,
  "reassociation request": readReassociationRequest,
  "reassociation response": readAssociationResponse,
  disassociation: readReason,
  deauthentication: readReason,
  action: readAction,
  "action no ack": readAction,
  "timing advertisement": readTimingAdvertisement,
  ATIM: () => {},
};

/**
 * An 802.11 frame, as nl80211 hands it on (NL80211_ATTR_FRAME) and monitors see it: from the frame control field on,
 * without radiotap header and without FCS. Any octets give a frame; those that end too early one of kind "malformed".
 * Elements decode when looked at.
 *
 * The kernel hands on protected frames decrypted, their Protected bit still set. Of frames off the air say
 * `encrypted: true`: then those with that bit are of kind "encrypted", with their octets.
 *
 * Throws INVALID_ARGUMENT if `bytes` is not a Uint8Array.
 */
export function parseFrame(bytes: Uint8Array, options: { readonly encrypted?: boolean } = {}): Frame {
  if (!(bytes instanceof Uint8Array)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `a frame is read from a Uint8Array, not from ${typeof bytes}`);
  }
  const reader = new ByteReader(bytes);
  const out: Record<string, unknown> = {};
  let name = "frame";
  try {
    const control = parseFrameControl(reader.u16());
    name = frameName(control);
    Object.assign(out, { kind: kindOf(control, name), name, control });
    if (control.version !== 0)
      return { kind: "malformed", name, offset: 0, reason: `version ${control.version}`, partial: out };
    if (control.type === FrameType.Extension) {
      readExtension(reader, control, out);
    } else {
      out["duration"] = reader.u16();
      readAddresses(reader, control, out);
      readBody(reader, control, out, options.encrypted === true);
    }
    return out as unknown as Frame;
  } catch (error) {
    if (!isNl80211Error(error, "MALFORMED")) throw error;
    return { kind: "malformed", name, offset: reader.offset, reason: error.message, partial: out };
  }
}

function kindOf(control: FrameControl, name: string): string {
  if (control.type === FrameType.Control) return "control";
  if (control.type === FrameType.Data) return "data";
  return name === "S1G beacon" || name in READERS ? name : "other";
}

function readAddresses(reader: ByteReader, control: FrameControl, out: Record<string, unknown>): void {
  const addresses: Mac[] = [];
  out["addresses"] = addresses;
  const count = control.type !== FrameType.Control ? 3 : CONTROL_ADDRESSES[control.subtype]!;
  for (let i = 0; i < count; i++) addresses.push(reader.mac());
  if (control.type === FrameType.Control) return;
  const sequence = reader.u16();
  out["sequence"] = sequence >>> 4;
  out["fragment"] = sequence & 15;
  const data = control.type === FrameType.Data;
  if (data && control.toDs && control.fromDs) addresses.push(reader.mac());
  const [destination, source, bssid] = roles(control);
  out["destination"] = addresses[destination];
  out["source"] = addresses[source];
  if (bssid !== undefined) out["bssid"] = addresses[bssid];
  if (data && control.subtype & 8) out["tid"] = reader.u16() & 15;
  if (control.order && (!data || control.subtype & 8)) reader.skip(4); // HT Control
}

/** How many addresses a control frame has, by subtype: trigger, RTS, PS-poll, block acks and CF-end have two. */
const CONTROL_ADDRESSES: readonly number[] = [1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2];

/** Which address is destination, source and BSSID. IEEE 802.11-2020 table 9-30. */
function roles({ type, toDs, fromDs }: FrameControl): [number, number, number | undefined] {
  if (type !== FrameType.Data || (!toDs && !fromDs)) return [0, 1, 2];
  if (toDs && fromDs) return [2, 3, undefined];
  return toDs ? [2, 1, 0] : [0, 2, 1];
}

function readBody(reader: ByteReader, control: FrameControl, out: Record<string, unknown>, encrypted: boolean): void {
  const read = control.type === FrameType.Management ? READERS[out["name"] as string] : undefined;
  if (read === undefined || (encrypted && control.protected)) {
    if (read !== undefined) out["kind"] = "encrypted";
    out["body"] = reader.rest();
    return;
  }
  const from = out["source"] === out["bssid"] ? "ap" : "station";
  (read as BodyReader<never>)(reader, out as Draft<never>, from);
}

function readExtension(reader: ByteReader, control: FrameControl, out: Record<string, unknown>): void {
  out["duration"] = reader.u16();
  out["addresses"] = [formatMac(reader.take(6))];
  if (out["kind"] !== "S1G beacon") {
    out["body"] = reader.rest();
    return;
  }
  out["source"] = out["bssid"] = (out["addresses"] as Mac[])[0];
  readS1gBeacon(reader, out as Draft<S1gBeaconBody>, control);
}
