import { ByteReader } from "../../bytes/reader.ts";

/** The Time Advertisement element. */
export interface TimeAdvertisement {
  /** 0 none, 1 as an offset of UTC, 2 as UTC. */
  readonly timingCapabilities: number;
  /** Of capability 2: the moment the access point says it is, ISO 8601, by its own clock. */
  readonly utc?: string;
  /** Of capability 2: thousandths of a second that the time may be wrong by (5 octets); of 1 standard deviation in ns. */
  readonly timeError?: bigint;
  /** Of capability 1: what added to the TSF gives UTC, in ns since 1970. */
  readonly timeOffsetNs?: bigint;
  /** Counts clock jumps. */
  readonly timeUpdateCounter?: number;
}

export function decodeTimeAdvertisement(body: Uint8Array): TimeAdvertisement {
  const reader = new ByteReader(body);
  const timingCapabilities = reader.u8();
  if (timingCapabilities === 1) {
    return { timingCapabilities, timeOffsetNs: reader.i64(), timeError: readError(reader) };
  }
  if (timingCapabilities !== 2) return { timingCapabilities };
  const [year, month, day] = [reader.u16(), reader.u8(), reader.u8()];
  const [hours, minutes, seconds, milliseconds] = [reader.u8(), reader.u8(), reader.u8(), reader.u16()];
  reader.skip(1);
  const pad = (value: number, digits: number) => String(value).padStart(digits, "0");
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const time = `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(milliseconds, 3)}Z`;
  return {
    timingCapabilities,
    utc: `${date}T${time}`,
    timeError: readError(reader),
    timeUpdateCounter: reader.u8(),
  };
}

/** Five octets. */
function readError(reader: ByteReader): bigint {
  const low = BigInt(reader.u32());
  return low | (BigInt(reader.u8()) << 32n);
}

/** The Time Zone element: a POSIX TZ text, "EST5EDT4,M3.2.0,M11.1.0". */
export interface TimeZone {
  readonly timeZone: string;
}

export function decodeTimeZone(body: Uint8Array): TimeZone {
  return { timeZone: new TextDecoder().decode(body) };
}
