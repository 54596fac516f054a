import { bit } from "../../bytes/bits.ts";
import { malformed, need } from "../element-kind.ts";
import { decodeHeMacCapabilities, type HeMacCapabilities } from "./he-mac.ts";
import { decodeHePhyCapabilities, type HePhyCapabilities } from "./he-phy.ts";
import { heMcsMap, type NssLimit } from "./mcs.ts";
import { decodeHePpeThresholds, type PpeThresholds } from "./ppe.ts";

/** What can be received and sent in one channel width. */
export interface HeMcsNss {
  readonly rx: readonly NssLimit[];
  readonly tx: readonly NssLimit[];
}

/** The Supported HE-MCS And NSS Set field: NL80211_BAND_IFTYPE_ATTR_HE_CAP_MCS_SET. */
export interface HeMcsSet {
  readonly upTo80Mhz: HeMcsNss;
  readonly at160Mhz?: HeMcsNss;
  readonly at80Plus80Mhz?: HeMcsNss;
}

/** 4 octets, and 4 more for each of 160 and 80+80 MHz that `phy` has. The kernel gives all 12 always. */
export function decodeHeMcsSet(
  octets: Uint8Array,
  phy: Pick<HePhyCapabilities, "oneSixtyMhz" | "eightyPlus80Mhz">,
): HeMcsSet {
  const pair = (at: number): HeMcsNss => ({
    rx: heMcsMap((octets[at] ?? 0xff) | ((octets[at + 1] ?? 0xff) << 8)),
    tx: heMcsMap((octets[at + 2] ?? 0xff) | ((octets[at + 3] ?? 0xff) << 8)),
  });
  const kernelLayout = octets.length === 12;
  const at80Plus80 = phy.oneSixtyMhz || kernelLayout ? 8 : 4;
  return {
    upTo80Mhz: pair(0),
    ...(phy.oneSixtyMhz ? { at160Mhz: pair(4) } : {}),
    ...(phy.eightyPlus80Mhz ? { at80Plus80Mhz: pair(at80Plus80) } : {}),
  };
}

/** The HE Capabilities element, 802.11ax. */
export interface HeCapabilities {
  readonly mac: HeMacCapabilities;
  readonly phy: HePhyCapabilities;
  readonly mcs: HeMcsSet;
  /** Absent too where the element ends within them: access points are on the air that leave some out. The octets are in `extra` then. */
  readonly ppe?: PpeThresholds;
  /** Octets after the last field. */
  readonly extra?: Uint8Array;
}

/** The MCS maps for sending, as they are in the element ({@link heMcsMap} reads them), without the rest of it. */
export interface HeTxMaps {
  readonly upTo80Mhz: number;
  readonly at160Mhz: number | undefined;
  readonly at80Plus80Mhz: number | undefined;
}

export function readHeTxMaps(bytes: Uint8Array, start: number, end: number): HeTxMaps | undefined {
  if (end - start < 21) return undefined;
  const widths = bytes[start + 6]!; // bits 3 and 4 of the PHY capabilities
  const [oneSixtyMhz, eightyPlus80Mhz] = [bit(widths, 3), bit(widths, 4)];
  if (end - start < 21 + (oneSixtyMhz ? 4 : 0) + (eightyPlus80Mhz ? 4 : 0)) return undefined;
  const tx = (at: number) => bytes[at + 2]! | (bytes[at + 3]! << 8);
  return {
    upTo80Mhz: tx(start + 17),
    at160Mhz: oneSixtyMhz ? tx(start + 21) : undefined,
    at80Plus80Mhz: eightyPlus80Mhz ? tx(start + (oneSixtyMhz ? 25 : 21)) : undefined,
  };
}

function heMcsEnd(body: Uint8Array, phy: Pick<HePhyCapabilities, "oneSixtyMhz" | "eightyPlus80Mhz">): number {
  const end = 21 + (phy.oneSixtyMhz ? 4 : 0) + (phy.eightyPlus80Mhz ? 4 : 0);
  if (body.length < end) throw malformed(`MCS maps of ${end - 17} octets, ${body.length - 17} there`);
  return end;
}

export function decodeHeCapabilities(body: Uint8Array): HeCapabilities {
  need(body, 21);
  const phy = decodeHePhyCapabilities(body.subarray(6, 17));
  const mcsEnd = heMcsEnd(body, phy);
  const ppe = phy.ppeThresholdsPresent ? decodeHePpeThresholds(body.subarray(mcsEnd)) : undefined;
  const end = mcsEnd + (ppe?.octets ?? 0);
  return {
    mac: decodeHeMacCapabilities(body.subarray(0, 6)),
    phy,
    mcs: decodeHeMcsSet(body.subarray(17, mcsEnd), phy),
    ...(ppe === undefined ? {} : { ppe }),
    ...(end < body.length ? { extra: body.subarray(end) } : {}),
  };
}
