import { ExtFeature, FeatureFlag } from "../nl80211/generated/wiphy-enums.ts";
import type { CallOptions, Core } from "./core.ts";

/** What a radio says that bears on connections. */
export interface DeviceFeatures {
  /** Members of ExtFeature. */
  readonly ext: ReadonlySet<number>;
  /** SAE, by the program. */
  readonly sae: boolean;
  /** Radio measurement by a station, in either of the ways that drivers say it. */
  readonly radioMeasurement: boolean;
}

/** Asks the kernel what the radio of an interface can do. */
export async function deviceFeatures(core: Core, ifindex: number, options: CallOptions = {}): Promise<DeviceFeatures> {
  const parts = await (await core.dump("GetWiphy", { ifindex, splitWiphyDump: true }, options)).toArray();
  const ext = new Set<number>(parts.flatMap(({ extFeatures = [] }) => extFeatures));
  const flags = new Set<number>(parts.flatMap(({ featureFlags = [] }) => featureFlags));
  const quiet = flags.has(FeatureFlag.DsParamSetIeInProbes) && flags.has(FeatureFlag.Quiet);
  return { ext, sae: flags.has(FeatureFlag.Sae), radioMeasurement: quiet || ext.has(ExtFeature.Rrm) };
}
