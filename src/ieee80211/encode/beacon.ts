import type { Mac } from "../../bytes/mac.ts";
import { ByteWriter } from "../../bytes/writer.ts";
import type { Chandef } from "../chandef.ts";
import { bandOf, frequencyToChannel } from "../channel.ts";
import { concatenate } from "../element.ts";
import { ElementId } from "../element-id.ts";
import {
  type EhtCapabilitiesInput,
  encodeEhtCapabilities,
  encodeHe6GhzCapabilities,
  encodeHeCapabilities,
  encodeHtCapabilities,
  encodeVhtCapabilities,
  type HeCapabilitiesInput,
  type HtCapabilitiesInput,
  type VhtCapabilitiesInput,
} from "./capabilities.ts";
import { type CountryInput, encodeCountry } from "./country.ts";
import { encodeElement, inBeaconOrder } from "./element.ts";
import {
  encodeEhtOperation,
  encodeHeOperation,
  encodeHtOperation,
  encodeVhtOperation,
  type HeOperationInput,
} from "./operation.ts";
import { encodeDsssParameterSet, encodeErp } from "./parameters.ts";
import { encodeRsn, encodeRsnExtension, type RsnExtensionInput, type RsnInput } from "./rsn.ts";
import { encodeSsid, type SsidInput, ssidBytes } from "./ssid.ts";
import { encodeSupportedRates, RATES_2_4_GHZ, RATES_5_GHZ, type RateInput } from "./supported-rates.ts";
import { encodeWmmParameters } from "./wmm.ts";

/** How a network is considerate of those in it who cannot do what the others can. */
export interface BssProtection {
  /** 2.4 GHz: some know 802.11b alone. */
  readonly nonErp?: boolean;
  /** 2.4 GHz: some need slots of 20 µs. */
  readonly longSlot?: boolean;
  /** 2.4 GHz: some need long preambles. */
  readonly longPreamble?: boolean;
  /** HT protection: 0 none, 1 nonmember, 2 some in 20 MHz alone, 3 some without HT. */
  readonly ht?: 0 | 1 | 2 | 3;
  /** Some do not understand greenfield frames. */
  readonly nongreenfield?: boolean;
}

/** A network as its access point announces it. */
export interface BeaconInput {
  readonly bssid: Mac;
  readonly ssid: SsidInput;
  /** "empty": no SSID in beacons; "zeros": as many NULs. Probe responses have it always. */
  readonly hidden?: "empty" | "zeros";
  readonly chandef: Chandef;
  /** In time units of 1024 µs; 100 where not given. */
  readonly beaconIntervalTu?: number;
  /** The common ones of the band where not given. */
  readonly rates?: readonly RateInput[];
  /** Features that a station must have, as numbers among the rates (127 HT, 126 VHT, 123 SAE hash-to-element). */
  readonly selectors?: readonly number[];
  readonly shortPreamble?: boolean;
  readonly protection?: BssProtection;
  readonly rsn?: RsnInput;
  readonly rsnExtension?: RsnExtensionInput;
  readonly country?: CountryInput;
  /** 802.11n. Not in 6 GHz, where HE comes with `he6Ghz` instead. */
  readonly ht?: HtCapabilitiesInput;
  readonly vht?: VhtCapabilitiesInput;
  readonly he?: HeCapabilitiesInput;
  readonly heOperation?: HeOperationInput;
  readonly he6Ghz?: number;
  /** 802.11be, on top of `he`. */
  readonly eht?: EhtCapabilitiesInput;
  /** WMM parameters, which HT and later need: there by default where `ht` or `he` is. */
  readonly wmm?: boolean;
  /** More elements, whole; each goes where the standard wants it. */
  readonly elements?: readonly Uint8Array[];
}

/** What NEW_BEACON and START_AP take. */
export interface Beacon {
  /** NL80211_ATTR_BEACON_HEAD: header, fixed fields and the elements before the TIM, which the kernel adds. */
  readonly head: Uint8Array;
  /** NL80211_ATTR_BEACON_TAIL: the elements after the TIM. */
  readonly tail: Uint8Array;
  /** NL80211_ATTR_PROBE_RESP, for drivers that answer probe requests themselves; the destination is zeros. */
  readonly probeResponse: Uint8Array;
}

/** Makes the beacon and probe response of an access point. Throws INVALID_ARGUMENT for what cannot be said. */
export function buildBeacon(input: BeaconInput): Beacon {
  const band = bandOf(input.chandef.frequencyMhz);
  const rates = encodeSupportedRates(
    input.rates ?? (band === "2.4 GHz" ? RATES_2_4_GHZ : RATES_5_GHZ),
    input.selectors,
  );
  const channel = frequencyToChannel(input.chandef.frequencyMhz)?.channel ?? 0;
  const before = [rates.rates, ...(band === "6 GHz" ? [] : [encodeDsssParameterSet(channel)])];
  const after = inBeaconOrder([
    ...(rates.extended === undefined ? [] : [rates.extended]),
    ...bssElements(input),
    ...generationElements(input),
    ...(input.elements ?? []),
  ]);
  const announced = hiddenSsid(input);
  return {
    head: concatenate([header(input, 0x80, "ff:ff:ff:ff:ff:ff"), announced, ...before]),
    tail: concatenate(after),
    probeResponse: concatenate([header(input, 0x50, "00:00:00:00:00:00"), encodeSsid(input.ssid), ...before, ...after]),
  };
}

function hiddenSsid({ ssid, hidden }: BeaconInput): Uint8Array {
  if (hidden === undefined) return encodeSsid(ssid);
  return encodeElement(ElementId.Ssid, new Uint8Array(hidden === "zeros" ? ssidBytes(ssid).length : 0));
}

/** Management header, timestamp (the device sets it), interval and capability. */
function header(input: BeaconInput, control: number, destination: Mac): Uint8Array {
  const writer = new ByteWriter();
  writer.u16(control).u16(0).mac(destination).mac(input.bssid).mac(input.bssid).u16(0);
  writer.u64(0n).u16(input.beaconIntervalTu ?? 100);
  const band = bandOf(input.chandef.frequencyMhz);
  return writer
    .u16(
      0x0001 | // ESS
        (input.rsn === undefined ? 0 : 0x0010) |
        (band === "2.4 GHz" && input.shortPreamble ? 0x0020 : 0) |
        (band === "2.4 GHz" && !input.protection?.longSlot ? 0x0400 : 0), // short slot time
    )
    .finish();
}

function bssElements(input: BeaconInput): Uint8Array[] {
  const elements: Uint8Array[] = [];
  if (input.country !== undefined) elements.push(encodeCountry(input.country));
  if (bandOf(input.chandef.frequencyMhz) === "2.4 GHz") {
    const { nonErp = false, longPreamble = false } = input.protection ?? {};
    const barkerPreambleMode = input.shortPreamble !== true || longPreamble;
    elements.push(encodeErp({ nonErpPresent: nonErp, useProtection: nonErp, barkerPreambleMode }));
  }
  if (input.rsn !== undefined) elements.push(encodeRsn(input.rsn));
  if (input.rsnExtension !== undefined) elements.push(encodeRsnExtension(input.rsnExtension));
  if (input.wmm ?? (input.ht !== undefined || input.he !== undefined)) elements.push(encodeWmmParameters());
  return elements;
}

/** 6 GHz has no HT and VHT: its HE elements say all. */
function generationElements(input: BeaconInput): Uint8Array[] {
  const { chandef, ht, vht, he, he6Ghz, eht } = input;
  const sixGhz = bandOf(chandef.frequencyMhz) === "6 GHz";
  return [
    ...(ht === undefined || sixGhz ? [] : [encodeHtCapabilities(ht), htOperation(input)]),
    ...(vht === undefined || sixGhz ? [] : [encodeVhtCapabilities(vht), encodeVhtOperation(chandef)]),
    ...(he === undefined ? [] : [encodeHeCapabilities(he), encodeHeOperation(chandef, input.heOperation)]),
    ...(he6Ghz === undefined || !sixGhz ? [] : [encodeHe6GhzCapabilities(he6Ghz)]),
    ...(eht === undefined || he === undefined ? [] : [encodeEhtCapabilities(eht, he.phy), encodeEhtOperation(chandef)]),
  ];
}

function htOperation({ chandef, protection: { ht, nongreenfield } = {} }: BeaconInput): Uint8Array {
  return encodeHtOperation(chandef, {
    ...(ht !== undefined && { protection: ht }),
    ...(nongreenfield && { nongreenfieldPresent: true }),
  });
}
