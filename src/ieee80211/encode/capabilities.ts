import { ByteWriter } from "../../bytes/writer.ts";
import { Nl80211Error } from "../../errors.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/**
 * HT capabilities as a wiphy's band has them: NL80211_BAND_ATTR_HT_CAPA, _HT_AMPDU_FACTOR, _HT_AMPDU_DENSITY,
 * _HT_MCS_SET.
 */
export interface HtCapabilitiesInput {
  readonly info: number;
  /** 0 to 3. */
  readonly ampduFactor: number;
  /** 0 to 7. */
  readonly ampduDensity: number;
  /** 16 octets. */
  readonly mcsSet: Uint8Array;
  readonly extended?: number;
  readonly beamforming?: number;
  readonly antennaSelection?: number;
}

/** HT Capabilities element. */
export function encodeHtCapabilities(ht: HtCapabilitiesInput): Uint8Array {
  const writer = new ByteWriter();
  writer.u16(ht.info).u8((ht.ampduFactor & 3) | ((ht.ampduDensity & 7) << 2));
  writer.put(sized(ht.mcsSet, 16, "HT MCS set"));
  writer
    .u16(ht.extended ?? 0)
    .u32(ht.beamforming ?? 0)
    .u8(ht.antennaSelection ?? 0);
  return encodeElement(ElementId.HtCapabilities, writer.finish());
}

/** VHT capabilities as a wiphy's band has them: NL80211_BAND_ATTR_VHT_CAPA and _VHT_MCS_SET (8 octets). */
export interface VhtCapabilitiesInput {
  readonly info: number;
  readonly mcsSet: Uint8Array;
}

/** VHT Capabilities element. */
export function encodeVhtCapabilities(vht: VhtCapabilitiesInput): Uint8Array {
  const writer = new ByteWriter();
  writer.u32(vht.info >>> 0).put(sized(vht.mcsSet, 8, "VHT MCS set"));
  return encodeElement(ElementId.VhtCapabilities, writer.finish());
}

/**
 * HE capabilities as a wiphy has them for an interface type: NL80211_BAND_IFTYPE_ATTR_HE_CAP_MAC, _PHY, _MCS_SET, _PPE.
 */
export interface HeCapabilitiesInput {
  /** 6 octets. */
  readonly mac: Uint8Array;
  /** 11 octets. */
  readonly phy: Uint8Array;
  /** 4, 8 or 12 octets; the kernel always gives 12, of which those that the PHY has are sent. */
  readonly mcsSet: Uint8Array;
  /** As long as its first octets say; what follows is not sent. */
  readonly ppe?: Uint8Array;
}

/** HE Capabilities element. */
export function encodeHeCapabilities(he: HeCapabilitiesInput): Uint8Array {
  const phy = sized(he.phy, 11, "HE PHY capabilities");
  const writer = new ByteWriter();
  writer.put(sized(he.mac, 6, "HE MAC capabilities")).put(phy);
  const widths = phy[0]!;
  const has160 = (widths & 0x08) !== 0;
  const has80Plus80 = (widths & 0x10) !== 0;
  writer.put(part(he.mcsSet, 0));
  if (has160) writer.put(part(he.mcsSet, 4));
  if (has80Plus80) writer.put(part(he.mcsSet, has160 || he.mcsSet.length === 12 ? 8 : 4));
  // PHY bit 55: PPE thresholds are there.
  if ((phy[6]! & 0x80) !== 0) writer.put(ppeThresholds(he.ppe));
  return encodeElement(ElementId.HeCapabilities, writer.finish());
}

/** Four octets of an MCS set. */
function part(mcsSet: Uint8Array, offset: number): Uint8Array {
  if (mcsSet.length < offset + 4) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `HE MCS set of ${mcsSet.length} octets: the PHY's widths need ${offset + 4}`,
    );
  }
  return mcsSet.subarray(offset, offset + 4);
}

/** Streams less one in three bits, four bits of widths, then six bits for each pair. IEEE 802.11ax figure 9-788e. */
function ppeThresholds(ppe: Uint8Array | undefined): Uint8Array {
  const first = ppe?.[0];
  if (ppe === undefined || first === undefined) {
    throw new Nl80211Error("INVALID_ARGUMENT", "the HE PHY capabilities announce PPE thresholds, and none are given");
  }
  const widths = [3, 4, 5, 6].filter((bit) => (first >>> bit) & 1).length;
  const length = Math.ceil((7 + ((first & 7) + 1) * widths * 6) / 8);
  return sized(ppe.subarray(0, length), length, "HE PPE thresholds");
}

/** HE 6 GHz Band Capabilities element: NL80211_BAND_IFTYPE_ATTR_HE_6GHZ_CAPA. */
export function encodeHe6GhzCapabilities(capabilities: number): Uint8Array {
  return encodeElement(
    ElementId.He6GhzBandCapabilities,
    Uint8Array.of(capabilities & 0xff, (capabilities >>> 8) & 0xff),
  );
}

/**
 * EHT capabilities as a wiphy has them for an interface type: NL80211_BAND_IFTYPE_ATTR_EHT_CAP_MAC, _PHY, _MCS_SET,
 * _PPE.
 */
export interface EhtCapabilitiesInput {
  /** 2 octets. */
  readonly mac: Uint8Array;
  /** 9 octets. */
  readonly phy: Uint8Array;
  /** 3 octets for each of 80, 160 and 320 MHz; the kernel always gives 9, of which those that the PHY has are sent. */
  readonly mcsSet: Uint8Array;
  readonly ppe?: Uint8Array;
}

/**
 * EHT Capabilities element of an access point. `hePhy` is the PHY field of its HE capabilities, which says whether
 * there is 160 MHz.
 */
export function encodeEhtCapabilities(eht: EhtCapabilitiesInput, hePhy: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  writer.put(sized(eht.mac, 2, "EHT MAC capabilities")).put(sized(eht.phy, 9, "EHT PHY capabilities"));
  const offsets = [0, ...((hePhy[0]! & 0x08) === 0 ? [] : [3]), ...((eht.phy[0]! & 0x02) === 0 ? [] : [6])];
  for (const [index, offset] of offsets.entries()) {
    const at = eht.mcsSet.length === 9 ? offset : 3 * index;
    writer.put(sized(eht.mcsSet.subarray(at, at + 3), 3, "EHT MCS set"));
  }
  writer.put(eht.ppe ?? new Uint8Array());
  return encodeElement(ElementId.EhtCapabilities, writer.finish());
}

function sized(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) {
    throw new Nl80211Error("INVALID_ARGUMENT", `${what} of ${bytes.length} octets, not ${length}`);
  }
  return bytes;
}
