import type { ByteReader } from "../../bytes/reader.ts";
import { subelements } from "../element.ts";
import type { ElementList } from "../element-list.ts";
import { Ssid } from "../ssid.ts";
import { statusText } from "../status.ts";
import { type BodyReader, restElements } from "./body.ts";

/** Announces a change of channel with its operating class. */
export interface ExtendedChannelSwitch {
  readonly type: "extended channel switch";
  /** Stations shall be silent until then. */
  readonly blockTx: boolean;
  readonly operatingClass: number;
  readonly channel: number;
  /** Beacons until the switch; 0 is at any time. */
  readonly count: number;
  readonly elements: ElementList;
}

export const readExtendedChannelSwitch: BodyReader<ExtendedChannelSwitch> = (reader, out) => {
  out.type = "extended channel switch";
  out.blockTx = reader.u8() !== 0;
  out.operatingClass = reader.u8();
  out.channel = reader.u8();
  out.count = reader.u8();
  out.elements = restElements(reader);
};

/** A vendor's action frame: P2P and DPP (50-6f-9a), among others. */
export interface VendorAction {
  readonly type: "vendor";
  /** Three octets as a number: 0x506f9a. */
  readonly oui: number;
  /** The octet after the OUI, by convention the subtype. */
  readonly subtype?: number;
  readonly body: Uint8Array;
}

export const readVendorAction: BodyReader<VendorAction> = (reader, out) => {
  out.type = "vendor";
  out.oui = (reader.u8() << 16) | (reader.u8() << 8) | reader.u8();
  if (reader.remaining > 0) out.subtype = reader.u8();
  out.body = reader.rest();
};

/**
 * A GAS (generic advertisement service) request or response; ANQP is what they carry most.
 */
export interface GasAction {
  readonly type: "GAS";
  readonly dialogToken: number;
  readonly status?: number;
  readonly statusText?: string;
  /** Of a comeback response: which part; the highest bit of the octet says that more follow. */
  readonly fragment?: number;
  readonly moreFragments?: boolean;
  /** When to ask again. */
  readonly comebackDelayTu?: number;
  /** 0 is ANQP. */
  readonly advertisementProtocol?: number;
  /** The query or response itself. */
  readonly body?: Uint8Array;
}

export const readGasInitialRequest: BodyReader<GasAction> = (reader, out) => {
  out.type = "GAS";
  out.dialogToken = reader.u8();
  readProtocol(reader, out);
  out.body = reader.take(reader.u16());
};

export const readGasInitialResponse: BodyReader<GasAction> = (reader, out) => {
  out.type = "GAS";
  out.dialogToken = reader.u8();
  out.status = reader.u16();
  out.statusText = statusText(out.status);
  out.comebackDelayTu = reader.u16();
  readProtocol(reader, out);
  out.body = reader.take(reader.u16());
};

export const readGasComebackRequest: BodyReader<GasAction> = (reader, out) => {
  out.type = "GAS";
  out.dialogToken = reader.u8();
};

export const readGasComebackResponse: BodyReader<GasAction> = (reader, out) => {
  out.type = "GAS";
  out.dialogToken = reader.u8();
  out.status = reader.u16();
  out.statusText = statusText(out.status);
  const fragment = reader.u8();
  out.fragment = fragment & 0x7f;
  out.moreFragments = (fragment & 0x80) !== 0;
  out.comebackDelayTu = reader.u16();
  readProtocol(reader, out);
  out.body = reader.take(reader.u16());
};

/** The Advertisement Protocol element (id 108): one tuple of a response limit and the protocol's id. */
function readProtocol(reader: ByteReader, out: { advertisementProtocol?: number }): void {
  const [element] = subelements(reader.take(2 + (reader.bytes[reader.offset + 1] ?? 0)));
  const id = element?.body[1];
  if (id !== undefined) out.advertisementProtocol = id;
}

/** Fine timing measurement: request (with trigger) or measurement. */
export interface FtmAction {
  readonly type: "FTM";
  /** Of a request: start or go on. */
  readonly trigger?: boolean;
  /** 0 ends the session. */
  readonly dialogToken?: number;
  readonly followUpDialogToken?: number;
  /** When the previous frame left, and when its ack came, in picoseconds. */
  readonly departurePs?: number;
  readonly arrivalPs?: number;
  readonly elements?: ElementList;
}

export const readFtmRequest: BodyReader<FtmAction> = (reader, out) => {
  out.type = "FTM";
  out.trigger = (reader.u8() & 1) !== 0;
  out.elements = restElements(reader, "station");
};

export const readFtm: BodyReader<FtmAction> = (reader, out) => {
  out.type = "FTM";
  out.dialogToken = reader.u8();
  out.followUpDialogToken = reader.u8();
  out.departurePs = reader.u32() + reader.u16() * 2 ** 32;
  out.arrivalPs = reader.u32() + reader.u16() * 2 ** 32;
  reader.skip(4); // maximum errors of both
  out.elements = restElements(reader);
};

/** FILS discovery: a short beacon between beacons, on 6 GHz every 20 ms. */
export interface FilsDiscovery {
  readonly type: "FILS discovery";
  readonly timestamp: bigint;
  readonly beaconIntervalTu: number;
  readonly ssid?: Ssid;
  /** CRC-32 of the SSID. */
  readonly shortSsid?: number;
  /** The FD Capability field. */
  readonly capability?: number;
  readonly operatingClass?: number;
  readonly primaryChannel?: number;
  readonly centerSegment1?: number;
  readonly configurationSequence?: number;
  readonly accessNetworkOptions?: number;
  /** The FD RSN Information field, five octets. */
  readonly rsnInformation?: Uint8Array;
  /** The Mobility Domain field: id, and capability. */
  readonly mobilityDomain?: Uint8Array;
  readonly elements: ElementList;
}

export const readFilsDiscovery: BodyReader<FilsDiscovery> = (reader, out) => {
  out.type = "FILS discovery";
  const control = reader.u16();
  const has = (bit: number) => ((control >>> bit) & 1) === 1;
  out.timestamp = reader.u64();
  out.beaconIntervalTu = reader.u16();
  if (has(6)) out.shortSsid = reader.u32();
  else out.ssid = new Ssid(reader.take((control & 0x1f) + 1));
  if (has(12)) reader.skip(1); // length of what follows up to the elements
  if (has(5)) out.capability = reader.u16();
  if (has(10)) {
    out.operatingClass = reader.u8();
    out.primaryChannel = reader.u8();
  }
  if (has(7)) out.configurationSequence = reader.u8();
  if (has(8)) out.accessNetworkOptions = reader.u8();
  if (has(11)) out.rsnInformation = reader.take(5);
  if (has(9)) out.centerSegment1 = reader.u8();
  if (has(13)) out.mobilityDomain = reader.take(3);
  out.elements = restElements(reader);
};
