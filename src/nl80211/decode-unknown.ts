import { AttributeReader, type UnknownAttribute } from "../netlink/attribute-reader.ts";
import { AttributeWriter } from "../netlink/attribute-writer.ts";
import { decodeNl80211Attributes, type Nl80211Attributes } from "./generated/all.ts";

/**
 * What a message's own decoder left in `unknown`, read with all that nl80211 has: a driver or a newer kernel may send a known
 * attribute with a command that is not said to carry it. What nobody knows stays in the result's `unknown`. Import this module on
 * demand: it loads every topic.
 */
export function decodeUnknown(unknown: readonly UnknownAttribute[]): Nl80211Attributes {
  const writer = new AttributeWriter();
  writer.unknown(unknown);
  return decodeNl80211Attributes(new AttributeReader(writer.finish()));
}
