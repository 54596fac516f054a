import { bit, bits } from "../../bytes/bits.ts";
import { need } from "../element-kind.ts";

/** The Operating Mode Notification element: what a station can receive at present. */
export interface OperatingModeNotification {
  /** The widest channel in MHz. */
  readonly maxWidthMhz: 20 | 40 | 80 | 160;
  /** LDPC is not liked. */
  readonly noLdpc: boolean;
  /** Receive streams; of beamformed frames only where `rxNssTypeBeamforming`. */
  readonly rxNss: number;
  readonly rxNssTypeBeamforming: boolean;
}

export function decodeOperatingModeNotification(body: Uint8Array): OperatingModeNotification {
  need(body, 1);
  const mode = body[0]!;
  const wide = bit(mode, 2); // 160/80+80 BW, which goes with the value for 80 MHz
  return {
    maxWidthMhz: wide && bits(mode, 0, 2) === 2 ? 160 : ([20, 40, 80, 160] as const)[bits(mode, 0, 2)]!,
    noLdpc: bit(mode, 3),
    rxNss: bits(mode, 4, 3) + 1,
    rxNssTypeBeamforming: bit(mode, 7),
  };
}
