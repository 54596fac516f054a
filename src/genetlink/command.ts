import type { AttributeReader } from "../netlink/attribute-reader.ts";
import type { AttributeWriter } from "../netlink/attribute-writer.ts";

/** Who may use a command: anybody, root of the first user namespace, or root of the one that owns the network namespace. */
export type Privilege = "none" | "admin-perm" | "uns-admin-perm";

/** What a request can be addressed to. */
export type TargetKind = "wiphy" | "netdev" | "wdev" | "none";

/** A request and its answer, both ways: clients encode the one and decode the other, scripted kernels and dissectors the reverse. */
export interface Exchange<Request = never, Reply = unknown> {
  /** In the kernel's order of preference; `none` where it may be left out. */
  readonly target: readonly TargetKind[];
  /** The command that answers come under; undefined where there is an ACK alone. */
  readonly replyCommand: number | undefined;
  readonly encode: (writer: AttributeWriter, request: Request) => void;
  readonly decodeRequest: (reader: AttributeReader) => unknown;
  readonly decode: ((reader: AttributeReader) => Reply) | undefined;
  readonly encodeReply: ((writer: AttributeWriter, reply: never) => void) | undefined;
}

/** What a command sends of its own accord. */
export interface EventCodec<Event = unknown> {
  /** "new-scan-results". */
  readonly type: string;
  /** The multicast group; undefined where the kernel only ever sends it to one socket. */
  readonly group: string | undefined;
  /** The kernel sends it to the socket that asked for it, alone; to the group, where there is one, only if no socket did. */
  readonly toRequester: boolean;
  readonly decode: (reader: AttributeReader) => Event;
  readonly encode: (writer: AttributeWriter, event: never) => void;
}

/** A command of a family as generated code describes it. */
export interface Command {
  /** "TriggerScan". */
  readonly name: string;
  readonly value: number;
  readonly privilege: Privilege;
  /** The kernel works long inside the sending call. */
  readonly slow: boolean;
  /** The interface must be up. */
  readonly up: boolean;
  readonly do: Exchange | undefined;
  readonly dump: Exchange | undefined;
  readonly event: EventCodec | undefined;
}

/** A command's number, and its descriptor on demand. */
export interface CommandLoader {
  readonly value: number;
  readonly load: () => Promise<Command>;
}

/** An event's name, type and group, and its command's descriptor on demand. */
export interface EventLoader {
  readonly type: string;
  readonly name: string;
  readonly group: string | undefined;
  readonly load: () => Promise<Command>;
}
