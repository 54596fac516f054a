import { GENERIC_HEADER } from "../genetlink/message.ts";
import { align, MESSAGE_HEADER, MessageType } from "../netlink/constants.ts";
import { hostU16, hostU32 } from "../netlink/host-order.ts";
import { Nl80211Command } from "../nl80211/generated/command-map.ts";
import { visitAttributes } from "./attribute-tree.ts";
import { FIRST_OWN_TYPE, repeatedRequest } from "./recorded-message.ts";

/** What drivers of vendors exchange, by command, is not known, and some of it is keys: it counts as such. */
const OPAQUE: ReadonlyMap<number, string> = new Map([
  [Nl80211Command.Vendor, "nl80211.vendor-data"],
  [Nl80211Command.Testmode, "nl80211.testdata"],
]);

/**
 * Overwrites with zeros, in place, the keys and passphrases in a datagram of generic netlink (what the spec marks as secret), also
 * where an error message repeats the request that held them. `isNl80211` tells a family by its number. Returns the names of what was
 * overwritten.
 */
export function eraseSecrets(datagram: Uint8Array, isNl80211: (family: number) => boolean): string[] {
  const erased: string[] = [];
  for (let at = 0; at + MESSAGE_HEADER <= datagram.length; ) {
    const length = Math.min(hostU32(datagram, at), datagram.length - at);
    if (length < MESSAGE_HEADER) break;
    eraseInMessage(datagram, at, at + length, isNl80211, erased);
    at += align(length);
  }
  return erased;
}

function eraseInMessage(
  bytes: Uint8Array,
  at: number,
  end: number,
  isNl80211: (family: number) => boolean,
  erased: string[],
): void {
  const type = hostU16(bytes, at + 4);
  const start = at + MESSAGE_HEADER;
  if (type === MessageType.Error) {
    const request = repeatedRequest(bytes, at, end);
    if (request) eraseInMessage(bytes, request.at, request.end, isNl80211, erased);
  } else if (type >= FIRST_OWN_TYPE && isNl80211(type)) {
    const opaque = OPAQUE.get(bytes[start] ?? 0);
    const erase = (name: string, from: number, to: number) => {
      if (from === to) return;
      bytes.fill(0, from, to);
      erased.push(name);
    };
    visitAttributes(
      bytes,
      start + GENERIC_HEADER,
      end,
      (leaf) => {
        if (leaf.secret || leaf.name === opaque) erase(leaf.name, leaf.start, leaf.end);
      },
      // What cannot be read as an attribute may be anything, a key too.
      (from, to) => erase("what is no attribute", from, to),
    );
  }
}
