import type { Mac } from "../../bytes/mac.ts";
import { type CapabilityInfo, parseCapabilityInfo } from "../../ieee80211/capability-info.ts";
import { ElementId, VendorElement } from "../../ieee80211/element-id.ts";
import type { ElementList } from "../../ieee80211/element-list.ts";
import type { AssociationRequestFrame, ReassociationRequestFrame } from "../../ieee80211/frame.ts";
import { type Generation, generation } from "../../ieee80211/generation.ts";
import type { NewStationFields } from "../../nl80211/generated/station.ts";
import { P2pPsStatus, StaFlag } from "../../nl80211/generated/station-enums.ts";
import { ratesOf } from "./admission.ts";
import type { ApBss } from "./bss.ts";

/** A station of an access point of ours, as it said of itself when it joined. */
export interface ApStation {
  readonly address: Mac;
  /** Its number in this network, 1 to 2007. */
  readonly aid: number;
  /** The newest generation that both ends speak; absent where that is none of 802.11n and later. */
  readonly generation?: Generation;
  readonly ratesMbps: readonly number[];
  /** It sorts its traffic by priority. */
  readonly wmm: boolean;
  /** How many beacons it may sleep through. */
  readonly listenInterval: number;
  readonly capability: CapabilityInfo;
  /** The access point that it comes from, where it said so. */
  readonly from?: Mac;
  /** All that its request said. */
  readonly elements: ElementList;
}

/** A request to join: the first, or one that names the access point before. */
export type JoinRequest = AssociationRequestFrame | ReassociationRequestFrame;

/** What is told of a station that joins. */
export function toApStation(request: JoinRequest, aid: number, bss: ApBss): ApStation {
  const { source, elements, capability, listenInterval } = request;
  const ours = generation(bss.elements);
  const theirs = generation(elements);
  const common = ours === undefined || theirs === undefined ? undefined : (Math.min(ours, theirs) as Generation);
  return {
    address: source!,
    aid,
    ...(common !== undefined && { generation: common }),
    ratesMbps: ratesOf(elements),
    wmm: hasWmm(elements, bss),
    listenInterval,
    capability: parseCapabilityInfo(capability.bits),
    ...("currentAp" in request && { from: request.currentAp }),
    elements,
  };
}

/** A station that has authenticated: the kernel knows it, so that what it sends is taken for its own. */
export function unassociated(address: Mac, bss: ApBss): NewStationFields {
  return {
    mac: address,
    staSupportedRates: Uint8Array.from(bss.basicRatesMbps, (mbps) => mbps * 2),
    staCapability: 0,
    staListenInterval: 0,
    staSupportP2pPs: P2pPsStatus.Unsupported,
    // The kernel wants a number; the station gets its own when it joins.
    staAid: 1,
    staFlags2: { mask: [StaFlag.Authenticated, StaFlag.Associated], set: [] },
  };
}

/** A station that joins: what the kernel needs to talk to it, as far as the network speaks the same. */
export function associated(request: JoinRequest, aid: number, bss: ApBss): NewStationFields {
  const { source, elements, capability, listenInterval } = request;
  const wmm = hasWmm(elements, bss);
  const flags = [
    ...(capability.shortPreamble ? [StaFlag.ShortPreamble] : []),
    ...(wmm ? [StaFlag.Wme] : []),
    StaFlag.Authenticated,
    StaFlag.Associated,
  ];
  return {
    mac: source!,
    staAid: aid,
    staListenInterval: listenInterval,
    staCapability: capability.bits,
    staSupportedRates: rateOctets(elements),
    staSupportP2pPs: P2pPsStatus.Unsupported,
    staFlags2: { mask: flags, set: flags },
    ...(wmm && { staWme: { uapsdQueues: 0, maxSp: 0 } }),
    ...(wmm && generationFields(elements, bss)),
  };
}

/** Elements with the attributes that carry their bodies. */
const GENERATIONS = [
  [ElementId.HtCapabilities, "htCapability"],
  [ElementId.VhtCapabilities, "vhtCapability"],
  [ElementId.HeCapabilities, "heCapability"],
  [ElementId.He6GhzBandCapabilities, "he6ghzCapability"],
  [ElementId.EhtCapabilities, "ehtCapability"],
] as const;

function generationFields(elements: ElementList, bss: ApBss): Partial<NewStationFields> {
  const both = GENERATIONS.filter(([id]) => bss.elements.has(id) && elements.has(id));
  const bodies = both.map(([id, field]) => [field, elements.element(id)!.body] as const);
  const fields: Partial<NewStationFields> = Object.fromEntries(bodies);
  const { htCapability } = fields;
  if (htCapability === undefined) return fields;
  return { ...fields, htCapability: commonHt(htCapability, bss.elements.element(ElementId.HtCapabilities)!.body) };
}

/** HT capabilities that both ends need for one to use them: LDPC, 40 MHz, greenfield, short guard intervals, DSSS/CCK in 40 MHz. */
const OF_BOTH = 0x1073;

/** What a station can, without what the network says that it does not do: a device may be able to do more than that. */
function commonHt(theirs: Uint8Array, ours: Uint8Array): Uint8Array {
  const common = theirs.slice();
  for (const octet of [0, 1]) common[octet]! &= ours[octet]! | ~(OF_BOTH >>> (8 * octet));
  return common;
}

/** HT and what came later need priorities (WMM) at both ends. */
function hasWmm(elements: ElementList, bss: ApBss): boolean {
  return elements.has(VendorElement.Wmm) && bss.elements.has(VendorElement.Wmm);
}

function rateOctets(elements: ElementList): Uint8Array {
  const bodies = [ElementId.SupportedRates, ElementId.ExtendedSupportedRates].map((id) => elements.element(id)?.body);
  return Uint8Array.from(bodies.flatMap((body) => (body === undefined ? [] : [...body])));
}
