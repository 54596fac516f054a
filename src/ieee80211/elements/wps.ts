import { toHex } from "../../bytes/hex.ts";
import { malformed, need } from "../element-kind.ts";
import { WpsAttributeId } from "./wps-attribute-id.ts";

/** An attribute by its number, with its octets. */
export interface WpsAttribute {
  readonly id: WpsAttributeId | number;
  readonly bytes: Uint8Array;
}

/** A kind of device: category and subcategory are numbers under the OUI (00:50:f2:04 is the WFA's own table). */
export interface WpsDeviceType {
  readonly category: number;
  /** Four octets as hex. */
  readonly oui: string;
  readonly subcategory: number;
}

/** The WPS element (00:50:f2:4): an access point can be joined by push button or PIN. Several elements of a frame continue each other. */
export interface Wps {
  /** "1.0" always; what counts is `version2`. */
  readonly version?: string;
  readonly version2?: string;
  readonly state?: "unconfigured" | "configured" | number;
  readonly apSetupLocked?: boolean;
  /** A registrar waits for someone to join, by the method of the two fields after it. */
  readonly selectedRegistrar?: boolean;
  /** 0 PIN, 1 user-specified, 2 machine-specified, 3 rekey, 4 push button, 5 registrar-specified, 7 NFC. */
  readonly devicePasswordId?: number;
  readonly selectedRegistrarConfigMethods?: readonly string[];
  /** 0 enrollee info, 1 enrollee open 802.1X, 2 registrar, 3 access point. */
  readonly responseType?: number;
  readonly requestType?: number;
  readonly uuid?: string;
  readonly manufacturer?: string;
  readonly modelName?: string;
  readonly modelNumber?: string;
  readonly serialNumber?: string;
  readonly deviceName?: string;
  readonly primaryDeviceType?: WpsDeviceType;
  readonly configMethods?: readonly string[];
  readonly rfBands?: readonly ("2.4 GHz" | "5 GHz" | "60 GHz")[];
  /** All attributes, those above too, in their order. */
  readonly attributes: readonly WpsAttribute[];
  /** Octets after the last whole attribute. */
  readonly extra?: Uint8Array;
}

export function decodeWps(body: Uint8Array): Wps {
  const attributes: WpsAttribute[] = [];
  const fields: Partial<Mutable<Wps>> = {};
  let at = 0;
  while (at + 4 <= body.length) {
    const id = u16(body, at);
    const end = at + 4 + u16(body, at + 2);
    if (end > body.length) break; // this attribute may continue in the next WPS element
    const bytes = body.subarray(at + 4, end);
    attributes.push({ id, bytes });
    readAttribute(id, bytes, fields);
    at = end;
  }
  return { ...fields, attributes, ...(at < body.length ? { extra: body.subarray(at) } : {}) };
}

/** The eight octets of a primary device type, as WPS and P2P carry it. */
export function decodeDeviceType(bytes: Uint8Array): WpsDeviceType {
  need(bytes, 8);
  return { category: u16(bytes, 0), oui: toHex(bytes.subarray(2, 6)), subcategory: u16(bytes, 6) };
}

/** Config methods by name (WSC 2.0.8, Table 33). */
export function configMethods(flags: number): string[] {
  return CONFIG_METHODS.flatMap(([mask, name]) => ((flags & mask) === mask ? [name] : []));
}

const CONFIG_METHODS: readonly (readonly [number, string])[] = [
  [0x0001, "USB"],
  [0x0002, "Ethernet"],
  [0x0004, "Label"],
  [0x0008, "Display"],
  [0x0010, "External NFC token"],
  [0x0020, "Integrated NFC token"],
  [0x0040, "NFC interface"],
  [0x0080, "Push button"],
  [0x0100, "Keypad"],
  [0x0280, "Virtual push button"],
  [0x0480, "Physical push button"],
  [0x1000, "P2PS"],
  [0x2008, "Virtual display"],
  [0x4008, "Physical display"],
];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function readAttribute(id: number, bytes: Uint8Array, fields: Partial<Mutable<Wps>>): void {
  switch (id) {
    case WpsAttributeId.Version:
      fields.version = version(bytes);
      break;
    case WpsAttributeId.VendorExtension:
      readVendorExtension(bytes, fields);
      break;
    case WpsAttributeId.State: {
      const state = first(bytes);
      fields.state = state === 1 ? "unconfigured" : state === 2 ? "configured" : state;
      break;
    }
    case WpsAttributeId.ApSetupLocked:
      fields.apSetupLocked = first(bytes) !== 0;
      break;
    case WpsAttributeId.SelectedRegistrar:
      fields.selectedRegistrar = first(bytes) !== 0;
      break;
    case WpsAttributeId.DevicePasswordId:
      fields.devicePasswordId = two(bytes);
      break;
    case WpsAttributeId.SelectedRegistrarConfigMethods:
      fields.selectedRegistrarConfigMethods = configMethods(two(bytes));
      break;
    case WpsAttributeId.ConfigMethods:
      fields.configMethods = configMethods(two(bytes));
      break;
    case WpsAttributeId.ResponseType:
      fields.responseType = first(bytes);
      break;
    case WpsAttributeId.RequestType:
      fields.requestType = first(bytes);
      break;
    case WpsAttributeId.UuidE:
    case WpsAttributeId.UuidR:
      if (bytes.length !== 16) throw malformed(`a UUID of ${bytes.length} octets`);
      fields.uuid = toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
      break;
    case WpsAttributeId.Manufacturer:
      fields.manufacturer = text(bytes);
      break;
    case WpsAttributeId.ModelName:
      fields.modelName = text(bytes);
      break;
    case WpsAttributeId.ModelNumber:
      fields.modelNumber = text(bytes);
      break;
    case WpsAttributeId.SerialNumber:
      fields.serialNumber = text(bytes);
      break;
    case WpsAttributeId.DeviceName:
      fields.deviceName = text(bytes);
      break;
    case WpsAttributeId.PrimaryDeviceType:
      fields.primaryDeviceType = decodeDeviceType(bytes);
      break;
    case WpsAttributeId.RfBands: {
      const bands = first(bytes);
      fields.rfBands = (["2.4 GHz", "5 GHz", "60 GHz"] as const).filter((_, i) => (bands >> i) & 1);
      break;
    }
  }
}

/** The WFA's own extension holds subelements; the first of them is the version that counts. */
function readVendorExtension(bytes: Uint8Array, fields: Partial<Mutable<Wps>>): void {
  if (bytes[0] !== 0x00 || bytes[1] !== 0x37 || bytes[2] !== 0x2a) return;
  for (let at = 3; at + 2 <= bytes.length; at += 2 + bytes[at + 1]!) {
    if (bytes[at] === 0 && bytes[at + 1]! >= 1) fields.version2 = version(bytes.subarray(at + 2));
  }
}

function version(bytes: Uint8Array): string {
  const octet = first(bytes);
  return `${octet >> 4}.${octet & 15}`;
}

function first(bytes: Uint8Array): number {
  need(bytes, 1);
  return bytes[0]!;
}

function two(bytes: Uint8Array): number {
  need(bytes, 2);
  return u16(bytes, 0);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\0+$/, "");
}
