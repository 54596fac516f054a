import type { Observable } from "rxjs";
import { type OperatingChannel, operatingChannel } from "../../nl80211/channel.ts";
import { radarDetectCommand } from "../../nl80211/generated/channel.ts";
import { RadarEvent as Told } from "../../nl80211/generated/regulatory-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import { radio } from "../addressee.ts";
import { type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import { type Target, targetName } from "../target.ts";

/** Something that happened to a channel which is shared with radar. */
export interface RadarEvent {
  /**
   * "cac-started", "cac-finished" (may be used), "cac-aborted"; "detected" (must not be used), "nop-finished" (may be checked
   * again, 30 minutes later), "pre-cac-expired" (an earlier check is too old).
   */
  readonly event: string;
  readonly wiphy: number;
  /** Whose check it is. What concerns the whole radio has none. */
  readonly ifindex?: number;
  readonly channel: OperatingChannel;
  /** By a receiver of its own. */
  readonly background: boolean;
}

/** What happens to channels that are shared with radar. See `Radar.events$`. */
export function radarEvents(parent: Core, target: Target | undefined): Observable<RadarEvent> {
  let own: number | undefined;
  return ownedStream<RadarEvent>(parent, {
    name: target === undefined ? "radar events" : `radar events of ${targetName(target)}`,
    groups: ["mlme"],
    begin: async (core) => {
      if (target !== undefined) own = await wiphyOf(core, target);
    },
    heard: (message, _, subscriber) => {
      if (message.command !== radarDetectCommand.value) return;
      const event = decodeMessage(message, radarDetectCommand.event.decode);
      const { wiphy, ifindex, radarEvent, radarBackground } = event;
      const channel = operatingChannel(event);
      if (wiphy === undefined || radarEvent === undefined || channel === undefined) return;
      if (target !== undefined && wiphy !== own) return;
      const of = ifindex === undefined ? {} : { ifindex };
      subscriber.next({ event: wordOf(Told, radarEvent), wiphy, ...of, channel, background: radarBackground === true });
    },
  });
}

async function wiphyOf(core: Core, target: Target): Promise<number | undefined> {
  const [selector, call] = await radio(core, target, {});
  return "wiphy" in selector ? selector.wiphy : (await core.request("GetInterface", selector, call))?.wiphy;
}
