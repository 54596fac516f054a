import { type Frame, parseFrame } from "../../ieee80211/frame.ts";
import { RxmgmtFlag } from "../../nl80211/generated/ap-enums.ts";
import type { FrameEvent } from "../../nl80211/generated/frame.ts";

/** A frame from the air, as this machine heard it. */
export interface ReceivedFrame {
  /** What it says; octets that are no frame are of kind "malformed". */
  readonly frame: Frame;
  /** Its octets, without FCS. */
  readonly bytes: Uint8Array;
  /** When it was received, in ms since the epoch. */
  readonly time: number;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
  readonly ifindex?: number;
  readonly wdev?: number;
  /** Link of a multi-link device. */
  readonly linkId?: number;
  /** The device has answered it already: a probe request. */
  readonly answered?: true;
  /** When the device received it, and when it sent the ACK to it, by its own clock in ns; few devices tell. */
  readonly hardwareTimeNs?: bigint;
  readonly ackHardwareTimeNs?: bigint;
}

/** A frame as an event carries it; undefined where it carries none. */
export function toReceivedFrame(event: FrameEvent, time: number): ReceivedFrame | undefined {
  const { frame: bytes, wiphyFreqMhz, wiphyFreqOffsetKhz = 0, rxSignalDbm, ifindex, wdev, mloLinkId } = event;
  if (bytes === undefined) return undefined;
  return {
    frame: parseFrame(bytes),
    bytes,
    time,
    ...(wiphyFreqMhz !== undefined && { frequencyMhz: wiphyFreqMhz + wiphyFreqOffsetKhz / 1000 }),
    ...(rxSignalDbm !== undefined && { signalDbm: rxSignalDbm }),
    ...(ifindex !== undefined && { ifindex }),
    ...(wdev !== undefined && { wdev }),
    ...(mloLinkId !== undefined && { linkId: mloLinkId }),
    ...(event.rxmgmtFlags?.includes(RxmgmtFlag.Answered) && { answered: true as const }),
    ...(event.rxHwTimestampNs !== undefined && { hardwareTimeNs: event.rxHwTimestampNs }),
    ...(event.txHwTimestampNs !== undefined && { ackHardwareTimeNs: event.txHwTimestampNs }),
  };
}
