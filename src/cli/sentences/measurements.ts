import type { PmsrPeer } from "../../nl80211/generated/ftm.ts";
import { PmsrFtmFailureReason, PmsrStatus } from "../../nl80211/generated/ftm-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import type { Sentences } from "./sentence.ts";
import { cookieWords, sentence } from "./words.ts";

/** Measurements between stations. */
export const MEASUREMENT_SENTENCES: Sentences<"peer-measurement-result" | "peer-measurement-complete"> = {
  "peer-measurement-result": ({ peerMeasurements: { peers = [] } = {}, cookie }) =>
    sentence(`measured: ${peers.map(peerWords).join("; ") || "no peer"}`, cookieWords(cookie)),
  "peer-measurement-complete": ({ cookie }) => sentence("the measurement is complete", cookieWords(cookie)),
};

/** Light goes there and back, 0.3 mm in a picosecond, so a round trip of 1 ps is 0.15 mm. */
const METRES_PER_PS = 299_792_458 / 2 / 1e12;

function peerWords({ addr = "?", resp: { status, data: { ftm } = {} } = {} }: PmsrPeer): string {
  if (status !== undefined && status !== PmsrStatus.Success) return `${addr} ${wordOf(PmsrStatus, status)}`;
  if (ftm === undefined) return addr;
  if (ftm.failReason !== undefined) return `${addr} failed (${wordOf(PmsrFtmFailureReason, ftm.failReason)})`;
  const { distAvgMm, rttAvgPs, rssiAvgInHalfDbm } = ftm;
  const metres =
    distAvgMm !== undefined ? distAvgMm / 1000 : rttAvgPs !== undefined ? rttAvgPs * METRES_PER_PS : undefined;
  return sentence(
    addr,
    metres !== undefined && `at ${metres.toFixed(2)} m`,
    rttAvgPs !== undefined && `(round trip ${rttAvgPs} ps)`,
    rssiAvgInHalfDbm !== undefined && `at ${rssiAvgInHalfDbm / 2} dBm`,
  );
}
