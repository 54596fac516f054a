import { ChannelHolder, closedError } from "./channel-holder.ts";
import { checkedTimeout } from "./checked.ts";
import { align, type NetlinkProtocol } from "./constants.ts";
import { traceDrop, traceOverrun } from "./diagnostics.ts";
import { Dump, type DumpControl } from "./dump.ts";
import { collect, Exchange, type ExchangeSink, type RequestOptions } from "./exchange.ts";
import { type MessageBody, type NetlinkMessage, readReceived, writeMessage } from "./message.ts";
import { Handlers, type Notification } from "./notification.ts";
import { Requester } from "./requester.ts";
import type { ChannelOptions, Datagram, SendOptions, Transport } from "./transport.ts";

export interface ConnectionOptions extends ChannelOptions {
  /** How long the kernel may take over a request. Default: 10 s. */
  readonly timeoutMs?: number;
  /** Octets of the protocol's own header in front of the attributes (4 in generic netlink). Default: 0. */
  readonly headerLength?: number;
}

export interface DumpOptions extends RequestOptions {
  /** Octets that a `for await` holds back, so that an interrupted dump can be begun again unseen. Default: 1 MiB. */
  readonly limit?: number;
}

/** How a message is sent that wants no answer. */
export interface PostOptions extends SendOptions {
  readonly flags?: number;
  /** Default: 0, which marks a notification. An answer repeats the sequence number of its request. */
  readonly sequence?: number;
}

/** What has gone wrong on a connection without an error to anybody. */
export interface ConnectionCounters {
  /** Gaps in what was received. */
  readonly overruns: number;
  /** Messages that answered no request in flight: after a timeout, mostly. */
  readonly late: number;
  /** Datagrams that were no netlink messages. */
  readonly malformed: number;
  /** Datagrams whose sender was not allowed. */
  readonly rejected: number;
  /** Times that a socket was lost and another opened in its place. */
  readonly reopened: number;
}

const TIMEOUT_MS = 10_000;
/** What a `for await` over a dump holds back, unless told otherwise. */
export const DUMP_LIMIT = 1024 * 1024;

/**
 * One netlink socket with requests over it, to the kernel or another process. The socket is opened when first needed, and again
 * if it is lost. Requests wait for one another; an answer that is not theirs never reaches them.
 *
 * A request in flight and a notification handler keep the process alive, an idle connection does not.
 */
export class Connection {
  readonly protocol: NetlinkProtocol;
  readonly #options: ConnectionOptions;
  readonly #holder: ChannelHolder;
  readonly #requester: Requester;
  readonly #notifications = new Handlers<Notification>();
  readonly #overrunHandlers = new Handlers<void>();
  readonly #failureHandlers = new Handlers<Error>();
  #posting = 0;
  #overruns = 0;
  #late = 0;
  #malformed = 0;

  constructor(transport: Transport, protocol: NetlinkProtocol, options: ConnectionOptions = {}) {
    this.protocol = protocol;
    this.#options = options;
    this.#holder = new ChannelHolder(transport, protocol, options, {
      datagram: (datagram) => this.#datagram(datagram),
      overrun: () => this.#overrun(),
      lost: (error) => this.#requester.lost(error),
      replaced: () => this.#gap(),
      dead: (error) => this.#failureHandlers.call(error),
    });
    const timeoutMs = checkedTimeout(options.timeoutMs ?? TIMEOUT_MS);
    this.#requester = new Requester(this.#holder, protocol, transport.clock, timeoutMs, () => this.#hold());
  }

  /** This end's address. Opens the socket, if it is not open. */
  get portId(): number {
    return this.#holder.open().portId;
  }

  /** Octets that the kernel holds for messages not yet read; undefined where there is no such buffer. Opens the socket. */
  get receiveBufferSize(): number | undefined {
    return this.#holder.open().receiveBufferSize;
  }

  get counters(): ConnectionCounters {
    const { rejected, reopened } = this.#holder;
    return { overruns: this.#overruns, late: this.#late, malformed: this.#malformed, rejected, reopened };
  }

  /** Sends a request and gives the messages that answer it, without the ACK. Rejects with the kernel's error. */
  request(type: number, body: MessageBody, options: RequestOptions = {}): Promise<NetlinkMessage[]> {
    return new Promise((resolve, reject) => this.ask(type, body, options, collect(resolve, reject)));
  }

  /** As `request`, but the messages go to a sink as they come. */
  ask(type: number, body: MessageBody, options: RequestOptions, sink: ExchangeSink): void {
    this.#submit(this.#exchange(type, body, false, options, sink), false);
  }

  /** Asks for a list, when it is read. */
  dump(type: number, body: MessageBody, options: DumpOptions = {}): Dump<NetlinkMessage> {
    const bytes = body instanceof Uint8Array ? body.slice() : body.finish().slice(); // it can be read later, and twice
    const source = (sink: ExchangeSink): DumpControl => this.#dumpControl(type, bytes, options, sink);
    return Dump.of(source, options.limit ?? DUMP_LIMIT);
  }

  /** Sends a message that wants no answer. Resolves when the kernel has taken it. */
  async post(type: number, body: MessageBody, options: PostOptions = {}): Promise<void> {
    const channel = this.#holder.open();
    const { flags = 0, sequence = 0 } = options;
    const bytes = writeMessage({ type, flags, sequence, portId: channel.portId, payload: body });
    const sent = channel.send(bytes, options);
    if (!sent) return;
    this.#posting++;
    this.#hold();
    try {
      await sent;
    } finally {
      this.#posting--;
      this.#hold();
    }
  }

  /**
   * Calls `handler` with every message that answers no request, until the function that it returns is called. The handler keeps
   * the process alive, unless it is for the background. Opens the socket.
   */
  onNotification(handler: (notification: Notification) => void, options: { background?: boolean } = {}): () => void {
    this.#holder.open();
    return this.#listen(this.#notifications, handler, !options.background);
  }

  /** Calls `handler` when messages were lost: the kernel dropped some, or the socket had to be replaced. Once for each gap. */
  onOverrun(handler: () => void): () => void {
    return this.#listen(this.#overrunHandlers, handler, false);
  }

  /** Calls `handler` when the socket was lost and could not be replaced: notifications come no more. */
  onFailure(handler: (error: Error) => void): () => void {
    return this.#listen(this.#failureHandlers, handler, false);
  }

  /** Joins a multicast group; each join wants a `leave` of its own. Throws what the kernel says. */
  join(group: number): void {
    this.#holder.join(group);
  }

  /** Leaves a group, with the last of its joins. Does nothing where there is none, or the connection is closed. */
  leave(group: number): void {
    this.#holder.leave(group);
  }

  /** Closes the socket. Whatever is pending rejects with CLOSED. May be called twice. */
  close(): void {
    if (this.#holder.closed) return;
    this.#holder.close();
    for (const handlers of [this.#notifications, this.#overrunHandlers, this.#failureHandlers]) handlers.clear();
    this.#requester.close(closedError());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #exchange(type: number, body: MessageBody, dump: boolean, options: RequestOptions, sink: ExchangeSink): Exchange {
    if (options.timeoutMs !== undefined) checkedTimeout(options.timeoutMs);
    return new Exchange(type, body, dump, options, this.#options.headerLength ?? 0, sink);
  }

  #submit(exchange: Exchange, first: boolean): void {
    this.#requester.submit(exchange, first);
    this.#hold();
  }

  #dumpControl(type: number, body: Uint8Array, options: RequestOptions, sink: ExchangeSink): DumpControl {
    let exchange: Exchange | undefined;
    return {
      begin: (again) => {
        exchange = this.#exchange(type, body, true, options, sink);
        this.#submit(exchange, again);
      },
      pause: () => exchange && this.#requester.pause(exchange),
      resume: () => exchange && this.#requester.resume(exchange),
      abandon: () => exchange?.abandon(),
    };
  }

  #datagram(datagram: Datagram): void {
    const length = datagram.length ?? datagram.bytes.length;
    for (let at = 0; at < length; ) {
      let message: NetlinkMessage;
      try {
        message = readReceived(datagram, at);
      } catch (error) {
        this.#malformed++;
        this.#drop("malformed", length - at);
        if (datagram.group === 0) this.#requester.malformed(error as Error);
        break;
      }
      if (!this.#requester.accept(message, datagram)) this.#unrequested(message, datagram);
      at = align(message.end);
    }
    this.#requester.advance();
  }

  #unrequested(message: NetlinkMessage, { sender, group, time }: Datagram): void {
    if (group !== 0 || message.sequence === 0 || this.#options.senders === "any") {
      this.#notifications.call({ message, sender, group, time });
    } else {
      this.#late++;
      this.#drop("late", message.end - message.start);
    }
  }

  #overrun(): void {
    this.#requester.overrun();
    this.#gap();
  }

  #gap(): void {
    this.#overruns++;
    traceOverrun({ protocol: this.protocol, portId: this.#holder.channel?.portId ?? 0 });
    this.#overrunHandlers.call();
  }

  #drop(reason: "late" | "malformed", octets: number): void {
    traceDrop({ protocol: this.protocol, portId: this.#holder.channel?.portId ?? 0, reason, octets });
  }

  /** Keeps the process alive while somebody waits, and only then. */
  #hold(): void {
    this.#holder.hold(this.#requester.pending || this.#posting > 0 || this.#notifications.keepAlive);
  }

  #listen<T>(handlers: Handlers<T>, handler: (value: T) => void, keepsAlive: boolean): () => void {
    if (this.#holder.closed) throw closedError();
    const remove = handlers.add(handler, keepsAlive);
    this.#hold();
    return () => {
      remove();
      this.#hold();
    };
  }
}
