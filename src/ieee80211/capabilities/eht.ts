import { ElementId } from "../element-id.ts";
import { type DecodeContext, malformed, need, type Sender } from "../element-kind.ts";
import type { ElementList } from "../element-list.ts";
import { decodeEhtMacCapabilities, type EhtMacCapabilities } from "./eht-mac.ts";
import { decodeEhtPhyCapabilities, type EhtPhyCapabilities } from "./eht-phy.ts";
import { decodeHePhyCapabilities, type HePhyCapabilities } from "./he-phy.ts";
import { type EhtMcsNss, ehtMcsNss } from "./mcs.ts";
import { decodeEhtPpeThresholds, type PpeThresholds } from "./ppe.ts";

/** The Supported EHT-MCS And NSS Set field. */
export interface EhtMcsSet {
  /** Of a station that knows 20 MHz only, alone. */
  readonly only20Mhz?: readonly EhtMcsNss[];
  readonly upTo80Mhz?: readonly EhtMcsNss[];
  readonly at160Mhz?: readonly EhtMcsNss[];
  readonly at320Mhz?: readonly EhtMcsNss[];
}

type HeWidths = Pick<
  HePhyCapabilities,
  "fortyMhzIn24Ghz" | "fortyAnd80MhzIn5And6Ghz" | "oneSixtyMhz" | "eightyPlus80Mhz"
>;

/** Which maps there are, and how many octets they take: 3, 6 or 9, or 4. As ieee80211_eht_mcs_nss_size in Linux. */
function mcsLayout(he: HeWidths, threeTwentyMhz: boolean, from: Sender) {
  if (he.fortyMhzIn24Ghz) return { widths: ["upTo80Mhz"] as const, octets: 3 };
  const widths = [
    ...(he.fortyAnd80MhzIn5And6Ghz ? (["upTo80Mhz"] as const) : []),
    ...(he.oneSixtyMhz ? (["at160Mhz"] as const) : []),
    ...(threeTwentyMhz ? (["at320Mhz"] as const) : []),
  ];
  if (widths.length > 0) return { widths, octets: 3 * widths.length };
  return from === "ap" ? { widths: ["upTo80Mhz"] as const, octets: 3 } : { widths: ["only20Mhz"] as const, octets: 4 };
}

/** The maps of an element, packed: only those there are for the widths that HE and EHT PHY capabilities name. */
export function decodeEhtMcsSet(octets: Uint8Array, he: HeWidths, threeTwentyMhz: boolean, from: Sender): EhtMcsSet {
  const layout = mcsLayout(he, threeTwentyMhz, from);
  const size = layout.octets / layout.widths.length;
  return Object.fromEntries(
    layout.widths.map((width, i) => [width, ehtMcsNss(octets.subarray(i * size, (i + 1) * size))]),
  );
}

/**
 * The maps as NL80211_BAND_IFTYPE_ATTR_EHT_CAP_MCS_SET has them: each in its place whichever are in use, 20 MHz only at the place of
 * the first (`struct ieee80211_eht_mcs_nss_supp`, 9 octets).
 */
export function decodeKernelEhtMcsSet(
  octets: Uint8Array,
  he: HeWidths,
  threeTwentyMhz: boolean,
  from: Sender,
): EhtMcsSet {
  const { widths } = mcsLayout(he, threeTwentyMhz, from);
  const places = { only20Mhz: [0, 4], upTo80Mhz: [0, 3], at160Mhz: [3, 6], at320Mhz: [6, 9] } as const;
  return Object.fromEntries(widths.map((width) => [width, ehtMcsNss(octets.subarray(...places[width]))]));
}

/** The EHT Capabilities element, Wi-Fi 7. */
export interface EhtCapabilities {
  readonly mac: EhtMacCapabilities;
  readonly phy: EhtPhyCapabilities;
  readonly mcs: EhtMcsSet;
  /** Absent too where the element ends within them: access points are on the air that leave some out. The octets are in `extra` then. */
  readonly ppe?: PpeThresholds;
  /** Octets after the last field. */
  readonly extra?: Uint8Array;
}

/** What the rates need of the element: the octets of each map that there is, the lowest MCSs in the lowest octet. */
export interface EhtRateMaps {
  readonly only20Mhz: number | undefined;
  readonly upTo80Mhz: number | undefined;
  readonly at160Mhz: number | undefined;
  readonly at320Mhz: number | undefined;
}

/** The MCS maps alone, where the element lies among others. */
export function readEhtRates(
  bytes: Uint8Array,
  start: number,
  end: number,
  elements: ElementList,
): EhtRateMaps | undefined {
  const widths = elements.read(ElementId.HeCapabilities, readHeWidths);
  if (widths === undefined || end - start < 11) return undefined;
  const in24Ghz = (widths & 0b10) !== 0;
  const has160 = !in24Ghz && (widths & 0b1000) !== 0;
  const has320 = !in24Ghz && (bytes[start + 2]! & 0b10) !== 0;
  const named = in24Ghz || (widths & 0b100) !== 0;
  const none = !named && !has160 && !has320;
  const has80 = named || (none && elements.options.from !== "station");
  const size = (has80 ? 3 : none ? 4 : 0) + (has160 ? 3 : 0) + (has320 ? 3 : 0);
  if (end - start < 11 + size) return undefined;
  let at = start + 11;
  const three = (): number => bytes[at++]! | (bytes[at++]! << 8) | (bytes[at++]! << 16);
  return {
    upTo80Mhz: has80 ? three() : undefined,
    only20Mhz: has80 || !none ? undefined : three() | (bytes[at]! << 24),
    at160Mhz: has160 ? three() : undefined,
    at320Mhz: has320 ? three() : undefined,
  };
}

/** The octet of the HE PHY capabilities with the channel widths: bit 1 40 MHz in 2.4 GHz, 2 40 and 80 MHz, 3 160 MHz, 4 80+80 MHz. */
function readHeWidths(bytes: Uint8Array, start: number, end: number): number | undefined {
  return end - start < 17 ? undefined : bytes[start + 6]!;
}

/** Only the HE capabilities in the same frame tell which MCS maps there are, so without them the element is malformed. */
export function decodeEhtCapabilities(body: Uint8Array, context: DecodeContext): EhtCapabilities {
  need(body, 11);
  const phy = decodeEhtPhyCapabilities(body.subarray(2, 11));
  const he = hePhyOf(context.elements);
  if (he === undefined) throw malformed("EHT capabilities without the HE capabilities that they build on");
  const hePhy = decodeHePhyCapabilities(he);
  const mcsEnd = 11 + mcsLayout(hePhy, phy.threeTwentyMhzIn6Ghz, context.from).octets;
  if (body.length < mcsEnd) throw malformed(`MCS maps of ${mcsEnd - 11} octets, ${body.length - 11} there`);
  const ppe = phy.ppeThresholdsPresent ? decodeEhtPpeThresholds(body.subarray(mcsEnd)) : undefined;
  const end = mcsEnd + (ppe?.octets ?? 0);
  return {
    mac: decodeEhtMacCapabilities(body.subarray(0, 2)),
    phy,
    mcs: decodeEhtMcsSet(body.subarray(11, mcsEnd), hePhy, phy.threeTwentyMhzIn6Ghz, context.from),
    ...(ppe === undefined ? {} : { ppe }),
    ...(end < body.length ? { extra: body.subarray(end) } : {}),
  };
}

/** The PHY capabilities in the HE capabilities beside it. */
function hePhyOf(elements: ElementList): Uint8Array | undefined {
  return elements.read(ElementId.HeCapabilities, (bytes, start, end) =>
    end - start < 17 ? undefined : bytes.subarray(start + 6, start + 17),
  );
}
