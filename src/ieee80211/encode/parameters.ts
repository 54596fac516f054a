import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** DSSS Parameter Set: the channel, in beacons of 2.4 GHz (and of 5 GHz where hostapd makes them). */
export function encodeDsssParameterSet(channel: number): Uint8Array {
  return encodeElement(ElementId.DsssParameterSet, Uint8Array.of(channel));
}

/** Traffic indication map. For an access point the kernel makes it; this is for frames that stand alone. */
export function encodeTim(tim: {
  readonly dtimCount: number;
  readonly dtimPeriod: number;
  /** Broadcast frames wait. */
  readonly groupTraffic?: boolean;
  /** Association ids with frames waiting, 1 to 2007. */
  readonly aids?: readonly number[];
}): Uint8Array {
  const bitmap = new Uint8Array(251);
  for (const aid of tim.aids ?? []) bitmap[aid >>> 3]! |= 1 << (aid & 7);
  const last = bitmap.findLastIndex((octet) => octet !== 0);
  const first = last < 0 ? 0 : bitmap.findIndex((octet) => octet !== 0) & ~1;
  const control = first | (tim.groupTraffic ? 1 : 0);
  return encodeElement(
    5,
    Uint8Array.of(tim.dtimCount, tim.dtimPeriod, control, ...bitmap.subarray(first, Math.max(last, 0) + 1)),
  );
}

/** ERP: what old stations ask for, at 2.4 GHz. */
export function encodeErp(
  erp: {
    readonly nonErpPresent?: boolean;
    readonly useProtection?: boolean;
    readonly barkerPreambleMode?: boolean;
  } = {},
): Uint8Array {
  const flags = (erp.nonErpPresent ? 1 : 0) | (erp.useProtection ? 2 : 0) | (erp.barkerPreambleMode ? 4 : 0);
  return encodeElement(ElementId.Erp, Uint8Array.of(flags));
}
