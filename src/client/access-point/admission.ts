import type { Mac } from "../../bytes/mac.ts";
import { ElementId } from "../../ieee80211/element-id.ts";
import type { ElementList } from "../../ieee80211/element-list.ts";
import type {
  AssociationRequestFrame,
  AuthenticationFrame,
  ProbeRequestFrame,
  ReassociationRequestFrame,
} from "../../ieee80211/frame.ts";
import { AuthenticationAlgorithm } from "../../ieee80211/frames/authentication.ts";
import { Ssid } from "../../ieee80211/ssid.ts";
import { StatusCode } from "../../ieee80211/status.ts";
import { checkedMac, whole } from "../argument.ts";
import type { ApBss } from "./bss.ts";

/** Which stations an access point lets in. */
export interface StationRules {
  /** At most so many at once, 1 to 2007. Default: 2007, all that there are numbers for. */
  readonly maxStations?: number;
  /** These alone. */
  readonly allow?: readonly Mac[];
  /** All but these. */
  readonly deny?: readonly Mac[];
}

/** Rules that can be asked. */
export interface Admission {
  readonly maxStations: number;
  welcomes(address: Mac): boolean;
}

/** Throws INVALID_ARGUMENT for what is no rule. */
export function toAdmission({ maxStations = 2007, allow, deny }: StationRules): Admission {
  const allowed = allow && new Set(allow.map(checkedMac));
  const denied = new Set((deny ?? []).map(checkedMac));
  return {
    maxStations: whole("maxStations", maxStations, 1, 2007),
    welcomes: (address) => !denied.has(address) && (allowed === undefined || allowed.has(address)),
  };
}

/** Whether an access point answers a probe request: one for its network by name, or for any where it does not hide. */
export function answersProbe({ elements }: ProbeRequestFrame, bss: ApBss): boolean {
  const wanted = elements.element(ElementId.Ssid)?.body;
  if (wanted === undefined) return false;
  // Heard on the next channel; the station asks again on ours.
  const channel = elements.get(ElementId.DsssParameterSet)?.channel;
  if (channel !== undefined && channel !== bss.channel) return false;
  return wanted.length === 0 ? !bss.hidden : new Ssid(wanted).equals(bss.ssid);
}

/** The status with which an authentication is answered: open system alone, its first frame. */
export function judgeAuthentication(
  { algorithm, transaction, source }: AuthenticationFrame,
  admission: Admission,
): StatusCode {
  if (!admission.welcomes(source!)) return StatusCode.UnspecifiedFailure;
  if (algorithm !== AuthenticationAlgorithm.Open) return StatusCode.AuthenticationAlgorithmNotSupported;
  return transaction === 1 ? StatusCode.Success : StatusCode.UnknownAuthenticationTransaction;
}

/** The status with which an association is answered: the network's name, the rates and the features that it asks for. */
export function judgeAssociation(
  { elements }: AssociationRequestFrame | ReassociationRequestFrame,
  bss: ApBss,
): StatusCode {
  const ssid = elements.element(ElementId.Ssid)?.body;
  if (ssid === undefined || !new Ssid(ssid).equals(bss.ssid)) return StatusCode.UnspecifiedFailure;
  const rates = new Set(ratesOf(elements));
  if (rates.size === 0) return StatusCode.UnspecifiedFailure;
  if (!bss.basicRatesMbps.every((mbps) => rates.has(mbps))) return StatusCode.AssociationDeniedRates;
  for (const [selector, element, status] of DEMANDS) {
    if (bss.selectors.includes(selector) && !elements.has(element)) return status;
  }
  return StatusCode.Success;
}

/** The rates that a station has, in Mbit/s. */
export function ratesOf(elements: ElementList): number[] {
  const sets = [elements.get(ElementId.SupportedRates), elements.get(ElementId.ExtendedSupportedRates)];
  return sets.flatMap((set) => set?.rates.map(({ mbps }) => mbps) ?? []);
}

/** Membership selectors with the element by which a station shows that it has the feature. IEEE 802.11-2020 table 9-92, 802.11ax. */
const DEMANDS = [
  [127, ElementId.HtCapabilities, StatusCode.AssociationDeniedNoHt],
  [126, ElementId.VhtCapabilities, StatusCode.AssociationDeniedNoVht],
  [122, ElementId.HeCapabilities, StatusCode.AssociationDeniedNoHe],
] as const;
