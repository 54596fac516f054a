import type { Bss } from "../../nl80211/bss.ts";
import type { Station } from "../../nl80211/station.ts";

/** After so many ms without a beacon the kernel forgets a network, and says nothing (IEEE80211_SCAN_RESULT_EXPIRE in cfg80211). */
const FORGOTTEN_MS = 30_000;
/** Networks that are forgotten so soon after one another make one reading. */
const TOGETHER_MS = 1000;

/** In how many ms the next network is forgotten. One that we are connected to is not. */
export function untilForgotten(networks: readonly Bss[]): number | undefined {
  let oldest = -1;
  for (const { seenMsAgo = FORGOTTEN_MS, status } of networks) {
    // One that is still there beyond that time, another kernel than we know keeps.
    if (status === undefined && seenMsAgo < FORGOTTEN_MS && seenMsAgo > oldest) oldest = seenMsAgo;
  }
  return oldest < 0 ? undefined : FORGOTTEN_MS - oldest + TOGETHER_MS;
}

/** A station that is on its way becomes another so soon, at most. */
const ON_ITS_WAY_MS = 1000;
/** States of a mesh peer link that do not last (NL80211_PLINK_*). */
const PASSING: ReadonlySet<string | undefined> = new Set(["opn-snt", "opn-rcvd", "cnf-rcvd", "holding"]);

/**
 * In how many ms to look again at stations of which one is not yet what it will be: the kernel announces a station when it appears, and
 * neither that its keys are set nor that a mesh peer link is established.
 */
export function untilSettled(stations: readonly Station[]): number | undefined {
  const onTheWay = ({ flags, knownFlags, mesh }: Station) =>
    mesh === undefined
      ? knownFlags.includes("authorized") && !flags.includes("authorized")
      : PASSING.has(mesh.plinkState);
  return stations.some(onTheWay) ? ON_ITS_WAY_MS : undefined;
}
