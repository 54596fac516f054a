import type { Mac } from "../../bytes/mac.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import { type OperatingChannel, operatingChannel } from "../../nl80211/channel.ts";
import {
  delNanFunctionCommand,
  nanChannelEvacCommand,
  nanClusterJoinedCommand,
  nanMatchCommand,
  nanNextDwNotificationCommand,
  nanSchedUpdateDoneCommand,
  nanUlwUpdateCommand,
} from "../../nl80211/generated/nan.ts";
import { NanFuncTermReason, NanFunctionType } from "../../nl80211/generated/nan-enums.ts";
import { wordOf } from "../../nl80211/words.ts";
import { decodeMessage } from "../core.ts";

/** A function of a peer that matched one of ours, or a message from it ("follow-up"). */
export interface NanMatch {
  readonly event: "match";
  /** Of our function, as `addFunction` gave them. */
  readonly cookie: bigint;
  readonly instanceId: number;
  readonly peer: {
    readonly address: Mac;
    readonly instanceId: number;
    /** "publish", "subscribe", "follow-up". */
    readonly type: string;
    readonly info?: Uint8Array;
  };
}

/** What a NAN device tells. */
export type NanEvent =
  | NanMatch
  /** One of our functions is over: "user-request", "ttl-expired", "error". */
  | { readonly event: "function-ended"; readonly cookie: bigint; readonly instanceId: number; readonly reason: string }
  /** It has joined a cluster, or begun one (new). */
  | { readonly event: "cluster-joined"; readonly clusterId: Mac; readonly isNew: boolean }
  /** A discovery window is near, on this channel: where the configuration asks for that. */
  | { readonly event: "next-discovery-window"; readonly frequencyMhz: number }
  /** A deferred schedule is in use, or failed. */
  | { readonly event: "schedule-updated"; readonly success: boolean }
  /** Its unaligned windows have changed: attributes of Wi-Fi Aware. */
  | { readonly event: "unaligned-windows"; readonly attributes: Uint8Array }
  /** It must leave channels of the schedule. */
  | { readonly event: "channel-evacuation"; readonly channels: readonly OperatingChannel[] };

/** What a message says of a NAN device; undefined where it says nothing of this one. */
export function nanEvent(message: GenericMessage, own: number): NanEvent | undefined {
  const decode = Object.hasOwn(DECODERS, message.command) ? DECODERS[message.command] : undefined;
  return decode?.(message, own);
}

const DECODERS: Readonly<Record<number, (message: GenericMessage, own: number) => NanEvent | undefined>> = {
  [nanMatchCommand.value]: (message, own) => {
    const { wdev, cookie = 0n, mac = "", nanMatch } = decodeMessage(message, nanMatchCommand.event.decode);
    if (wdev !== own) return undefined;
    const { instanceId = 0, type = -1, serviceInfo } = nanMatch?.funcPeer ?? {};
    return {
      ...{ event: "match", cookie, instanceId: nanMatch?.funcLocal?.instanceId ?? 0 },
      peer: {
        ...{ address: mac, instanceId, type: wordOf(NanFunctionType, type) },
        ...(serviceInfo !== undefined && { info: serviceInfo }),
      },
    };
  },
  [delNanFunctionCommand.value]: (message, own) => {
    const { wdev, cookie = 0n, nanFunc } = decodeMessage(message, delNanFunctionCommand.event.decode);
    if (wdev !== own) return undefined;
    const { instanceId = 0, termReason = -1 } = nanFunc ?? {};
    return { event: "function-ended", cookie, instanceId, reason: wordOf(NanFuncTermReason, termReason) };
  },
  [nanClusterJoinedCommand.value]: (message, own) => {
    const { wdev, mac = "", nanNewCluster } = decodeMessage(message, nanClusterJoinedCommand.event.decode);
    return wdev === own ? { event: "cluster-joined", clusterId: mac, isNew: nanNewCluster === true } : undefined;
  },
  [nanNextDwNotificationCommand.value]: (message, own) => {
    const { wdev, wiphyFreqMhz = 0 } = decodeMessage(message, nanNextDwNotificationCommand.event.decode);
    return wdev === own ? { event: "next-discovery-window", frequencyMhz: wiphyFreqMhz } : undefined;
  },
  [nanSchedUpdateDoneCommand.value]: (message, own) => {
    const { wdev, nanSchedUpdateSuccess } = decodeMessage(message, nanSchedUpdateDoneCommand.event.decode);
    return wdev === own ? { event: "schedule-updated", success: nanSchedUpdateSuccess === true } : undefined;
  },
  [nanUlwUpdateCommand.value]: (message, own) => {
    const { wdev, nanUlw = new Uint8Array() } = decodeMessage(message, nanUlwUpdateCommand.event.decode);
    return wdev === own ? { event: "unaligned-windows", attributes: nanUlw } : undefined;
  },
  [nanChannelEvacCommand.value]: (message, own) => {
    const { wdev, nanChannel = [] } = decodeMessage(message, nanChannelEvacCommand.event.decode);
    if (wdev !== own) return undefined;
    return { event: "channel-evacuation", channels: nanChannel.flatMap((channel) => operatingChannel(channel) ?? []) };
  },
};
