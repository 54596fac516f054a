import { Nl80211Error } from "../../errors.ts";
import type { GenericMessage } from "../../genetlink/message.ts";
import { countdownOffsets } from "../../ieee80211/encode/channel-switch.ts";
import { encodeColorChange } from "../../ieee80211/encode/color-change.ts";
import { colorChangeAbortedCommand, colorChangeCompletedCommand } from "../../nl80211/generated/ap.ts";
import { whole } from "../argument.ts";
import { type AwaitedEvent, outcome } from "../awaited-event.ts";
import { type CallOptions, decodeMessage } from "../core.ts";
import { beaconFields, ELEMENTS_AT, type ServedNetwork } from "./served-network.ts";
import { probeResponses } from "./unasked-frames.ts";

/** How an access point takes another colour. */
export interface ColorChangeOptions extends CallOptions {
  /** Beacons that announce it, 1 to 255. Default: 10. */
  readonly count?: number;
  /** How long it may take until it has happened. Default: 60 s. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** An access point of ours takes another colour: beacons that announce it, in which the old one is disabled, and those after it. */
export async function changeColor(network: ServedNetwork, color: number, options: ColorChangeOptions): Promise<void> {
  const colorChangeColor = whole("BSS colour", color, 1, 63);
  const colorChangeCount = whole("count of beacons", options.count ?? 10, 1, 255);
  const { core, ifindex, call, beacon } = network;
  if (beacon.he === undefined) throw new Nl80211Error("INVALID_ARGUMENT", "a network without HE has no colour");
  const announcement = encodeColorChange({ color, count: colorChangeCount });
  const during = beaconFields({
    ...beacon,
    heOperation: { ...beacon.heOperation, bssColorDisabled: true },
    elements: [...(beacon.elements ?? []), announcement],
  });
  const colored = { ...beacon, heOperation: { ...beacon.heOperation, bssColor: color } };
  const after = { ...beaconFields(colored), ...probeResponses(colored) };
  const colorChangeElems = {
    ...during,
    cntdwnOffsBeacon: countdownOffsets(during.beaconTail),
    cntdwnOffsPresp: countdownOffsets(during.probeResp, ELEMENTS_AT),
  };
  const { signal, timeoutMs = TIMEOUT_MS } = options;
  const request = { ifindex, colorChangeColor, colorChangeCount, ...after, colorChangeElems };
  const asked = { ...call, ...(signal !== undefined && { signal }) };
  await outcome(core, colorOutcome(ifindex, call.target ?? "", signal, timeoutMs), () =>
    core.request("ColorChangeRequest", request, asked),
  );
  network.hasColor(color);
}

function colorOutcome(
  ifindex: number,
  target: string,
  signal: AbortSignal | undefined,
  timeoutMs: number,
): AwaitedEvent<true> {
  const command = "ColorChangeRequest";
  return {
    ...{ command, target, groups: ["mlme"], signal, timeoutMs },
    heard: (message: GenericMessage) => {
      if (message.command === colorChangeCompletedCommand.value) {
        const event = decodeMessage(message, colorChangeCompletedCommand.event.decode);
        return event.ifindex === ifindex ? true : undefined;
      }
      if (message.command !== colorChangeAbortedCommand.value) return undefined;
      if (decodeMessage(message, colorChangeAbortedCommand.event.decode).ifindex !== ifindex) return undefined;
      throw new Nl80211Error("LOST", `${command} ${target}: called off by the kernel`, { command, target });
    },
  };
}
