import type { Link } from "../../src/client/station/link.ts";
import { MpathFlag } from "../../src/nl80211/generated/mesh.ts";
import type { MeshParameters, MeshPath } from "../../src/nl80211/mesh.ts";
import { memberOf } from "../../src/nl80211/words.ts";
import { asIwRate, compact } from "./as-iw.ts";
import type { IwLink } from "./iw-link.ts";
import type { IwMeshPath, IwMeshProxy } from "./iw-mesh.ts";

// Connections and meshes of the library in the words of iw.

export function asIwLink(link: Link): IwLink {
  if (link.state === "disconnected" || link.networks.length === 0) return {};
  const { station } = link;
  const [network] = link.networks;
  const bss = station?.bss;
  return compact({
    state: link.state === "connected" ? "associated" : link.state === "joined" ? "ibss" : "authenticated",
    address: link.mldAddress ?? link.bssid,
    interface: link.interface.name,
    ssidEscaped: network?.ssid.escaped,
    frequencyMhz: network && Math.floor(network.frequencyMhz),
    frequencyOffsetKhz: network && Math.round(network.frequencyMhz * 1000) % 1000,
    // iw reads the counters of 32 bits alone
    rxBytes: station?.rxBytes,
    rxPackets: station?.rxPackets,
    txBytes: station?.txBytes,
    txPackets: station?.txPackets,
    signalDbm: station?.signalDbm,
    rxRate: asIwRate(station?.rxRate),
    txRate: asIwRate(station?.txRate),
    bssFlags:
      bss &&
      [
        bss.ctsProtection && "CTS-protection",
        bss.shortPreamble && "short-preamble",
        bss.shortSlotTime && "short-slot-time",
      ].filter((flag) => flag !== false),
    dtimPeriod: bss?.dtimPeriod,
    beaconInterval: bss?.beaconIntervalTu,
  }) as IwLink;
}

export function asIwMeshPath(path: MeshPath, nameOf: (ifindex: number) => string): IwMeshPath {
  return {
    destination: path.destination,
    nextHop: path.nextHop!,
    interface: nameOf(path.ifindex!),
    sequence: path.sequenceNumber!,
    metric: path.metric!,
    queueLength: path.queuedFrames!,
    expiryMs: path.expiresInMs!,
    discoveryTimeoutMs: path.discoveryTimeoutMs!,
    discoveryRetries: path.discoveryRetries!,
    flags: path.flags.reduce((mask, flag) => mask | (1 << memberOf(MpathFlag, flag)!), 0),
    hopCount: path.hops!,
    pathChanges: path.changes!,
  };
}

export function asIwMeshProxy(path: MeshPath, nameOf: (ifindex: number) => string): IwMeshProxy {
  return { destination: path.destination, proxy: path.nextHop!, interface: nameOf(path.ifindex!) };
}

/** iw's names for the parameters (its mesh.c), with the library's and iw's unit. */
const PARAMETERS: readonly (readonly [iw: string, ours: keyof MeshParameters, unit?: string])[] = [
  ["mesh_retry_timeout", "retryTimeoutMs", "milliseconds"],
  ["mesh_confirm_timeout", "confirmTimeoutMs", "milliseconds"],
  ["mesh_holding_timeout", "holdingTimeoutMs", "milliseconds"],
  ["mesh_max_peer_links", "maxPeerLinks"],
  ["mesh_max_retries", "maxRetries"],
  ["mesh_ttl", "ttl"],
  ["mesh_element_ttl", "elementTtl"],
  ["mesh_auto_open_plinks", "autoOpenPlinks"],
  ["mesh_hwmp_max_preq_retries", "hwmpMaxPreqRetries"],
  ["mesh_path_refresh_time", "pathRefreshTimeMs", "milliseconds"],
  ["mesh_min_discovery_timeout", "minDiscoveryTimeoutMs", "milliseconds"],
  ["mesh_hwmp_active_path_timeout", "hwmpActivePathTimeoutTu", "TUs"],
  ["mesh_hwmp_preq_min_interval", "hwmpPreqMinIntervalTu", "TUs"],
  ["mesh_hwmp_net_diameter_traversal_time", "hwmpNetDiamTrvsTimeTu", "TUs"],
  ["mesh_hwmp_rootmode", "hwmpRootmode"],
  ["mesh_hwmp_rann_interval", "hwmpRannIntervalTu", "TUs"],
  ["mesh_gate_announcements", "gateAnnouncements"],
  ["mesh_fwding", "forwarding"],
  ["mesh_sync_offset_max_neighor", "syncOffsetMaxNeighbor"],
  ["mesh_rssi_threshold", "rssiThresholdDbm", "dBm"],
  ["mesh_hwmp_active_path_to_root_timeout", "hwmpPathToRootTimeoutTu", "TUs"],
  ["mesh_hwmp_root_interval", "hwmpRootIntervalTu", "TUs"],
  ["mesh_hwmp_confirmation_interval", "hwmpConfirmationIntervalTu", "TUs"],
  ["mesh_awake_window", "awakeWindowTu", "TUs"],
  ["mesh_plink_timeout", "plinkTimeoutS", "seconds"],
  ["mesh_connected_to_gate", "connectedToGate"],
  ["mesh_nolearn", "nolearn"],
  ["mesh_connected_to_as", "connectedToAs"],
];

export function asIwMeshParameters(parameters: MeshParameters): Record<string, object> {
  const texts = PARAMETERS.flatMap(([iw, ours, unit]) => {
    const value = parameters[ours];
    return value === undefined ? [] : [[iw, { value: Number(value), ...(unit !== undefined && { unit }) }] as const];
  });
  const mode = parameters.powerMode?.replace("-sleep", "");
  return { ...Object.fromEntries(texts), ...(mode !== undefined && { mesh_power_mode: { mode } }) };
}
