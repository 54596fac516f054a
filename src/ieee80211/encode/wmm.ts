import { ByteWriter } from "../../bytes/writer.ts";
import { encodeVendorElement } from "./element.ts";

/** How one access category waits for the air. */
export interface WmmCategory {
  readonly aifsn: number;
  /** Exponents of the contention window: it is 2^n - 1. */
  readonly ecwMin: number;
  readonly ecwMax: number;
  /** In units of 32 µs; 0 is one frame. */
  readonly txopLimit32us: number;
  readonly admissionControl?: boolean;
}

/** Best effort, background, video, voice: what hostapd announces by default. */
const DEFAULT_CATEGORIES: readonly WmmCategory[] = [
  { aifsn: 3, ecwMin: 4, ecwMax: 10, txopLimit32us: 0 },
  { aifsn: 7, ecwMin: 4, ecwMax: 10, txopLimit32us: 0 },
  { aifsn: 2, ecwMin: 3, ecwMax: 4, txopLimit32us: 94 },
  { aifsn: 2, ecwMin: 2, ecwMax: 3, txopLimit32us: 47 },
];

/** WMM Parameter element of an access point (00-50-f2:2). Categories come as best effort, background, video, voice. */
export function encodeWmmParameters(
  options: {
    readonly categories?: readonly WmmCategory[];
    readonly uapsd?: boolean;
    readonly changeCount?: number;
  } = {},
): Uint8Array {
  const writer = new ByteWriter();
  writer.u8(1).u8(1); // parameter element, version 1
  writer.u8(((options.changeCount ?? 1) & 15) | (options.uapsd ? 0x80 : 0)).u8(0);
  for (const [index, each] of (options.categories ?? DEFAULT_CATEGORIES).entries()) {
    writer.u8(each.aifsn | (each.admissionControl ? 0x10 : 0) | (index << 5));
    writer.u8(each.ecwMin | (each.ecwMax << 4)).u16(each.txopLimit32us);
  }
  return encodeVendorElement(0x0050f2, 2, writer.finish());
}

/** WMM Information element, for requests of a station. */
export function encodeWmmInformation(qosInfo = 0): Uint8Array {
  return encodeVendorElement(0x0050f2, 2, Uint8Array.of(0, 1, qosInfo));
}
