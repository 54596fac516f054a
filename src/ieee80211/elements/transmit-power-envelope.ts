import { bits } from "../../bytes/bits.ts";
import { malformed, need } from "../element-kind.ts";

/** What the limits of an envelope are. */
export enum TransmitPowerInterpretation {
  LocalEirp = 0,
  LocalEirpPsd = 1,
  RegulatoryClientEirp = 2,
  RegulatoryClientEirpPsd = 3,
}

/** The limit of the whole radiated power for a channel width. */
export interface EirpLimit {
  readonly widthMhz: 20 | 40 | 80 | 160 | 320;
  /** Absent where the envelope sets no limit (63.5). */
  readonly maxDbm?: number;
}

/** The Transmit Power Envelope element (9.4.2.161). */
export interface TransmitPowerEnvelope {
  readonly interpretation: TransmitPowerInterpretation | number;
  /** In 6 GHz: whom it holds for. */
  readonly category: "default" | "subordinate device" | number;
  /** Limits per channel width, of the EIRP interpretations. */
  readonly eirp?: readonly EirpLimit[];
  /** Limits of each 20 MHz of the channel from the lowest up, of the PSD ones; null is no limit. One value with `psdForAll` is for all. */
  readonly psdDbmPerMhz?: readonly (number | null)[];
  readonly psdForAll?: boolean;
}

const WIDTHS = [20, 40, 80, 160, 320] as const;
const CATEGORIES = ["default", "subordinate device"] as const;

export function decodeTransmitPowerEnvelope(body: Uint8Array): TransmitPowerEnvelope {
  need(body, 1);
  const info = body[0]!;
  const count = bits(info, 0, 3);
  const interpretation = bits(info, 3, 3);
  const category = CATEGORIES[bits(info, 6, 2)] ?? bits(info, 6, 2);
  if (interpretation > 3) return { interpretation, category };
  const isPsd = interpretation === 1 || interpretation === 3;
  return { interpretation, category, ...(isPsd ? readPsd(body, count) : { eirp: readEirp(body, count) }) };
}

/** `count + 1` octets, from 20 MHz upwards; 802.11be adds one for 320 MHz behind them. */
function readEirp(body: Uint8Array, count: number): EirpLimit[] {
  if (count > 3) throw malformed(`a count of ${count}; EIRP limits have at most 4`);
  need(body, 2 + count);
  const octets = count === 3 && body.length > 5 ? body.subarray(1, 6) : body.subarray(1, 2 + count);
  return Array.from(octets, (octet, i) => ({
    widthMhz: WIDTHS[i]!,
    ...(octet === 0x7f ? {} : { maxDbm: half(octet) }),
  }));
}

/** One octet for all, or 2^(count-1); 802.11be may extend them by up to 15 more. */
function readPsd(body: Uint8Array, count: number): Pick<TransmitPowerEnvelope, "psdDbmPerMhz" | "psdForAll"> {
  if (count > 4) throw malformed(`a count of ${count}; PSD limits have at most 4`);
  const octets = count === 0 ? 1 : 2 ** (count - 1);
  need(body, 1 + octets);
  const extension = body[1 + octets];
  const more = extension === undefined ? 0 : bits(extension, 0, 4);
  if (extension !== undefined) need(body, 2 + octets + more);
  const values = [...body.subarray(1, 1 + octets), ...body.subarray(2 + octets, 2 + octets + more)];
  return { psdDbmPerMhz: values.map((octet) => (octet === 0x7f ? null : half(octet))), psdForAll: count === 0 };
}

/** Signed halves. */
function half(octet: number): number {
  return ((octet << 24) >> 24) / 2;
}
