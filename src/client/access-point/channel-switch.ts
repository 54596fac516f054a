import { Nl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import type { Chandef } from "../../ieee80211/chandef.ts";
import { countdownOffsets, switchElements } from "../../ieee80211/encode/channel-switch.ts";
import { type BeaconUpdate, stopApCommand } from "../../nl80211/generated/ap.ts";
import { type ChannelSwitchRequest, chSwitchNotifyCommand } from "../../nl80211/generated/channel.ts";
import { netdev } from "../addressee.ts";
import { whole } from "../argument.ts";
import { type AwaitedEvent, outcome, withoutTimeout } from "../awaited-event.ts";
import { type CallOptions, type Core, decodeMessage } from "../core.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";
import type { Target } from "../target.ts";
import { beaconFields, ELEMENTS_AT, type NetworkBeacon, type ServedNetwork } from "./served-network.ts";
import { probeResponses } from "./unasked-frames.ts";

/** How a network goes to another channel. */
export interface ChannelSwitchOptions extends CallOptions {
  /** Beacons that announce it, 0 to 255. Default: 10. */
  readonly count?: number;
  /** Stations shall be silent until then. */
  readonly blockTx?: boolean;
  /** Of an IBSS or a mesh: the caller heeds radar there. Without it, no channel that asks for that. */
  readonly handleDfs?: boolean;
  /** How long it may take until it has happened. Default: 60 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** An IBSS or a mesh goes to another channel: the kernel makes the announcement. */
export async function switchChannel(
  parent: Core,
  target: Target,
  channel: ChannelChoice,
  options: ChannelSwitchOptions,
): Promise<void> {
  const chandef = toChandef(channel);
  const fields = { ...chandefFields(chandef), ...switchFields(options) };
  const [{ ifindex }, call] = await netdev(parent, target, withoutTimeout(options));
  const core = parent.separate();
  const request = { ifindex, ...fields, ...(options.handleDfs && { handleDfs: true }) };
  try {
    await happened(core, ifindex, call, options, chandef, request);
  } finally {
    core.close();
  }
}

/** An access point of ours goes to another channel: we make its beacons, those that announce it and those after it. */
export async function moveNetwork(
  network: ServedNetwork,
  channel: ChannelChoice,
  options: ChannelSwitchOptions,
): Promise<void> {
  const chandef = toChandef(channel);
  const fields = switchFields(options);
  const { core, ifindex, call } = network;
  const before = network.beacon;
  const csaIes = announcing(before, chandef, fields.chSwitchCount, options.blockTx === true);
  const after = { ...beaconFields({ ...before, chandef }), ...probeResponses({ ...before, chandef }) };
  const request = { ifindex, ...fields, ...chandefFields(chandef), ...after, csaIes };
  const { signal } = options;
  await happened(core, ifindex, { ...call, ...(signal !== undefined && { signal }) }, options, chandef, request);
  network.hasMoved(chandef);
}

/** The beacon that announces the switch, and where in it and in the probe response the counts stand that the kernel counts down. */
function announcing(before: NetworkBeacon, to: Chandef, count: number, blockTx: boolean): BeaconUpdate {
  const { ht, vht, he, eht } = before;
  const elements = switchElements({
    ...{ from: before.chandef, to, count, blockTx, ht: ht !== undefined },
    ...{ vht: vht !== undefined || he !== undefined, eht: eht !== undefined },
  });
  const beacon = beaconFields({ ...before, elements: [...(before.elements ?? []), ...elements] });
  return {
    ...beacon,
    cntdwnOffsBeacon: countdownOffsets(beacon.beaconTail),
    cntdwnOffsPresp: countdownOffsets(beacon.probeResp, ELEMENTS_AT),
  };
}

function switchFields({ count = 10, blockTx }: ChannelSwitchOptions) {
  return { chSwitchCount: whole("count of beacons", count, 0, 255), ...(blockTx && { chSwitchBlockTx: true }) };
}

/** Asks for the switch, and waits until it has happened. */
async function happened(
  core: Core,
  ifindex: number,
  call: CallOptions,
  { signal, timeoutMs = TIMEOUT_MS }: ChannelSwitchOptions,
  { frequencyMhz }: Chandef,
  request: ChannelSwitchRequest,
): Promise<void> {
  const target = call.target ?? `ifindex ${ifindex}`;
  const awaited: AwaitedEvent<true> = {
    ...{ command: "ChannelSwitch", target, groups: ["mlme"], signal, timeoutMs },
    heard: (message: GenericMessage) => {
      if (message.command === stopApCommand.value) {
        if (decodeMessage(message, stopApCommand.event.decode).ifindex !== ifindex) return undefined;
        throw new Nl80211Error("LOST", `ChannelSwitch ${target}: the access point has stopped`, {
          ...{ command: "ChannelSwitch", target },
        });
      }
      if (message.command !== chSwitchNotifyCommand.value) return undefined;
      const event = decodeMessage(message, chSwitchNotifyCommand.event.decode);
      return event.ifindex === ifindex && event.wiphyFreqMhz === Math.floor(frequencyMhz) ? true : undefined;
    },
  };
  await outcome(core, awaited, () => core.request("ChannelSwitch", request, call));
}
