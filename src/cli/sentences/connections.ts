import { akmName } from "../../ieee80211/akm.ts";
import type { Events } from "../../nl80211/generated/command-map.ts";
import { ExternalAuthAction, TimeoutReason } from "../../nl80211/generated/connect-enums.ts";
import { CqmRssiThresholdEvent } from "../../nl80211/generated/cqm-enums.ts";
import { KeyType } from "../../nl80211/generated/key-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import { frameWords } from "./frame-words.ts";
import type { Sentences } from "./sentence.ts";
import { addressed, counted, reasonWords, sentence, ssidWords, statusWords } from "./words.ts";

/** A station's connection: how it comes, goes, and fares. */
export const CONNECTION_SENTENCES: Sentences<
  | ("authenticate" | "associate" | "deauthenticate" | "disassociate" | "connect" | "roam" | "disconnect")
  | ("unprot-deauthenticate" | "unprot-disassociate" | "unprot-beacon" | "michael-mic-failure" | "notify-cqm")
  | ("pmksa-candidate" | "set-rekey-offload" | "ft-event" | "port-authorized" | "external-auth" | "assoc-comeback")
  | ("links-removed" | "assoc-mlo-reconf" | "epcs-cfg")
> = {
  authenticate: ({ timedOut, mac, frame }) =>
    timedOut ? sentence("authentication", addressed("with", mac), "timed out") : frameWords(frame),
  associate: ({ timedOut, mac, frame }) =>
    timedOut ? sentence("association", addressed("with", mac), "timed out") : frameWords(frame),
  deauthenticate: ({ frame, reconnectRequested }) =>
    sentence(frameWords(frame), reconnectRequested && "(to be connected again)"),
  disassociate: ({ frame, reconnectRequested }) =>
    sentence(frameWords(frame), reconnectRequested && "(to be connected again)"),
  "unprot-deauthenticate": ({ frame }) => `unprotected ${frameWords(frame)}`,
  "unprot-disassociate": ({ frame }) => `unprotected ${frameWords(frame)}`,
  "unprot-beacon": ({ frame }) => `unprotected ${frameWords(frame)}`,
  connect: connectWords,
  roam: ({ mac, mloLinks }) => sentence("roamed", addressed("to", mac), linksWords(mloLinks)),
  disconnect: ({ disconnectedByAp, reasonCode }) =>
    sentence(
      disconnectedByAp ? "disconnected by the access point" : "disconnected from this side",
      reasonCode !== undefined && reasonCode !== 0 && `(${reasonWords(reasonCode)})`,
    ),
  "michael-mic-failure": ({ mac, keyType, keyIdx }) =>
    sentence(
      "TKIP: a frame with a wrong Michael MIC",
      addressed("from", mac),
      keyType !== undefined && `(${wordOf(KeyType, keyType)} key${keyIdx === undefined ? "" : ` ${keyIdx}`})`,
    ),
  "notify-cqm": ({ cqm, mac }) => qualityWords(cqm ?? {}, mac),
  "pmksa-candidate": ({ pmksaCandidate: { bssid, index, preauth } = {} }) =>
    sentence(
      "an access point to authenticate with ahead of roaming:",
      bssid,
      `(index ${index}${preauth ? ", takes preauthentication" : ""})`,
    ),
  "set-rekey-offload": ({ mac }) => sentence("the device has changed the group key by itself", addressed("of", mac)),
  "ft-event": ({ mac }) => sentence("fast transition: an answer", addressed("from", mac)),
  "port-authorized": ({ mac }) => sentence("keys are set, traffic flows", addressed("with", mac)),
  "external-auth": ({ externalAuthAction, ssid, bssid, akmSuites }) =>
    sentence(
      externalAuthAction === ExternalAuthAction.Abort ? "external authentication is to end" : "asked to authenticate",
      addressed("with", bssid),
      ssid && `of ${ssidWords(ssid)}`,
      akmSuites !== undefined && `by ${akmName(akmSuites)}`,
    ),
  "assoc-comeback": ({ mac, timeoutTu }) =>
    sentence(mac, `asks to come back with the association after ${timeoutTu} TU`),
  "links-removed": ({ mloLinks = [] }) => sentence("links removed by the access point:", linkNumbers(mloLinks)),
  "assoc-mlo-reconf": ({ frame }) =>
    frame === undefined ? "links were added" : `links were added (${counted(frame.length, "octet")} of response)`,
  "epcs-cfg": ({ epcs }) => `emergency preparedness (EPCS) ${epcs ? "switched on" : "switched off"}`,
};

function connectWords({ statusCode, timedOut, timeoutReason, mac, mloLinks }: Events["connect"]): string {
  const whom = addressed("to", mac);
  if (timedOut) {
    const during = timeoutReason === undefined ? "" : DURING[timeoutReason];
    return sentence("connection", whom, "timed out", during);
  }
  if (statusCode === undefined) return sentence("connection", whom, "ended without a status");
  if (statusCode === 0) return sentence("connected", whom, linksWords(mloLinks));
  return sentence("not connected", whom, `(${statusWords(statusCode)})`);
}

const DURING: Readonly<Record<number, string>> = {
  [TimeoutReason.Scan]: "while scanning",
  [TimeoutReason.Auth]: "while authenticating",
  [TimeoutReason.Assoc]: "while associating",
};

type Links = NonNullable<Events["connect"]["mloLinks"]>;

/** `over 2 links: 0 (02:...), 1 (02:...)`. */
function linksWords(links: Links | undefined): string {
  if (links === undefined || links.length === 0) return "";
  const each = links.map(({ mloLinkId, bssid }) => `${mloLinkId}${bssid === undefined ? "" : ` (${bssid})`}`);
  return `over ${counted(links.length, "link")}: ${each.join(", ")}`;
}

function linkNumbers(links: readonly { readonly mloLinkId?: number }[]): string {
  return links.map(({ mloLinkId }) => mloLinkId).join(", ");
}

function qualityWords(cqm: NonNullable<Events["notify-cqm"]["cqm"]>, mac: string | undefined): string {
  const { rssiThresholdEvent, rssiLevelDbm, pktLossEvent, beaconLossEvent, txePkts, txeRate, txeIntvlS } = cqm;
  const level = rssiLevelDbm === undefined ? "" : ` (${rssiLevelDbm} dBm)`;
  if (rssiThresholdEvent === CqmRssiThresholdEvent.ThresholdEventLow) return `signal below the threshold${level}`;
  if (rssiThresholdEvent === CqmRssiThresholdEvent.ThresholdEventHigh) return `signal above the threshold${level}`;
  if (beaconLossEvent || rssiThresholdEvent === CqmRssiThresholdEvent.BeaconLossEvent) {
    return "beacons of the access point are missing";
  }
  if (pktLossEvent !== undefined) return sentence(mac, `has not acknowledged ${counted(pktLossEvent, "packet")}`);
  if (txePkts !== undefined) {
    const time = txeIntvlS === undefined ? "" : ` of ${txeIntvlS} s`;
    return sentence(addressed("to", mac), `${txeRate ?? "?"} % of ${counted(txePkts, "packet")} failed${time}`);
  }
  return "the quality of the connection changed";
}
