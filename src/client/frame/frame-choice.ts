import { Nl80211Error } from "../../errors.ts";
import { ManagementSubtype } from "../../ieee80211/encode/management.ts";
import { FrameType, frameName } from "../../ieee80211/frame-control.ts";
import type { RegisterFrameFields } from "../../nl80211/generated/frame.ts";

/** Which management frames to receive. A name alone is all frames of that name. */
export type FrameChoice = string | FrameKind;

/** Frames of one subtype whose body begins in a certain way. */
export interface FrameKind {
  /** "action", "probe-request", "authentication", "deauthentication" ..., or the number of the subtype (13 is action). */
  readonly type: string | number;
  /** First octets of the body: of an action frame its category and action, of an authentication its algorithm. Default: any. */
  readonly match?: Uint8Array;
  /** Those sent to groups too; few drivers can ("multicast-registrations"). */
  readonly multicast?: boolean;
}

/** What other tools call them. */
const SHORT: Readonly<Record<string, ManagementSubtype>> = {
  auth: ManagementSubtype.Authentication,
  deauth: ManagementSubtype.Deauthentication,
  disassoc: ManagementSubtype.Disassociation,
  "assoc-req": ManagementSubtype.AssociationRequest,
  "assoc-resp": ManagementSubtype.AssociationResponse,
  "reassoc-req": ManagementSubtype.ReassociationRequest,
  "reassoc-resp": ManagementSubtype.ReassociationResponse,
  "probe-req": ManagementSubtype.ProbeRequest,
  "probe-resp": ManagementSubtype.ProbeResponse,
};

/** The names of management frames: "probe-request". */
const NAMES: ReadonlyMap<string, number> = new Map(
  Object.values(ManagementSubtype)
    .filter((subtype) => typeof subtype === "number")
    .map((subtype) => [frameName({ type: FrameType.Management, subtype }).toLowerCase().replaceAll(" ", "-"), subtype]),
);

/** The registration that a choice stands for. Throws INVALID_ARGUMENT for what is no management frame. */
export function toRegistration(choice: FrameChoice): RegisterFrameFields {
  const { type, match, multicast }: FrameKind = typeof choice === "string" ? { type: choice } : choice;
  return {
    frameType: subtypeOf(type) << 4,
    frameMatch: match ?? new Uint8Array(),
    ...(multicast && { receiveMulticast: true }),
  };
}

/** What a choice is called in errors: "action 08 of wlan0" without the interface. */
export function choiceName(choice: FrameChoice): string {
  return typeof choice === "string" ? choice : String(choice.type);
}

function subtypeOf(type: string | number): number {
  if (typeof type === "number") {
    if (Number.isInteger(type) && type >= 0 && type <= 15) return type;
    throw new Nl80211Error("INVALID_ARGUMENT", `frame subtype ${type}: expected a whole number from 0 to 15`);
  }
  const word = type.toLowerCase().replaceAll(/[ _]/g, "-");
  const subtype = NAMES.get(word) ?? (Object.hasOwn(SHORT, word) ? SHORT[word] : undefined);
  if (subtype !== undefined) return subtype;
  const known = [...NAMES.keys()].join(", ");
  throw new Nl80211Error("INVALID_ARGUMENT", `there is no management frame "${type}": expected one of ${known}`);
}
