/**
 * So much memory is allocated at once. An allocation takes longer than decoding a message of 400 octets; two or three that share one
 * hold no more of each other than this.
 */
const BOARD = 1024;

/** Copies of octets that outlive the datagrams they came in. Small ones lie side by side: who keeps one keeps at most 1 KiB with it. */
export class Shelf {
  #board = new Uint8Array(0);
  #used = 0;

  /** Where the copy of `bytes[start, end)` begins in {@link Shelf.board}, which the next copy may replace by another. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#used + length > this.#board.length) {
      this.#board = new Uint8Array(Math.max(BOARD, length));
      this.#used = 0;
    }
    const at = this.#used;
    this.#board.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at);
    this.#used += (length + 7) & ~7;
    return at;
  }

  /** The memory that the latest copy lies in. */
  get board(): Uint8Array {
    return this.#board;
  }
}
