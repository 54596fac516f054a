import type { Mac } from "../../bytes/mac.ts";
import { Nl80211Error } from "../../errors.ts";
import type { AkmSuite } from "../../ieee80211/akm.ts";
import { CipherSuite, cipherName } from "../../ieee80211/cipher.ts";
import { checkedWide } from "../../netlink/checked.ts";
import type { Key } from "../../nl80211/generated/key.ts";
import { KeyDefaultType, KeyMode, KeyType } from "../../nl80211/generated/key-enums.ts";
import type { KeyInfo } from "../../nl80211/key.ts";
import { device, netdev } from "../addressee.ts";
import { checkedMac, chosen, memberNamed, whole } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { type KeyQuery, Settings } from "../settings.ts";
import type { Target } from "../target.ts";

/** A key to install. */
export interface NewKey extends KeyQuery {
  /**
   * The temporal key, of the length that its cipher has; of TKIP 16 octets of key, then 8 of the MIC key to send with and 8 of that
   * to receive with. No error and no recording of this library shows it.
   */
  readonly key: Uint8Array;
  /** "CCMP-128", "GCMP-256", "TKIP", "BIP-CMAC-128", "WEP-40" ..., or the suite's number. */
  readonly cipher: string | CipherSuite;
  /** Packet number of the last frame received, least octet first: 6 octets for TKIP, CCMP and GCMP. Default: none came. */
  readonly sequence?: Uint8Array;
  /** Only receives until `startSending()`: Extended Key ID. */
  readonly receiveOnly?: boolean;
  /** VLAN that a group key is for, where the driver does VLANs. */
  readonly vlanId?: number;
  /** Seed of the keys of secure ranging. */
  readonly ltfSeed?: Uint8Array;
}

/** Which frames a default key is for. */
export type DefaultKeyUse = "unicast" | "multicast" | "both" | "management" | "beacon";

/** What a device needs to renew group keys by itself while the host sleeps. */
export interface RekeyOffload {
  /** Key encryption key: 16 octets, or 32 where the driver takes them. */
  readonly kek: Uint8Array;
  /** Key confirmation key: 16 octets, or 24 or 32 where the driver takes them. */
  readonly kck: Uint8Array;
  /** Replay counter of the last EAPOL-Key frame. */
  readonly replayCounter: bigint | number;
  readonly akm?: AkmSuite;
}

/**
 * Keys of an interface. All of it needs CAP_NET_ADMIN. A client is to be connected and an IBSS joined (KERNEL with ENOLINK), an access
 * point or a mesh only up (INTERFACE_DOWN); a peer whose station is not there is KERNEL with ENOENT.
 */
export class Keys {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /**
   * Installs a key: a peer's, or without one a group key. Clients and access points send group frames with it only when
   * `setDefault()` says so.
   */
  async add(target: Target, key: NewKey, options: CallOptions = {}): Promise<void> {
    const { vlanId } = key;
    const fields = {
      ...peerFields(key),
      key: keyNest(key),
      ...(vlanId !== undefined && { vlanId: whole("vlanId", vlanId, 1, 4094) }),
    };
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("NewKey", { ...selector, ...fields }, call);
  }

  /** The cipher and the packet number of a key in use; never the key. */
  get(target: Target, query: KeyQuery, options: CallOptions = {}): Promise<KeyInfo> {
    return new Settings(this.#core).key(target, query, options);
  }

  /** Removes a key. One that is not there is KERNEL with ENOENT. */
  async delete(target: Target, query: KeyQuery, options: CallOptions = {}): Promise<void> {
    const fields = { ...peerFields(query), key: { idx: keyIndex(query.index), ...typeField(query) } };
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("DelKey", { ...selector, ...fields }, call);
  }

  /**
   * Makes a group key the one to send with. Keys 0 to 3 are for data: "multicast" on an access point, "both" with WEP; 4 and 5 for
   * management frames, 6 and 7 for beacons. Which it is for follows from the index, where it is not said: "both", "management", "beacon".
   */
  async setDefault(
    target: Target,
    { index, use, linkId }: { readonly index: number; readonly use?: DefaultKeyUse; readonly linkId?: number },
    options: CallOptions = {},
  ): Promise<void> {
    const key = { idx: keyIndex(index), ...defaultFields(index, use ?? usualUse(index)) };
    const link = linkId === undefined ? {} : { mloLinkId: whole("linkId", linkId, 0, 14) };
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("SetKey", { ...selector, ...link, key }, call);
  }

  /** Begins to send with a peer's key that only received so far (index 0 or 1). Needs a driver with "ext-key-id". */
  async startSending(
    target: Target,
    { index, peer }: { readonly index: 0 | 1; readonly peer: Mac },
    options: CallOptions = {},
  ): Promise<void> {
    const key = { idx: whole("index of a peer's key", index, 0, 1), mode: KeyMode.SetTx };
    const mac = checkedMac(peer);
    const [selector, call] = await device(this.#core, target, options);
    await this.#core.request("SetKey", { ...selector, mac, key }, call);
  }

  /**
   * Gives the device what it needs to renew group keys while the host sleeps. A client that is not connected is KERNEL with ENOTCONN, a
   * length that the driver does not take KERNEL with ERANGE.
   */
  async setRekeyOffload(target: Target, offload: RekeyOffload, options: CallOptions = {}): Promise<void> {
    const { kek, kck, replayCounter, akm } = offload;
    lengthOf("key encryption key", kek, [16, 32]);
    lengthOf("key confirmation key", kck, [16, 24, 32]);
    const rekeyData = { kek, kck, replayCtr: bigEndian(replayCounter), ...(akm !== undefined && { akm }) };
    const [selector, call] = await netdev(this.#core, target, options);
    await this.#core.request("SetRekeyOffload", { ...selector, rekeyData }, call);
  }
}

/** Octets of a key, by its cipher. IEEE 802.11-2020 table 12-4 and 12-7; cfg80211_validate_key_settings. */
const LENGTHS: Readonly<Partial<Record<CipherSuite, number>>> = {
  [CipherSuite.Wep40]: 5,
  [CipherSuite.Wep104]: 13,
  [CipherSuite.Tkip]: 32,
  [CipherSuite.Ccmp128]: 16,
  [CipherSuite.Ccmp256]: 32,
  [CipherSuite.Gcmp128]: 16,
  [CipherSuite.Gcmp256]: 32,
  [CipherSuite.BipCmac128]: 16,
  [CipherSuite.BipCmac256]: 32,
  [CipherSuite.BipGmac128]: 16,
  [CipherSuite.BipGmac256]: 32,
};

/** The cipher that a name or a number stands for. Throws INVALID_ARGUMENT that lists the names. */
export function cipherSuite(cipher: string | CipherSuite): CipherSuite {
  if (typeof cipher === "number") return cipher;
  const names = Object.fromEntries(Object.keys(LENGTHS).map((suite) => [cipherName(Number(suite)), Number(suite)]));
  return chosen("cipher", names, cipher) as CipherSuite;
}

function keyNest(from: NewKey): Key {
  const { index, key, sequence, receiveOnly, ltfSeed } = from;
  const cipher = cipherSuite(from.cipher);
  const length = LENGTHS[cipher];
  if (length !== undefined) lengthOf(`key for ${cipherName(cipher)}`, key, [length]);
  return {
    data: key,
    idx: keyIndex(index),
    cipher,
    ...(sequence !== undefined && { seq: sequence }),
    ...typeField(from),
    ...(receiveOnly === true && { mode: KeyMode.NoTx }),
    ...(ltfSeed !== undefined && { ltfSeed }),
  };
}

function peerFields({ peer, linkId }: KeyQuery) {
  return {
    ...(peer !== undefined && { mac: checkedMac(peer) }),
    ...(linkId !== undefined && { mloLinkId: whole("linkId", linkId, 0, 14) }),
  };
}

function typeField({ type }: KeyQuery) {
  return type === undefined ? {} : { type: memberNamed<KeyType>(KeyType, "key type", type) };
}

function keyIndex(index: number): number {
  return whole("key index", index, 0, 7);
}

function usualUse(index: number): DefaultKeyUse {
  if (index >= 6) return "beacon";
  return index >= 4 ? "management" : "both";
}

const INDICES = {
  unicast: [0, 3],
  multicast: [0, 3],
  both: [0, 3],
  management: [4, 5],
  beacon: [6, 7],
} as const;

function defaultFields(index: number, use: DefaultKeyUse): Key {
  const [least, most] = chosen("use of a default key", INDICES, use);
  whole(`index of a default key for ${use === "both" ? "data" : use}`, index, least, most);
  if (use === "management") return { defaultMgmt: true };
  if (use === "beacon") return { defaultBeacon: true };
  if (use === "both") return { isDefault: true };
  return { isDefault: true, defaultTypes: [use === "unicast" ? KeyDefaultType.Unicast : KeyDefaultType.Multicast] };
}

function lengthOf(what: string, octets: Uint8Array, lengths: readonly number[]): void {
  if (lengths.includes(octets.length)) return;
  throw new Nl80211Error("INVALID_ARGUMENT", `${what} of ${octets.length} octets: expected ${lengths.join(" or ")}`);
}

/** As EAPOL-Key frames carry it. */
function bigEndian(counter: bigint | number): Uint8Array {
  const octets = new Uint8Array(8);
  new DataView(octets.buffer).setBigUint64(0, checkedWide(counter, 0n, (1n << 64n) - 1n, "replayCounter of 64 bits"));
  return octets;
}
