import { Nl80211Error } from "../errors.ts";
import type { FtmResponderStats } from "../nl80211/generated/ftm.ts";
import { PsState } from "../nl80211/generated/interface-enums.ts";
import { KeyType } from "../nl80211/generated/key-enums.ts";
import { ProtocolFeature } from "../nl80211/generated/wiphy-enums.ts";
import type { WowlanTriggers } from "../nl80211/generated/wowlan.ts";
import { type KeyInfo, toKeyInfo } from "../nl80211/key.ts";
import { type MeshParameters, type MeshPath, toMeshParameters, toMeshPath } from "../nl80211/mesh.ts";
import { wordsOf } from "../nl80211/words.ts";
import { type CoalesceRule, toCoalesceRule } from "../nl80211/wowlan.ts";
import { radio } from "./addressee.ts";
import { memberNamed } from "./argument.ts";
import type { CallOptions, Core } from "./core.ts";
import { type Target, targetName } from "./target.ts";

/** Which key is meant. */
export interface KeyQuery {
  /** 0 to 3 for data, 4 and 5 for management frames, 6 and 7 for beacons. */
  readonly index: number;
  /** Whose pairwise key; without it the group key. */
  readonly peer?: string;
  /** "group" with a peer is the key that a member of a mesh or an IBSS sends with to its group. Default: by the peer. */
  readonly type?: "pairwise" | "group";
  /** The link of a multi-link interface. */
  readonly linkId?: number;
}

/** The settings and counters that have a question of their own in nl80211: one request each. */
export class Settings {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async powerSave(target: Target, options: CallOptions = {}): Promise<boolean> {
    const [ifindex, named] = await this.#netdev(target, options);
    const reply = await this.#core.request("GetPowerSave", { ifindex }, named);
    return reply!.psState === PsState.Enabled;
  }

  async wowlan(target: Target, options: CallOptions = {}): Promise<WowlanTriggers | undefined> {
    const [selector, call] = await radio(this.#core, target, options);
    return (await this.#core.request("GetWowlan", selector, call))?.wowlanTriggers;
  }

  async coalesce(target: Target, options: CallOptions = {}): Promise<CoalesceRule[]> {
    const [selector, call] = await radio(this.#core, target, options);
    const reply = await this.#core.request("GetCoalesce", selector, call);
    return (reply?.coalesceRule ?? []).map(toCoalesceRule);
  }

  async meshParameters(target: Target, options: CallOptions = {}): Promise<MeshParameters> {
    const [ifindex, named] = await this.#netdev(target, options);
    return toMeshParameters((await this.#core.request("GetMeshConfig", { ifindex }, named))?.meshConfig ?? {});
  }

  async meshPaths(target: Target, options: CallOptions = {}): Promise<MeshPath[]> {
    const [ifindex, named] = await this.#netdev(target, options);
    return (await (await this.#core.dump("GetMpath", { ifindex }, named)).toArray()).map(toMeshPath);
  }

  async meshProxies(target: Target, options: CallOptions = {}): Promise<MeshPath[]> {
    const [ifindex, named] = await this.#netdev(target, options);
    return (await (await this.#core.dump("GetMpp", { ifindex }, named)).toArray()).map(toMeshPath);
  }

  async key(target: Target, query: KeyQuery, options: CallOptions = {}): Promise<KeyInfo> {
    const selector = await this.#core.resolve(target, options);
    if ("wiphy" in selector) throw noInterface(target);
    const { index, peer, type, linkId } = query;
    const request = {
      ...selector,
      keyIdx: index,
      ...(peer !== undefined && { mac: peer }),
      ...(type !== undefined && { keyType: memberNamed<KeyType>(KeyType, "key type", type) }),
      ...(linkId !== undefined && { mloLinkId: linkId }),
    };
    return toKeyInfo((await this.#core.request("GetKey", request, naming(target, options)))!);
  }

  async ftmResponderStats(target: Target, options: CallOptions = {}): Promise<FtmResponderStats> {
    const [ifindex, named] = await this.#netdev(target, options);
    return (await this.#core.request("GetFtmResponderStats", { ifindex }, named))?.ftmResponderStats ?? {};
  }

  async protocolFeatures(options: CallOptions = {}): Promise<string[]> {
    const reply = await this.#core.request("GetProtocolFeatures", {}, options);
    return wordsOf(ProtocolFeature, reply?.protocolFeatures);
  }

  /** The index of a network interface, for commands that take nothing else. */
  async #netdev(target: Target, options: CallOptions): Promise<[ifindex: number, options: CallOptions]> {
    const selector = await this.#core.resolve(target, options);
    if (!("ifindex" in selector)) throw noInterface(target);
    return [selector.ifindex, naming(target, options)];
  }
}

function naming(target: Target, options: CallOptions): CallOptions {
  return { ...options, target: targetName(target, options) };
}

function noInterface(target: Target): Nl80211Error {
  return new Nl80211Error("INVALID_ARGUMENT", `${targetName(target)} is no network interface: name one`);
}
