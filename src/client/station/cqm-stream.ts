import { defer, type Observable } from "rxjs";
import { notifyCqmCommand } from "../../nl80211/generated/connect.ts";
import type { Cqm } from "../../nl80211/generated/cqm.ts";
import { netdev } from "../addressee.ts";
import { type CallOptions, type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import { type Target, targetName } from "../target.ts";
import { type CqmNotification, type CqmThresholds, cqmNotification, cqmOff, cqmRequests } from "./cqm.ts";

/** Sets the thresholds of an interface at subscription, tells what crosses them, and takes them back at the end. */
export function cqmStream(
  parent: Core,
  target: Target,
  thresholds: CqmThresholds,
  options: CallOptions,
): Observable<CqmNotification> {
  const requests = cqmRequests(thresholds); // a bad argument is told before anything is asked
  return defer(() => oneStream(parent, target, requests, options));
}

function oneStream(parent: Core, target: Target, requests: readonly Cqm[], options: CallOptions) {
  let index: number | undefined;
  const set: Cqm[] = [];
  const clear = async (core: Core) => {
    if (index === undefined) return;
    for (const cqm of set) await core.request("SetCqm", { ifindex: index, cqm: cqmOff(cqm) }).catch(() => {});
  };
  return ownedStream<CqmNotification>(parent, {
    name: `connection quality of ${targetName(target, options)}`,
    groups: ["mlme"],
    begin: async (core) => {
      const [{ ifindex }, call] = await netdev(core, target, options);
      index = ifindex;
      try {
        for (const cqm of requests) {
          await core.request("SetCqm", { ifindex, cqm }, call);
          set.push(cqm);
        }
      } catch (error) {
        await clear(core);
        throw error;
      }
    },
    heard: (message, time, subscriber) => {
      if (message.command !== notifyCqmCommand.value) return;
      const { ifindex, mac, cqm } = decodeMessage(message, notifyCqmCommand.event.decode);
      if (ifindex !== index || cqm === undefined) return;
      const notification = cqmNotification(cqm, time, mac);
      if (notification !== undefined) subscriber.next(notification);
    },
    end: clear,
  });
}
