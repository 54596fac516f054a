/**
 * Events that belong to a request by its cookie. The kernel tells the cookie with the request's answer, and the event may come before
 * that: what comes while an answer is awaited is kept until it is known whose it is.
 */
export class CookieEvents<Event> {
  readonly #handlers = new Map<bigint, (event: Event) => void>();
  readonly #early = new Map<bigint, Event[]>();
  #asking = 0;

  /** An event came. Those of other programs' requests have cookies that nobody here waits for. */
  heard(cookie: bigint | undefined, event: Event): void {
    if (cookie === undefined) return;
    const handler = this.#handlers.get(cookie);
    if (handler !== undefined) handler(event);
    else if (this.#asking > 0) this.#early.set(cookie, [...(this.#early.get(cookie) ?? []), event]);
  }

  /** Asks, then calls `handler` with each event of that cookie, first with those that came already, until `forget(cookie)`. */
  async ask(request: () => Promise<bigint>, handler: (event: Event) => void): Promise<bigint> {
    this.#asking++;
    try {
      const cookie = await request();
      this.#handlers.set(cookie, handler);
      for (const event of this.#early.get(cookie) ?? []) handler(event);
      return cookie;
    } finally {
      this.#asking--;
      if (this.#asking === 0) this.#early.clear();
    }
  }

  /** Its events are of interest no more. */
  forget(cookie: bigint): void {
    this.#handlers.delete(cookie);
  }
}
