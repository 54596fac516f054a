import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import { type SsidInput, ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { DelPmksaRequest } from "../../nl80211/generated/key.ts";
import { netdev } from "../addressee.ts";
import { checkedMac, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import type { Target } from "../target.ts";

/** Whose master key it is: an access point's, or of all access points of a network that share a FILS cache. */
export type PmksaOwner =
  | { readonly bssid: Mac }
  /** The cache's 2 octets; the kernel wants the key with them. */
  | { readonly ssid: SsidInput; readonly filsCacheId: Uint8Array; readonly pmk: Uint8Array };

/** A security association to remember, so that the next connection needs no full authentication. */
export type NewPmksa = PmksaOwner & {
  /** Its name: 16 octets. */
  readonly pmkid: Uint8Array;
  /** Pairwise master key: up to 64 octets. */
  readonly pmk?: Uint8Array;
  readonly lifetimeS?: number;
  /** Percent of the lifetime after which to authenticate anew. */
  readonly reauthPercent?: number;
};

/** Which association to forget; by SSID alone where the device does SAE or OWE itself. */
export type OldPmksa = (PmksaOwner | { readonly ssid: SsidInput }) & { readonly pmkid?: Uint8Array };

/**
 * Master keys that the device remembers (PMKSA), of client interfaces. All of it needs CAP_NET_ADMIN. Only drivers that associate by
 * themselves remember them: those of mac80211 leave it to wpa_supplicant, and are NOT_SUPPORTED.
 */
export class Pmksa {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Remembers an association, in place of one of the same owner. */
  async set(target: Target, association: NewPmksa, options: CallOptions = {}): Promise<void> {
    const { pmkid, pmk, lifetimeS, reauthPercent } = association;
    if (pmk !== undefined) whole("octets of the PMK", pmk.length, 1, 64);
    const fields = {
      ...ownerFields(association),
      pmkid: pmkidOf(pmkid),
      ...(pmk !== undefined && { pmk }),
      ...(lifetimeS !== undefined && { pmkLifetimeS: whole("lifetimeS", lifetimeS, 1, 0xffffffff) }),
      ...(reauthPercent !== undefined && { pmkReauthThreshold: whole("reauthPercent", reauthPercent, 1, 100) }),
    };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetPmksa", { ...selector, ...fields }, call);
  }

  /** Forgets an association. Older kernels (6.1) want its `pmkid` with the BSSID: KERNEL with EINVAL. */
  async delete(target: Target, association: OldPmksa, options: CallOptions = {}): Promise<void> {
    const { pmkid } = association;
    const fields = { ...ownerFields(association), ...(pmkid !== undefined && { pmkid: pmkidOf(pmkid) }) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("DelPmksa", { ...selector, ...fields }, call);
  }

  /** Forgets all associations. */
  async flush(target: Target, options: CallOptions = {}): Promise<void> {
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("FlushPmksa", selector, call);
  }

  /**
   * Gives the device the master key of the access point that it is connected to, for a handshake of its own: 32 octets, or 48 with
   * 192-bit security; with fast transition the name of PMK-R0. Needs a driver with "4way-handshake-sta-1x"; KERNEL with ENOTCONN
   * where it is not connected, EINVAL to another access point.
   */
  async setPmk(
    target: Target,
    key: { readonly bssid: Mac; readonly pmk: Uint8Array; readonly pmkr0Name?: Uint8Array },
    options: CallOptions = {},
  ): Promise<void> {
    const { bssid, pmk, pmkr0Name } = key;
    if (pmk.length !== 32 && pmk.length !== 48) {
      throw new Nl80211Error("INVALID_ARGUMENT", `a PMK of ${pmk.length} octets: expected 32 or 48`);
    }
    if (pmkr0Name !== undefined) whole("octets of the name of PMK-R0", pmkr0Name.length, 16, 16);
    const fields = { mac: checkedMac(bssid), pmk, ...(pmkr0Name !== undefined && { pmkr0Name }) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetPmk", { ...selector, ...fields }, call);
  }

  /** Takes the master key back. */
  async deletePmk(target: Target, bssid: Mac, options: CallOptions = {}): Promise<void> {
    const mac = checkedMac(bssid);
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("DelPmk", { ...selector, mac }, call);
  }
}

function ownerFields(owner: OldPmksa): Omit<DelPmksaRequest, "ifindex"> {
  if ("bssid" in owner) return { mac: checkedMac(owner.bssid) };
  const ssid = ssidBytes(owner.ssid);
  if (!("filsCacheId" in owner)) return { ssid };
  const { filsCacheId, pmk } = owner;
  whole("octets of the FILS cache id", filsCacheId.length, 2, 2);
  whole("octets of the PMK", pmk.length, 1, 64);
  return { ssid, filsCacheId, pmk };
}

function pmkidOf(pmkid: Uint8Array): Uint8Array {
  whole("octets of the PMKID", pmkid.length, 16, 16);
  return pmkid;
}
