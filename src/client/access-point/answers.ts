import { type Mac, parseMac } from "../../bytes/mac.ts";
import { ByteWriter } from "../../bytes/writer.ts";
import {
  encodeAction,
  encodeAssociationResponse,
  encodeAuthentication,
  encodeDeauthentication,
  encodeDisassociation,
} from "../../ieee80211/encode/management.ts";
import type { AuthenticationFrame } from "../../ieee80211/frame.ts";
import { ActionCategory } from "../../ieee80211/frames/action-category.ts";
import type { ReasonCode } from "../../ieee80211/reason.ts";
import { StatusCode } from "../../ieee80211/status.ts";
import type { ApBss } from "./bss.ts";

/** The frames with which an access point answers. */

export const EVERYBODY: Mac = "ff:ff:ff:ff:ff:ff";

/** Destination: the first of the header's addresses. */
const DESTINATION_AT = 4;

export function probeResponse(destination: Mac, bss: ApBss): Uint8Array {
  const frame = bss.probeResponse.slice();
  frame.set(parseMac(destination), DESTINATION_AT);
  return frame;
}

export function authenticationAnswer(request: AuthenticationFrame, status: StatusCode, bss: ApBss): Uint8Array {
  const { algorithm, transaction, source } = request;
  return encodeAuthentication(from(bss, source!), { algorithm, transaction: transaction + 1, status });
}

/** `aid` where the station is let in. */
export function associationAnswer(
  destination: Mac,
  reassociation: boolean,
  status: StatusCode,
  aid: number | undefined,
  bss: ApBss,
): Uint8Array {
  const { capability, responseElements: elements } = bss;
  const number = status === StatusCode.Success && aid !== undefined ? { aid } : {};
  return encodeAssociationResponse(from(bss, destination), { reassociation, capability, status, elements, ...number });
}

export function deauthentication(destination: Mac, reason: ReasonCode | number, bss: ApBss): Uint8Array {
  return encodeDeauthentication(from(bss, destination), reason);
}

export function disassociation(destination: Mac, reason: ReasonCode | number, bss: ApBss): Uint8Array {
  return encodeDisassociation(from(bss, destination), reason);
}

/** SA query response. IEEE 802.11-2020, 9.6.9.3. */
export function saQueryAnswer(destination: Mac, transaction: number, bss: ApBss): Uint8Array {
  const rest = new ByteWriter().u8(1).u16(transaction).finish();
  return encodeAction(from(bss, destination), ActionCategory.SaQuery, rest);
}

function from({ bssid }: ApBss, destination: Mac) {
  return { destination, source: bssid, bssid };
}
