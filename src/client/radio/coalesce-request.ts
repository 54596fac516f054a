import { Nl80211Error } from "../../errors.ts";
import type { CoalesceRule, CoalesceRuleSupport } from "../../nl80211/generated/wowlan.ts";
import { CoalesceCondition } from "../../nl80211/generated/wowlan-enums.ts";
import { memberNamed, whole } from "../argument.ts";
import { checkPatterns, type PatternInput, toPattern } from "./packet-pattern.ts";

/** A rule by which received packets are held back, so that the host wakes less often. */
export interface CoalesceInput {
  /** Longest time that a packet is held back. Default: 0. */
  readonly delayMs?: number;
  /** Which packets are held back: those that "match" one of the patterns (the default), or those that do not ("no-match"). */
  readonly condition?: string;
  /** At least one: "18+43:34:--:12". */
  readonly patterns: readonly PatternInput[];
}

/** The attributes of rules. Throws INVALID_ARGUMENT for what no device could do. */
export function toCoalesceRules(rules: readonly CoalesceInput[]): CoalesceRule[] {
  if (rules.length === 0)
    throw new Nl80211Error("INVALID_ARGUMENT", 'no rule is given: expected at least one, or "off"');
  return rules.map(({ delayMs = 0, condition = "match", patterns }, place) => {
    if (patterns.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", `rule ${place + 1} has no pattern`);
    return {
      delayMs: whole("delay in ms", delayMs, 0, 0xffffffff),
      condition: memberNamed<CoalesceCondition>(CoalesceCondition, "condition", condition),
      pktPattern: patterns.map(toPattern),
    };
  });
}

/** Throws INVALID_ARGUMENT for rules that the device does not take, with its limits. */
export function checkRules(rules: readonly CoalesceRule[], support: CoalesceRuleSupport): void {
  whole("coalesce rules:", rules.length, 1, support.maxRules);
  for (const { delayMs, pktPattern } of rules) {
    whole("delay in ms:", delayMs!, 0, support.maxDelayMs);
    checkPatterns(pktPattern!, support);
  }
}
