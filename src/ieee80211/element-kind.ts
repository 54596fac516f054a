import { Nl80211Error } from "../errors.ts";
import type { ElementList } from "./element-list.ts";

/** Who sent the frame that the elements come from: some elements are laid out differently by an AP and by a station. */
export type Sender = "ap" | "station";

/** What a decoder may look at besides its own octets. */
export interface DecodeContext {
  readonly from: Sender;
  /** The frame is a (re)association response; profiles of links in it have a status of their own. */
  readonly associationResponse: boolean;
  /** The list that the element stands in: EHT capabilities cannot be read without the HE capabilities beside them. */
  readonly elements: ElementList;
  /** A list of the elements inside this one, decoded on first look like any other. */
  nested(bytes: Uint8Array): ElementList;
}

/**
 * Decodes the octets of one element: what follows id and length, and also the extension id, or OUI and type of a vendor element.
 * It throws (see {@link malformed}) when they are not what the standard says, and the element is then listed as malformed.
 */
export type ElementDecoder<T> = (body: Uint8Array, context: DecodeContext) => T;

/** A kind of element that the library does not know, told by its key: an {@link ElementId}, or `OUI * 256 + type` for vendors. */
export interface ElementKind<T> {
  readonly key: number;
  readonly name: string;
  readonly decode: ElementDecoder<T>;
}

/** A vendor element of one's own: `vendorElement(0x001018, 2, "Broadcom", (body) => ...)`, for `parseElements` and `get`. */
export function vendorElement<T>(oui: number, type: number, name: string, decode: ElementDecoder<T>): ElementKind<T> {
  if (!Number.isInteger(oui) || oui <= 0 || oui > 0xffffff || !Number.isInteger(type) || type < 0 || type > 255) {
    throw new Nl80211Error(
      "INVALID_ARGUMENT",
      `no vendor element: OUI ${oui}, type ${type} (24 bits and 8 bits expected)`,
    );
  }
  return { key: oui * 256 + type, name, decode };
}

/** The error that a decoder throws when octets are not what their format says. */
export function malformed(reason: string): Nl80211Error {
  return new Nl80211Error("MALFORMED", reason);
}

/** Throws unless `body` has at least `octets` octets. */
export function need(body: Uint8Array, octets: number): void {
  if (body.length < octets) throw malformed(`${octets} octets expected, ${body.length} there`);
}
