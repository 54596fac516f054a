import { type Channel, frequencyKhzToChannel } from "../ieee80211/channel.ts";
import type { GetSurveyReply, SurveyInfo } from "./generated/survey.ts";

/** What a radio has measured on a channel (or, without a frequency, altogether). The times count from when the driver began to. */
export interface Survey {
  readonly ifindex?: number;
  readonly frequencyMhz?: number;
  readonly channel?: number;
  readonly band?: Channel["band"];
  /** The interface is on this channel now. */
  readonly inUse: boolean;
  readonly noiseDbm?: number;
  /** How long the radio was on the channel. */
  readonly timeMs?: number;
  /** How long it heard the channel busy. */
  readonly timeBusyMs?: number;
  /** How long the extension channel was busy. */
  readonly timeExtBusyMs?: number;
  readonly timeRxMs?: number;
  readonly timeTxMs?: number;
  readonly timeScanMs?: number;
  /** How long it received frames of its own BSS. */
  readonly timeBssRxMs?: number;
}

/** A survey of what GET_SURVEY replied. */
export function toSurvey(from: GetSurveyReply): Survey {
  const { frequencyMhz, frequencyOffsetKhz, inUse, unknown, ...measured }: SurveyInfo = from.surveyInfo ?? {};
  const khz = frequencyMhz === undefined ? undefined : frequencyMhz * 1000 + (frequencyOffsetKhz ?? 0);
  return {
    ...(from.ifindex !== undefined && { ifindex: from.ifindex }),
    ...(khz !== undefined && { frequencyMhz: khz / 1000, ...frequencyKhzToChannel(khz) }),
    inUse: inUse === true,
    ...measured,
  };
}
