import type { Mac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { type SsidInput, ssidBytes } from "../ieee80211/encode/ssid.ts";
import { type JoinMeshRequest, type MeshConfig, MeshPowerMode } from "../nl80211/generated/mesh.ts";
import type { MeshParameters } from "../nl80211/mesh.ts";
import { netdev } from "./addressee.ts";
import { checkedMac, memberNamed, whole } from "./argument.ts";
import { type ChannelChoice, chandefFields, toChandef } from "./channel-choice.ts";
import type { CallOptions, Core } from "./core.ts";
import { rateIn100Kbps } from "./interface-calls.ts";
import { Lasting } from "./lasting.ts";
import type { Target } from "./target.ts";

/** Which mesh to join, and how. */
export interface JoinMesh {
  readonly meshId: SsidInput;
  /** Default: the interface's, or one that the driver chooses. */
  readonly channel?: ChannelChoice;
  readonly multicastRateMbps?: number;
  /** In time units of 1024 µs: 10 to 10000. */
  readonly beaconIntervalTu?: number;
  readonly dtimPeriod?: number;
  /** Rates that every peer must have, in Mbit/s. */
  readonly basicRatesMbps?: readonly number[];
  readonly parameters?: MeshParameters;
  /** Elements of the mesh, such as RSN. */
  readonly elements?: Uint8Array;
}

/** A mesh joined: until this is closed, or the process ends. */
export class MeshMembership extends Lasting {}

/**
 * Meshes (802.11s), of interfaces of type "mesh-point". All of it needs CAP_NET_ADMIN. An interface of another type is NOT_SUPPORTED, one
 * that is down INTERFACE_DOWN for parameters and paths.
 */
export class Mesh {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Joins a mesh; peers are found in the time after that, each a "new-station" event. The interface must be up. */
  async join(target: Target, mesh: JoinMesh, options: CallOptions = {}): Promise<MeshMembership> {
    const fields = joinFields(mesh);
    const [selector, call] = await netdev(this.#core, target, options);
    const core = this.#core.separate();
    try {
      await core.request("JoinMesh", { ...selector, ...fields, socketOwner: true }, call);
      return new MeshMembership(core, () => core.request("LeaveMesh", selector));
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Leaves the mesh, whoever joined it. Not joined is KERNEL with ENOTCONN. */
  async leave(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("LeaveMesh", selector, call);
  }

  /** Changes parameters while the mesh runs; what is not given stays. `meshParameters()` reads them. */
  async setParameters(target: Target, parameters: MeshParameters, options: CallOptions = {}): Promise<void> {
    const meshConfig = meshConfigOf(parameters);
    if (Object.keys(meshConfig).length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "no mesh parameter is given");
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetMeshConfig", { ...selector, meshConfig }, call);
  }

  /** Adds a fixed path: frames to `destination` go to `nextHop`, which must be a peer (KERNEL with ENOENT). */
  async addPath(target: Target, destination: Mac, nextHop: Mac, options: CallOptions = {}): Promise<void> {
    await this.#path("NewMpath", target, destination, nextHop, options);
  }

  /** Fixes the next hop of a path that is there. */
  async setPath(target: Target, destination: Mac, nextHop: Mac, options: CallOptions = {}): Promise<void> {
    await this.#path("SetMpath", target, destination, nextHop, options);
  }

  /** Forgets a path, or all of the interface. */
  async deletePath(target: Target, destination?: Mac, options: CallOptions = {}): Promise<void> {
    const path = destination === undefined ? {} : { mac: checkedMac(destination) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("DelMpath", { ...selector, ...path }, call);
  }

  async #path(
    command: "NewMpath" | "SetMpath",
    target: Target,
    destination: Mac,
    nextHop: Mac,
    options: CallOptions,
  ): Promise<void> {
    const path = { mac: checkedMac(destination), mpathNextHop: checkedMac(nextHop) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request(command, { ...selector, ...path }, call);
  }
}

function joinFields(mesh: JoinMesh): Omit<JoinMeshRequest, "ifindex"> {
  const { channel, multicastRateMbps, beaconIntervalTu, dtimPeriod, basicRatesMbps, parameters, elements } = mesh;
  const meshId = ssidBytes(mesh.meshId);
  if (meshId.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "an empty mesh id names no mesh");
  return {
    meshId,
    ...(channel !== undefined && chandefFields(toChandef(channel))),
    ...(multicastRateMbps !== undefined && { mcastRateIn100Kbps: rateIn100Kbps(multicastRateMbps) }),
    ...(beaconIntervalTu !== undefined && {
      beaconIntervalTu: whole("beacon interval in TU", beaconIntervalTu, 10, 10_000),
    }),
    ...(dtimPeriod !== undefined && { dtimPeriod: whole("DTIM period", dtimPeriod, 1, 100) }),
    ...(basicRatesMbps !== undefined && { bssBasicRates: Uint8Array.from(basicRatesMbps, (mbps) => halfMbps(mbps)) }),
    ...(parameters !== undefined && { meshConfig: meshConfigOf(parameters) }),
    ...(elements !== undefined && { meshSetup: { ie: elements } }),
  };
}

function halfMbps(mbps: number): number {
  return whole("basic rate in 500 kbit/s", mbps * 2, 1, 127);
}

/** Switches as 1 and 0, the power mode by its word. */
function meshConfigOf(parameters: MeshParameters): MeshConfig {
  const { powerMode, ...rest } = parameters;
  const numbers = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, typeof value === "boolean" ? Number(value) : value]);
  return {
    ...(Object.fromEntries(numbers) as MeshConfig),
    ...(powerMode !== undefined && {
      powerMode: memberNamed<MeshPowerMode>(MeshPowerMode, "mesh power mode", powerMode),
    }),
  };
}
