import { Nl80211Error } from "../../errors.ts";
import type { NanChannel, NanSetLocalSchedFields, NanSetPeerSchedFields } from "../../nl80211/generated/nan.ts";
import { checkedMac, whole } from "../argument.ts";
import { type ChannelChoice, chandefFields, toChandef } from "../radio/channel-choice.ts";

/** A channel of a schedule. */
export interface NanScheduledChannel {
  readonly channel: ChannelChoice;
  /** Channel Entry of Wi-Fi Aware: 6 octets. */
  readonly entry: Uint8Array;
  /** Spatial streams that are received there. */
  readonly rxStreams: number;
}

/** For each of 32 slots of 16 TU the position of its channel in the list, from 0; undefined where there is none. */
export type NanSlots = readonly (number | undefined)[];

/** When a NAN device is on which channel, for data. */
export interface NanSchedule {
  /** Without any the schedule is emptied. No two may overlap. */
  readonly channels: readonly NanScheduledChannel[];
  readonly slots: NanSlots;
  /** NAN Availability attribute of Wi-Fi Aware, with its header: of every schedule but an empty one. */
  readonly availability?: Uint8Array;
  /** The device announces it before it uses it: "schedule-updated" tells when. */
  readonly deferred?: boolean;
}

/** When a peer is where. */
export interface NanPeerSchedule {
  /** Committed Discovery Window field of the peer. */
  readonly committedWindows: number;
  /** Of its availability: all three or none, which forgets its schedule. At most two maps. */
  readonly sequenceId?: number;
  readonly channels?: readonly NanScheduledChannel[];
  readonly maps?: readonly { readonly id: number; readonly slots: NanSlots }[];
  readonly maxChannelSwitchUs?: number;
  /** Unaligned schedule attributes of Wi-Fi Aware, with their headers. */
  readonly unaligned?: Uint8Array;
}

/** Our schedule as requests carry it. Throws INVALID_ARGUMENT. */
export function localScheduleFields(schedule: NanSchedule): NanSetLocalSchedFields {
  const { channels, slots, availability, deferred } = schedule;
  return {
    ...(channels.length > 0 && { nanChannel: channels.map(toNanChannel) }),
    nanTimeSlots: slotOctets(slots, channels.length),
    ...(deferred && { nanSchedDeferred: true }),
    ...(availability !== undefined && { nanAvailBlob: availability }),
  };
}

/** A peer's schedule as requests carry it. Throws INVALID_ARGUMENT. */
export function peerScheduleFields(peer: string, schedule: NanPeerSchedule): NanSetPeerSchedFields {
  const { committedWindows, sequenceId, channels, maps, maxChannelSwitchUs, unaligned } = schedule;
  const given = [sequenceId, channels, maps].filter((part) => part !== undefined).length;
  if (given !== 0 && given !== 3) {
    throw new Nl80211Error("INVALID_ARGUMENT", "sequenceId, channels and maps of a peer come together, or not at all");
  }
  if (maps !== undefined) whole("number of maps", maps.length, 1, 2);
  return {
    mac: checkedMac(peer),
    nanCommittedDw: whole("committedWindows", committedWindows, 0, 65_535),
    ...(sequenceId !== undefined && { nanSeqId: whole("sequenceId", sequenceId, 0, 255) }),
    ...(channels !== undefined && { nanChannel: channels.map(toNanChannel) }),
    ...(maps !== undefined && {
      nanPeerMaps: maps.map(({ id, slots }) => ({
        mapId: whole("id of a map", id, 0, 15),
        timeSlots: slotOctets(slots, channels?.length ?? 0),
      })),
    }),
    ...(maxChannelSwitchUs !== undefined && {
      nanMaxChanSwitchTimeUs: whole("maxChannelSwitchUs", maxChannelSwitchUs, 0, 65_535),
    }),
    ...(unaligned !== undefined && { nanUlw: unaligned }),
  };
}

function toNanChannel({ channel, entry, rxStreams }: NanScheduledChannel): NanChannel {
  whole("octets of a channel entry", entry.length, 6, 6);
  return {
    ...chandefFields(toChandef(channel)),
    nanChannelEntry: entry,
    nanRxNss: whole("rxStreams", rxStreams, 1, 8),
  };
}

/** NL80211_NAN_SCHED_NOT_AVAIL_SLOT. */
const NOWHERE = 255;

function slotOctets(slots: NanSlots, channels: number): Uint8Array {
  whole("number of slots", slots.length, 32, 32);
  return Uint8Array.from(slots, (position) =>
    position === undefined ? NOWHERE : whole("channel of a slot", position, 0, channels - 1),
  );
}
