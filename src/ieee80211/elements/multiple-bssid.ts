import { setBits } from "../../bytes/bits.ts";
import { type Subelement, subelements } from "../element.ts";
import { malformed, need } from "../element-kind.ts";

/**
 * The Multiple BSSID element: several networks in one beacon. Profiles may continue in the next such element; what each
 * network is, with what it inherits, {@link nontransmittedBsss} tells.
 */
export interface MultipleBssid {
  /** At most 2^n BSSIDs, which differ in the last n bits. */
  readonly maxBssidIndicator: number;
  /** The elements of each profile, as octets. */
  readonly profiles: readonly Uint8Array[];
  /** Subelements other than profiles (0). */
  readonly others: readonly Subelement[];
}

export function decodeMultipleBssid(body: Uint8Array): MultipleBssid {
  need(body, 1);
  const list = subelements(body.subarray(1));
  return {
    maxBssidIndicator: body[0]!,
    profiles: list.filter(({ id }) => id === 0).map((subelement) => subelement.body),
    others: list.filter(({ id }) => id !== 0),
  };
}

/** The Multiple BSSID-Index element, in a profile. */
export interface MultipleBssidIndex {
  readonly index: number;
  /** In beacons; probe responses have no DTIM. */
  readonly dtimPeriod?: number;
  readonly dtimCount?: number;
}

export function decodeMultipleBssidIndex(body: Uint8Array): MultipleBssidIndex {
  need(body, 1);
  return { index: body[0]!, ...(body.length >= 3 ? { dtimPeriod: body[1]!, dtimCount: body[2]! } : {}) };
}

/** The Nontransmitted BSSID Capability element, the first of each profile. */
export interface NontransmittedBssidCapability {
  /** The capability information field, as beacons have it. */
  readonly capability: number;
}

export function decodeNontransmittedBssidCapability(body: Uint8Array): NontransmittedBssidCapability {
  need(body, 2);
  return { capability: body[0]! | (body[1]! << 8) };
}

/** The Multiple BSSID Configuration element: how an EMA access point spreads profiles over beacons. */
export interface MultipleBssidConfiguration {
  readonly bssidCount: number;
  /** Beacons until all profiles were sent once. */
  readonly profilePeriodicity: number;
}

export function decodeMultipleBssidConfiguration(body: Uint8Array): MultipleBssidConfiguration {
  need(body, 2);
  return { bssidCount: body[0]!, profilePeriodicity: body[1]! };
}

/** The Non-Inheritance element: what a profile does not take over from the frame around it. */
export interface NonInheritance {
  readonly ids: readonly number[];
  readonly extensionIds: readonly number[];
}

export function decodeNonInheritance(body: Uint8Array): NonInheritance {
  need(body, 1);
  const idsEnd = 1 + body[0]!;
  if (idsEnd > body.length) throw malformed(`${body[0]} ids in ${body.length - 1} octets`);
  const extensionsEnd = idsEnd + 1 + (body[idsEnd] ?? 0);
  if (idsEnd < body.length && extensionsEnd > body.length)
    throw malformed(`${body[idsEnd]} extension ids exceed the element`);
  return { ids: [...body.subarray(1, idsEnd)], extensionIds: [...body.subarray(idsEnd + 1, extensionsEnd)] };
}

/** The Known BSSID element, in a probe request: profiles that the station has already. */
export interface KnownBssid {
  readonly indices: readonly number[];
}

export function decodeKnownBssid(body: Uint8Array): KnownBssid {
  return { indices: setBits(body) };
}

/** The SSID List as octets, and the Short SSID List: CRC-32s of the SSIDs asked for. */
export interface ShortSsidList {
  readonly shortSsids: readonly number[];
}

export function decodeShortSsidList(body: Uint8Array): ShortSsidList {
  if (body.length % 4 !== 0) throw malformed(`short SSIDs of 4 octets in ${body.length}`);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return { shortSsids: Array.from({ length: body.length / 4 }, (_, i) => view.getUint32(4 * i, true)) };
}
