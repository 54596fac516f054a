export type { Mac } from "./bytes/mac.ts";
export type { AccessPoint, AccessPointInput } from "./client/access-point/access-point.ts";
export type { AccessPoints } from "./client/access-point/access-points.ts";
export type { StationRules } from "./client/access-point/admission.ts";
export type { AccessList, BssSettings, OweAnswer } from "./client/access-point/bss-settings.ts";
export type { ApGeneration } from "./client/access-point/capabilities.ts";
export type { ChannelSwitchOptions } from "./client/access-point/channel-switch.ts";
export type { ColorChangeOptions } from "./client/access-point/color-change.ts";
export type { LeftBy, StationEvent, StationJoined, StationLeft, StationRefused } from "./client/access-point/events.ts";
export type { FtmResponderInput } from "./client/access-point/ftm-responder.ts";
export type { BeaconChange, NetworkBeacon } from "./client/access-point/served-network.ts";
export type { ApEnd } from "./client/access-point/service.ts";
export type { ApStation } from "./client/access-point/station.ts";
export type { FilsDiscoveryInput, SpatialReuse } from "./client/access-point/unasked-frames.ts";
export type {
  AssociationChoice,
  CapabilityOverride,
  ControlPortChoice,
  PhyGeneration,
} from "./client/connection/association-choice.ts";
export type {
  BandName,
  BssSelection,
  ConnectOptions,
  ConnectSecurity,
  FilsCredentials,
  RsnChoice,
  WepKey,
} from "./client/connection/connect-options.ts";
export type { Connected, ConnectedLink, FilsResult } from "./client/connection/connected.ts";
export type { RoamTarget, WifiConnection } from "./client/connection/connection.ts";
export type { ConnectionEnd } from "./client/connection/connection-events.ts";
export type { ControlPortFrame, SendControlPortFrame } from "./client/connection/control-port.ts";
export type {
  ExternalAuthentication,
  ExternalAuthenticationAnswer,
  ExternalAuthenticator,
} from "./client/connection/external-authentication.ts";
export { type Joining, joining } from "./client/connection/joining.ts";
export type { AddedLink } from "./client/connection/link-fields.ts";
export type { AuthenticationAnswer, Mlme } from "./client/connection/mlme.ts";
export type { Associate, Authenticate, Leave, MultiLinkAssociation } from "./client/connection/mlme-request.ts";
export type { CallOptions, CommandName, Decoded } from "./client/core.ts";
export type { SurveyOptions } from "./client/devices.ts";
export type { FrameChoice, FrameKind } from "./client/frame/frame-choice.ts";
export type { SentFrame } from "./client/frame/frame-sender.ts";
export type { UnexpectedFrame } from "./client/frame/frame-streams.ts";
export type { Frames, SendFrameOptions } from "./client/frame/frames.ts";
export type { PeerProbe } from "./client/frame/peer-probe.ts";
export type { ReceivedFrame } from "./client/frame/received-frame.ts";
export type { ChannelStay, StayEnd } from "./client/frame/remain-on-channel.ts";
export type { Lasting } from "./client/lasting.ts";
export type { LazyDump } from "./client/lazy-dump.ts";
export type { FtmPeer, MeasureOptions } from "./client/measurement/ftm-request.ts";
export type { Measurement } from "./client/measurement/measurement.ts";
export type { Ibss, IbssMembership, JoinIbss } from "./client/membership/ibss.ts";
export type { JoinMesh, Mesh, MeshMembership } from "./client/membership/mesh.ts";
export type { PeerCandidate } from "./client/membership/mesh-candidates.ts";
export type { MeshSetupInput } from "./client/membership/mesh-setup.ts";
export type { Ocb, OcbMembership } from "./client/membership/ocb.ts";
export type { NanBand, NanBandConfig, NanConfig } from "./client/nan/config.ts";
export type { NanDevice, NanFunctionIds, NanListener } from "./client/nan/device.ts";
export type { NanEvent, NanMatch } from "./client/nan/events.ts";
export type {
  NanFollowUp,
  NanFunctionInput,
  NanPublish,
  NanService,
  NanSubscribe,
  ResponseFilter,
} from "./client/nan/function.ts";
export type { Nan, NanStart } from "./client/nan/nan.ts";
export type { NanPeerSchedule, NanSchedule, NanScheduledChannel, NanSlots } from "./client/nan/schedule.ts";
export type { OpenOptions } from "./client/nl80211.ts";
export type { ChannelChoice, ChannelPosition } from "./client/radio/channel-choice.ts";
export type { CoalesceInput } from "./client/radio/coalesce-request.ts";
export type { MuMimoSniffing, NewInterface, OwnedInterface } from "./client/radio/interface-calls.ts";
export { type InterfaceOwner, interfaceOwners, type OwnedDevice } from "./client/radio/interface-owners.ts";
export type { P2p, RunningP2pDevice } from "./client/radio/p2p.ts";
export type { PatternInput } from "./client/radio/packet-pattern.ts";
export type { SarLimit } from "./client/radio/power-calls.ts";
export type { Radar, RadarCheckOptions } from "./client/radio/radar.ts";
export type { RadarEvent } from "./client/radio/radar-events.ts";
export type { QueueLimits, TransmitQueue, TxPower } from "./client/radio/radio-calls.ts";
export type { RfkillSwitch } from "./client/radio/rfkill.ts";
export type { WowlanInput, WowlanTcpInput } from "./client/radio/wowlan-request.ts";
export type { WatchNetworksOptions } from "./client/scan/network-watch.ts";
export type { ScanBand, ScanOptions } from "./client/scan/scan-request.ts";
export type { ScanMatch, ScanPlan, ScheduledScanOptions } from "./client/scan/scheduled-scan.ts";
export type { KeyQuery } from "./client/settings.ts";
export type { BandBitrates, Bitrates, McsByStreams } from "./client/station/bitrates.ts";
export type { CqmNotification, CqmThresholds } from "./client/station/cqm.ts";
export type { CriticalProtocol, CriticalProtocolOptions } from "./client/station/critical-protocol.ts";
export type { DefaultKeyUse, Keys, NewKey, RekeyOffload } from "./client/station/keys.ts";
export type { Link, LinkOfMany } from "./client/station/link.ts";
export type { ConnectChange, TidLinks, TrafficStream } from "./client/station/link-calls.ts";
export type { NewPmksa, OldPmksa, Pmksa, PmksaOwner } from "./client/station/pmksa.ts";
export type { QosMap } from "./client/station/qos-map.ts";
export type { LinkStation, LinkStationChange, StationRemoval } from "./client/station/station-calls.ts";
export type {
  NewStation,
  StationCapabilities,
  StationChange,
  StationFlag,
  StationOnLink,
  StationSettings,
  StationTxPower,
} from "./client/station/station-settings.ts";
export type { Tdls, TdlsFrame } from "./client/station/tdls.ts";
export type { TdlsRequest } from "./client/station/tdls-requests.ts";
export type { TidConfig } from "./client/station/tid-config.ts";
export type { Selector, Target } from "./client/target.ts";
export type {
  Vendor,
  VendorCommandInput,
  VendorDecoder,
  VendorNews,
  VendorNewsOptions,
  VendorNumber,
} from "./client/vendor/vendor.ts";
export type {
  EventOptions,
  EventType,
  OverrunEvent,
  UnknownEvent,
  WifiEvent,
  WifiEventOf,
} from "./client/watch/events.ts";
export type { WatchOptions } from "./client/watch/watch.ts";
export { type ErrorCode, type ErrorDetails, isNl80211Error, Nl80211Error } from "./errors.ts";
export { Ssid } from "./ieee80211/ssid.ts";
export { type Json, toJson } from "./json.ts";
export type { NetworkNamespace } from "./netlink/network-namespace.ts";
export type { Ability } from "./nl80211/ability.ts";
export type { Band, BandInterfaceTypes, EdmgCapabilities, HtBandCapabilities, Rate } from "./nl80211/band.ts";
export type { Bss } from "./nl80211/bss.ts";
export type { OperatingChannel } from "./nl80211/channel.ts";
export { type ChannelNeeds, type ChannelUse, channelUse } from "./nl80211/channel-use.ts";
export type { Combination, Radio } from "./nl80211/combination.ts";
export { type Concurrency, concurrency, type InterfaceCounts } from "./nl80211/concurrency.ts";
export { type DisabledReason, disabledReason, domainOf } from "./nl80211/disabled-reason.ts";
export type { Frequency, FrequencyFlag } from "./nl80211/frequency.ts";
export type { FtmAgreement, FtmResult } from "./nl80211/ftm-result.ts";
export type { Commands, Events } from "./nl80211/generated/command-map.ts";
export type { Interface, InterfaceLink } from "./nl80211/interface.ts";
export type { KeyInfo } from "./nl80211/key.ts";
export type { MeshParameters, MeshPath } from "./nl80211/mesh.ts";
export type { FtmSupport, PeerMeasurementSupport } from "./nl80211/peer-measurement.ts";
export type { StationRate } from "./nl80211/rate-info.ts";
export type { RegulatoryDomain, RegulatoryRule } from "./nl80211/regulatory.ts";
export { groupBySsid, type SsidGroup } from "./nl80211/ssid-groups.ts";
export type { Station, StationBss, StationCounters, StationLink, StationMesh } from "./nl80211/station.ts";
export { channelUtilization, type Survey, type Utilization } from "./nl80211/survey.ts";
export type { Wiphy } from "./nl80211/wiphy.ts";
export type { NanSupport, SarSupport, TidSettings, TypeCapabilities, VendorCommand } from "./nl80211/wiphy-extras.ts";
export type { Antennas, ScanLimits, TransmitQueues, WiphyLimits } from "./nl80211/wiphy-limits.ts";
export type { CoalesceRule } from "./nl80211/wowlan.ts";
export { Nl80211 } from "./open.ts";
