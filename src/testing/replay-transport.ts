import { Nl80211Error } from "../errors.ts";
import { NlctrlCommand } from "../genetlink/generated/nlctrl.ts";
import { type NetlinkMessage, readMessages } from "../netlink/message.ts";
import type { Transport } from "../netlink/transport.ts";
import { answerFor } from "./answer.ts";
import { readCapture } from "./capture.ts";
import { askedForBy } from "./event-groups.ts";
import type { Family } from "./families.ts";
import { familyAnswer } from "./family-answer.ts";
import { Matcher } from "./matcher.ts";
import { type MemoryChannel, MemoryTransport } from "./memory-transport.ts";
import { realTime } from "./real-time.ts";
import { isRequest } from "./recorded-message.ts";
import {
  type Exchange,
  type Question,
  question,
  type RecordedEvent,
  type Recording,
  type Reply,
  understand,
} from "./recording.ts";
import { ReplayClock } from "./replay-clock.ts";
import { changesState, endsOf } from "./state-change.ts";
import { sameTarget } from "./target.ts";
import { settled } from "./virtual-clock.ts";

/** A moment of a recording: its start, its end, or seconds after the start. */
export type Moment = "start" | "end" | number;

export interface ReplayOptions {
  /** The moment whose state answers (default: the start). */
  readonly at?: Moment;
}

export interface PlayOptions {
  /** Where to stop, in seconds after the recording's start (default: its end). */
  readonly until?: number;
  /** 1 is as it happened, 10 ten times faster. Default: at once, each event after everything that awaited the one before. */
  readonly speed?: number;
  readonly signal?: AbortSignal;
}

/** A recording that answers as the kernel did. */
export interface Replay extends Transport {
  /** The file's name. */
  readonly name: string;
  /** How long the recording is, in seconds. */
  readonly duration: number;
  /** Where in it the state is that answers, in seconds after its start. */
  readonly position: number;
  /** What in the file could not be read, each in a line: its packets are left out. */
  readonly problems: readonly string[];
  /** Goes to a moment, without the events between. */
  seek(at: Moment): void;
  /** Lets the recording run from here: its events come in their order, and answers are those of the time. Resolves at the end. */
  play(options?: PlayOptions): Promise<void>;
}

/**
 * Opens a recording of netlink (pcap or pcapng, plain or gzip, from an nlmon device or `recordTransport`) as a transport: on any
 * operating system, without koffi.
 *
 * A request is answered by the one in the recording that has its family, command, do or dump, and target; other attributes decide
 * between several, then the time. What changes the state (a scan, a connection) moves the recording on to where it happened, with
 * the events on the way. Throws BAD_FILE for a file that is no such recording; a request without answer rejects with NO_MATCH,
 * which names the nearest.
 */
export function openReplay(file: string | Uint8Array, options: ReplayOptions = {}): Replay {
  return new ReplayTransport(understand(readCapture(file)), options.at ?? "start");
}

class ReplayTransport extends MemoryTransport implements Replay {
  readonly #recording: Recording;
  readonly #matcher: Matcher;
  readonly #replayClock: ReplayClock;
  /** Place of the next event that has not happened yet. */
  #next = 0;
  /** What each channel asked to be told of by itself alone. */
  readonly #wishes = new WeakMap<MemoryChannel, Question[]>();

  constructor(recording: Recording, at: Moment) {
    const clock = new ReplayClock(recording.start);
    super(clock, (channel, bytes) => this.#hear(channel, bytes));
    this.#recording = recording;
    this.#matcher = new Matcher(recording);
    this.#replayClock = clock;
    this.seek(at);
  }

  get name(): string {
    return this.#recording.name;
  }

  get duration(): number {
    return (this.#recording.end - this.#recording.start) / 1000;
  }

  get position(): number {
    return (this.clock.now() - this.#recording.start) / 1000;
  }

  get problems(): readonly string[] {
    return this.#recording.problems;
  }

  seek(at: Moment): void {
    const { start, end, events } = this.#recording;
    if (typeof at === "number" && !(at >= 0)) {
      throw new Nl80211Error(
        "INVALID_ARGUMENT",
        `at: ${at} is no time in ${this.name} (0 to ${this.duration} seconds)`,
      );
    }
    const time = at === "start" ? start : at === "end" ? end : Math.min(start + at * 1000, end);
    this.#replayClock.skip(time - this.clock.now());
    // At the start nothing has happened yet, not even what the first packet tells.
    const next = at === "start" ? 0 : events.findIndex((event) => event.time > time);
    this.#next = next < 0 ? events.length : next;
  }

  async play({ until, speed, signal }: PlayOptions = {}): Promise<void> {
    const { start, end, events } = this.#recording;
    const stop = until === undefined ? end : Math.min(start + until * 1000, end);
    this.#replayClock.playing = true;
    try {
      for (let event = events[this.#next]; event !== undefined && event.time <= stop; event = events[this.#next]) {
        await this.#pass(event.time, speed, signal);
        // A request meanwhile may have moved the recording past it.
        if (events[this.#next] === event) this.#happen();
        await settled();
      }
      await this.#pass(stop, speed, signal);
    } finally {
      this.#replayClock.playing = false;
    }
  }

  /** Lets the time up to `time` pass, at `speed`. */
  async #pass(time: number, speed: number | undefined, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted)
      throw new Nl80211Error("ABORTED", `the replay of ${this.name} was aborted`, { cause: signal.reason });
    const ms = time - this.clock.now();
    if (speed !== undefined && ms > 0) await realTime(ms / speed, signal);
    if (ms > 0) await this.#replayClock.advanceAsync(time - this.clock.now());
  }

  #hear(channel: MemoryChannel, bytes: Uint8Array): void {
    for (const message of readMessages(bytes).filter(isRequest)) this.#answer(channel, message);
  }

  #answer(channel: MemoryChannel, request: NetlinkMessage): void {
    const asked = question(channel.protocol, request, this.#recording.families, this.#recording.devices);
    const told = this.#ownKnowledge(asked);
    if (told !== undefined) {
      for (const bytes of familyAnswer(request, channel.portId, told)) channel.deliver(bytes);
      return;
    }
    const exchange = this.#matcher.match(asked, this.clock.now());
    const replies = answerFor(exchange, request, channel.portId);
    if (exchange.errno !== 0 || !changesState(exchange)) {
      for (const { bytes } of replies) channel.deliver(bytes);
      if (exchange.errno === 0) this.#wish(channel, asked);
      return;
    }
    this.#wish(channel, asked);
    this.#carryOut(channel, exchange, replies);
  }

  /** Answers with the events on the way, as they came, and goes on to the event that ends what was asked. */
  #carryOut(channel: MemoryChannel, exchange: Exchange, replies: readonly Reply[]): void {
    const ahead = exchange.time >= this.clock.now();
    for (const { time, bytes } of replies) {
      if (ahead) this.#leap(time);
      channel.deliver(bytes);
    }
    const ends = exchange.family === "nl80211" ? endsOf(exchange.command) : undefined;
    if (ends === undefined) return;
    const isEnd = (event: RecordedEvent) =>
      event.time >= exchange.time && ends.includes(event.command) && sameDevice(event, exchange);
    const end = this.#recording.events.find(isEnd);
    if (end === undefined) return;
    if (ahead) {
      this.#leap(end.time);
      return;
    }
    // What is asked lies behind the present: it happens once more, by its own events.
    for (const event of this.#recording.events) {
      const own = event.command === exchange.command || event === end;
      if (own && event.time >= exchange.time && event.time <= end.time && sameDevice(event, exchange))
        this.#tell(event);
    }
  }

  /** Moves on to `time` with the events up to it. */
  #leap(time: number): void {
    const { events } = this.#recording;
    while (events[this.#next] !== undefined && events[this.#next]!.time <= time) {
      this.#replayClock.skip(Math.max(0, events[this.#next]!.time - this.clock.now()));
      this.#happen();
    }
    this.#replayClock.skip(Math.max(0, time - this.clock.now()));
  }

  #happen(): void {
    this.#tell(this.#recording.events[this.#next++]!);
  }

  #tell(event: RecordedEvent): void {
    if (event.group !== 0) {
      this.multicast(event.protocol, event.group, event.bytes);
      return;
    }
    const askers = event.family === "nl80211" ? askedForBy(event.command) : undefined;
    for (const channel of this.channels) {
      const wished = this.#wishes
        .get(channel)
        ?.some((wish) => wish.family === event.family && askers?.includes(wish.command) && sameDevice(event, wish));
      if (wished) channel.deliver(event.bytes);
    }
  }

  #wish(channel: MemoryChannel, asked: Question): void {
    const wishes = this.#wishes.get(channel);
    if (wishes === undefined) this.#wishes.set(channel, [asked]);
    else wishes.push(asked);
  }

  /** The families to tell of where the recording holds no such question itself; undefined where it does. */
  #ownKnowledge(asked: Question): Family[] | undefined {
    if (asked.family !== "nlctrl" || asked.command !== NlctrlCommand.GetFamily) return undefined;
    const { exchanges, families } = this.#recording;
    if (asked.dump) {
      const dumped = exchanges.some((e) => e.family === "nlctrl" && e.command === asked.command && e.dump);
      return dumped ? undefined : [...families];
    }
    const known = exchanges.some((e) => e.family === "nlctrl" && !e.dump && sameTarget(e.target, asked.target));
    const family = asked.target.name === undefined ? undefined : families.byName(asked.target.name);
    return known || family === undefined ? undefined : [family];
  }
}

/** An event of a scan or connection may leave the interface's wdev or wiphy out; what both name must agree. */
function sameDevice({ target: a }: Pick<Question, "target">, { target: b }: Pick<Question, "target">): boolean {
  return a.wdev !== undefined && b.wdev !== undefined
    ? a.wdev === b.wdev
    : a.wiphy === undefined || b.wiphy === undefined || a.wiphy === b.wiphy;
}
