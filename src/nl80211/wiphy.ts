import type { Mac } from "../bytes/mac.ts";
import { akmName } from "../ieee80211/akm.ts";
import { decodeExtendedCapabilities, type ExtendedCapabilities } from "../ieee80211/capabilities/extended.ts";
import { decodeHtCapabilities, type HtCapabilities } from "../ieee80211/capabilities/ht.ts";
import { decodeVhtCapabilities, type VhtCapabilities } from "../ieee80211/capabilities/vht.ts";
import { cipherName } from "../ieee80211/cipher.ts";
import { INSPECT, type InspectFunction, type InspectOptions, inspected } from "../inspect.ts";
import { type Ability, toAbilities } from "./ability.ts";
import { Band, bandName } from "./band.ts";
import { type Combination, type Radio, threshold, toCombination, toRadio } from "./combination.ts";
import type { MbssidConfig } from "./generated/ap.ts";
import { Nl80211Command } from "./generated/command-map.ts";
import { Iftype } from "./generated/interface-enums.ts";
import type { FrameTypes, GetWiphyReply } from "./generated/wiphy.ts";
import { ApSmeFeature, BssSelectKind, ExtFeature, FeatureFlag, ProbeRespOffload } from "./generated/wiphy-enums.ts";
import type { CoalesceRuleSupport, WowlanTriggersSupported } from "./generated/wowlan.ts";
import { type PeerMeasurementSupport, toPeerMeasurementSupport } from "./peer-measurement.ts";
import {
  type NanSupport,
  type SarSupport,
  type TidSettings,
  type TypeCapabilities,
  toNanSupport,
  toSarSupport,
  toTidSettings,
  toTypeCapabilities,
  toVendorCommand,
  type VendorCommand,
} from "./wiphy-extras.ts";
import {
  type Antennas,
  type ScanLimits,
  type TransmitQueues,
  toAntennas,
  toScanLimits,
  toTransmitQueues,
  toWiphyLimits,
  type WiphyLimits,
} from "./wiphy-limits.ts";
import { wordOf, wordsOf } from "./words.ts";

/**
 * A radio as the kernel describes it: its bands and channels, and what it can do. All that the kernel says is in it; what takes
 * decoding is decoded when looked at. JSON has all of it.
 */
export class Wiphy {
  /** All attributes, as the kernel sent them, the parts of its dump merged. */
  readonly attributes: GetWiphyReply;
  readonly index: number;
  /** "phy0". */
  readonly name: string;
  readonly bands: readonly Band[];

  constructor(from: GetWiphyReply) {
    this.attributes = from;
    this.index = from.wiphy!;
    this.name = from.wiphyName ?? `phy${from.wiphy}`;
    this.bands = Object.entries(from.wiphyBands ?? {}).map(([number, band]) => new Band(Number(number), band));
  }

  /** What an interface of it can be: "station", "ap", "monitor" ... */
  get interfaceTypes(): readonly string[] {
    return wordsOf(Iftype, this.attributes.supportedIftypes);
  }

  /** What it can be in software alone, beside anything else. */
  get softwareInterfaceTypes(): readonly string[] {
    return wordsOf(Iftype, this.attributes.softwareIftypes);
  }

  /** Which interfaces can exist together; of a wiphy with several radios, on the first of them. */
  get combinations(): readonly Combination[] {
    return (this.attributes.interfaceCombinations ?? []).map(toCombination);
  }

  /** Which can exist together on all radios, where there are several. */
  get globalCombinations(): readonly Combination[] {
    return (this.attributes.wiphyInterfaceCombinations ?? []).map(toCombination);
  }

  /** The radios of a wiphy that has several; empty for one. */
  get radios(): readonly Radio[] {
    return (this.attributes.wiphyRadios ?? []).map(toRadio);
  }

  get ciphers(): readonly string[] {
    return (this.attributes.cipherSuites ?? []).map(cipherName);
  }

  /** AKMs, for all types of interfaces that `akmsByType` does not name. Few drivers tell. */
  get akms(): readonly string[] {
    return (this.attributes.akmSuites ?? []).map(akmName);
  }

  get akmsByType(): readonly { readonly types: readonly string[]; readonly akms: readonly string[] }[] {
    return (this.attributes.iftypeAkmSuites ?? []).map(({ iftypes, suites = [] }) => ({
      types: wordsOf(Iftype, iftypes),
      akms: suites.map(akmName),
    }));
  }

  /** Commands that its driver takes: "new-interface", "connect" ... */
  get commands(): readonly string[] {
    return wordsOf(Nl80211Command, this.attributes.supportedCommands);
  }

  /** NL80211_FEATURE_*. */
  get features(): readonly string[] {
    return wordsOf(FeatureFlag, this.attributes.featureFlags);
  }

  /** NL80211_EXT_FEATURE_*. */
  get extendedFeatures(): readonly string[] {
    return wordsOf(ExtFeature, this.attributes.extFeatures);
  }

  /** What it supports that is told by an attribute of its own: "roaming", "mlo", "offchannel-tx" ... */
  get abilities(): readonly Ability[] {
    return toAbilities(this.attributes);
  }

  get scan(): ScanLimits {
    return toScanLimits(this.attributes);
  }

  /** Retries of frames up to the RTS threshold. */
  get retryShort(): number | undefined {
    return this.attributes.wiphyRetryShort;
  }

  /** Retries of longer frames. */
  get retryLong(): number | undefined {
    return this.attributes.wiphyRetryLong;
  }

  /** In octets; undefined for off. */
  get fragmentationThreshold(): number | undefined {
    return threshold("octets", this.attributes.wiphyFragThreshold).octets;
  }

  /** In octets; undefined for off. */
  get rtsThreshold(): number | undefined {
    return threshold("octets", this.attributes.wiphyRtsThreshold).octets;
  }

  /** 3 µs of air propagation each, 450 m. */
  get coverageClass(): number | undefined {
    return this.attributes.wiphyCoverageClass;
  }

  get antennas(): Antennas {
    return toAntennas(this.attributes);
  }

  /** Its permanent address. */
  get address(): Mac | undefined {
    return this.attributes.mac;
  }

  /** Addresses of its interfaces differ from `address` in these bits at most. */
  get addressMask(): Mac | undefined {
    return this.attributes.macMask;
  }

  /** The addresses that its interfaces can have, where the driver lists them. */
  get addresses(): readonly Mac[] {
    return this.attributes.macAddrs ?? [];
  }

  /** Frame control fields (type and subtype) that can be sent, by interface type. */
  get txFrameTypes(): Readonly<Record<string, readonly number[]>> {
    return framesByType(this.attributes.txFrameTypes);
  }

  /** Frame control fields that can be registered for, by interface type. */
  get rxFrameTypes(): Readonly<Record<string, readonly number[]>> {
    return framesByType(this.attributes.rxFrameTypes);
  }

  get limits(): WiphyLimits {
    return toWiphyLimits(this.attributes);
  }

  /** The device runs the SME of access points, with these features; undefined where the user does. */
  get apSme(): readonly string[] | undefined {
    const { deviceApSme } = this.attributes;
    return deviceApSme === undefined ? undefined : wordsOf(ApSmeFeature, deviceApSme);
  }

  /** Protocols whose probe requests the device answers itself; undefined where it leaves them to the user. */
  get probeResponseOffload(): readonly string[] | undefined {
    const { probeRespOffload } = this.attributes;
    return probeRespOffload === undefined ? undefined : wordsOf(ProbeRespOffload, probeRespOffload);
  }

  /** How the driver can choose a BSS by itself: "rssi", "band-pref", "rssi-adjust". */
  get bssSelection(): readonly string[] {
    return wordsOf(BssSelectKind, this.attributes.bssSelect);
  }

  /** Parameters of SET_BSS that the driver takes: "apIsolate" ... */
  get bssParameters(): readonly string[] {
    const { unknown, ...parameters } = this.attributes.bssParam ?? {};
    return Object.keys(parameters);
  }

  /** What can wake the system; undefined where nothing can. */
  get wowlan(): WowlanTriggersSupported | undefined {
    return this.attributes.wowlanTriggersSupported;
  }

  /** Limits of packet coalescing; undefined where there is none. */
  get coalesce(): CoalesceRuleSupport | undefined {
    return this.attributes.coalesceRule;
  }

  get sar(): SarSupport | undefined {
    const { sarSpec } = this.attributes;
    return sarSpec === undefined ? undefined : toSarSupport(sarSpec);
  }

  get peerMeasurement(): PeerMeasurementSupport | undefined {
    const { peerMeasurements } = this.attributes;
    return peerMeasurements === undefined ? undefined : toPeerMeasurementSupport(peerMeasurements);
  }

  /** Of a device that can do NAN: the bands that it can use there. */
  get nanBands(): readonly string[] {
    return (this.attributes.bands ?? []).map(bandName);
  }

  get nan(): NanSupport | undefined {
    const { nanCapabilities } = this.attributes;
    return nanCapabilities === undefined ? undefined : toNanSupport(nanCapabilities);
  }

  get tidSettings(): TidSettings | undefined {
    const { tidConfig } = this.attributes;
    return tidConfig === undefined ? undefined : toTidSettings(tidConfig);
  }

  /** Several BSSIDs on one access point (MBSSID), and their spreading over beacons (EMA). */
  get mbssid(): Pick<MbssidConfig, "maxInterfaces" | "maxEmaProfilePeriodicity"> | undefined {
    return this.attributes.mbssidConfig;
  }

  get extendedCapabilities(): ExtendedCapabilities | undefined {
    const { extCapa } = this.attributes;
    return extCapa === undefined ? undefined : decodeExtendedCapabilities(extCapa);
  }

  /** The bits of the extended capabilities that the driver decides. */
  get extendedCapabilitiesMask(): Uint8Array | undefined {
    return this.attributes.extCapaMask;
  }

  /** Extended capabilities, and those of multi-link devices, where they differ by type. */
  get typeCapabilities(): readonly TypeCapabilities[] {
    return (this.attributes.iftypeExtCapa ?? []).map(toTypeCapabilities);
  }

  /** The HT capabilities that a connection can change: what is set here. */
  get htOverrides(): HtCapabilities | undefined {
    const { htCapabilityMask } = this.attributes;
    return htCapabilityMask === undefined ? undefined : decodeHtCapabilities(htCapabilityMask);
  }

  /** The VHT capabilities that a connection can change: what is set here. */
  get vhtOverrides(): VhtCapabilities | undefined {
    const { vhtCapabilityMask } = this.attributes;
    return vhtCapabilityMask === undefined ? undefined : decodeVhtCapabilities(vhtCapabilityMask);
  }

  get vendorCommands(): readonly VendorCommand[] {
    return (this.attributes.vendorData ?? []).map(toVendorCommand);
  }

  get vendorEvents(): readonly VendorCommand[] {
    return (this.attributes.vendorEvents ?? []).map(toVendorCommand);
  }

  /** Limits and counters of the transmit queues, where the wiphy has them (TXQS). */
  get queues(): TransmitQueues {
    return toTransmitQueues(this.attributes);
  }

  /** Everything, decoded; of the attributes those alone whose meaning is not known. */
  [INSPECT](depth: number, options: InspectOptions, inspect: InspectFunction): string {
    return inspected("Wiphy", this.toJSON(), depth, options, inspect);
  }

  toJSON(): object {
    const { index, name, bands } = this;
    const json: Record<string, unknown> = { index, name, bands };
    for (const [key, { get }] of GETTERS) json[key] = get!.call(this);
    if (this.attributes.unknown !== undefined) json["unknown"] = this.attributes.unknown;
    return json;
  }
}

const GETTERS = Object.entries(Object.getOwnPropertyDescriptors(Wiphy.prototype)).filter(([, { get }]) => get);

/** A wiphy of its merged attributes. */
export function toWiphy(from: GetWiphyReply): Wiphy {
  return new Wiphy(from);
}

function framesByType(from: Readonly<Record<number, FrameTypes>> = {}): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(from).map(([type, frames]) => [wordOf(Iftype, Number(type)), frames.frameType ?? []]),
  );
}
