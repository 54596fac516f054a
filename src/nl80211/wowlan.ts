import type { CoalesceRule as CoalesceAttributes, PacketPattern } from "./generated/wowlan.ts";
import { CoalesceCondition } from "./generated/wowlan-enums.ts";
import { wordOf } from "./words.ts";

/** A rule by which received packets are held back, so that the host wakes less often. */
export interface CoalesceRule {
  readonly delayMs?: number;
  /** "match" or "no-match": which packets are held back. */
  readonly condition?: string;
  readonly patterns: readonly PacketPattern[];
}

export function toCoalesceRule(from: CoalesceAttributes): CoalesceRule {
  return {
    ...(from.delayMs !== undefined && { delayMs: from.delayMs }),
    ...(from.condition !== undefined && { condition: wordOf(CoalesceCondition, from.condition) }),
    patterns: from.pktPattern ?? [],
  };
}
