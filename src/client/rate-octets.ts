import { Nl80211Error } from "../errors.ts";

/** Rates without MCS as nl80211 carries them: an octet each, in 500 kbit/s. Throws INVALID_ARGUMENT that names the rate. */
export function rateOctets(what: string, ratesMbps: readonly number[]): Uint8Array {
  return Uint8Array.from(ratesMbps, (mbps) => {
    const octet = mbps * 2;
    if (Number.isInteger(octet) && octet >= 1 && octet <= 127) return octet;
    throw new Nl80211Error("INVALID_ARGUMENT", `${what} ${mbps} Mbit/s: expected a multiple of 0.5 from 0.5 to 63.5`);
  });
}
