import { Nl80211Error } from "../../errors.ts";
import type { TidConfig as TidConfigFields } from "../../nl80211/generated/tid.ts";
import { TidConfigState, TxRateSetting } from "../../nl80211/generated/tid-enums.ts";
import { whole } from "../argument.ts";
import { type Bitrates, txRates } from "./bitrates.ts";

/** How frames of some traffic ids are sent. What is not given stays. */
export interface TidConfig {
  /** Traffic ids, 0 to 7. */
  readonly tids: readonly number[];
  /** Forgets what was set for these before, also for single stations. */
  readonly override?: boolean;
  /** Frames need no acknowledgement. */
  readonly noAck?: boolean;
  readonly retryShort?: number;
  readonly retryLong?: number;
  /** Aggregation of MPDUs, and of MSDUs. */
  readonly ampdu?: boolean;
  readonly amsdu?: boolean;
  readonly rtsCts?: boolean;
  /**
   * Rates: the driver's choice, no more than these, or exactly these. Kernels up to 7.3 take rates of the 5 GHz band alone, and
   * few of them (32 octets of attributes: VHT and a guard interval, or HE); their policy mistakes the others (KERNEL with EINVAL).
   */
  readonly rates?: "auto" | { readonly limit: Bitrates } | { readonly fixed: Bitrates };
}

/** A configuration as SET_TID_CONFIG carries it. Throws INVALID_ARGUMENT. */
export function tidConfigFields(config: TidConfig): TidConfigFields {
  const { tids, override, noAck, retryShort, retryLong, ampdu, amsdu, rtsCts, rates } = config;
  if (tids.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "no traffic id is given: expected some of 0 to 7");
  return {
    tids: tids.reduce((mask, tid) => mask | (1 << whole("traffic id", tid, 0, 7)), 0),
    ...(override === true && { override }),
    ...(noAck !== undefined && { noack: state(noAck) }),
    ...(retryShort !== undefined && { retryShort: whole("retryShort", retryShort, 1, 255) }),
    ...(retryLong !== undefined && { retryLong: whole("retryLong", retryLong, 1, 255) }),
    ...(ampdu !== undefined && { ampduCtrl: state(ampdu) }),
    ...(amsdu !== undefined && { amsduCtrl: state(amsdu) }),
    ...(rtsCts !== undefined && { rtsctsCtrl: state(rtsCts) }),
    ...(rates !== undefined && rateFields(rates)),
  };
}

/** In the kernel's enum on is 0. */
function state(on: boolean): TidConfigState {
  return on ? TidConfigState.Enable : TidConfigState.Disable;
}

function rateFields(rates: NonNullable<TidConfig["rates"]>) {
  if (rates === "auto") return { txRateType: TxRateSetting.Automatic };
  if ("limit" in rates) return { txRateType: TxRateSetting.Limited, txRate: txRates(rates.limit) };
  return { txRateType: TxRateSetting.Fixed, txRate: txRates(rates.fixed) };
}
