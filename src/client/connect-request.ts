import { pbkdf2Sync } from "node:crypto";
import type { Mac } from "../bytes/mac.ts";
import { Nl80211Error } from "../errors.ts";
import { AkmSuite } from "../ieee80211/akm.ts";
import { CipherSuite } from "../ieee80211/cipher.ts";
import { encodeRsn } from "../ieee80211/encode/rsn.ts";
import { type SsidInput, ssidBytes } from "../ieee80211/encode/ssid.ts";
import { AuthType, type ConnectRequest, Mfp, SaePwe, WpaVersion } from "../nl80211/generated/connect.ts";
import type { Key } from "../nl80211/generated/key.ts";
import { checkedMac, whole } from "./argument.ts";
import type { CallOptions } from "./core.ts";

/** A WEP key: 5 or 13 octets, as text, as 10 or 26 hexadecimal digits, or as they are. */
export interface WepKey {
  readonly index: 0 | 1 | 2 | 3;
  readonly key: string | Uint8Array;
}

/**
 * How a network is secured. Open and WEP work with every driver; with "owe", a passphrase (WPA2) or a password (SAE, WPA3) the device must
 * do the handshake itself: most leave it to wpa_supplicant or iwd, and the kernel refuses them (KERNEL with EINVAL, or NOT_SUPPORTED).
 */
export type ConnectSecurity =
  | "open"
  | "owe"
  | { readonly passphrase: string }
  /** The key that a passphrase stands for: 32 octets. */
  | { readonly pmk: Uint8Array }
  | { readonly saePassword: string }
  /** The first key is the one to send with. */
  | { readonly wep: readonly WepKey[]; readonly sharedKey?: boolean };

/** Which network to connect to, and how. */
export interface ConnectOptions extends CallOptions {
  readonly ssid: SsidInput;
  /** Only this access point. */
  readonly bssid?: Mac;
  /** Only this channel. */
  readonly frequencyMhz?: number;
  /** Default: "open". */
  readonly security?: ConnectSecurity;
  /** Management frame protection. Default: "required" with SAE and OWE, else the driver's. */
  readonly mfp?: "no" | "optional" | "required";
  /** The access point that the station moves away from: asks for a reassociation. */
  readonly previousBssid?: Mac;
  /** Elements of the association request beside those that are made. */
  readonly elements?: Uint8Array;
  /** Seconds between scans for a better access point; 0 is off. */
  readonly backgroundScanS?: number;
  /** How long it may take. Default: 30 s. */
  readonly timeoutMs?: number;
}

const MFP = { no: Mfp.No, optional: Mfp.Optional, required: Mfp.Required } as const;

/** The request of a connection. Throws INVALID_ARGUMENT, which never shows a key. */
export function toConnect(ifindex: number, options: ConnectOptions): ConnectRequest {
  const { bssid, frequencyMhz, previousBssid, backgroundScanS } = options;
  const ssid = ssidBytes(options.ssid);
  if (ssid.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "an empty SSID names no network to connect to");
  const { ie: own, ...security } = securityFields(ssid, options.security ?? "open");
  const ie = new Uint8Array([...(own ?? []), ...(options.elements ?? [])]);
  const mfp = options.mfp === undefined ? {} : { useMfp: MFP[options.mfp] };
  const mhz = Math.floor(frequencyMhz ?? 0);
  const khz = Math.round(((frequencyMhz ?? 0) - mhz) * 1000);
  return {
    ifindex,
    ssid,
    ...(bssid !== undefined && { mac: checkedMac(bssid) }),
    ...(frequencyMhz !== undefined && { wiphyFreqMhz: whole("frequency in MHz", mhz, 1, 100_000) }),
    ...(khz !== 0 && { wiphyFreqOffsetKhz: khz }),
    ...security,
    ...mfp,
    ...(ie.length > 0 && { ie }),
    ...(previousBssid !== undefined && { prevBssid: checkedMac(previousBssid) }),
    ...(backgroundScanS !== undefined && { bgScanPeriodS: whole("backgroundScanS", backgroundScanS, 0, 65_535) }),
    socketOwner: true,
  };
}

function securityFields(ssid: Uint8Array, security: ConnectSecurity): Partial<ConnectRequest> {
  if (security === "open") return { authType: AuthType.OpenSystem };
  if (security === "owe") return { authType: AuthType.OpenSystem, ...rsn(AkmSuite.Owe, WpaVersion.Version3, true) };
  if ("wep" in security) return wep(security.wep, security.sharedKey === true);
  if ("saePassword" in security) {
    const saePassword = new TextEncoder().encode(security.saePassword);
    whole("octets of the SAE password", saePassword.length, 1, 128);
    const fields = { authType: AuthType.Sae, saePassword, saePwe: SaePwe.Both };
    return { ...fields, ...rsn(AkmSuite.Sae, WpaVersion.Version3, true) };
  }
  const pmk = "pmk" in security ? security.pmk : passphraseKey(security.passphrase, ssid);
  whole("octets of the PMK", pmk.length, 32, 32);
  return { authType: AuthType.OpenSystem, pmk, ...rsn(AkmSuite.Psk, WpaVersion.Version2, false) };
}

function rsn(akm: AkmSuite, version: WpaVersion, protect: boolean): Partial<ConnectRequest> {
  return {
    privacy: true,
    wpaVersions: [version],
    akmSuites: [akm],
    cipherSuitesPairwise: [CipherSuite.Ccmp128],
    cipherSuiteGroup: CipherSuite.Ccmp128,
    ...(protect && { useMfp: Mfp.Required }),
    ie: encodeRsn({ akmSuites: [akm], ...(protect && { mfp: "required" }) }),
  };
}

/** WPA2's key of a passphrase. IEEE 802.11-2020, J.4.1. */
function passphraseKey(passphrase: string, ssid: Uint8Array): Uint8Array {
  if (!/^[\x20-\x7e]{8,63}$/.test(passphrase)) {
    throw new Nl80211Error("INVALID_ARGUMENT", "the passphrase is not 8 to 63 printable ASCII characters");
  }
  return new Uint8Array(pbkdf2Sync(passphrase, ssid, 4096, 32, "sha1"));
}

function wep(keys: readonly WepKey[], sharedKey: boolean): Partial<ConnectRequest> {
  return { authType: sharedKey ? AuthType.SharedKey : AuthType.OpenSystem, privacy: true, keys: wepKeys(keys) };
}

/** WEP keys as requests carry them. Throws INVALID_ARGUMENT, which never shows one. */
export function wepKeys(keys: readonly WepKey[]): readonly Key[] {
  if (keys.length === 0) throw new Nl80211Error("INVALID_ARGUMENT", "WEP needs a key");
  return keys.map(wepKey);
}

function wepKey({ index, key }: WepKey, position: number): Key {
  const data = wepOctets(key);
  if (data.length !== 5 && data.length !== 13) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `WEP key ${index} is neither 5 nor 13 octets, nor 10 or 26 hexadecimal digits`,
    );
  }
  const cipher = data.length === 5 ? CipherSuite.Wep40 : CipherSuite.Wep104;
  return { idx: whole("WEP key index", index, 0, 3), cipher, data, ...(position === 0 && { isDefault: true }) };
}

function wepOctets(key: string | Uint8Array): Uint8Array {
  if (typeof key !== "string") return key;
  if (/^([0-9a-fA-F]{10}|[0-9a-fA-F]{26})$/.test(key)) return new Uint8Array(Buffer.from(key, "hex"));
  return new TextEncoder().encode(key);
}
