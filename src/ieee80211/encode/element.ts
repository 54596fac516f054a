import { Nl80211Error } from "../../errors.ts";
import { concatenate } from "../element.ts";
import { ElementId } from "../element-id.ts";

/**
 * One information element: id, length and body. A key from 0xff00 on is an element with an Element ID Extension, one
 * above 0xffff a vendor's (OUI x 256 + type), as in {@link ElementId}. Throws INVALID_ARGUMENT for a body that one
 * element cannot hold.
 */
export function encodeElement(key: number, body: Uint8Array = new Uint8Array()): Uint8Array {
  const prefix = prefixOf(key);
  const length = prefix.length - 1 + body.length;
  if (length > 255) {
    throw new Nl80211Error("INVALID_ARGUMENT", `element ${key} of ${length} octets: an element holds 255`);
  }
  return concatenate([Uint8Array.of(prefix[0]!, length, ...prefix.slice(1)), body]);
}

/** Element id, and what stands before the body. */
function prefixOf(key: number): number[] {
  if (key > 0xffff) return [221, (key / 2 ** 24) & 0xff, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff];
  return key >= 0xff00 ? [255, key & 0xff] : [key];
}

/** A vendor's element: OUI as a number (0x0050f2), type, and what follows. */
export function encodeVendorElement(oui: number, type: number, body: Uint8Array = new Uint8Array()): Uint8Array {
  return encodeElement(oui * 256 + type, body);
}

/** The element's key, as {@link encodeElement} takes it. */
export function keyOf(element: Uint8Array): number {
  const [id = 0, , first = 0, second = 0, third = 0, fourth = 0] = element;
  if (id === 255) return 0xff00 + first;
  return id === 221 ? ((first << 16) | (second << 8) | third) * 256 + fourth : id;
}

/**
 * Where elements stand in a beacon; those without a place go before the vendors'. IEEE 802.11-2020 table 9-32,
 * 802.11be.
 */
const ORDER: readonly number[] = [
  ElementId.Ssid,
  ElementId.SupportedRates,
  ElementId.DsssParameterSet,
  ElementId.CfParameterSet,
  ElementId.IbssParameterSet,
  ElementId.Tim,
  ElementId.Country,
  ElementId.PowerConstraint,
  ElementId.ChannelSwitchAnnouncement,
  ElementId.Quiet,
  ElementId.TpcReport,
  ElementId.Erp,
  ElementId.ExtendedSupportedRates,
  ElementId.Rsn,
  ElementId.BssLoad,
  ElementId.EdcaParameterSet,
  ElementId.QosCapability,
  ElementId.ApChannelReport,
  ElementId.MeasurementPilotTransmission,
  ElementId.MultipleBssid,
  ElementId.RmEnabledCapabilities,
  ElementId.MobilityDomain,
  ElementId.ExtendedChannelSwitchAnnouncement,
  ElementId.SupportedOperatingClasses,
  ElementId.HtCapabilities,
  ElementId.HtOperation,
  ElementId.BssCoexistence2040,
  ElementId.OverlappingBssScanParameters,
  ElementId.ExtendedCapabilities,
  ElementId.TimeAdvertisement,
  ElementId.Interworking,
  ElementId.AdvertisementProtocol,
  ElementId.RoamingConsortium,
  ElementId.MeshId,
  ElementId.MeshConfiguration,
  ElementId.VhtCapabilities,
  ElementId.VhtOperation,
  ElementId.TransmitPowerEnvelope,
  ElementId.ChannelSwitchWrapper,
  ElementId.OperatingModeNotification,
  ElementId.ReducedNeighborReport,
  ElementId.FilsIndication,
  ElementId.RsnExtension,
  ElementId.HeCapabilities,
  ElementId.HeOperation,
  ElementId.SpatialReuseParameterSet,
  ElementId.MuEdcaParameterSet,
  ElementId.He6GhzBandCapabilities,
  ElementId.MultiLink,
  ElementId.EhtCapabilities,
  ElementId.EhtOperation,
];

/** Sorts whole elements as a beacon has them. Equal places keep their order. */
export function inBeaconOrder(elements: readonly Uint8Array[]): Uint8Array[] {
  return elements.filter((element) => element.length > 0).sort((a, b) => place(a) - place(b));
}

function place(element: Uint8Array): number {
  const key = keyOf(element);
  if (key > 0xffff) return ORDER.length + 1;
  const at = ORDER.indexOf(key);
  return at < 0 ? ORDER.length : at;
}
