import type { Frequency } from "./frequency.ts";
import type { RegulatoryDomain, RegulatoryRule } from "./regulatory.ts";

/** Why a channel is disabled, as far as the kernel's own data tell. */
export interface DisabledReason {
  /** "regulation": no rule of the domain covers the channel. "other": a rule does, so the driver, its firmware or the kernel bars it. */
  readonly by: "regulation" | "other";
  /** The domain that was looked at. */
  readonly alpha2: string;
  /** The rule that covers the channel, where one does. */
  readonly rule?: RegulatoryRule;
  /** "no rule of DE covers 5895 to 5915 MHz". */
  readonly text: string;
}

/** The domain whose rules a wiphy goes by: its own, where the kernel tells one, else the global. */
export function domainOf(wiphy: number, domains: readonly RegulatoryDomain[]): RegulatoryDomain | undefined {
  return domains.find((domain) => domain.wiphy === wiphy) ?? domains.find((domain) => domain.wiphy === undefined);
}

/**
 * Why a channel is disabled, from the rules that the kernel applies to its wiphy; undefined where it is not. A rule covers a
 * channel where the channel lies in it whole (20 MHz of it, 1 MHz of S1G), or in it and the next (handle_channel of
 * net/wireless/reg.c). The kernel does not tell what else bars a channel: 6.12 disables channels of S1G that a rule covers.
 */
export function disabledReason(
  { disabled, frequencyMhz, band }: Frequency,
  { alpha2, rules }: RegulatoryDomain,
): DisabledReason | undefined {
  if (!disabled) return undefined;
  const half = band === "S1G" ? 0.5 : 10;
  const [from, to] = [frequencyMhz - half, frequencyMhz + half];
  const lower = rules.filter(({ startMhz, endMhz }) => startMhz <= from && from < endMhz);
  const rule =
    lower.find(({ endMhz }) => to <= endMhz) ??
    lower.find((one) => rules.some(({ startMhz, endMhz }) => startMhz === one.endMhz && to <= endMhz));
  if (rule === undefined) {
    return { by: "regulation", alpha2, text: `no rule of ${alpha2} covers ${from} to ${to} MHz` };
  }
  const text = `the rule of ${alpha2} for ${rule.startMhz} to ${rule.endMhz} MHz allows it: the driver, its firmware or the kernel bars it`;
  return { by: "other", alpha2, rule, text };
}
