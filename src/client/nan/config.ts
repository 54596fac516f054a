import { Nl80211Error } from "../../errors.ts";
import type { ChangeNanConfigFields, NanBandConf, NanConf } from "../../nl80211/generated/nan.ts";
import { Band } from "../../nl80211/generated/wiphy-enums.ts";
import { checkedMac, whole } from "../argument.ts";

/** The bands of NAN. */
export type NanBand = "2.4 GHz" | "5 GHz";

/** How a NAN device works on one band. */
export interface NanBandConfig {
  /** Discovery channel of 5 GHz: 5220 or 5745. */
  readonly frequencyMhz?: number;
  /** From which signal on a device is close (over -60), and from which it is not far (over -75): both or none. */
  readonly rssiCloseDbm?: number;
  readonly rssiMiddleDbm?: number;
  /** Awake in every 2^(n-1)th discovery window, 1 to 5; 0, in 5 GHz alone, in none. */
  readonly awakeWindows?: number;
  /** Never look for other clusters on this band. */
  readonly noScan?: boolean;
}

/**
 * How a NAN device works. All but `masterPreference` and `bands` needs a kernel that knows NL80211_ATTR_NAN_CONFIG (7.3 does, 6.12 passes over
 * it), and a device that lets it be configured.
 */
export interface NanConfig {
  /** How much it wants to be the cluster's master: 1 to 255, of which 1 and 255 are for certification. */
  readonly masterPreference?: number;
  /** Default: those that the device chooses. 2.4 GHz must be among them. */
  readonly bands?: readonly NanBand[];
  /** Which cluster to join or begin: 50:6f:9a:01 and two octets more. At the start alone. Default: a random one. */
  readonly clusterId?: string;
  /** Time between discovery beacons: 50 to 200 TU. */
  readonly discoveryBeaconIntervalTu?: number;
  /** Seconds between scans for clusters; 0 is never. */
  readonly scanPeriodS?: number;
  /** Time on a channel: 50 to 512 TU. */
  readonly scanDwellTimeTu?: number;
  /** Tell of each discovery window that is near ("next-discovery-window"). */
  readonly notifyDiscoveryWindows?: boolean;
  /** NAN attributes that beacons get too. */
  readonly extraAttributes?: Uint8Array;
  /** Vendors' elements that beacons get too. */
  readonly vendorElements?: Uint8Array;
  readonly perBand?: { readonly [Name in NanBand]?: NanBandConfig };
}

const BANDS: Readonly<Record<NanBand, Band>> = { "2.4 GHz": Band.Band2ghz, "5 GHz": Band.Band5ghz };

/** The configuration as requests carry it. Throws INVALID_ARGUMENT for what the kernel would not take. */
export function nanConfigFields(config: NanConfig): ChangeNanConfigFields {
  const { masterPreference, bands } = config;
  const nanConfig = configOf(config);
  if (bands !== undefined && bands.length > 0 && !bands.includes("2.4 GHz")) {
    throw new Nl80211Error("INVALID_ARGUMENT", "bands of a NAN device: 2.4 GHz must be among them");
  }
  return {
    ...(masterPreference !== undefined && { nanMasterPref: whole("masterPreference", masterPreference, 1, 255) }),
    ...(bands !== undefined && { bands: bands.map(bandOf) }),
    ...(Object.keys(nanConfig).length > 0 && { nanConfig }),
  };
}

function configOf(config: NanConfig): NanConf {
  const { clusterId, discoveryBeaconIntervalTu, scanPeriodS, scanDwellTimeTu, perBand } = config;
  const { extraAttributes, vendorElements } = config;
  return {
    ...(clusterId !== undefined && { clusterId: clusterOf(clusterId) }),
    ...(extraAttributes !== undefined && { extraAttrs: extraAttributes }),
    ...(vendorElements !== undefined && { vendorElems: vendorElements }),
    ...(perBand !== undefined && {
      bandConfigs: Object.entries(perBand).map(([band, settings]) => bandConfig(band as NanBand, settings)),
    }),
    ...(scanPeriodS !== undefined && { scanPeriodS: whole("scanPeriodS", scanPeriodS, 0, 65_535) }),
    ...(scanDwellTimeTu !== undefined && { scanDwellTimeTu: whole("scanDwellTimeTu", scanDwellTimeTu, 50, 512) }),
    ...(discoveryBeaconIntervalTu !== undefined && {
      discoveryBeaconIntervalTu: whole("discoveryBeaconIntervalTu", discoveryBeaconIntervalTu, 50, 200),
    }),
    ...(config.notifyDiscoveryWindows && { notifyDw: true }),
  };
}

function bandConfig(name: NanBand, config: NanBandConfig): NanBandConf {
  const { frequencyMhz, rssiCloseDbm, rssiMiddleDbm, awakeWindows } = config;
  const band = bandOf(name);
  if (frequencyMhz !== undefined && (band !== Band.Band5ghz || ![5220, 5745].includes(frequencyMhz))) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `discovery channel ${frequencyMhz} MHz: expected 5220 or 5745, of 5 GHz`,
    );
  }
  if ((rssiCloseDbm === undefined) !== (rssiMiddleDbm === undefined)) {
    throw new Nl80211Error("INVALID_ARGUMENT", "rssiCloseDbm and rssiMiddleDbm come together");
  }
  return {
    band,
    ...(frequencyMhz !== undefined && { frequencyMhz }),
    ...(rssiCloseDbm !== undefined && { rssiCloseDbm: whole("rssiCloseDbm", rssiCloseDbm, -59, -1) }),
    ...(rssiMiddleDbm !== undefined && {
      rssiMiddleDbm: whole("rssiMiddleDbm", rssiMiddleDbm, -74, (rssiCloseDbm ?? 0) - 1),
    }),
    ...(awakeWindows !== undefined && {
      wakeDw: whole(`awakeWindows of ${name}`, awakeWindows, band === Band.Band2ghz ? 1 : 0, 5),
    }),
    ...(config.noScan && { disableScan: true }),
  };
}

function bandOf(name: NanBand): Band {
  const band = Object.hasOwn(BANDS, name) ? BANDS[name] : undefined;
  if (band !== undefined) return band;
  throw new Nl80211Error("INVALID_ARGUMENT", `band ${name}: NAN has 2.4 GHz and 5 GHz`);
}

function clusterOf(id: string): string {
  if (checkedMac(id).startsWith("50:6f:9a:01:")) return id;
  throw new Nl80211Error("INVALID_ARGUMENT", `cluster id ${id}: expected 50:6f:9a:01 and two octets more`);
}
