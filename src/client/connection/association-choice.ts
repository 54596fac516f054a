import { Nl80211Error } from "../../errors.ts";
import type { AssociateRequest } from "../../nl80211/generated/connect.ts";
import { octets, whole } from "../argument.ts";

/** Ethertype of 802.1X. */
export const EAPOL = 0x888e;

/** Who opens the port to data, and how its frames go: without it, the port of an open or WEP network is open with the association. */
export interface ControlPortChoice {
  /** Of the frames that pass while the port is closed. Default: 0x888e, EAPOL; few devices take another. */
  readonly ethertype?: number;
  /** Sends them without encryption also where there is a key. */
  readonly noEncrypt?: boolean;
  /** They come and go by nl80211: `connection.controlPort$()` and `sendControlPort()`. False: by packet sockets. Default: true. */
  readonly overNl80211?: boolean;
  /** Frames of preauthentication (0x88c7) do not come this way. */
  readonly noPreauthentication?: boolean;
}

/** Bits of a capability element's body to say otherwise than the device does: those that `mask` has, as `value` has them. */
export interface CapabilityOverride {
  readonly value: Uint8Array;
  readonly mask: Uint8Array;
}

/** A generation of 802.11 that an association can do without. */
export type PhyGeneration = "ht" | "vht" | "he" | "eht" | "uhr";

/** What `connect()` and `mlme.associate()` can ask of an association, in the same words. */
export interface AssociationChoice {
  /** This program opens the port (`connection.authorize()`), after a handshake of its own. */
  readonly controlPort?: true | ControlPortChoice;
  /** Generations that are not used. */
  readonly disable?: readonly PhyGeneration[];
  /** 26 octets each; the kernel passes over what the driver does not let change (`htCapabilityMask` of the wiphy). */
  readonly htOverride?: CapabilityOverride;
  /** 12 octets each. */
  readonly vhtOverride?: CapabilityOverride;
  /** Radio measurement (802.11k): the station says that it takes requests. KERNEL with EINVAL where the driver cannot. */
  readonly radioMeasurement?: boolean;
}

/** The attributes that both commands have. */
export type AssociationFields = Pick<
  AssociateRequest,
  | "controlPort"
  | "controlPortEthertype"
  | "controlPortNoEncrypt"
  | "controlPortOverNl80211"
  | "controlPortNoPreauth"
  | "disableHt"
  | "disableVht"
  | "disableHe"
  | "disableEht"
  | "disableUhr"
  | "htCapability"
  | "htCapabilityMask"
  | "vhtCapability"
  | "vhtCapabilityMask"
  | "useRrm"
>;

const DISABLE = {
  ht: "disableHt",
  vht: "disableVht",
  he: "disableHe",
  eht: "disableEht",
  uhr: "disableUhr",
} as const satisfies Record<PhyGeneration, keyof AssociationFields>;

/** An association's choices as its request carries them. Throws INVALID_ARGUMENT. */
export function associationFields(choice: AssociationChoice): AssociationFields {
  const { controlPort, disable = [], htOverride, vhtOverride, radioMeasurement } = choice;
  return {
    ...(controlPort !== undefined && controlPortFields(controlPort === true ? {} : controlPort)),
    ...Object.fromEntries(disable.map((generation) => [disabling(generation), true])),
    ...(htOverride !== undefined && {
      htCapability: octets("HT capability", htOverride.value, 26),
      htCapabilityMask: octets("mask of the HT capability", htOverride.mask, 26),
    }),
    ...(vhtOverride !== undefined && {
      vhtCapability: octets("VHT capability", vhtOverride.value, 12),
      vhtCapabilityMask: octets("mask of the VHT capability", vhtOverride.mask, 12),
    }),
    ...(radioMeasurement === true && { useRrm: true }),
  };
}

/** The kernel reads "no encryption" only beside an ethertype, so that one is always given. */
function controlPortFields(port: ControlPortChoice): AssociationFields {
  const { ethertype = EAPOL, noEncrypt, overNl80211 = true, noPreauthentication } = port;
  return {
    controlPort: true,
    controlPortEthertype: whole("ethertype", ethertype, 0x600, 0xffff),
    ...(noEncrypt === true && { controlPortNoEncrypt: true }),
    ...(overNl80211 && { controlPortOverNl80211: true }),
    ...(noPreauthentication === true && { controlPortNoPreauth: true }),
  };
}

function disabling(generation: PhyGeneration): (typeof DISABLE)[PhyGeneration] {
  if (Object.hasOwn(DISABLE, generation)) return DISABLE[generation];
  const known = Object.keys(DISABLE).join(", ");
  throw new Nl80211Error("INVALID_ARGUMENT", `disable: there is no "${generation}": expected some of ${known}`);
}
