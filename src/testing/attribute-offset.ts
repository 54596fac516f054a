import { GENERIC_HEADER } from "../genetlink/message.ts";
import { ATTRIBUTE_HEADER, ATTRIBUTE_TYPE_MASK, align, MESSAGE_HEADER } from "../netlink/constants.ts";
import { hostU16 } from "../netlink/host-order.ts";
import type { NetlinkMessage } from "../netlink/message.ts";

/** Where in a generic netlink request the attribute lies that these numbers lead to, counted from the netlink header. */
export function offsetOf(request: NetlinkMessage, path: readonly number[]): number | undefined {
  let start = request.start + GENERIC_HEADER;
  let end = request.end;
  let found: number | undefined;
  for (const type of path) {
    found = undefined;
    for (let at = start; at + ATTRIBUTE_HEADER <= end; ) {
      const length = hostU16(request.bytes, at);
      if (length < ATTRIBUTE_HEADER || at + length > end) break;
      if ((hostU16(request.bytes, at + 2) & ATTRIBUTE_TYPE_MASK) === type) {
        found = at;
        start = at + ATTRIBUTE_HEADER;
        end = at + length;
        break;
      }
      at += align(length);
    }
    if (found === undefined) return undefined;
  }
  return found === undefined ? undefined : found - (request.start - MESSAGE_HEADER);
}
