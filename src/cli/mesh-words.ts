import { Nl80211Error } from "../errors.ts";
import type { MeshParameters } from "../nl80211/mesh.ts";
import { numberOf } from "./typed.ts";

/** A parameter as iw calls it, and as it reads: with its unit, as 0 or 1, or as a word. */
interface Parameter {
  readonly key: keyof MeshParameters;
  readonly unit?: string;
  readonly kind?: "switch" | "word";
}

/** iw's 29 parameters, in iw's order and spelling ("neighor"), and the two that it lacks. */
const PARAMETERS: Readonly<Record<string, Parameter>> = {
  mesh_retry_timeout: { key: "retryTimeoutMs", unit: "milliseconds" },
  mesh_confirm_timeout: { key: "confirmTimeoutMs", unit: "milliseconds" },
  mesh_holding_timeout: { key: "holdingTimeoutMs", unit: "milliseconds" },
  mesh_max_peer_links: { key: "maxPeerLinks" },
  mesh_max_retries: { key: "maxRetries" },
  mesh_ttl: { key: "ttl" },
  mesh_element_ttl: { key: "elementTtl" },
  mesh_auto_open_plinks: { key: "autoOpenPlinks", kind: "switch" },
  mesh_hwmp_max_preq_retries: { key: "hwmpMaxPreqRetries" },
  mesh_path_refresh_time: { key: "pathRefreshTimeMs", unit: "milliseconds" },
  mesh_min_discovery_timeout: { key: "minDiscoveryTimeoutMs", unit: "milliseconds" },
  mesh_hwmp_active_path_timeout: { key: "hwmpActivePathTimeoutTu", unit: "TUs" },
  mesh_hwmp_preq_min_interval: { key: "hwmpPreqMinIntervalTu", unit: "TUs" },
  mesh_hwmp_net_diameter_traversal_time: { key: "hwmpNetDiamTrvsTimeTu", unit: "TUs" },
  mesh_hwmp_rootmode: { key: "hwmpRootmode" },
  mesh_hwmp_rann_interval: { key: "hwmpRannIntervalTu", unit: "TUs" },
  mesh_gate_announcements: { key: "gateAnnouncements", kind: "switch" },
  mesh_fwding: { key: "forwarding", kind: "switch" },
  mesh_sync_offset_max_neighor: { key: "syncOffsetMaxNeighbor" },
  mesh_rssi_threshold: { key: "rssiThresholdDbm", unit: "dBm" },
  mesh_hwmp_active_path_to_root_timeout: { key: "hwmpPathToRootTimeoutTu", unit: "TUs" },
  mesh_hwmp_root_interval: { key: "hwmpRootIntervalTu", unit: "TUs" },
  mesh_hwmp_confirmation_interval: { key: "hwmpConfirmationIntervalTu", unit: "TUs" },
  mesh_power_mode: { key: "powerMode", kind: "word" },
  mesh_awake_window: { key: "awakeWindowTu", unit: "TUs" },
  mesh_plink_timeout: { key: "plinkTimeoutS", unit: "seconds" },
  mesh_connected_to_gate: { key: "connectedToGate", kind: "switch" },
  mesh_nolearn: { key: "nolearn", kind: "switch" },
  mesh_connected_to_as: { key: "connectedToAs", kind: "switch" },
  mesh_hwmp_perr_min_interval: { key: "hwmpPerrMinIntervalTu", unit: "TUs" },
  mesh_ht_opmode: { key: "htOpmode" },
};

export const MESH_PARAMETER_WORDS = "<parameter>=<value> [<parameter>=<value>...], such as mesh_ttl=31";

/** Parameters from iw's words: "mesh_ttl=31 mesh_power_mode=light", or a name and its value apart. Throws INVALID_ARGUMENT. */
export function meshParametersOf(words: readonly string[]): MeshParameters {
  const rest = [...words];
  const parameters: Record<string, number | boolean | string> = {};
  while (rest.length > 0) {
    const [name = "", given] = rest.shift()!.split("=", 2);
    const { key, kind } = parameterNamed(name);
    parameters[key] = valueNamed(name, kind, given ?? rest.shift());
  }
  return parameters as MeshParameters;
}

/** One parameter, or all, as iw writes them: "mesh_ttl = 31", "31". */
export function meshParameterText(parameters: MeshParameters, name?: string): string {
  if (name !== undefined) return textOf(parameterNamed(name), parameters);
  const lines = Object.entries(PARAMETERS)
    .filter(([, { key }]) => parameters[key] !== undefined)
    .map(([word, parameter]) => `${word} = ${textOf(parameter, parameters)}`);
  return lines.join("\n");
}

/** One parameter for JSON, or all. */
export function meshParameterJson(parameters: MeshParameters, name?: string): object {
  if (name === undefined) return parameters;
  const { key } = parameterNamed(name);
  return { [key]: parameters[key] };
}

function textOf({ key, unit, kind }: Parameter, parameters: MeshParameters): string {
  const value = parameters[key];
  if (value === undefined) return "(not told by this kernel)";
  if (kind === "switch") return value ? "1" : "0";
  return unit === undefined ? String(value) : `${value} ${unit}`;
}

function valueNamed(name: string, kind: Parameter["kind"], text: string | undefined): number | boolean | string {
  if (kind === "switch") {
    if (text === "0" || text === "1") return text === "1";
    throw new Nl80211Error("INVALID_ARGUMENT", `${name} ${text ?? "(not given)"}: expected 0 or 1`);
  }
  if (kind !== "word") return numberOf(name, text);
  if (text !== undefined) return text;
  throw new Nl80211Error("INVALID_ARGUMENT", `${name} (not given): expected active, light or deep`);
}

function parameterNamed(name: string): Parameter {
  const found = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(PARAMETERS).join(", ");
  throw new Nl80211Error("INVALID_ARGUMENT", `there is no mesh parameter "${name}": expected one of ${known}`);
}
