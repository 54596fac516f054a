import { toHex } from "../bytes/hex.ts";
import { decodeExtendedCapabilities, type ExtendedCapabilities } from "../ieee80211/capabilities/extended.ts";
import { decodeHeMcsSet, type HeCapabilities } from "../ieee80211/capabilities/he.ts";
import { decodeHeMacCapabilities } from "../ieee80211/capabilities/he-mac.ts";
import { decodeHePhyCapabilities } from "../ieee80211/capabilities/he-phy.ts";
import { decodeHePpeThresholds } from "../ieee80211/capabilities/ppe.ts";
import type { VhtCapabilities } from "../ieee80211/capabilities/vht.ts";
import {
  decodeEmlCapabilities,
  decodeMldCapabilities,
  type EmlCapabilities,
  type MldCapabilities,
} from "../ieee80211/elements/multi-link.ts";
import { type HtBandCapabilities, htOf, vhtOf } from "./band.ts";
import { Iftype } from "./generated/interface-enums.ts";
import type { NanCapabilities, NanPhyCap } from "./generated/nan.ts";
import type { Sar } from "./generated/sar.ts";
import { SarType } from "./generated/sar-enums.ts";
import { TidConfigAttribute, type TidConfigSupport } from "./generated/tid.ts";
import type { VendorCmdInfo } from "./generated/vendor.ts";
import type { IftypeExtCapa } from "./generated/wiphy.ts";
import { wordOf } from "./words.ts";

/** Capabilities that interfaces of one type announce, beside or instead of the wiphy's. */
export interface TypeCapabilities {
  readonly type: string;
  readonly extended?: ExtendedCapabilities;
  /** The bits that the driver decides. */
  readonly extendedMask?: Uint8Array;
  readonly eml?: EmlCapabilities;
  readonly mld?: MldCapabilities;
  /** Extended MLD Capabilities And Operations field of 802.11be, as a number. */
  readonly extendedMld?: number;
}

export function toTypeCapabilities(from: IftypeExtCapa): TypeCapabilities {
  return {
    type: wordOf(Iftype, from.iftype!),
    ...(from.extCapa !== undefined && { extended: decodeExtendedCapabilities(from.extCapa) }),
    ...(from.extCapaMask !== undefined && { extendedMask: from.extCapaMask }),
    ...(from.emlCapability !== undefined && { eml: decodeEmlCapabilities(from.emlCapability) }),
    ...(from.mldCapaAndOps !== undefined && { mld: decodeMldCapabilities(from.mldCapaAndOps) }),
    ...(from.extMldCapaAndOps !== undefined && { extendedMld: from.extMldCapaAndOps }),
  };
}

/** Ranges of frequencies for which transmit power can be limited for people's sake (SAR). */
export interface SarSupport {
  /** "power": limits of transmit power. */
  readonly type: string;
  readonly ranges: readonly { readonly index: number; readonly startMhz: number; readonly endMhz: number }[];
}

export function toSarSupport(from: Sar): SarSupport {
  return {
    type: wordOf(SarType, from.type!),
    // nl80211_put_sar_specs numbers them by their place and sends no index.
    ranges: (from.specs ?? []).map((range, place) => ({
      index: range.rangeIndex ?? place,
      startMhz: range.startFreqKhz! / 1000,
      endMhz: range.endFreqKhz! / 1000,
    })),
  };
}

/** What can be set for single TIDs. */
export interface TidSettings {
  /** For all stations of an interface: "noack", "retry-short", "ampdu-ctrl", "tx-rate" ... */
  readonly forInterface: readonly string[];
  /** For one station. */
  readonly forStation: readonly string[];
  readonly maxRetryShort?: number;
  readonly maxRetryLong?: number;
}

export function toTidSettings(from: TidConfigSupport): TidSettings {
  return {
    forInterface: settingsOf(from.vifSupp),
    forStation: settingsOf(from.peerSupp),
    ...(from.retryShort !== undefined && { maxRetryShort: from.retryShort }),
    ...(from.retryLong !== undefined && { maxRetryLong: from.retryLong }),
  };
}

/** Bit n stands for attribute n of NL80211_TID_CONFIG_ATTR_*. The mask has 64 bits. */
function settingsOf(mask = 0): string[] {
  const bits = BigInt(mask);
  const words: string[] = [];
  for (let bit = 0; bits >> BigInt(bit) > 0n; bit++) {
    if ((bits >> BigInt(bit)) & 1n) words.push(wordOf(TidConfigAttribute, bit));
  }
  return words;
}

/** What a device can do in a NAN cluster (Wi-Fi Aware). */
export interface NanSupport {
  /** Takes a configuration of its synchronisation (NAN_CONFIG). */
  readonly configurableSync: boolean;
  /** Leaves discovery to the user. */
  readonly userspaceDiscovery: boolean;
  /** Operation Mode field of Wi-Fi Aware. */
  readonly operationMode?: number;
  readonly txAntennas?: number;
  readonly rxAntennas?: number;
  readonly maxChannelSwitchUs?: number;
  /** Capabilities field of Wi-Fi Aware. */
  readonly capabilities?: number;
  readonly ht?: HtBandCapabilities;
  readonly vht?: VhtCapabilities;
  readonly he?: HeCapabilities;
}

export function toNanSupport(from: NanCapabilities): NanSupport {
  const ht = from.phy && htOf(from.phy);
  const vht = from.phy && vhtOf(from.phy);
  const he = from.phy && nanHe(from.phy);
  return {
    configurableSync: from.configurableSync === true,
    userspaceDiscovery: from.userspaceDe === true,
    ...(from.opMode !== undefined && { operationMode: from.opMode }),
    ...(from.numAntennas !== undefined && { txAntennas: from.numAntennas & 15, rxAntennas: from.numAntennas >> 4 }),
    ...(from.maxChannelSwitchTimeUs !== undefined && { maxChannelSwitchUs: from.maxChannelSwitchTimeUs }),
    ...(from.capabilities !== undefined && { capabilities: from.capabilities }),
    ...(ht !== undefined && { ht }),
    ...(vht !== undefined && { vht }),
    ...(he !== undefined && { he }),
  };
}

function nanHe({ heMac, hePhy, heMcsSet, hePpe }: NanPhyCap): HeCapabilities | undefined {
  if (heMac === undefined || hePhy === undefined || heMcsSet === undefined) return undefined;
  const phy = decodeHePhyCapabilities(hePhy);
  const ppe = phy.ppeThresholdsPresent && hePpe ? decodeHePpeThresholds(hePpe) : undefined;
  return {
    mac: decodeHeMacCapabilities(heMac),
    phy,
    mcs: decodeHeMcsSet(heMcsSet, phy),
    ...(ppe !== undefined && { ppe }),
  };
}

/** A command or an event of a vendor: its OUI, and its number in the vendor's list. */
export interface VendorCommand {
  /** "00:13:74". */
  readonly oui: string;
  readonly subcommand: number;
}

export function toVendorCommand({ vendorId, subcmd }: VendorCmdInfo): VendorCommand {
  return { oui: toHex(Uint8Array.of(vendorId >>> 16, vendorId >>> 8, vendorId), ":"), subcommand: subcmd };
}
