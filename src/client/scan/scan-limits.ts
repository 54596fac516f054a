import { Nl80211Error } from "../../errors.ts";
import type { StartSchedScanRequest, TriggerScanFields } from "../../nl80211/generated/scan.ts";
import { ScanFlag } from "../../nl80211/generated/scan-enums.ts";
import { ExtFeature, FeatureFlag } from "../../nl80211/generated/wiphy-enums.ts";
import { toWiphy, type Wiphy } from "../../nl80211/wiphy.ts";
import { mergeWiphyParts } from "../../nl80211/wiphy-parts.ts";
import { wordOf } from "../../nl80211/words.ts";
import type { CallOptions, Core } from "../core.ts";

/** Who is asked to scan. */
interface Scanner {
  readonly name: string;
  readonly wiphy: number;
}

/**
 * Holds a scan beside what the radio says that it can, as cfg80211 does (nl80211_trigger_scan), and names what is too much: the kernel
 * says EINVAL or EOPNOTSUPP for all of it. A plain scan asks for nothing that a radio could lack, and costs no request here.
 *
 * Rejects with INVALID_ARGUMENT for what is too many or too long, NOT_SUPPORTED for what takes a feature that the radio has not.
 */
export async function checkScan(
  core: Core,
  scanner: Scanner,
  request: TriggerScanFields,
  options: CallOptions,
): Promise<void> {
  if (!asksForMore(request)) return;
  const wiphy = await readWiphy(core, scanner.wiphy, options);
  if (wiphy === undefined) return;
  const { maxSsids, maxElementsLength } = wiphy.scan;
  checkCounts(scanner, wiphy, request, maxSsids, maxElementsLength);
  checkFrequencies(scanner, wiphy, request);
  checkFlags(scanner, wiphy, request.scanFlags, FeatureFlag.ScanRandomMacAddr);
  needs(scanner, wiphy, request.measurementDurationTu !== undefined, ExtFeature.SetScanDwell, "a dwell time");
}

/** The same of a scheduled scan (nl80211_parse_sched_scan), with its matches and plans. */
export async function checkScheduledScan(
  core: Core,
  scanner: Scanner,
  request: StartSchedScanRequest,
  options: CallOptions,
): Promise<void> {
  const wiphy = await readWiphy(core, scanner.wiphy, options);
  if (wiphy === undefined) return;
  const { maxScheduledSsids, maxScheduledElementsLength, maxMatchSets, maxPlans } = wiphy.scan;
  // Without the command the kernel says so itself, whatever is asked.
  if (!wiphy.commands.includes("start-sched-scan")) return;
  checkCounts(scanner, wiphy, request, maxScheduledSsids, maxScheduledElementsLength);
  checkFrequencies(scanner, wiphy, request);
  checkFlags(scanner, wiphy, request.scanFlags, FeatureFlag.SchedScanRandomMacAddr);
  atMost(scanner, wiphy, "matches", request.schedScanMatch?.length, maxMatchSets);
  // Each driver takes one plan, also one that tells of none.
  atMost(scanner, wiphy, "plans", request.schedScanPlans?.length, Math.max(1, maxPlans));
}

function asksForMore({ scanSsids = [], scanFlags = [], ...rest }: TriggerScanFields): boolean {
  const { scanFrequenciesMhz, scanFreqKhz, ie, measurementDurationTu } = rest;
  const flagged = scanFlags.some((flag) => NEEDS[flag] !== undefined || OF_THE_OLD_SET.has(flag));
  const more = [scanFrequenciesMhz, scanFreqKhz, ie, measurementDurationTu].some((asked) => asked !== undefined);
  return scanSsids.length > 1 || flagged || more;
}

const OF_THE_OLD_SET: ReadonlySet<number> = new Set([ScanFlag.LowPriority, ScanFlag.RandomAddr]);

type Counted = Pick<TriggerScanFields, "scanSsids" | "ie">;

function checkCounts(scanner: Scanner, wiphy: Wiphy, { scanSsids, ie }: Counted, ssids: number, octets: number): void {
  atMost(scanner, wiphy, "SSIDs", scanSsids?.length, ssids);
  atMost(scanner, wiphy, "octets of elements", ie?.length, octets);
}

function atMost({ name }: Scanner, wiphy: Wiphy, what: string, count: number | undefined, most: number): void {
  if (count === undefined || count <= most) return;
  throw new Nl80211Error(
    "INVALID_ARGUMENT",
    `scan of ${name}: ${count} ${what}, ${most} are the most for ${wiphy.name}`,
    {
      target: name,
    },
  );
}

type Tuned = Pick<TriggerScanFields, "scanFrequenciesMhz" | "scanFreqKhz">;

/** A frequency that is no channel is refused by the kernel; one that is disabled it leaves out. */
function checkFrequencies(
  scanner: Scanner,
  wiphy: Wiphy,
  { scanFrequenciesMhz, scanFreqKhz }: Tuned & { readonly scanFreqKhz?: readonly number[] | undefined },
): void {
  const asked = scanFreqKhz?.map((khz) => khz / 1000) ?? scanFrequenciesMhz;
  if (asked === undefined) return;
  needs(scanner, wiphy, scanFreqKhz !== undefined, ExtFeature.ScanFreqKhz, "a frequency in kHz");
  const known = new Set(wiphy.bands.flatMap(({ frequencies }) => frequencies.map(({ frequencyMhz }) => frequencyMhz)));
  const unknown = asked.find((mhz) => !known.has(mhz));
  if (known.size === 0 || unknown === undefined) return;
  const bands = wiphy.bands.map(({ name, frequencies }) => {
    return `${name} (${frequencies[0]?.frequencyMhz} to ${frequencies.at(-1)?.frequencyMhz} MHz)`;
  });
  const text = `scan of ${scanner.name}: ${wiphy.name} has no channel at ${unknown} MHz; it has ${bands.join(", ")}`;
  throw new Nl80211Error("INVALID_ARGUMENT", text, { target: scanner.name });
}

function checkFlags(
  scanner: Scanner,
  wiphy: Wiphy,
  flags: readonly number[] | undefined,
  randomness: FeatureFlag,
): void {
  for (const flag of flags ?? []) {
    const feature = NEEDS[flag];
    const word = `the flag ${wordOf(ScanFlag, flag)}`;
    if (feature !== undefined) needs(scanner, wiphy, true, feature, word);
    const { featureFlags = [] } = wiphy.attributes;
    if (flag === ScanFlag.LowPriority && !featureFlags.includes(FeatureFlag.LowPriorityScan)) {
      throw unsupported(scanner, wiphy, word, "low-priority-scan");
    }
    if (flag === ScanFlag.RandomAddr && !featureFlags.includes(randomness)) {
      throw unsupported(scanner, wiphy, "random addresses", wordOf(FeatureFlag, randomness));
    }
  }
}

/** Flags and the features that they take (nl80211_check_scan_flags); low priority and random addresses have theirs in another set. */
const NEEDS: Readonly<Record<number, ExtFeature | undefined>> = {
  [ScanFlag.FilsMaxChannelTime]: ExtFeature.FilsMaxChannelTime,
  [ScanFlag.AcceptBcastProbeResp]: ExtFeature.AcceptBcastProbeResp,
  [ScanFlag.OceProbeReqHighTxRate]: ExtFeature.OceProbeReqHighTxRate,
  [ScanFlag.OceProbeReqDeferralSuppression]: ExtFeature.OceProbeReqDeferralSuppression,
  [ScanFlag.LowSpan]: ExtFeature.LowSpanScan,
  [ScanFlag.LowPower]: ExtFeature.LowPowerScan,
  [ScanFlag.HighAccuracy]: ExtFeature.HighAccuracyScan,
  [ScanFlag.RandomSn]: ExtFeature.ScanRandomSn,
  [ScanFlag.MinPreqContent]: ExtFeature.ScanMinPreqContent,
};

function needs(scanner: Scanner, wiphy: Wiphy, asked: boolean, feature: ExtFeature, what: string): void {
  if (!asked || wiphy.attributes.extFeatures?.includes(feature)) return;
  throw unsupported(scanner, wiphy, what, wordOf(ExtFeature, feature));
}

function unsupported({ name }: Scanner, wiphy: Wiphy, what: string, feature: string): Nl80211Error {
  const text = `scan of ${name}: ${wiphy.name} cannot do ${what} (it lacks ${feature})`;
  return new Nl80211Error("NOT_SUPPORTED", text, { target: name });
}

/** Undefined where it cannot be read: then the kernel judges. */
async function readWiphy(core: Core, index: number, options: CallOptions): Promise<Wiphy | undefined> {
  try {
    const dump = await core.dump("GetWiphy", { wiphy: index, splitWiphyDump: true }, options);
    return mergeWiphyParts(await dump.toArray())
      .map(toWiphy)
      .find((wiphy) => wiphy.index === index);
  } catch {
    return undefined;
  }
}
