import { AttributeReader } from "./attribute-reader.ts";
import { type AttributeRule, readAttributeRule } from "./attribute-rule.ts";
import { align, ExtendedAckAttribute, MESSAGE_HEADER, MessageFlag } from "./constants.ts";
import { messageWord, type NetlinkMessage } from "./message.ts";

/** How the kernel ended a request: NLMSG_ERROR (an ACK where `errno` is 0) or a dump's NLMSG_DONE, with what it says about it. */
export interface KernelAnswer {
  /** 0 for success, or a positive error number. */
  readonly errno: number;
  /** The kernel's own words. A warning where `errno` is 0. */
  readonly text?: string;
  /** Where the attribute that it means stands in the request, counted from the netlink header. */
  readonly offset?: number;
  /** Number of an attribute that the request lacks. */
  readonly missingType?: number;
  /** Where the nested set stands that lacks it; absent where it is the outermost. */
  readonly missingNest?: number;
  /** What the kernel would have taken for the attribute at `offset`. */
  readonly policy?: AttributeRule;
  /** What some commands return along with success. */
  readonly cookie?: Uint8Array;
}

/** Reads NLMSG_ERROR: the error, the request's header, the request itself (unless capped), then attributes. */
export function readError(message: NetlinkMessage): KernelAnswer {
  const requestAt = message.start + 4;
  if (message.end < requestAt + MESSAGE_HEADER) return { errno: readErrno(message) };
  const capped = (message.flags & MessageFlag.Capped) !== 0;
  const request = capped ? MESSAGE_HEADER : align(messageWord(message, requestAt));
  return readAnswer(message, requestAt + request);
}

/** Reads NLMSG_DONE: the error that ended the dump early, or 0, then attributes at once. */
export function readDone(message: NetlinkMessage): KernelAnswer {
  return readAnswer(message, message.start + 4);
}

function readAnswer(message: NetlinkMessage, attributesAt: number): KernelAnswer {
  const answer: { -readonly [K in keyof KernelAnswer]: KernelAnswer[K] } = { errno: readErrno(message) };
  if ((message.flags & MessageFlag.AckAttributes) === 0 || attributesAt >= message.end) return answer;
  const r = new AttributeReader(message.bytes, attributesAt, message.end);
  for (let at = r.start, limit = r.end; (at = r.step(at, limit)) !== 0; ) {
    if (r.type === ExtendedAckAttribute.Message) answer.text = r.string();
    else if (r.type === ExtendedAckAttribute.Cookie) answer.cookie = r.payload();
    else if (r.type === ExtendedAckAttribute.Policy) answer.policy = readAttributeRule(r);
    else if (r.length !== 4) continue;
    else if (r.type === ExtendedAckAttribute.Offset) answer.offset = r.u32();
    else if (r.type === ExtendedAckAttribute.MissingType) answer.missingType = r.u32();
    else if (r.type === ExtendedAckAttribute.MissingNest) answer.missingNest = r.u32();
  }
  return answer;
}

function readErrno(message: NetlinkMessage): number {
  if (message.end - message.start < 4) return 0;
  return Math.max(0, -(messageWord(message, message.start) | 0));
}
