import { Nl80211Error } from "../errors.ts";
import type { AttributeWriter } from "../netlink/attribute-writer.ts";
import { errnoNumber } from "../netlink/errno.ts";
import type { Commands, Events } from "../nl80211/generated/command-map.ts";
import type { FakeRequest } from "./fake-request.ts";

/**
 * A message's attributes: as the object that a client would decode from them, as bytes, or written one by one:
 * `(w) => { w.u32(3, 4); w.string(4, "wlan0"); }`.
 */
export type Attributes<Fields = never> =
  | { readonly [Key in keyof Fields]?: Fields[Key] | undefined }
  | Uint8Array
  | ((writer: AttributeWriter) => void);

/** What a command is asked with and answers; that of a command which the library does not know. */
export interface CommandTypes {
  readonly request: unknown;
  readonly reply: unknown;
  readonly dumpRequest: unknown;
  readonly dumpReply: unknown;
}
export interface UnknownCommand extends CommandTypes {
  readonly reply: never;
  readonly dumpReply: never;
}

/** What a scripted kernel does when it is asked: one thing, several in their order, or whatever a function makes of the request. */
export type Answer<C extends CommandTypes = UnknownCommand> =
  | Step<C>
  | readonly Answer<C>[]
  | ((request: FakeRequest<C["request"] | C["dumpRequest"]>) => Answer<C>);

/** One thing that a scripted kernel does. Made by `reply`, `dump`, `ack`, `refuse`, `event` and the others here. */
export type Step<C extends CommandTypes = UnknownCommand> =
  | ReplyStep<C["reply"] | C["dumpReply"]>
  | DumpStep<C["dumpReply"]>
  | AckStep
  | RefuseStep
  | SilenceStep
  | SendErrorStep
  | EventStep
  | TellStep
  | OverrunStep
  | LaterStep<C>
  | InTurnStep<C>;

export interface ReplyStep<Fields> extends ReplyOptions {
  readonly kind: "reply";
  readonly attributes: Attributes<Fields>;
}
export interface DumpStep<Fields> extends DumpAnswerOptions {
  readonly kind: "dump";
  readonly items: readonly Attributes<Fields>[];
}
export interface AckStep {
  readonly kind: "ack";
  /** What comes along with success (NLMSGERR_ATTR_COOKIE), in octets. */
  readonly cookie?: Uint8Array;
}
export interface RefuseStep extends RefusalOptions {
  readonly kind: "refuse";
  readonly errno: number;
}
export interface SilenceStep {
  readonly kind: "silence";
}
export interface SendErrorStep {
  readonly kind: "sendError";
  readonly errno: number;
}
export interface EventStep extends EventOptions {
  readonly kind: "event";
  readonly event: EventName;
  readonly carries: Attributes<unknown>;
}
export interface TellStep {
  readonly kind: "tell";
  readonly event: EventName;
  readonly carries: Attributes<unknown>;
}
export interface OverrunStep {
  readonly kind: "overrun";
}
export interface LaterStep<C extends CommandTypes> {
  readonly kind: "later";
  readonly ms: number;
  readonly answer: readonly Answer<C>[];
}
export interface InTurnStep<C extends CommandTypes> {
  readonly kind: "inTurn";
  readonly answers: readonly Answer<C>[];
}

/** A command of nl80211 by its name; of any family by family and number, or by number alone for nl80211. */
export type CommandName = keyof Commands | OtherCommand;
/** An event of nl80211 by its type, or as in `CommandName`. */
export type EventName = keyof Events | OtherCommand;
/** "nlctrl:GetPolicy", "mac80211_hwsim:4", "rtnetlink:RTM_GETLINK"; a number means nl80211. */
export type OtherCommand = number | `${string}:${string}`;

/** What is known of a command or event of that name. */
export type CommandOf<Name> = Name extends keyof Commands ? Commands[Name] : UnknownCommand;
export type EventOf<Name> = Name extends keyof Events ? Events[Name] : never;

export interface ReplyOptions {
  /** Number of the command that it comes under (default: the one under which the kernel answers, NewStation for GetStation). */
  readonly command?: number;
  /** Another sequence number than the request's: 0 is what events have. */
  readonly sequence?: number;
  /** Another port id than the asking socket's. */
  readonly portId?: number;
  /** Port id of the sender of the datagram (default: the kernel, 0). */
  readonly sender?: number;
}

export interface DumpAnswerOptions {
  /** Number of the command that its messages come under, as in `ReplyOptions`. */
  readonly command?: number;
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
export function reply<Fields = never>(
  attributes: Attributes<NoInfer<Fields>> = EMPTY,
  options: ReplyOptions = {},
): ReplyStep<Fields> {
  return { kind: "reply", attributes, ...options };
}

/** Many messages, then DONE. */
export function dump<Fields = never>(
  items: readonly Attributes<NoInfer<Fields>>[],
  options: DumpAnswerOptions = {},
): DumpStep<Fields> {
  return { kind: "dump", items, ...options };
}

/** Success. Comes by itself where a script says nothing else; needed only for its place: `[event("NewScanResults"), ack()]`. */
export function ack(options: { readonly cookie?: Uint8Array } = {}): AckStep {
  return { kind: "ack", ...options };
}

/** An error, by name or number: `refuse("EINVAL", { text: "too many SSIDs", attribute: [45] })`. */
export function refuse(error: string | number, options: RefusalOptions = {}): RefuseStep {
  return { kind: "refuse", errno: numberOf(error), ...options };
}

/** No answer at all, not even an ACK. */
export function silence(): SilenceStep {
  return { kind: "silence" };
}

/** The sending itself fails: `sendError("ENOBUFS")`. */
export function sendError(error: string | number): SendErrorStep {
  return { kind: "sendError", errno: numberOf(error) };
}

/** A message to a multicast group, before, between or after answers: `event("new-scan-results", { ifindex: 3 })`. */
export function event<Name extends EventName>(
  name: Name,
  carries: Attributes<EventOf<Name>> = EMPTY,
  options: EventOptions = {},
): EventStep {
  return { kind: "event", event: name, carries, ...options };
}

/** An unsolicited message to the asking socket alone, as received frames and measurement results come. */
export function tell<Name extends EventName>(name: Name, carries: Attributes<EventOf<Name>> = EMPTY): TellStep {
  return { kind: "tell", event: name, carries };
}

/** The asking socket's buffer overflows (ENOBUFS). */
export function overrun(): OverrunStep {
  return { kind: "overrun" };
}

/** The rest `ms` later on the kernel's clock. */
export function later<C extends CommandTypes = UnknownCommand>(
  ms: number,
  ...answer: readonly Answer<NoInfer<C>>[]
): LaterStep<C> {
  return { kind: "later", ms, answer };
}

/** The first time the first, the second time the second; the last from then on. */
export function inTurn<C extends CommandTypes = UnknownCommand>(
  ...answers: readonly Answer<NoInfer<C>>[]
): InTurnStep<C> {
  return { kind: "inTurn", answers };
}

/** An error number of its name. */
export function numberOf(error: string | number): number {
  const errno = typeof error === "number" ? error : errnoNumber(error);
  if (errno === undefined) throw new Nl80211Error("INVALID_ARGUMENT", `${error} is no error of Linux (as EINVAL is)`);
  return errno;
}

const EMPTY = new Uint8Array();
