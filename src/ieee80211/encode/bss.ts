import { ByteWriter } from "../../bytes/writer.ts";
import { Nl80211Error } from "../../errors.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement, encodeVendorElement } from "./element.ts";

/** An SSID as text or octets. */
export type SsidInput = string | Uint8Array | { readonly bytes: Uint8Array };

/** The octets of an SSID, checked: at most 32. */
export function ssidBytes(ssid: SsidInput): Uint8Array {
  const bytes =
    typeof ssid === "string" ? new TextEncoder().encode(ssid) : ssid instanceof Uint8Array ? ssid : ssid.bytes;
  if (bytes.length > 32) {
    throw new Nl80211Error("INVALID_ARGUMENT", `an SSID has at most 32 octets, this one ${bytes.length}`);
  }
  return bytes;
}

/** SSID element. Of no octets: any network (in requests), or a hidden one (in beacons). */
export function encodeSsid(ssid: SsidInput): Uint8Array {
  return encodeElement(ElementId.Ssid, ssidBytes(ssid));
}

/** A rate for the rates elements. */
export interface RateInput {
  readonly mbps: number;
  /** Every station has to have it. */
  readonly basic?: boolean;
}

/** The rates of 802.11b and g, the former basic; the rates of 802.11a with 6, 12 and 24 basic: what access points use most. */
export const RATES_2_4_GHZ: readonly RateInput[] = [
  ...[1, 2, 5.5, 11].map((mbps) => ({ mbps, basic: true })),
  ...[6, 9, 12, 18, 24, 36, 48, 54].map((mbps) => ({ mbps })),
];
export const RATES_5_GHZ: readonly RateInput[] = [6, 9, 12, 18, 24, 36, 48, 54].map((mbps) =>
  [6, 12, 24].includes(mbps) ? { mbps, basic: true } : { mbps },
);

/**
 * Supported Rates, and where eight are not enough Extended Supported Rates; they stand apart in a beacon. Selectors are the numbers of features that a
 * station must have to join (127 is HT, 123 SAE hash-to-element).
 */
export function encodeSupportedRates(
  rates: readonly RateInput[],
  selectors: readonly number[] = [],
): { readonly rates: Uint8Array; readonly extended?: Uint8Array } {
  const octets = Uint8Array.from([...rates.map(rateOctet), ...selectors.map((selector) => 0x80 | selector)]);
  if (octets.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "a list of supported rates needs one rate");
  const first = encodeElement(ElementId.SupportedRates, octets.subarray(0, 8));
  return octets.length > 8
    ? { rates: first, extended: encodeElement(ElementId.ExtendedSupportedRates, octets.subarray(8)) }
    : { rates: first };
}

function rateOctet({ mbps, basic }: RateInput): number {
  const halves = mbps * 2;
  if (!Number.isInteger(halves) || halves < 1 || halves > 127) {
    throw new Nl80211Error("INVALID_ARGUMENT", `no supported rate: ${mbps} Mbit/s (they are multiples of 0.5 to 63.5)`);
  }
  return halves | (basic ? 0x80 : 0);
}

/** DSSS Parameter Set: the channel, in beacons of 2.4 GHz (and of 5 GHz where hostapd makes them). */
export function encodeDsssParameterSet(channel: number): Uint8Array {
  return encodeElement(ElementId.DsssParameterSet, Uint8Array.of(channel));
}

/** Traffic indication map. For an access point the kernel makes it; this is for frames that stand alone. */
export function encodeTim(tim: {
  readonly dtimCount: number;
  readonly dtimPeriod: number;
  /** Broadcast frames wait. */
  readonly groupTraffic?: boolean;
  /** Association ids with frames waiting, 1 to 2007. */
  readonly aids?: readonly number[];
}): Uint8Array {
  const bitmap = new Uint8Array(251);
  for (const aid of tim.aids ?? []) bitmap[aid >>> 3]! |= 1 << (aid & 7);
  const last = bitmap.findLastIndex((octet) => octet !== 0);
  const first = last < 0 ? 0 : bitmap.findIndex((octet) => octet !== 0) & ~1;
  const control = first | (tim.groupTraffic ? 1 : 0);
  return encodeElement(
    5,
    Uint8Array.of(tim.dtimCount, tim.dtimPeriod, control, ...bitmap.subarray(first, Math.max(last, 0) + 1)),
  );
}

/** ERP: what old stations ask for, at 2.4 GHz. */
export function encodeErp(
  erp: {
    readonly nonErpPresent?: boolean;
    readonly useProtection?: boolean;
    readonly barkerPreambleMode?: boolean;
  } = {},
): Uint8Array {
  const flags = (erp.nonErpPresent ? 1 : 0) | (erp.useProtection ? 2 : 0) | (erp.barkerPreambleMode ? 4 : 0);
  return encodeElement(ElementId.Erp, Uint8Array.of(flags));
}

/** What a Country element says. */
export interface CountryInput {
  /** Two letters. */
  readonly alpha2: string;
  /** Absent: both. */
  readonly environment?: "indoor" | "outdoor" | "any";
  /** Instead of the environment: the table of operating classes, 4 the global one. */
  readonly operatingClassTable?: number;
  readonly channels: readonly {
    readonly firstChannel: number;
    readonly channelCount: number;
    readonly maxTxPowerDbm: number;
  }[];
}

/** Country element, padded to an even length. Throws INVALID_ARGUMENT for a code that is not two letters or digits. */
export function encodeCountry(country: CountryInput): Uint8Array {
  if (!/^[A-Za-z0-9]{2}$/.test(country.alpha2)) {
    throw new Nl80211Error("INVALID_ARGUMENT", `not a country code of two letters: "${country.alpha2}"`);
  }
  const writer = new ByteWriter();
  writer.put(new TextEncoder().encode(country.alpha2.toUpperCase()));
  const environment = { indoor: 0x49, outdoor: 0x4f, any: 0x20 }[country.environment ?? "any"];
  writer.u8(country.operatingClassTable ?? environment);
  for (const { firstChannel, channelCount, maxTxPowerDbm } of country.channels) {
    writer.u8(firstChannel).u8(channelCount).u8(maxTxPowerDbm);
  }
  if (writer.length % 2 === 1) writer.u8(0);
  return encodeElement(ElementId.Country, writer.finish());
}

/** How one access category waits for the air. */
export interface WmmCategory {
  readonly aifsn: number;
  /** Exponents of the contention window: it is 2^n - 1. */
  readonly ecwMin: number;
  readonly ecwMax: number;
  /** In units of 32 µs; 0 is one frame. */
  readonly txopLimit32us: number;
  readonly admissionControl?: boolean;
}

/** Best effort, background, video, voice: what hostapd announces by default. */
const DEFAULT_CATEGORIES: readonly WmmCategory[] = [
  { aifsn: 3, ecwMin: 4, ecwMax: 10, txopLimit32us: 0 },
  { aifsn: 7, ecwMin: 4, ecwMax: 10, txopLimit32us: 0 },
  { aifsn: 2, ecwMin: 3, ecwMax: 4, txopLimit32us: 94 },
  { aifsn: 2, ecwMin: 2, ecwMax: 3, txopLimit32us: 47 },
];

/** WMM Parameter element of an access point (00-50-f2:2). Categories come as best effort, background, video, voice. */
export function encodeWmmParameters(
  options: {
    readonly categories?: readonly WmmCategory[];
    readonly uapsd?: boolean;
    readonly changeCount?: number;
  } = {},
): Uint8Array {
  const writer = new ByteWriter();
  writer.u8(1).u8(1); // parameter element, version 1
  writer.u8(((options.changeCount ?? 1) & 15) | (options.uapsd ? 0x80 : 0)).u8(0);
  for (const [index, each] of (options.categories ?? DEFAULT_CATEGORIES).entries()) {
    writer.u8(each.aifsn | (each.admissionControl ? 0x10 : 0) | (index << 5));
    writer.u8(each.ecwMin | (each.ecwMax << 4)).u16(each.txopLimit32us);
  }
  return encodeVendorElement(0x0050f2, 2, writer.finish());
}

/** WMM Information element, for requests of a station. */
export function encodeWmmInformation(qosInfo = 0): Uint8Array {
  return encodeVendorElement(0x0050f2, 2, Uint8Array.of(0, 1, qosInfo));
}
