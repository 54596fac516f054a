import { formatMac, type Mac, parseMac } from "../bytes/mac.ts";
import { concatenate } from "./element.ts";
import { ElementId } from "./element-id.ts";
import { type ElementList, parseElements } from "./element-list.ts";
import type { MultiLink } from "./elements/multi-link.ts";
import { inheritElements } from "./inheritance.ts";

/** A network that has no beacon of its own: another one's beacon describes it in a Multiple BSSID element. */
export interface NontransmittedBss {
  /** 1 and up; the network that sends the beacon is 0. */
  readonly index: number;
  readonly bssid: Mac;
  /** Its capability information field. */
  readonly capability: number;
  /** All its elements, what it inherits among them. */
  readonly elements: ElementList;
}

/**
 * The networks that a frame describes beside its own. A profile that is not whole, has no index, or that of an
 * earlier one is left out.
 * Throws INVALID_ARGUMENT if `bssid`, the address of the network that sent the frame, is none.
 */
export function nontransmittedBsss(frame: ElementList, bssid: Mac): NontransmittedBss[] {
  const reference = parseMac(bssid);
  const seen = new Set([0]); // each profile gives as much as the frame has: a hostile one must not repeat them without end
  return wholeProfiles(frame).flatMap(({ maxBssidIndicator, octets }) => {
    const profile = parseElements(octets, frame.options);
    const capability = profile.get(ElementId.NontransmittedBssidCapability)?.capability;
    const index = profile.get(ElementId.MultipleBssidIndex)?.index;
    if (capability === undefined || index === undefined || seen.has(index)) return [];
    seen.add(index);
    const address = derivedBssid(reference, index, maxBssidIndicator);
    const elements = withMultiLink(inheritElements(frame, profile), frame, index);
    return [{ index, bssid: address, capability, elements }];
  });
}

/** In a probe response the Multi-Link element of a nontransmitted network stands in the frame itself, with its index as MLD id. */
function withMultiLink(elements: ElementList, frame: ElementList, index: number): ElementList {
  const own = [...frame].filter(
    (element) =>
      element.key === ElementId.MultiLink && (element.value as MultiLink | undefined)?.common.mldId === index,
  );
  if (own.length === 0) return elements;
  return parseElements(concatenate([elements.bytes, ...own.map(({ bytes }) => bytes)]), frame.options);
}

/** The profiles, put together where one goes on in the next Multiple BSSID element: there the first does not begin with a capability. */
function wholeProfiles(frame: ElementList): { maxBssidIndicator: number; octets: Uint8Array }[] {
  const whole: { maxBssidIndicator: number; parts: Uint8Array[] }[] = [];
  for (const { maxBssidIndicator, profiles } of frame.all(ElementId.MultipleBssid)) {
    profiles.forEach((octets, i) => {
      const last = whole.at(-1);
      if (i === 0 && last !== undefined && octets[0] !== ElementId.NontransmittedBssidCapability)
        last.parts.push(octets);
      else whole.push({ maxBssidIndicator, parts: [octets] });
    });
  }
  return whole.map(({ maxBssidIndicator, parts }) => ({ maxBssidIndicator, octets: concatenate(parts) }));
}

/** The reference BSSID with `index` added to its last `bits` bits, modulo 2^bits. */
function derivedBssid(reference: Uint8Array, index: number, bits: number): Mac {
  const low = (reference[3]! << 16) | (reference[4]! << 8) | reference[5]!;
  const mask = bits >= 24 ? 0xffffff : (1 << bits) - 1;
  const derived = (low & ~mask) | ((low + index) & mask);
  return formatMac(
    Uint8Array.of(...reference.subarray(0, 3), (derived >> 16) & 255, (derived >> 8) & 255, derived & 255),
  );
}
