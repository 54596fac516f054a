import { bit } from "../../bytes/bits.ts";
import { formatMac, type Mac } from "../../bytes/mac.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { malformed } from "../element-kind.ts";
import { Ssid } from "../ssid.ts";
import { configMethods, decodeDeviceType, type WpsDeviceType } from "./wps.ts";

/** A channel with the country whose rules give its class a meaning. */
export interface P2pChannel {
  readonly country: string;
  readonly operatingClass: number;
  readonly channel: number;
}

/** What a P2P device or group can. */
export interface P2pCapability {
  readonly serviceDiscovery: boolean;
  readonly clientDiscoverability: boolean;
  readonly concurrentOperation: boolean;
  readonly infrastructureManaged: boolean;
  readonly deviceLimit: boolean;
  readonly invitationProcedure: boolean;
  readonly sixGhzBandCapable: boolean;
  readonly groupOwner: boolean;
  readonly persistentGroup: boolean;
  readonly groupLimit: boolean;
  readonly intraBssDistribution: boolean;
  readonly crossConnection: boolean;
  readonly persistentReconnect: boolean;
  readonly groupFormation: boolean;
  readonly ipAddressAllocation: boolean;
}

/** A device, as it describes itself. */
export interface P2pDeviceInfo {
  readonly address: Mac;
  readonly configMethods: readonly string[];
  readonly primaryDeviceType: WpsDeviceType;
  readonly secondaryDeviceTypes: readonly WpsDeviceType[];
  readonly name: string;
}

/** A client of a group. */
export interface P2pClient {
  readonly deviceAddress: Mac;
  readonly interfaceAddress: Mac;
  readonly deviceCapability: number;
  readonly configMethods: readonly string[];
  readonly primaryDeviceType: WpsDeviceType;
  readonly secondaryDeviceTypes: readonly WpsDeviceType[];
  readonly name: string;
}

/** When the group owner is away. */
export interface P2pNoticeOfAbsence {
  readonly index: number;
  readonly opportunisticPowerSave: boolean;
  readonly ctWindowTu: number;
  readonly absences: readonly {
    /** How often; 255 is for ever. */
    readonly count: number;
    readonly durationMicroseconds: number;
    readonly intervalMicroseconds: number;
    readonly startTsfMicroseconds: number;
  }[];
}

/** An attribute of the P2P element, decoded where the library knows it. */
export interface P2pAttribute {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** The P2P element (50:6f:9a:9), Wi-Fi Direct (P2P Technical Specification 1.9, 4.1). */
export interface P2p {
  /** Status code: 0 success, 1 unavailable, 2 incompatible parameters, 3 limit reached and so on (Table 9). */
  readonly status?: number;
  readonly minorReason?: number;
  readonly capability?: P2pCapability;
  readonly deviceId?: Mac;
  /** 0 to 15, and who wins a tie. */
  readonly groupOwnerIntent?: { readonly intent: number; readonly tieBreaker: boolean };
  readonly configurationTimeout?: { readonly groupOwnerMs: number; readonly clientMs: number };
  readonly listenChannel?: P2pChannel;
  readonly groupBssid?: Mac;
  readonly extendedListenTiming?: { readonly availabilityMs: number; readonly intervalMs: number };
  readonly intendedInterfaceAddress?: Mac;
  readonly manageability?: {
    readonly deviceManagement: boolean;
    readonly crossConnectionPermitted: boolean;
    readonly coexistenceOptional: boolean;
  };
  readonly channelList?: {
    readonly country: string;
    readonly entries: readonly { readonly operatingClass: number; readonly channels: readonly number[] }[];
  };
  readonly noticeOfAbsence?: P2pNoticeOfAbsence;
  readonly deviceInfo?: P2pDeviceInfo;
  readonly groupClients?: readonly P2pClient[];
  readonly groupId?: { readonly deviceAddress: Mac; readonly ssid: Ssid };
  readonly interface?: { readonly deviceAddress: Mac; readonly interfaceAddresses: readonly Mac[] };
  readonly operatingChannel?: P2pChannel;
  readonly invitationFlags?: { readonly reinvokePersistentGroup: boolean };
  /** The attributes without a field above: service hashes, P2PS, vendors'. */
  readonly others: readonly P2pAttribute[];
}

export function decodeP2p(body: Uint8Array): P2p {
  let fields: Omit<P2p, "others"> = {};
  const others: P2pAttribute[] = [];
  const reader = new ByteReader(body);
  while (reader.remaining > 0) {
    const id = reader.u8();
    const bytes = reader.take(reader.u16());
    const field = readAttribute(id, new ByteReader(bytes));
    if (field === undefined) others.push({ id, bytes });
    else fields = { ...fields, ...field };
  }
  return { ...fields, others };
}

function readAttribute(id: number, reader: ByteReader): Omit<P2p, "others"> | undefined {
  switch (id) {
    case 0:
      return { status: reader.u8() };
    case 1:
      return { minorReason: reader.u8() };
    case 2:
      return { capability: readCapability(reader) };
    case 3:
      return { deviceId: reader.mac() };
    case 4: {
      const octet = reader.u8();
      return { groupOwnerIntent: { intent: (octet >> 1) & 15, tieBreaker: bit(octet, 0) } };
    }
    case 5:
      return { configurationTimeout: { groupOwnerMs: 10 * reader.u8(), clientMs: 10 * reader.u8() } };
    case 6:
      return { listenChannel: readChannel(reader) };
    case 7:
      return { groupBssid: reader.mac() };
    case 8:
      return { extendedListenTiming: { availabilityMs: reader.u16(), intervalMs: reader.u16() } };
    case 9:
      return { intendedInterfaceAddress: reader.mac() };
    case 10: {
      const flags = reader.u8();
      const [deviceManagement, crossConnectionPermitted, coexistenceOptional] = [0, 1, 2].map((i) => bit(flags, i));
      return {
        manageability: {
          deviceManagement: deviceManagement!,
          crossConnectionPermitted: crossConnectionPermitted!,
          coexistenceOptional: coexistenceOptional!,
        },
      };
    }
    case 11:
      return { channelList: readChannelList(reader) };
    case 12:
      return { noticeOfAbsence: readNoticeOfAbsence(reader) };
    case 13:
      return { deviceInfo: readDeviceInfo(reader) };
    case 14:
      return { groupClients: readClients(reader) };
    case 15:
      return { groupId: { deviceAddress: reader.mac(), ssid: new Ssid(reader.rest()) } };
    case 16: {
      const deviceAddress = reader.mac();
      const count = reader.u8();
      return { interface: { deviceAddress, interfaceAddresses: Array.from({ length: count }, () => reader.mac()) } };
    }
    case 17:
      return { operatingChannel: readChannel(reader) };
    case 18:
      return { invitationFlags: { reinvokePersistentGroup: bit(reader.u8(), 0) } };
    default:
      return undefined;
  }
}

function readCapability(reader: ByteReader): P2pCapability {
  const device = reader.u8();
  const group = reader.u8();
  return {
    serviceDiscovery: bit(device, 0),
    clientDiscoverability: bit(device, 1),
    concurrentOperation: bit(device, 2),
    infrastructureManaged: bit(device, 3),
    deviceLimit: bit(device, 4),
    invitationProcedure: bit(device, 5),
    sixGhzBandCapable: bit(device, 6),
    groupOwner: bit(group, 0),
    persistentGroup: bit(group, 1),
    groupLimit: bit(group, 2),
    intraBssDistribution: bit(group, 3),
    crossConnection: bit(group, 4),
    persistentReconnect: bit(group, 5),
    groupFormation: bit(group, 6),
    ipAddressAllocation: bit(group, 7),
  };
}

function readChannel(reader: ByteReader): P2pChannel {
  return { country: readCountry(reader), operatingClass: reader.u8(), channel: reader.u8() };
}

/** Two letters; the third octet names the table of operating classes. */
function readCountry(reader: ByteReader): string {
  const [a, b] = reader.take(3);
  return String.fromCharCode(a!, b!);
}

function readChannelList(reader: ByteReader): NonNullable<P2p["channelList"]> {
  const country = readCountry(reader);
  const entries: { operatingClass: number; channels: number[] }[] = [];
  while (reader.remaining > 0) entries.push({ operatingClass: reader.u8(), channels: [...reader.take(reader.u8())] });
  return { country, entries };
}

function readNoticeOfAbsence(reader: ByteReader): P2pNoticeOfAbsence {
  const index = reader.u8();
  const control = reader.u8();
  const absences: P2pNoticeOfAbsence["absences"][number][] = [];
  while (reader.remaining > 0) {
    absences.push({
      count: reader.u8(),
      durationMicroseconds: reader.u32(),
      intervalMicroseconds: reader.u32(),
      startTsfMicroseconds: reader.u32(),
    });
  }
  return { index, opportunisticPowerSave: bit(control, 7), ctWindowTu: control & 0x7f, absences };
}

function readDeviceInfo(reader: ByteReader): P2pDeviceInfo {
  const address = reader.mac();
  return { address, ...readDescription(reader) };
}

/** Numbers in here are big-endian, since they come from WPS. */
function readDescription(reader: ByteReader): Omit<P2pDeviceInfo, "address"> {
  const methods = configMethods(bigEndian(reader.take(2)));
  const primaryDeviceType = decodeDeviceType(reader.take(8));
  const secondaryDeviceTypes = Array.from({ length: reader.u8() }, () => decodeDeviceType(reader.take(8)));
  const nameId = bigEndian(reader.take(2));
  if (nameId !== 0x1011) throw malformed(`a device name has WPS attribute 0x${nameId.toString(16)}`);
  const name = new TextDecoder().decode(reader.take(bigEndian(reader.take(2))));
  return { configMethods: methods, primaryDeviceType, secondaryDeviceTypes, name };
}

function readClients(reader: ByteReader): P2pClient[] {
  const clients: P2pClient[] = [];
  while (reader.remaining > 0) {
    const descriptor = new ByteReader(reader.take(reader.u8()));
    clients.push({
      deviceAddress: descriptor.mac(),
      interfaceAddress: formatMac(descriptor.take(6)),
      deviceCapability: descriptor.u8(),
      ...readDescription(descriptor),
    });
  }
  return clients;
}

function bigEndian(bytes: Uint8Array): number {
  return (bytes[0]! << 8) | bytes[1]!;
}
