import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { type SsidInput, ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { NewInterfaceFields } from "../../nl80211/generated/interface.ts";
import { Iftype, MntrFlag, PsState } from "../../nl80211/generated/interface-enums.ts";
import { type Interface, toInterface } from "../../nl80211/interface.ts";
import { RouteNetlink } from "../../rtnetlink/route-netlink.ts";
import { device, netdev, radio } from "../addressee.ts";
import { checkedMac, interfaceName, memberNamed, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { Lasting } from "../lasting.ts";
import type { Target } from "../target.ts";

/** MU-MIMO frames that a monitor hears: those for a station, or for the groups and places in them that 24 octets say (802.11ac, 8.4.1.51 and 8.4.1.52). */
export type MuMimoSniffing = { readonly follow: Mac } | { readonly groups: Uint8Array };

/** What a new interface shall be. */
export interface NewInterface {
  readonly name: string;
  /** "station" (the default; "managed" too), "ap", "monitor", "mesh-point", "adhoc", "p2p-device", "ocb", "nan" ... */
  readonly type?: string;
  /** Default: one that the driver gives. */
  readonly address?: Mac;
  /** Frames with four addresses, as behind a bridge. */
  readonly use4addr?: boolean;
  /** Of a mesh point. */
  readonly meshId?: SsidInput;
  /** Of a monitor: "fcsfail", "plcpfail", "control", "other-bss", "active", "skip-tx". */
  readonly monitorFlags?: readonly string[];
  /** Of a monitor: whose MU-MIMO frames it hears too. */
  readonly muMimo?: MuMimoSniffing;
  /** Radios of the wiphy that it may use, a bit each. */
  readonly radioMask?: number;
}

/** An interface that goes when this is closed, by whomever, or the process ends. */
export class OwnedInterface extends Lasting {
  /** The interface as it was made. */
  readonly interface: Interface;

  constructor(core: Core, made: Interface, undo: () => Promise<unknown>) {
    super(core, undo);
    this.interface = made;
  }
}

/** What iw calls types otherwise. */
const IW_TYPES = {
  managed: Iftype.Station,
  ibss: Iftype.Adhoc,
  mesh: Iftype.MeshPoint,
  mp: Iftype.MeshPoint,
  __ap: Iftype.Ap,
  __ap_vlan: Iftype.ApVlan,
  __p2pcl: Iftype.P2pClient,
  __p2pdev: Iftype.P2pDevice,
  __p2pgo: Iftype.P2pGo,
} as const;

/** What iw calls monitor flags otherwise. */
const IW_FLAGS = { otherbss: MntrFlag.OtherBss, cook: MntrFlag.CookFrames } as const;

/**
 * What is set once of interfaces. All of it needs CAP_NET_ADMIN (NOT_PERMITTED). What the driver does not do is NOT_SUPPORTED, an
 * interface that is not there NO_SUCH_INTERFACE, and every other refusal KERNEL, with the attribute that the kernel names.
 */
export class InterfaceCalls {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Adds an interface to a radio. It is down. A name that is taken is KERNEL with EEXIST or ENFILE. */
  async createInterface(on: Target, what: NewInterface, options: CallOptions = {}): Promise<Interface> {
    return create(this.#core, on, what, false, options);
  }

  /** Adds an interface that lasts as long as the object that this resolves to: the kernel removes it with its socket. */
  async ownInterface(on: Target, what: NewInterface, options: CallOptions = {}): Promise<OwnedInterface> {
    const core = this.#core.separate();
    try {
      const made = await create(core, on, what, true, options);
      return new OwnedInterface(core, made, () => core.request("DelInterface", { wdev: made.wdev }));
    } catch (error) {
      core.close();
      throw error;
    }
  }

  /** Removes an interface, or a device without one. */
  async deleteInterface(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("DelInterface", selector, call);
  }

  /** Gives an interface another type: the words of `createInterface`. Most drivers want it down for that (BUSY). */
  async setType(target: Target, type: string, options: CallOptions = {}): Promise<void> {
    const iftype = typeOf(type);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetInterface", { ...selector, iftype }, call);
  }

  /** Switches frames with four addresses on or off. A bridged station cannot have it off (BUSY). */
  async set4addr(target: Target, on: boolean, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetInterface", { ...selector, use4addr: on ? 1 : 0 }, call);
  }

  /** Sets the mesh id that a mesh point which is down will join at its start. */
  async setMeshId(target: Target, meshId: SsidInput, options: CallOptions = {}): Promise<void> {
    const bytes = ssidBytes(meshId);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetInterface", { ...selector, meshId: bytes }, call);
  }

  /** Says what a monitor passes, instead of what it passed: the words of `createInterface`; none at all is allowed. */
  async setMonitorFlags(target: Target, flags: readonly string[], options: CallOptions = {}): Promise<void> {
    const mntrFlags = flags.map(monitorFlag);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetInterface", { ...selector, mntrFlags }, call);
  }

  /**
   * Says whose MU-MIMO frames a monitor hears too. Few devices can; others are NOT_SUPPORTED ("mu-mimo-air-sniffer" of a wiphy's extended
   * features).
   */
  async setMuMimo(target: Target, sniffing: MuMimoSniffing, options: CallOptions = {}): Promise<void> {
    const fields = muMimoFields(sniffing);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetInterface", { ...selector, iftype: Iftype.Monitor, ...fields }, call);
  }

  /** Frames of the traffic identifiers (TIDs) named, 0 to 7, are not acknowledged; of all others they are. */
  async setNoAck(target: Target, tids: readonly number[], options: CallOptions = {}): Promise<void> {
    const noackMap = tids.reduce((map, tid) => map | (1 << whole("TID", tid, 0, 7)), 0);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetNoackMap", { ...selector, noackMap }, call);
  }

  /** Rate of multicast frames of an IBSS, a mesh or OCB: 5.5 Mbit/s. */
  async setMulticastRate(target: Target, rateMbps: number, options: CallOptions = {}): Promise<void> {
    const mcastRateIn100Kbps = rateIn100Kbps(rateMbps);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetMcastRate", { ...selector, mcastRateIn100Kbps }, call);
  }

  /** Whether a station sleeps between beacons. */
  async setPowerSave(target: Target, on: boolean, options: CallOptions = {}): Promise<void> {
    const psState = on ? PsState.Enabled : PsState.Disabled;
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetPowerSave", { ...selector, psState }, call);
  }

  /** Switches an interface on. Firmware is loaded now, which may take long; a blocked radio is RFKILL. */
  async up(target: Target, options: CallOptions = {}): Promise<void> {
    await this.#link(target, options, (route, ifindex, call) => route.up(ifindex, call));
  }

  /** Switches an interface off. Its connections end. */
  async down(target: Target, options: CallOptions = {}): Promise<void> {
    await this.#link(target, options, (route, ifindex, call) => route.down(ifindex, call));
  }

  /** Gives an interface another name. Kernels before 6.2 want it down for that (BUSY). */
  async rename(target: Target, name: string, options: CallOptions = {}): Promise<void> {
    interfaceName(name);
    await this.#link(target, options, (route, ifindex, call) => route.rename(ifindex, name, call));
  }

  /** Gives an interface another MAC address. Most drivers want it down for that (BUSY). */
  async setAddress(target: Target, address: Mac, options: CallOptions = {}): Promise<void> {
    checkedMac(address);
    await this.#link(target, options, (route, ifindex, call) => route.setAddress(ifindex, address, call));
  }

  async #link(
    target: Target,
    options: CallOptions,
    change: (route: RouteNetlink, ifindex: number, call: CallOptions) => Promise<void>,
  ): Promise<void> {
    const [{ ifindex }, call] = await netdev(this.#core, target, options);
    const route = new RouteNetlink(this.#core.transport);
    try {
      await change(route, ifindex, call);
    } finally {
      route.close();
    }
  }
}

/** A rate as nl80211 counts it. Throws INVALID_ARGUMENT for what is no multiple of 0.1 Mbit/s. */
export function rateIn100Kbps(rateMbps: number): number {
  const units = Math.round(rateMbps * 10);
  if (units > 0 && Math.abs(units - rateMbps * 10) < 1e-6) return units;
  throw new Nl80211Error("INVALID_ARGUMENT", `rate ${rateMbps} Mbit/s: expected a multiple of 0.1, such as 5.5`);
}

async function create(
  core: Core,
  on: Target,
  what: NewInterface,
  socketOwner: boolean,
  options: CallOptions,
): Promise<Interface> {
  const fields = newInterface(what, socketOwner);
  const [selector, call] = await radio(core, on, options);
  return toInterface((await core.request("NewInterface", { ...selector, ...fields }, call))!);
}

function newInterface(what: NewInterface, socketOwner: boolean): NewInterfaceFields {
  const { name, type = "station", address, use4addr, meshId, monitorFlags, muMimo, radioMask } = what;
  const iftype = typeOf(type);
  if (monitorFlags !== undefined && iftype !== Iftype.Monitor) {
    throw new Nl80211Error("INVALID_ARGUMENT", `monitorFlags are for monitors: ${name} is to be of type ${type}`);
  }
  if (muMimo !== undefined && iftype !== Iftype.Monitor) {
    throw new Nl80211Error("INVALID_ARGUMENT", `muMimo is for monitors: ${name} is to be of type ${type}`);
  }
  if (meshId !== undefined && iftype !== Iftype.MeshPoint) {
    throw new Nl80211Error("INVALID_ARGUMENT", `meshId is for mesh points: ${name} is to be of type ${type}`);
  }
  return {
    ifname: interfaceName(name),
    iftype,
    ...(address !== undefined && { mac: checkedMac(address) }),
    ...(use4addr !== undefined && { use4addr: use4addr ? 1 : 0 }),
    ...(meshId !== undefined && { meshId: ssidBytes(meshId) }),
    ...(monitorFlags !== undefined && { mntrFlags: monitorFlags.map(monitorFlag) }),
    ...(muMimo !== undefined && muMimoFields(muMimo)),
    ...(radioMask !== undefined && { vifRadioMask: whole("radioMask", radioMask, 0, 0xffffffff) }),
    ...(socketOwner && { socketOwner }),
  };
}

function muMimoFields(sniffing: MuMimoSniffing) {
  if ("follow" in sniffing) return { muMimoFollowMacAddr: checkedMac(sniffing.follow) };
  const { groups } = sniffing;
  if (groups.length === 24) return { muMimoGroupData: groups };
  throw new Nl80211Error(
    "INVALID_ARGUMENT",
    `MU-MIMO groups: ${groups.length} octets, expected 8 of membership and 16 of positions`,
  );
}

function typeOf(word: string): Iftype {
  return memberNamed<Iftype>(Iftype, "interface type", word, IW_TYPES);
}

function monitorFlag(word: string): MntrFlag {
  return memberNamed<MntrFlag>(MntrFlag, "monitor flag", word, IW_FLAGS);
}
