import type { WifiEvent, WifiEventOf } from "../../client/watch/events.ts";
import type { Events } from "../../nl80211/generated/command-map.ts";
import { CHANNEL_SENTENCES } from "./channels.ts";
import { CONNECTION_SENTENCES } from "./connections.ts";
import { DEVICE_SENTENCES } from "./devices.ts";
import { DRIVER_SENTENCES } from "./drivers.ts";
import { FRAME_SENTENCES } from "./frames.ts";
import { MEASUREMENT_SENTENCES } from "./measurements.ts";
import { NAN_SENTENCES } from "./nan.ts";
import { REGULATORY_SENTENCES } from "./regulatory.ts";
import { SCAN_SENTENCES } from "./scans.ts";
import { STATION_SENTENCES } from "./stations.ts";

/** How events of some types read: a sentence without its subject, which is the interface or the radio. */
export type Sentences<Type extends keyof Events> = {
  readonly [T in Type]: (attributes: Events[T], event: WifiEventOf<T>) => string;
};

/** All of them: a type that is forgotten does not compile. */
const SENTENCES: Sentences<keyof Events> = {
  ...CHANNEL_SENTENCES,
  ...CONNECTION_SENTENCES,
  ...DEVICE_SENTENCES,
  ...DRIVER_SENTENCES,
  ...FRAME_SENTENCES,
  ...MEASUREMENT_SENTENCES,
  ...NAN_SENTENCES,
  ...REGULATORY_SENTENCES,
  ...SCAN_SENTENCES,
  ...STATION_SENTENCES,
};

/** What happened, as a person says it: `connected to 02:00:00:00:01:00`. Keys are in none of these. */
export function eventSentence(event: WifiEvent): string {
  if (event.type === "unknown") return `something that this version does not know (command ${event.command})`;
  if (event.type === "overrun") return "events were lost";
  const sentence = SENTENCES[event.type] as (attributes: unknown, event: WifiEvent) => string;
  const link = event.linkId === undefined ? "" : ` (link ${event.linkId})`;
  const broken = event.attributes.malformed?.map(({ attribute }) => attribute).join(", ");
  return `${sentence(event.attributes, event)}${link}${broken === undefined ? "" : ` [unreadable: ${broken}]`}`;
}
