import { AkmSuite } from "../../ieee80211/akm.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";
import { Bss } from "../../nl80211/bss.ts";
import { ExtFeature } from "../../nl80211/generated/wiphy-enums.ts";
import { checkedMac } from "../argument.ts";
import type { CallOptions, Core } from "../core.ts";
import { deviceFeatures } from "../device-features.ts";
import type { ConnectOptions } from "./connect-options.ts";
import type { KeyedOptions } from "./connect-security.ts";
import { KEY_DERIVATIONS, type KeyDerivation } from "./key-derivation.ts";

/** A connection whose WPA2 handshake this program does: the device leaves it to us, as those of mac80211 do. */
export interface HandshakePlan {
  /** What the kernel is asked: RSN without the key, and the control port. */
  readonly options: KeyedOptions;
  readonly pmk: Uint8Array;
  readonly derivation: KeyDerivation;
  /** Octets of the pairwise key. */
  readonly tkLength: number;
}

/** Octets of a pairwise key, by its cipher; other ciphers this handshake does not do. */
const KEY_OCTETS: Readonly<Partial<Record<number, number>>> = {
  [CipherSuite.Ccmp128]: 16,
  [CipherSuite.Gcmp128]: 16,
  [CipherSuite.Ccmp256]: 32,
  [CipherSuite.Gcmp256]: 32,
};

/**
 * The plan for a connection with a passphrase, or its key, where the device does not do the handshake and has a control port over nl80211;
 * undefined where the kernel is to be asked for it as it stands.
 */
export async function planHandshake(
  core: Core,
  ifindex: number,
  options: KeyedOptions,
  call: CallOptions,
): Promise<HandshakePlan | undefined> {
  const { security, owned = true } = options;
  if (security === undefined || typeof security === "string" || !owned) return undefined;
  if (!("pmk" in security)) return undefined;
  const { akmSuites = [AkmSuite.Psk, AkmSuite.PskSha256], pairwiseCiphers = [CipherSuite.Ccmp128] } = security;
  if (security.akmSuites !== undefined && akmSuites.length !== 1) return undefined;
  if (akmSuites.some((akm) => KEY_DERIVATIONS[akm] === undefined)) return undefined;
  const tkLength = KEY_OCTETS[pairwiseCiphers[0]!];
  if (pairwiseCiphers.length !== 1 || tkLength === undefined) return undefined;
  const { ext } = await deviceFeatures(core, ifindex, call).catch(() => ({ ext: new Set<number>() }));
  if (ext.has(ExtFeature.FourWayHandshakeStaPsk) || !ext.has(ExtFeature.ControlPortOverNl80211)) return undefined;
  const networks = await heardSecurity(core, ifindex, options, call);
  // the first of the AKMs that was heard, and the group ciphers beside it
  const akm = akmSuites.find((each) => networks.some((network) => network.akmSuites.includes(each))) ?? akmSuites[0]!;
  const network = networks.find(({ akmSuites }) => akmSuites.includes(akm));
  const groupCipher = security.groupCipher ?? network?.groupCipher;
  const protects = options.mfp === "required" || options.mfp === "optional";
  const groupManagementCipher =
    security.groupManagementCipher ?? (protects ? network?.groupManagementCipher : undefined);
  const supplicant = {
    ...{ akmSuites: [akm], pairwiseCiphers },
    ...(groupCipher !== undefined && { groupCipher }),
    ...(groupManagementCipher !== undefined && { groupManagementCipher }),
  };
  const asked = { ...options, security: { supplicant }, controlPort: { noPreauthentication: true } };
  return { options: asked, pmk: security.pmk, derivation: KEY_DERIVATIONS[akm]!, tkLength };
}

/**
 * What the access points of the network ask for that a scan has heard: where old stations are let in the group cipher is TKIP, and some that
 * protect management frames have no AKM but PSK with SHA-256.
 */
async function heardSecurity(core: Core, ifindex: number, options: ConnectOptions, call: CallOptions) {
  const bssid = options.bssid && checkedMac(options.bssid);
  const ssid = Buffer.from(ssidBytes(options.ssid));
  const heard = await core
    .dump("GetScan", { ifindex }, call)
    .then((dump) => dump.toArray())
    .catch(() => []); // the kernel will say what is wrong with the interface
  return heard
    .map((reply) => new Bss(reply, 0))
    .filter((bss) => ssid.equals(bss.ssid.bytes) && (bssid === undefined || bss.bssid === bssid))
    .map((bss) => bss.security);
}
