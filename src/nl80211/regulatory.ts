import type { GetRegDumpReply } from "./generated/regulatory.ts";
import { DfsRegion, RegRuleFlag } from "./generated/regulatory-enums.ts";
import { wordOf, wordsOf } from "./words.ts";

/** The rules for transmitting in a place, as the kernel applies them. */
export interface RegulatoryDomain {
  /** The wiphy that they are for; absent for the global domain. */
  readonly wiphy?: number;
  /** ISO 3166 code; "00" is the world domain, "98" an intersection, "99" built by the driver. */
  readonly alpha2: string;
  /** Whose radar rules: "fcc", "etsi", "jp", "unset". */
  readonly dfsRegion: string;
  /** The driver keeps these rules itself, and ignores the global domain. */
  readonly selfManaged: boolean;
  readonly rules: readonly RegulatoryRule[];
}

/** A rule for a range of frequencies. */
export interface RegulatoryRule {
  readonly startMhz: number;
  readonly endMhz: number;
  readonly maxWidthMhz: number;
  readonly maxAntennaGainDbi?: number;
  readonly maxEirpDbm?: number;
  /** Power spectral density, dBm in a MHz. */
  readonly psdDbmPerMhz?: number;
  /** How long to listen for radar before using a channel; 0 means the default. */
  readonly dfsCacMs?: number;
  /** "no-ir", "dfs", "no-outdoor", "auto-bw" ... (NL80211_RRF_*). */
  readonly flags: readonly string[];
}

/** A regulatory domain of what GET_REG replied. */
export function toRegulatoryDomain(from: GetRegDumpReply): RegulatoryDomain {
  return {
    ...(from.wiphy !== undefined && { wiphy: from.wiphy }),
    alpha2: from.regAlpha2!,
    dfsRegion: wordOf(DfsRegion, from.dfsRegion ?? DfsRegion.Unset),
    selfManaged: from.wiphySelfManagedReg === true,
    rules: (from.regRules ?? []).map((rule) => ({
      startMhz: rule.freqRangeStartKhz! / 1000,
      endMhz: rule.freqRangeEndKhz! / 1000,
      maxWidthMhz: rule.freqRangeMaxBwKhz! / 1000,
      ...(rule.powerRuleMaxAntGainMbi !== undefined && { maxAntennaGainDbi: rule.powerRuleMaxAntGainMbi / 100 }),
      ...(rule.powerRuleMaxEirpMbm !== undefined && { maxEirpDbm: rule.powerRuleMaxEirpMbm / 100 }),
      ...(rule.powerRulePsdDbm !== undefined && { psdDbmPerMhz: rule.powerRulePsdDbm }),
      ...(rule.dfsCacTimeMs !== undefined && { dfsCacMs: rule.dfsCacTimeMs }),
      flags: wordsOf(RegRuleFlag, rule.flags),
    })),
  };
}
