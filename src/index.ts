export type { Mac } from "./bytes/mac.ts";
export type { AccessPoint, AccessPointInput } from "./client/access-point.ts";
export type { AccessPoints } from "./client/access-points.ts";
export type { StationRules } from "./client/ap-admission.ts";
export type { ApGeneration } from "./client/ap-capabilities.ts";
export type { LeftBy, StationEvent, StationJoined, StationLeft, StationRefused } from "./client/ap-events.ts";
export type { ApEnd } from "./client/ap-service.ts";
export type { ApStation } from "./client/ap-station.ts";
export type {
  AssociationChoice,
  CapabilityOverride,
  ControlPortChoice,
  PhyGeneration,
} from "./client/association-choice.ts";
export type { BandBitrates, Bitrates, McsByStreams } from "./client/bitrates.ts";
export type { AccessList, BssSettings, OweAnswer } from "./client/bss-settings.ts";
export type { ChannelChoice, ChannelPosition } from "./client/channel-choice.ts";
export type { ChannelSwitchOptions } from "./client/channel-switch.ts";
export type { CoalesceInput } from "./client/coalesce-request.ts";
export type { ColorChangeOptions } from "./client/color-change.ts";
export type {
  BandName,
  BssSelection,
  ConnectOptions,
  ConnectSecurity,
  FilsCredentials,
  RsnChoice,
  WepKey,
} from "./client/connect-options.ts";
export type { Connected, ConnectedLink, FilsResult } from "./client/connected.ts";
export type { RoamTarget, WifiConnection } from "./client/connection.ts";
export type { ConnectionEnd } from "./client/connection-events.ts";
export type { ControlPortFrame, SendControlPortFrame } from "./client/control-port.ts";
export type { CallOptions, CommandName, Decoded } from "./client/core.ts";
export type { CqmNotification, CqmThresholds } from "./client/cqm.ts";
export type { CriticalProtocol, CriticalProtocolOptions } from "./client/critical-protocol.ts";
export type { SurveyOptions } from "./client/devices.ts";
export type { EventOptions, EventType, OverrunEvent, UnknownEvent, WifiEvent, WifiEventOf } from "./client/events.ts";
export type {
  ExternalAuthentication,
  ExternalAuthenticationAnswer,
  ExternalAuthenticator,
} from "./client/external-authentication.ts";
export type { FrameChoice, FrameKind } from "./client/frame-choice.ts";
export type { SentFrame } from "./client/frame-sender.ts";
export type { UnexpectedFrame } from "./client/frame-streams.ts";
export type { Frames, SendFrameOptions } from "./client/frames.ts";
export type { FtmPeer, MeasureOptions } from "./client/ftm-request.ts";
export type { FtmResponderInput } from "./client/ftm-responder.ts";
export type { Ibss, IbssMembership, JoinIbss } from "./client/ibss.ts";
export type { MuMimoSniffing, NewInterface, OwnedInterface } from "./client/interface-calls.ts";
export { type InterfaceOwner, interfaceOwners, type OwnedDevice } from "./client/interface-owners.ts";
export type { DefaultKeyUse, Keys, NewKey, RekeyOffload } from "./client/keys.ts";
export type { Lasting } from "./client/lasting.ts";
export type { LazyDump } from "./client/lazy-dump.ts";
export type { Link, LinkOfMany } from "./client/link.ts";
export type { ConnectChange, TidLinks, TrafficStream } from "./client/link-calls.ts";
export type { AddedLink } from "./client/link-fields.ts";
export type { Measurement } from "./client/measurement.ts";
export type { JoinMesh, Mesh, MeshMembership } from "./client/mesh.ts";
export type { PeerCandidate } from "./client/mesh-candidates.ts";
export type { MeshSetupInput } from "./client/mesh-setup.ts";
export type { AuthenticationAnswer, Mlme } from "./client/mlme.ts";
export type { Associate, Authenticate, Leave, MultiLinkAssociation } from "./client/mlme-request.ts";
export type { Nan, NanStart } from "./client/nan.ts";
export type { NanBand, NanBandConfig, NanConfig } from "./client/nan-config.ts";
export type { NanDevice, NanFunctionIds, NanListener } from "./client/nan-device.ts";
export type { NanEvent, NanMatch } from "./client/nan-events.ts";
export type {
  NanFollowUp,
  NanFunctionInput,
  NanPublish,
  NanService,
  NanSubscribe,
  ResponseFilter,
} from "./client/nan-function.ts";
export type { NanPeerSchedule, NanSchedule, NanScheduledChannel, NanSlots } from "./client/nan-schedule.ts";
export type { WatchNetworksOptions } from "./client/network-watch.ts";
export type { OpenOptions } from "./client/nl80211.ts";
export type { Ocb, OcbMembership } from "./client/ocb.ts";
export type { P2p, RunningP2pDevice } from "./client/p2p.ts";
export type { PatternInput } from "./client/packet-pattern.ts";
export type { PeerProbe } from "./client/peer-probe.ts";
export type { NewPmksa, OldPmksa, Pmksa, PmksaOwner } from "./client/pmksa.ts";
export type { SarLimit } from "./client/power-calls.ts";
export type { QosMap } from "./client/qos-map.ts";
export type { Radar, RadarCheckOptions } from "./client/radar.ts";
export type { RadarEvent } from "./client/radar-events.ts";
export type { QueueLimits, TransmitQueue, TxPower } from "./client/radio-calls.ts";
export type { ReceivedFrame } from "./client/received-frame.ts";
export type { ChannelStay, StayEnd } from "./client/remain-on-channel.ts";
export type { RfkillSwitch } from "./client/rfkill.ts";
export type { ScanBand, ScanOptions } from "./client/scan-request.ts";
export type { ScanMatch, ScanPlan, ScheduledScanOptions } from "./client/scheduled-scan.ts";
export type { BeaconChange, NetworkBeacon } from "./client/served-network.ts";
export type { KeyQuery } from "./client/settings.ts";
export type { LinkStation, LinkStationChange, StationRemoval } from "./client/station-calls.ts";
export type {
  NewStation,
  StationCapabilities,
  StationChange,
  StationFlag,
  StationOnLink,
  StationSettings,
  StationTxPower,
} from "./client/station-settings.ts";
export type { Selector, Target } from "./client/target.ts";
export type { Tdls, TdlsFrame } from "./client/tdls.ts";
export type { TdlsRequest } from "./client/tdls-requests.ts";
export type { TidConfig } from "./client/tid-config.ts";
export type { FilsDiscoveryInput, SpatialReuse } from "./client/unasked-frames.ts";
export type {
  Vendor,
  VendorCommandInput,
  VendorDecoder,
  VendorNews,
  VendorNewsOptions,
  VendorNumber,
} from "./client/vendor.ts";
export type { WatchOptions } from "./client/watch.ts";
export type { WowlanInput, WowlanTcpInput } from "./client/wowlan-request.ts";
export { type ErrorCode, type ErrorDetails, isNl80211Error, Nl80211Error } from "./errors.ts";
export { Ssid } from "./ieee80211/ssid.ts";
export { type Json, toJson } from "./json.ts";
export type { NetworkNamespace } from "./netlink/network-namespace.ts";
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
export type { Ability, Antennas, ScanLimits, TransmitQueues, Wiphy, WiphyLimits } from "./nl80211/wiphy.ts";
export type { NanSupport, SarSupport, TidSettings, TypeCapabilities, VendorCommand } from "./nl80211/wiphy-extras.ts";
export type { CoalesceRule } from "./nl80211/wowlan.ts";
export { Nl80211 } from "./open.ts";
