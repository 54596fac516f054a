import type { Mac } from "../../bytes/mac.ts";
import type { ControlPortFrameEvent } from "../../nl80211/generated/frame.ts";
import { octets, whole } from "../argument.ts";
import type { Core } from "../core.ts";
import { EAPOL } from "./association-choice.ts";

/** A frame of the control port: EAPOL, as a rule (`parseEapol(frame.octets)` reads it). */
export interface ControlPortFrame {
  /** Who sent it. */
  readonly from: Mac;
  readonly ethertype: number;
  /** What follows the Ethernet header. It may hold keys. */
  readonly octets: Uint8Array;
  /** It came without encryption. */
  readonly unencrypted: boolean;
  /** Link of a multi-link connection that it came by. */
  readonly linkId?: number;
  /** When it was received, in ms since the epoch. */
  readonly time: number;
}

/** How to send a frame of the control port. */
export interface SendControlPortFrame {
  /** Default: the access point. */
  readonly to?: Mac;
  /** Default: 0x888e, EAPOL. */
  readonly ethertype?: number;
  /** Sends it without encryption also where there is a key, as the first frames of a handshake go. */
  readonly noEncrypt?: boolean;
  readonly linkId?: number;
  readonly signal?: AbortSignal;
  /** How long to wait for the acknowledgement. Default: 2 s. */
  readonly timeoutMs?: number;
}

export function toControlPortFrame(event: ControlPortFrameEvent, time: number): ControlPortFrame {
  const { mac = "", controlPortEthertype = EAPOL, frame = new Uint8Array(), controlPortNoEncrypt, mloLinkId } = event;
  return {
    from: mac,
    ethertype: controlPortEthertype,
    octets: frame,
    unencrypted: controlPortNoEncrypt === true,
    ...(mloLinkId !== undefined && { linkId: mloLinkId }),
    time,
  };
}

/** Sends a frame; gives the cookie by which the kernel tells what became of it. */
export async function sendControlPortFrame(
  core: Core,
  ifindex: number,
  to: Mac,
  frame: Uint8Array,
  options: SendControlPortFrame,
  call: { readonly target: string },
): Promise<bigint | undefined> {
  const { ethertype = EAPOL, noEncrypt, linkId, signal } = options;
  const request = {
    ifindex,
    mac: to,
    frame: octets("frame", frame, 1, 2304),
    controlPortEthertype: whole("ethertype", ethertype, 0x600, 0xffff),
    ...(noEncrypt === true && { controlPortNoEncrypt: true }),
    ...(linkId !== undefined && { mloLinkId: whole("link id", linkId, 0, 14) }),
  };
  let cookie: bigint | undefined;
  await core.request("ControlPortFrame", request, {
    ...call,
    ...(signal !== undefined && { signal }),
    onCookie: (given) => (cookie = given),
  });
  return cookie;
}
