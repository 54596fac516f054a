import { ElementId } from "../element-id.ts";
import { encodeElement } from "./element.ts";

/** BSS Color Change Announcement element: the colour to come, and the beacons until then (octet 3 of the element). */
export function encodeColorChange({ color, count }: { readonly color: number; readonly count: number }): Uint8Array {
  return encodeElement(ElementId.BssColorChangeAnnouncement, Uint8Array.of(count, color & 0x3f));
}
