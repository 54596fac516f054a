import { bit, bits, setBits } from "../../bytes/bits.ts";
import type { Mac } from "../../bytes/mac.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { type Subelement, subelements } from "../element.ts";
import { type DecodeContext, malformed } from "../element-kind.ts";
import type { ElementList } from "../element-list.ts";

/** What a Multi-Link element is for. */
export enum MultiLinkType {
  Basic = 0,
  ProbeRequest = 1,
  Reconfiguration = 2,
  Tdls = 3,
  /** Emergency preparedness: priority access. */
  PriorityAccess = 4,
}

/** How a device uses several links with fewer radios. */
export interface EmlCapabilities {
  /** Enhanced multi-link single radio, and multi-radio. */
  readonly emlsr: boolean;
  readonly emlmr: boolean;
  /** Codes 0 to 4: 0, 32, 64, 128, 256 µs. Absent for reserved ones. */
  readonly paddingDelayMicroseconds?: number;
  /** EMLSR: 0, 16 to 256 µs; EMLMR: 0, 32 to 256 µs. */
  readonly transitionDelayMicroseconds?: number;
  readonly transitionTimeoutMicroseconds?: number;
}

/** What a multi-link device can. */
export interface MldCapabilities {
  readonly maxSimultaneousLinks: number;
  readonly srs: boolean;
  /** 0 no, 1 all TIDs to the same links, 3 each to its own. */
  readonly tidToLinkMappingNegotiation: number;
  /** Of a station that cannot send and receive at the same time on links near to each other. Of an AP, the type. */
  readonly frequencySeparation: number;
  readonly aar: boolean;
  readonly linkReconfiguration: boolean;
  readonly alignedTwt: boolean;
}

/** How long a device is blind after it sent on another link. */
export interface MediumSynchronizationDelay {
  readonly durationMicroseconds: number;
  readonly ofdmEdThresholdDbm: number;
  /** Absent is without limit. */
  readonly maxTxops?: number;
}

/** The common part of an element. What it leaves out is absent. */
export interface MultiLinkCommonInfo {
  readonly mldAddress?: Mac;
  readonly linkId?: number;
  readonly bssParametersChangeCount?: number;
  readonly mediumSynchronizationDelay?: MediumSynchronizationDelay;
  readonly eml?: EmlCapabilities;
  readonly mld?: MldCapabilities;
  readonly mldId?: number;
  readonly extendedMldCapabilities?: number;
  /** Enhanced critical updates, of 802.11bn. */
  readonly enhancedCriticalUpdates?: number;
  /** Octets that a newer standard has added. */
  readonly extra?: Uint8Array;
}

/** One link of the device: another access point of it, or another station. */
export interface PerStaProfile {
  readonly linkId: number;
  /** All of the link's elements are here or inherited; otherwise only some. */
  readonly complete: boolean;
  readonly address?: Mac;
  readonly beaconIntervalTu?: number;
  /** In units of the TSF, which is µs. */
  readonly tsfOffset?: bigint;
  readonly dtimCount?: number;
  readonly dtimPeriod?: number;
  /** Links that cannot send and receive at the same time as this one. */
  readonly nstrLinks?: readonly number[];
  readonly bssParametersChangeCount?: number;
  readonly enhancedCriticalUpdates?: number;
  readonly apConductedTxPower?: number;
  /** Reconfiguration: beacons until the access point of this link is removed. */
  readonly apRemovalTimer?: number;
  /** Reconfiguration: 0 removal, 1 parameter update, 2 add, 3 delete, 4 NSTR status. */
  readonly operation?: number;
  readonly operationParameters?: number;
  /** The capability information of a complete basic profile. */
  readonly capability?: number;
  /** In an association response: whether the link was accepted. */
  readonly statusCode?: number;
  /** What differs on this link from the frame around it; {@link inheritElements} gives all of it. */
  readonly elements: ElementList;
}

/** The Multi-Link element: a device with several links, Wi-Fi 7. */
export interface MultiLink {
  readonly type: MultiLinkType | number;
  readonly common: MultiLinkCommonInfo;
  readonly links: readonly PerStaProfile[];
  /** Vendors' and unknown subelements. */
  readonly others: readonly Subelement[];
}

const FRAGMENT = 254;

export function decodeMultiLink(body: Uint8Array, context: DecodeContext): MultiLink {
  const reader = new ByteReader(body);
  const control = reader.u16();
  const type: number = bits(control, 0, 3);
  if (type > MultiLinkType.PriorityAccess) throw malformed(`a Multi-Link element of type ${type}`);
  const commonLength = reader.u8();
  if (commonLength === 0) throw malformed("common information of no octets; its length counts itself");
  const common = readCommon(new ByteReader(reader.take(commonLength - 1)), type, bits(control, 4, 12));
  const links: PerStaProfile[] = [];
  const others: Subelement[] = [];
  for (const subelement of subelements(reader.rest(), FRAGMENT)) {
    if (subelement.id === 0) links.push(readProfile(subelement.body, type, context));
    else others.push(subelement);
  }
  return { type, common, links, others };
}

function readCommon(reader: ByteReader, type: MultiLinkType, presence: number): MultiLinkCommonInfo {
  const has = (index: number) => bit(presence, index);
  switch (type) {
    case MultiLinkType.Basic:
      return {
        mldAddress: reader.mac(),
        ...(has(0) ? { linkId: reader.u8() & 15 } : {}),
        ...(has(1) ? { bssParametersChangeCount: reader.u8() } : {}),
        ...(has(2) ? { mediumSynchronizationDelay: readSynchronization(reader.u16()) } : {}),
        ...(has(3) ? { eml: decodeEmlCapabilities(reader.u16()) } : {}),
        ...(has(4) ? { mld: decodeMldCapabilities(reader.u16()) } : {}),
        ...(has(5) ? { mldId: reader.u8() } : {}),
        ...(has(6) ? { extendedMldCapabilities: reader.u16() } : {}),
        ...(has(7) ? { enhancedCriticalUpdates: reader.u8() } : {}),
        ...extra(reader),
      };
    case MultiLinkType.ProbeRequest:
      return { ...(has(0) ? { mldId: reader.u8() } : {}), ...extra(reader) };
    case MultiLinkType.Reconfiguration:
      return {
        ...(has(0) ? { mldAddress: reader.mac() } : {}),
        ...(has(1) ? { eml: decodeEmlCapabilities(reader.u16()) } : {}),
        ...(has(2) ? { mld: decodeMldCapabilities(reader.u16()) } : {}),
        ...(has(3) ? { extendedMldCapabilities: reader.u16() } : {}),
        ...extra(reader),
      };
    default: // TDLS and priority access: the address of the access point's device
      return { mldAddress: reader.mac(), ...extra(reader) };
  }
}

function readProfile(body: Uint8Array, type: MultiLinkType, context: DecodeContext): PerStaProfile {
  const reader = new ByteReader(body);
  const control = reader.u16();
  const linkId = bits(control, 0, 4);
  if (type === MultiLinkType.ProbeRequest || type === MultiLinkType.PriorityAccess) {
    return { linkId, complete: bit(control, 4), elements: context.nested(reader.rest()) };
  }
  const length = reader.u8();
  if (length === 0) throw malformed(`link ${linkId} has station information of no octets; its length counts itself`);
  const info = new ByteReader(reader.take(length - 1));
  const complete = bit(control, 4);
  if (type === MultiLinkType.Reconfiguration) {
    const fields = readReconfigurationInfo(info, control);
    return { linkId, complete, ...fields, elements: context.nested(reader.rest()) };
  }
  const fields = readBasicInfo(info, control);
  // A complete profile is laid out like the frame that it stands for: its fixed fields come first.
  const capability = complete ? { capability: reader.u16() } : {};
  const statusCode = complete && context.associationResponse ? { statusCode: reader.u16() } : {};
  return { linkId, complete, ...fields, ...capability, ...statusCode, elements: context.nested(reader.rest()) };
}

function readBasicInfo(info: ByteReader, control: number): Partial<PerStaProfile> {
  return {
    ...(bit(control, 5) ? { address: info.mac() } : {}),
    ...(bit(control, 6) ? { beaconIntervalTu: info.u16() } : {}),
    ...(bit(control, 7) ? { tsfOffset: info.i64() } : {}),
    ...(bit(control, 8) ? { dtimCount: info.u8(), dtimPeriod: info.u8() } : {}),
    ...(bit(control, 4) && bit(control, 9) ? { nstrLinks: setBits(info.take(bit(control, 10) ? 2 : 1)) } : {}),
    ...(bit(control, 11) ? { bssParametersChangeCount: info.u8() } : {}),
    ...(bit(control, 12) ? { enhancedCriticalUpdates: info.u8() } : {}),
    ...(bit(control, 13) ? { apConductedTxPower: info.u8() } : {}),
  };
}

function readReconfigurationInfo(info: ByteReader, control: number): Partial<PerStaProfile> {
  return {
    ...(bit(control, 5) ? { address: info.mac() } : {}),
    ...(bit(control, 6) ? { apRemovalTimer: info.u16() } : {}),
    operation: bits(control, 7, 4),
    ...(bit(control, 11) ? { operationParameters: info.u16() } : {}),
    ...(bit(control, 13) ? { nstrLinks: setBits(info.take(bit(control, 12) ? 2 : 1)) } : {}),
  };
}

/** The field of the Multi-Link element and of NL80211_ATTR_EML_CAPABILITY; 802.11be Tables 9-417i to 9-417m. */
export function decodeEmlCapabilities(field: number): EmlCapabilities {
  const [emlsr, emlmr] = [bit(field, 0), bit(field, 7)];
  const [padding, transition, timeout] = [bits(field, 1, 3), bits(field, 4, 3), bits(field, 11, 4)];
  const transitionDelay = emlsr ? exponential(transition, 16, 5) : exponential(transition, 32, 4);
  return {
    emlsr,
    emlmr,
    ...optional("paddingDelayMicroseconds", exponential(padding, 32, 4)),
    ...optional("transitionDelayMicroseconds", transitionDelay),
    ...optional("transitionTimeoutMicroseconds", exponential(timeout, 128, 10)),
  };
}

/** The field of the Multi-Link element and of NL80211_ATTR_MLD_CAPA_AND_OPS. */
export function decodeMldCapabilities(field: number): MldCapabilities {
  return {
    maxSimultaneousLinks: bits(field, 0, 4) + 1,
    srs: bit(field, 4),
    tidToLinkMappingNegotiation: bits(field, 5, 2),
    frequencySeparation: bits(field, 7, 5),
    aar: bit(field, 12),
    linkReconfiguration: bit(field, 13),
    alignedTwt: bit(field, 14),
  };
}

function readSynchronization(field: number): MediumSynchronizationDelay {
  const maxTxops = bits(field, 12, 4);
  return {
    durationMicroseconds: 32 * bits(field, 0, 8),
    ofdmEdThresholdDbm: bits(field, 8, 4) - 72,
    ...(maxTxops === 15 ? {} : { maxTxops: maxTxops + 1 }),
  };
}

/** 0 for 0, then `unit` doubled by each step up to `highest`; nothing beyond. */
function exponential(code: number, unit: number, highest: number): number | undefined {
  return code > highest ? undefined : code === 0 ? 0 : unit * 2 ** (code - 1);
}

function optional<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: number };
}

function extra(reader: ByteReader): { extra?: Uint8Array } {
  return reader.remaining > 0 ? { extra: reader.rest() } : {};
}
