import { isNl80211Error, Nl80211Error } from "../../errors.ts";
import { StatusCode } from "../../ieee80211/status.ts";

/** Access points end a handshake with a wrong key by these reasons: they cannot tell it from noise. */
const DOUBTS: ReadonlySet<number | undefined> = new Set([2, 15]);

/** What an access point refuses where the request was made without knowing it. */
const REFUSED: ReadonlyMap<number | undefined, string> = new Map([
  [
    StatusCode.InvalidGroupCipher,
    "the network has another group cipher: scan before, so that it is known, or give groupCipher",
  ],
  [StatusCode.InvalidAkmp, "the network has another AKM: scan before, so that it is known, or give akmSuites"],
]);

/** A handshake that the access point has given up, or not begun, with the likely cause. */
export function doubted(error: unknown): unknown {
  if (!isNl80211Error(error, "CONNECT_FAILED")) return error;
  const doubt = DOUBTS.has(error.reasonCode) ? "is the passphrase right?" : undefined;
  const hint = REFUSED.get(error.statusCode) ?? doubt;
  return hint === undefined ? error : new Nl80211Error(error.code, error.message, { ...error, hint, cause: error });
}
