/**
 * Those who want to hear of something, without rxjs: observables are made of it where streams are loaded. What comes before the first
 * listener waits for it, if asked to, as a handshake's first frame must.
 */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #most: number;
  #waiting: T[] = [];

  /** `keep`: how many wait for the first listener; the oldest go first. */
  constructor({ keep = 0 }: { readonly keep?: number } = {}) {
    this.#most = keep;
  }

  tell(value: T): void {
    for (const listener of this.#listeners) listener(value);
    if (this.#listeners.size > 0 || this.#most === 0) return;
    this.#waiting.push(value);
    if (this.#waiting.length > this.#most) this.#waiting.shift();
  }

  /** Hears what waited, and what comes; gives what ends that. */
  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    const waited = this.#waiting;
    this.#waiting = [];
    for (const value of waited) listener(value);
    return () => void this.#listeners.delete(listener);
  }
}
