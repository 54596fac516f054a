/** A rate that a BSS supports. */
export interface SupportedRate {
  readonly mbps: number;
  /** A station has to support it to join. */
  readonly basic: boolean;
}

/** A BSS membership selector: a number among the rates that asks for a feature instead. */
export interface MembershipSelector {
  readonly selector: number;
  /** The feature that a station must have to join, "HT" for 127. Absent for numbers that the standard reserves. */
  readonly feature?: string;
}

/** The (Extended) Supported Rates and BSS Membership Selectors elements. */
export interface SupportedRates {
  readonly rates: readonly SupportedRate[];
  readonly selectors: readonly MembershipSelector[];
}

/** The features by number; hostap's BSS_MEMBERSHIP_SELECTOR_*. */
const FEATURES: Readonly<Record<number, string>> = {
  121: "EHT",
  122: "HE",
  123: "SAE H2E",
  124: "EPD",
  125: "GLK",
  126: "VHT",
  127: "HT",
};

/** The highest of the rates in Mbit/s; 0 where there are selectors only. */
export function readHighestRate(bytes: Uint8Array, start: number, end: number): number {
  let highest = 0;
  for (let at = start; at < end; at++) if (isRate(bytes[at]!)) highest = Math.max(highest, bytes[at]! & 0x7f);
  return highest / 2;
}

/** The highest rate that the element can hold is 54 Mbit/s (108); selectors count down from 127 and have the basic bit set. */
function isRate(octet: number): boolean {
  return octet < 0x80 || (octet & 0x7f) <= 108;
}

export function decodeSupportedRates(body: Uint8Array): SupportedRates {
  const rates: SupportedRate[] = [];
  const selectors: MembershipSelector[] = [];
  for (const octet of body) {
    const value = octet & 0x7f;
    if (isRate(octet)) rates.push({ mbps: value / 2, basic: octet >= 0x80 });
    else
      selectors.push(
        FEATURES[value] === undefined ? { selector: value } : { selector: value, feature: FEATURES[value] },
      );
  }
  return { rates, selectors };
}
