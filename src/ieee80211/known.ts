import { isSame } from "../bytes/octets.ts";

/**
 * What was made of some octets before: what the networks around send is read again with every scan, and much of it many networks share.
 * Rooms are for whoever came there last, two in each, so that few of some hundred put one another out.
 */
export class Known<T> {
  readonly #last: number;
  readonly #octets: (Uint8Array | undefined)[];
  readonly #made: (T | undefined)[];

  /** `rooms`: a power of two. */
  constructor(rooms: number) {
    this.#last = rooms - 1;
    this.#octets = new Array<undefined>(2 * rooms).fill(undefined);
    this.#made = new Array<undefined>(2 * rooms).fill(undefined);
  }

  /** What was made of `bytes[start, start + length)`, which `mixed` tells from others mostly. */
  find(mixed: number, bytes: Uint8Array, start: number, length: number): T | undefined {
    const room = 2 * (mixed & this.#last);
    const first = this.#octets[room];
    if (first === undefined) return undefined;
    if (isSame(first, bytes, start, length)) return this.#made[room];
    const second = this.#octets[room + 1];
    return second !== undefined && isSame(second, bytes, start, length) ? this.#made[room + 1] : undefined;
  }

  /** `octets` are not written to any more. */
  keep(mixed: number, octets: Uint8Array, made: T): T {
    const room = 2 * (mixed & this.#last);
    this.#octets[room + 1] = this.#octets[room];
    this.#made[room + 1] = this.#made[room];
    this.#octets[room] = octets;
    this.#made[room] = made;
    return made;
  }
}
