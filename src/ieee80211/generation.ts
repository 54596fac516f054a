import type { Band } from "./channel.ts";
import { ElementId } from "./element-id.ts";
import type { ElementList } from "./element-list.ts";

/** A generation by the number that the Wi-Fi Alliance gives it: 4 is 802.11n, 5 ac, 6 ax, 7 be, 8 bn. */
export type Generation = 4 | 5 | 6 | 7 | 8;

/**
 * The newest generation that a BSS speaks, by the capabilities in its frames; undefined for what came before 802.11n (and for 60 GHz
 * and S1G, which have no number). In 2.4 GHz VHT capabilities do not count: some vendors send them, but the generation is not for that band.
 */
export function generation(elements: ElementList, band?: Band): Generation | undefined {
  const he = elements.has(ElementId.HeCapabilities);
  // EHT and UHR build on HE; without it they cannot be used.
  if (he && elements.has(ElementId.UhrCapabilities)) return 8;
  if (he && elements.has(ElementId.EhtCapabilities)) return 7;
  if (he) return 6;
  if (elements.has(ElementId.VhtCapabilities) && band !== "2.4 GHz") return 5;
  return elements.has(ElementId.HtCapabilities) ? 4 : undefined;
}
