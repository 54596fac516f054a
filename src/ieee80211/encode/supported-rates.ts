import { Nl80211Error } from "../../errors.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** A rate for the rates elements. */
export interface RateInput {
  readonly mbps: number;
  /** Every station has to have it. */
  readonly basic?: boolean;
}

/**
 * The rates of 802.11b and g, the former basic; the rates of 802.11a with 6, 12 and 24 basic: what access points use
 * most.
 */
export const RATES_2_4_GHZ: readonly RateInput[] = [
  ...[1, 2, 5.5, 11].map((mbps) => ({ mbps, basic: true })),
  ...[6, 9, 12, 18, 24, 36, 48, 54].map((mbps) => ({ mbps })),
];
export const RATES_5_GHZ: readonly RateInput[] = [6, 9, 12, 18, 24, 36, 48, 54].map((mbps) =>
  [6, 12, 24].includes(mbps) ? { mbps, basic: true } : { mbps },
);

/**
 * Supported Rates, and where eight are not enough Extended Supported Rates; they stand apart in a beacon. Selectors are
 * the numbers of features that a station must have to join (127 is HT, 123 SAE hash-to-element).
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
