import { bit, bits } from "../../bytes/bits.ts";
import { ByteReader } from "../../bytes/reader.ts";
import { heMcsMap, type NssLimit } from "../capabilities/mcs.ts";
import { readVhtInfo, type VhtOperationInfo } from "./vht-operation.ts";

/** What kind of 6 GHz access point it is (Table E-12 and 802.11be), as Linux's IEEE80211_6GHZ_CTRL_REG_*. */
export enum SixGhzApType {
  IndoorLowPower = 0,
  StandardPower = 1,
  VeryLowPower = 2,
  IndoorEnabled = 3,
  IndoorStandardPower = 4,
  RoleNotRelevant = 7,
  IndoorStandardPower2 = 8,
}

/** The channel of a 6 GHz BSS. */
export interface SixGhzOperation {
  readonly primaryChannel: number;
  /** 160 stands for 80+80 too, told by the segments. */
  readonly widthMhz: 20 | 40 | 80 | 160;
  /** Beacons are repeated in every 20 MHz. */
  readonly duplicateBeacon: boolean;
  readonly apType: SixGhzApType | number;
  readonly centerSegment0: number;
  readonly centerSegment1: number;
  readonly minimumRateMbps: number;
}

/** The HE Operation element (9.4.2.249), 802.11ax. */
export interface HeOperation {
  readonly defaultPeDuration: number;
  readonly twtRequired: boolean;
  /** In 32 µs; absent where RTS thresholds of HE are off (1023). */
  readonly txopDurationRtsThreshold32us?: number;
  readonly coHostedBss: boolean;
  readonly erSuDisabled: boolean;
  /** 1 to 63; 0 is none. */
  readonly bssColor: number;
  readonly partialBssColor: boolean;
  readonly bssColorDisabled: boolean;
  readonly basicMcs: readonly NssLimit[];
  readonly vht?: VhtOperationInfo;
  readonly maxCoHostedBssidIndicator?: number;
  readonly sixGhz?: SixGhzOperation;
}

/** What it says of the channel alone. */
export interface HeChannel {
  readonly vht: VhtOperationInfo | undefined;
  readonly sixGhz: SixGhzOperation | undefined;
}

export function readHeChannel(bytes: Uint8Array, start: number, end: number): HeChannel | undefined {
  if (end - start < 6) return undefined;
  const parameters = bytes[start + 1]! | (bytes[start + 2]! << 8); // but for the lowest octet
  const hasVht = bit(parameters, 6);
  const vhtAt = start + 6;
  const sixGhzAt = vhtAt + (hasVht ? 3 : 0) + (bit(parameters, 7) ? 1 : 0);
  if (end < sixGhzAt) return undefined;
  return {
    vht: hasVht ? readVhtInfo(bytes, vhtAt) : undefined,
    sixGhz: bit(parameters, 9) ? readSixGhz(new ByteReader(bytes, sixGhzAt, end)) : undefined,
  };
}

export function decodeHeOperation(body: Uint8Array): HeOperation {
  const reader = new ByteReader(body);
  const parameters = reader.u24();
  const color = reader.u8();
  const basicMcs = heMcsMap(reader.u16());
  const threshold = bits(parameters, 4, 10);
  return {
    defaultPeDuration: bits(parameters, 0, 3),
    twtRequired: bit(parameters, 3),
    ...(threshold === 1023 ? {} : { txopDurationRtsThreshold32us: threshold }),
    coHostedBss: bit(parameters, 15),
    erSuDisabled: bit(parameters, 16),
    bssColor: bits(color, 0, 6),
    partialBssColor: bit(color, 6),
    bssColorDisabled: bit(color, 7),
    basicMcs,
    ...(bit(parameters, 14)
      ? { vht: { channelWidth: reader.u8(), centerSegment0: reader.u8(), centerSegment1: reader.u8() } }
      : {}),
    ...(bit(parameters, 15) ? { maxCoHostedBssidIndicator: reader.u8() } : {}),
    ...(bit(parameters, 17) ? { sixGhz: readSixGhz(reader) } : {}),
  };
}

function readSixGhz(reader: ByteReader): SixGhzOperation {
  const primaryChannel = reader.u8();
  const control = reader.u8();
  return {
    primaryChannel,
    widthMhz: ([20, 40, 80, 160] as const)[bits(control, 0, 2)]!,
    duplicateBeacon: bit(control, 2),
    apType: bits(control, 3, 4),
    centerSegment0: reader.u8(),
    centerSegment1: reader.u8(),
    minimumRateMbps: reader.u8(),
  };
}
