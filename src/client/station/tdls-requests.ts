import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { reasonText } from "../../ieee80211/reason.ts";
import { tdlsOperCommand } from "../../nl80211/generated/tdls.ts";
import { TdlsOperation } from "../../nl80211/generated/tdls-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import { netdev } from "../addressee.ts";
import { type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import { type Target, targetName } from "../target.ts";

/** What a driver asks to be done with a direct link. */
export interface TdlsRequest {
  /** "setup", "teardown"; of drivers to come "discovery-req", "enable-link", "disable-link". */
  readonly operation: string;
  readonly peer: Mac;
  /** Why, of a teardown: reason code of 802.11, and what it means. */
  readonly reasonCode?: number;
  readonly reason?: string;
}

/** What the driver asks of one interface. See `Tdls.requests$`. */
export function tdlsRequests(parent: Core, target: Target): Observable<TdlsRequest> {
  let own: number | undefined;
  return ownedStream<TdlsRequest>(parent, {
    name: `TDLS requests of ${targetName(target)}`,
    groups: ["mlme"],
    begin: async (core) => {
      own = (await netdev(core, target, {}))[0].ifindex;
    },
    heard: (message, _, subscriber) => {
      if (message.command !== tdlsOperCommand.value) return;
      const event = decodeMessage(message, tdlsOperCommand.event.decode);
      const { ifindex, mac, tdlsOperation, reasonCode } = event;
      if (ifindex !== own || mac === undefined || tdlsOperation === undefined) return;
      // 0 is no reason code: the kernel leaves it out
      const why = reasonCode === undefined ? {} : { reasonCode, reason: reasonText(reasonCode) };
      subscriber.next({ operation: wordOf(TdlsOperation, tdlsOperation), peer: mac, ...why });
    },
  });
}
