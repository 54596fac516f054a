import { widthText } from "../../nl80211/channel.ts";
import { ConnectFailedReason } from "../../nl80211/generated/ap-enums.ts";
import { SmpsMode } from "../../nl80211/generated/interface-enums.ts";
import { TdlsOperation } from "../../nl80211/generated/tdls-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import type { Sentences } from "./sentence.ts";
import { addressed, cookieWords, counted, reasonWords, sentence } from "./words.ts";

/** Stations and peers of an interface. */
export const STATION_SENTENCES: Sentences<
  | ("new-station" | "del-station" | "sta-opmode-changed" | "conn-failed" | "probe-peer" | "update-owe-info")
  | ("join-ibss" | "new-peer-candidate" | "tdls-oper" | "unexpected-frame" | "unexpected-4addr-frame")
> = {
  "new-station": ({ mac, mldAddr }) => sentence("new station", mac, mldAddr && `of the multi-link device ${mldAddr}`),
  "del-station": ({ mac }) => sentence("station", mac, "is gone"),
  "sta-opmode-changed": ({ mac, channelWidth, nss, smpsMode }) => {
    const changed = [
      channelWidth !== undefined && (widthText(channelWidth) ?? `width ${channelWidth}`),
      nss !== undefined && counted(nss, "stream"),
      smpsMode !== undefined && `SM power save ${wordOf(SmpsMode, smpsMode)}`,
    ].filter((part) => part !== false);
    return sentence("station", mac, "has another operating mode:", changed.join(", "));
  },
  "conn-failed": ({ mac, connFailedReason }) =>
    sentence(
      "station",
      mac,
      "was not let in:",
      connFailedReason === ConnectFailedReason.MaxClients ? "there are too many" : "it is blocked",
    ),
  "probe-peer": ({ mac, ack, ackSignalDbm, cookie }) =>
    sentence(
      mac,
      ack ? "answers" : "does not answer",
      ackSignalDbm !== undefined && `with ${ackSignalDbm} dBm`,
      cookieWords(cookie),
    ),
  "update-owe-info": ({ mac }) => sentence("station", mac, "brings its part of an OWE key exchange"),
  "join-ibss": ({ mac }) => sentence("joined IBSS", mac),
  "new-peer-candidate": ({ mac, rxSignalDbm }) =>
    sentence("a mesh point to peer with:", mac, rxSignalDbm !== undefined && `at ${rxSignalDbm} dBm`),
  "tdls-oper": ({ mac, tdlsOperation, reasonCode }) =>
    sentence(
      "TDLS:",
      tdlsOperation === undefined ? "unspecified" : TDLS[tdlsOperation],
      addressed("with", mac),
      reasonCode !== undefined && reasonCode !== 0 && `(${reasonWords(reasonCode)})`,
    ),
  "unexpected-frame": ({ mac }) => sentence("data from", mac, "which is no station of ours"),
  "unexpected-4addr-frame": ({ mac }) => sentence("four-address data from station", mac, "which has no such interface"),
};

/** What the driver asks the user to do. */
const TDLS: Readonly<Record<number, string>> = {
  [TdlsOperation.DiscoveryReq]: "look for the peer",
  [TdlsOperation.Setup]: "set up a direct link",
  [TdlsOperation.Teardown]: "take down the direct link",
  [TdlsOperation.EnableLink]: "enable the direct link",
  [TdlsOperation.DisableLink]: "disable the direct link",
};
