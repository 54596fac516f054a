import { ByteWriter } from "../../bytes/writer.ts";
import { type Chandef, primaryPart } from "../chandef.ts";
import { bandOf, frequencyToChannel } from "../channel.ts";
import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** One stream with MCS 0 to 7, which every station of VHT or HE has. */
const BASIC_MCS_0_TO_7 = 0xfffc;

/** HT Operation element of a chandef. Protection: 0 none, 1 nonmember, 2 20 MHz stations, 3 stations without HT. */
export function encodeHtOperation(
  chandef: Chandef,
  options: { readonly protection?: 0 | 1 | 2 | 3; readonly nongreenfieldPresent?: boolean } = {},
): Uint8Array {
  const part = primaryPart(chandef, 40);
  const wide = part.widthMhz === 40;
  const secondary = !wide ? 0 : part.center1Mhz > part.frequencyMhz ? 1 : 3;
  const writer = new ByteWriter();
  writer.u8(channelOf(chandef.frequencyMhz)).u8(secondary | (wide ? 4 : 0));
  writer.u16((options.protection ?? 0) | (options.nongreenfieldPresent ? 4 : 0));
  return encodeElement(ElementId.HtOperation, writer.zeros(18).finish());
}

/** VHT Operation element of a chandef. */
export function encodeVhtOperation(chandef: Chandef, basicMcs = BASIC_MCS_0_TO_7): Uint8Array {
  const writer = new ByteWriter();
  const known = unpunctured(primaryPart160(chandef));
  if (known.widthMhz < 80) writer.zeros(3);
  else writer.u8(1).put(segments(known));
  return encodeElement(ElementId.VhtOperation, writer.u16(basicMcs).finish());
}

/** What the HE Operation element says besides the channel. */
export interface HeOperationInput {
  /** 1 to 63; 0, and absent, is none and off. */
  readonly bssColor?: number;
  /** The colour is not in use, as while it changes. */
  readonly bssColorDisabled?: boolean;
  /** In 4 µs, 0 to 4; 4 where not given. */
  readonly defaultPeDuration?: number;
  readonly twtRequired?: boolean;
  /** In 32 µs; 1023, and absent, is off. */
  readonly txopDurationRtsThreshold32us?: number;
  readonly erSuDisabled?: boolean;
  readonly basicMcs?: number;
  /** 6 GHz: table E-12; 0 indoor low power. */
  readonly sixGhzApType?: number;
}

/** HE Operation element of a chandef. In 6 GHz it carries the channel, elsewhere HT and VHT Operation do. */
export function encodeHeOperation(chandef: Chandef, options: HeOperationInput = {}): Uint8Array {
  const sixGhz = bandOf(chandef.frequencyMhz) === "6 GHz";
  const { bssColor = 0 } = options;
  const writer = new ByteWriter();
  writer.u24(
    (options.defaultPeDuration ?? 4) |
      (options.twtRequired ? 8 : 0) |
      ((options.txopDurationRtsThreshold32us ?? 1023) << 4) |
      (options.erSuDisabled ? 0x10000 : 0) |
      (sixGhz ? 0x20000 : 0),
  );
  const disabled = bssColor === 0 || options.bssColorDisabled === true;
  writer.u8((disabled ? 0x80 : 0) | (bssColor & 0x3f)).u16(options.basicMcs ?? BASIC_MCS_0_TO_7);
  if (sixGhz) {
    const known = unpunctured(primaryPart160(chandef));
    const width = known.center2Mhz === undefined ? [20, 40, 80, 160].indexOf(known.widthMhz) : 3;
    writer.u8(channelOf(chandef.frequencyMhz)).u8(width | ((options.sixGhzApType ?? 0) << 3));
    writer.put(known.widthMhz < 80 ? Uint8Array.of(channelOf(known.center1Mhz), 0) : segments(known));
    writer.u8(6); // the minimum rate in Mbit/s
  }
  return encodeElement(ElementId.HeOperation, writer.finish());
}

/** EHT Operation element of a chandef, with its puncturing. Basic MCS: one stream with MCS 0 to 7. */
export function encodeEhtOperation(chandef: Chandef): Uint8Array {
  const { punctured = 0 } = chandef;
  const writer = new ByteWriter();
  writer.u8(1 | (punctured === 0 ? 0 : 2)).put(Uint8Array.of(0x11, 0, 0, 0));
  writer.u8([20, 40, 80, 160, 320].indexOf(chandef.widthMhz));
  if (chandef.widthMhz >= 160) {
    const half = primaryPart(chandef, chandef.widthMhz === 320 ? 160 : 80);
    writer.u8(channelOf(half.center1Mhz)).u8(channelOf(chandef.center1Mhz));
  } else {
    writer.u8(channelOf(chandef.center1Mhz)).u8(0);
  }
  if (punctured !== 0) writer.u16(punctured);
  return encodeElement(ElementId.EhtOperation, writer.finish());
}

/** The two segments of VHT and HE: the primary 80 MHz, then the whole 160 or the other 80; 0 for 80 MHz alone. */
function segments(chandef: Chandef): Uint8Array {
  if (chandef.center2Mhz !== undefined) {
    return Uint8Array.of(channelOf(chandef.center1Mhz), channelOf(chandef.center2Mhz));
  }
  const first = channelOf(primaryPart(chandef, 80).center1Mhz);
  return Uint8Array.of(first, chandef.widthMhz === 160 ? channelOf(chandef.center1Mhz) : 0);
}

/** VHT and HE know 160 MHz at most. */
function primaryPart160(chandef: Chandef): Chandef {
  return chandef.widthMhz === 320 ? primaryPart(chandef, 160) : chandef;
}

/** The widest part around the primary channel without holes: what stations that know no puncturing may use. */
function unpunctured(chandef: Chandef): Chandef {
  let part = chandef;
  for (const widthMhz of [80, 40, 20] as const) {
    if (!part.punctured) break;
    part = primaryPart(part, widthMhz);
  }
  return part;
}

function channelOf(frequencyMhz: number): number {
  return frequencyToChannel(frequencyMhz)?.channel ?? 0;
}
