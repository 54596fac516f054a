import type { Observable } from "rxjs";
import { Nl80211Error } from "../../errors.ts";
import { type FtmResult, toFtmResult } from "../../nl80211/ftm-result.ts";
import { peerMeasurementCompleteCommand, peerMeasurementResultCommand } from "../../nl80211/generated/ftm.ts";
import { netdev } from "../addressee.ts";
import { type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import { type Target, targetName } from "../target.ts";
import { type MeasureOptions, toMeasurement } from "./ftm-request.ts";

/**
 * A fine timing measurement: results come to the asking socket alone, the last of them followed by PEER_MEASUREMENT_COMPLETE. Closing the socket is
 * the abort; nl80211 has no command for it.
 */
export function ftm(parent: Core, target: Target, options: MeasureOptions): Observable<FtmResult> {
  // A bad argument is told at once.
  const fields = toMeasurement(options);
  return ownedStream<FtmResult>(parent, {
    name: `measurement of ${targetName(target)}`,
    begin: async (core) => {
      const [selector, call] = await netdev(core, target, {});
      const { onStarted } = options;
      const started = onStarted === undefined ? call : { ...call, onCookie: onStarted };
      await core.request("PeerMeasurementStart", { ...selector, ...fields }, started);
    },
    // What was lost may have been the end.
    overrun: (subscriber) =>
      subscriber.error(new Nl80211Error("LOST", `measurement of ${targetName(target)}: results were lost (ENOBUFS)`)),
    heard: (message, _time, subscriber) => {
      if (message.command === peerMeasurementCompleteCommand.value) return subscriber.complete();
      if (message.command !== peerMeasurementResultCommand.value) return;
      const { peerMeasurements } = decodeMessage(message, peerMeasurementResultCommand.event.decode);
      for (const peer of peerMeasurements?.peers ?? []) {
        const result = toFtmResult(peer);
        if (result !== undefined) subscriber.next(result);
      }
    },
  });
}
