import { need } from "../element-kind.ts";

/** The BSS Load element (9.4.2.26): how busy an access point and its channel are. */
export interface BssLoad {
  readonly stationCount: number;
  /** The share of time that the channel was sensed busy, in 255ths. */
  readonly channelUtilization255: number;
  /** Medium time left for admission control, in 32 µs a second. */
  readonly availableAdmissionCapacity32us: number;
}

export function decodeBssLoad(body: Uint8Array): BssLoad {
  need(body, 5);
  return {
    stationCount: body[0]! | (body[1]! << 8),
    channelUtilization255: body[2]!,
    availableAdmissionCapacity32us: body[3]! | (body[4]! << 8),
  };
}

/** The Extended BSS Load element, of a VHT access point. */
export interface ExtendedBssLoad {
  readonly muMimoStationCount: number;
  /** How much of the spatial streams is unused, in 255ths. */
  readonly spatialStreamUnderutilization255: number;
  /** Busy shares of the secondary channels, in 255ths. */
  readonly secondary20MhzUtilization255: number;
  readonly secondary40MhzUtilization255: number;
  readonly secondary80MhzUtilization255: number;
}

export function decodeExtendedBssLoad(body: Uint8Array): ExtendedBssLoad {
  need(body, 6);
  return {
    muMimoStationCount: body[0]! | (body[1]! << 8),
    spatialStreamUnderutilization255: body[2]!,
    secondary20MhzUtilization255: body[3]!,
    secondary40MhzUtilization255: body[4]!,
    secondary80MhzUtilization255: body[5]!,
  };
}

/** The HE BSS Load element. */
export interface HeBssLoad {
  readonly heStationCount: number;
  readonly utilization255: number;
  readonly frequencyUnderutilization255: number;
  readonly spatialStreamUnderutilization255: number;
}

export function decodeHeBssLoad(body: Uint8Array): HeBssLoad {
  need(body, 5);
  return {
    heStationCount: body[0]! | (body[1]! << 8),
    utilization255: body[2]!,
    frequencyUnderutilization255: body[3]!,
    spatialStreamUnderutilization255: body[4]!,
  };
}
