import { type Channel, frequencyKhzToChannel } from "../ieee80211/channel.ts";
import type { WmmRule } from "./generated/regulatory.ts";
import type { Frequency as FrequencyAttributes } from "./generated/wiphy.ts";
import { DfsState } from "./generated/wiphy-enums.ts";
import { wordOf } from "./words.ts";

/** A 20 MHz channel of a band (1 MHz of S1G), and what may be done on it. */
export interface Frequency {
  readonly frequencyMhz: number;
  readonly channel?: number;
  readonly band?: Channel["band"];
  readonly disabled: boolean;
  /** Nothing may be sent there first: no probe requests, no beacons. */
  readonly noIr: boolean;
  /** Radar must be listened for. */
  readonly radar: boolean;
  readonly indoorOnly: boolean;
  /** Every flag of the kernel, in its words without NL80211_FREQUENCY_ATTR_: "no-ir", "no-80mhz", "no-ht40-minus". */
  readonly flags: readonly FrequencyFlag[];
  readonly maxTxPowerDbm?: number;
  /** Power spectral density that is allowed, in dBm per MHz. */
  readonly psdDbmPerMhz?: number;
  /** "usable", "unavailable" (radar was heard), "available" (checked); where radar must be listened for. */
  readonly dfsState?: string;
  /** How long it has been in that state. */
  readonly dfsTimeMs?: number;
  /** How long to listen for radar before it may be used. */
  readonly dfsCacMs?: number;
  /** When the check that runs now began: ns of CLOCK_BOOTTIME. */
  readonly cacStartedBoottimeNs?: bigint;
  /** Limits of regulation by access category: 0 voice, 1 video, 2 best effort, 3 background. */
  readonly wmm?: Readonly<Record<number, WmmRule>>;
  readonly attributes: FrequencyAttributes;
}

/** Flags of a channel by the attribute that carries them. */
const FLAGS = {
  disabled: "disabled",
  noIr: "no-ir",
  radar: "radar",
  noHt40Minus: "no-ht40-minus",
  noHt40Plus: "no-ht40-plus",
  no80Mhz: "no-80mhz",
  no160Mhz: "no-160mhz",
  indoorOnly: "indoor-only",
  irConcurrent: "ir-concurrent",
  no20Mhz: "no-20mhz",
  no10Mhz: "no-10mhz",
  noHe: "no-he",
  allow1Mhz: "1mhz",
  allow2Mhz: "2mhz",
  allow4Mhz: "4mhz",
  allow8Mhz: "8mhz",
  allow16Mhz: "16mhz",
  no320Mhz: "no-320mhz",
  noEht: "no-eht",
  dfsConcurrent: "dfs-concurrent",
  no6ghzVlpClient: "no-6ghz-vlp-client",
  no6ghzAfcClient: "no-6ghz-afc-client",
  canMonitor: "can-monitor",
  allow6ghzVlpAp: "allow-6ghz-vlp-ap",
  allow20MhzActivity: "allow-20mhz-activity",
  no4Mhz: "no-4mhz",
  no8Mhz: "no-8mhz",
  no16Mhz: "no-16mhz",
  s1gNoPrimary: "s1g-no-primary",
  noUhr: "no-uhr",
} as const satisfies Partial<Record<keyof FrequencyAttributes, string>>;

export type FrequencyFlag = (typeof FLAGS)[keyof typeof FLAGS];

const FLAG_ENTRIES = Object.entries(FLAGS) as [keyof typeof FLAGS, FrequencyFlag][];

export function toFrequency(from: FrequencyAttributes): Frequency {
  const khz = from.frequencyMhz! * 1000 + (from.offsetKhz ?? 0);
  return {
    frequencyMhz: khz / 1000,
    ...frequencyKhzToChannel(khz),
    disabled: from.disabled === true,
    noIr: from.noIr === true,
    radar: from.radar === true,
    indoorOnly: from.indoorOnly === true,
    flags: flagsOf(from),
    ...(from.maxTxPowerMbm !== undefined && { maxTxPowerDbm: from.maxTxPowerMbm / 100 }),
    ...(from.psdDbm !== undefined && { psdDbmPerMhz: from.psdDbm }),
    ...(from.dfsState !== undefined && { dfsState: wordOf(DfsState, from.dfsState) }),
    ...(from.dfsTimeMs !== undefined && { dfsTimeMs: from.dfsTimeMs }),
    ...(from.dfsCacTimeMs !== undefined && { dfsCacMs: from.dfsCacTimeMs }),
    ...(from.cacStartTimeNs !== undefined && { cacStartedBoottimeNs: from.cacStartTimeNs }),
    ...(from.wmm !== undefined && { wmm: from.wmm }),
    attributes: from,
  };
}

function flagsOf(from: FrequencyAttributes): FrequencyFlag[] {
  const flags: FrequencyFlag[] = [];
  for (const [key, flag] of FLAG_ENTRIES) if (from[key]) flags.push(flag);
  return flags;
}
