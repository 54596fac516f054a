import type { Observable } from "rxjs";
import type { Mac } from "../../bytes/mac.ts";
import { type ElementList, parseElements } from "../../ieee80211/element-list.ts";
import { newPeerCandidateCommand } from "../../nl80211/generated/mesh.ts";
import { netdev } from "../addressee.ts";
import { type Core, decodeMessage } from "../core.ts";
import { ownedStream } from "../owned-stream.ts";
import { type Target, targetName } from "../target.ts";

/** A mesh station that was heard and that no link is with yet. */
export interface PeerCandidate {
  readonly address: Mac;
  /** Of its beacon. */
  readonly elements: ElementList;
  /** Where the driver tells. */
  readonly signalDbm?: number;
}

/** Stations of the mesh that the user may link with: a beacon each. See `Mesh.candidates$`. */
export function meshCandidates(parent: Core, target: Target): Observable<PeerCandidate> {
  let own: number | undefined;
  return ownedStream<PeerCandidate>(parent, {
    name: `peer candidates of ${targetName(target)}`,
    groups: ["mlme"],
    begin: async (core) => {
      own = (await netdev(core, target, {}))[0].ifindex;
    },
    heard: (message, _, subscriber) => {
      if (message.command !== newPeerCandidateCommand.value) return;
      const { ifindex, mac, ie, rxSignalDbm } = decodeMessage(message, newPeerCandidateCommand.event.decode);
      if (ifindex !== own || mac === undefined) return;
      const signal = rxSignalDbm === undefined ? {} : { signalDbm: rxSignalDbm };
      subscriber.next({ address: mac, elements: parseElements(ie ?? new Uint8Array()), ...signal });
    },
  });
}
