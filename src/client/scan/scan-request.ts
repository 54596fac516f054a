import { parseMac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { Ssid } from "../../ieee80211/ssid.ts";
import type { TriggerScanFields, TriggerScanRequest } from "../../nl80211/generated/scan.ts";
import { ScanFlag } from "../../nl80211/generated/scan-enums.ts";
import { allWords, memberOf } from "../../nl80211/words.ts";
import type { CallOptions } from "../core.ts";
import { rateOctets } from "../rate-octets.ts";
import type { Selector } from "../target.ts";

/**
 * What to scan for, and how. What the radio says that it cannot do is refused before it is asked: NOT_SUPPORTED for a feature,
 * INVALID_ARGUMENT for too many SSIDs, too long elements, and channels that it has not.
 */
export interface ScanOptions extends CallOptions {
  /** Names to ask for, so that hidden networks answer; "" asks for any. Default: any. */
  readonly ssids?: readonly (string | Uint8Array | Ssid)[];
  /** Only these channels, by the centre of the primary: 5180, 902.5. Default: all that the radio may use. */
  readonly frequenciesMhz?: readonly number[];
  /** Only this access point. */
  readonly bssid?: string;
  /** Listen only, send no probe requests. */
  readonly passive?: boolean;
  /** Forget what was found before: results of this scan alone. */
  readonly flush?: boolean;
  /** Ask from random addresses: all of them random, or those bits that `mask` leaves. */
  readonly randomAddress?: boolean | { readonly address: string; readonly mask: string };
  /** Time on each channel in TU (1.024 ms), at most; exactly, with `dwellMandatory`. */
  readonly dwellTu?: number;
  readonly dwellMandatory?: boolean;
  /** Elements that probe requests carry beside those that the driver makes. */
  readonly elements?: Uint8Array;
  /** Rates that probe requests say are supported, in Mbit/s, by band. Default: all that the radio has. */
  readonly ratesMbps?: Partial<Readonly<Record<ScanBand, readonly number[]>>>;
  /** Send no probe requests at CCK rates (1, 2, 5.5 and 11 Mbit/s), as P2P wants. */
  readonly withoutCck?: boolean;
  /** Further flags: "low-priority", "ap", "low-span", "low-power", "high-accuracy", "colocated6ghz" ... (NL80211_SCAN_FLAG_*). */
  readonly flags?: readonly string[];
  /** The link of a multi-link device that scans. */
  readonly linkId?: number;
  /** How long the scan may take, waiting for other scans included. Default: 60 s. */
  readonly timeoutMs?: number;
  /** Among scans that wait for the same client's radio, higher goes first. Default: 0. */
  readonly priority?: number;
}

/** Bands whose rates are no MCS, by nl80211's numbers. */
const BAND_NUMBERS = { "2.4 GHz": 0, "5 GHz": 1, "6 GHz": 3 } as const;
/** A band, as its channels name it. */
export type ScanBand = keyof typeof BAND_NUMBERS;

/** The request of a scan. Throws INVALID_ARGUMENT for what no radio could do, naming the value. */
export function toTriggerScan(selector: Selector, options: ScanOptions): TriggerScanRequest {
  if (options.passive && options.ssids !== undefined) {
    throw new Nl80211Error("INVALID_ARGUMENT", "a passive scan asks for no SSIDs: leave out passive or ssids");
  }
  const ssids = options.ssids ?? (options.passive ? undefined : [""]);
  const { random, flags } = addressing(options);
  const fields: TriggerScanFields = {
    ...(ssids !== undefined && { scanSsids: ssids.map(ssidBytes) }),
    ...frequencies(options.frequenciesMhz, flags),
    ...(options.bssid !== undefined && { bssid: checkedMac(options.bssid) }),
    ...random,
    ...(options.dwellTu !== undefined && { measurementDurationTu: options.dwellTu }),
    ...(options.dwellMandatory && { measurementDurationMandatory: true }),
    ...(options.elements !== undefined && { ie: options.elements }),
    ...(options.ratesMbps !== undefined && { scanSuppRates: ratesByBand(options.ratesMbps) }),
    ...(options.withoutCck && { txNoCckRate: true }),
    ...(options.linkId !== undefined && { mloLinkId: options.linkId }),
    ...(flags.length > 0 && { scanFlags: flags }),
  };
  return { ...(selector as { ifindex: number }), ...fields };
}

function ratesByBand(rates: NonNullable<ScanOptions["ratesMbps"]>): Record<number, Uint8Array> {
  const octets: Record<number, Uint8Array> = {};
  for (const [band, mbps] of Object.entries(rates)) {
    const number = BAND_NUMBERS[band as ScanBand];
    if (number === undefined) {
      const known = Object.keys(BAND_NUMBERS).join(", ");
      throw new Nl80211Error("INVALID_ARGUMENT", `ratesMbps of ${band}: expected one of ${known}`);
    }
    // NL80211_MAX_SUPP_RATES
    if (mbps.length === 0 || mbps.length > 32) {
      throw new Nl80211Error("INVALID_ARGUMENT", `ratesMbps of ${band}: ${mbps.length} rates, expected 1 to 32`);
    }
    octets[number] = rateOctets(`rate of ${band}`, mbps);
  }
  return octets;
}

/** An SSID's octets. Throws INVALID_ARGUMENT beyond 32. */
export function ssidBytes(ssid: string | Uint8Array | Ssid): Uint8Array {
  const bytes = typeof ssid === "string" ? Ssid.from(ssid).bytes : ssid instanceof Uint8Array ? ssid : ssid.bytes;
  if (bytes.length <= 32) return bytes;
  throw new Nl80211Error("INVALID_ARGUMENT", `SSID "${new Ssid(bytes).text}": ${bytes.length} octets, 32 are the most`);
}

/** Flags by their words. Throws INVALID_ARGUMENT that lists them. */
export function scanFlags(words: readonly string[] = []): ScanFlag[] {
  return words.map((word) => {
    const flag = memberOf(ScanFlag, word);
    if (flag !== undefined) return flag;
    const known = allWords(ScanFlag).join(", ");
    throw new Nl80211Error("INVALID_ARGUMENT", `no scan flag is called ${word}: there are ${known}`);
  });
}

function addressing({ flags, flush, randomAddress }: ScanOptions) {
  const all = new Set(scanFlags(flags));
  if (flush) all.add(ScanFlag.Flush);
  if (randomAddress) all.add(ScanFlag.RandomAddr);
  const random =
    typeof randomAddress === "object"
      ? { mac: checkedMac(randomAddress.address), macMask: checkedMac(randomAddress.mask) }
      : {};
  return { random, flags: [...all] };
}

/** Whole MHz as such; in kHz, which the kernel tells by a flag, where one has a part of one. */
function frequencies(mhz: readonly number[] | undefined, flags: ScanFlag[]): TriggerScanFields {
  if (mhz === undefined) return {};
  const bad = mhz.find((frequency) => !(frequency > 0 && frequency < 100_000));
  if (bad !== undefined) throw new Nl80211Error("INVALID_ARGUMENT", `frequency ${bad} MHz: expected MHz, such as 5180`);
  if (mhz.every(Number.isInteger)) return { scanFrequenciesMhz: mhz };
  flags.push(ScanFlag.FreqKhz);
  return { scanFreqKhz: mhz.map((frequency) => Math.round(frequency * 1000)) };
}

function checkedMac(text: string): string {
  parseMac(text);
  return text;
}
