import { Nl80211Error } from "../errors.ts";
import { commandName } from "./command-name.ts";
import { narrow } from "./narrow.ts";
import { type RawAttribute, sameBytes } from "./recorded-message.ts";
import type { Exchange, Question, Recording } from "./recording.ts";
import { changesState } from "./state-change.ts";
import { SELECTORS, sameTarget } from "./target.ts";

/**
 * Finds the exchange of a recording that answers a request at a time. Family, command, do or dump, and target must be equal; a wider
 * dump's part will do too. Of several the one with the most equal attributes is taken, of those the one with the fewest changes
 * between it and the time, of those the latest before the time, or else the first after it.
 */
export class Matcher {
  readonly #recording: Recording;
  /** Times at which what the kernel would answer may have changed. */
  readonly #changes: readonly number[];
  /** Refusals and interrupted dumps that were given already: whoever asks again wants the next answer. */
  readonly #spent = new Set<Exchange>();

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#changes = [
      ...recording.events.map((event) => event.time),
      ...recording.exchanges.filter((e) => e.errno === 0 && changesState(e)).map((e) => e.replies.at(-1)!.time),
    ].sort((a, b) => a - b);
  }

  /** Throws NO_MATCH, naming the nearest exchange, where the recording has no answer. */
  match(question: Question, time: number): Exchange {
    let best: { readonly from: Exchange; readonly exchange: Exchange; readonly rank: readonly number[] } | undefined;
    for (const from of this.#recording.exchanges) {
      if (from.family !== question.family || from.command !== question.command) continue;
      const exact = from.dump === question.dump && sameTarget(from.target, question.target);
      const rank = [this.#spent.has(from) ? 0 : 1, ...this.#rank(question, from, time), exact ? 1 : 0];
      if (best !== undefined && compare(rank, best.rank) <= 0) continue;
      const exchange = exact ? from : narrow(from, question, this.#recording);
      if (exchange !== undefined) best = { from, exchange, rank };
    }
    if (best === undefined) throw this.#noMatch(question);
    if (best.exchange.errno !== 0 || best.exchange.interrupted) this.#spent.add(best.from);
    return best.exchange;
  }

  /** Higher is better, the first number that differs decides. */
  #rank(question: Question, { attributes, time: asked }: Exchange, time: number): number[] {
    const changes = Math.abs(this.#changesBefore(time) - this.#changesBefore(asked));
    const closeness = asked <= time ? [1, asked] : [0, -asked];
    return [likeness(question.attributes, attributes), -changes, ...closeness];
  }

  /** How many changes happened up to `time`. */
  #changesBefore(time: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#changes[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #noMatch(question: Question): Nl80211Error {
    const { name, devices, exchanges } = this.#recording;
    const nearest = exchanges
      .filter((e) => e.family === question.family)
      .map((e) => ({
        exchange: e,
        rank: [
          e.command === question.command ? 1 : 0,
          sameTarget(e.target, question.target) ? 1 : 0,
          e.dump === question.dump ? 1 : 0,
          likeness(question.attributes, e.attributes),
        ],
      }))
      .filter(({ rank }) => rank[0] === 1)
      .sort((a, b) => compare(b.rank, a.rank))[0]?.exchange;
    const wanted = say(question, this.#recording);
    const found =
      nearest === undefined
        ? `it holds no ${commandName(question)} at all`
        : `the nearest that it holds is ${say(nearest, this.#recording)} (packet ${nearest.number})`;
    const target = devices.describe(question.target);
    return new Nl80211Error("NO_MATCH", `${name} has no answer to ${wanted}; ${found}`, {
      command: commandName(question),
      ...(target !== "" && { target }),
    });
  }
}

function say(question: Question, { devices }: Recording): string {
  const target = devices.describe(question.target);
  return `${commandName(question)}${question.dump ? " (dump)" : ""}${target === "" ? "" : ` of ${target}`}`;
}

/** Equal attributes less those that only one side has; selectors are compared elsewhere. */
function likeness(a: readonly RawAttribute[], b: readonly RawAttribute[]): number {
  const left = a.filter(({ type }) => !SELECTORS.has(type));
  const right = b.filter(({ type }) => !SELECTORS.has(type));
  const equal = left.filter((one) => right.some((two) => one.type === two.type && sameBytes(one.payload, two.payload)));
  return 2 * equal.length - (left.length - equal.length) - (right.length - equal.length);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
