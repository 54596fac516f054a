import { Nl80211Error } from "../../errors.ts";
import type { MeshConfig } from "../../nl80211/generated/mesh.ts";
import { MeshPowerMode } from "../../nl80211/generated/mesh-enums.ts";
import type { MeshParameters } from "../../nl80211/mesh.ts";
import { memberNamed, whole } from "../argument.ts";

/** Of the parameters that are numbers: what the kernel takes (nl80211_meshconf_params_policy and what it checks after that). */
const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  retryTimeoutMs: [1, 255],
  confirmTimeoutMs: [1, 255],
  holdingTimeoutMs: [1, 255],
  maxPeerLinks: [0, 255],
  maxRetries: [0, 16],
  ttl: [1, 255],
  elementTtl: [1, 255],
  hwmpMaxPreqRetries: [0, 255],
  pathRefreshTimeMs: [1, 65_535],
  minDiscoveryTimeoutMs: [1, 65_535],
  hwmpActivePathTimeoutTu: [1, 65_535],
  hwmpPreqMinIntervalTu: [1, 65_535],
  hwmpPerrMinIntervalTu: [1, 65_535],
  hwmpNetDiamTrvsTimeTu: [1, 65_535],
  hwmpRootmode: [0, 4],
  hwmpRannIntervalTu: [1, 65_535],
  syncOffsetMaxNeighbor: [1, 255],
  rssiThresholdDbm: [-255, 0],
  htOpmode: [0, 0x17],
  hwmpPathToRootTimeoutTu: [1, 65_535],
  hwmpRootIntervalTu: [1, 65_535],
  hwmpConfirmationIntervalTu: [1, 65_535],
  awakeWindowTu: [0, 65_535],
  plinkTimeoutS: [0, 0xffffffff],
};

/** Those that are on or off. */
const SWITCHES: ReadonlySet<string> = new Set<keyof MeshParameters>([
  ...(["autoOpenPlinks", "gateAnnouncements", "forwarding", "connectedToGate", "nolearn", "connectedToAs"] as const),
]);

/** Power modes as iw calls them too. */
const IW_MODES = { light: MeshPowerMode.LightSleep, deep: MeshPowerMode.DeepSleep } as const;

/**
 * Mesh parameters as requests carry them: switches as 1 and 0, the power mode by its word. Throws INVALID_ARGUMENT for a name that is none,
 * and for a value that the kernel would not take, with the limits.
 */
export function meshConfigOf(parameters: MeshParameters): MeshConfig {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, encoded(name, value)]));
}

function encoded(name: string, value: number | boolean | string): number {
  if (name === "powerMode")
    return memberNamed<MeshPowerMode>(MeshPowerMode, "mesh power mode", String(value), IW_MODES);
  if (SWITCHES.has(name)) {
    if (typeof value === "boolean") return value ? 1 : 0;
    throw new Nl80211Error("INVALID_ARGUMENT", `mesh parameter ${name} ${value}: expected true or false`);
  }
  const range = Object.hasOwn(RANGES, name) ? RANGES[name] : undefined;
  if (range !== undefined) return whole(`mesh parameter ${name}`, value as number, ...range);
  const known = [...Object.keys(RANGES), ...SWITCHES, "powerMode"].join(", ");
  throw new Nl80211Error("INVALID_ARGUMENT", `there is no mesh parameter ${name}: expected one of ${known}`);
}
