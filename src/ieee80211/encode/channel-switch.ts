import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** A change of channel to come. */
export interface ChannelSwitchInput {
  readonly channel: number;
  /** Beacons until then; 0 is at any time, 1 before the next. */
  readonly count: number;
  /** Stations shall be silent until then. */
  readonly blockTx?: boolean;
}

/** Channel Switch Announcement element. The count that the kernel counts down is octet 4 of the element. */
export function encodeChannelSwitch({ channel, count, blockTx }: ChannelSwitchInput): Uint8Array {
  return encodeElement(ElementId.ChannelSwitchAnnouncement, Uint8Array.of(blockTx ? 1 : 0, channel, count));
}

/** Extended Channel Switch Announcement element, with the operating class. The count is octet 5 of the element. */
export function encodeExtendedChannelSwitch({
  channel,
  count,
  blockTx,
  operatingClass,
}: ChannelSwitchInput & { readonly operatingClass: number }): Uint8Array {
  return encodeElement(
    ElementId.ExtendedChannelSwitchAnnouncement,
    Uint8Array.of(blockTx ? 1 : 0, operatingClass, channel, count),
  );
}
