import { Nl80211Error } from "../errors.ts";
import { type ChannelHolder, closedError } from "./channel-holder.ts";
import { MessageFlag, type NetlinkProtocol } from "./constants.ts";
import { traced, traceRequest } from "./diagnostics.ts";
import { Errno } from "./errno.ts";
import type { Exchange } from "./exchange.ts";
import type { NetlinkMessage } from "./message.ts";
import type { Channel, Clock, Datagram } from "./transport.ts";

/** After a loss, how long an answer may still come before it is taken for lost too. */
const LOSS_GRACE_MS = 1_000;
/** How long the rest of an abandoned dump may take before its socket is given up instead. */
const ABANDON_GRACE_MS = 2_000;
/** Datagrams that answer a request which is no dump: what was asked for, and the ACK. */
const USUAL_ANSWER = 2;
/** How long queued requests may follow one another before other work of the event loop gets its turn. */
const SLICE_MS = 3;

/**
 * Requests over one channel, in the order of their asking and one at a time: the next is sent when the kernel owes nothing more
 * for the one before. After the sending, the answer is tried at once, since the kernel has usually given it by then.
 */
export class Requester {
  readonly #holder: ChannelHolder;
  readonly #protocol: NetlinkProtocol;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #onSettled: () => void;
  readonly #waiting: Exchange[] = [];
  /** The one that has the socket. */
  #current: Exchange | undefined;
  #sequence = 0;
  #pumping = false;
  #deferred: NodeJS.Immediate | undefined;
  #cancelTimer: (() => void) | undefined;

  /** Calls `onSettled` when a request that was not answered at once has its outcome. */
  constructor(
    holder: ChannelHolder,
    protocol: NetlinkProtocol,
    clock: Clock,
    timeoutMs: number,
    onSettled: () => void,
  ) {
    this.#holder = holder;
    this.#protocol = protocol;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onSettled = onSettled;
  }

  /** Somebody waits for an answer. */
  get pending(): boolean {
    return this.#waiting.length > 0 || (this.#current !== undefined && !this.#current.settled);
  }

  /** Puts a request in the queue (`first`: before all others there), and sends it if it can be sent. */
  submit(exchange: Exchange, first: boolean): void {
    const { signal } = exchange.options;
    const refused = this.#holder.closed ? closedError() : signal?.aborted ? abortedBy(signal, exchange) : undefined;
    if (refused) {
      exchange.fail(refused);
      return;
    }
    if (first) this.#waiting.unshift(exchange);
    else this.#waiting.push(exchange);
    this.#pump();
    if (exchange.settled) return;
    this.#resume(); // a dump whose reader is slow gives way
    this.#watch(exchange, signal);
  }

  /** Gives a message to the request that it answers. False where it answers none. */
  accept(message: NetlinkMessage, datagram: Datagram): boolean {
    const exchange = this.#current;
    if (exchange === undefined || !this.#answers(message, datagram, exchange)) return false;
    try {
      exchange.accept(message);
    } catch (error) {
      exchange.fail(error as Error);
    }
    return true;
  }

  /** All messages of a datagram are through: the next request may have the socket. */
  advance(): void {
    const exchange = this.#current;
    if (exchange && !exchange.sending && (exchange.over || (exchange.settled && !exchange.dump))) this.#release();
  }

  /** What came for the request in flight could not be read. */
  malformed(error: Error): void {
    this.#current?.fail(error);
  }

  /** Messages were lost, perhaps of the answer in flight. */
  overrun(): void {
    const exchange = this.#current;
    if (!exchange || exchange.over || exchange.lossy) return;
    exchange.lossy = true;
    this.#arm(exchange);
  }

  /** The channel was lost, with whatever was under way on it. */
  lost(error: Error): void {
    this.#detach()?.fail(error);
    this.#pump();
  }

  /** Settles all requests. */
  close(error: Error): void {
    if (this.#deferred) clearImmediate(this.#deferred);
    const current = this.#detach();
    for (const exchange of [current, ...this.#waiting.splice(0)]) exchange?.fail(error);
  }

  /** A dump's reader has enough for now. */
  pause(exchange: Exchange): void {
    // a request that waits behind the dump may be what its reader waits for
    if (exchange !== this.#current || exchange.over || this.#waiting.length > 0) return;
    const { channel } = this.#holder;
    if (!channel?.pause) return;
    exchange.paused = true;
    channel.pause();
  }

  resume(exchange: Exchange): void {
    if (exchange === this.#current) this.#resume();
  }

  #pump(): void {
    if (this.#pumping || this.#deferred) return; // the outer call goes on
    this.#pumping = true;
    const until = this.#waiting.length > 1 ? performance.now() + SLICE_MS : 0;
    while (this.#current === undefined && this.#waiting.length > 0) {
      if (until !== 0 && performance.now() > until) {
        this.#deferred = setImmediate(() => {
          this.#deferred = undefined;
          this.#pump();
        });
        break;
      }
      this.#begin(this.#waiting.shift()!);
    }
    this.#pumping = false;
  }

  #begin(exchange: Exchange): void {
    this.#current = exchange;
    let channel: Channel;
    let sent: void | Promise<void>;
    try {
      channel = this.#holder.open();
      const bytes = exchange.message(this.#nextSequence(), channel.portId);
      if (traced()) this.#trace(exchange, channel.portId);
      const { slow, to } = exchange.options;
      const plain = !slow && to === undefined;
      sent = plain
        ? channel.send(bytes)
        : channel.send(bytes, { slow: slow ?? false, ...(to === undefined ? {} : { to }) });
    } catch (error) {
      exchange.over = true;
      this.#current = undefined;
      exchange.fail(error as Error);
      return;
    }
    if (sent) this.#awaitSent(exchange, channel, sent);
    else this.#collect(exchange, channel);
    if (this.#current !== exchange) return;
    if (exchange.settled) this.#settled(exchange);
    else this.#arm(exchange);
  }

  /** Takes what the kernel has answered by now. */
  #collect(exchange: Exchange, channel: Channel): void {
    if (!exchange.dump) {
      channel.drain(USUAL_ANSWER);
      if (this.#current !== exchange || exchange.settled) return;
    }
    channel.drain();
  }

  #awaitSent(exchange: Exchange, channel: Channel, sent: Promise<void>): void {
    exchange.sending = true;
    const then = (error?: Error): void => {
      exchange.sending = false;
      if (error) {
        exchange.over = true;
        exchange.fail(error);
      }
      if (this.#current !== exchange) return;
      this.#collect(exchange, channel);
      this.advance();
    };
    sent.then(() => then(), then);
  }

  /** Follows a request that was not answered at once. */
  #watch(exchange: Exchange, signal: AbortSignal | undefined): void {
    const abort = (): void => exchange.fail(abortedBy(signal!, exchange));
    signal?.addEventListener("abort", abort, { once: true });
    exchange.onSettled = () => {
      signal?.removeEventListener("abort", abort);
      this.#settled(exchange);
      this.#onSettled();
    };
    if (signal?.aborted) abort(); // by who heard what came with the sending
  }

  /** A request has its outcome. Where the kernel does not know that yet, the socket is kept until it has said all. */
  #settled(exchange: Exchange): void {
    const waits = this.#waiting.indexOf(exchange);
    if (waits >= 0) this.#waiting.splice(waits, 1);
    if (exchange !== this.#current || exchange.over || exchange.sending) return;
    if (exchange.dump) this.#drainAbandoned(exchange);
    else this.#release();
  }

  /** An abandoned dump must be read to its end, or the next one meets it. One that does not end costs its socket. */
  #drainAbandoned(exchange: Exchange): void {
    this.#resume();
    this.#setTimer(ABANDON_GRACE_MS, () => this.#giveUp(exchange));
  }

  #arm(exchange: Exchange): void {
    const usual = exchange.options.timeoutMs ?? this.#timeoutMs;
    const ms = exchange.lossy ? Math.min(usual, LOSS_GRACE_MS) : usual;
    exchange.progress = false;
    this.#setTimer(ms, () => {
      if (exchange.progress || exchange.paused) return this.#arm(exchange);
      const stuck = exchange.dump || exchange.sending;
      exchange.fail(exchange.lossy ? lostAnswer(exchange) : timedOut(exchange, ms));
      if (stuck) this.#giveUp(exchange);
    });
  }

  /** The socket is of no more use while the kernel owes this one: go on with another. */
  #giveUp(exchange: Exchange): void {
    if (exchange !== this.#current) return;
    this.#detach();
    this.#holder.renew();
    this.#pump();
  }

  #answers(message: NetlinkMessage, datagram: Datagram, exchange: Exchange): boolean {
    if (message.sequence !== exchange.sequence || exchange.over || datagram.group !== 0) return false;
    if (datagram.sender !== (exchange.options.to ?? 0)) return false;
    // a peer's answer carries whose port id it likes, but it is no request
    if (datagram.sender !== 0) return (message.flags & MessageFlag.Request) === 0;
    return message.portId === this.#holder.channel?.portId;
  }

  #release(): void {
    this.#detach();
    this.#pump();
  }

  /** Takes the socket from the request that has it. */
  #detach(): Exchange | undefined {
    this.#resume(); // its reader may have enough for now, and the end have come all the same
    const exchange = this.#current;
    this.#current = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (exchange) exchange.over = true;
    return exchange;
  }

  #resume(): void {
    const exchange = this.#current;
    if (!exchange?.paused) return;
    exchange.paused = false;
    this.#holder.channel?.resume?.();
  }

  #setTimer(ms: number, action: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(ms, () => {
      this.#cancelTimer = undefined;
      action();
    });
  }

  /** Sequence numbers skip 0, which marks notifications. */
  #nextSequence(): number {
    this.#sequence = this.#sequence === 0xffffffff ? 1 : this.#sequence + 1;
    return this.#sequence;
  }

  #trace(exchange: Exchange, portId: number): void {
    const start = performance.now();
    exchange.trace = (error) => traceRequest(this.#protocol, portId, exchange, performance.now() - start, error);
  }
}

function abortedBy(signal: AbortSignal, exchange: Exchange): Nl80211Error {
  return new Nl80211Error("ABORTED", exchange.say("aborted"), { cause: signal.reason });
}

function timedOut(exchange: Exchange, ms: number): Nl80211Error {
  return new Nl80211Error("TIMEOUT", exchange.say(`no answer within ${ms} ms`));
}

function lostAnswer(exchange: Exchange): Nl80211Error {
  return exchange.refused({ errno: Errno.ENOBUFS, text: "the answer was lost: the receive buffer was full" });
}
