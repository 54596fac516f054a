import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import { ExtFeature } from "../../nl80211/generated/wiphy-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import type { Core } from "../core.ts";
import { deviceFeatures } from "../device-features.ts";
import type { ConnectOptions, ConnectSecurity } from "./connect-options.ts";

const BUSY: Readonly<Record<string, string>> = {
  EALREADY:
    "it is connected, or connecting: close that connection, or disconnect() it; to move to another access point of the network give previousBssid. If wpa_supplicant, iwd or NetworkManager hold the interface, let them connect, or stop them",
  EINPROGRESS:
    "another attempt to connect is under way, perhaps of wpa_supplicant, iwd or NetworkManager: wait for its end, or stop it",
  ENOTCONN: "previousBssid is not the access point that it is connected to",
};

/**
 * The kernel's refusal of a connection with the cure in it, where the context tells it: another's connection, or what the device lacks of what
 * the security needs. It asks the kernel what the device has only then.
 */
export async function explained(
  core: Core,
  ifindex: number,
  options: ConnectOptions,
  error: unknown,
): Promise<unknown> {
  if (!isNl80211Error(error) || error.errnoName === undefined) return error;
  const hint = BUSY[error.errnoName] ?? (await lacking(core, ifindex, options, error.errnoName));
  return hint === undefined ? error : new Nl80211Error(error.code, error.message, { ...error, hint, cause: error });
}

/** The kernel has said no, so that there is nothing to undo; after any other error there may be. */
export function isRefusal(error: unknown): boolean {
  return isNl80211Error(error) && error.errnoName !== undefined;
}

async function lacking(core: Core, ifindex: number, options: ConnectOptions, errno: string) {
  if (errno !== "EINVAL" && errno !== "EOPNOTSUPP") return undefined;
  const features = await deviceFeatures(core, ifindex).catch(() => undefined);
  if (features === undefined) return undefined;
  const { mfp, security = "open", radioMeasurement } = options;
  if (mfp === "optional" && !features.ext.has(ExtFeature.MfpOptional)) {
    return 'this device does not choose by itself whether to protect management frames: say mfp "required" or "no"';
  }
  if (radioMeasurement === true && !features.radioMeasurement) {
    return "this device does no radio measurement: leave out radioMeasurement";
  }
  const missing = handshake(security, features.ext, features.sae);
  const ours = options.owned === false && features.ext.has(ExtFeature.ControlPortOverNl80211);
  return missing !== undefined && ours ? `${missing}; or own the connection, so that this library may do it` : missing;
}

function handshake(security: ConnectSecurity, ext: ReadonlySet<number>, sae: boolean): string | undefined {
  if (security === "open" || security === "owe" || "wep" in security || "supplicant" in security) return undefined;
  if ("saePassword" in security) {
    if (ext.has(ExtFeature.SaeOffload)) return undefined;
    return lack(sae ? "leaves SAE to the program" : "has no SAE", "sae-offload");
  }
  const [needed, what] =
    "fils" in security
      ? ([ExtFeature.FilsSkOffload, "FILS"] as const)
      : "ieee8021x" in security
        ? ([ExtFeature.FourWayHandshakeSta1x, "the handshake of 802.1X"] as const)
        : ([ExtFeature.FourWayHandshakeStaPsk, "this handshake"] as const);
  return ext.has(needed) ? undefined : lack(`leaves ${what} to the program`, wordOf(ExtFeature, needed));
}

function lack(what: string, feature: string): string {
  return `this device ${what} (no ${feature}): leave this network to wpa_supplicant or iwd`;
}
