import { Nl80211Error } from "../errors.ts";
import { MESSAGE_HEADER, MessageFlag, MessageType } from "./constants.ts";
import { type KernelAnswer, readDone, readError } from "./extended-ack.ts";
import { kernelError, type RequestDescription } from "./kernel-error.ts";
import { type MessageBody, type NetlinkMessage, writeMessage } from "./message.ts";

export interface RequestOptions {
  /** Flags beside Request and Ack (or Dump): `MessageFlag.Create | MessageFlag.Exclusive`. */
  readonly flags?: number;
  /** How long the kernel may take, from the sending on; a dump, from part to part. Default: the connection's. */
  readonly timeoutMs?: number;
  /** Gives up (ABORTED) when it aborts. What the kernel has begun it may still do. */
  readonly signal?: AbortSignal;
  /** The kernel takes long over this command: send it from another thread, so that the event loop goes on. */
  readonly slow?: boolean;
  /** Octets of the protocol's own header before the attributes, for errors that point to one. Default: the connection's. */
  readonly headerLength?: number;
  /** Port id of another process that is asked instead of the kernel. */
  readonly to?: number;
  /** When it is answered: with the ACK (the kernel's way), or with the first reply (peers that send no ACK). */
  readonly until?: "ack" | "reply";
  /** Called with what the ACK carries as NLMSGERR_ATTR_COOKIE, before the request resolves. */
  readonly onCookie?: (cookie: Uint8Array) => void;
  /** Names the request in errors and traces. */
  readonly describe?: () => RequestDescription;
}

/** Where the answers to one request go. `done` or `failed` comes once, and nothing after it. */
export interface ExchangeSink {
  part(message: NetlinkMessage): void;
  done(interrupted: boolean): void;
  failed(error: Error): void;
  /** Names the request in errors and traces, where its options do not. */
  describe?(): RequestDescription;
}

/** One request with its answers: from waiting in the queue to the last message that the kernel owes. */
export class Exchange {
  readonly type: number;
  readonly options: RequestOptions;
  readonly dump: boolean;
  /** 0 until it is sent. */
  sequence = 0;
  /** The sending itself is still under way, on another thread. */
  sending = false;
  /** The kernel owes nothing more. */
  over = false;
  /** Messages came since it was last asked: it is alive. */
  progress = false;
  /** Its reader has enough for now, so that no timeout runs. */
  paused = false;
  /** Something may have been lost on the way, or changed while it was read. */
  lossy = false;
  /** Called once, as soon as the outcome is known. */
  onSettled: (() => void) | undefined;
  /** Called with the outcome, for those who trace. */
  trace: ((error: Error | undefined) => void) | undefined;
  #settled = false;
  #sent: Uint8Array = NOTHING;
  readonly #body: MessageBody;
  readonly #headerLength: number;
  readonly #sink: ExchangeSink;

  constructor(
    type: number,
    body: MessageBody,
    dump: boolean,
    options: RequestOptions,
    headerLength: number,
    sink: ExchangeSink,
  ) {
    this.type = type;
    this.#body = body;
    this.dump = dump;
    this.options = options;
    this.#headerLength = options.headerLength ?? headerLength;
    this.#sink = sink;
  }

  /** The outcome is known; the kernel may still owe messages, which are read and dropped. */
  get settled(): boolean {
    return this.#settled;
  }

  /** The message to send, from now on known by this sequence number. */
  message(sequence: number, portId: number): Uint8Array {
    const ack = this.options.until === "reply" ? 0 : MessageFlag.Ack;
    const flags = (this.options.flags ?? 0) | MessageFlag.Request | (this.dump ? MessageFlag.Dump : ack);
    this.sequence = sequence;
    this.#sent = writeMessage({ type: this.type, flags, sequence, portId, payload: this.#body });
    return this.#sent;
  }

  /** Takes a message that answers this request. */
  accept(message: NetlinkMessage): void {
    this.progress = true;
    if (message.flags & MessageFlag.DumpInterrupted) this.lossy = true;
    switch (message.type) {
      case MessageType.Noop:
        return;
      case MessageType.Overrun:
        this.lossy = true;
        return;
      case MessageType.Error:
        this.#end(readError(message));
        return;
      case MessageType.Done:
        this.#end(readDone(message));
        return;
    }
    if (!this.#settled) this.#sink.part(message);
    if (this.options.until === "reply" && (message.flags & MessageFlag.Multi) === 0) this.#end(SUCCESS);
  }

  /** Settles it with an error, if it is not settled yet. */
  fail(error: Error): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#sink.failed(error);
    this.trace?.(error);
    this.onSettled?.();
  }

  /** Its reader wants no more of it. */
  abandon(): void {
    if (!this.#settled) this.fail(new Nl80211Error("ABORTED", this.say("not read to its end")));
  }

  /** Names it, for errors and traces. */
  describe(): RequestDescription {
    return this.options.describe?.() ?? this.#sink.describe?.() ?? { command: `request of type ${this.type}` };
  }

  /** The error that an answer of the kernel means for this request. */
  refused(answer: KernelAnswer): Nl80211Error {
    const sent = { bytes: this.#sent, attributesAt: MESSAGE_HEADER + this.#headerLength };
    return kernelError(answer, sent, this.describe());
  }

  /** A text for an error about this request: "TriggerScan wlan0: no answer". */
  say(what: string): string {
    const { command, target } = this.describe();
    return `${[command, target].filter((part) => part !== undefined).join(" ")}: ${what}`;
  }

  #end(answer: KernelAnswer): void {
    this.over = true;
    if (this.#settled) return;
    if (answer.errno !== 0) this.fail(this.refused(answer));
    else {
      // what it throws, the request rejects with; and it may abort
      if (answer.cookie !== undefined) this.options.onCookie?.(answer.cookie);
      if (this.#settled) return;
      this.#settled = true;
      this.#sink.done(this.lossy);
      this.trace?.(undefined);
      this.onSettled?.();
    }
  }
}

/** Collects the answers to one request and settles its promise. */
export function collect(resolve: (messages: NetlinkMessage[]) => void, reject: (error: Error) => void): ExchangeSink {
  const messages: NetlinkMessage[] = [];
  return { part: (message) => void messages.push(message), done: () => resolve(messages), failed: reject };
}

const NOTHING = new Uint8Array(0);
const SUCCESS: KernelAnswer = { errno: 0 };
