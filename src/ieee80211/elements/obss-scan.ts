import { ByteReader } from "../../bytes/reader.ts";

/** The Overlapping BSS Scan Parameters element: how stations have to look for neighbours of a 40 MHz BSS in 2.4 GHz. */
export interface OverlappingBssScanParameters {
  readonly passiveDwellTu: number;
  readonly activeDwellTu: number;
  readonly triggerScanIntervalSeconds: number;
  readonly passiveTotalPerChannelTu: number;
  readonly activeTotalPerChannelTu: number;
  readonly widthChannelTransitionDelayFactor: number;
  readonly scanActivityThresholdPercent: number;
}

export function decodeOverlappingBssScanParameters(body: Uint8Array): OverlappingBssScanParameters {
  const reader = new ByteReader(body);
  return {
    passiveDwellTu: reader.u16(),
    activeDwellTu: reader.u16(),
    triggerScanIntervalSeconds: reader.u16(),
    passiveTotalPerChannelTu: reader.u16(),
    activeTotalPerChannelTu: reader.u16(),
    widthChannelTransitionDelayFactor: reader.u16(),
    scanActivityThresholdPercent: reader.u16() / 100,
  };
}
