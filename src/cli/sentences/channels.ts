import { RadarEvent } from "../../nl80211/generated/regulatory-enums.ts";
import type { Sentences } from "./sentence.ts";
import { bitsOf, channelWords, cookieWords, counted, sentence } from "./words.ts";

/** Channels: switched, listened on, disturbed. */
export const CHANNEL_SENTENCES: Sentences<
  | ("remain-on-channel" | "cancel-remain-on-channel" | "ch-switch-notify" | "ch-switch-started-notify")
  | ("radar-detect" | "obss-color-collision" | "color-change-started" | "color-change-aborted")
  | ("color-change-completed" | "incumbent-signal-detect")
> = {
  "remain-on-channel": (event) =>
    sentence(`stays on ${channelWords(event)} for ${event.durationMs} ms`, cookieWords(event.cookie)),
  "cancel-remain-on-channel": (event) => sentence(`leaves ${channelWords(event)}`, cookieWords(event.cookie)),
  "ch-switch-notify": (event) => `switched to ${channelWords(event)}`,
  "ch-switch-started-notify": (event) =>
    sentence(
      `switches to ${channelWords(event)}`,
      event.chSwitchCount !== undefined && `after ${counted(event.chSwitchCount, "beacon")}`,
      event.chSwitchBlockTx && "and is silent until then",
    ),
  "radar-detect": (event) =>
    sentence(
      event.radarEvent === undefined ? "radar" : (RADAR[event.radarEvent] ?? `radar event ${event.radarEvent}`),
      `on ${channelWords(event)}`,
      event.radarBackground && "(by the radio that listens in the background)",
    ),
  "obss-color-collision": ({ obssColorBitmap = 0n }) =>
    `another network has our BSS color; in use nearby: ${bitsOf(obssColorBitmap) || "none"}`,
  "color-change-started": ({ colorChangeCount }) =>
    sentence(
      "BSS color is about to change",
      colorChangeCount !== undefined && `after ${counted(colorChangeCount, "beacon")}`,
    ),
  "color-change-aborted": () => "BSS color stays: the change was aborted",
  "color-change-completed": () => "BSS color has changed",
  "incumbent-signal-detect": (event) => {
    const { incumbentSignalInterferenceBitmap: bitmap = 0 } = event;
    return `a licensed signal on ${channelWords(event)}, in its 20 MHz parts ${bitsOf(bitmap) || "(none named)"}`;
  },
};

const RADAR: Readonly<Record<number, string>> = {
  [RadarEvent.Detected]: "radar detected",
  [RadarEvent.CacFinished]: "channel availability check finished without radar",
  [RadarEvent.CacAborted]: "channel availability check aborted",
  [RadarEvent.NopFinished]: "the time that radar kept us away is over",
  [RadarEvent.PreCacExpired]: "an earlier channel availability check has expired",
  [RadarEvent.CacStarted]: "channel availability check started",
};
