import { type Chandef, primaryPart } from "../chandef.ts";
import { bandOf, frequencyToChannel } from "../channel.ts";
import { concatenate } from "../element.ts";
import { ElementId } from "../element-id.ts";
import { operatingClassOf } from "../operating-class.ts";
import { encodeElement, keyOf } from "./element.ts";
import { encodeEhtOperation, encodeVhtOperation } from "./operation.ts";

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

/** Secondary Channel Offset element: on which side of the primary channel the rest of its 40 MHz will be. */
export function encodeSecondaryChannelOffset(chandef: Chandef): Uint8Array {
  const part = primaryPart(chandef, 40);
  const offset = part.widthMhz < 40 ? 0 : part.center1Mhz > part.frequencyMhz ? 1 : 3;
  return encodeElement(ElementId.SecondaryChannelOffset, Uint8Array.of(offset));
}

/**
 * Channel Switch Wrapper element: the width after the switch, for stations that know VHT, and where they know EHT and the width is 320 MHz
 * or has holes, the Bandwidth Indication. What it says it takes from the VHT and EHT Operation of that channel.
 */
export function encodeChannelSwitchWrapper(chandef: Chandef, options: { readonly eht?: boolean } = {}): Uint8Array {
  const vht = encodeVhtOperation(chandef).subarray(2, 5);
  const wide = encodeElement(ElementId.WideBandwidthChannelSwitch, vht);
  if (!options.eht || (chandef.widthMhz < 320 && !chandef.punctured)) {
    return encodeElement(ElementId.ChannelSwitchWrapper, wide);
  }
  // EHT Operation: id, length, extension, parameters, 4 octets of MCS, then the very fields of a Bandwidth Indication
  const eht = encodeEhtOperation(chandef);
  const body = concatenate([Uint8Array.of(eht[3]! & 2), eht.subarray(8)]);
  return encodeElement(
    ElementId.ChannelSwitchWrapper,
    concatenate([wide, encodeElement(ElementId.BandwidthIndication, body)]),
  );
}

/** A change of channel as an access point tells of it. */
export interface SwitchAnnouncement {
  readonly from: Chandef;
  readonly to: Chandef;
  /** Beacons until then. */
  readonly count: number;
  readonly blockTx?: boolean;
  /** What the network is: who is spoken to. */
  readonly ht?: boolean;
  readonly vht?: boolean;
  readonly eht?: boolean;
}

/**
 * The elements that announce it, as hostapd chooses them: the short announcement within a band alone, the extended one where the channel
 * has an operating class.
 */
export function switchElements(announcement: SwitchAnnouncement): Uint8Array[] {
  const { from, to, count, blockTx = false, ht, vht, eht } = announcement;
  const channel = frequencyToChannel(to.frequencyMhz)?.channel ?? 0;
  const known = operatingClassOf(to);
  const wide = to.widthMhz >= 40;
  return [
    ...(bandOf(from.frequencyMhz) === bandOf(to.frequencyMhz)
      ? [encodeChannelSwitch({ channel, count, blockTx })]
      : []),
    ...(known === undefined ? [] : [encodeExtendedChannelSwitch({ ...known, count, blockTx })]),
    ...(ht && wide ? [encodeSecondaryChannelOffset(to)] : []),
    ...(vht && wide ? [encodeChannelSwitchWrapper(to, { eht: eht === true })] : []),
  ];
}

/** Where the counts of announcements stand in elements that follow each other, as octets from `start` on. */
export function countdownOffsets(bytes: Uint8Array, start = 0): number[] {
  const offsets: number[] = [];
  for (let at = start; at + 2 <= bytes.length; at += 2 + bytes[at + 1]!) {
    const place = COUNTS[keyOf(bytes.subarray(at))];
    if (place !== undefined) offsets.push(at + place);
  }
  return offsets;
}

/** Octets from an element's start to the count in it. */
const COUNTS: Readonly<Record<number, number>> = {
  [ElementId.ChannelSwitchAnnouncement]: 4,
  [ElementId.ExtendedChannelSwitchAnnouncement]: 5,
  [ElementId.BssColorChangeAnnouncement]: 3,
};
