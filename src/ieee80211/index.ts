/**
 * The language of the air, without netlink: information elements, frames, channels, rates, and what a network is. It reads beacons from
 * any source, on any system.
 *
 *     const elements = parseElements(bytes);
 *     const network = new Network(elements, { frequencyMhz: 5180, capability: 0x0011 });
 *     console.log(network.ssid.text, network.security.name, network.channel?.widthMhz);
 *     console.log(elements.get(ElementId.HeCapabilities)?.phy.oneSixtyMhz);
 *
 * Layouts and numbers are those of Linux 7.3 (linux/ieee80211*.h), hostap (ieee802_11_defs.h) and Wireshark (packet-ieee80211.c), and what
 * iw prints of the same octets. Clauses of the standard are named only where one of them names them.
 */
export type { Mac } from "../bytes/mac.ts";
export * from "./akm.ts";
export * from "./bss-channel.ts";
export * from "./capabilities/eht.ts";
export * from "./capabilities/eht-mac.ts";
export * from "./capabilities/eht-phy.ts";
export * from "./capabilities/extended.ts";
export * from "./capabilities/he.ts";
export * from "./capabilities/he-6ghz.ts";
export * from "./capabilities/he-mac.ts";
export * from "./capabilities/he-phy.ts";
export * from "./capabilities/ht.ts";
export * from "./capabilities/mcs.ts";
export * from "./capabilities/ppe.ts";
export * from "./capabilities/radio-measurement.ts";
export * from "./capabilities/s1g.ts";
export * from "./capabilities/uhr.ts";
export * from "./capabilities/vht.ts";
export * from "./capability-info.ts";
export * from "./chandef.ts";
export * from "./channel.ts";
export * from "./channel-plan.ts";
export * from "./cipher.ts";
export * from "./eapol.ts";
export type * from "./eapol-key.ts";
export { Element, type ElementState, type Subelement } from "./element.ts";
export * from "./element-id.ts";
export {
  type DecodeContext,
  type ElementDecoder,
  type ElementKind,
  malformed,
  type Sender,
  vendorElement,
} from "./element-kind.ts";
export { ElementList, type ElementOptions, type PartReader, parseElements } from "./element-list.ts";
export type * from "./elements/bss-load.ts";
export type * from "./elements/channel-switch.ts";
export { SecondaryChannel } from "./elements/channel-switch.ts";
export type * from "./elements/country.ts";
export type * from "./elements/dsss.ts";
export type * from "./elements/edca.ts";
export type * from "./elements/eht-operation.ts";
export type * from "./elements/erp.ts";
export type * from "./elements/fast-transition.ts";
export { TimeoutIntervalType } from "./elements/fast-transition.ts";
export type * from "./elements/fils.ts";
export type * from "./elements/he-operation.ts";
export { SixGhzApType } from "./elements/he-operation.ts";
export type * from "./elements/hotspot.ts";
export type * from "./elements/ht-operation.ts";
export { HtProtection } from "./elements/ht-operation.ts";
export type * from "./elements/ibss.ts";
export type * from "./elements/interworking.ts";
export { AccessNetworkType, VenueGroup } from "./elements/interworking.ts";
export type * from "./elements/mbo.ts";
export { AssociationDisallowedReason } from "./elements/mbo.ts";
export type * from "./elements/measurement.ts";
export type * from "./elements/measurement-pilot.ts";
export type * from "./elements/mesh.ts";
export type * from "./elements/multi-ap.ts";
export type * from "./elements/multi-link.ts";
export { decodeEmlCapabilities, decodeMldCapabilities, MultiLinkType } from "./elements/multi-link.ts";
export type * from "./elements/multiple-bssid.ts";
export type * from "./elements/neighbor-report.ts";
export type * from "./elements/obss-scan.ts";
export type * from "./elements/operating-classes.ts";
export type * from "./elements/operating-mode.ts";
export type * from "./elements/owe.ts";
export type * from "./elements/p2p.ts";
export type * from "./elements/power.ts";
export type * from "./elements/rates.ts";
export type * from "./elements/reduced-neighbor-report.ts";
export type * from "./elements/rsn.ts";
export { decodeRsnCapabilities } from "./elements/rsn.ts";
export type * from "./elements/rsn-extension.ts";
export type * from "./elements/s1g.ts";
export type * from "./elements/spatial-reuse.ts";
export type { ElementTypes } from "./elements/table.ts";
export type * from "./elements/tim.ts";
export type * from "./elements/time-advertisement.ts";
export type * from "./elements/transmit-power-envelope.ts";
export { TransmitPowerInterpretation } from "./elements/transmit-power-envelope.ts";
export type * from "./elements/twt.ts";
export { TwtSetupCommand } from "./elements/twt.ts";
export type * from "./elements/uhr-operation.ts";
export { UhrMode } from "./elements/uhr-operation.ts";
export type * from "./elements/vht-operation.ts";
export type * from "./elements/wifi-display.ts";
export type * from "./elements/wmm.ts";
export type * from "./elements/wnm.ts";
export type * from "./elements/wps.ts";
export { configMethods } from "./elements/wps.ts";
export * from "./elements/wps-attribute-id.ts";
export * from "./encode/beacon.ts";
export * from "./encode/capabilities.ts";
export * from "./encode/channel-switch.ts";
export * from "./encode/country.ts";
export * from "./encode/element.ts";
export * from "./encode/management.ts";
export * from "./encode/operation.ts";
export * from "./encode/parameters.ts";
export * from "./encode/rsn.ts";
export * from "./encode/ssid.ts";
export * from "./encode/supported-rates.ts";
export * from "./encode/wmm.ts";
export * from "./frame.ts";
export * from "./frame-control.ts";
export type * from "./frames/action.ts";
export * from "./frames/action-category.ts";
export * from "./frames/action-name.ts";
export type * from "./frames/authentication.ts";
export { AuthenticationAlgorithm, authenticationAlgorithmName } from "./frames/authentication.ts";
export type * from "./frames/block-ack.ts";
export type * from "./frames/management.ts";
export type * from "./frames/measurement.ts";
export { MeasurementType, measurementTypeName } from "./frames/measurement.ts";
export type * from "./frames/plain-action.ts";
export type * from "./frames/public-action.ts";
export type * from "./frames/radio-measurement.ts";
export type { S1gBeaconBody } from "./frames/s1g-beacon.ts";
export type * from "./frames/wnm.ts";
export * from "./generation.ts";
export * from "./highest-rate.ts";
export * from "./inheritance.ts";
export * from "./mld.ts";
export * from "./network.ts";
export * from "./nontransmitted.ts";
export * from "./operating-class.ts";
export * from "./puncturing.ts";
export * from "./rate.ts";
export * from "./rate-text.ts";
export type * from "./rates/directional.ts";
export { EXTREMELY_HIGH_RUS, type ExtremelyHighRate, type ExtremelyHighRu } from "./rates/eht.ts";
export {
  type GuardIntervalUs,
  HIGH_EFFICIENCY_RUS,
  type HighEfficiencyRate,
  type HighEfficiencyRu,
} from "./rates/he.ts";
export type * from "./rates/ht.ts";
export type * from "./rates/s1g.ts";
export type * from "./rates/uhr.ts";
export { isVhtMcsDefined, type VeryHighRate } from "./rates/vht.ts";
export * from "./reason.ts";
export { SecretBytes } from "./secret-bytes.ts";
export * from "./security.ts";
export type { SecurityMode } from "./security-mode.ts";
export * from "./ssid.ts";
export * from "./status.ts";
export * from "./suite.ts";
