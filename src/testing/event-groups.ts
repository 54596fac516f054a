import { Nl80211Command as C } from "../nl80211/generated/command-map.ts";
import { EVENTS } from "../nl80211/generated/event-loader.ts";

/** The group by which nl80211 sends a command of its own accord, since a capture does not say it; undefined for one socket alone. */
export function nl80211Group(command: number): string | undefined {
  return EVENTS[command]?.group;
}

/** The commands whose sender is told of `event`, by itself alone; undefined where the event goes to a group. */
export function askedForBy(event: number): readonly number[] | undefined {
  return UNICAST.get(event);
}

/** By events that go to one socket: the requests that make a socket the one (net/wireless/nl80211.c, mlme.c, pmsr.c). */
const UNICAST: ReadonlyMap<number, readonly number[]> = new Map([
  [C.Frame, [C.RegisterFrame, C.RegisterBeacons]],
  [C.UnexpectedFrame, [C.UnexpectedFrame]],
  [C.Unexpected4addrFrame, [C.UnexpectedFrame]],
  [C.ControlPortFrame, [C.Connect, C.Associate, C.StartAp, C.JoinIbss]],
  [C.ExternalAuth, [C.Connect, C.StartAp]],
  [C.CritProtocolStop, [C.CritProtocolStart]],
  [C.PeerMeasurementResult, [C.PeerMeasurementStart]],
  [C.PeerMeasurementComplete, [C.PeerMeasurementStart]],
  [C.NanSchedUpdateDone, [C.StartNan]],
  [C.NanNextDwNotification, [C.StartNan]],
  [C.NanUlwUpdate, [C.StartNan]],
  [C.NanChannelEvac, [C.StartNan]],
]);

/** The group by which rtnetlink announces a message of this type (`RTNLGRP_*` of linux/rtnetlink.h), 0 where it is not one of those. */
export function routeGroup(type: number, addressFamily: number): number {
  const inet6 = addressFamily === 10;
  switch (type >> 2) {
    case 4: // RTM_NEWLINK 16, RTM_DELLINK 17
      return 1; // RTNLGRP_LINK
    case 5: // RTM_NEWADDR 20
      return inet6 ? 9 : 5; // RTNLGRP_IPV6_IFADDR, RTNLGRP_IPV4_IFADDR
    case 6: // RTM_NEWROUTE 24
      return inet6 ? 11 : 7; // RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_ROUTE
    case 7: // RTM_NEWNEIGH 28
      return 3; // RTNLGRP_NEIGH
    default:
      return 0;
  }
}
