import { bit } from "../../bytes/bits.ts";
import { formatMac, type Mac } from "../../bytes/mac.ts";
import { subelements } from "../element.ts";
import { malformed, need } from "../element-kind.ts";
import { Ssid } from "../ssid.ts";

/** The BSS Max Idle Period element: when a silent station is thrown out. */
export interface BssMaxIdlePeriod {
  /** In 1000 TU, that is 1.024 s. */
  readonly maxIdlePeriod1000Tu: number;
  /** Only protected frames count as a sign of life. */
  readonly protectedKeepAliveRequired: boolean;
}

export function decodeBssMaxIdlePeriod(body: Uint8Array): BssMaxIdlePeriod {
  need(body, 3);
  return { maxIdlePeriod1000Tu: body[0]! | (body[1]! << 8), protectedKeepAliveRequired: bit(body[2]!, 0) };
}

/** The SSID List element: the networks that a probe request asks for beside its SSID. */
export interface SsidList {
  readonly ssids: readonly Ssid[];
}

export function decodeSsidList(body: Uint8Array): SsidList {
  return { ssids: subelements(body).map((element) => new Ssid(element.body)) };
}

/** The Link Identifier element, of TDLS. */
export interface LinkIdentifier {
  readonly bssid: Mac;
  readonly initiator: Mac;
  readonly responder: Mac;
}

export function decodeLinkIdentifier(body: Uint8Array): LinkIdentifier {
  need(body, 18);
  return { bssid: formatMac(body), initiator: formatMac(body, 6), responder: formatMac(body, 12) };
}

/** The QoS Map element: which user priority an IP packet's DSCP gets. */
export interface QosMap {
  readonly exceptions: readonly { readonly dscp: number; readonly userPriority: number }[];
  /** By user priority; absent ones are not in use (255, 255). */
  readonly ranges: readonly { readonly userPriority: number; readonly lowDscp: number; readonly highDscp: number }[];
}

export function decodeQosMap(body: Uint8Array): QosMap {
  need(body, 16);
  if (body.length % 2 !== 0) throw malformed(`an odd number of octets: ${body.length}`);
  const start = body.length - 16;
  const exceptions: QosMap["exceptions"][number][] = [];
  for (let at = 0; at < start; at += 2) exceptions.push({ dscp: body[at]!, userPriority: body[at + 1]! });
  const ranges = Array.from({ length: 8 }, (_, userPriority) => ({
    userPriority,
    lowDscp: body[start + 2 * userPriority]!,
    highDscp: body[start + 2 * userPriority + 1]!,
  })).filter(({ lowDscp, highDscp }) => lowDscp !== 255 || highDscp !== 255);
  return { exceptions, ranges };
}

/** The AID element, of TDLS. */
export interface Aid {
  readonly aid: number;
}

export function decodeAid(body: Uint8Array): Aid {
  need(body, 2);
  return { aid: (body[0]! | (body[1]! << 8)) & 0x3fff };
}
