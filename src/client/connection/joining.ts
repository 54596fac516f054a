import { AkmSuite, akmName } from "../../ieee80211/akm.ts";
import { CipherSuite } from "../../ieee80211/cipher.ts";
import type { Bss } from "../../nl80211/bss.ts";
import type { Wiphy } from "../../nl80211/wiphy.ts";
import type { ConnectOptions } from "./connect-options.ts";

/** How a network can be joined: what `connect()` is to be told of its security; or why it cannot. */
export type Joining =
  | { readonly options: Pick<ConnectOptions, "security" | "mfp"> }
  /** In words that follow the network's name: "asks for a password". */
  | { readonly problem: string };

/**
 * How a network that was heard can be joined by a radio, with the password that is known or without one: the strongest way of those that
 * the network offers and `connect()` can go, by what the radio says that it does itself. With a password no network is joined that asks for
 * none: anybody may have given it that name.
 */
export function joining(
  { security }: Pick<Bss, "security">,
  wiphy: Pick<Wiphy, "extendedFeatures">,
  password?: string,
): Joining {
  const { modes, name } = security;
  const does = (feature: string) => wiphy.extendedFeatures.includes(feature);
  if (password === undefined) {
    if (modes.includes("Enhanced Open") && does("owe-offload")) return { options: { security: "owe" } };
    if (modes.includes("Open")) return { options: { security: "open" } };
    if (modes.includes("Enhanced Open")) return { problem: leftToPrograms("Enhanced Open", "owe-offload") };
    return { problem: security.personal ? "asks for a password" : `is ${name}, which asks for more than a password` };
  }
  if (!security.personal) return { problem: `is ${name}, and asks for no password` };
  if (modes.includes("WPA3-Personal") && does("sae-offload")) {
    return { options: { security: { saePassword: password, ...groupCiphersOf(security, true) }, mfp: "required" } };
  }
  if (modes.includes("WPA2-Personal")) return preShared(security, password);
  if (modes.includes("WPA3-Personal")) return { problem: leftToPrograms("WPA3-Personal", "sae-offload") };
  return { problem: `is ${name}, which is not safe any more` };
}

function preShared(security: Bss["security"], passphrase: string): Joining {
  const { akmSuites, pairwiseCiphers, mfp } = security;
  if (!pairwiseCiphers.includes(CipherSuite.Ccmp128)) return { problem: "has no CCMP" };
  const choice = { passphrase, ...groupCiphersOf(security, mfp === "required") };
  const protection = mfp === "required" ? ({ mfp } as const) : {};
  if (akmSuites.includes(AkmSuite.Psk)) return { options: { security: choice, ...protection } };
  if (akmSuites.includes(AkmSuite.PskSha256)) {
    return { options: { security: { ...choice, akmSuites: [AkmSuite.PskSha256] }, ...protection } };
  }
  const akms = akmSuites.map(akmName).join(", ");
  return { problem: `is WPA2-Personal by ${akms} alone: wpa_supplicant or iwd can join it` };
}

/** The ciphers that all stations of a network share: an association that names others is refused. */
function groupCiphersOf({ groupCipher, groupManagementCipher }: Bss["security"], protects: boolean) {
  return {
    ...(groupCipher !== undefined && { groupCipher }),
    ...(protects && groupManagementCipher !== CipherSuite.BipCmac128 && { groupManagementCipher }),
  };
}

function leftToPrograms(what: string, feature: string): string {
  return `is ${what}, which this radio leaves to programs (no ${feature}): wpa_supplicant or iwd can join it`;
}
