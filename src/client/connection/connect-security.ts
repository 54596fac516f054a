import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { Nl80211Error } from "../../errors.ts";
import { AkmSuite } from "../../ieee80211/akm.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import { encodeRsn } from "../../ieee80211/encode/rsn.ts";
import { ssidBytes } from "../../ieee80211/encode/ssid.ts";
import type { ConnectRequest } from "../../nl80211/generated/connect.ts";
import { AuthType, Mfp, SaePwe, WpaVersion } from "../../nl80211/generated/connect-enums.ts";
import { memberNamed, octets, whole } from "../argument.ts";
import type { ConnectOptions, ConnectSecurity, FilsCredentials, RsnChoice, WepKey } from "./connect-options.ts";
import { wepKeys } from "./wep-key.ts";

/** Which attributes of a connection's request come of its security. */
export type SecurityFields = Partial<ConnectRequest>;

/** Security with keys in place of passphrases. */
export type KeyedSecurity = Exclude<ConnectSecurity, { readonly passphrase: string }>;

/** A connection's options, with a key in place of its passphrase. */
export interface KeyedOptions extends ConnectOptions {
  readonly security?: KeyedSecurity;
}

type MfpChoice = ConnectOptions["mfp"];

const MFP = { no: Mfp.No, optional: Mfp.Optional, required: Mfp.Required } as const;
/** How the RSN element says it. */
const RSN_MFP = { no: undefined, optional: "capable", required: "required" } as const;

/** The security of a connection as its request carries it, with the RSN element that says the same on the air. Throws INVALID_ARGUMENT, without keys. */
export function securityFields(security: KeyedSecurity, mfp: MfpChoice): SecurityFields {
  const choice = mfp === undefined ? {} : { useMfp: MFP[checkedMfp(mfp)] };
  if (security === "open") return { authType: AuthType.OpenSystem, ...choice };
  if (security === "owe") return open(rsn({}, AkmSuite.Owe, WpaVersion.Version3, mfp ?? "required"));
  if ("wep" in security) return { ...wep(security.wep, security.sharedKey), ...choice };
  if ("supplicant" in security) return open(rsn(security.supplicant, undefined, WpaVersion.Version2, mfp));
  if ("ieee8021x" in security) {
    return { ...open(rsn(security, AkmSuite.Ieee8021x, WpaVersion.Version2, mfp)), want1x4wayHs: true };
  }
  if ("fils" in security) {
    const suites = rsn(security, AkmSuite.FilsSha256, WpaVersion.Version2, mfp);
    return { authType: AuthType.FilsSk, ...filsFields(security.fils), ...suites };
  }
  if ("saePassword" in security) {
    const saePassword = octets("SAE password", new TextEncoder().encode(security.saePassword), 1, 128);
    const saePwe = memberNamed<SaePwe>(SaePwe, "way to SAE's password element", security.pwe ?? "both");
    const suites = rsn(security, AkmSuite.Sae, WpaVersion.Version3, mfp ?? "required");
    return { authType: AuthType.Sae, saePassword, saePwe, ...suites };
  }
  return { ...open(rsn(security, AkmSuite.Psk, WpaVersion.Version2, mfp)), pmk: octets("PMK", security.pmk, 32) };
}

/** The options with a key in place of the passphrase: it takes 8,192 hashes, so that another thread makes it. Rejects with INVALID_ARGUMENT. */
export async function keyed(options: ConnectOptions): Promise<KeyedOptions> {
  const { security = "open" } = options;
  if (typeof security !== "object" || !("passphrase" in security)) return { ...options, security };
  const { passphrase, ...suites } = security;
  return { ...options, security: { ...suites, pmk: await passphraseKey(passphrase, ssidBytes(options.ssid)) } };
}

/** FILS credentials, which the kernel takes all together or not at all. */
export function filsFields(fils: FilsCredentials) {
  return {
    filsErpUsername: text("FILS username", fils.username, 16),
    filsErpRealm: text("FILS realm", fils.realm, 253),
    filsErpNextSeqNum: whole("FILS sequence number", fils.nextSequence, 0, 0xffff),
    filsErpRrk: octets("FILS root key", fils.rrk, 1, 64),
  };
}

/** WPA2's key of a passphrase: 32 octets. IEEE 802.11-2020, J.4.1. */
async function passphraseKey(passphrase: string, ssid: Uint8Array): Promise<Uint8Array> {
  if (!/^[\x20-\x7e]{8,63}$/.test(passphrase)) {
    throw new Nl80211Error("INVALID_ARGUMENT", "the passphrase is not 8 to 63 printable ASCII characters");
  }
  return new Uint8Array(await promisify(pbkdf2)(passphrase, ssid, 4096, 32, "sha1"));
}

function open(fields: SecurityFields): SecurityFields {
  return { authType: AuthType.OpenSystem, ...fields };
}

/** Suites twice: as attributes, which drivers of full MACs read, and as the element that those of mac80211 send as it is. */
function rsn(choice: RsnChoice, usual: AkmSuite | undefined, version: WpaVersion, mfp: MfpChoice): SecurityFields {
  const akmSuites = choice.akmSuites ?? (usual === undefined ? [] : [usual]);
  const pairwiseCiphers = choice.pairwiseCiphers ?? [CipherSuite.Ccmp128];
  const groupCipher = choice.groupCipher ?? pairwiseCiphers[0] ?? CipherSuite.Ccmp128;
  const { groupManagementCipher, pmkids } = choice;
  const protect = mfp === undefined ? undefined : RSN_MFP[checkedMfp(mfp)];
  return {
    privacy: true,
    wpaVersions: [version],
    akmSuites,
    cipherSuitesPairwise: pairwiseCiphers,
    cipherSuiteGroup: groupCipher,
    ...(mfp !== undefined && { useMfp: MFP[mfp] }),
    ie: encodeRsn({
      akmSuites,
      pairwiseCiphers,
      groupCipher,
      ...(protect !== undefined && { mfp: protect }),
      ...(groupManagementCipher !== undefined && { groupManagementCipher }),
      ...(pmkids !== undefined && { pmkids }),
    }),
  };
}

function wep(keys: readonly WepKey[], sharedKey = false): SecurityFields {
  return { authType: sharedKey ? AuthType.SharedKey : AuthType.OpenSystem, privacy: true, keys: wepKeys(keys) };
}

function checkedMfp(mfp: keyof typeof MFP): keyof typeof MFP {
  if (Object.hasOwn(MFP, mfp)) return mfp;
  throw new Nl80211Error("INVALID_ARGUMENT", `mfp "${mfp}": expected one of ${Object.keys(MFP).join(", ")}`);
}

function text(what: string, value: string | Uint8Array, most: number): Uint8Array {
  return octets(what, typeof value === "string" ? new TextEncoder().encode(value) : value, 1, most);
}
