import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { SetBssRequest, UpdateOweInfoRequest } from "../../nl80211/generated/ap.ts";
import { AclPolicy } from "../../nl80211/generated/ap-enums.ts";
import { checkedMac, chosen, whole } from "../argument.ts";
import { rateOctets } from "../rate-octets.ts";

/** What of a running BSS can be changed besides its beacon; what is not given stays. */
export interface BssSettings {
  /** Frames that older stations do not understand are announced to them. */
  readonly ctsProtection?: boolean;
  readonly shortPreamble?: boolean;
  readonly shortSlotTime?: boolean;
  /** Stations do not reach each other through the access point. */
  readonly isolate?: boolean;
  readonly basicRatesMbps?: readonly number[];
  /** Second and third octets of the HT operation information. */
  readonly htOperationMode?: number;
  /** Of a P2P group owner: how long it is awake after a beacon, 0 to 127 TU. */
  readonly p2pClientWindowTu?: number;
  /** Of a P2P group owner. */
  readonly p2pOpportunisticPowerSave?: boolean;
  readonly linkId?: number;
  /** Refuses what the driver cannot set (KERNEL with EINVAL), which it passes over otherwise. Linux 7.0 and newer. */
  readonly strict?: boolean;
}

/** Which stations an access point refuses: those on a list, or all others. */
export type AccessList = { readonly denied: readonly Mac[] } | { readonly allowed: readonly Mac[] };

/** What an access point whose device associates stations says of one that does OWE. */
export interface OweAnswer {
  readonly peer: Mac;
  /** Status code of 802.11 for the association. Default: 0, success. */
  readonly statusCode?: number;
  /** Elements for the association response, with the Diffie-Hellman parameter. */
  readonly elements?: Uint8Array;
}

/** Throws INVALID_ARGUMENT. */
export function bssFields(settings: BssSettings): Omit<SetBssRequest, "ifindex"> {
  const { ctsProtection, shortPreamble, shortSlotTime, isolate, basicRatesMbps, htOperationMode } = settings;
  const { p2pClientWindowTu, p2pOpportunisticPowerSave, linkId, strict } = settings;
  const fields = {
    ...(ctsProtection !== undefined && { bssCtsProt: Number(ctsProtection) }),
    ...(shortPreamble !== undefined && { bssShortPreamble: Number(shortPreamble) }),
    ...(shortSlotTime !== undefined && { bssShortSlotTime: Number(shortSlotTime) }),
    ...(isolate !== undefined && { apIsolate: Number(isolate) }),
    ...(basicRatesMbps !== undefined && { bssBasicRates: rateOctets("basic rate", basicRatesMbps) }),
    ...(htOperationMode !== undefined && { bssHtOpmode: whole("htOperationMode", htOperationMode, 0, 65_535) }),
    ...(p2pClientWindowTu !== undefined && { p2pCtwindowTu: whole("p2pClientWindowTu", p2pClientWindowTu, 0, 127) }),
    ...(p2pOpportunisticPowerSave !== undefined && { p2pOppps: Number(p2pOpportunisticPowerSave) }),
  };
  if (Object.keys(fields).length === 0)
    throw new Nl80211Error("INVALID_ARGUMENT", "nothing to set of the BSS is given");
  return {
    ...fields,
    ...(linkId !== undefined && { mloLinkId: whole("linkId", linkId, 0, 14) }),
    ...(strict === true && { bssParam: true }),
  };
}

const POLICIES = { denied: AclPolicy.AcceptUnlessListed, allowed: AclPolicy.DenyUnlessListed } as const;

/** Throws INVALID_ARGUMENT. */
export function accessListFields(list: AccessList) {
  const [policy] = Object.keys(list);
  const aclPolicy = chosen("access list", POLICIES, policy as keyof typeof POLICIES);
  return { aclPolicy, macAddrs: ("denied" in list ? list.denied : list.allowed).map(checkedMac) };
}

/** Throws INVALID_ARGUMENT. */
export function oweFields({ peer, statusCode = 0, elements }: OweAnswer): Omit<UpdateOweInfoRequest, "ifindex"> {
  return {
    mac: checkedMac(peer),
    statusCode: whole("status code", statusCode, 0, 65_535),
    ...(elements !== undefined && { ie: elements }),
  };
}
