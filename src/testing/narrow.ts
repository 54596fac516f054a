import { MessageFlag, MessageType, NetlinkProtocol } from "../netlink/constants.ts";
import { type NetlinkMessage, readMessages, writeMessage } from "../netlink/message.ts";
import { Nl80211Command as C } from "../nl80211/generated/command-map.ts";
import { FIRST_OWN_TYPE } from "./recorded-message.ts";
import { type Exchange, type Question, question, type Recording } from "./recording.ts";
import { isPartOf, sameTarget } from "./target.ts";

/** Dumps whose messages are what the same command gives for one device, so that a part of the dump is an answer too. */
const SEPARABLE: ReadonlySet<number> = new Set([C.GetInterface, C.GetStation, C.GetMpath, C.GetMpp]);
/** Dumps that the kernel narrows to a wiphy; asked for one without a dump it answers in another form. */
const SEPARABLE_BY_WIPHY: ReadonlySet<number> = new Set([C.GetWiphy, C.GetInterface, C.GetReg]);

/**
 * The part of a dump that answers a narrower question: one interface of all, one station of an interface, one wiphy's parts.
 * Undefined where the exchange is no such dump or holds no such part.
 */
export function narrow(dump: Exchange, wanted: Question, recording: Recording): Exchange | undefined {
  if (!dump.dump || dump.errno !== 0 || dump.family !== "nl80211" || sameTarget(dump.target, wanted.target))
    return undefined;
  if (!isPartOf(wanted.target, dump.target)) return undefined;
  if (!(wanted.dump ? SEPARABLE_BY_WIPHY : SEPARABLE).has(dump.command)) return undefined;
  const parts = dump.replies
    .flatMap(({ bytes }) => readMessages(bytes))
    .filter((message) => message.type >= FIRST_OWN_TYPE);
  const chosen = parts.filter((part) => isAbout(part, wanted, recording));
  if (chosen.length === 0 || (!wanted.dump && chosen.length > 1)) return undefined;
  const { time } = dump.replies[0]!;
  const end = writeMessage({
    type: wanted.dump ? MessageType.Done : MessageType.Error,
    flags: wanted.dump ? MessageFlag.Multi : MessageFlag.Capped,
    sequence: dump.request.sequence,
    portId: dump.request.portId,
    payload: new Uint8Array(wanted.dump ? 4 : 20),
  });
  const replies = chosen.map((part) => ({ time, bytes: copy(part, wanted.dump) }));
  return { ...dump, dump: wanted.dump, target: wanted.target, replies: [...replies, { time, bytes: end }] };
}

function isAbout(part: NetlinkMessage, wanted: Question, { families, devices }: Recording): boolean {
  const { target } = question(NetlinkProtocol.Generic, part, families, devices);
  return isPartOf(target, wanted.target);
}

function copy(message: NetlinkMessage, multi: boolean): Uint8Array {
  return writeMessage({
    type: message.type,
    flags: multi ? message.flags : message.flags & ~MessageFlag.Multi,
    sequence: message.sequence,
    portId: message.portId,
    payload: message.bytes.subarray(message.start, message.end),
  });
}
