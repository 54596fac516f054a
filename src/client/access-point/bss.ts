import type { Mac } from "../../bytes/mac.ts";
import { ByteWriter } from "../../bytes/writer.ts";
import { frequencyToChannel } from "../../ieee80211/channel.ts";
import { concatenate } from "../../ieee80211/element.ts";
import { ElementId, VendorElement } from "../../ieee80211/element-id.ts";
import { type ElementList, parseElements } from "../../ieee80211/element-list.ts";
import { type BeaconInput, buildBeacon } from "../../ieee80211/encode/beacon.ts";
import { encodeElement, inBeaconOrder } from "../../ieee80211/encode/element.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";

/** A network as its access point's answers need it: what it says, and what a station must be able to do to join. */
export interface ApBss {
  readonly bssid: Mac;
  readonly ssid: Uint8Array;
  /** Its beacons do not name it: it answers those alone that do. */
  readonly hidden: boolean;
  /** Centre of the primary channel. */
  readonly frequencyMhz: number;
  readonly channel: number | undefined;
  /** Capability Information field. */
  readonly capability: number;
  /** Of 2.4 GHz: slots of 9 µs. */
  readonly shortSlotTime: boolean;
  /** Rates that every station must have, and the features that it must have (127 HT ...). */
  readonly basicRatesMbps: readonly number[];
  readonly selectors: readonly number[];
  /** All elements that it announces. */
  readonly elements: ElementList;
  readonly probeResponse: Uint8Array;
  /** What an association response says of the network. */
  readonly responseElements: Uint8Array;
}

/** A probe response: header, timestamp and interval, then capability and elements. IEEE 802.11-2020, 9.3.3.10. */
const CAPABILITY_AT = 34;
const ELEMENTS_AT = 36;

/** What the answers need of a network. `maxIdleS` is how long a station may be silent. */
export function describeBss(beacon: BeaconInput, maxIdleS: number): ApBss {
  const { probeResponse } = buildBeacon(beacon);
  const elements = parseElements(probeResponse.subarray(ELEMENTS_AT));
  const rates = [ElementId.SupportedRates, ElementId.ExtendedSupportedRates] as const;
  const sets = rates.flatMap((id) => elements.get(id) ?? []);
  const { frequencyMhz } = beacon.chandef;
  return {
    bssid: beacon.bssid,
    ssid: ssidBytes(beacon.ssid),
    hidden: beacon.hidden !== undefined,
    frequencyMhz,
    channel: frequencyToChannel(frequencyMhz)?.channel,
    capability: probeResponse[CAPABILITY_AT]! | (probeResponse[CAPABILITY_AT + 1]! << 8),
    shortSlotTime: (probeResponse[CAPABILITY_AT + 1]! & 4) !== 0,
    basicRatesMbps: sets.flatMap(({ rates: list }) => list.filter(({ basic }) => basic).map(({ mbps }) => mbps)),
    selectors: sets.flatMap(({ selectors }) => selectors.map(({ selector }) => selector)),
    elements,
    probeResponse,
    responseElements: responseElements(elements, maxIdleS),
  };
}

/** Elements of a beacon that an association response repeats. IEEE 802.11-2020 table 9-35, 802.11ax, 802.11be. */
const REPEATED: ReadonlySet<number> = new Set<number>([
  ElementId.SupportedRates,
  ElementId.ExtendedSupportedRates,
  ElementId.RmEnabledCapabilities,
  ElementId.HtCapabilities,
  ElementId.HtOperation,
  ElementId.ExtendedCapabilities,
  ElementId.VhtCapabilities,
  ElementId.VhtOperation,
  ElementId.OperatingModeNotification,
  ElementId.HeCapabilities,
  ElementId.HeOperation,
  ElementId.SpatialReuseParameterSet,
  ElementId.MuEdcaParameterSet,
  ElementId.He6GhzBandCapabilities,
  ElementId.EhtCapabilities,
  ElementId.EhtOperation,
  VendorElement.Wmm,
]);

/** Units of the BSS Max Idle Period element, in ms: 1000 TU. IEEE 802.11-2020, 9.4.2.78. */
const IDLE_UNIT_MS = 1024;

function responseElements(elements: ElementList, maxIdleS: number): Uint8Array {
  const repeated = [...elements].filter(({ key }) => REPEATED.has(key)).map(({ bytes }) => bytes);
  const idle = Math.min(0xffff, Math.floor((maxIdleS * 1000) / IDLE_UNIT_MS));
  const period = encodeElement(ElementId.BssMaxIdlePeriod, new ByteWriter().u16(idle).u8(0).finish());
  return concatenate(inBeaconOrder(idle === 0 ? repeated : [...repeated, period]));
}
