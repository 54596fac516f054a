import type { Mac } from "../../bytes/mac.ts";
import { type ElementList, parseElements } from "../../ieee80211/element-list.ts";
import { SecretBytes } from "../../ieee80211/secret-bytes.ts";
import type { ConnectEvent, RoamEvent } from "../../nl80211/generated/connect.ts";

/** What the kernel tells of a connection that came to be, or that moved to another access point. */
export interface Connected {
  /** Of the access point; of a multi-link connection the address of its multi-link device. Absent where the driver does not tell. */
  readonly bssid?: Mac;
  /** Of a multi-link connection: its links. */
  readonly links: readonly ConnectedLink[];
  /** What the association was asked with, and what the access point answered. */
  readonly requestElements?: ElementList;
  readonly responseElements?: ElementList;
  /** What FILS left, for the next time. */
  readonly fils?: FilsResult;
}

/** A link of a multi-link connection. */
export interface ConnectedLink {
  readonly linkId: number;
  /** Of the access point on this link. */
  readonly bssid?: Mac;
  /** This device's own address on it. */
  readonly address?: Mac;
  /** Status code of 802.11 with which the access point answered for this link: 0 where it is in use. */
  readonly statusCode?: number;
}

/** Keys and counters that a device hands out after FILS. */
export interface FilsResult {
  readonly nextSequence?: number;
  readonly kek?: SecretBytes;
  readonly pmk?: SecretBytes;
  readonly pmkid?: Uint8Array;
}

/** Reads a connect or roam event. */
export function toConnected(event: ConnectEvent & RoamEvent): Connected {
  const { mac, mloLinks = [], reqIe, respIe } = event;
  const fils = toFils(event);
  return {
    ...(mac !== undefined && { bssid: mac }),
    links: mloLinks.map(({ mloLinkId = 0, bssid, mac: address, statusCode }) => ({
      linkId: mloLinkId,
      ...(bssid !== undefined && { bssid }),
      ...(address !== undefined && { address }),
      ...(statusCode !== undefined && { statusCode }),
    })),
    ...(reqIe !== undefined && { requestElements: parseElements(reqIe) }),
    ...(respIe !== undefined && { responseElements: parseElements(respIe) }),
    ...(fils !== undefined && { fils }),
  };
}

function toFils({ filsErpNextSeqNum, filsKek, pmk, pmkid }: ConnectEvent): FilsResult | undefined {
  const fils = {
    ...(filsErpNextSeqNum !== undefined && { nextSequence: filsErpNextSeqNum }),
    ...(filsKek !== undefined && { kek: new SecretBytes(filsKek) }),
    ...(pmk !== undefined && { pmk: new SecretBytes(pmk) }),
    ...(pmkid !== undefined && { pmkid }),
  };
  return Object.keys(fils).length === 0 ? undefined : fils;
}
