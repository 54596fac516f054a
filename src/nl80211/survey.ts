import { type Channel, frequencyKhzToChannel } from "../ieee80211/channel.ts";
import type { GetSurveyReply, SurveyInfo } from "./generated/survey.ts";

/** What a radio has measured on a channel (or, without a frequency, on all of them together). The times count from when the driver began to. */
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

/** How a channel was used between two surveys of it, in percent of the time that the radio listened to it. */
export interface Utilization {
  /** How long the radio was on the channel meanwhile. */
  readonly timeMs: number;
  readonly busyPercent?: number;
  readonly extBusyPercent?: number;
  readonly rxPercent?: number;
  readonly txPercent?: number;
  readonly bssRxPercent?: number;
}

/**
 * The use of a channel between two surveys. Undefined where the radio was not on the channel meanwhile, or its counters began
 * anew, or the surveys are of two channels.
 */
export function channelUtilization(before: Survey, after: Survey): Utilization | undefined {
  if (before.frequencyMhz !== after.frequencyMhz || before.ifindex !== after.ifindex) return undefined;
  if (before.timeMs === undefined || after.timeMs === undefined) return undefined;
  const timeMs = after.timeMs - before.timeMs;
  if (timeMs <= 0) return undefined;
  const percent = (key: UsedTime) => {
    const [from, to] = [before[key], after[key]];
    // A radio may count less time on the channel than busy on it, by the rounding of its counters.
    return from === undefined || to === undefined || to < from
      ? undefined
      : Math.min(100, ((to - from) / timeMs) * 100);
  };
  return {
    timeMs,
    ...present("busyPercent", percent("timeBusyMs")),
    ...present("extBusyPercent", percent("timeExtBusyMs")),
    ...present("rxPercent", percent("timeRxMs")),
    ...present("txPercent", percent("timeTxMs")),
    ...present("bssRxPercent", percent("timeBssRxMs")),
  };
}

type UsedTime = "timeBusyMs" | "timeExtBusyMs" | "timeRxMs" | "timeTxMs" | "timeBssRxMs";

function present<Key extends keyof Utilization>(key: Key, value: number | undefined): { [K in Key]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: number };
}
