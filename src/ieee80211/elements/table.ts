import { decodeEhtCapabilities } from "../capabilities/eht.ts";
import { decodeExtendedCapabilities } from "../capabilities/extended.ts";
import { decodeHeCapabilities } from "../capabilities/he.ts";
import { decodeHe6GhzCapabilities } from "../capabilities/he-6ghz.ts";
import { decodeHtCapabilities } from "../capabilities/ht.ts";
import { decodeRmEnabledCapabilities } from "../capabilities/radio-measurement.ts";
import { decodeS1gCapabilities } from "../capabilities/s1g.ts";
import { decodeUhrCapabilities } from "../capabilities/uhr.ts";
import { decodeVhtCapabilities } from "../capabilities/vht.ts";
import { ElementId, VendorElement } from "../element-id.ts";
import { malformed } from "../element-kind.ts";
import { Ssid } from "../ssid.ts";
import { decodeBssLoad, decodeExtendedBssLoad, decodeHeBssLoad } from "./bss-load.ts";
import * as channelSwitch from "./channel-switch.ts";
import { decodeCountry } from "./country.ts";
import { decodeDsssParameterSet } from "./dsss.ts";
import { decodeEdcaParameterSet, decodeMuEdcaParameterSet, decodeQosCapability } from "./edca.ts";
import * as eht from "./eht-operation.ts";
import { decodeErp } from "./erp.ts";
import * as fastTransition from "./fast-transition.ts";
import * as fils from "./fils.ts";
import { decodeHeOperation } from "./he-operation.ts";
import { decodeHotspotIndication } from "./hotspot.ts";
import { decodeHtOperation } from "./ht-operation.ts";
import { decodeIbssParameterSet } from "./ibss.ts";
import { decodeAdvertisementProtocol, decodeInterworking, decodeRoamingConsortium } from "./interworking.ts";
import { decodeMboOce } from "./mbo.ts";
import * as measurement from "./measurement.ts";
import { decodeMeasurementPilotTransmission } from "./measurement-pilot.ts";
import * as mesh from "./mesh.ts";
import { decodeMultiAp } from "./multi-ap.ts";
import { decodeMultiLink } from "./multi-link.ts";
import * as multipleBssid from "./multiple-bssid.ts";
import { decodeNeighborReport } from "./neighbor-report.ts";
import { decodeOverlappingBssScanParameters } from "./obss-scan.ts";
import { decodeApChannelReport, decodeSupportedOperatingClasses } from "./operating-classes.ts";
import { decodeOperatingModeNotification } from "./operating-mode.ts";
import { decodeOweDhParameter, decodeOweTransition } from "./owe.ts";
import { decodeP2p } from "./p2p.ts";
import { decodePowerCapability, decodePowerConstraint, decodeTpcReport } from "./power.ts";
import { decodeSupportedRates } from "./rates.ts";
import { decodeReducedNeighborReport } from "./reduced-neighbor-report.ts";
import { decodeOsen, decodeRsn, decodeRsnSelection, decodeWpa } from "./rsn.ts";
import { decodeRsnExtension } from "./rsn-extension.ts";
import { decodeS1gBeaconCompatibility, decodeS1gOperation, decodeShortBeaconInterval } from "./s1g.ts";
import * as spatialReuse from "./spatial-reuse.ts";
import { decodeTim } from "./tim.ts";
import { decodeTimeAdvertisement, decodeTimeZone } from "./time-advertisement.ts";
import { decodeTransmitPowerEnvelope } from "./transmit-power-envelope.ts";
import { decodeTwt } from "./twt.ts";
import * as uhr from "./uhr-operation.ts";
import { decodeVhtOperation } from "./vht-operation.ts";
import { decodeWifiDisplay } from "./wifi-display.ts";
import { decodeWmm } from "./wmm.ts";
import * as wnm from "./wnm.ts";
import { decodeWps } from "./wps.ts";

/** At most 32 octets. */
function decodeSsid(body: Uint8Array): Ssid {
  if (body.length > 32) throw malformed(`an SSID of ${body.length} octets`);
  return new Ssid(body);
}

/** The decoder of each element that the library knows, by {@link ElementId} or {@link VendorElement}. */
export const ELEMENT_DECODERS = {
  [ElementId.Ssid]: decodeSsid,
  [ElementId.SupportedRates]: decodeSupportedRates,
  [ElementId.DsssParameterSet]: decodeDsssParameterSet,
  [ElementId.Tim]: decodeTim,
  [ElementId.IbssParameterSet]: decodeIbssParameterSet,
  [ElementId.Country]: decodeCountry,
  [ElementId.Request]: measurement.decodeRequestedElements,
  [ElementId.BssLoad]: decodeBssLoad,
  [ElementId.EdcaParameterSet]: decodeEdcaParameterSet,
  [ElementId.PowerConstraint]: decodePowerConstraint,
  [ElementId.PowerCapability]: decodePowerCapability,
  [ElementId.TpcReport]: decodeTpcReport,
  [ElementId.SupportedChannels]: measurement.decodeSupportedChannels,
  [ElementId.ChannelSwitchAnnouncement]: channelSwitch.decodeChannelSwitchAnnouncement,
  [ElementId.Quiet]: channelSwitch.decodeQuiet,
  [ElementId.Erp]: decodeErp,
  [ElementId.HtCapabilities]: decodeHtCapabilities,
  [ElementId.QosCapability]: decodeQosCapability,
  [ElementId.ErpDraft4]: decodeErp,
  [ElementId.Rsn]: decodeRsn,
  [ElementId.ExtendedSupportedRates]: decodeSupportedRates,
  [ElementId.ApChannelReport]: decodeApChannelReport,
  [ElementId.NeighborReport]: decodeNeighborReport,
  [ElementId.Rcpi]: measurement.decodeRcpi,
  [ElementId.MobilityDomain]: fastTransition.decodeMobilityDomain,
  [ElementId.FastBssTransition]: fastTransition.decodeFastBssTransition,
  [ElementId.TimeoutInterval]: fastTransition.decodeTimeoutInterval,
  [ElementId.SupportedOperatingClasses]: decodeSupportedOperatingClasses,
  [ElementId.ExtendedChannelSwitchAnnouncement]: channelSwitch.decodeExtendedChannelSwitchAnnouncement,
  [ElementId.HtOperation]: decodeHtOperation,
  [ElementId.SecondaryChannelOffset]: channelSwitch.decodeSecondaryChannelOffset,
  [ElementId.BssAverageAccessDelay]: measurement.decodeBssAverageAccessDelay,
  [ElementId.Antenna]: measurement.decodeAntenna,
  [ElementId.Rsni]: measurement.decodeRsni,
  [ElementId.MeasurementPilotTransmission]: decodeMeasurementPilotTransmission,
  [ElementId.TimeAdvertisement]: decodeTimeAdvertisement,
  [ElementId.RmEnabledCapabilities]: decodeRmEnabledCapabilities,
  [ElementId.MultipleBssid]: multipleBssid.decodeMultipleBssid,
  [ElementId.BssCoexistence2040]: channelSwitch.decodeBssCoexistence2040,
  [ElementId.BssIntolerantChannelReport2040]: channelSwitch.decodeBssIntolerantChannelReport2040,
  [ElementId.OverlappingBssScanParameters]: decodeOverlappingBssScanParameters,
  [ElementId.ManagementMic]: fastTransition.decodeManagementMic,
  [ElementId.NontransmittedBssidCapability]: multipleBssid.decodeNontransmittedBssidCapability,
  [ElementId.SsidList]: wnm.decodeSsidList,
  [ElementId.MultipleBssidIndex]: multipleBssid.decodeMultipleBssidIndex,
  [ElementId.BssMaxIdlePeriod]: wnm.decodeBssMaxIdlePeriod,
  [ElementId.TimeZone]: decodeTimeZone,
  [ElementId.LinkIdentifier]: wnm.decodeLinkIdentifier,
  [ElementId.ChannelSwitchTiming]: channelSwitch.decodeChannelSwitchTiming,
  [ElementId.Interworking]: decodeInterworking,
  [ElementId.AdvertisementProtocol]: decodeAdvertisementProtocol,
  [ElementId.QosMap]: wnm.decodeQosMap,
  [ElementId.RoamingConsortium]: decodeRoamingConsortium,
  [ElementId.MeshConfiguration]: mesh.decodeMeshConfiguration,
  [ElementId.MeshId]: decodeSsid,
  [ElementId.MeshChannelSwitchParameters]: mesh.decodeMeshChannelSwitchParameters,
  [ElementId.MeshAwakeWindow]: mesh.decodeMeshAwakeWindow,
  [ElementId.ExtendedCapabilities]: decodeExtendedCapabilities,
  [ElementId.VhtCapabilities]: decodeVhtCapabilities,
  [ElementId.VhtOperation]: decodeVhtOperation,
  [ElementId.ExtendedBssLoad]: decodeExtendedBssLoad,
  [ElementId.WideBandwidthChannelSwitch]: channelSwitch.decodeWideBandwidthChannelSwitch,
  [ElementId.TransmitPowerEnvelope]: decodeTransmitPowerEnvelope,
  [ElementId.ChannelSwitchWrapper]: channelSwitch.decodeChannelSwitchWrapper,
  [ElementId.Aid]: wnm.decodeAid,
  [ElementId.QuietChannel]: channelSwitch.decodeQuietChannel,
  [ElementId.OperatingModeNotification]: decodeOperatingModeNotification,
  [ElementId.ReducedNeighborReport]: decodeReducedNeighborReport,
  [ElementId.S1gBeaconCompatibility]: decodeS1gBeaconCompatibility,
  [ElementId.ShortBeaconInterval]: decodeShortBeaconInterval,
  [ElementId.Twt]: decodeTwt,
  [ElementId.S1gCapabilities]: decodeS1gCapabilities,
  [ElementId.S1gOperation]: decodeS1gOperation,
  [ElementId.FilsIndication]: fils.decodeFilsIndication,
  [ElementId.RsnExtension]: decodeRsnExtension,

  [ElementId.AssociationDelayInfo]: fils.decodeAssociationDelayInfo,
  [ElementId.FilsKeyConfirmation]: fils.decodeFilsKeyConfirmation,
  [ElementId.FilsSession]: fils.decodeFilsSession,
  [ElementId.ExtendedRequest]: measurement.decodeExtendedRequest,
  [ElementId.FilsNonce]: fils.decodeFilsNonce,
  [ElementId.OweDhParameter]: decodeOweDhParameter,
  [ElementId.HeCapabilities]: decodeHeCapabilities,
  [ElementId.HeOperation]: decodeHeOperation,
  [ElementId.UoraParameterSet]: spatialReuse.decodeUoraParameterSet,
  [ElementId.MuEdcaParameterSet]: decodeMuEdcaParameterSet,
  [ElementId.SpatialReuseParameterSet]: spatialReuse.decodeSpatialReuseParameterSet,
  [ElementId.NdpFeedbackReportParameterSet]: spatialReuse.decodeNdpFeedbackReportParameterSet,
  [ElementId.BssColorChangeAnnouncement]: spatialReuse.decodeBssColorChangeAnnouncement,
  [ElementId.EssReport]: spatialReuse.decodeEssReport,
  [ElementId.Ops]: spatialReuse.decodeOpportunisticPowerSave,
  [ElementId.HeBssLoad]: decodeHeBssLoad,
  [ElementId.MaxChannelSwitchTime]: channelSwitch.decodeMaxChannelSwitchTime,
  [ElementId.MultipleBssidConfiguration]: multipleBssid.decodeMultipleBssidConfiguration,
  [ElementId.NonInheritance]: multipleBssid.decodeNonInheritance,
  [ElementId.KnownBssid]: multipleBssid.decodeKnownBssid,
  [ElementId.ShortSsidList]: multipleBssid.decodeShortSsidList,
  [ElementId.He6GhzBandCapabilities]: decodeHe6GhzCapabilities,
  [ElementId.EhtOperation]: eht.decodeEhtOperation,
  [ElementId.MultiLink]: decodeMultiLink,
  [ElementId.EhtCapabilities]: decodeEhtCapabilities,
  [ElementId.TidToLinkMapping]: eht.decodeTidToLinkMapping,
  [ElementId.MultiLinkTrafficIndication]: eht.decodeMultiLinkTrafficIndication,
  [ElementId.BandwidthIndication]: eht.decodeBandwidthIndication,
  [ElementId.UhrOperation]: uhr.decodeUhrOperation,
  [ElementId.UhrCapabilities]: decodeUhrCapabilities,
  [ElementId.SmdInformation]: uhr.decodeSmdInformation,
  [ElementId.UhrModeChange]: uhr.decodeUhrModeChange,

  [VendorElement.Wpa]: decodeWpa,
  [VendorElement.Wmm]: decodeWmm,
  [VendorElement.Wps]: decodeWps,
  [VendorElement.P2p]: decodeP2p,
  [VendorElement.WifiDisplay]: decodeWifiDisplay,
  [VendorElement.HotspotIndication]: decodeHotspotIndication,
  [VendorElement.Osen]: decodeOsen,
  [VendorElement.MboOce]: decodeMboOce,
  [VendorElement.MultiAp]: decodeMultiAp,
  [VendorElement.OweTransition]: decodeOweTransition,
  [VendorElement.RsnOverride]: decodeRsn,
  [VendorElement.RsnOverride2]: decodeRsn,
  [VendorElement.RsnExtensionOverride]: decodeRsnExtension,
  [VendorElement.RsnSelection]: decodeRsnSelection,
} as const;

/** The decoded type of each element, by its key: `ElementTypes[ElementId.Rsn]` is {@link Rsn}. */
export type ElementTypes = {
  readonly [K in keyof typeof ELEMENT_DECODERS]: ReturnType<(typeof ELEMENT_DECODERS)[K]>;
};
