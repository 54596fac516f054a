import { Nl80211Error } from "../errors.ts";
import { isMac, numberOf } from "./typed.ts";

/** Widths as iw writes them behind a frequency. */
const MODE = /^(NOHT|HT20|HT40[+-]|\d+(\+\d+)?MHz(-[12])?)$/;

/** Words of a command line in iw's grammar, taken from the front. What is wrong with them is INVALID_ARGUMENT with what is expected. */
export class Words {
  readonly #words: string[];
  readonly #usage: string;

  constructor(words: readonly string[], usage: string) {
    this.#words = [...words];
    this.#usage = usage;
  }

  /** The next word, whatever it is. */
  next(what: string): string {
    const word = this.#words.shift();
    if (word !== undefined) return word;
    throw new Nl80211Error("INVALID_ARGUMENT", `${what} (not given): expected ${this.#usage}`);
  }

  number(what: string): number {
    return numberOf(what, this.next(what));
  }

  /** The next word, if it is one that is looked for. */
  optional(is: (word: string) => boolean): string | undefined {
    return this.#words[0] !== undefined && is(this.#words[0]) ? this.#words.shift() : undefined;
  }

  /** True where the next word is this one, which is taken then. */
  flag(word: string): boolean {
    return this.optional((next) => next === word) !== undefined;
  }

  mode(): { readonly mode?: "HT20" } {
    const mode = this.optional((word) => MODE.test(word));
    return mode === undefined ? {} : { mode: mode as "HT20" };
  }

  mac(): string | undefined {
    return this.optional(isMac);
  }

  /** "channel 36 80MHz" or "freq 5180 80MHz": which of both, the number, and the width. */
  channel(kind: string) {
    const number = this.number(kind === "channel" ? "channel" : "MHz");
    if (kind === "channel") return { channel: number, ...this.mode() };
    if (kind === "freq") return { frequencyMhz: number, ...this.mode() };
    throw new Nl80211Error("INVALID_ARGUMENT", `"${kind}": expected ${this.#usage}`);
  }

  /** The rest, one by one, each told to `say`, which may take more. */
  each(say: (word: string) => void): void {
    for (let word = this.#words.shift(); word !== undefined; word = this.#words.shift()) say(word);
  }

  /** Refuses a word. */
  unexpected(word: string): never {
    throw new Nl80211Error("INVALID_ARGUMENT", `"${word}" is not expected: expected ${this.#usage}`);
  }

  /** Refuses what is left over. */
  end(): void {
    if (this.#words[0] !== undefined) this.unexpected(this.#words[0]);
  }
}
