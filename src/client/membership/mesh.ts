import type { Observable } from "rxjs";
import { formatMac, type Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { type SsidInput, ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { JoinMeshRequest } from "../../nl80211/generated/mesh.ts";
import { type MeshParameters, type MeshPath, toMeshPath } from "../../nl80211/mesh.ts";
import { netdev } from "../addressee.ts";
import { checkedMac, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Lasting } from "../lasting.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";
import { rateIn100Kbps } from "../radio/interface-calls.ts";
import { rateOctets } from "../rate-octets.ts";
import { type Bitrates, txRates } from "../station/bitrates.ts";
import type { Streams } from "../streams.ts";
import type { Target } from "../target.ts";
import type { PeerCandidate } from "./mesh-candidates.ts";
import { meshConfigOf } from "./mesh-parameters.ts";
import { type MeshSetupInput, meshSetupOf } from "./mesh-setup.ts";

/** Which mesh to join, and how. */
export interface JoinMesh extends MeshSetupInput {
  readonly meshId: SsidInput;
  /** Default: the interface's, or one that the driver chooses. */
  readonly channel?: ChannelChoice;
  readonly multicastRateMbps?: number;
  /** In time units of 1024 µs: 10 to 10000. */
  readonly beaconIntervalTu?: number;
  readonly dtimPeriod?: number;
  /** Rates that every peer must have, in Mbit/s. */
  readonly basicRatesMbps?: readonly number[];
  /** The one rate that beacons are sent at: `{ "5 GHz": { legacyMbps: [12] } }`. KERNEL with EINVAL where the device cannot choose it. */
  readonly beaconRate?: Bitrates;
  readonly parameters?: MeshParameters;
  /** The caller heeds radar (events of "radar-detect") and switches channels then: without it, no channel that asks for that. */
  readonly handleDfs?: boolean;
}

/** A mesh joined: until this is closed, or the process ends. */
export class MeshMembership extends Lasting {}

/**
 * Meshes (802.11s), of interfaces of type "mesh-point". All of it needs CAP_NET_ADMIN. An interface of another type is NOT_SUPPORTED, one
 * that is down INTERFACE_DOWN for parameters and paths.
 */
export class Mesh {
  readonly #core: Core;
  readonly #streams: () => Streams;

  constructor(core: Core, streams: () => Streams) {
    this.#core = core;
    this.#streams = streams;
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

  /**
   * Changes parameters while the mesh runs; what is not given stays. `meshParameters()` reads them. A name or value that the kernel would not
   * take is INVALID_ARGUMENT with the limits; an interface in no mesh is KERNEL with ENOLINK.
   */
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

  /** The path to a destination. One that is not known is KERNEL with ENOENT. `meshPaths()` lists all. */
  path(target: Target, destination: Mac, options: CallOptions = {}): Promise<MeshPath> {
    return this.#ask("GetMpath", target, destination, options);
  }

  /** The mesh point behind which a device outside the mesh is (`nextHop`). `meshProxies()` lists all. */
  proxy(target: Target, destination: Mac, options: CallOptions = {}): Promise<MeshPath> {
    return this.#ask("GetMpp", target, destination, options);
  }

  /**
   * Sends an Ethernet frame straight to a peer, whatever the paths say, at the rate that rate control would choose: to measure the link.
   * `frame` is whole, from the peer's address and this interface's own on. Needs a driver that does it (NOT_SUPPORTED).
   */
  async probeLink(target: Target, peer: Mac, frame: Uint8Array, options: CallOptions = {}): Promise<void> {
    const address = checkedMac(peer);
    if (frame.length < 14 || formatMac(frame) !== address) {
      throw new Nl80211Error(
        "INVALID_ARGUMENT",
        `a frame to probe the link with begins with the peer's address, ${peer}`,
      );
    }
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("ProbeMeshLink", { ...selector, mac: peer, frame }, call);
  }

  /**
   * Stations of the mesh that were heard and that no link is with, each time that one is heard: where the user links with peers
   * (`userPeering`, `secure`), or `autoOpenPlinks` is off.
   */
  candidates$(target: Target): Observable<PeerCandidate> {
    return this.#streams().meshCandidates(target);
  }

  async #ask(
    command: "GetMpath" | "GetMpp",
    target: Target,
    destination: Mac,
    options: CallOptions,
  ): Promise<MeshPath> {
    const mac = checkedMac(destination);
    const [selector, call] = await netdev(this.#core, target, options);
    const reply = await this.#core.request(command, { ...selector, mac }, call);
    if (reply?.mac === undefined)
      throw new Nl80211Error("MALFORMED", `${command} ${call.target}: a path without an address`);
    return toMeshPath(reply);
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
  const { channel, multicastRateMbps, beaconIntervalTu, dtimPeriod, basicRatesMbps, beaconRate, parameters } = mesh;
  const meshId = ssidBytes(mesh.meshId);
  if (meshId.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "an empty mesh id names no mesh");
  if ((basicRatesMbps ?? beaconRate) !== undefined && channel === undefined) {
    throw new Nl80211Error("INVALID_ARGUMENT", "basic rates and a beacon rate are of a channel: give one too");
  }
  const meshSetup = meshSetupOf(mesh);
  return {
    meshId,
    ...(channel !== undefined && chandefFields(toChandef(channel))),
    ...(multicastRateMbps !== undefined && { mcastRateIn100Kbps: rateIn100Kbps(multicastRateMbps) }),
    ...(beaconIntervalTu !== undefined && {
      beaconIntervalTu: whole("beacon interval in TU", beaconIntervalTu, 10, 10_000),
    }),
    ...(dtimPeriod !== undefined && { dtimPeriod: whole("DTIM period", dtimPeriod, 1, 100) }),
    ...(basicRatesMbps !== undefined && { bssBasicRates: rateOctets("basic rate", basicRatesMbps) }),
    ...(beaconRate !== undefined && { txRates: txRates(beaconRate) }),
    ...(parameters !== undefined && { meshConfig: meshConfigOf(parameters) }),
    ...(meshSetup !== undefined && { meshSetup }),
    ...(mesh.handleDfs && { handleDfs: true }),
  };
}
