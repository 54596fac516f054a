import type { Mac } from "../bytes/mac.ts";
import type { GetMpathReply, MeshConfigReply } from "./generated/mesh.ts";
import { MeshPowerMode, MpathFlag } from "./generated/mesh-enums.ts";
import { wordOf, wordsOf } from "./words.ts";

/** The settings of a mesh interface: those of MESH_CONFIG, with the power mode in words and switches as booleans. */
export interface MeshParameters extends Omit<MeshConfigReply, Switch | "powerMode" | "unknown"> {
  readonly autoOpenPlinks?: boolean;
  readonly gateAnnouncements?: boolean;
  readonly forwarding?: boolean;
  readonly connectedToGate?: boolean;
  readonly connectedToAs?: boolean;
  readonly nolearn?: boolean;
  /** "active", "light-sleep", "deep-sleep". */
  readonly powerMode?: string;
}

type Switch = (typeof SWITCHES)[number];

const SWITCHES = [
  "autoOpenPlinks",
  "gateAnnouncements",
  "forwarding",
  "connectedToGate",
  "connectedToAs",
  "nolearn",
] as const;

export function toMeshParameters(from: MeshConfigReply): MeshParameters {
  const { powerMode, unknown, ...all } = from;
  const { autoOpenPlinks, gateAnnouncements, forwarding, connectedToGate, connectedToAs, nolearn, ...rest } = all;
  const switches: { [Key in Switch]?: boolean } = {};
  for (const key of SWITCHES) {
    const value = from[key];
    if (value !== undefined) switches[key] = value === 1;
  }
  return { ...rest, ...switches, ...(powerMode !== undefined && { powerMode: wordOf(MeshPowerMode, powerMode) }) };
}

/** A path through the mesh, or, of a proxy, the mesh point behind which a device is. */
export interface MeshPath {
  readonly destination: Mac;
  /** The neighbour that frames go to; of a proxy the mesh point that serves it. */
  readonly nextHop?: Mac;
  readonly ifindex?: number;
  readonly sequenceNumber?: number;
  readonly metric?: number;
  readonly expiresInMs?: number;
  readonly hops?: number;
  /** How often it changed. */
  readonly changes?: number;
  /** Frames that wait for it. */
  readonly queuedFrames?: number;
  readonly discoveryTimeoutMs?: number;
  readonly discoveryRetries?: number;
  /** "active", "resolving", "sn-valid", "fixed", "resolved". */
  readonly flags: readonly string[];
}

export function toMeshPath(from: GetMpathReply): MeshPath {
  const info = from.mpathInfo ?? {};
  return {
    destination: from.mac!,
    ...(from.mpathNextHop !== undefined && { nextHop: from.mpathNextHop }),
    ...(from.ifindex !== undefined && { ifindex: from.ifindex }),
    ...(info.sn !== undefined && { sequenceNumber: info.sn }),
    ...(info.metric !== undefined && { metric: info.metric }),
    ...(info.exptimeMs !== undefined && { expiresInMs: info.exptimeMs }),
    ...(info.hopCount !== undefined && { hops: info.hopCount }),
    ...(info.pathChange !== undefined && { changes: info.pathChange }),
    ...(info.frameQlen !== undefined && { queuedFrames: info.frameQlen }),
    ...(info.discoveryTimeoutMs !== undefined && { discoveryTimeoutMs: info.discoveryTimeoutMs }),
    ...(info.discoveryRetries !== undefined && { discoveryRetries: info.discoveryRetries }),
    flags: wordsOf(MpathFlag, info.flags),
  };
}
