import type { Mac } from "../../bytes/mac.ts";
import { TxPowerSetting } from "../../nl80211/generated/interface-enums.ts";
import { MeshPowerMode, PlinkAction, PlinkState } from "../../nl80211/generated/mesh-enums.ts";
import type { NewStationFields, SetStationFields, StaFlagUpdate, StaWme } from "../../nl80211/generated/station.ts";
import { P2pPsStatus, StaFlag } from "../../nl80211/generated/station-enums.ts";
import { checkedMac, chosen, memberNamed, whole } from "../argument.ts";
import { rateOctets } from "../rate-octets.ts";
import type { Target } from "../target.ts";

/** What a station is or may; a flag that is not named stays as it is. */
export type StationFlag =
  /** Its port is open: it may send data. */
  | "authorized"
  | "short-preamble"
  /** It has QoS. */
  | "wme"
  /** It protects management frames. */
  | "mfp"
  | "authenticated"
  /** Only when it is added. */
  | "tdls-peer"
  | "associated"
  | "spp-amsdu";

/** Power towards one station: the driver's choice, or at most so much. */
export type StationTxPower = "auto" | { readonly limitDbm: number };

/** What a station can do on a link, as its elements say it: the bodies of the elements, without id, length and extension id. */
export interface StationCapabilities {
  /** Rates without MCS. */
  readonly supportedRatesMbps?: readonly number[];
  readonly htCapabilities?: Uint8Array;
  readonly vhtCapabilities?: Uint8Array;
  readonly heCapabilities?: Uint8Array;
  readonly he6GhzCapabilities?: Uint8Array;
  readonly ehtCapabilities?: Uint8Array;
  readonly uhrCapabilities?: Uint8Array;
  /** Operating mode field of its Operating Mode Notification element. */
  readonly operatingMode?: number;
  /** Needs a driver with "sta-tx-pwr". */
  readonly txPower?: StationTxPower;
}

/** The link of a multi-link device that a setting is for. */
export interface StationOnLink {
  readonly linkId: number;
  /** The station's address on it; its device's address is the station's. */
  readonly address: Mac;
}

/** What can be said of a station; which of it may change depends on the interface's type and on how far the station has come. */
export interface StationSettings extends StationCapabilities {
  readonly flags?: Readonly<Partial<Record<StationFlag, boolean>>>;
  /** Association id, 1 to 2007. */
  readonly aid?: number;
  /** In beacon intervals. */
  readonly listenInterval?: number;
  /** Capability Information field. */
  readonly capability?: number;
  readonly extendedCapabilities?: Uint8Array;
  readonly s1gCapabilities?: Uint8Array;
  /** EML Capabilities field. */
  readonly emlCapabilities?: number;
  /** Where its packets go: an AP_VLAN interface of the access point, or the access point itself. */
  readonly vlan?: Target;
  /** Number of its VLAN, 1 to 4094, where the driver does VLANs. */
  readonly vlanId?: number;
  /** Share of the air, 1 to 65535; 256 is everybody's. Needs a driver with "airtime-fairness". */
  readonly airtimeWeight?: number;
  /** Access categories that it fetches by triggers ("vo", "vi", "bk", "be"), and how many frames it wants at once. */
  readonly uapsd?: { readonly categories: readonly string[]; readonly maxFrames?: 2 | 4 | 6 | "all" };
  /** Pairs of a first channel and a number of channels. */
  readonly supportedChannels?: readonly (readonly [first: number, count: number])[];
  readonly supportedOperatingClasses?: readonly number[];
  readonly p2pPowerSave?: boolean;
  /** Association id of a TDLS peer. */
  readonly peerAid?: number;
  readonly link?: StationOnLink;
}

/** A station to add. */
export interface NewStation extends StationSettings {
  /** It uses enhanced privacy protection. */
  readonly eppPeer?: boolean;
  /** Management address of the NAN device that a data station belongs to. */
  readonly nanAddress?: Mac;
  /** Of a mesh peer: "open" or "block". */
  readonly plinkAction?: string;
}

/** What of a station is to change. */
export interface StationChange extends StationSettings {
  /** Of a mesh peer: "open" or "block". */
  readonly plinkAction?: string;
  /** Of a mesh peer, where a program manages the links: "listen", "opn-snt", "estab", "blocked" ... */
  readonly plinkState?: string;
  /** Of a mesh peer: its association id, with `plinkState`. */
  readonly meshPeerAid?: number;
  /** How this end sleeps towards a mesh peer: "active", "light-sleep" ("light"), "deep-sleep" ("deep"). */
  readonly meshPowerMode?: string;
}

/** A station as NEW_STATION carries it. */
export function newStationFields(address: Mac, station: NewStation, vlan: number | undefined): NewStationFields {
  const { listenInterval = 1, eppPeer, nanAddress } = station;
  // what NAN stations have not: kernels refuse rates for them, and want no interval
  const nan = nanAddress !== undefined;
  return {
    ...stationFields(address, nan ? station : { ...station, listenInterval }, vlan),
    ...plinkActionField(station.plinkAction),
    ...(eppPeer === true && { eppPeer }),
    ...(nan && { nanNmiMac: checkedMac(nanAddress) }),
  };
}

/** A change of a station as SET_STATION carries it. */
export function stationChangeFields(address: Mac, change: StationChange, vlan: number | undefined): SetStationFields {
  const { plinkState, meshPeerAid, meshPowerMode } = change;
  return {
    ...stationFields(address, change, vlan),
    ...plinkActionField(change.plinkAction),
    ...(plinkState !== undefined && { staPlinkState: memberNamed<PlinkState>(PlinkState, "plink state", plinkState) }),
    ...(meshPeerAid !== undefined && { meshPeerAid: whole("meshPeerAid", meshPeerAid, 1, 2007) }),
    ...(meshPowerMode !== undefined && { localMeshPowerMode: powerMode(meshPowerMode) }),
  };
}

/** What a station can do, as commands of stations and of links carry it. */
export function capabilityFields(from: StationCapabilities) {
  const { supportedRatesMbps, htCapabilities, vhtCapabilities, heCapabilities, he6GhzCapabilities } = from;
  const { ehtCapabilities, uhrCapabilities, operatingMode, txPower } = from;
  return {
    ...(supportedRatesMbps !== undefined && { staSupportedRates: rateOctets("supported rate", supportedRatesMbps) }),
    ...(htCapabilities !== undefined && { htCapability: octets("htCapabilities", htCapabilities, 26) }),
    ...(vhtCapabilities !== undefined && { vhtCapability: octets("vhtCapabilities", vhtCapabilities, 12) }),
    ...(heCapabilities !== undefined && { heCapability: octets("heCapabilities", heCapabilities, 21, 54) }),
    ...(he6GhzCapabilities !== undefined && { he6ghzCapability: octets("he6GhzCapabilities", he6GhzCapabilities, 2) }),
    ...(ehtCapabilities !== undefined && { ehtCapability: octets("ehtCapabilities", ehtCapabilities, 13, 51) }),
    ...(uhrCapabilities !== undefined && { uhrCapability: octets("uhrCapabilities", uhrCapabilities, 1, 255) }),
    ...(operatingMode !== undefined && { opmodeNotif: whole("operatingMode", operatingMode, 0, 255) }),
    ...(txPower !== undefined && txPowerFields(txPower)),
  };
}

function stationFields(address: Mac, from: StationSettings, vlan: number | undefined) {
  const { flags, aid, listenInterval, capability, extendedCapabilities, s1gCapabilities, emlCapabilities } = from;
  const { vlanId, airtimeWeight, uapsd, supportedChannels, supportedOperatingClasses, p2pPowerSave, peerAid } = from;
  return {
    ...addressFields(address, from.link),
    ...capabilityFields(from),
    ...(flags !== undefined && { staFlags2: flagUpdate(flags) }),
    ...(aid !== undefined && { staAid: whole("aid", aid, 1, 2007) }),
    ...(peerAid !== undefined && { peerAid: whole("peerAid", peerAid, 1, 2007) }),
    ...(listenInterval !== undefined && { staListenInterval: whole("listenInterval", listenInterval, 0, 65_535) }),
    ...(capability !== undefined && { staCapability: whole("capability", capability, 0, 65_535) }),
    ...(extendedCapabilities !== undefined && { staExtCapability: extendedCapabilities }),
    ...(s1gCapabilities !== undefined && { s1gCapability: octets("s1gCapabilities", s1gCapabilities, 15) }),
    ...(emlCapabilities !== undefined && { emlCapability: whole("emlCapabilities", emlCapabilities, 0, 65_535) }),
    ...(vlan !== undefined && { staVlan: vlan }),
    ...(vlanId !== undefined && { vlanId: whole("vlanId", vlanId, 1, 4094) }),
    ...(airtimeWeight !== undefined && { airtimeWeight: whole("airtimeWeight", airtimeWeight, 1, 65_535) }),
    ...(uapsd !== undefined && { staWme: uapsdFields(uapsd) }),
    ...(supportedChannels !== undefined && { staSupportedChannels: channelPairs(supportedChannels) }),
    ...(supportedOperatingClasses !== undefined && {
      staSupportedOperClasses: Uint8Array.from(supportedOperatingClasses, (each) =>
        whole("operating class", each, 1, 255),
      ),
    }),
    ...(p2pPowerSave !== undefined && {
      staSupportP2pPs: p2pPowerSave ? P2pPsStatus.Supported : P2pPsStatus.Unsupported,
    }),
  };
}

/** Of a multi-link station the kernel wants the link's address as the station's, and the device's beside it. */
function addressFields(address: Mac, link: StationOnLink | undefined) {
  if (link === undefined) return { mac: checkedMac(address) };
  return {
    mac: checkedMac(link.address),
    mldAddr: checkedMac(address),
    mloLinkId: whole("linkId", link.linkId, 0, 14),
  };
}

function flagUpdate(flags: NonNullable<StationSettings["flags"]>): StaFlagUpdate {
  const named = Object.entries(flags).filter(([, on]) => on !== undefined);
  const told = named.map(([word, on]) => ({ flag: memberNamed<StaFlag>(StaFlag, "station flag", word), on }));
  return { mask: told.map(({ flag }) => flag), set: told.filter(({ on }) => on).map(({ flag }) => flag) };
}

function txPowerFields(power: StationTxPower) {
  if (power === "auto") return { staTxPowerSetting: TxPowerSetting.Automatic };
  const staTxPowerDbm = whole("limitDbm", power.limitDbm, -128, 127);
  return { staTxPowerSetting: TxPowerSetting.Limited, staTxPowerDbm };
}

/** Bits of the QoS Info field of a station. IEEE 802.11-2020, 9.4.1.17. */
const UAPSD_BITS: Readonly<Record<string, number>> = { vo: 1, vi: 2, bk: 4, be: 8 };
const MAX_SP = { all: 0, 2: 1, 4: 2, 6: 3 } as const;

function uapsdFields({ categories, maxFrames = "all" }: NonNullable<StationSettings["uapsd"]>): StaWme {
  const bits = categories.map((category) => chosen("access category", UAPSD_BITS, category));
  return { uapsdQueues: bits.reduce((all, bit) => all | bit, 0), maxSp: chosen("number of frames", MAX_SP, maxFrames) };
}

function channelPairs(pairs: NonNullable<StationSettings["supportedChannels"]>): Uint8Array {
  return Uint8Array.from(pairs.flat(), (number) => whole("channel, or number of channels", number, 1, 255));
}

function plinkActionField(word: string | undefined) {
  if (word === undefined) return {};
  return { staPlinkAction: memberNamed<PlinkAction>(PlinkAction, "plink action", word) };
}

function powerMode(word: string): MeshPowerMode {
  const iw = { light: MeshPowerMode.LightSleep, deep: MeshPowerMode.DeepSleep };
  return memberNamed<MeshPowerMode>(MeshPowerMode, "mesh power mode", word, iw);
}

function octets(what: string, bytes: Uint8Array, least: number, most = least): Uint8Array {
  whole(`octets of ${what}`, bytes.length, least, most);
  return bytes;
}
