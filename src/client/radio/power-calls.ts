import { Nl80211Error } from "../../errors.ts";
import type { Sar } from "../../nl80211/generated/sar.ts";
import { SarType } from "../../nl80211/generated/sar-enums.ts";
import type { Wiphy } from "../../nl80211/wiphy.ts";
import { radio } from "../addressee.ts";
import { whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Devices } from "../devices.ts";
import type { Target } from "../target.ts";
import { type CoalesceInput, checkRules, toCoalesceRules } from "./coalesce-request.ts";
import { RadioCalls } from "./radio-calls.ts";
import { checkTriggers, toWowlanTriggers, type WowlanInput } from "./wowlan-request.ts";

/** Most power on a range of frequencies. */
export interface SarLimit {
  /** The range, by its `index` among `wiphy.sar.ranges`. */
  readonly range: number;
  /** In steps of 0.25 dBm; 0 is no limit. */
  readonly powerDbm: number;
}

/**
 * What a radio does while its host sleeps, and with how much power near people. All of it needs CAP_NET_ADMIN (NOT_PERMITTED). A device that cannot
 * do it at all is NOT_SUPPORTED, by the kernel; what one that can lacks in particular is INVALID_ARGUMENT before anything is sent.
 */
export class PowerCalls extends RadioCalls {
  readonly #core: Core;

  constructor(core: Core) {
    super(core);
    this.#core = core;
  }

  /** Says what wakes the system by this radio, instead of what did; "off" for nothing. Takes effect when the system sleeps. */
  async setWowlan(target: Target, triggers: WowlanInput | "off", options: CallOptions = {}): Promise<void> {
    const wowlanTriggers = triggers === "off" ? undefined : toWowlanTriggers(triggers);
    const [selector, call] = await radio(this.#core, target, options);
    if (wowlanTriggers !== undefined) {
      const { wowlan, name } = await this.#wiphy(target, options);
      if (wowlan !== undefined) checkTriggers(wowlanTriggers, wowlan, name);
    }
    await this.#core.request("SetWowlan", { ...selector, ...(wowlanTriggers && { wowlanTriggers }) }, call);
  }

  /** Sets the rules by which received packets are held back, instead of those that were; "off" for none. */
  async setCoalesce(target: Target, rules: readonly CoalesceInput[] | "off", options: CallOptions = {}): Promise<void> {
    const coalesceRule = rules === "off" ? undefined : toCoalesceRules(rules);
    const [selector, call] = await radio(this.#core, target, options);
    if (coalesceRule !== undefined) {
      const { coalesce } = await this.#wiphy(target, options);
      if (coalesce !== undefined) checkRules(coalesceRule, coalesce);
    }
    await this.#core.request("SetCoalesce", { ...selector, ...(coalesceRule && { coalesceRule }) }, call);
  }

  /** Limits the power on ranges of frequencies (SAR), instead of the limits that were; what is not named has none. */
  async setSar(target: Target, limits: readonly SarLimit[], options: CallOptions = {}): Promise<void> {
    const sarSpec = toSar(limits);
    const [selector, call] = await radio(this.#core, target, options);
    const { sar, name } = await this.#wiphy(target, options);
    if (sar !== undefined) checkSar(limits, sar, name);
    await this.#core.request("SetSarSpecs", { ...selector, sarSpec }, call);
  }

  #wiphy(target: Target, options: CallOptions): Promise<Wiphy> {
    return new Devices(this.#core).wiphy(target, options);
  }
}

function toSar(limits: readonly SarLimit[]): Sar {
  if (limits.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "no SAR limit is given");
  const specs = limits.map(({ range, powerDbm }) => {
    const rangeIndex = whole("range", range, 0, 0xffffffff);
    const powerInQuarterDbm = Math.round(powerDbm * 4);
    if (Math.abs(powerInQuarterDbm - powerDbm * 4) < 1e-6 && Math.abs(powerInQuarterDbm) <= 0x7fffffff) {
      return { rangeIndex, powerInQuarterDbm };
    }
    throw new Nl80211Error("INVALID_ARGUMENT", `power ${powerDbm} dBm: expected a multiple of 0.25`);
  });
  return { type: SarType.Power, specs };
}

function checkSar(limits: readonly SarLimit[], sar: NonNullable<Wiphy["sar"]>, name: string): void {
  const known = sar.ranges.map(({ index, startMhz, endMhz }) => `${index} (${startMhz} to ${endMhz} MHz)`).join(", ");
  if (limits.length > sar.ranges.length) {
    throw new Nl80211Error("INVALID_ARGUMENT", `${limits.length} SAR limits: ${name} has the ranges ${known}`);
  }
  for (const { range } of limits) {
    if (sar.ranges.some(({ index }) => index === range)) continue;
    throw new Nl80211Error("INVALID_ARGUMENT", `${name} has no SAR range ${range}: expected one of ${known}`);
  }
}
