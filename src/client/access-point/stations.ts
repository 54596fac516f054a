import type { Mac } from "../../bytes/mac.ts";
import type { ApStation } from "./station.ts";

/**
 * How far a station is: authenticated; associated in the kernel, its answer on the way; joined, so that its data passes. What it needs
 * besides is its number, given when it associates.
 */
export interface Seat {
  readonly address: Mac;
  state: "authenticated" | "associated" | "joined";
  /** The kernel has an entry for it. */
  inKernel: boolean;
  /** We remove that entry now: the kernel's event about it is our own. */
  removing: boolean;
  aid: number | undefined;
  /** As it joined. */
  station: ApStation | undefined;
  /** How many frames had come in all when it joined: what is older, it asked before it had its answer. */
  joinedAt: number;
}

const HIGHEST_AID = 2007;

/** The stations of an access point by address, with their numbers. */
export class Seats {
  readonly #seats = new Map<Mac, Seat>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(address: Mac): Seat | undefined {
    return this.#seats.get(address);
  }

  /** Those that have joined, in the order in which they came. */
  get joined(): ApStation[] {
    return this.all.filter(({ state }) => state === "joined").flatMap(({ station }) => station ?? []);
  }

  get all(): Seat[] {
    return [...this.#seats.values()];
  }

  /**
   * A seat for a station that authenticates; undefined where all are taken. Those that authenticated and went no further are no reason:
   * `leaves` is the one of them that has waited longest, where its seat is needed. Those that are `busy` keep theirs.
   */
  take(address: Mac, busy: (address: Mac) => boolean): { readonly seat: Seat; readonly leaves?: Seat } | undefined {
    const known = this.#seats.get(address);
    if (known !== undefined) return { seat: known };
    let leaves: Seat | undefined;
    if (this.#seats.size >= this.#most) {
      leaves = this.all.find((one) => one.state === "authenticated" && !busy(one.address));
      if (leaves === undefined) return undefined;
      this.#seats.delete(leaves.address);
    }
    const seat: Seat = {
      ...{
        address,
        state: "authenticated",
        inKernel: false,
        removing: false,
        aid: undefined,
        station: undefined,
        joinedAt: 0,
      },
    };
    this.#seats.set(address, seat);
    return { seat, ...(leaves !== undefined && { leaves }) };
  }

  /** The lowest number that nobody has, which the seat keeps. */
  number(seat: Seat): number {
    if (seat.aid !== undefined) return seat.aid;
    const taken = new Set(this.all.map(({ aid }) => aid));
    let aid = 1;
    while (taken.has(aid) && aid < HIGHEST_AID) aid++;
    seat.aid = aid;
    return aid;
  }

  leave(seat: Seat): void {
    if (this.#seats.get(seat.address) === seat) this.#seats.delete(seat.address);
  }
}
