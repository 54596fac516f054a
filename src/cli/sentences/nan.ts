import { toHex } from "../../bytes/hex.ts";
import type { NanFunc } from "../../nl80211/generated/nan.ts";
import { NanFuncTermReason, NanFunctionType } from "../../nl80211/generated/nan-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import type { Sentences } from "./sentence.ts";
import { addressed, channelWords, cookieWords, counted, sentence } from "./words.ts";

/** Neighbor Awareness Networking. */
export const NAN_SENTENCES: Sentences<
  | ("nan-match" | "del-nan-function" | "nan-cluster-joined" | "nan-next-dw-notification")
  | ("nan-sched-update-done" | "nan-ulw-update" | "nan-channel-evac")
> = {
  "nan-match": ({ mac, cookie, nanMatch: { funcLocal = {}, funcPeer = {} } = {} }) =>
    sentence(
      `${functionWords(funcLocal)} matches ${functionWords(funcPeer)}`,
      addressed("of", mac),
      funcPeer.serviceInfo && `("${new TextDecoder().decode(funcPeer.serviceInfo)}")`,
      cookieWords(cookie),
    ),
  "del-nan-function": ({ cookie, nanFunc = {} }) =>
    sentence(
      `${functionWords(nanFunc)} has ended:`,
      nanFunc.termReason === undefined ? "no reason given" : wordOf(NanFuncTermReason, nanFunc.termReason),
      cookieWords(cookie),
    ),
  "nan-cluster-joined": ({ mac, nanNewCluster }) => sentence(nanNewCluster ? "started" : "joined", "NAN cluster", mac),
  "nan-next-dw-notification": (event) => `the next discovery window is on ${channelWords(event)}`,
  "nan-sched-update-done": ({ nanSchedUpdateSuccess }) =>
    nanSchedUpdateSuccess ? "the NAN schedule has changed" : "the NAN schedule could not be changed",
  "nan-ulw-update": ({ nanUlw }) =>
    nanUlw === undefined
      ? "this NAN device is never unaligned"
      : `this NAN device's unaligned windows changed (${counted(nanUlw.length, "octet")})`,
  "nan-channel-evac": ({ nanChannel = [] }) =>
    `NAN leaves ${nanChannel.map(channelWords).join(" and ") || "a channel"}`,
};

/** `publish 3 of service 0102030405aa`. */
function functionWords({ type, instanceId, serviceId }: NanFunc): string {
  return sentence(
    type === undefined ? "function" : wordOf(NanFunctionType, type),
    instanceId !== undefined && String(instanceId),
    serviceId && `of service ${toHex(serviceId)}`,
  );
}
