import { bit, bits } from "../../bytes/bits.ts";
import { toHex } from "../../bytes/hex.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { AkmSuite } from "../akm.ts";
import { type Subelement, subelements } from "../element.ts";
import { ElementId } from "../element-id.ts";
import { type DecodeContext, malformed, need } from "../element-kind.ts";

/** The Mobility Domain element: access points among which 802.11r roams. */
export interface MobilityDomain {
  /** Two octets as hex, in the order in which they are sent, as in hostapd.conf. */
  readonly id: string;
  readonly fastTransitionOverDs: boolean;
  readonly resourceRequestProtocol: boolean;
}

export function decodeMobilityDomain(body: Uint8Array): MobilityDomain {
  need(body, 3);
  return {
    id: toHex(body.subarray(0, 2)),
    fastTransitionOverDs: bit(body[2]!, 0),
    resourceRequestProtocol: bit(body[2]!, 1),
  };
}

/**
 * The Fast BSS Transition element. Its MIC has 16, 24 or 32 octets: 802.11-2024 tells in the MIC control, before that
 * the AKM of the RSN element beside it did.
 */
export interface FastBssTransition {
  readonly rsnxeUsed: boolean;
  readonly micElementCount: number;
  readonly mic: Uint8Array;
  readonly anonce: Uint8Array;
  readonly snonce: Uint8Array;
  /** 1 R1KH-ID, 2 GTK, 3 R0KH-ID, 4 IGTK, 5 operating channel, 6 BIGTK, 8 to 10 keys of MLO links. */
  readonly subelements: readonly Subelement[];
}

export function decodeFastBssTransition(body: Uint8Array, context?: DecodeContext): FastBssTransition {
  const reader = new ByteReader(body);
  const control = reader.u16();
  return {
    rsnxeUsed: bit(control, 0),
    micElementCount: bits(control, 8, 8),
    mic: reader.take(micOctets(control, context)),
    anonce: reader.take(32),
    snonce: reader.take(32),
    subelements: subelements(reader.rest()),
  };
}

const SHA384_AKMS: ReadonlySet<number> = new Set([
  AkmSuite.FtIeee8021xSha384,
  AkmSuite.FtFilsSha384,
  AkmSuite.FtPskSha384,
  AkmSuite.FtIeee8021xSha384Unrestricted,
]);

function micOctets(control: number, context: DecodeContext | undefined): number {
  const told = bits(control, 1, 3);
  if (told > 2) throw malformed(`MIC length ${told} is reserved`);
  const akm = context?.elements.get(ElementId.Rsn)?.akmSuites[0];
  return told === 0 && akm !== undefined && SHA384_AKMS.has(akm) ? 24 : 16 + 8 * told;
}

/** What a Timeout Interval element counts. */
export enum TimeoutIntervalType {
  ReassociationDeadline = 1,
  KeyLifetime = 2,
  AssociationComeback = 3,
  TimeToStart = 4,
}

/** The Timeout Interval element. */
export interface TimeoutInterval {
  readonly type: TimeoutIntervalType | number;
  /** In time units of 1024 µs; a key lifetime in seconds. */
  readonly value: number;
}

export function decodeTimeoutInterval(body: Uint8Array): TimeoutInterval {
  const reader = new ByteReader(body);
  return { type: reader.u8(), value: reader.u32() };
}

/** The Management MIC element, MMIE: the seal of a protected group-addressed management frame. */
export interface ManagementMic {
  readonly keyId: number;
  /** The packet number (IPN or BIPN). */
  readonly packetNumber: number;
  /** 8 octets with BIP-CMAC-128, 16 with the others. */
  readonly mic: Uint8Array;
}

export function decodeManagementMic(body: Uint8Array): ManagementMic {
  const reader = new ByteReader(body);
  const keyId = reader.u16();
  const packetNumber = reader.u24() + 0x1000000 * reader.u24();
  need(body, 16);
  return { keyId, packetNumber, mic: reader.rest() };
}
