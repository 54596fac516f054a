import type { Mac } from "../../bytes/mac.ts";
import { akmName } from "../../ieee80211/akm.ts";
import { type SsidInput, ssidBytes } from "../../ieee80211/encode/ssid.ts";
import { Ssid } from "../../ieee80211/ssid.ts";
import { StatusCode } from "../../ieee80211/status.ts";
import type { ExternalAuthEvent, ExternalAuthRequest } from "../../nl80211/generated/connect.ts";
import { ExternalAuthAction } from "../../nl80211/generated/connect-enums.ts";
import { checkedMac, octets, whole } from "../argument.ts";
import type { Core } from "../core.ts";
import type { ConnectionEvents } from "./connection-events.ts";

/** A device asks the program to authenticate in its place (SAE), by frames that the program sends and receives. */
export interface ExternalAuthentication {
  /** "start", or "abort" of one that was asked for. */
  readonly action: "start" | "abort";
  readonly ssid: Ssid;
  readonly bssid: Mac;
  /** A member of AkmSuite. */
  readonly akmSuite: number;
  /** "SAE". */
  readonly akm: string;
  /** Address of the multi-link device that the BSS belongs to. */
  readonly mldAddress?: Mac;
}

/** How it went. */
export interface ExternalAuthenticationAnswer {
  /** Status code of 802.11: 0 is success. */
  readonly statusCode: number;
  /** Of the key that SAE agreed on, 16 octets: an access point needs it. */
  readonly pmkid?: Uint8Array;
}

/** What a device asks for. */
export function toExternalAuthentication(event: ExternalAuthEvent): ExternalAuthentication {
  const { ssid, bssid = "", akmSuites: akmSuite = 0, externalAuthAction, mldAddr } = event;
  return {
    action: externalAuthAction === ExternalAuthAction.Abort ? "abort" : "start",
    ssid: new Ssid(ssid ?? new Uint8Array()),
    bssid,
    akmSuite,
    akm: akmName(akmSuite),
    ...(mldAddr !== undefined && { mldAddress: mldAddr }),
  };
}

/** Who does it, as a connection's options say. */
export type ExternalAuthenticator = (
  request: ExternalAuthentication,
) => Promise<ExternalAuthenticationAnswer> | ExternalAuthenticationAnswer;

/** Has the program do what the device asks for, and tells the device how it went; a program that throws says no. */
export function answerExternally(
  core: Core,
  ifindex: number,
  { externalAuthentications }: ConnectionEvents,
  authenticate: ExternalAuthenticator,
): void {
  externalAuthentications.add((request) => {
    const answer = async () => {
      const result = await Promise.resolve(request)
        .then(authenticate)
        .catch(() => ({ statusCode: StatusCode.UnspecifiedFailure }));
      if (request.action === "abort" || core.closed.aborted) return;
      const { ssid, bssid } = request;
      await core.request("ExternalAuth", externalAuthFields(ifindex, { ...result, ssid, bssid }));
    };
    // What the device does not take any more, it has given up.
    void answer().catch(() => {});
  });
}

/** The answer as its request carries it. Throws INVALID_ARGUMENT. */
export function externalAuthFields(
  ifindex: number,
  answer: ExternalAuthenticationAnswer & { readonly ssid?: SsidInput; readonly bssid: Mac },
): ExternalAuthRequest {
  const { ssid, bssid, statusCode, pmkid } = answer;
  return {
    ifindex,
    bssid: checkedMac(bssid),
    statusCode: whole("status code", statusCode, 0, 0xffff),
    ...(ssid !== undefined && { ssid: ssidBytes(ssid) }),
    ...(pmkid !== undefined && { pmkid: octets("PMKID", pmkid, 16) }),
  };
}
