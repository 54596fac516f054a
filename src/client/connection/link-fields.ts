import type { Mac } from "../../bytes/mac.ts";
import type { AssocLink } from "../../nl80211/generated/connect.ts";
import { checkedMac, whole } from "../argument.ts";
import { frequencyFields } from "./connect-request.ts";

/** A link of a multi-link access point to associate with. */
export interface AddedLink {
  readonly linkId: number;
  /** Of the access point on this link. */
  readonly bssid: Mac;
  readonly frequencyMhz: number;
  /** Of this link alone; not of the one that an association goes over. */
  readonly elements?: Uint8Array;
}

/** A link as requests carry it. Throws INVALID_ARGUMENT. */
export function linkFields({ linkId, bssid, frequencyMhz, elements }: AddedLink): AssocLink {
  return {
    mloLinkId: whole("link id", linkId, 0, 14),
    mac: checkedMac(bssid),
    ...frequencyFields(frequencyMhz),
    ...(elements !== undefined && { ie: elements }),
  };
}
