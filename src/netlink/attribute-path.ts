import { ATTRIBUTE_HEADER, ATTRIBUTE_TYPE_MASK, align } from "./constants.ts";
import { hostU16 } from "./host-order.ts";

/**
 * Numbers of the attributes that lead to the one at `offset` of a request, outermost first: [45, 3] is the attribute 3 in 45.
 * The kernel names the attribute that it refuses by this offset alone. Empty where none of the attributes reaches there.
 *
 * `start` is where the request's attributes begin: behind the netlink header and the protocol's own.
 */
export function attributePath(request: Uint8Array, start: number, offset: number): number[] {
  const path: number[] = [];
  let at = start;
  let limit = request.length;
  while (at + ATTRIBUTE_HEADER <= limit) {
    const length = hostU16(request, at);
    if (length < ATTRIBUTE_HEADER || at + length > limit) break;
    if (offset < at) break;
    if (offset < at + length) {
      path.push(hostU16(request, at + 2) & ATTRIBUTE_TYPE_MASK);
      if (offset < at + ATTRIBUTE_HEADER) break;
      limit = at + length; // the offset lies in the payload: a nested set's attribute
      at += ATTRIBUTE_HEADER;
    } else at += align(length);
  }
  return path;
}
