import { Nl80211Error } from "../errors.ts";
import type { AttributeWriter } from "../netlink/attribute-writer.ts";
import { errnoNumber } from "../netlink/errno.ts";
import type { FakeRequest } from "./fake-request.ts";

/** A message's attributes: as bytes, or written: `(w) => { w.u32(3, 4); w.string(4, "wlan0"); }`. */
export type Attributes = Uint8Array | ((writer: AttributeWriter) => void);

/** What a scripted kernel does when it is asked: one thing, several in their order, or whatever a function makes of the request. */
export type Answer = Step | readonly Answer[] | ((request: FakeRequest) => Answer);

/** One thing that a scripted kernel does. Made by `reply`, `dump`, `ack`, `refuse`, `event` and the others here. */
export type Step =
  | ({ readonly kind: "reply"; readonly attributes: Attributes } & ReplyOptions)
  | ({ readonly kind: "dump"; readonly items: readonly Attributes[] } & DumpAnswerOptions)
  | { readonly kind: "ack" }
  | ({ readonly kind: "refuse"; readonly errno: number } & RefusalOptions)
  | { readonly kind: "silence" }
  | { readonly kind: "sendError"; readonly errno: number }
  | ({ readonly kind: "event"; readonly command: string | number; readonly attributes: Attributes } & EventOptions)
  | { readonly kind: "tell"; readonly command: string | number; readonly attributes: Attributes }
  | { readonly kind: "overrun" }
  | { readonly kind: "later"; readonly ms: number; readonly answer: Answer }
  | { readonly kind: "inTurn"; readonly answers: readonly Answer[] };

export interface ReplyOptions {
  /** The command that it comes under (default: the one under which nl80211 answers, NewStation for GetStation). */
  readonly command?: string | number;
  /** Another sequence number than the request's: 0 is what events have. */
  readonly sequence?: number;
  /** Another port id than the asking socket's. */
  readonly portId?: number;
  /** Port id of the sender of the datagram (default: the kernel, 0). */
  readonly sender?: number;
}

export interface DumpAnswerOptions {
  /** The command that its messages come under, as in `ReplyOptions`. */
  readonly command?: string | number;
  /** Messages in a datagram (default: all in one). DONE always comes in one of its own. */
  readonly perDatagram?: number;
  /** NLM_F_DUMP_INTR: true on every message, "done" on DONE alone. */
  readonly interrupted?: boolean | "done";
  /** The error with which the dump ends, in its DONE. */
  readonly error?: string | number;
  /** Extended ACK in DONE. */
  readonly text?: string;
  /** False: DONE never comes. */
  readonly done?: boolean;
}

export interface RefusalOptions {
  /** The kernel's words (NLMSGERR_ATTR_MSG). */
  readonly text?: string;
  /** Numbers of the attributes that lead to the refused one, outermost first: its offset in the request is told. */
  readonly attribute?: readonly number[];
  /** Its offset itself, counted from the netlink header. */
  readonly offset?: number;
  /** Number of an attribute that the request lacks. */
  readonly missing?: number;
  /** False: the request is repeated whole in the error message, as for a socket without NETLINK_CAP_ACK. */
  readonly capped?: boolean;
}

export interface EventOptions {
  /** The group by name (default: the one that nl80211 sends this command to). */
  readonly group?: string;
}

/** One message, then an ACK where the request asks for one. */
export function reply(attributes: Attributes = EMPTY, options: ReplyOptions = {}): Step {
  return { kind: "reply", attributes, ...options };
}

/** Many messages, then DONE. */
export function dump(items: readonly Attributes[], options: DumpAnswerOptions = {}): Step {
  return { kind: "dump", items, ...options };
}

/** Success. Comes by itself where a script says nothing else; needed only for its place: `[event("NewScanResults"), ack()]`. */
export function ack(): Step {
  return { kind: "ack" };
}

/** An error, by name or number: `refuse("EINVAL", { text: "too many SSIDs", attribute: [45] })`. */
export function refuse(error: string | number, options: RefusalOptions = {}): Step {
  return { kind: "refuse", errno: numberOf(error), ...options };
}

/** No answer at all, not even an ACK. */
export function silence(): Step {
  return { kind: "silence" };
}

/** The sending itself fails: `sendError("ENOBUFS")`. */
export function sendError(error: string | number): Step {
  return { kind: "sendError", errno: numberOf(error) };
}

/** A message to a multicast group, before, between or after answers. */
export function event(command: string | number, attributes: Attributes = EMPTY, options: EventOptions = {}): Step {
  return { kind: "event", command, attributes, ...options };
}

/** An unsolicited message to the asking socket alone, as received frames and measurement results come. */
export function tell(command: string | number, attributes: Attributes = EMPTY): Step {
  return { kind: "tell", command, attributes };
}

/** The asking socket's buffer overflows (ENOBUFS). */
export function overrun(): Step {
  return { kind: "overrun" };
}

/** The rest `ms` later on the kernel's clock. */
export function later(ms: number, ...answers: Answer[]): Step {
  return { kind: "later", ms, answer: answers };
}

/** The first time the first, the second time the second; the last from then on. */
export function inTurn(...answers: Answer[]): Step {
  return { kind: "inTurn", answers };
}

/** An error number of its name. */
export function numberOf(error: string | number): number {
  const errno = typeof error === "number" ? error : errnoNumber(error);
  if (errno === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${error} is no error of Linux (as EINVAL is)`);
  return errno;
}

const EMPTY = new Uint8Array();
