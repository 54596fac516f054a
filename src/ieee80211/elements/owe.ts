import { formatMac, type Mac } from "../../bytes/mac.ts";
import { malformed, need } from "../element-kind.ts";
import { Ssid } from "../ssid.ts";

/** The OWE Transition Mode element (50:6f:9a:28): where the open or the encrypted twin of this network is. */
export interface OweTransition {
  readonly bssid: Mac;
  readonly ssid: Ssid;
  /** Where the twin is on another channel. */
  readonly operatingClass?: number;
  readonly channel?: number;
}

export function decodeOweTransition(body: Uint8Array): OweTransition {
  need(body, 7);
  const end = 7 + body[6]!;
  if (end > body.length) throw malformed(`an SSID of ${body[6]} octets in ${body.length - 7}`);
  const where = body.length >= end + 2 ? { operatingClass: body[end]!, channel: body[end + 1]! } : {};
  return { bssid: formatMac(body), ssid: new Ssid(body.subarray(7, end)), ...where };
}

/** The OWE Diffie-Hellman Parameter element (RFC 8110): a public key of an association. */
export interface OweDhParameter {
  /** The group by IANA's number: 19 is P-256. */
  readonly group: number;
  readonly publicKey: Uint8Array;
}

export function decodeOweDhParameter(body: Uint8Array): OweDhParameter {
  need(body, 2);
  return { group: body[0]! | (body[1]! << 8), publicKey: body.subarray(2) };
}
